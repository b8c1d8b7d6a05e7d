"""What is proven: unique receipts, slips and the signed voucher, by the weakest link (DOMAIN §2.3)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    HOSPITAL,
    STRANGER,
    WORKER,
    advance_case,
    fields,
    leaf,
    living_case,
    make_advance_record,
    make_proof,
    make_receipt,
    make_record,
    make_slip,
    make_voucher,
    row,
    with_field,
    with_rows,
    with_value,
)
from validators.advance import verified_advance
from validators.model.claim import ClaimItem
from validators.model.evidence import DocumentReading

RECEIPTS = (make_receipt(), make_receipt("0000000002", "2021-07-20", 140000))
SLIPS = living_case()[3:]
CASH = with_value(make_voucher(), "pay_method", "CASH")


def proven(*documents: DocumentReading, believe: bool = False) -> int:
    """Give the fen proven for the living worker's medical costs."""
    return verified_advance(make_record(), documents, believe=believe).fen.get("MEDICAL", 0)


def receipt(**changes: object) -> DocumentReading:
    """Change values of the first receipt."""
    return replace(make_receipt(), fields={**make_receipt().fields, **fields(**changes)})  # type: ignore[arg-type]


PROVEN: dict[str, tuple[int, tuple[DocumentReading, ...]]] = {
    "voucher, receipts and slips": (1000000, living_case()),
    "no slip and no word of cash": (0, (make_voucher(), *RECEIPTS)),
    "no receipt": (0, (make_voucher(), *SLIPS)),
    "no voucher": (0, (*RECEIPTS, *SLIPS)),
    "cash confirmed by the worker": (1000000, (CASH, *RECEIPTS)),
    "one receipt missing": (860000, (make_voucher(), RECEIPTS[0], *SLIPS)),
    "one receipt twice": (860000, (make_voucher(), RECEIPTS[0], RECEIPTS[0], *SLIPS)),
    "slip smaller than the receipt": (
        500000,
        (make_voucher(), RECEIPTS[0], make_slip("S1", "2021-07-02", 500000)),
    ),
    "slip larger than the receipt": (
        860000,
        (make_voucher(), RECEIPTS[0], make_slip("S1", "2021-07-02", 99900000)),
    ),
    "one slip for both": (1000000, (make_voucher(), *RECEIPTS, make_slip("S1", "2021-07-20", 1000000))),
    "slip to the worker": (860000, (make_voucher(), RECEIPTS[0], make_slip("S1", fen=860000, payee=WORKER))),
    "slip to a stranger": (0, (make_voucher(), RECEIPTS[0], make_slip("S1", fen=860000, payee=STRANGER))),
    "same slip twice": (500000, (make_voucher(), *RECEIPTS, *[make_slip("S1", fen=500000)] * 2)),
    "paid by another firm": (
        0,
        (make_voucher(), RECEIPTS[0], with_value(make_slip(), "payer_name", "虚构市另一公司")),
    ),
    "insurance paid a part": (
        600000,
        (make_voucher(), receipt(paid_insurance=260000, paid_cash=600000), *SLIPS),
    ),
    "cash part not printed": (
        600000,
        (make_voucher(), with_field(receipt(paid_insurance=260000), "paid_cash", None), *SLIPS),
    ),
    "another patient": (0, (make_voucher(), receipt(patient_name=STRANGER), *SLIPS)),
    "before the injury": (0, (make_voucher(), receipt(issue_date="2021-06-27"), *SLIPS)),
    "on the day of the injury": (
        860000,
        (make_voucher(), receipt(issue_date="2021-06-28"), *SLIPS),
    ),
    "doubted receipt": (
        140000,
        (make_voucher(), with_field(RECEIPTS[0], "total_figures", leaf(860000, sure=False)), RECEIPTS[1], *SLIPS),
    ),
    "money passed on later is no advance": (
        0,
        (make_voucher(), RECEIPTS[0], make_slip("TEST202110080001"), make_proof()),
    ),
}


@pytest.mark.parametrize("name", PROVEN)
def test_proven(name: str) -> None:
    """Each kind of evidence proves what its weakest link allows."""
    fen, documents = PROVEN[name]
    assert proven(*documents) == fen


def test_order_does_not_matter() -> None:
    """The proven amount is the same for papers in any order."""
    assert proven(*reversed(living_case())) == 1000000


def test_line_limits_its_receipt() -> None:
    """A receipt proves no more than the line that confirms it."""
    lines = row(item="MEDICAL", receipt_no="44060121-0000000001", date="2021-07-02", amount=300000)
    assert proven(with_rows(make_voucher(), "lines", lines), RECEIPTS[0], *SLIPS) == 300000


def test_pool_in_date_order() -> None:
    """Receipts that no line names share the voucher's total for the item."""
    pool = with_rows(make_voucher(), "lines", row(item="MEDICAL", amount=900000))
    assert proven(pool, *RECEIPTS, *SLIPS) == 900000


def test_believing_counts_doubted_readings() -> None:
    """What could come out once a person has looked counts doubted readings as read."""
    doubted = with_field(RECEIPTS[0], "total_figures", leaf(860000, sure=False))
    assert proven(make_voucher(), doubted, RECEIPTS[1], *SLIPS, believe=True) == 1000000


def test_slip_that_names_a_receipt_feeds_it() -> None:
    """A slip whose purpose names a receipt feeds that one and no other."""
    slip = with_value(make_slip("S1", "2021-07-02", 860000), "purpose", "44060121-0000000002 医疗费")
    assert proven(make_voucher(), *RECEIPTS, slip) == 140000


def test_hospital_must_fit() -> None:
    """A slip to one hospital pays no receipt of another."""
    elsewhere = with_value(RECEIPTS[0], "hospital_name", "虚构市中医院")
    assert proven(make_voucher(), elsewhere, make_slip("S1", payee=HOSPITAL)) == 0


def test_lump_sum_by_slip_and_voucher() -> None:
    """One-time items have no receipts: slips to the relatives and the signed voucher prove them."""
    record = make_advance_record()
    assert verified_advance(record, advance_case()).fen == {"DEATH_LUMP": 20000000}
    assert verified_advance(record, advance_case()[:2]).fen == {"DEATH_LUMP": 10000000}
    assert verified_advance(record, advance_case()[:1]).fen == {}


def test_no_fen_twice_over_items() -> None:
    """A slip to the worker is used for one item or the other, never for both."""
    record = make_record(items=(ClaimItem("MEDICAL", 900000), ClaimItem("DISABILITY_LUMP", 900000)))
    both = with_rows(
        make_voucher(),
        "lines",
        row(item="MEDICAL", receipt_no="44060121-0000000001", amount=860000),
        row(item="DISABILITY_LUMP", amount=500000),
    )
    found = verified_advance(record, (both, RECEIPTS[0], make_slip("S1", payee=WORKER)))
    assert sum(found.fen.values()) == 860000


def test_used_elsewhere() -> None:
    """A receipt or a slip that counts in another claim proves nothing here (K-001)."""
    case = (make_voucher(), *RECEIPTS, *SLIPS)
    by_receipt = verified_advance(make_record(), case, used=frozenset({"440601210000000001"}))
    by_slip = verified_advance(make_record(), case, used=frozenset({"TEST202107200001"}))
    assert by_receipt.fen == {"MEDICAL": 140000}
    assert by_slip.fen == {"MEDICAL": 860000}


def test_slip_before_the_injury() -> None:
    """Money paid before the injury advanced nothing."""
    early = make_slip("S1", "2021-06-01")
    assert proven(make_voucher(), RECEIPTS[0], early) == 0
    assert date(2021, 6, 1) < make_record().injury_date
