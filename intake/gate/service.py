"""The verdict: may this much of this item go to this account now?

Here: legs as answered to callers, one claim or many, and what is answered when anything goes wrong: HOLD. Not here:
routing and gate (validators), tokens (paying.py).
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog

from intake.access.opening import open_head
from intake.access.who import Role, Who
from intake.circumstances import circumstances_of
from intake.gate.glance import Facts, glance_at
from intake.observability import place_of
from intake.presenting.audience import Audience, reasons_for
from intake.presenting.shapes import Json
from intake.standings import ensure
from intake.wiring import Service
from storage.faults import StorageFault
from storage.records import claims
from storage.records.claims import ClaimHead
from storage.records.rows import can_be_key
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.standing import Circumstances, Standing
from validators.standing import stand, standing_decision

log = structlog.get_logger()

CANNOT_JUDGE = "G-001"  # a check did not run: the gate stays shut (INV-01)
UNKNOWN_CLAIM = "UNKNOWN_CLAIM"
FEW = 8  # claims that one look answers at once
Placed = tuple[Leg, str | None]  # a leg with the digest of the account that was decided for it


def show_verdict(service: Service, who: Who, claim_no: str) -> Json:
    """Legs of a claim as this caller may see them; any failure of ours is HOLD with its reason."""
    with service.database.read() as session:
        head = open_head(service, session, who, claim_no)
    return verdict_of(service, who, head)


def show_verdicts(service: Service, who: Who, claim_nos: Sequence[str]) -> Json:
    """Verdicts in the order of the question; a claim that we do not know holds."""
    now = service.clock()
    with service.database.glance() as connection:
        found = glance_at(service, connection, tuple(dict.fromkeys(filter(can_be_key, claim_nos))), now)
    return {"verdicts": [_answer(service, who, claim_no, found.get(claim_no), now) for claim_no in claim_nos]}


def quick_verdicts(service: Service, who: Who, claim_nos: Sequence[str]) -> Json | None:
    """Verdicts of a few claims by one look into a local file, in less time than handing the question to a thread takes.

    None where that cannot be: a database on another machine, many claims, or one that must be judged again first.
    """
    if len(claim_nos) > FEW or not service.database.is_local:
        return None
    now = service.clock()
    try:
        with service.database.glance() as connection:
            found = glance_at(service, connection, tuple(dict.fromkeys(filter(can_be_key, claim_nos))), now)
    except StorageFault:
        return None
    if any(facts is None for _, facts in found.values()):
        return None
    return {"verdicts": [_answer(service, who, claim_no, found.get(claim_no), now) for claim_no in claim_nos]}


def _answer(
    service: Service, who: Who, claim_no: str, found: tuple[ClaimHead, Facts | None] | None, now: datetime
) -> Json:
    if found is None:
        return _unknown(service, claim_no, now)
    head, facts = found
    if facts is None:
        return verdict_of(service, who, head)
    try:
        return _show(service, who, head, legs_now(*facts), now)
    except Exception as error:  # noqa: BLE001 - one broken claim holds by itself and stops no batch
        log.error("verdict.failed", error=type(error).__name__, place=place_of(error))
        return _show(service, who, head, [(leg, None) for leg in _all_held(service, head)], now)


def verdict_of(service: Service, who: Who, head: ClaimHead) -> Json:
    """The verdict about an opened claim; judged again first where the kept judgement is old."""
    now = service.clock()
    try:
        with service.database.glance() as connection:
            _, facts = glance_at(service, connection, (head.claim_no,), now)[head.claim_no]
        if facts is None:
            head, facts = _judge_again(service, head.claim_no, now)
        return _show(service, who, head, legs_now(*facts), now)
    except Exception as error:  # noqa: BLE001 - fail closed: an answer that holds, never a guess, never a 5xx
        log.error("verdict.failed", error=type(error).__name__, place=place_of(error))
    return _show(service, who, head, [(leg, None) for leg in _all_held(service, head)], now)


def _judge_again(service: Service, claim_no: str, now: datetime) -> tuple[ClaimHead, Facts]:
    with service.database.write() as session:
        standing = ensure(service, session, claim_no, now)
        head = claims.find_head(session, claim_no)
        assert head is not None
        return head, (standing, circumstances_of(service, session, head, now).now)


def legs_now(standing: Standing, now: Circumstances) -> list[Placed]:
    """Legs as they may be paid now, each with its account's digest where a decision opens it."""
    placed: list[Placed] = []
    for leg in stand(standing, now):
        decided = None
        if leg.status is LegStatus.OPEN and leg.payee is not Payee.PERSON:
            decided = standing_decision(standing, now, leg.item, leg.payee)
        placed.append((leg, None if decided is None else decided.decision.account_digest))
    return placed


def _all_held(service: Service, head: ClaimHead) -> tuple[Leg, ...]:
    """Every item held whole: the answer when the case cannot be judged; nothing at all when not even that is read."""
    try:
        with service.database.read() as session:
            claim = claims.find(session, service.vault, head.claim_no)
    except Exception:  # noqa: BLE001 - the last edge: an empty answer holds as well
        return ()
    if claim is None:
        return ()
    return tuple(
        Leg(item.code, Payee.UNDECIDED, item.approved_fen, LegStatus.HOLD, CANNOT_JUDGE, (CANNOT_JUDGE,))
        for item in claim.record.items
    )


def _unknown(service: Service, claim_no: str, now: datetime) -> Json:
    return {
        "claim_no": claim_no,
        "as_of": as_utc(now),
        "rule_version": service.rules.version,
        "revision": None,
        "code": UNKNOWN_CLAIM,
        "legs": [],
    }


def legs_for(who: Who, legs: Iterable[Placed]) -> tuple[Placed, ...]:
    """A firm sees its own legs and what is undecided; a person, like every reviewer, sees all legs of the claim."""
    if who.role is not Role.SUBMITTER or (who.bound.claim and not who.bound.uscc):
        return tuple(legs)
    return tuple(one for one in legs if one[0].payee in {Payee.EMPLOYER, Payee.UNDECIDED})


def _show(service: Service, who: Who, head: ClaimHead, placed: Sequence[Placed], now: datetime) -> Json:
    audience = Audience.of(who)
    shown = []
    counted: dict[tuple[str, Payee, int | None], int] = {}
    for leg, account_digest in legs_for(who, placed):
        key = (leg.item, leg.payee, leg.beneficiary)
        counted[key] = counted.get(key, 0) + 1
        one: Json = {
            "leg_id": _leg_id(head.claim_no, leg, counted[key]),
            "item": leg.item,
            "payee": leg.payee.value,
            "beneficiary": leg.beneficiary,
            "fen": leg.fen,
            "status": leg.status.value,
            "code": reasons_for(audience, (leg.code,))[0],
            "reasons": reasons_for(audience, leg.reasons),
        }
        if not audience.submitter:
            one["account_digest"] = account_digest
        if leg.obligation_fen is not None:
            one["obligation_fen"] = leg.obligation_fen
        shown.append(one)
    return {
        "claim_no": head.claim_no,
        "as_of": as_utc(now),
        "rule_version": service.rules.version,
        "revision": head.revision,
        "legs": shown,
    }


def _leg_id(claim_no: str, leg: Leg, number: int) -> str:
    name = f"{claim_no}\n{leg.item}\n{leg.payee}\n{leg.beneficiary}\n{number}"
    return f"l-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def as_utc(moment: datetime) -> str:
    """A time as callers see it: UTC with Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
