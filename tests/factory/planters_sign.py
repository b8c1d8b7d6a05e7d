"""Planters of faults about signatures and seals. Each changes one thing on the story's main paper."""

from __future__ import annotations

from random import Random

from tests.factory import firms
from tests.factory.case import Plan, Signer
from tests.factory.planters_paper import Planted, key, other_name


def unsigned(plan: Plan, rng: Random) -> Planted:
    """SIG-001."""
    doc = key(plan)
    for who in doc.signers:
        who.style, who.print_finger = "none", False
        who.day = who.day if rng.random() < 0.5 else None
    return doc.stem, "nobody signed"


def typed(plan: Plan, rng: Random) -> Planted:
    """SIG-002, printed."""
    who = rng.choice(key(plan).signers)
    who.style, who.print_finger = "typed", False
    return key(plan).stem, "a printed name stands for a signature"


def pasted(plan: Plan, rng: Random) -> Planted:
    """SIG-002, pasted."""
    who = rng.choice(key(plan).signers)
    who.style, who.print_finger = "pasted", False
    return key(plan).stem, "a signature picture with its background is pasted in"


def foreign_name(plan: Plan, rng: Random) -> Planted:
    """SIG-003."""
    rng.choice(key(plan).signers).writes = other_name(plan, rng)
    return key(plan).stem, "signature reads another name"


def sealless(plan: Plan, rng: Random) -> Planted:
    """SIG-005."""
    key(plan).seal = None
    return key(plan).stem, "no company seal"


def foreign_seal(plan: Plan, rng: Random) -> Planted:
    """SIG-006."""
    doc = key(plan)
    name = doc.seal
    while doc.seal == name or doc.seal is None:
        doc.seal = firms.firm(rng).name
    return doc.stem, "seal of another firm"


def one_unsigned(plan: Plan, rng: Random) -> Planted:
    """SIG-007."""
    who = rng.choice(key(plan).signers)
    who.style, who.day, who.print_finger = "none", None, False
    return key(plan).stem, "one of the listed signers did not sign"


def proxy(plan: Plan, rng: Random) -> Planted:
    """SIG-008."""
    doc = key(plan)
    who: Signer = rng.choice(doc.signers)
    agent = other_name(plan, rng)
    who.writes, who.proxy = rng.choice(
        [(f"{agent}代", agent), (f"{who.name}（{agent}代）", agent), (f"{who.name}（代）", agent)]
    )
    who.print_finger = False
    return doc.stem, "signed by another for the signer, no mandate"
