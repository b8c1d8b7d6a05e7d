"""Duties as their readers see them: days, reminders of today, lateness, one page after the other.

Here: which duties are whose, and what of them is shown. Not here: events (service.py). A worker or relative sees
amounts and days of the own share; a firm also whom it must pay, by name only (INV-18).
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from intake.access.binding import BY_OFFICE, ClaimTies, may_see_claim
from intake.access.who import Role, Who
from intake.duties.clock import days_of
from intake.duties.proving import beneficiary_name
from intake.legal_day import legal_day
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import claims, obligations
from storage.records.claims import ClaimHead
from storage.records.obligations import Obligation
from validators.duties import reminders_due

PAGE = 50


def list_duties(service: Service, session: Session, who: Who, states: Sequence[str] | None, after: str | None) -> Json:
    """One page of the caller's duties, in the order in which they arose; `next` leads to the following page."""
    start = int(after) if after and after.isdecimal() and after.isascii() and len(after) < 19 else 0
    bound, digest = who.bound, None
    if who.role is Role.SUBMITTER:
        if not (bound.uscc or bound.claim):
            raise Refusal("FORBIDDEN")
        digest = claims.employer_digest(service.vault, bound.uscc) if bound.uscc else None
    by_office = who.role in BY_OFFICE or (who.role is Role.SUBMITTER and bound.office is not None)
    theirs = _shares_of(session, who) if is_person(who) else None
    found = obligations.listed(
        session,
        claim_no=bound.claim if who.role is Role.SUBMITTER else None,
        employer_digest=digest,
        states=states,
        offices=[bound.office] if by_office else None,
        persons=theirs,
        after=start,
        limit=PAGE + 1,
    )
    names = {} if is_person(who) else _names(service, session, found[:PAGE])
    today = legal_day(service.clock())
    shown = [_show(duty, today) | (_more(duty, names) if not is_person(who) else {}) for duty in found[:PAGE]]
    return {"obligations": shown, "next": str(found[PAGE - 1].seq) if len(found) > PAGE else None}


def may_see_duty(service: Service, session: Session, who: Who, duty: Obligation, head: ClaimHead) -> bool:
    """Say whether a duty is the caller's: the firm that was paid, the claim, the office, each that a token carries."""
    uscc = who.bound.uscc
    if is_person(who) and duty.person_digest is not None and duty.person_digest not in _shares_of(session, who):
        return False
    if who.role is Role.SUBMITTER and not (uscc or who.bound.claim):
        return False
    paid = uscc is not None and duty.employer_digest == claims.employer_digest(service.vault, uscc)
    return may_see_claim(who, ClaimTies(duty.claim_no, uscc if paid else None, head.office))


def open_duty(service: Service, session: Session, who: Who, duty_id: str) -> Obligation:
    """Give a duty if it is the caller's to see."""
    found = obligations.find(session, duty_id)
    head = None if found is None else claims.find_head(session, found.claim_no)
    if found is None or head is None or not may_see_duty(service, session, who, found, head):
        raise Refusal("NOT_FOUND")
    return found


def is_person(who: Who) -> bool:
    """Say whether the caller is a worker or relative: a submitter bound to a claim and to no firm."""
    return who.role is Role.SUBMITTER and bool(who.bound.claim) and not who.bound.uscc


def _shares_of(session: Session, who: Who) -> tuple[str, ...]:
    """Name by digest whose shares a worker or relative sees, beside those that have no name.

    Whoever does not say which of several relatives she is sees none that is one's alone: it may be another's.
    """
    if who.bound.person is not None:
        return (who.bound.person,)
    kept = obligations.listed(session, claim_no=who.bound.claim)
    named = {one.person_digest for one in kept if one.person_digest is not None}
    return tuple(named) if len(named) == 1 else ()


def _show(duty: Obligation, today: date) -> Json:
    days = days_of(duty)
    return {
        "id": duty.id,
        "claim_no": duty.claim_no,
        "item": duty.item,
        "beneficiary": duty.beneficiary,
        "due_fen": duty.due_fen,
        "received_on": duty.received_on.isoformat(),
        "paid_on": _iso(duty.paid_on),
        "pass_on_nominal": days.pass_on_nominal.isoformat(),
        "pass_on_final": _iso(days.pass_on_final),
        "proof_nominal": _iso(days.proof_nominal),
        "proof_final": _iso(days.proof_final),
        "calendar_unknown": days.calendar_unknown,
        "state": duty.state,
        "late": duty.late,
        "reminders": list(reminders_due(duty.state, days, today)),
    }


def _more(duty: Obligation, names: dict[str, str | None]) -> Json:
    return {
        "beneficiary_name": names[duty.id],
        "slip_document": duty.slip_document,
        "proof_document": duty.proof_document,
    }


def _names(service: Service, session: Session, duties: Sequence[Obligation]) -> dict[str, str | None]:
    records = {number: claims.find(session, service.vault, number) for number in {one.claim_no for one in duties}}
    named: dict[str, str | None] = {}
    for duty in duties:
        claim = records[duty.claim_no]
        named[duty.id] = None if claim is None else beneficiary_name(service.vault, claim.record, duty)
    return named


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
