"""What counts as claimed: the record first, then the vouchers; doubt claims everything (CONTRACT §2)."""

from dataclasses import replace

from tests.builders import leaf, make_reading, make_record, make_voucher, row, with_field, with_remark, with_rows
from validators.advance import claimed_advance
from validators.model.claim import ClaimItem
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading

SILENT = make_record(items=(ClaimItem("MEDICAL", 1234567), ClaimItem("CARE", 100000)))
TWO = make_record(items=(ClaimItem("MEDICAL", 1234567), ClaimItem("REHAB", 500000)))


def plain(fen: int, item: str = "MEDICAL") -> DocumentReading:
    """Build a voucher of one line without a receipt number."""
    return with_rows(make_voucher(), "lines", row(item=item, amount=fen))


def test_record_counts() -> None:
    """The record's amount routes, whatever the voucher says."""
    record = make_record(items=(ClaimItem("MEDICAL", 1234567, 500),))
    assert claimed_advance(record, (make_voucher(),)).fen == {"MEDICAL": 500}


def test_voucher_lines_count() -> None:
    """Where the record is silent, the voucher's lines of the item are the claim."""
    assert claimed_advance(SILENT, (make_voucher(),)).fen == {"MEDICAL": 1000000, "CARE": 0}


def test_total_without_lines() -> None:
    """Without lines the total counts if the claim has one item that an employer can have advanced."""
    bare = with_rows(make_voucher(), "lines")
    assert claimed_advance(SILENT, (bare,)).fen["MEDICAL"] == 1000000
    assert claimed_advance(TWO, (bare,)).fen == {"MEDICAL": 0, "REHAB": 0}


def test_no_voucher_claims_nothing() -> None:
    """Without a voucher nobody claims an advance."""
    assert claimed_advance(SILENT, ()).fen == {"MEDICAL": 0, "CARE": 0}


def test_receipt_number_counts_once() -> None:
    """Two vouchers that name the same receipts claim them once."""
    again = replace(make_voucher(), sha256="again")
    assert claimed_advance(SILENT, (make_voucher(), again)).fen["MEDICAL"] == 1000000


def test_rivals_without_numbers() -> None:
    """Of two vouchers for one item without receipt numbers the larger counts, and a person looks."""
    claimed = claimed_advance(SILENT, (plain(300), plain(500)))
    assert claimed.fen["MEDICAL"] == 500
    assert claimed.rivals == {"MEDICAL"}


def test_doubted_amount_claims_everything() -> None:
    """While a line's amount is not sure, every item that can be advanced counts as claimed whole."""
    doubted = with_rows(make_voucher(), "lines", {"item": leaf("MEDICAL"), "amount": leaf(100, sure=False)})
    claimed = claimed_advance(TWO, (doubted,))
    assert claimed.fen == {"MEDICAL": 1234567, "REHAB": 500000}
    assert claimed.doubtful == {"MEDICAL", "REHAB"}


def test_unread_voucher_claims_everything() -> None:
    """A voucher whose reader died, or a shut file declared as one, counts as claimed whole."""
    died = with_remark(make_reading(DocumentKind.ADV_VOUCHER, "dead"), "READER_DIED")
    shut = with_remark(make_reading(DocumentKind.OTHER, "shut", declared=DocumentKind.ADV_VOUCHER), "NOT_OPENABLE")
    for paper in (died, shut):
        assert claimed_advance(SILENT, (paper,)).fen == {"MEDICAL": 1234567, "CARE": 0}


def test_doubt_leaves_the_record_alone() -> None:
    """An amount that the record gives is not doubted because of a paper."""
    doubted = with_field(with_rows(make_voucher(), "lines"), "total_figures", leaf(1, sure=False))
    assert claimed_advance(make_record(), (doubted,)).fen == {"MEDICAL": 1000000}
