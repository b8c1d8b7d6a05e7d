"""The gate: each of its checks with a near miss, the order of codes, caps, and legs after a decision."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.unit.validators.gate.asking import EMPLOYER_LEG, JOINT_LEG, SIGNED, make_decision, make_facts
from validators import gate
from validators.catalogue import CATALOGUE
from validators.gate import ask_gate, split_leg
from validators.model.codes import LegStatus, Payee, Scope
from validators.model.findings import Leg
from validators.model.gate import GateFacts, Override, Payment, People
from validators.registry import GATE_CHECKS
from validators.rules.gate import AtGate, overridable
from validators.rules.view import Missing

BIG = make_decision(cap_fen=1100000)
FIRING: list[tuple[str, GateFacts]] = [
    ("X-023", make_facts(decision=BIG)),
    ("X-023", make_facts(verified_fen=999999)),
    ("X-023", make_facts(approved_fen=999999)),
    ("X-023", make_facts(verified_fen=None)),
    ("G-001", make_facts(blocks=("SIG-001",))),
    ("G-001", make_facts(flags=("X-007",))),
    ("G-001", make_facts(not_run=("K-001",))),
    ("G-001", make_facts(blocks=None)),
    ("G-001", make_facts(blocks=("SIG-001",), decision=make_decision(overrides=(Override("SIG-001", " "),)))),
    ("G-001", make_facts(blocks=("NO_VOUCHER",), decision=make_decision(overrides=(Override("NO_VOUCHER", "急"),)))),
    ("G-001", make_facts(blocks=("X-024",), decision=make_decision(overrides=(Override("X-024", "急"),)))),
    ("G-001", make_facts(blocks=("X-016",), decision=make_decision(overrides=(Override("X-016", "急"),)))),
    ("G-002", make_facts(evidence_digest="d2")),
    ("G-002", make_facts(evidence_digest=None)),
    ("G-003", make_facts(objection=True)),
    ("G-003", make_facts(objection=None)),
    ("G-004", make_facts(frozen=True)),
    ("G-004", make_facts(frozen=None)),
    ("G-005", make_facts(payment=Payment(1000000, "a2"))),
    ("G-005", make_facts(payment=Payment(1000000, None))),
    ("G-005", make_facts(decision=make_decision(account_digest=None))),
    ("G-005", make_facts(payment=None, decision=make_decision(account_digest=None))),
    ("G-005", make_facts(payment=None, decision=make_decision(account_digest=""))),
    ("G-005", make_facts(payment=Payment(1000000, ""), decision=make_decision(account_digest=""))),
    ("G-006", make_facts(payment=Payment(1000001, "a1"))),
    ("G-006", make_facts(payment=Payment(0, "a1"))),
    ("G-006", make_facts(payment=Payment(600000, "a1"), decision=make_decision(cap_fen=599999))),
    ("G-006", make_facts(consumed=True, payment=None)),
    ("G-006", make_facts(consumed=None)),
    ("G-006", make_facts(decision=None)),
    ("G-006", make_facts(decision=None, payment=Payment(1, "a1"))),
    ("G-007", make_facts(rules_in_force=False)),
    ("G-007", make_facts(rules_in_force=None)),
    ("G-008", make_facts(decision=make_decision(confirmed_by="handler"))),
    ("G-008", make_facts(decision=make_decision(confirmed_by=" handler "))),
    ("G-008", make_facts(decision=make_decision(proposed_by=""))),
    ("G-008", make_facts(decision=make_decision(confirmed_by=" "))),
    ("G-008", make_facts(people=People(uploaders=frozenset({"handler"})))),
    ("G-008", make_facts(people=People(uploaders=frozenset({"reviewer"})))),
    ("G-008", make_facts(people=People(related=frozenset({"reviewer"})))),
    ("G-008", make_facts(people=People(related=frozenset({"handler"})))),
    ("G-008", make_facts(people=People(keyers=frozenset({"reviewer"})))),
    ("G-008", make_facts(people=People(keyers_alone=frozenset({"handler"})))),
    ("G-008", make_facts(people=People(keyers_alone=frozenset({"reviewer"})))),
    ("G-008", make_facts(people=None)),
]
NEAR: list[tuple[str, GateFacts]] = [
    ("X-023", make_facts(decision=BIG, verified_fen=1100000)),
    ("X-023", make_facts(decision=BIG, may_hold_unadvanced=True)),
    ("G-001", make_facts(blocks=("SIG-001",), decision=make_decision(overrides=(SIGNED,)))),
    ("G-002", make_facts(decision=None)),
    ("G-003", make_facts(frozen=True)),
    ("G-004", make_facts(objection=True)),
    ("G-005", make_facts(payment=None)),
    ("G-005", make_facts(decision=None)),
    ("G-006", make_facts(payment=Payment(1, "a1"))),
    ("G-006", make_facts(payment=None)),
    ("G-006", make_facts(payment=None, decision=None)),
    ("G-007", make_facts()),
    ("G-008", make_facts(people=People(keyers=frozenset({"handler"}), uploaders=frozenset({"clerk"})))),
    ("G-008", make_facts(decision=None)),
]


def _codes(facts: GateFacts) -> tuple[str, ...]:
    return ask_gate(EMPLOYER_LEG, facts).codes


def _ids(rows: list[tuple[str, GateFacts]]) -> list[str]:
    return [f"{number}-{code}" for number, (code, _) in enumerate(rows)]


@pytest.mark.parametrize(("code", "facts"), FIRING, ids=_ids(FIRING))
def test_fires_and_holds(code: str, facts: GateFacts) -> None:
    """One thing wrong, or not known, gives the code of its check and nothing may be paid."""
    answer = ask_gate(EMPLOYER_LEG, facts)
    assert code in answer.codes
    assert (answer.status, answer.cap_fen, answer.account_digest) == (LegStatus.HOLD, 0, None)


@pytest.mark.parametrize(("code", "facts"), NEAR, ids=_ids(NEAR))
def test_near_miss(code: str, facts: GateFacts) -> None:
    """What only looks like the fault does not give the code."""
    assert code not in _codes(facts)


def test_all_gate_checks_are_here() -> None:
    """Every check of scope gate runs, each under its own code, in the order of the catalogue."""
    assert [code for code, _ in GATE_CHECKS] == [one.code for one in CATALOGUE if one.scope is Scope.GATE]
    assert {code for code, _ in FIRING} == {code for code, _ in NEAR} == {code for code, _ in GATE_CHECKS}
    for code, facts in FIRING:
        [check] = [run for name, run in GATE_CHECKS if name == code]
        assert {one.code for one in check(AtGate(EMPLOYER_LEG, facts))} == {code}


@pytest.mark.parametrize(
    ("facts", "code", "needs"),
    [
        (make_facts(verified_fen=None), "X-023", "approved and verified amounts"),
        (make_facts(blocks=None), "G-001", "findings"),
        (make_facts(evidence_digest=None), "G-002", "evidence digest"),
        (make_facts(objection=None), "G-003", "objections"),
        (make_facts(frozen=None), "G-004", "freezes"),
        (make_facts(payment=Payment(1, None)), "G-005", "account digest"),
        (make_facts(consumed=None), "G-006", "what was paid already"),
        (make_facts(rules_in_force=None), "G-007", "filing date"),
        (make_facts(people=None), "G-008", "people"),
    ],
)
def test_a_gap_says_what_is_needed(facts: GateFacts, code: str, needs: str) -> None:
    """A check that lacks a datum is told as not run, with the datum, and is no finding."""
    [result] = dict(GATE_CHECKS)[code](AtGate(EMPLOYER_LEG, facts))
    assert result == Missing(code, needs)


def test_opens_for_the_employer() -> None:
    """With everything proven and two people's word the proven amount may go to the decided account."""
    answer = ask_gate(EMPLOYER_LEG, make_facts())
    assert (answer.status, answer.code, answer.codes) == (LegStatus.OPEN, "ADVANCE_PROVEN", ())
    assert (answer.item, answer.payee, answer.cap_fen, answer.account_digest) == (
        "MEDICAL",
        Payee.EMPLOYER,
        1000000,
        "a1",
    )


def test_opens_for_the_joint_account() -> None:
    """A joint leg needs no proven advance: its cap is the decision's, at most the leg."""
    facts = make_facts(verified_fen=0, decision=make_decision(cap_fen=9000000), payment=None)
    answer = ask_gate(JOINT_LEG, facts)
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.OPEN, "JOINT_DESIGNATED", 5400000)
    assert ask_gate(JOINT_LEG, replace(facts, approved_fen=None)).status is LegStatus.OPEN


def test_smaller_decision_is_the_cap() -> None:
    """Two people may give less than is proven."""
    facts = make_facts(decision=make_decision(cap_fen=400000), payment=Payment(400000, "a1"))
    assert ask_gate(EMPLOYER_LEG, facts).cap_fen == 400000


def test_nothing_proven_stays_shut() -> None:
    """A leg of an advance of nothing has nothing to pay, whatever was decided."""
    leg = replace(EMPLOYER_LEG, fen=0)
    assert ask_gate(leg, make_facts(payment=None)).code == "ADVANCE_UNPROVEN"


def test_whole_amount_under_the_liberal_policy() -> None:
    """Where the policy lets a firm hold what it did not advance, the rest is its duty to pass on."""
    leg = Leg("DEATH_LUMP", Payee.EMPLOYER, 87668000, LegStatus.HOLD, "NO_DECISION")
    decided = make_decision(cap_fen=87668000)
    facts = make_facts(
        approved_fen=87668000, verified_fen=20000000, may_hold_unadvanced=True, decision=decided, payment=None
    )
    answer = ask_gate(leg, facts)
    assert (answer.code, answer.cap_fen) == ("JOINT_DESIGNATED_EMPLOYER", 87668000)
    [paid] = split_leg(leg, answer, facts)
    assert (paid.status, paid.obligation_fen) == (LegStatus.OPEN, 67668000)
    less = replace(facts, decision=make_decision(cap_fen=15000000))
    paid, rest = split_leg(leg, ask_gate(leg, less), less)
    assert (paid.obligation_fen, rest.payee, rest.fen) == (0, Payee.UNDECIDED, 72668000)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (make_facts(frozen=True, objection=True, blocks=("SIG-001",), decision=None), "FROZEN"),
        (make_facts(objection=True, blocks=("SIG-001",), rules_in_force=False), "OBJECTION"),
        (make_facts(rules_in_force=False, blocks=("SIG-001",)), "NO_RULE_VERSION"),
        (make_facts(blocks=("NO_VOUCHER", "SIG-001"), not_run=("K-001",), decision=None), "NO_VOUCHER"),
        (make_facts(blocks=("SIG-001", "X-001"), decision=make_decision(overrides=(SIGNED,))), "X-001"),
        (make_facts(not_run=("K-001",), decision=None), "K-001"),
        (make_facts(blocks=None, decision=None), "G-001"),
        (make_facts(decision=None), "NO_DECISION"),
        (make_facts(decision=None, payment=None), "NO_DECISION"),
        (make_facts(decision=make_decision(confirmed_by=None), payment=None), "NO_DECISION"),
        (make_facts(decision=make_decision(valid_until=date(2021, 8, 31)), payment=None), "NO_DECISION"),
        (make_facts(flags=("X-007",), decision=None, payment=None), "NO_DECISION"),
        (make_facts(flags=("X-007",)), "NO_DECISION"),
        (make_facts(flags=("X-007",), payment=Payment(9, "a2")), "G-005"),
        (make_facts(dispute_missing=True, blocks=("NO_JOINT_LETTER",), rules_in_force=False), "NO_DISPUTE_RECORDED"),
        (make_facts(dispute_missing=True), "NO_DISPUTE_RECORDED"),
        (make_facts(dispute_missing=True, objection=True), "OBJECTION"),
        (make_facts(consumed=True, frozen=True, objection=True, blocks=("SIG-001",), decision=None), "G-006"),
        (make_facts(decision=make_decision(confirmed_by="handler"), evidence_digest="d2"), "G-008"),
        (make_facts(evidence_digest="d2", verified_fen=1), "G-002"),
        (make_facts(verified_fen=1, payment=Payment(9, "a2")), "X-023"),
        (make_facts(payment=Payment(1000001, "a2")), "G-005"),
        (make_facts(consumed=True), "G-006"),
    ],
)
def test_the_gravest_code_is_named(facts: GateFacts, code: str) -> None:
    """Freeze, objection, no rules, the first block, a gap, no decision, then what is wrong with the decision."""
    assert ask_gate(EMPLOYER_LEG, facts).code == code


def test_decision_holds_on_its_last_day() -> None:
    """A decision counts until its last day, included."""
    last = make_decision(valid_until=date(2021, 9, 1))
    assert ask_gate(EMPLOYER_LEG, make_facts(decision=last)).status is LegStatus.OPEN


def test_final_refusal() -> None:
    """A cap of nothing refuses the leg for good; its money waits for a decision, to the fen."""
    facts = make_facts(decision=make_decision(cap_fen=0), payment=None)
    answer = ask_gate(EMPLOYER_LEG, facts)
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.DENY, "REFUSED", 0)
    refused, rest = split_leg(EMPLOYER_LEG, answer, facts)
    assert (refused.fen, refused.status, refused.code) == (0, LegStatus.DENY, "REFUSED")
    assert (rest.payee, rest.fen, rest.status, rest.code) == (
        Payee.UNDECIDED,
        1000000,
        LegStatus.HOLD,
        "ADVANCE_UNPROVEN",
    )


def test_legs_add_up_after_a_decision() -> None:
    """What a smaller decision leaves is undecided; a held leg stays whole under the gate's code."""
    facts = make_facts(decision=make_decision(cap_fen=400000), payment=None)
    paid, rest = split_leg(EMPLOYER_LEG, ask_gate(EMPLOYER_LEG, facts), facts)
    assert (paid.fen, paid.status, paid.code, rest.fen) == (400000, LegStatus.OPEN, "ADVANCE_PROVEN", 600000)
    whole = make_facts(payment=None)
    assert [leg.fen for leg in split_leg(EMPLOYER_LEG, ask_gate(EMPLOYER_LEG, whole), whole)] == [1000000]
    frozen = make_facts(frozen=True)
    [held] = split_leg(EMPLOYER_LEG, ask_gate(EMPLOYER_LEG, frozen), frozen)
    assert (held.fen, held.status, held.code, held.obligation_fen) == (1000000, LegStatus.HOLD, "FROZEN", None)


@pytest.mark.parametrize("status", [LegStatus.OPEN, LegStatus.HOLD])
def test_a_person_has_no_gate(status: LegStatus) -> None:
    """The person's leg is as it was routed, whatever the facts of third parties say (INV-03)."""
    leg = Leg("MEDICAL", Payee.PERSON, 234567, status, "SSC")
    for facts in (None, make_facts(frozen=True, objection=True, blocks=("SIG-001",), decision=None)):
        answer = ask_gate(leg, facts)
        assert (answer.status, answer.code, answer.codes) == (status, "SSC", ())
        assert answer.cap_fen == (234567 if status is LegStatus.OPEN else 0)
        assert split_leg(leg, answer, facts) == (leg,)


def test_what_is_denied_or_undecided_has_no_gate() -> None:
    """A refusal by rule stays, and undecided money never opens by itself."""
    denied = Leg("CARE", Payee.EMPLOYER, 0, LegStatus.DENY, "PERIODIC_NEVER_EMPLOYER")
    answer = ask_gate(denied, make_facts())
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.DENY, "PERIODIC_NEVER_EMPLOYER", 0)
    assert split_leg(denied, answer, None) == (denied,)
    stood = replace(denied, fen=100)
    assert split_leg(stood, ask_gate(EMPLOYER_LEG, make_facts()), None) == (stood,)
    undecided = Leg("MEDICAL", Payee.UNDECIDED, 5, LegStatus.OPEN, "ADVANCE_UNPROVEN")
    answer = ask_gate(undecided, make_facts())
    assert (answer.status, answer.cap_fen) == (LegStatus.HOLD, 0)


def test_without_facts_nothing_opens() -> None:
    """A third party's leg of which nothing is known is held (INV-01)."""
    answer = ask_gate(EMPLOYER_LEG, None)
    assert (answer.status, answer.code, answer.codes) == (LegStatus.HOLD, "G-001", ("G-001",))


@pytest.mark.parametrize(
    "name",
    [
        *("approved_fen", "verified_fen", "blocks", "decision", "people", "evidence_digest"),
        *("objection", "frozen", "rules_in_force", "consumed"),
    ],
)
def test_any_unknown_fact_holds(name: str) -> None:
    """A datum that was not given never opens a third party's leg."""
    assert name in {field.name for field in fields(GateFacts)}
    assert ask_gate(EMPLOYER_LEG, replace(make_facts(), **{name: None})).status is LegStatus.HOLD


def test_a_crash_of_the_blocks_alone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that fires under no code of its own order is named as what is open."""
    monkeypatch.setattr(gate, "GATE_CHECKS", (("K-001", _crash),))
    assert ask_gate(EMPLOYER_LEG, make_facts()).code == "G-001"


def _crash(asked: AtGate) -> None:
    raise ZeroDivisionError


def test_a_cap_of_one_fen_opens() -> None:
    """The least that can be paid is one fen; a cap below nothing refuses as nothing does."""
    one = make_facts(decision=make_decision(cap_fen=1), payment=None)
    assert (ask_gate(EMPLOYER_LEG, one).status, ask_gate(EMPLOYER_LEG, one).cap_fen) == (LegStatus.OPEN, 1)
    below = make_facts(decision=make_decision(cap_fen=-1), payment=None)
    assert ask_gate(EMPLOYER_LEG, below).status is LegStatus.DENY


def test_duty_only_beside_the_whole_amount() -> None:
    """An advance paid back leaves no duty to pass anything on; a duty of unknown advance is the whole cap."""
    facts = make_facts(payment=None)
    [paid] = split_leg(EMPLOYER_LEG, ask_gate(EMPLOYER_LEG, facts), facts)
    assert paid.obligation_fen is None
    leg = Leg("DEATH_LUMP", Payee.EMPLOYER, 1000000, LegStatus.HOLD, "NO_DECISION")
    whole = make_facts(approved_fen=1000000, may_hold_unadvanced=True, payment=None)
    [paid] = split_leg(leg, ask_gate(leg, whole), replace(whole, verified_fen=None))
    assert paid.obligation_fen == 1000000


def test_a_crash_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that crashes counts as fired, and the others still run."""
    monkeypatch.setattr(gate, "GATE_CHECKS", (("G-005", _crash), *GATE_CHECKS[1:]))
    assert ask_gate(EMPLOYER_LEG, make_facts(frozen=True)).codes == ("G-005", "G-004")
    assert ask_gate(EMPLOYER_LEG, make_facts()).code == "G-005"


def test_what_may_be_overridden() -> None:
    """Only a B on papers may be let pass; never F, the gate's own checks, missing papers or the fixed list."""
    assert overridable("SIG-001")
    assert overridable("X-015")
    for code in ("X-007", "X-016", "X-024", "X-025", "K-001", "G-002", "G-006", "G-008", "X-023", "NO_VOUCHER", "?"):
        assert not overridable(code)


def test_a_refusal_needs_nothing_green() -> None:
    """A final refusal stands beside open findings and after its last day; by people who may not decide it is none."""
    refusal = make_decision(cap_fen=0, account_digest=None, valid_until=date(2021, 8, 1))
    open_b = make_facts(decision=refusal, blocks=("NO_VOUCHER", "X-016"), flags=("X-007",), not_run=("K-001",))
    answer = ask_gate(EMPLOYER_LEG, replace(open_b, payment=None, evidence_digest="d2"))
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.DENY, "REFUSED", 0)
    for unfit in (
        replace(open_b, people=None),
        replace(open_b, decision=replace(refusal, confirmed_by="handler")),
        replace(open_b, decision=replace(refusal, confirmed_by=None)),
    ):
        assert ask_gate(EMPLOYER_LEG, unfit).status is LegStatus.HOLD


def test_what_a_consumed_leg_left_is_undecided() -> None:
    """Of a leg that was paid in part what stays unpaid is undecided, to the fen; unknown, it stays whole (§1.5)."""
    amounts = ((400000, [400000, 600000]), (1, [1, 999999]), (999999, [999999, 1]), (1000000, [1000000]))
    for paid, shown in (*amounts, (1000001, [1000000]), (None, [1000000]), (0, [1000000])):
        facts = make_facts(consumed=True, paid_fen=paid, payment=None)
        legs = split_leg(EMPLOYER_LEG, ask_gate(EMPLOYER_LEG, facts), facts)
        assert [leg.fen for leg in legs] == shown
        assert [leg.code for leg in legs] == ["G-006", "ADVANCE_UNPROVEN"][: len(shown)]
        assert all(leg.status is LegStatus.HOLD for leg in legs)


def test_more_than_the_cap_is_named() -> None:
    """A payment above what two people decided is held under its own code, not as a missing decision."""
    answer = ask_gate(EMPLOYER_LEG, make_facts(payment=Payment(1000001, "a1")))
    assert (answer.status, answer.code) == (LegStatus.HOLD, "G-006")


def test_a_decision_over_one_fen_ends_like_any_other() -> None:
    """Only a refusal, whose cap is nothing, has no last day."""
    late = make_facts(decision=make_decision(cap_fen=1, valid_until=date(2021, 8, 31)), payment=Payment(1, "a1"))
    assert ask_gate(EMPLOYER_LEG, late).code == "NO_DECISION"


def test_a_broken_override_holds() -> None:
    """What breaks on the way to an answer holds, and never comes out as an error (INV-01)."""
    broken = Override("SIG-001", None)  # type: ignore[arg-type]
    facts = make_facts(blocks=("SIG-001",), decision=make_decision(overrides=(broken,)))
    answer = ask_gate(EMPLOYER_LEG, facts)
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.HOLD, "G-001", 0)


def test_two_people_may_let_a_missing_dispute_pass() -> None:
    """A joint leg without a recorded dispute is held, unless X-028 is overridden with a reason (AMB-03)."""
    decided = make_decision(cap_fen=5400000)
    facts = make_facts(decision=decided, payment=None, dispute_missing=True)
    assert ask_gate(JOINT_LEG, facts).codes == ("G-001",)
    word = replace(decided, overrides=(Override("X-028", "调解员到场记录"),))
    assert ask_gate(JOINT_LEG, replace(facts, decision=word)).status is LegStatus.OPEN
