"""From papers and record to the gate: a whole valid case opens with two people, one thing amiss never does."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    POLICY,
    STRANGER,
    TABLE,
    TODAY,
    advance_case,
    leaf,
    living_case,
    make_advance_record,
    make_death_record,
    make_death_voucher,
    make_employer_letter,
    make_joint_letter,
    make_record,
    with_field,
    with_list,
    with_marks,
    with_remark,
    with_rows,
    with_value,
)
from validators.gate import ask_gate, split_leg
from validators.gate_facts import facts_of_papers
from validators.judge import judge_case
from validators.model.claim import ClaimItem, ClaimRecord
from validators.model.codes import LegStatus, Payee
from validators.model.evidence import DocumentReading
from validators.model.findings import Leg
from validators.model.gate import Decision, GateAnswer, GateFacts, Override, Payment, People
from validators.model.others import OtherClaims
from validators.model.policy import Policy

LIBERAL = Policy(employer_may_hold_unadvanced=True)
LIVING = (make_record(filed_on=date(2021, 8, 1)), living_case())
JOINT = (make_death_record(filed_on=date(2021, 8, 1)), (make_joint_letter(),))
DEATH = (make_advance_record(filed_on=date(2021, 8, 1)), (*advance_case(), make_employer_letter()))


def third_party(
    record: ClaimRecord, documents: tuple[DocumentReading, ...], policy: Policy = POLICY
) -> tuple[Leg, GateFacts]:
    """Judge a case inside the service and give its third party's leg with the facts of the papers."""
    judged = judge_case(
        record,
        documents,
        today=TODAY,
        policy=policy,
        table=TABLE,
        inside_service=True,
        other_claims=OtherClaims(),
    )
    leg = next(one for one in judged.legs if one.payee in (Payee.EMPLOYER, Payee.JOINT))
    return leg, facts_of_papers(leg, record, documents, judged, policy, TODAY)


def decided(leg: Leg, facts: GateFacts, cap: int, overrides: tuple[Override, ...] = ()) -> GateAnswer:
    """Ask the gate with all that the service adds, and nothing wrong with it."""
    word = Decision(cap, "d1", "a1", "handler", "reviewer", date(2021, 10, 1), overrides)
    whole = replace(
        facts,
        decision=word,
        people=People(),
        evidence_digest="d1",
        objection=False,
        frozen=False,
        consumed=False,
        payment=Payment(cap, "a1"),
    )
    return ask_gate(leg, whole)


@pytest.mark.parametrize(
    ("case", "cap", "code"),
    [(LIVING, 1000000, "ADVANCE_PROVEN"), (JOINT, 5400000, "JOINT_DESIGNATED"), (DEATH, 20000000, "ADVANCE_PROVEN")],
)
def test_valid_case_opens_with_two_people(
    case: tuple[ClaimRecord, tuple[DocumentReading, ...]], cap: int, code: str
) -> None:
    """A complete case opens for exactly what is proven once two people have decided, and not one fen more."""
    leg, facts = third_party(*case)
    answer = decided(leg, facts, cap)
    assert (answer.status, answer.code, answer.cap_fen) == (LegStatus.OPEN, code, cap)
    assert decided(leg, facts, cap + 1).status is LegStatus.HOLD
    assert ask_gate(leg, facts).status is LegStatus.HOLD


def test_liberal_policy_needs_both_papers() -> None:
    """Only a death with voucher and letter lets a firm hold more than it advanced, where the policy allows it."""
    record, documents = DEATH
    leg, facts = third_party(record, documents, LIBERAL)
    assert facts.may_hold_unadvanced
    answer = decided(leg, facts, leg.fen)
    assert (answer.code, answer.cap_fen) == ("JOINT_DESIGNATED_EMPLOYER", 87668000)
    assert not third_party(record, documents)[1].may_hold_unadvanced
    assert not third_party(record, documents[:-1], LIBERAL)[1].may_hold_unadvanced
    living = third_party(*LIVING, LIBERAL)
    assert not living[1].may_hold_unadvanced
    assert third_party(record, (documents[0], documents[-1]), LIBERAL)[1].may_hold_unadvanced


def test_letter_for_another_item_is_no_letter() -> None:
    """Where relatives designate the firm for one item only, its letter lifts no limit of another (AMB-08)."""
    record, (*papers, letter) = DEATH
    to_firm = replace(record, items=tuple(replace(one, remainder_to=Payee.EMPLOYER) for one in record.items))
    other = with_marks(with_list(letter, "items", "FUNERAL"))
    leg, facts = third_party(to_firm, (*papers, other), LIBERAL)
    assert leg.item == "DEATH_LUMP"
    assert not facts.may_hold_unadvanced
    assert (facts.blocks or ())[0] == "NO_EMPLOYER_LETTER"
    assert decided(leg, facts, 20000000).status is LegStatus.HOLD
    doubted = replace(letter, lists={**letter.lists, "items": (leaf("DEATH_LUMP", sure=False),)})
    leg, facts = third_party(to_firm, (*papers, doubted), LIBERAL)
    assert not facts.may_hold_unadvanced
    assert "NO_EMPLOYER_LETTER" not in (facts.blocks or ())


@pytest.mark.parametrize(("remark", "code"), [("BLANK_FORM", "DOC-006"), ("NOT_OPENABLE", "DOC-001")])
def test_useless_paper_is_never_overridden(remark: str, code: str) -> None:
    """A blank or shut voucher or letter is named by its own fault, and overriding that does not replace it (R4-02a)."""
    voucher, letter = make_death_voucher(), DEATH[1][-1]
    for bad, good, missing in (
        (voucher, (letter, *advance_case()[1:]), "NO_VOUCHER"),
        (letter, advance_case(), "NO_EMPLOYER_LETTER"),
    ):
        empty = with_remark(replace(bad, fields={}, rows={}, lists={}, marks=()), remark)
        record = replace(DEATH[0], items=tuple(replace(one, remainder_to=Payee.EMPLOYER) for one in DEATH[0].items))
        leg, facts = third_party(record, (*good, empty), LIBERAL)
        assert ((facts.blocks or ())[0], (facts.blocks or ())[-1]) == (code, missing)
        assert not facts.may_hold_unadvanced
        let_pass = tuple(Override(one, "急") for one in facts.blocks or ())
        answer = decided(leg, replace(facts, flags=(), not_run=()), 1, let_pass)
        assert (answer.status, answer.code) == (LegStatus.HOLD, missing)


def test_nothing_proven_is_nothing() -> None:
    """A voucher without receipts and slips proves not one fen."""
    assert third_party(LIVING[0], LIVING[1][:1])[1].verified_fen == 0


def test_open_b_and_f_stand_apart() -> None:
    """A B on the papers is a block, an F a flag; a line that does not count is neither."""
    record, documents = LIVING
    leg, facts = third_party(record, (with_marks(documents[0]), *documents[1:]))
    assert "SIG-001" in (facts.blocks or ())
    leg, facts = third_party(record, (with_value(documents[0], "injury_date", "2021-06-27"), *documents[1:]))
    assert (facts.blocks, facts.flags) == ((), ("X-004",))
    other = with_value(replace(documents[1], sha256="other"), "receipt_number", "0000000009")
    leg, facts = third_party(record, (*documents, with_value(other, "patient_name", STRANGER)))
    assert (facts.blocks, facts.flags, facts.not_run) == ((), (), ())
    assert decided(leg, facts, 1000000).status is LegStatus.OPEN


@pytest.mark.parametrize(("filed", "in_force"), [(date(2021, 6, 15), True), (date(2021, 6, 14), False), (None, None)])
def test_rules_by_filing_day(filed: date | None, in_force: bool | None) -> None:
    """The rule set of the filing day counts; an unknown day is unknown."""
    _, facts = third_party(replace(LIVING[0], filed_on=filed), LIVING[1])
    assert facts.rules_in_force is in_force


def test_a_claim_in_doubt_is_a_flag() -> None:
    """An amount that no item takes for sure is claimed whole, and a person reads it before the gate (CONTRACT §2)."""
    items = (ClaimItem("MEDICAL", 1234567, None), ClaimItem("REHAB", 500000, None))
    record, (voucher, *papers) = replace(LIVING[0], items=items), LIVING[1]
    first, *lines = voucher.rows["lines"]
    bare = with_rows(voucher, "lines", {name: cell for name, cell in first.items() if name != "item"}, *lines)
    leg, facts = third_party(record, (bare, *papers))
    assert (leg.item, leg.fen) == ("MEDICAL", 1234567)
    assert facts.flags == ("FLD-002",)
    doubted = replace(bare, fields={**bare.fields, "worker_name": replace(bare.fields["worker_name"], sure=False)})
    _, twice = third_party(record, (doubted, *papers))
    assert twice.flags.count("FLD-002") == 1  # the paper's own doubt says it already
    assert decided(leg, facts, facts.verified_fen or 1).status is LegStatus.HOLD


def test_no_dispute_is_a_fact_of_the_gate() -> None:
    """Where nobody wrote down the dispute the gate says what the route said, under the policy that asks for one."""
    record, (letter,) = JOINT
    silent = replace(record, dispute_recorded=False)
    unsure = with_field(letter, "dispute", leaf(True, sure=False))
    leg, facts = third_party(silent, (unsure,))
    assert leg.code == "NO_DISPUTE_RECORDED"
    answer = decided(leg, replace(facts, flags=()), 5400000)
    assert (answer.status, answer.code) == (LegStatus.HOLD, "NO_DISPUTE_RECORDED")
    assert not third_party(silent, (unsure,), Policy(joint_needs_recorded_dispute=False))[1].dispute_missing
    assert not third_party(silent, (letter, *advance_case()))[1].dispute_missing


def test_duty_counts_what_was_claimed() -> None:
    """Proof beyond the claim makes the duty to pass on no smaller: V is the smaller of both (§1.5)."""
    record, documents = DEATH
    less = replace(record, items=tuple(replace(one, claimed_advance_fen=15000000) for one in record.items))
    leg, facts = third_party(less, documents, LIBERAL)
    assert facts.verified_fen == 15000000
    assert facts.flags == ("X-022",)  # record and paper differ: a person has looked
    answer = decided(leg, replace(facts, flags=()), leg.fen)
    assert split_leg(leg, answer, facts)[0].obligation_fen == leg.fen - 15000000
