"""The verdict: may this much of this item go to this account now? Worked out afresh each time it is asked.

Here: legs as answered to callers, and what is answered when anything goes wrong: HOLD. Not here: routing (validators).
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import structlog

from intake.access.opening import open_claim
from intake.access.who import Role, Who
from intake.casefile import load_case
from intake.observability import place_of
from intake.presenting.audience import Audience, reasons_for
from intake.presenting.shapes import Json
from intake.wiring import Service
from storage.records.claims import Claim
from validators.model.claim import ClaimRecord
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg

log = structlog.get_logger()

CANNOT_JUDGE = "G-001"  # a check did not run: the gate stays shut (INV-01)


def show_verdict(service: Service, who: Who, claim_no: str) -> Json:
    """Legs of a claim as this caller may see them; any failure of ours is HOLD with its reason."""
    now = service.clock()
    with service.database.read() as session:
        claim = open_claim(service, session, who, claim_no)
        try:
            legs = load_case(service, session, claim).judge(service.rules, now).legs
        except Exception as error:  # noqa: BLE001 - fail closed: an answer that holds, never a guess, never a 5xx
            log.error("verdict.failed", error=type(error).__name__, place=place_of(error))
            legs = all_held(claim.record)
    return {
        "claim_no": claim.claim_no,
        "as_of": as_utc(now),
        "rule_version": service.rules.version,
        "revision": claim.revision,
        "legs": _show_legs(who, claim, legs),
    }


def all_held(record: ClaimRecord) -> tuple[Leg, ...]:
    """Every item held whole: the answer when the case cannot be judged."""
    return tuple(
        Leg(item.code, Payee.UNDECIDED, item.approved_fen, LegStatus.HOLD, CANNOT_JUDGE, (CANNOT_JUDGE,))
        for item in record.items
    )


def legs_for(who: Who, legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """A firm sees its own leg and what the person gets of the same items; a person sees all legs of the claim."""
    if who.role is not Role.SUBMITTER or (who.bound.claim and not who.bound.uscc):
        return tuple(legs)
    return tuple(leg for leg in legs if leg.payee in {Payee.EMPLOYER, Payee.UNDECIDED})


def _show_legs(who: Who, claim: Claim, legs: Iterable[Leg]) -> list[Json]:
    audience = Audience.of(who)
    shown = []
    counted: dict[tuple[str, Payee, int | None], int] = {}
    for leg in legs_for(who, legs):
        key = (leg.item, leg.payee, leg.beneficiary)
        counted[key] = counted.get(key, 0) + 1
        one: Json = {
            "leg_id": _leg_id(claim, leg, counted[key]),
            "item": leg.item,
            "payee": leg.payee.value,
            "beneficiary": leg.beneficiary,
            "fen": leg.fen,
            "status": leg.status.value,
            "code": reasons_for(audience, (leg.code,))[0],
            "reasons": reasons_for(audience, leg.reasons),
        }
        if not audience.submitter:
            one["account_digest"] = None
        if leg.obligation_fen is not None:
            one["obligation_fen"] = leg.obligation_fen
        shown.append(one)
    return shown


def _leg_id(claim: Claim, leg: Leg, number: int) -> str:
    name = f"{claim.claim_no}\n{leg.item}\n{leg.payee}\n{leg.beneficiary}\n{number}"
    return f"l-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def as_utc(moment: datetime) -> str:
    """A time as callers see it: UTC with Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
