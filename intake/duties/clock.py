"""What the passing of days does to duties: past the final day they are overdue, and that stays on record.

Here: the look over all duties that can be due, and over one before somebody acts on it. Not here: counting days
(validators.calendar). A year without a holiday table has no final day and makes nobody late.
"""

from datetime import date, datetime

import structlog
from sqlalchemy.orm import Session

from intake.duties.moving import move_duty
from intake.legal_day import legal_day
from intake.observability import place_of
from intake.wiring import Service
from storage.records import claims, obligations
from storage.records.obligations import Obligation
from validators.calendar import Deadlines, deadlines
from validators.duties import last_starts, overdue_event
from validators.holidays import HOLIDAYS

log = structlog.get_logger()

PAGE = 500


def days_of(duty: Obligation) -> Deadlines:
    """Give the days of a duty, as far as they are known."""
    return deadlines(duty.received_on, duty.paid_on, HOLIDAYS)


def tick_duties(service: Service, now: datetime) -> int:
    """Move every duty whose final day is over, each in a transaction of its own; gives how many were moved."""
    today, after, moved = legal_day(now), 0, 0
    while True:
        with service.database.read() as session:
            page = obligations.can_be_overdue(session, *last_starts(today), after, PAGE)
        for duty in page:
            if _event(duty, today) is not None and _tick(service, duty, now):
                moved += 1
        if len(page) < PAGE:
            return moved
        after = page[-1].seq


def pass_time(service: Service, session: Session, duty: Obligation, now: datetime) -> Obligation:
    """Give a duty as it is today: the day that is over comes before whatever somebody does about it."""
    event = _event(duty, legal_day(now))
    return duty if event is None else move_duty(service, session, duty, event, "system", now, late=True)


def _event(duty: Obligation, today: date) -> str | None:
    return overdue_event(duty.state, days_of(duty), today)


def _tick(service: Service, seen: Obligation, now: datetime) -> bool:
    try:
        with service.database.write() as session:
            claims.lock(session, seen.claim_no)
            duty = obligations.find(session, seen.id)
            return duty is not None and pass_time(service, session, duty, now).state != duty.state
    except Exception as error:  # noqa: BLE001 - one duty that cannot be moved must not spare the others their day
        log.error("duty.not_moved", duty=seen.id, error=type(error).__name__, place=place_of(error))
        return False
