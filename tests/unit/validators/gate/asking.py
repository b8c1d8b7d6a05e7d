"""A leg that may be paid, and its facts; a test changes one thing. Not here: any test."""

from dataclasses import replace
from datetime import date

from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision, GateFacts, Override, Payment, People

TODAY = date(2021, 9, 1)
EMPLOYER_LEG = Leg("MEDICAL", Payee.EMPLOYER, 1000000, LegStatus.HOLD, "NO_DECISION")
JOINT_LEG = Leg("FUNERAL", Payee.JOINT, 5400000, LegStatus.HOLD, "NO_DECISION")
SIGNED = Override("SIG-001", "本人已到窗口补签")


def make_decision(**changes: object) -> Decision:
    """Build what a handler proposed and another person confirmed."""
    made = Decision(
        cap_fen=1000000,
        evidence_digest="d1",
        account_digest="a1",
        proposed_by="handler",
        confirmed_by="reviewer",
        valid_until=date(2021, 10, 1),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_facts(**changes: object) -> GateFacts:
    """Build the facts of a leg with which nothing is wrong."""
    made = GateFacts(
        approved_fen=1234567,
        verified_fen=1000000,
        blocks=(),
        not_run=(),
        flags=(),
        decision=make_decision(),
        people=People(),
        evidence_digest="d1",
        objection=False,
        frozen=False,
        rules_in_force=True,
        consumed=False,
        today=TODAY,
        payment=Payment(1000000, "a1"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
