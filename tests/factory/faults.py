"""Table of planted faults: check code, stories it applies to, what must be visible, and the planter that changes one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.factory import money
from tests.factory.case import Plan, Val


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to plant one fault."""

    code: str
    stories: tuple[str, ...]
    visible: tuple[str, ...]
    plant: Callable[[Plan, Random], tuple[str, str]]


def _unsigned(plan: Plan, rng: Random) -> tuple[str, str]:
    doc = plan.docs[0]
    who = rng.choice(doc.signers)
    who.style, who.print_finger, who.day = "none", False, who.day
    return doc.stem, f"{who.name} did not sign"


def _typed(plan: Plan, rng: Random) -> tuple[str, str]:
    doc = plan.docs[0]
    rng.choice(doc.signers).style = "typed"
    return doc.stem, "a printed name stands for the signature"


def _words(plan: Plan, rng: Random) -> tuple[str, str]:
    doc = plan.docs[0]
    fen = doc.v["total_upper"].truth
    other = fen + rng.choice([10000, 100000, -10000 if fen > 20000 else 20000, 90])
    doc.v["total_upper"] = Val("人民币" + money.words(other), other)
    return doc.stem, "capitals differ from figures"


def _sealless(plan: Plan, rng: Random) -> tuple[str, str]:
    plan.docs[0].seal = None
    return plan.docs[0].stem, "no company seal"


TABLE: tuple[Fault, ...] = (
    Fault("SIG-001", ("living",), ("SIG-001", "SIG-007"), _unsigned),
    Fault("SIG-002", ("living",), ("SIG-002", "SIG-001"), _typed),
    Fault("AMT-001", ("living",), ("AMT-001",), _words),
    Fault("SIG-005", ("living",), ("SIG-005",), _sealless),
)


def pairs(story: str | None, code: str | None) -> list[tuple[str, str]]:
    """List fault and story of a run."""
    return [(f.code, s) for f in TABLE for s in f.stories if story in (None, s) and code in (None, f.code)]


def plant(code: str, plan: Plan, rng: Random) -> None:
    """Plant a fault into a plan and note it."""
    choices = [f for f in TABLE if f.code == code and plan.story in f.stories]
    fault = rng.choice(choices)
    stem, note = fault.plant(plan, rng)
    plan.fault = {"code": code, "stem": stem, "file": None, "note": note}
    plan.expected = list(fault.visible)
