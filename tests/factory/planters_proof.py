"""Planters of faults about passing money on and proving it."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.factory import firms
from tests.factory.case import Plan, Val
from tests.factory.planters_case import day_of, of_kind
from tests.factory.planters_paper import Planted, key, move_sign, other_name


def paid_late(plan: Plan, rng: Random) -> Planted:
    """O-005."""
    day = day_of(plan.claim["settled"]["credited_on"]) + dt.timedelta(days=rng.randint(55, 90))
    _paid(plan, day)
    move_sign(key(plan), day + dt.timedelta(days=1))
    plan.today = day + dt.timedelta(days=2)
    return key(plan).stem, "paid later than a month after the credit"


def _paid(plan: Plan, day: dt.date) -> None:
    for row in key(plan).rows:
        row["pay_date"] = Val(day.isoformat(), day.isoformat())
    for doc in of_kind(plan, "BANK_SLIP"):
        doc.day("trade_date", day)


def paid_early(plan: Plan, rng: Random) -> Planted:
    """O-006."""
    _paid(plan, day_of(plan.claim["settled"]["credited_on"]) - dt.timedelta(days=rng.randint(2, 30)))
    return key(plan).stem, "paid before the fund's money came"


def other_signs(plan: Plan, rng: Random) -> Planted:
    """O-003."""
    rng.choice(key(plan).signers).writes = other_name(plan, rng)
    return key(plan).stem, "the signer is not the beneficiary"


def unbalanced(plan: Plan, rng: Random) -> Planted:
    """O-004."""
    doc = key(plan)
    fen = doc.v["retained_advance"].truth + rng.choice([100000, 500000])
    doc.money("retained_advance", fen, "yen")
    return doc.stem, "received less retained is not what was passed on"


def other_account(plan: Plan, rng: Random) -> Planted:
    """O-007."""
    doc = rng.choice(of_kind(plan, "BANK_SLIP"))
    doc.put("payee_account", firms.card(rng))
    if rng.random() < 0.5:
        doc.put("payee_name", other_name(plan, rng))
    return doc.stem, "the slip pays into another account"
