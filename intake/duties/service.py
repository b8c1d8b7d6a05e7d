"""What people do about a duty after a payment: report, prove, accept, return, deny, settle, recover (DOMAIN §6).

Here: every event that a person causes, in the caller's transaction under the claim's lock. Not here: what time does
(clock.py), opening duties (assessing.py), the list (showing.py), HTTP (endpoints.py).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import side_digest, subject_digest
from intake.access.who import Role, Who
from intake.duties.clock import pass_time
from intake.duties.moving import move_duty
from intake.duties.proving import NOT_INDEPENDENT, refuses_proof
from intake.duties.schemas import CourtBody, ReportBody
from intake.duties.showing import is_person, open_duty
from intake.legal_day import legal_day
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import claims, documents, obligations, steps
from storage.records.documents import Document
from storage.records.obligations import Obligation
from validators.lifecycle import OBLIGATION, WrongState, find_transition
from validators.model.codes import DocumentKind

SLIPS = frozenset({DocumentKind.BANK_SLIP, DocumentKind.OTHER})
PROOFS = frozenset({DocumentKind.PASS_ON_PROOF})


def report(service: Service, session: Session, who: Who, duty_id: str, body: ReportBody) -> Json:
    """The firm says when it paid the beneficiary what was due, with the bank's slip; past the final day it is late."""
    duty, now = _open(service, session, who, duty_id)
    _needs_firm(who)
    _needs_event(duty, "reported", "employer")
    if not duty.received_on <= body.paid_on <= legal_day(now):
        raise _bad("paid_on")
    if body.amount_fen != duty.due_fen:
        raise _bad("amount_fen")
    slip = documents.find(session, body.slip_document)
    if not _is_own(service, who, duty, slip) or _kind(slip) not in SLIPS:
        raise _bad("slip_document")
    changes = {"paid_on": body.paid_on, "slip_document": body.slip_document}
    return _act(service, session, who, duty, "reported", "employer", None, now, **changes)


def prove(service: Service, session: Session, who: Who, duty_id: str, document_id: str) -> Json:
    """The firm files the proof that the beneficiary has signed."""
    duty, now = _open(service, session, who, duty_id)
    _needs_firm(who)
    _needs_event(duty, "filed", "employer")
    paper = documents.find(session, document_id)
    if not _is_own(service, who, duty, paper) or _kind(paper) not in PROOFS:
        raise _bad("document")
    return _act(service, session, who, duty, "filed", "employer", None, now, proof_document=document_id)


def accept(service: Service, session: Session, who: Who, duty_id: str, reason: str) -> Json:
    """A second person finds the proof right; who uploaded it, keyed in it or sent it back does not accept it."""
    duty, now = _open(service, session, who, duty_id)
    _needs_event(duty, "accepted", who.role)
    by = subject_digest(service, who)
    history = steps.of_thing(session, service.vault, "obligation", duty.id)
    if any(one.step.event == "returned" and one.step.by == by for one in history):
        raise Refusal("GATE_REFUSES", more={"code": NOT_INDEPENDENT})
    code = refuses_proof(service, session, duty, by, now)
    if code is not None:
        raise Refusal("GATE_REFUSES", more={"code": code})
    return _act(service, session, who, duty, "accepted", who.role, reason, now)


def deny(service: Service, session: Session, who: Who, duty_id: str, reason: str) -> Json:
    """The worker or a relative says that the money did not come."""
    duty, now = _open(service, session, who, duty_id)
    if not is_person(who):
        raise Refusal("FORBIDDEN")
    return _act(service, session, who, duty, "beneficiary_denies", "beneficiary", reason, now)


def act(service: Service, session: Session, who: Who, duty_id: str, event: str, reason: str) -> Json:
    """An event that needs no more than its actor and a reason: returned, settled, recover, paid_back."""
    duty, now = _open(service, session, who, duty_id)
    return _act(service, session, who, duty, event, who.role, reason, now)


def close_by_court(service: Service, session: Session, who: Who, duty_id: str, body: CourtBody) -> Json:
    """A recovery ends without money: the legal document is a live paper of the claim and named in the log."""
    duty, now = _open(service, session, who, duty_id)
    _needs_event(duty, "court_closed", who.role)
    paper = documents.find(session, body.document)
    if paper is None or paper.claim_no != duty.claim_no or not paper.live:
        raise _bad("document")
    reason = f"{body.reason}\n{body.document}"
    return _act(service, session, who, duty, "court_closed", who.role, reason, now)


def _open(service: Service, session: Session, who: Who, duty_id: str) -> tuple[Obligation, datetime]:
    """Give the caller's duty as it is today, with its claim held."""
    found = open_duty(service, session, who, duty_id)
    claims.lock(session, found.claim_no)
    now = service.clock()
    return pass_time(service, session, obligations.find(session, duty_id) or found, now), now


def _needs_firm(who: Who) -> None:
    if who.role is not Role.SUBMITTER or not who.bound.uscc:
        raise Refusal("FORBIDDEN")


def _needs_event(duty: Obligation, event: str, actor: str) -> None:
    try:
        find_transition(OBLIGATION, duty.state, event, actor)
    except WrongState:
        raise Refusal("WRONG_STATE") from None


def _is_own(service: Service, who: Who, duty: Obligation, paper: Document | None) -> bool:
    """Say whether a paper lives in the duty's claim and came from the caller's side."""
    if paper is None or paper.claim_no != duty.claim_no or not paper.live or who.side is None:
        return False
    return paper.side == side_digest(service, who.side)


def _kind(paper: Document | None) -> DocumentKind | None:
    return None if paper is None else paper.kind or paper.declared


def _bad(field: str) -> Refusal:
    return Refusal("BAD_VALUE", more={"field": field})


def _act(
    service: Service,
    session: Session,
    who: Who,
    duty: Obligation,
    event: str,
    actor: str,
    reason: str | None,
    now: datetime,
    **values: object,
) -> Json:
    _needs_event(duty, event, actor)
    by = subject_digest(service, who)
    moved = move_duty(service, session, duty, event, actor, now, by=by, reason=reason, **values)
    return {"id": moved.id, "state": moved.state}
