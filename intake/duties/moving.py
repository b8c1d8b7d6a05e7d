"""One event of a duty, written down: the row, the log, and other claims of the firm where its arrears change.

Here: the step that people's events and the clock share. Not here: who may cause it (service.py), when (clock.py).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from intake.claims.progress import progress_case
from intake.wiring import Service
from storage.records import claim_keys, claims, obligations, steps
from storage.records.obligations import OVERDUE, Obligation
from storage.records.steps import Step
from validators.lifecycle import OBLIGATION, advance


def move_duty(
    service: Service,
    session: Session,
    seen: Obligation,
    event: str,
    actor: str,
    now: datetime,
    *,
    by: str | None = None,
    reason: str | None = None,
    **values: object,
) -> Obligation:
    """Move a duty by one event of its table, and its case with it; lifecycle's WrongState where no row says so.

    Arrears that begin or end count as a change of every claim of the firm, so that K-008 is judged afresh there. That
    is told by this duty alone: of two that end at once neither may rely on what it sees of the other.
    """
    to = advance(OBLIGATION, seen.state, event, actor)
    step = Step("obligation", seen.id, seen.claim_no, event, seen.state, to, actor, by, reason)
    return _write(service, session, seen, step, now, **values)


def assess_again(service: Service, session: Session, seen: Obligation, reason: str, now: datetime) -> Obligation:
    """Take a duty back to its beginning and find nothing to pass on: the money that it was about is with the fund.

    The table knows no other end for it (DOMAIN §6, obligation), and §6.3 has what the bank says cancel the duty.
    """
    event = "nothing_to_pass_on"
    to = advance(OBLIGATION, OBLIGATION.initial, event, "system")
    step = Step("obligation", seen.id, seen.claim_no, event, OBLIGATION.initial, to, "system", None, reason)
    return _write(service, session, seen, step, now)


def _write(
    service: Service, session: Session, seen: Obligation, step: Step, now: datetime, **values: object
) -> Obligation:
    to = step.target
    obligations.move(session, seen, to, now, **values)
    steps.append(session, service.vault, step, now)
    if seen.employer_digest is not None and (seen.state in OVERDUE) != (to in OVERDUE):
        claim_keys.touch_all(session, claims.of_employer(session, seen.employer_digest))
    progress_case(service, session, seen.claim_no, now)
    moved = obligations.find(session, seen.id)
    assert moved is not None
    return moved
