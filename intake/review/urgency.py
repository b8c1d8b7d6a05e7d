"""What a flag holds and by when somebody should have looked: the queue's order of risk and of days.

Here: money and day of one finding. Not here: the order itself (storage.records.flag_queue).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from storage.records.flags import NO_DAY
from validators.calendar import HolidayTable
from validators.holidays import HOLIDAYS
from validators.model.codes import Payee
from validators.model.findings import Leg

USUAL_DAYS = 15  # working days, as city guides give them (DOMAIN §5.2)
_ONE_DAY = timedelta(days=1)


def held_fen(legs: Iterable[Leg], reach: frozenset[tuple[str, Payee]]) -> int:
    """Give what the parts come to that a finding holds, in fen."""
    return sum(leg.fen for leg in legs if (leg.item, leg.payee) in reach)


def due_on(filed_on: date | None, arrived_on: date | None, table: HolidayTable = HOLIDAYS) -> date:
    """Give the day by which a paper should have been looked at; NO_DAY where the calendar of the year is unknown.

    The clock stands still while a side is asked for a paper: it starts anew on the day on which the paper came.
    """
    days = [day for day in (filed_on, arrived_on) if day is not None]
    if not days:
        return NO_DAY
    day, left = max(days), USUAL_DAYS
    while left:
        day += _ONE_DAY
        works = table.is_working_day(day)
        if works is None:
            return NO_DAY
        left -= works
    return day
