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
    obligations.move(session, seen, to, now, **values)
    step = Step("obligation", seen.id, seen.claim_no, event, seen.state, to, actor, by, reason)
    steps.append(session, service.vault, step, now)
    if seen.employer_digest is not None and (seen.state in OVERDUE) != (to in OVERDUE):
        claim_keys.touch_all(session, claims.of_employer(session, seen.employer_digest))
    progress_case(service, session, seen.claim_no, now)
    moved = obligations.find(session, seen.id)
    assert moved is not None
    return moved
