"""Deadlines of passing on and proving (DOMAIN §1.3) over a holiday table given as data; no clock here.

Reminders count from the nominal day, blame only from the final one. A year without a table has no final day.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

PROOF_DAYS = 10  # calendar days (AMB-11)
SHORTEST_MONTH = 28
REMINDER_DAYS = (7, 3, 0)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The State Council's calendar of some years: rest days beside weekends, and weekends that are worked."""

    years: frozenset[int]
    rest_days: frozenset[date]
    work_days: frozenset[date]

    def knows(self, day: date) -> bool:
        """True when the year of the day is in the table."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool | None:
        """Tell whether offices work on a day; None when the year is not in the table."""
        if not self.knows(day):
            return None
        if day in self.work_days:
            return True
        return day not in self.rest_days and day.weekday() < _SATURDAY


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days that follow from a bank credit and a pass-on payment; final days are None when unknown."""

    pass_on_nominal: date
    pass_on_final: date | None
    proof_nominal: date | None
    proof_final: date | None
    calendar_unknown: bool


def deadlines(received_on: date, paid_on: date | None, table: HolidayTable) -> Deadlines:
    """Compute the month for passing on and, once paid, the ten days for the proof."""
    pass_on_nominal = month_later(received_on)
    pass_on_final = next_working_day(pass_on_nominal, table)
    proof_nominal = None if paid_on is None else paid_on + timedelta(days=PROOF_DAYS)
    proof_final = None if proof_nominal is None else next_working_day(proof_nominal, table)
    unknown = pass_on_final is None or (proof_nominal is not None and proof_final is None)
    return Deadlines(pass_on_nominal, pass_on_final, proof_nominal, proof_final, unknown)


def month_later(day: date) -> date:
    """Give the same day of the next month, or that month's last day where it has no such day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_working_day(day: date, table: HolidayTable) -> date | None:
    """Give the day itself or the first working day after it; None when the table ends before."""
    while (works := table.is_working_day(day)) is False:
        day += _ONE_DAY
    return day if works else None


def reminder_days(nominal: date) -> tuple[date, ...]:
    """Give the days on which to remind: seven and three days before, and the nominal day."""
    return tuple(nominal - timedelta(days=ahead) for ahead in REMINDER_DAYS)


def is_overdue(final: date | None, today: date) -> bool:
    """True only after a known final day: an unknown calendar never makes anyone late."""
    return final is not None and today > final
