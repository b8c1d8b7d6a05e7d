"""Freezes and objections: in force at the very next question, examined afterwards (INV-12).

Here: setting and lifting. Not here: what they shut (validators.standing), HTTP (endpoints.py).
"""

import structlog
from sqlalchemy.orm import Session

from intake.access.opening import open_head, subject_digest
from intake.access.who import Role, Who
from intake.gate.schemas import FreezeBody, ObjectionBody
from intake.observability import place_of
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import drop_stale, ensure
from intake.wiring import Service
from storage.faults import WrongState
from storage.records import claims, freezes, steps
from storage.records.freezes import Freeze, FreezeScope, Objection
from storage.records.steps import Step

log = structlog.get_logger()


def freeze(service: Service, session: Session, who: Who, body: FreezeBody) -> Json:
    """Freeze third parties' money of one claim, employer or city, or of the province."""
    scope = FreezeScope(body.scope)
    value = (body.value or "").strip()
    if scope is not FreezeScope.PROVINCE and not value:
        raise Refusal("BAD_REQUEST")
    if scope is FreezeScope.CLAIM and claims.find_head(session, value) is None:
        raise Refusal("NOT_FOUND")
    now, by = service.clock(), subject_digest(service, who)
    freeze_id = freezes.set_freeze(session, service.vault, scope, value, by, body.reason, now)
    claim_no = value if scope is FreezeScope.CLAIM else None
    step = Step("gate", freeze_id, claim_no, "freeze", "-", "FROZEN", who.role, by, body.reason)
    steps.append(session, service.vault, step, now)
    if claim_no is not None:
        _shut(service, session, claim_no)
    return {"id": freeze_id}


def object_to(service: Service, session: Session, who: Who, claim_no: str, body: ObjectionBody) -> Json:
    """Take an objection of a beneficiary, or one that a handler heard; third parties' legs freeze at once."""
    head = open_head(service, session, who, claim_no)
    if who.role is Role.SUBMITTER and (who.bound.uscc or not who.bound.claim):
        raise Refusal("FORBIDDEN")
    claims.lock(session, claim_no)
    if body.item is not None and body.item not in _items(service, session, head.claim_no):
        raise Refusal("BAD_REQUEST")
    now, by = service.clock(), subject_digest(service, who)
    objection = Objection(claim_no, body.item, body.by, body.channel, body.reason or "-", by)
    objection_id, freeze_id = freezes.object_to(session, service.vault, objection, now)
    step = Step("gate", freeze_id, claim_no, "objection", "-", "FROZEN", who.role, by, objection.reason)
    steps.append(session, service.vault, step, now)
    _shut(service, session, claim_no)
    return {"id": objection_id, "freeze_id": freeze_id}


def _items(service: Service, session: Session, claim_no: str) -> frozenset[str]:
    claim = claims.find(session, service.vault, claim_no)
    return frozenset() if claim is None else frozenset(item.code for item in claim.record.items)


def lift(service: Service, session: Session, who: Who, freeze_id: str, reason: str) -> Json:
    """End a freeze; what was decided before it stays stale (INV-13). Who set it may not lift it."""
    found = freezes.find(session, freeze_id)
    if found is None or not _may_see(service, session, who, found):
        raise Refusal("NOT_FOUND")
    if not reason.strip():
        raise Refusal("BAD_REQUEST", "请写明核实的情况。")
    now, by = service.clock(), subject_digest(service, who)
    if found.created_by == by:
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    try:
        freezes.lift(session, freeze_id, by, now)
    except WrongState:
        raise Refusal("WRONG_STATE") from None
    step = Step("gate", freeze_id, found.claim_no, "lift", "FROZEN", "CLOSED", who.role, by, reason)
    steps.append(session, service.vault, step, now)
    if found.claim_no is not None:
        _shut(service, session, found.claim_no)
    return {"id": freeze_id, "state": "LIFTED"}


def _may_see(service: Service, session: Session, who: Who, found: Freeze) -> bool:
    """A reviewer of one office lifts what holds a claim of that office; wider freezes are nobody's office."""
    if found.claim_no is None:
        return True
    try:
        open_head(service, session, who, found.claim_no)
    except Refusal:
        return False
    return True


def _shut(service: Service, session: Session, claim_no: str) -> None:
    """Decisions that the freeze overtakes become stale now, not when they are next asked about.

    Whatever breaks on the way, the freeze itself stays: it is in force by its own row (INV-12).
    """
    claims.lock(session, claim_no)
    now = service.clock()
    try:
        with session.begin_nested():
            standing = ensure(service, session, claim_no, now)
            claim = claims.find(session, service.vault, claim_no)
            if claim is not None:
                drop_stale(service, session, claim, standing, now)
    except Exception as error:  # noqa: BLE001 - what cannot be judged holds anyway
        log.error("freeze.not_judged", error=type(error).__name__, place=place_of(error))
