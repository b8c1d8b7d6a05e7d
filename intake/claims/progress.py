"""What moves a case on by itself: papers complete or not, everything decided, everything paid, every duty done.

Here: the system's own events of the case table, asked after every event that may bring one. Not here: what people do to
a case (steps.py), the notice's words (gate.notice).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from intake.casefile import load_case
from intake.circumstances import circumstances_of
from intake.gate.faults import gaps_of
from intake.gate.rounds import Gap, write_told
from intake.standings import ensure
from intake.wiring import Service
from storage.records import claims, documents, obligations, payouts, steps
from storage.records.claims import ClaimHead
from storage.records.steps import Step
from validators.lifecycle import CASE, DOCUMENT, advance
from validators.model.codes import LegStatus, Payee
from validators.standing import CONSUMED, THIRD_PARTIES, stand

PAID = frozenset({"SETTLED", "RECONCILED"})
DUTY_OVER = frozenset({"NOT_REQUIRED", "CLOSED", "WRITTEN_OFF"})
NOT_READ = frozenset({"RECEIVED", "STORED", "CLASSIFIED", "EXTRACTED", "CHECKED"})


def progress_case(service: Service, session: Session, claim_no: str, now: datetime) -> str:
    """Move a case as far as its facts allow, and give its state."""
    head = claims.find_head(session, claim_no)
    assert head is not None
    while (event := _next_event(service, session, head, now)) is not None:
        actor = "second_reviewer" if event == "decided" else "system"
        told = write_told(gaps_now(service, session, claim_no, now)) if event == "gaps" else None
        move_case(service, session, head, event, actor, None, told, now)
        head = claims.find_head(session, claim_no)
        assert head is not None
        if head.state == "CLOSED":
            _file_papers(session, claim_no, now)
    return head.state


def gaps_now(service: Service, session: Session, claim_no: str, now: datetime) -> tuple[Gap, ...]:
    """Name all that anybody has to bring or to mend at this moment."""
    claim = claims.find(session, service.vault, claim_no)
    assert claim is not None
    case = load_case(service, session, claim)
    return gaps_of(case.judge_open(service.rules, now), [one.id for one in case.documents])


def move_case(
    service: Service,
    session: Session,
    head: ClaimHead,
    event: str,
    actor: str,
    by: str | None,
    reason: str | None,
    now: datetime,
) -> str:
    """Move a case by one event of its table and write it down; WrongState where the table has no such event."""
    to = advance(CASE, head.state, event, actor)
    claims.move(session, head.claim_no, head.state, to, now)
    step = Step("case", head.claim_no, head.claim_no, event, head.state, to, actor, by, reason)
    steps.append(session, service.vault, step, now)
    return to


def _next_event(service: Service, session: Session, head: ClaimHead, now: datetime) -> str | None:
    if head.state == "SUBMITTED":
        papers = documents.of_claim(session, head.claim_no)
        if any(one.state in NOT_READ for one in papers):
            return None  # the notice names every gap at once: it waits for the last paper
        return "gaps" if gaps_now(service, session, head.claim_no, now) else "complete"
    if head.state == "UNDER_REVIEW":
        return "decided" if _decided(service, session, head, now) else None
    if head.state == "DECIDED":
        return "all_legs_done" if _paid(service, session, head, now) else None
    if head.state == "POST_PAYOUT":
        duties = obligations.listed(session, claim_no=head.claim_no)
        over = all(one.state in DUTY_OVER for one in duties) and not _came_back(service, session, head, now)
        return "obligations_done" if over else None
    return None


def _decided(service: Service, session: Session, head: ClaimHead, now: datetime) -> bool:
    """Every third party's leg has its answer; where none asks, nothing has to be decided."""
    if _reopened(service, session, head.claim_no):
        return False
    standing = ensure(service, session, head.claim_no, now)
    legs = stand(standing, circumstances_of(service, session, head, now).now)
    return all(leg.status is not LegStatus.HOLD or leg.code == CONSUMED for leg in legs if leg.payee in THIRD_PARTIES)


def _reopened(service: Service, session: Session, claim_no: str) -> bool:
    """What was decided before a reopening does not end the new review: people decide something first, or take it up."""
    kept = steps.of_thing(session, service.vault, "case", claim_no)
    last = max((one.id for one in kept if one.step.event == "reopened"), default=None)
    words = (("decision", "confirm"), ("case", "resume"))
    return last is not None and not any(steps.happened_since(session, claim_no, *one, last) for one in words)


def _paid(service: Service, session: Session, head: ClaimHead, now: datetime) -> bool:
    """Nothing is left to pay or to decide, and the bank has credited all that went out."""
    standing = ensure(service, session, head.claim_no, now)
    legs = stand(standing, circumstances_of(service, session, head, now).now)
    done = all(leg.code == CONSUMED or leg.status is LegStatus.DENY for leg in legs)
    undecided = any(leg.payee is Payee.UNDECIDED for leg in legs)
    live = payouts.of_claim(session, head.claim_no, (payouts.RESERVED, payouts.CONSUMED))
    attempts = [one for one in live if one.state == payouts.CONSUMED or one.expires_at > now]
    paid = bool(attempts) or all(leg.status is LegStatus.DENY for leg in legs)
    return done and not undecided and paid and all(one.notice in PAID for one in attempts)


def _came_back(service: Service, session: Session, head: ClaimHead, now: datetime) -> bool:
    """Money that the fund recovered is somebody's yet, until it was decided about and paid again."""
    recovered = any(one.notice == "REVERSED" for one in payouts.of_claim(session, head.claim_no, (payouts.BACK,)))
    return recovered and not _paid(service, session, head, now)


def _file_papers(session: Session, claim_no: str, now: datetime) -> None:
    """A closed claim's accepted papers go to the archive."""
    for document in documents.of_claim(session, claim_no):
        if document.state == "ACCEPTABLE":
            documents.move(session, document.id, "ACCEPTABLE", advance(DOCUMENT, "ACCEPTABLE", "filed", "system"), now)
