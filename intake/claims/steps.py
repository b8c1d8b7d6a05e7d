"""What people do to a case: submit, find a gap, suspend, resume, reopen (DOMAIN §6, case).

Here: each event in the caller's transaction, under the claim's lock. Not here: what a case does by itself
(progress.py), what time brings (clock.py), HTTP (endpoints.py).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Who
from intake.claims.progress import gaps_now, move_case, progress_case
from intake.gate.rounds import write_told
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import refresh
from intake.wiring import Service
from storage.records import claims, decisions, happenings, steps
from storage.records.claims import ClaimHead
from storage.records.steps import Step
from validators.lifecycle import DECISION, WrongState, advance


def submit(service: Service, session: Session, who: Who, claim_no: str, reason: str | None = None) -> Json:
    """Hand a case in, for the first time or after a notice; gaps do not hinder it (容缺受理)."""
    head, now = _open(service, session, who, claim_no), service.clock()
    event = "resubmit" if head.state == "NOTICE_SENT" else "submit"
    _move(service, session, who, head, event, reason, now)
    return {"claim_no": claim_no, "state": progress_case(service, session, claim_no, now)}


def find_gap(service: Service, session: Session, who: Who, claim_no: str, reason: str) -> Json:
    """A handler sends a further notice: with every gap that stands now, and counted as one more round."""
    head, now = _open(service, session, who, claim_no), service.clock()
    told = write_told(gaps_now(service, session, claim_no, now), reason)
    return _answer(claim_no, _move(service, session, who, head, "gap_found", told, now))


def suspend(service: Service, session: Session, who: Who, claim_no: str, reason: str) -> Json:
    """Stop third parties' money of a case; what was decided about it is over, as after every freeze (INV-13)."""
    head, now = _open(service, session, who, claim_no), service.clock()
    state = _move(service, session, who, head, "suspend", reason, now)
    refresh(service, session, claim_no, now)
    return _answer(claim_no, state)


def resume(service: Service, session: Session, who: Who, claim_no: str, reason: str) -> Json:
    """Take a suspended case up again; third parties need new decisions."""
    head, now = _open(service, session, who, claim_no), service.clock()
    _move(service, session, who, head, "resume", reason, now)
    happenings.rebuild(session, service.vault, claim_no)
    refresh(service, session, claim_no, now)
    return _answer(claim_no, progress_case(service, session, claim_no, now))


def reopen(service: Service, session: Session, who: Who, claim_no: str, reason: str) -> Json:
    """Take a decided case up again after an objection, a request for review or new evidence; refusals end with it."""
    head, now = _open(service, session, who, claim_no), service.clock()
    state = _move(service, session, who, head, "reopened", reason, now)
    happenings.rebuild(session, service.vault, claim_no)
    _end_refusals(service, session, claim_no, now)
    refresh(service, session, claim_no, now)
    return _answer(claim_no, state)


def _end_refusals(service: Service, session: Session, claim_no: str, now: datetime) -> None:
    """A final refusal has no last day: it ends when its case is taken up again, and two people decide anew."""
    for kept in decisions.of_claim(session, service.vault, claim_no, ("CONFIRMED",)):
        if kept.decision.cap_fen == 0:
            to = advance(DECISION, kept.state, "evidence_changed", "system")
            decisions.move(session, service.vault, kept.id, kept.state, to, now)
            step = Step("decision", kept.id, claim_no, "evidence_changed", kept.state, to, "system")
            steps.append(session, service.vault, step, now)


def _open(service: Service, session: Session, who: Who, claim_no: str) -> ClaimHead:
    """Give the row of a claim that is the caller's to see, as it stands under the lock."""
    open_claim(service, session, who, claim_no)
    claims.lock(session, claim_no)
    head = claims.find_head(session, claim_no)
    if head is None:
        raise Refusal("NOT_FOUND")
    return head


def _move(
    service: Service, session: Session, who: Who, head: ClaimHead, event: str, reason: str | None, now: datetime
) -> str:
    try:
        return move_case(service, session, head, event, who.role, subject_digest(service, who), reason, now)
    except WrongState:
        raise Refusal("WRONG_STATE") from None


def _answer(claim_no: str, state: str) -> Json:
    return {"id": claim_no, "claim_no": claim_no, "state": state}
