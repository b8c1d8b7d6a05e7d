"""What time alone brings: a notice without an answer, a draft that nobody finished, leases and judgements grown old.

Here: one look at the clock; every claim in a transaction of its own, so that a fault of one never stops the others.
Not here: how often somebody looks (intake.sweeper), duties after a payment (intake.duties).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import structlog
from sqlalchemy.orm import Session

from intake.claims.progress import move_case, progress_case
from intake.gate.rounds import ANSWER_TIME
from intake.legal_day import LEGAL_ZONE, legal_day
from intake.observability import place_of
from intake.review.flags import free_lapsed
from intake.standings import refresh
from intake.wiring import Service
from storage.records import claims, flags, resting, standings

log = structlog.get_logger()

IDLE_TIME = timedelta(days=90)  # DOMAIN §6, case machine
MOST_AT_ONCE = 50  # claims of one kind a look: the next look takes the next ones
REST_TIME = timedelta(minutes=15)  # for a claim at which the work failed: the others come first meanwhile
MOST_RESTING = 10_000  # more at once is not one claim's fault
Work = Callable[[Service, Session, str, datetime], None]


@dataclass(slots=True)
class Resting:
    """Claims at which the work failed lately: however many they are, they take no turn from the others."""

    until: dict[str, datetime] = field(default_factory=dict)

    def now(self, now: datetime) -> tuple[str, ...]:
        """Give the claims that rest at a moment, and forget those that have rested."""
        self.until = {claim_no: end for claim_no, end in self.until.items() if end > now}
        return tuple(self.until)[:MOST_RESTING]

    def begin(self, claim_no: str, now: datetime) -> None:
        """Let a claim rest."""
        self.until[claim_no] = now + REST_TIME


def tick_cases(service: Service, now: datetime, failed: Resting | None = None) -> None:
    """Do to cases, flags and judgements what is due by now; what failed in an earlier look waits its rest."""
    failed = failed or Resting()
    rest = failed.now(now)
    with service.database.read() as session:
        unanswered = resting.unanswered(session, _end_of(ANSWER_TIME, now), MOST_AT_ONCE, without=rest)
        idle = resting.idle_drafts(session, _end_of(IDLE_TIME, now), MOST_AT_ONCE, without=rest)
        old = standings.old(session, service.rules.version, legal_day(now), MOST_AT_ONCE, without=rest)
    _each(service, unanswered, _hand_to_person, now, failed)
    _each(service, idle, _abandon, now, failed)
    _each(service, old, _judge_again, now, failed)
    free_leases(service, now)


def free_leases(service: Service, now: datetime) -> None:
    """Put flags whose lease has ended back into the queue; writes nothing where there are none."""
    with service.database.read() as session:
        if not flags.lapsed(session, now, limit=1):
            return
    with service.database.write() as session:
        free_lapsed(service, session, now)


def _each(service: Service, claim_nos: Iterable[str], work: Work, now: datetime, failed: Resting) -> None:
    for claim_no in claim_nos:
        try:
            with service.database.write() as session:
                claims.lock(session, claim_no)
                work(service, session, claim_no, now)
        except Exception as error:  # noqa: BLE001 - one claim's fault must not stop the others; it is tried again
            failed.begin(claim_no, now)
            log.error("tick.failed", work=work.__name__, error=type(error).__name__, place=place_of(error))


def _hand_to_person(service: Service, session: Session, claim_no: str, now: datetime) -> None:
    """Nobody answered the notice: a person decides on what is there, the machine does not refuse."""
    if resting.unanswered(session, _end_of(ANSWER_TIME, now), 1, only=claim_no):
        _move(service, session, claim_no, "no_answer", now)
        progress_case(service, session, claim_no, now)


def _abandon(service: Service, session: Session, claim_no: str, now: datetime) -> None:
    if resting.idle_drafts(session, _end_of(IDLE_TIME, now), 1, only=claim_no):
        _move(service, session, claim_no, "lapse", now)


def _judge_again(service: Service, session: Session, claim_no: str, now: datetime) -> None:
    refresh(service, session, claim_no, now)
    progress_case(service, session, claim_no, now)


def _move(service: Service, session: Session, claim_no: str, event: str, now: datetime) -> None:
    head = claims.find_head(session, claim_no)
    assert head is not None
    move_case(service, session, head, event, "system", None, None, now)


def _end_of(term: timedelta, now: datetime) -> datetime:
    """Give the moment before which something must lie for its term to be over: the term's last day counts whole."""
    first: date = legal_day(now) - term
    return datetime.combine(first, time(0), LEGAL_ZONE)
