"""The reviewers' queue: taking a flag with a lease, closing it with a reason, handing it on.

Here: the events of a flag that people cause. Not here: raising flags (standings.py), keying (keying.py), HTTP
(endpoints.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Role, Who
from intake.gate.service import as_utc
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.review.keying import key_value
from intake.review.schemas import CloseBody, KeyBody
from intake.standings import refresh
from intake.wiring import Service
from storage.faults import WrongState as RowChanged
from storage.records import claims, documents, flags, steps
from storage.records.flags import Flag
from storage.records.steps import Step
from validators.keyed import KeyingState
from validators.lifecycle import FLAG, WrongState, advance
from validators.model.codes import Scope, Severity

LEASE = timedelta(minutes=30)
PAGE = 50
_BY_HANDLER = {"OK": "false_alarm", "CORRECTED": "correct", "UPHELD": "uphold"}
_BY_SECOND = {"OK": "decide_ok", "UPHELD": "decide_bad"}


def list_flags(service: Service, session: Session, who: Who, states: Sequence[str], after: str | None) -> Json:
    """One page of the queue of the caller's office, oldest first; `next` is the address of the following page."""
    start = int(after) if after and after.isdecimal() and after.isascii() and len(after) < 19 else 0
    found = flags.queue(session, states, [who.bound.office], start, PAGE + 1)
    shown = [show_flag(one) for one in found[:PAGE]]
    return {"flags": shown, "next": str(found[PAGE - 1].seq) if len(found) > PAGE else None}


def take(service: Service, session: Session, who: Who, flag_id: str) -> Json:
    """Lease a flag to one person; who uploaded the paper does not judge it."""
    flag = _open(service, session, who, flag_id)
    if who.role is not Role.HANDLER:
        raise Refusal("WRONG_STATE")  # a second reviewer closes what a handler escalated, and leases nothing
    now, by = service.clock(), subject_digest(service, who)
    if flag.state == "TAKEN" and flag.lease_until is not None and flag.lease_until <= now:
        flag = _lapse(service, session, flag, now)
    if flag.state == "TAKEN" and flag.taken_by != by:
        raise Refusal("LEASED")
    if _uploaded(session, flag, by):
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    until = now + LEASE
    if flag.state == "TAKEN":
        flags.move(session, flag, "TAKEN", now, lease_until=until)
        return {"id": flag.id, "state": "TAKEN", "lease_until": as_utc(until)}
    to = _next(flag, "take", "handler")
    _move(service, session, who, flag, "take", to, None, now, taken_by=by, lease_until=until)
    return {"id": flag.id, "state": to, "lease_until": as_utc(until)}


def close(service: Service, session: Session, who: Who, flag_id: str, body: CloseBody) -> Json:
    """End a flag with a reason; a B only after a second person has looked, a critical value only keyed by two."""
    flag = _open(service, session, who, flag_id)
    if who.role is Role.SECOND_REVIEWER:
        return _close_as_second(service, session, who, flag, body)
    now, by = service.clock(), subject_digest(service, who)
    _needs_lease(flag, by, now)
    if body.outcome == "OK" and flag.severity is Severity.B:
        raise Refusal("ESCALATE_FIRST")
    if body.outcome == "CORRECTED":
        return _correct(service, session, who, flag, body, now)
    to = _next(flag, _BY_HANDLER[body.outcome], "handler")
    _move(service, session, who, flag, _BY_HANDLER[body.outcome], to, body.reason, now)
    if body.outcome == "UPHELD" and flag.scope is not Scope.LINE:
        _return_paper(session, flag, now)
    refresh(service, session, flag.claim_no, now)
    return {"id": flag.id, "state": to}


def escalate(service: Service, session: Session, who: Who, flag_id: str, reason: str) -> Json:
    """Hand a flag to a second reviewer: a B, or a suspicion of fraud."""
    flag = _open(service, session, who, flag_id)
    now, by = service.clock(), subject_digest(service, who)
    _needs_lease(flag, by, now)
    to = _next(flag, "escalate", "handler")
    _move(service, session, who, flag, "escalate", to, reason, now, lease_until=None)
    return {"id": flag.id, "state": to}


def close_corrected(
    service: Service, session: Session, who: Who, document_id: str, field: str, now: datetime
) -> frozenset[str]:
    """A value that now counts ends the taken flags about it whose finding went with it; gives their ids.

    The claim was judged again before: what still stands is another question, and stays with whoever took it.
    """
    document = documents.find(session, document_id)
    assert document is not None
    ended = set()
    for flag in flags.of_claim(session, document.claim_no):
        mine = flag.document_id == document_id and flag.field == field and not flag.stands
        if mine and flag.state == "TAKEN":
            to = _next(flag, "correct", "handler")
            _move(service, session, who, flag, "correct", to, None, now)
            ended.add(flag.id)
    return frozenset(ended)


def show_flag(flag: Flag) -> Json:
    """A flag as the queue shows it; nothing personal stands in it."""
    return {
        "id": flag.id,
        "claim_no": flag.claim_no,
        "document": flag.document_id,
        "code": flag.code,
        "severity": flag.severity.value,
        "scope": flag.scope.value,
        "field": flag.field,
        "state": flag.state,
        "lease_until": None if flag.lease_until is None else as_utc(flag.lease_until),
    }


def _correct(service: Service, session: Session, who: Who, flag: Flag, body: CloseBody, now: datetime) -> Json:
    if flag.document_id is None or flag.field is None:
        raise Refusal("BAD_VALUE")
    key = KeyBody(value=body.value, reason=body.reason)
    state = key_value(service, session, who, flag.document_id, flag.field, key)
    if state is not KeyingState.SET:
        return {"id": flag.id, "state": "TAKEN", "keying": state.value}
    refresh(service, session, flag.claim_no, now)
    ended = close_corrected(service, session, who, flag.document_id, flag.field, now)
    left = "CLOSED_CORRECTED" if flag.id in ended else "TAKEN"
    return {"id": flag.id, "state": left, "keying": state.value}


def _close_as_second(service: Service, session: Session, who: Who, flag: Flag, body: CloseBody) -> Json:
    now, by = service.clock(), subject_digest(service, who)
    if body.outcome not in _BY_SECOND:
        raise Refusal("WRONG_STATE")
    if by == flag.taken_by or _uploaded(session, flag, by):
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    to = _next(flag, _BY_SECOND[body.outcome], "second_reviewer")
    _move(service, session, who, flag, _BY_SECOND[body.outcome], to, body.reason, now)
    if body.outcome == "UPHELD" and flag.scope is not Scope.LINE:
        _return_paper(session, flag, now)
    refresh(service, session, flag.claim_no, now)
    return {"id": flag.id, "state": to}


def _return_paper(session: Session, flag: Flag, now: datetime) -> None:
    """An upheld fault sends the paper back to its side, who may replace it or contest."""
    document = None if flag.document_id is None else documents.find(session, flag.document_id)
    if document is not None and document.state in {"IN_REVIEW", "MANUAL"}:
        documents.move(session, document.id, document.state, "RETURNED", now)


def _needs_lease(flag: Flag, by: str, now: datetime) -> None:
    lapsed = flag.lease_until is None or flag.lease_until <= now
    if flag.state == "TAKEN" and (flag.taken_by != by or lapsed):
        raise Refusal("LEASED")


def _lapse(service: Service, session: Session, flag: Flag, now: datetime) -> Flag:
    to = advance(FLAG, flag.state, "lease_expired", "system")
    flags.move(session, flag, to, now, taken_by=None, lease_until=None)
    step = Step("flag", flag.id, flag.claim_no, "lease_expired", flag.state, to, "system")
    steps.append(session, service.vault, step, now)
    return replace(flag, state=to, taken_by=None, lease_until=None)


def free_lapsed(service: Service, session: Session, now: datetime) -> int:
    """Put flags whose lease has ended back into the queue, and say how many."""
    found = flags.lapsed(session, now)
    for flag in found:
        _lapse(service, session, flag, now)
    return len(found)


def _uploaded(session: Session, flag: Flag, by: str) -> bool:
    document = None if flag.document_id is None else documents.find(session, flag.document_id)
    return document is not None and document.uploader_digest == by


def _open(service: Service, session: Session, who: Who, flag_id: str) -> Flag:
    flag = flags.find(session, flag_id)
    if flag is None:
        raise Refusal("NOT_FOUND")
    open_claim(service, session, who, flag.claim_no)
    claims.lock(session, flag.claim_no)
    return flags.find(session, flag_id) or flag


def _next(flag: Flag, event: str, actor: str) -> str:
    try:
        return advance(FLAG, flag.state, event, actor)
    except WrongState:
        raise Refusal("WRONG_STATE") from None


def _move(
    service: Service,
    session: Session,
    who: Who,
    flag: Flag,
    event: str,
    to: str,
    reason: str | None,
    now: datetime,
    **values: object,
) -> None:
    try:
        flags.move(session, flag, to, now, **values)
    except RowChanged:
        raise Refusal("WRONG_STATE") from None
    step = Step("flag", flag.id, flag.claim_no, event, flag.state, to, who.role, subject_digest(service, who), reason)
    steps.append(session, service.vault, step, now)
