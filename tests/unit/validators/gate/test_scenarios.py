"""Situations from an agency's day that need no file, clock or network: papers, decision and gate together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    FATHER,
    FIRM_ACCOUNT,
    MOTHER,
    POLICY,
    SPOUSE,
    TABLE,
    TODAY,
    WORKER,
    leaf,
    living_case,
    make_death_record,
    make_joint_letter,
    make_record,
    make_relatives,
    make_voucher,
    relative_signatures,
    seal,
    signature,
    with_field,
    with_marks,
    with_remark,
    with_value,
)
from tests.unit.validators.gate.test_gate_facts import decided, third_party
from tests.unit.validators.rules.test_cases import child, letter_with_child
from validators.attempt import Attempt, GuardNotMet, Moment, change_evidence, decide, move_gate, propose
from validators.gate import ask_gate
from validators.judge import judge_case
from validators.lifecycle import DOCUMENT, WrongState, advance
from validators.model.claim import ClaimRecord
from validators.model.codes import LegStatus, MarkRole, Payee, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement
from validators.model.gate import Decision, Payment, People
from validators.model.others import OtherClaims, Outside

RECORD = make_record(filed_on=date(2021, 8, 1))
OPEN = Attempt(limit_fen=1000000, evidence_digest="d1")
WORD = Decision(1000000, "d1", "a1", "handler", None, date(2021, 10, 1))


def judged(
    record: ClaimRecord,
    *documents: DocumentReading,
    others: OtherClaims | None = None,
    outside: Outside | None = None,
) -> CaseJudgement:
    """Judge inside the service."""
    return judge_case(
        record,
        documents,
        today=TODAY,
        policy=POLICY,
        table=TABLE,
        inside_service=True,
        other_claims=others or OtherClaims(),
        outside=outside or Outside(),
    )


def opened() -> Attempt:
    """Walk a leg to its open gate: green, proposed, confirmed by another person, opened."""
    leg = move_gate(OPEN, "precheck_green", Moment("system", "", TODAY, green=True))
    leg = propose(leg, WORD)
    leg = decide(leg, "confirm", Moment("second_reviewer", "reviewer", TODAY))
    return move_gate(leg, "decision_confirmed", Moment("second_reviewer", "reviewer", TODAY))


def pay(attempt: Attempt) -> Attempt:
    """Consume the whole cap."""
    return move_gate(attempt, "consume", Moment("payout_system", "payout", TODAY, payment=Payment(1000000, "a1")))


def test_one_blurred_digit_of_the_account() -> None:
    """A doubted account is for a person to read, with its place; keyed by one person it holds, by two it opens."""
    doubted = with_field(make_voucher(), "payee_account", leaf("4499000099000000128", sure=False))
    papers = (doubted, *living_case()[1:])
    [finding] = judged(RECORD, *papers).findings
    assert (finding.code, finding.severity, finding.field) == ("FLD-002", Severity.F, "payee_account")
    assert finding.box is not None
    leg, facts = third_party(RECORD, papers)
    answer = decided(leg, facts, 1000000)
    assert (answer.status, answer.code) == (LegStatus.HOLD, "NO_DECISION")  # an F alone gives no code of its own
    keyed = (with_value(make_voucher(), "payee_account", FIRM_ACCOUNT), *living_case()[1:])
    leg, facts = third_party(RECORD, keyed)
    word = replace(WORD, confirmed_by="reviewer")
    known = replace(facts, decision=word, evidence_digest="d1", objection=False, frozen=False, consumed=False)
    alone = People(keyers=frozenset({"handler"}), keyers_alone=frozenset({"handler"}))
    assert ask_gate(leg, replace(known, people=alone)).code == "G-008"
    both = People(keyers=frozenset({"handler", "colleague"}))
    assert ask_gate(leg, replace(known, people=both)).status is LegStatus.OPEN


def test_one_receipt_in_two_claims() -> None:
    """The receipt counts in the claim that holds it and proves nothing in the other, which is told why."""
    used = OtherClaims(used_numbers=frozenset({"440601210000000001"}))
    first, second = judged(RECORD, *living_case()), judged(RECORD, *living_case(), others=used)
    assert (first.findings, first.verified_fen) == ((), {"MEDICAL": 1000000})
    assert "K-001" in {finding.code for finding in second.findings}
    assert second.verified_fen == {"MEDICAL": 140000}


def test_one_signature_on_two_vouchers() -> None:
    """The identical signature on two vouchers holds the firm's leg, and the worker's part is paid."""
    answer = judged(RECORD, *living_case(), outside=Outside(same_signatures=frozenset({make_voucher().sha256})))
    assert [finding.code for finding in answer.findings] == ["K-003"]
    assert [(leg.payee, leg.status, leg.reasons) for leg in answer.legs] == [
        (Payee.EMPLOYER, LegStatus.HOLD, ("K-003",)),
        (Payee.PERSON, LegStatus.OPEN, ()),
    ]


def test_objection_between_decision_and_batch() -> None:
    """The worker calls after the decision: the gate freezes, the batch row is held, the worker's own leg is paid."""
    frozen = move_gate(opened(), "objection", Moment("beneficiary", "worker", TODAY))
    assert (frozen.gate, frozen.stage) == ("FROZEN", "STALE")
    with pytest.raises(WrongState):
        pay(frozen)
    leg, facts = third_party(RECORD, living_case())
    word = replace(WORD, confirmed_by="reviewer")
    known = replace(facts, decision=word, people=People(), evidence_digest="d1", frozen=False, consumed=False)
    held = ask_gate(leg, replace(known, objection=True, payment=Payment(1000000, "a1")))
    assert (held.status, held.code, held.codes) == (LegStatus.HOLD, "OBJECTION", ("G-003",))
    person = next(one for one in judged(RECORD, *living_case()).legs if one.payee is Payee.PERSON)
    assert ask_gate(person, replace(known, objection=True)).cap_fen == 234567


def test_page_replaced_while_the_reviewer_confirms() -> None:
    """Evidence that changed between proposal and confirmation makes the decision stale; nothing opens."""
    leg = propose(move_gate(OPEN, "precheck_green", Moment("system", "", TODAY, green=True)), WORD)
    changed = change_evidence(leg, "d2", leg.limit_fen)
    assert (changed.gate, changed.stage) == ("CLOSED", "STALE")
    with pytest.raises(WrongState):
        decide(changed, "confirm", Moment("second_reviewer", "reviewer", TODAY))
    assert (change_evidence(opened(), "d2", 1000000).gate, change_evidence(opened(), "d2", 1000000).stage) == (
        "CLOSED",
        "STALE",
    )
    with pytest.raises(WrongState):
        pay(change_evidence(opened(), "d2", 1000000))


def test_consumed_twice() -> None:
    """The payout system consumes one leg twice: one goes through, the other is refused with G-006."""
    paid = pay(opened())
    assert (paid.gate, paid.paid_fen) == ("CONSUMED", 1000000)
    with pytest.raises(WrongState):
        pay(paid)
    leg, facts = third_party(RECORD, living_case())
    word = replace(WORD, confirmed_by="reviewer")
    known = replace(facts, decision=word, people=People(), evidence_digest="d1", objection=False, frozen=False)
    assert ask_gate(leg, replace(known, consumed=True)).code == "G-006"


def test_reader_dies_for_good() -> None:
    """After three deaths the paper is with a person, and whatever it was, no third party's leg is open meanwhile."""
    assert advance(DOCUMENT, "STORED", "open_failed", "system") == "MANUAL"
    assert advance(DOCUMENT, "MANUAL", "keyed", "handler") == "EXTRACTED"
    dead = with_remark(replace(make_voucher(), fields={}, rows={}, marks=()), "READER_DIED")
    leg, facts = third_party(RECORD, (dead, *living_case()[1:]))
    assert decided(leg, facts, leg.fen).status is LegStatus.HOLD


def test_relative_without_a_smartphone() -> None:
    """Counter staff upload for a relative who signed on paper: she is the signer, and the staff may not decide."""
    record = make_death_record(filed_on=date(2021, 8, 1))
    letter = make_joint_letter()
    assert judged(record, letter).findings == ()
    leg, facts = third_party(record, (letter,))
    word = replace(WORD, cap_fen=5400000, confirmed_by="counter")
    known = replace(facts, decision=word, evidence_digest="d1", objection=False, frozen=False, consumed=False)
    answer = ask_gate(leg, replace(known, people=People(uploaders=frozenset({"counter"}))))
    assert (answer.status, answer.code) == (LegStatus.HOLD, "G-008")
    as_staff = with_marks(letter, *relative_signatures()[:-1], signature("周旁人", MarkRole.RELATIVE))
    assert {"X-013", "X-015"} <= {finding.code for finding in judged(record, as_staff).findings}


def test_guardian_is_the_account_holder() -> None:
    """A minor's guardian who is also the holder of the joint account is for a person to look at."""
    record = make_death_record(filed_on=date(2021, 8, 1), relatives=(*make_relatives(), child()))
    own = {one.code: one for one in judged(record, letter_with_child(holder=SPOUSE)).findings}
    assert own["X-019"].severity is Severity.F
    assert own["X-019"].about["hint"] == "holder"
    assert judged(record, letter_with_child(holder=FATHER)).findings == ()


def test_overdue_firm_asks_again() -> None:
    """A firm with an overdue proof gets K-008 on its next request: its leg is held, the worker's is not."""
    answer = judged(RECORD, *living_case(), others=OtherClaims(overdue_obligations=True))
    assert [(leg.payee, leg.status, "K-008" in leg.reasons) for leg in answer.legs] == [
        (Payee.EMPLOYER, LegStatus.HOLD, True),
        (Payee.PERSON, LegStatus.OPEN, False),
    ]


BAD: dict[str, Callable[[], tuple[DocumentReading, ...]]] = {
    "no signature": lambda: (with_marks(make_voucher(), seal()), *living_case()[1:]),
    "no voucher": lambda: living_case()[1:],
    "another payee": lambda: (with_value(make_voucher(), "payee_name", MOTHER), *living_case()[1:]),
    "signed by proxy": lambda: (
        with_marks(make_voucher(), signature(WORKER, MarkRole.WORKER, proxy=SPOUSE), seal()),
        *living_case()[1:],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_two_people_are_not_enough(name: str) -> None:
    """Where signature, voucher or payee are wrong, two people's word alone opens nothing."""
    record = replace(RECORD, items=(replace(RECORD.items[0], claimed_advance_fen=1000000),))
    leg, facts = third_party(record, BAD[name]())
    assert decided(leg, facts, min(leg.fen, 1)).status is LegStatus.HOLD


def test_refused_steps_change_nothing() -> None:
    """A refused confirmation by the proposing person leaves the attempt as it was."""
    leg = propose(OPEN, WORD)
    with pytest.raises(GuardNotMet):
        decide(leg, "confirm", Moment("second_reviewer", "handler", TODAY))
    assert leg.stage == "PROPOSED"
