"""The gate over generated facts and damaged cases: a bad fact never opens, a machine alone never does."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.test_judge import CASES, damaged_cases
from tests.unit.validators.gate.asking import EMPLOYER_LEG, JOINT_LEG, SIGNED
from tests.unit.validators.rules.asking import ask
from validators import gate
from validators.gate import ask_gate, split_leg
from validators.gate_facts import facts_of_papers
from validators.model.claim import ClaimRecord
from validators.model.codes import LegStatus, Payee
from validators.model.evidence import DocumentReading
from validators.model.findings import Leg
from validators.model.gate import Decision, GateFacts, Override, Payment, People
from validators.model.policy import Policy
from validators.registry import GATE_CHECKS

DAY = date(2021, 9, 1)
THIRD = (Payee.EMPLOYER, Payee.JOINT)
codes = st.lists(st.sampled_from(["SIG-001", "X-015", "NO_VOUCHER", "X-016"]), max_size=2, unique=True).map(tuple)
people = st.sampled_from(["handler", "reviewer", "clerk", ""])
some = st.frozensets(people, max_size=1)
fen = st.integers(-1, 2_000_000)
decisions = st.builds(
    Decision,
    fen,
    st.sampled_from(["d1", "d2"]),
    st.sampled_from(["a1", None]),
    people,
    st.one_of(st.none(), people),
    st.sampled_from([DAY, date(2021, 8, 31)]),
    st.sampled_from([(), (SIGNED,), (Override("X-016", "急"),), (Override("SIG-001", ""),)]),
)
facts_ = st.builds(
    GateFacts,
    approved_fen=st.one_of(st.none(), fen),
    verified_fen=st.one_of(st.none(), fen),
    blocks=st.one_of(st.none(), codes),
    not_run=st.sampled_from([(), (), ("K-001",)]),
    flags=st.sampled_from([(), (), ("X-007",)]),
    decision=st.one_of(st.none(), decisions),
    people=st.one_of(st.none(), st.builds(People, some, some, some, some)),
    evidence_digest=st.sampled_from(["d1", "d1", "d2", None]),
    objection=st.sampled_from([False, False, True, None]),
    frozen=st.sampled_from([False, False, True, None]),
    rules_in_force=st.sampled_from([True, True, False, None]),
    consumed=st.sampled_from([False, False, True, None]),
    today=st.just(DAY),
    may_hold_unadvanced=st.booleans(),
    payment=st.one_of(st.none(), st.builds(Payment, fen, st.sampled_from(["a1", "a2", None]))),
)
legs = st.sampled_from([EMPLOYER_LEG, JOINT_LEG])
WORSE = {
    "an open B": lambda facts: replace(facts, blocks=(*(facts.blocks or ()), "X-001")),
    "no voucher": lambda facts: replace(facts, blocks=("NO_VOUCHER", *(facts.blocks or ()))),
    "an open F": lambda facts: replace(facts, flags=(*facts.flags, "SIG-003")),
    "a check that did not run": lambda facts: replace(facts, not_run=(*facts.not_run, "K-013")),
    "an objection": lambda facts: replace(facts, objection=True),
    "a freeze": lambda facts: replace(facts, frozen=True),
    "no rules": lambda facts: replace(facts, rules_in_force=False),
    "consumption": lambda facts: replace(facts, consumed=True),
    "other evidence": lambda facts: replace(facts, evidence_digest="d3"),
    "no decision": lambda facts: replace(facts, decision=None),
    "an unknown digest": lambda facts: replace(facts, evidence_digest=None),
    "a deciding uploader": lambda facts: replace(facts, people=People(uploaders=frozenset({"handler", "reviewer"}))),
}
GOOD = Decision(1000000, "d1", "a1", "handler", "reviewer", DAY)
many = settings(max_examples=300)


@many
@given(legs, facts_, st.sampled_from(sorted(WORSE)))
def test_a_bad_fact_never_opens(leg: Leg, facts: GateFacts, worse: str) -> None:
    """Adding a bad fact never turns HOLD into OPEN and never raises what may be paid (monotone)."""
    before, after = ask_gate(leg, facts), ask_gate(leg, WORSE[worse](facts))
    assert after.cap_fen <= before.cap_fen
    assert before.status is LegStatus.OPEN or after.status is not LegStatus.OPEN


@settings(max_examples=60)
@given(legs, st.sampled_from(sorted(WORSE)), st.booleans())
def test_a_bad_fact_shuts_an_open_gate(leg: Leg, worse: str, paying: bool) -> None:
    """Each bad fact alone shuts a gate that stood open: signature, voucher, objection, freeze and the rest."""
    payment = Payment(1000000, "a1") if paying else None
    facts = GateFacts(
        2000000, 1000000, (), (), (), GOOD, People(), "d1", False, False, True, False, DAY, payment=payment
    )
    assert ask_gate(leg, facts).status is LegStatus.OPEN
    assert ask_gate(leg, WORSE[worse](facts)).status is LegStatus.HOLD


@many
@given(legs, facts_)
def test_open_means_two_people_and_a_limit(leg: Leg, facts: GateFacts) -> None:
    """What opens has two different people's word; an employer gets at most approved and proven (strict policy)."""
    answer = ask_gate(leg, facts)
    if answer.status is not LegStatus.OPEN:
        assert answer.cap_fen == 0
        return
    assert facts.decision is not None
    assert facts.decision.proposed_by
    assert facts.decision.confirmed_by
    assert facts.decision.proposed_by != facts.decision.confirmed_by
    assert 0 < answer.cap_fen <= leg.fen
    if leg.payee is Payee.EMPLOYER and not facts.may_hold_unadvanced:
        assert answer.cap_fen <= min(facts.approved_fen or 0, facts.verified_fen or 0)


@many
@given(legs, facts_)
def test_split_adds_up(leg: Leg, facts: GateFacts) -> None:
    """Whatever the gate answers, the leg and what stays undecided add up to the leg (INV-04)."""
    assert sum(one.fen for one in split_leg(leg, ask_gate(leg, facts), facts)) == leg.fen


@settings(max_examples=100)
@given(legs, facts_, st.permutations(GATE_CHECKS))
def test_order_of_gate_checks(leg: Leg, facts: GateFacts, checks: list[object]) -> None:
    """The gate's answer is the same for its checks in any order, but for the order in which it lists them."""
    before, kept = ask_gate(leg, facts), gate.GATE_CHECKS
    try:
        gate.GATE_CHECKS = tuple(checks)  # type: ignore[misc, assignment, arg-type]
        after = ask_gate(leg, facts)
    finally:
        gate.GATE_CHECKS = kept  # type: ignore[misc]
    assert replace(after, codes=before.codes) == before
    assert sorted(after.codes) == sorted(before.codes)


@settings(max_examples=60, deadline=None)
@given(damaged_cases())
def test_damaged_case_with_a_decision(case: tuple[ClaimRecord, tuple[DocumentReading, ...]]) -> None:
    """With two people's word for everything, a damaged case opens at most what is proven, and only without open B."""
    record, documents = case
    record = replace(record, filed_on=DAY)
    judged = ask(record, *documents, inside=False)
    for leg in judged.legs:
        if leg.payee not in THIRD or leg.status is LegStatus.DENY:
            continue
        facts = facts_of_papers(leg, record, documents, judged, Policy(), DAY)
        word = replace(GOOD, cap_fen=leg.fen)
        known = {"people": People(), "evidence_digest": "d1", "objection": False, "frozen": False, "consumed": False}
        answer = ask_gate(leg, replace(facts, decision=word, **known))  # type: ignore[arg-type]
        if answer.status is LegStatus.OPEN:
            assert leg.code == "NO_DECISION"
            assert (facts.blocks, facts.not_run, facts.flags) == ((), (), ())
            if leg.payee is Payee.EMPLOYER:
                assert answer.cap_fen <= judged.verified_fen.get(leg.item, 0)


def test_undamaged_cases_open() -> None:
    """The cases that are damaged above would open as they are, so that the property is not empty."""
    opened = 0
    for record, documents in CASES:
        record = replace(record, filed_on=DAY)
        judged = ask(record, *documents)
        for leg in judged.legs:
            if leg.payee in THIRD:
                facts = facts_of_papers(leg, record, documents, judged, Policy(), DAY)
                word = replace(GOOD, cap_fen=leg.fen)
                known = replace(facts, decision=word, people=People(), evidence_digest="d1")
                answer = ask_gate(leg, replace(known, objection=False, frozen=False, consumed=False))
                opened += answer.status is LegStatus.OPEN
    assert opened >= 2
