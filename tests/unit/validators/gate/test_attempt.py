"""Single steps of an attempt: what each guard lets through and what it refuses, at its edges."""

from dataclasses import replace
from datetime import date

import pytest

from validators.attempt import (
    Attempt,
    GuardNotMet,
    Moment,
    change_evidence,
    decide,
    monthly_overrides,
    move_gate,
    propose,
    reduce_cap,
)
from validators.lifecycle import DECISION, GATE, WrongState
from validators.model.gate import Decision, Override, Payment

DAY, LAST, AFTER = date(2021, 9, 1), date(2021, 10, 1), date(2021, 10, 2)
NAMED = Override("SIG-001", "已补签")
WORD = Decision(60, "d1", "a1", "h", None, LAST)
SURE = replace(WORD, confirmed_by="r")
START = Attempt(limit_fen=100, evidence_digest="d1")
PENDING = Attempt(100, "d1", "PENDING", "CONFIRMED", SURE)
OPEN = replace(PENDING, gate="OPEN")
PROPOSED = replace(START, stage="PROPOSED", decision=WORD)
ROLES = {row.event: row.actor for row in (*GATE.transitions, *DECISION.transitions)}


def now(event: str, **more: object) -> Moment:
    """Build the moment of an event by the role of its table."""
    return replace(Moment(ROLES[event], "r", DAY, reason="理由"), **more)  # type: ignore[arg-type]


def paying(amount: int, account: str | None = "a1", today: date = DAY) -> Moment:
    """Build the moment of a payment."""
    return now("consume", payment=Payment(amount, account), today=today)


def with_word(attempt: Attempt, **changes: object) -> Attempt:
    """Change the decision of an attempt."""
    assert attempt.decision is not None
    return replace(attempt, decision=replace(attempt.decision, **changes))  # type: ignore[arg-type]


OVERRIDDEN = replace(PENDING, gate="CLOSED", decision=replace(SURE, overrides=(NAMED,)))
ALLOWED: list[tuple[Attempt, str, Moment, str]] = [
    (START, "precheck_green", now("precheck_green", green=True), "PENDING"),
    (PENDING, "precheck_lost", now("precheck_lost"), "CLOSED"),
    (PENDING, "decision_confirmed", now("decision_confirmed"), "OPEN"),
    (PENDING, "decision_confirmed", now("decision_confirmed", today=LAST), "OPEN"),
    (with_word(PENDING, cap_fen=1), "decision_confirmed", now("decision_confirmed"), "OPEN"),
    (OVERRIDDEN, "override_confirmed", now("override_confirmed", only_open_b=("SIG-001",)), "OPEN"),
    (PENDING, "refuse_confirmed", now("refuse_confirmed"), "REFUSED"),
    (OPEN, "consume", paying(60), "CONSUMED"),
    (OPEN, "consume", paying(1, today=LAST), "CONSUMED"),
    (replace(OPEN, limit_fen=50), "consume", paying(50), "CONSUMED"),
    (OPEN, "expire", now("expire", today=AFTER), "CLOSED"),
    (replace(OPEN, decision=None), "expire", now("expire"), "CLOSED"),
    (replace(OPEN, evidence_digest="d2"), "evidence_changed", now("evidence_changed"), "CLOSED"),
    (OPEN, "objection", now("objection", by="w"), "FROZEN"),
    (START, "freeze", now("freeze"), "FROZEN"),
    (replace(OPEN, gate="FROZEN"), "lift", now("lift"), "CLOSED"),
]
REFUSED: list[tuple[Attempt, str, Moment]] = [
    (START, "precheck_green", now("precheck_green")),
    (replace(PENDING, stage="PROPOSED"), "decision_confirmed", now("decision_confirmed")),
    (replace(PENDING, stage="STALE"), "decision_confirmed", now("decision_confirmed")),
    (replace(PENDING, evidence_digest="d2"), "decision_confirmed", now("decision_confirmed")),
    (PENDING, "decision_confirmed", now("decision_confirmed", today=AFTER)),
    (with_word(PENDING, cap_fen=0), "decision_confirmed", now("decision_confirmed")),
    (replace(PENDING, decision=None), "decision_confirmed", now("decision_confirmed")),
    (OVERRIDDEN, "override_confirmed", now("override_confirmed", only_open_b=())),
    (OVERRIDDEN, "override_confirmed", now("override_confirmed", only_open_b=("SIG-001", "X-001"))),
    (OVERRIDDEN, "override_confirmed", now("override_confirmed", only_open_b=("SIG-001",), authority=False)),
    (
        with_word(OVERRIDDEN, overrides=(Override("SIG-001", " "),)),
        "override_confirmed",
        now("override_confirmed", only_open_b=("SIG-001",)),
    ),
    (
        with_word(OVERRIDDEN, overrides=(Override("X-016", "急"),)),
        "override_confirmed",
        now("override_confirmed", only_open_b=("X-016",)),
    ),
    (replace(OVERRIDDEN, stage="PROPOSED"), "override_confirmed", now("override_confirmed", only_open_b=("SIG-001",))),
    (replace(OVERRIDDEN, decision=None), "override_confirmed", now("override_confirmed", only_open_b=("SIG-001",))),
    (START, "refuse_confirmed", now("refuse_confirmed", reason=" ")),
    (OPEN, "consume", now("consume")),
    (OPEN, "consume", paying(61)),
    (OPEN, "consume", paying(0)),
    (OPEN, "consume", paying(60, "a2")),
    (OPEN, "consume", paying(60, None)),
    (with_word(OPEN, account_digest=None), "consume", paying(60, None)),
    (OPEN, "consume", paying(60, today=AFTER)),
    (replace(OPEN, evidence_digest="d2"), "consume", paying(60)),
    (replace(OPEN, stage="STALE"), "consume", paying(60)),
    (replace(OPEN, limit_fen=50), "consume", paying(51)),
    (replace(OPEN, paid_fen=1), "consume", paying(1)),
    (replace(OPEN, decision=None), "consume", paying(60)),
    (OPEN, "expire", now("expire", today=LAST)),
    (OPEN, "evidence_changed", now("evidence_changed")),
    (OPEN, "objection", now("objection", by="")),
    (OPEN, "freeze", now("freeze", reason=" ")),
    (replace(OPEN, gate="FROZEN"), "lift", now("lift", by="")),
]


@pytest.mark.parametrize(("before", "event", "moment", "gate"), ALLOWED)
def test_step_of_the_gate(before: Attempt, event: str, moment: Moment, gate: str) -> None:
    """Where its condition holds, a step leads where the table says; only a payment records money."""
    after = move_gate(before, event, moment)
    assert after.gate == gate
    if event == "consume":
        assert moment.payment is not None
        assert (after.paid_fen, after.paid_to) == (moment.payment.amount_fen, moment.payment.account_digest)
    else:
        assert (after.paid_fen, after.paid_to) == (0, None)
    stale = "FROZEN" in (before.gate, gate) or event in {"expire", "evidence_changed"}
    assert after.stage == ("STALE" if stale and before.stage else before.stage)


@pytest.mark.parametrize(("before", "event", "moment"), REFUSED)
def test_refused_step_of_the_gate(before: Attempt, event: str, moment: Moment) -> None:
    """Where its condition does not hold, a step is refused."""
    with pytest.raises(GuardNotMet):
        move_gate(before, event, moment)


def test_frozen_beside_another_payment_records_nothing() -> None:
    """A payment that comes along with another event is no payment."""
    after = move_gate(OPEN, "freeze", now("freeze", payment=Payment(60, "a1")))
    assert (after.paid_fen, after.paid_to) == (0, None)


def test_proposals_at_their_edges() -> None:
    """A proposal of nothing refuses, one of the whole limit is possible, one beside another or after the end is not."""
    for cap in (0, 100):
        assert propose(START, replace(WORD, cap_fen=cap)).stage == "PROPOSED"
    for cap in (-1, 101):
        with pytest.raises(GuardNotMet):
            propose(START, replace(WORD, cap_fen=cap))
    assert propose(replace(PENDING, stage="STALE"), WORD).stage == "PROPOSED"
    assert propose(START, replace(WORD, overrides=(NAMED,))).decision == replace(WORD, overrides=(NAMED,))
    for attempt in (PROPOSED, PENDING, replace(START, gate="CONSUMED"), replace(START, gate="REFUSED")):
        with pytest.raises(GuardNotMet):
            propose(attempt, WORD)
    for row in (Override("SIG-001", " "), Override("X-016", "急"), Override("X-007", "急")):
        with pytest.raises(GuardNotMet):
            propose(START, replace(WORD, overrides=(row,)))


def test_steps_of_the_decision() -> None:
    """Confirming writes who did; returning, retracting, changed evidence and the end need their conditions."""
    after = decide(PROPOSED, "confirm", now("confirm"))
    assert (after.stage, after.decision) == ("CONFIRMED", SURE)
    for attempt, moment in (
        (PROPOSED, now("confirm", by="h")),
        (PROPOSED, now("confirm", by="")),
        (PROPOSED, now("confirm", authority=False)),
        (replace(PROPOSED, evidence_digest="d2"), now("confirm")),
    ):
        with pytest.raises(GuardNotMet):
            decide(attempt, "confirm", moment)
    returned = decide(PROPOSED, "return", now("return"))
    assert (returned.stage, returned.decision) == ("RETURNED", WORD)
    with pytest.raises(GuardNotMet):
        decide(PROPOSED, "return", now("return", reason=" "))
    assert decide(PROPOSED, "retract", now("retract")).stage == "WITHDRAWN"
    with pytest.raises(WrongState):
        decide(START, "retract", now("retract"))


def test_decision_grows_stale_for_a_reason() -> None:
    """Changed evidence or the end of its time make a decision stale; one that was used stays."""
    for attempt in (PROPOSED, OPEN):
        changed = replace(attempt, evidence_digest="d2")
        assert decide(changed, "evidence_changed", now("evidence_changed")).stage == "STALE"
        with pytest.raises(GuardNotMet):
            decide(attempt, "evidence_changed", now("evidence_changed"))
    used = replace(OPEN, evidence_digest="d2", paid_fen=60)
    with pytest.raises(GuardNotMet):
        decide(used, "evidence_changed", now("evidence_changed"))
    assert decide(OPEN, "ended", now("ended", today=AFTER)).stage == "STALE"
    assert decide(replace(OPEN, gate="FROZEN"), "ended", now("ended")).stage == "STALE"
    with pytest.raises(GuardNotMet):
        decide(OPEN, "ended", now("ended", today=LAST))


def test_new_evidence() -> None:
    """Other evidence shuts what is open or waiting and makes an unused decision stale; the same changes nothing."""
    assert change_evidence(OPEN, "d1", OPEN.limit_fen) is OPEN
    assert change_evidence(OPEN, "d1", 50).stage == "STALE"
    for gate, then in (("OPEN", "CLOSED"), ("PENDING", "CLOSED"), ("FROZEN", "FROZEN"), ("CONSUMED", "CONSUMED")):
        after = change_evidence(replace(OPEN, gate=gate), "d2", OPEN.limit_fen)
        assert (after.gate, after.stage, after.evidence_digest) == (then, "STALE", "d2")
    assert change_evidence(PROPOSED, "d2", OPEN.limit_fen).stage == "STALE"
    assert change_evidence(START, "d2", OPEN.limit_fen).stage is None
    assert change_evidence(replace(OPEN, stage="WITHDRAWN"), "d2", OPEN.limit_fen).stage == "WITHDRAWN"
    used = change_evidence(replace(OPEN, gate="CONSUMED", paid_fen=60), "d2", OPEN.limit_fen)
    assert (used.gate, used.stage) == ("CONSUMED", "CONFIRMED")
    one_fen = change_evidence(replace(OPEN, gate="CONSUMED", paid_fen=1), "d2", OPEN.limit_fen)
    assert one_fen.stage == "CONFIRMED"


def test_lowering_the_cap() -> None:
    """One person may lower a cap; never to nothing, raise or keep it, nor touch what has come to its end."""
    for cap in (1, 59):
        after = reduce_cap(OPEN, cap)
        assert after.decision is not None
        assert (after.decision.cap_fen, after.gate, after.stage) == (cap, "OPEN", "CONFIRMED")
    for attempt, cap in (
        (OPEN, 60),
        (OPEN, 61),
        (OPEN, -1),
        (OPEN, 0),
        (START, 1),
        (replace(OPEN, gate="CONSUMED"), 1),
    ):
        with pytest.raises(GuardNotMet):
            reduce_cap(attempt, cap)


def test_monthly_list() -> None:
    """Confirmed overrides are listed with both people; proposals and attempts without a decision are not."""
    proposed = propose(START, replace(WORD, overrides=(NAMED,)))
    assert monthly_overrides((START, proposed, OVERRIDDEN, OPEN)) == ((NAMED, "h", "r"),)


def test_defaults_are_the_careful_ones() -> None:
    """A moment that says nothing is not green, brings no payment and gives no reason."""
    bare = Moment("system", "", DAY)
    assert (bare.green, bare.only_open_b, bare.reason, bare.payment) == (False, (), "", None)
