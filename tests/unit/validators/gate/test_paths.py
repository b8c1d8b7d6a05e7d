"""All event paths of up to eight steps through gate and decision together, each state once; and single steps."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from validators.attempt import (
    GUARDS,
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
from validators.lifecycle import DECISION, GATE, WrongActor, WrongState
from validators.model.gate import Decision, Override, Payment
from validators.rules.gate import overridable

STEPS = 8
TODAY, LATER = date(2021, 9, 1), date(2021, 10, 2)
ROLES = {row.event: row.actor for row in (*GATE.transitions, *DECISION.transitions)}
NAMED = Override("SIG-001", "已到窗口补签")
FIXED = Override("X-016", "急")
START = Attempt(limit_fen=100, evidence_digest="d1")

Event = tuple[str, Callable[[Attempt], Attempt]]


def decision(by: str, cap: int, overrides: tuple[Override, ...], digest: str = "d1") -> Decision:
    """Build a proposal."""
    return Decision(cap, digest, "a1", by, None, date(2021, 10, 1), overrides)


def moment(event: str, by: str = "", **more: object) -> Moment:
    """Build the moment of an event, by the role that its table names."""
    return replace(Moment(ROLES[event], by, TODAY, reason="理由"), **more)  # type: ignore[arg-type]


def at_gate(event: str, by: str = "", **more: object) -> Event:
    """Name an event of the gate with what it brings along."""
    return event, lambda attempt: move_gate(attempt, event, moment(event, by, **more))


def at_decision(event: str, by: str = "", **more: object) -> Event:
    """Name an event of the decision with what it brings along."""
    return event, lambda attempt: decide(attempt, event, moment(event, by, **more))


def proposal(by: str, cap: int, overrides: tuple[Override, ...], digest: str) -> Event:
    """Name a proposal."""
    return "propose", lambda attempt: propose(attempt, decision(by, cap, overrides, digest))


def all_events() -> Iterator[Event]:
    """Give everything that anybody can try."""
    for by in ("h", "r"):
        for cap in (0, 60, 100, 101):
            for overrides in ((), (NAMED,), (FIXED,), (Override("SIG-001", ""),)):
                for digest in ("d1", "d2"):
                    yield proposal(by, cap, overrides, digest)
        yield at_decision("confirm", by)
        yield at_decision("confirm", by, authority=False)
        yield at_gate("decision_confirmed", by)
        for open_b in ((), ("SIG-001",), ("SIG-001", "X-001"), ("X-016",)):
            yield at_gate("override_confirmed", by, only_open_b=open_b)
        yield at_gate("refuse_confirmed", by)
        yield at_gate("lift", by)
    yield at_gate("precheck_green", green=True)
    yield at_gate("precheck_green", green=False)
    yield at_gate("precheck_lost")
    for event in ("return", "retract", "evidence_changed", "ended"):
        yield at_decision(event, "r")
    for amount, account in ((50, "a1"), (60, "a1"), (100, "a1"), (101, "a1"), (50, "a2"), (50, None)):
        yield at_gate("consume", payment=Payment(amount, account))
        yield at_gate("consume", today=LATER, payment=Payment(amount, account))
    yield at_gate("expire", today=LATER)
    yield at_gate("expire")
    yield at_gate("evidence_changed")
    yield at_gate("objection", "w")
    yield at_gate("freeze", "risk")
    for digest in ("d1", "d2"):
        yield "change_evidence", lambda attempt, digest=digest: change_evidence(attempt, digest, 100)
    for cap in (0, 30, 60, 100):
        yield "reduce_cap", lambda attempt, cap=cap: reduce_cap(attempt, cap)


EVENTS = tuple(all_events())


def all_steps() -> Iterator[tuple[Attempt, str, Attempt]]:
    """Give every step that can be taken within the number of steps, from each state once."""
    seen, edge = {START}, [START]
    for _ in range(STEPS):
        reached = []
        for before in edge:
            for name, take in EVENTS:
                try:
                    after = take(before)
                except WrongState:
                    continue
                yield before, name, after
                if after not in seen:
                    seen.add(after)
                    reached.append(after)
        edge = reached


@cache
def taken() -> tuple[tuple[Attempt, str, Attempt], ...]:
    """Give all steps, walked once for all tests."""
    return tuple(all_steps())


def may_be_paid(attempt: Attempt) -> int:
    """Give what a third party could be paid in this state."""
    return attempt.decision.cap_fen if attempt.gate == "OPEN" and attempt.decision is not None else 0


def test_paths_reach_everything() -> None:
    """The paths come through every state of both tables, so that nothing holds for want of trying."""
    assert {after.gate for _, _, after in taken()} == GATE.states
    assert {after.stage for _, _, after in taken()} - {None} == DECISION.states
    assert {name for _, name, _ in taken()} >= {row.event for row in (*GATE.transitions, *DECISION.transitions)}


def test_no_path_opens_without_two_people() -> None:
    """Wherever the gate stands open, one person proposed and another confirmed on this evidence (INV-02, INV-07)."""
    for _, _, after in taken():
        if after.gate == "OPEN":
            assert after.stage == "CONFIRMED"
            assert after.decision is not None
            assert after.decision.proposed_by
            assert after.decision.confirmed_by
            assert after.decision.proposed_by != after.decision.confirmed_by
            assert after.decision.evidence_digest == after.evidence_digest


def test_no_path_overrides_in_silence() -> None:
    """An override names a check that may be, a reason and two people, and stands in the monthly list (INV-05)."""
    found = 0
    for before, name, after in taken():
        if name == "override_confirmed":
            found += 1
            assert before.decision is not None
            listed = monthly_overrides((after,))
            assert listed == ((NAMED, before.decision.proposed_by, before.decision.confirmed_by),)
            assert all(overridable(row.code) and row.reason for row, _, _ in listed)
    assert found


def test_no_path_pays_twice_or_elsewhere() -> None:
    """Money goes out once, at most the cap, to the decided account, and never after the end (INV-08)."""
    found = 0
    for before, name, after in taken():
        if name != "consume":
            assert after.paid_fen == before.paid_fen
            continue
        found += 1
        assert (before.gate, after.gate, before.paid_fen) == ("OPEN", "CONSUMED", 0)
        assert before.decision is not None
        assert 0 < after.paid_fen <= min(before.decision.cap_fen, before.limit_fen)
        assert after.paid_to == before.decision.account_digest == "a1"
    assert found
    assert not [name for before, name, _ in taken() if before.gate == "CONSUMED" and name in {"consume", "propose"}]


def test_no_path_thaws_open() -> None:
    """FROZEN leads to CLOSED alone, and a leg that was frozen needs a new decision (INV-12, INV-13)."""
    for before, name, after in taken():
        if before.gate == "FROZEN":
            assert after.gate in {"FROZEN", "CLOSED"}
        if after.gate == "FROZEN" and before.gate != "FROZEN":
            assert name in {"freeze", "objection"}
            assert after.stage not in {"PROPOSED", "CONFIRMED"}


def test_one_person_only_reduces() -> None:
    """What a third party may get grows only by two people's word; one person or a machine may lower it (INV-20)."""
    lowered = 0
    for before, name, after in taken():
        if may_be_paid(after) > may_be_paid(before):
            assert name in {"decision_confirmed", "override_confirmed"}
        if name == "reduce_cap":
            lowered += 1
            assert may_be_paid(after) <= may_be_paid(before)
    assert lowered


def test_steps_are_those_of_the_tables() -> None:
    """No step goes where the two tables do not."""
    gate = {(row.source, row.target) for row in GATE.transitions}
    stage = {(row.source, row.target) for row in DECISION.transitions}
    for before, _, after in taken():
        assert before.gate == after.gate or (before.gate, after.gate) in gate
        known = (before.stage, after.stage) in stage or after.stage == "PROPOSED"
        assert before.stage == after.stage or known


def test_every_guard_has_its_predicate() -> None:
    """Each guard that the tables of gate and decision name is a predicate, and no predicate is without a row."""
    named = {row.guard for row in (*GATE.transitions, *DECISION.transitions)}
    assert set(GUARDS) == named


def test_wrong_actor_is_told_apart() -> None:
    """A step by a role that may not take it is refused as such, even with its condition met."""
    with pytest.raises(WrongActor):
        move_gate(START, "precheck_green", replace(moment("precheck_green", green=True), actor="handler"))
    with pytest.raises(WrongState):
        decide(START, "confirm", moment("confirm", "r"))


def test_proposals_that_are_none() -> None:
    """A proposal that is confirmed already, names nobody or asks too much is refused."""
    for bad in (
        replace(decision("h", 60, ()), confirmed_by="r"),
        decision("", 60, ()),
        decision("h", 101, ()),
        decision("h", -1, ()),
        decision("h", 60, (FIXED,)),
    ):
        with pytest.raises(GuardNotMet):
            propose(START, bad)
    proposed = propose(START, decision("h", 60, ()))
    with pytest.raises(GuardNotMet):
        propose(proposed, decision("h", 60, ()))
    with pytest.raises(GuardNotMet, match="other person"):
        decide(proposed, "confirm", moment("confirm", "h"))


def _confirmed(attempt: Attempt, proposed: Decision) -> Attempt:
    return decide(propose(attempt, proposed), "confirm", moment("confirm", "r"))


def test_a_decision_of_a_frozen_leg_ends_with_the_lift() -> None:
    """What two people decided during a freeze opens nothing afterwards: a lift needs a new decision (§6)."""
    frozen = _confirmed(move_gate(START, "freeze", moment("freeze", "risk")), decision("h", 60, ()))
    lifted = move_gate(frozen, "lift", moment("lift", "s"))
    assert (lifted.gate, lifted.stage) == ("CLOSED", "STALE")
    waiting = move_gate(lifted, "precheck_green", moment("precheck_green", green=True))
    with pytest.raises(GuardNotMet):
        move_gate(waiting, "decision_confirmed", moment("decision_confirmed", "r"))
    proposed = propose(move_gate(START, "freeze", moment("freeze", "risk")), decision("h", 60, ()))
    assert move_gate(proposed, "lift", moment("lift", "s")).stage == "STALE"


@pytest.mark.parametrize("account", [None, ""])
def test_no_decision_without_an_account_opens(account: str | None) -> None:
    """The account is part of a decision: without its digest the gate stays shut, and equal blanks are no account."""
    blind = _confirmed(START, replace(decision("h", 60, ()), account_digest=account))
    waiting = move_gate(blind, "precheck_green", moment("precheck_green", green=True))
    with pytest.raises(GuardNotMet):
        move_gate(waiting, "decision_confirmed", moment("decision_confirmed", "r"))
    opened = replace(waiting, gate="OPEN")
    with pytest.raises(GuardNotMet):
        move_gate(opened, "consume", moment("consume", payment=Payment(50, account)))


def test_the_limit_follows_the_evidence() -> None:
    """New evidence brings its own limit, up and down; a limit that moved is a fact that changed (INV-07)."""
    assert change_evidence(START, "d1", 100) is START
    for digest, limit in (("d2", 40), ("d2", 200), ("d1", 40)):
        after = change_evidence(_confirmed(START, decision("h", 60, ())), digest, limit)
        assert (after.limit_fen, after.evidence_digest, after.stage) == (limit, digest, "STALE")
        assert propose(after, decision("h", limit, (), digest)).stage == "PROPOSED"
        with pytest.raises(GuardNotMet):
            propose(after, decision("h", limit + 1, (), digest))


def test_one_person_refuses_nothing() -> None:
    """Lowering a cap to nothing would be a final refusal, and that is two people's word."""
    confirmed = _confirmed(START, decision("h", 60, ()))
    assert reduce_cap(confirmed, 1).decision == replace(confirmed.decision or decision("h", 60, ()), cap_fen=1)
    with pytest.raises(GuardNotMet):
        reduce_cap(confirmed, 0)
