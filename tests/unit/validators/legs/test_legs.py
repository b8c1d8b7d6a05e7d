"""Legs of a case before any human decision: codes, reasons, reach of findings (DOMAIN §1.5, CONTRACT §2–3)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    FATHER,
    MOTHER,
    SPOUSE,
    STRANGER,
    WORKER,
    advance_case,
    fields,
    leaf,
    living_case,
    make_advance_record,
    make_death_record,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_reading,
    make_record,
    make_relatives,
    make_settled_record,
    make_voucher,
    relative_signatures,
    row,
    seal,
    signature,
    with_field,
    with_list,
    with_marks,
    with_remark,
    with_rows,
    with_value,
)
from tests.unit.validators.rules.asking import ask
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Worker
from validators.model.codes import CardStatus, DocumentKind, MarkRole, Payee
from validators.model.evidence import DocumentReading
from validators.model.findings import Leg

Short = tuple[str, str, int, str, str]


def legs(record: ClaimRecord, *documents: DocumentReading) -> list[Short]:
    """Give the legs of a case in short form."""
    return [(leg.item, leg.payee.value, leg.fen, leg.status.value, leg.code) for leg in ask(record, *documents).legs]


def employer_leg(record: ClaimRecord, *documents: DocumentReading) -> Leg:
    """Give the first EMPLOYER leg of a case."""
    return next(leg for leg in ask(record, *documents).legs if leg.payee is Payee.EMPLOYER)


UNSIGNED = with_marks(make_voucher(), signature(WORKER, MarkRole.WORKER, present=False), seal())


def test_complete_case_waits_for_two_people() -> None:
    """W16: all checks green, nobody has decided; the worker's own part goes out."""
    assert legs(make_record(), *living_case()) == [
        ("MEDICAL", "EMPLOYER", 1000000, "HOLD", "NO_DECISION"),
        ("MEDICAL", "PERSON", 234567, "OPEN", "SSC"),
    ]


def test_unsigned_voucher() -> None:
    """W02: the missing signature holds the employer and never the worker."""
    assert legs(make_record(), UNSIGNED, *living_case()[1:]) == [
        ("MEDICAL", "EMPLOYER", 1000000, "HOLD", "SIG-001"),
        ("MEDICAL", "PERSON", 234567, "OPEN", "SSC"),
    ]


def test_no_voucher() -> None:
    """Without a voucher the employer's leg is held under NO_VOUCHER, whatever else is wrong."""
    leg = employer_leg(make_record(), *living_case()[1:])
    assert (leg.code, leg.reasons) == ("NO_VOUCHER", ())


def test_first_block_counts_and_reasons_list_all() -> None:
    """The code is the first open B in the order of the checks; the reasons are all B and F."""
    faulty = with_value(
        with_field(UNSIGNED, "payee_bank", leaf("某银行", sure=False)), "worker_id", "449900198802291029"
    )
    leg = employer_leg(make_record(), with_field(faulty, "payee_bank", None), *living_case()[1:])
    assert leg.code == "FLD-001"
    assert leg.reasons == ("FLD-001", "SIG-001", "X-001")


def test_open_f_keeps_the_code() -> None:
    """An F stands in the reasons; without a B the code stays NO_DECISION."""
    leg = employer_leg(make_record(), make_voucher())
    assert (leg.code, leg.reasons) == ("NO_DECISION", ("X-007",))


def test_line_findings_never_are_the_code() -> None:
    """A line that does not count stands in the reasons and does not shut the gate."""
    wages = row(item="WAGE_CONTINUATION", amount=100)
    voucher = with_rows(make_voucher(), "lines", *make_voucher().rows["lines"], wages)
    total = replace(voucher, fields={**voucher.fields, **fields(total_figures=1000100, total_upper=1000100)})
    leg = employer_leg(make_record(), total, *living_case()[1:])
    assert leg.code == "NO_DECISION"
    assert "X-025" in leg.reasons


def test_reach_by_items() -> None:
    """A finding on a voucher for one item does not reach the employer's leg of another; without items all."""
    record = make_record(items=(ClaimItem("MEDICAL", 1234567, 1000000), ClaimItem("REHAB", 5000, 5000)))
    by_item = {leg.item: leg for leg in ask(record, UNSIGNED).legs if leg.payee is Payee.EMPLOYER}
    assert "SIG-001" in by_item["MEDICAL"].reasons
    assert "SIG-001" not in by_item["REHAB"].reasons
    bare = {leg.item: leg for leg in ask(record, with_rows(UNSIGNED, "lines")).legs if leg.payee is Payee.EMPLOYER}
    assert "SIG-001" in bare["REHAB"].reasons


def test_reach_of_a_proof() -> None:
    """A faulty proof of passing on holds no leg."""
    proof = with_marks(make_proof(), seal())
    assert employer_leg(make_settled_record(), *advance_case(), proof).code == "NO_DECISION"


def test_reach_of_other_papers() -> None:
    """Another paper reaches the legs whose signers it names; naming nobody it reaches all."""
    bad_id = "449900199003071010"
    stranger = make_reading(DocumentKind.ID_CARD, "id", fields=fields(name=STRANGER, id_no=bad_id))
    worker = make_reading(DocumentKind.ID_CARD, "id", fields=fields(name=WORKER, id_no=bad_id))
    nobody = make_reading(DocumentKind.ID_CARD, "id", fields=fields(id_no=bad_id))
    assert "ID-001" not in employer_leg(make_record(), *living_case(), stranger).reasons
    assert "ID-001" in employer_leg(make_record(), *living_case(), worker).reasons
    assert "ID-001" in employer_leg(make_record(), *living_case(), nobody).reasons


def test_joint_letter_routes() -> None:
    """W08/W09 before the decision: both items go to the joint account once two people decide."""
    assert legs(make_death_record(), make_joint_letter()) == [
        ("FUNERAL", "JOINT", 5400000, "HOLD", "NO_DECISION"),
        ("DEATH_LUMP", "JOINT", 87668000, "HOLD", "NO_DECISION"),
    ]


def test_joint_letter_misses_one() -> None:
    """W11: a relative who did not sign holds the joint account."""
    letter = with_marks(make_joint_letter(), *relative_signatures()[:2], signature(MOTHER, present=False))
    assert {leg[4] for leg in legs(make_death_record(), letter)} == {"SIG-007"}


def test_no_dispute_anywhere() -> None:
    """W19: without a recorded dispute the joint account waits under its own code."""
    letter = with_value(make_joint_letter(), "dispute", False)
    assert {leg[4] for leg in legs(make_death_record(dispute_recorded=False), letter)} == {"NO_DISPUTE_RECORDED"}


def test_dispute_on_another_paper() -> None:
    """A paper about the dispute is enough for the routing."""
    letter = with_value(make_joint_letter(), "dispute", False)
    paper = make_reading(DocumentKind.DISPUTE_RECORD, "dispute", fields=fields(name=SPOUSE))
    codes = {leg[4] for leg in legs(make_death_record(dispute_recorded=False), letter, paper)}
    assert codes == {"NO_DECISION"}


def test_no_joint_letter() -> None:
    """The record sends the rest to a joint account, and no letter is there."""
    record = make_death_record(items=(ClaimItem("FUNERAL", 100, 0, Payee.JOINT),))
    assert legs(record) == [("FUNERAL", "JOINT", 100, "HOLD", "NO_JOINT_LETTER")]


def test_dispute_without_letter() -> None:
    """W21/W22: the lump sum waits for the family; the survivor pension does not."""
    record = make_death_record(
        items=(ClaimItem("DEATH_LUMP", 87668000), ClaimItem("SURVIVOR_PENSION", 320000)),
        allocation=(Allocation("SURVIVOR_PENSION", 1, 160000), Allocation("SURVIVOR_PENSION", 2, 160000)),
    )
    assert legs(record) == [
        ("DEATH_LUMP", "PERSON", 87668000, "HOLD", "DISPUTED_NO_JOINT_DESIGNATION"),
        ("SURVIVOR_PENSION", "PERSON", 160000, "OPEN", "SSC"),
        ("SURVIVOR_PENSION", "PERSON", 160000, "OPEN", "SSC"),
    ]


def test_no_employer_letter() -> None:
    """The record sends the rest to the employer, and the relatives' letter is not there."""
    record = make_advance_record(items=(ClaimItem("DEATH_LUMP", 87668000, 20000000, Payee.EMPLOYER),))
    assert employer_leg(record, *advance_case()).code == "NO_EMPLOYER_LETTER"


def test_allocation_must_add_up() -> None:
    """W18: shares that do not add up to what persons get are not known."""
    record = make_advance_record(allocation=(Allocation("DEATH_LUMP", 1, 1),))
    assert ("DEATH_LUMP", "PERSON", 67668000, "HOLD", "ALLOCATION_UNKNOWN") in legs(record, *advance_case())


def test_persons_are_named() -> None:
    """A known allocation names each relative's share."""
    shares = [
        (leg.beneficiary, leg.fen)
        for leg in ask(make_advance_record(), *advance_case()).legs
        if leg.payee is Payee.PERSON
    ]
    assert shares == [(1, 33834000), (2, 33834000)]


@pytest.mark.parametrize(
    ("card", "passbook", "code"),
    [
        (CardStatus.NOT_ACTIVE, False, "CARD_NOT_ACTIVE"),
        (CardStatus.NONE, False, "CARD_NONE"),
        (CardStatus.UNKNOWN, False, "CARD_UNKNOWN"),
        (CardStatus.NONE, True, "PASSBOOK_EXCEPTION"),
    ],
)
def test_cards(card: CardStatus, passbook: bool, code: str) -> None:
    """W06/W07: the worker's card decides about the worker's part, never about the employer's."""
    record = make_record(worker=Worker(WORKER, "449900199003071016", card, passbook))
    assert legs(record, *living_case())[1][4] == code


def test_worst_card_of_the_family() -> None:
    """In a death claim the worst card among the item's beneficiaries decides; others' cards do not."""
    known = make_relatives()
    others = (replace(known[0], card=CardStatus.NONE), *known[1:])
    mother = (*known[:2], replace(known[2], card=CardStatus.NOT_ACTIVE))
    assert legs(make_advance_record(relatives=others), *advance_case())[1][4] == "SSC"
    assert legs(make_advance_record(relatives=mother), *advance_case())[1][4] == "CARD_NOT_ACTIVE"


def test_doubted_voucher_holds_every_item() -> None:
    """A doubted amount claims every item whole, with FLD-002 among the reasons (CONTRACT §2)."""
    record = make_record(items=(ClaimItem("MEDICAL", 1234567), ClaimItem("REHAB", 5000)))
    cell = {"item": leaf("MEDICAL"), "amount": leaf(1000000, sure=False)}
    voucher = with_rows(make_voucher(), "lines", cell)
    judged = ask(record, voucher, *living_case()[1:]).legs
    assert [(leg.item, leg.payee, leg.fen) for leg in judged] == [
        ("MEDICAL", Payee.EMPLOYER, 1234567),
        ("REHAB", Payee.EMPLOYER, 5000),
    ]
    assert all("FLD-002" in leg.reasons for leg in judged)


def test_shut_file_declared_as_voucher() -> None:
    """A voucher that cannot be opened is no missing voucher: DOC-001 holds, and the whole counts as claimed."""
    shut = with_remark(make_reading(DocumentKind.OTHER, "x", declared=DocumentKind.ADV_VOUCHER), "NOT_OPENABLE")
    leg = employer_leg(make_record(items=(ClaimItem("MEDICAL", 1234567),)), shut)
    assert (leg.fen, leg.code, leg.reasons) == (1234567, "DOC-001", ("DOC-001", "FLD-002"))


def test_denials() -> None:
    """W05, W17, W10: periodic money, the employer's own items and other items into the joint account."""
    record = make_record(items=(ClaimItem("CARE", 450000, 450000), ClaimItem("EMPLOYMENT_LUMP", 100, 100)))
    assert legs(record) == [
        ("CARE", "EMPLOYER", 0, "DENY", "PERIODIC_NEVER_EMPLOYER"),
        ("CARE", "PERSON", 450000, "OPEN", "SSC"),
        ("EMPLOYMENT_LUMP", "EMPLOYER", 100, "DENY", "EMPLOYER_LIABILITY"),
    ]
    pension = make_death_record(items=(ClaimItem("SURVIVOR_PENSION", 320000, 0),))
    letter = with_list(make_joint_letter(), "items", "SURVIVOR_PENSION")
    assert ("SURVIVOR_PENSION", "JOINT", 0, "DENY", "JOINT_ONLY_FUNERAL_AND_DEATH_LUMP") in legs(pension, letter)


def test_unclaimed_money_is_the_persons() -> None:
    """Without a claim by the employer the whole item is the worker's, whatever papers lie beside it."""
    record = make_record(items=(ClaimItem("DISABILITY_LUMP", 6300000, 0),))
    assert legs(record, UNSIGNED) == [("DISABILITY_LUMP", "PERSON", 6300000, "OPEN", "SSC")]


def test_claim_before_the_notice() -> None:
    """A claim from before the notice has no rule version here: third parties wait, the worker does not."""
    record = make_record(filed_on=date(2021, 6, 14))
    assert [leg[4] for leg in legs(record, *living_case())] == ["NO_RULE_VERSION", "SSC"]


def test_unknown_relatives_hold_the_letter_not_the_voucher() -> None:
    """A datum that the record lacks holds the legs of the papers that it would have judged."""
    leg = next(one for one in ask(make_death_record(relatives=None), make_joint_letter()).legs)
    assert leg.code in {"X-013", "X-021"}
    assert "X-015" in leg.reasons


def test_employer_letter_adds_nothing_by_default() -> None:
    """W13: the strict policy gives the employer its advance only."""
    judged = legs(make_advance_record(), *advance_case(), make_employer_letter())
    assert judged[0] == ("DEATH_LUMP", "EMPLOYER", 20000000, "HOLD", "NO_DECISION")
    assert FATHER != MOTHER
    assert sum(leg[2] for leg in judged) == 87668000
