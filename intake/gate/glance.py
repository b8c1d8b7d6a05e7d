"""A verdict's facts read fast: kept standing, copied decisions and payments, freezes in force.

Here: the way from kept rows to the pure answer's own types, for reading only. Not here: writing (standings.py,
paying.py), which gathers from the rows themselves (circumstances.py); a test holds the two ways to the same answer.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import Connection

from intake.circumstances import SHUT_STATES
from intake.legal_day import legal_day
from intake.wiring import Service
from storage.records import freezes, glances
from storage.records.claims import ClaimHead
from storage.records.freezes import Freeze, FreezeScope, Ties
from storage.records.glances import Glance
from storage.vault import Vault
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision, Override
from validators.model.standing import ALL_ITEMS, Circumstances, Decided, Ground, PersonRoute, Spent, Standing
from validators.standing import THIRD_PARTIES

log = structlog.get_logger()

KEPT_REASON = "…"  # a reason was given; its words are sealed elsewhere
Facts = tuple[Standing, Circumstances]


def glance_at(
    service: Service, connection: Connection, claim_nos: Sequence[str], now: datetime
) -> dict[str, tuple[ClaimHead, Facts | None]]:
    """Give each known claim's row and its facts; None for facts where it must be judged again first."""
    found = glances.look(connection, claim_nos)
    ties = {number: ties_of(service.vault, one.head) for number, one in found.items()}
    covering = freezes.covering(connection, service.vault, tuple(ties.values()))
    day = legal_day(now)
    shown: dict[str, tuple[ClaimHead, Facts | None]] = {}
    for number, one in found.items():
        facts = None
        if one.standing is not None and one.fresh and (one.rule_version, one.day) == (service.rules.version, day):
            holding = [freeze for freeze in covering if covers(freeze, ties[number])] if covering else []
            facts = _facts(one, holding, day)
        shown[number] = one.head, facts
    return shown


def _facts(one: Glance, holding: Iterable[Freeze], day: date) -> Facts | None:
    """Read one claim's rows; one that does not read is judged again, and stops no batch."""
    try:
        return standing_of(one.standing or ""), circumstances_of(one, holding, day)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        log.error("standing.broken", error=type(error).__name__)
        return None


def ties_of(vault: Vault, head: ClaimHead) -> Ties:
    """Give the digests by which freezes find a claim."""
    city = None if head.city is None else _city_digest(vault, head.city)
    return Ties(freezes.digest_of(vault, FreezeScope.CLAIM, head.claim_no), head.employer_digest, city)


@lru_cache(maxsize=4096)
def _city_digest(vault: Vault, city: str) -> str:
    return freezes.digest_of(vault, FreezeScope.CITY, city)


def covers(freeze: Freeze, ties: Ties) -> bool:
    """Say whether a freeze reaches a claim; what is not known of the claim is reached by every freeze of that scope."""
    if freeze.scope is FreezeScope.PROVINCE:
        return True
    mine = {FreezeScope.CLAIM: ties.claim, FreezeScope.EMPLOYER: ties.employer, FreezeScope.CITY: ties.city}[
        freeze.scope
    ]
    return mine is None or mine == freeze.value_digest


def circumstances_of(one: Glance, holding: Iterable[Freeze], day: date) -> Circumstances:
    """Give what happened to a claim, by its copy and the freezes that reach it."""
    happened = json.loads(one.happened) if one.happened else {"decisions": [], "spent": [], "again": None}
    holding = tuple(holding)
    active = [freeze for freeze in holding if freeze.in_force]
    lifts: list[tuple[str | None, datetime]] = [
        (freeze.item, freeze.lifted_at) for freeze in holding if freeze.lifted_at is not None
    ]
    if happened["again"]:
        lifts.append((None, datetime.fromisoformat(happened["again"])))
    now = Circumstances(
        today=day,
        frozen=one.head.state in SHUT_STATES or any(freeze.objection_id is None for freeze in active),
        objections=frozenset(freeze.item or ALL_ITEMS for freeze in active if freeze.objection_id is not None),
        spent=tuple(Spent(item, Payee(payee), fen, *more) for item, payee, fen, *more in happened["spent"]),
    )
    standing = (row for row in happened["decisions"] if row[13] or not _overtaken(row, now, lifts))
    return replace(now, decisions=tuple(_decided(row) for row in standing))


def _overtaken(row: list[Any], now: Circumstances, lifts: Sequence[tuple[str | None, datetime]]) -> bool:
    if row[4] == 0 or Payee(row[2]) not in THIRD_PARTIES:  # a refusal and a person's money outlive freezes
        return False
    if now.frozen or now.objections & {row[1], ALL_ITEMS}:
        return True
    return bool(lifts) and any(item in (None, row[1]) and datetime.fromisoformat(row[11]) <= at for item, at in lifts)


def _decided(row: list[Any]) -> Decided:
    decision = Decision(
        cap_fen=row[4],
        evidence_digest=row[6],
        account_digest=row[5],
        proposed_by=row[8],
        confirmed_by=row[9],
        valid_until=date.fromisoformat(row[10]),
        overrides=tuple(Override(code, KEPT_REASON) for code in row[12]),
    )
    return Decided(row[0], row[1], Payee(row[2]), decision, row[3], row[13], row[7])


def standing_of(body: str) -> Standing:
    """Read a kept standing; by hand, since the general codec costs more than the whole answer."""
    kept = json.loads(body)
    return Standing(
        kept["rule_version"],
        tuple(_leg(one) for one in kept["legs"]),
        tuple(_ground(one) for one in kept["grounds"]),
        tuple(PersonRoute(one["item"], LegStatus(one["status"]), one["code"]) for one in kept["persons"]),
        tuple(kept["people"]),
    )


def _leg(one: dict[str, Any]) -> Leg:
    return Leg(
        one["item"],
        Payee(one["payee"]),
        one["fen"],
        LegStatus(one["status"]),
        one["code"],
        tuple(one["reasons"]),
        one["obligation_fen"],
        one["beneficiary"],
    )


def _ground(one: dict[str, Any]) -> Ground:
    return Ground(
        one["item"],
        Payee(one["payee"]),
        one["approved_fen"],
        one["verified_fen"],
        tuple(one["blocks"]),
        tuple(one["not_run"]),
        tuple(one["flags"]),
        one["rules_in_force"],
        one["may_hold_unadvanced"],
        one["dispute_missing"],
        one["evidence_digest"],
        one["account_digest"],
        tuple(one["uploaders"]),
        tuple(one["keyers"]),
        tuple(one["keyers_alone"]),
    )
