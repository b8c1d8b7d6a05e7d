"""Lone papers: one paper of any kind with a complete claim record."""

from __future__ import annotations

from random import Random

from tests.factory import firms, kin, papers, people, story
from tests.factory.case import Plan

# What a single clean paper may still raise because its company is missing.
LONE = ["X-007", "X-009", "X-014", "X-019", "X-021", "DOC-003"]
_MAKERS = (story.living, kin.death_voucher, kin.joint_account, kin.joint_employer, kin.pass_on)
SUPPORT = (
    "MED_DETAIL",
    "ID_CARD",
    "KINSHIP",
    "DEATH_CERT",
    "SSC",
    "ACCT_PROOF",
    "GUARDIAN",
    "POA",
    "INJURY_DECISION",
    "DISPUTE_RECORD",
    "OTHER",
)


def lone(rng: Random, kind: str | None = None) -> Plan:
    """Plan one paper alone."""
    maker = rng.choice(_MAKERS)
    if kind is None and rng.random() < 0.45:
        plan = maker(rng)
        return Plan("lone", plan.claim, [rng.choice(plan.docs)], plan.today, allowed=[*LONE, *plan.allowed])
    return support(rng, kind or rng.choice(SUPPORT))


def support(rng: Random, kind: str) -> Plan:
    """Plan one supporting document alone."""
    worker, firm, injury, death, family, claim = kin.death_case(rng)
    day = death.replace(day=min(death.day, 28))
    first, other = family[0], family[1]
    made = {
        "MED_DETAIL": lambda: papers.detail(rng, worker, firms.hospital(rng), injury),
        "ID_CARD": lambda: papers.id_card(rng, worker),
        "KINSHIP": lambda: papers.kinship(rng, worker, first, day),
        "DEATH_CERT": lambda: papers.death_certificate(rng, worker, death),
        "SSC": lambda: papers.social_card(rng, worker),
        "ACCT_PROOF": lambda: papers.account_proof(rng, first.who, firms.card(rng), firms.bank(rng), day),
        "GUARDIAN": lambda: papers.guardian(rng, people.person(rng, born=(2012, 2018)), first.who, day),
        "POA": lambda: papers.mandate(rng, first.who, other.who, day),
        "INJURY_DECISION": lambda: papers.decision(rng, worker, firm, injury, claim["decision_no"]),
        "DISPUTE_RECORD": lambda: papers.dispute_record(rng, worker, family, day),
        "OTHER": lambda: papers.other(rng),
    }[kind]()
    claim["filed_on"] = day.isoformat()
    claim["items"] = [{"code": "FUNERAL", "approved_fen": 4500000, "claimed_advance_fen": 0, "remainder_to": "PERSON"}]
    return Plan("lone", claim, [made], day, allowed=LONE)
