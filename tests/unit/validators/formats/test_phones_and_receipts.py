"""Telephone extensions and country codes; VAT invoices and keys of receipts beyond the table."""

from datetime import date

import pytest

from validators.formats.phone import judge_phone
from validators.formats.receipt import judge_receipt, receipt_key

DAY = date(2021, 6, 20)


@pytest.mark.parametrize("text", ["020-88888888转123", "020-88888888-123", "(020)88888888ext.5"])
def test_extension_is_a_flag(text: str) -> None:
    """An extension is told and is no part of the number."""
    verdict = judge_phone(text)
    assert (verdict.verdict, verdict.normal, verdict.flags) == ("OK_LANDLINE", "02088888888", ("EXTENSION",))


@pytest.mark.parametrize(
    ("text", "verdict", "normal"),
    [
        ("+86 20 8888 8888", "OK_LANDLINE", "02088888888"),
        ("+8613800138000", "OK_MOBILE", "13800138000"),
        ("+8612", "BAD_NUMBER", "12"),
        ("+86755", "BAD_NUMBER", "755"),
    ],
)
def test_country_code(text: str, verdict: str, normal: str) -> None:
    """The country code goes; a landline gets its 0 back, nothing else does, and no flag is left."""
    judged = judge_phone(text)
    assert (judged.verdict, judged.normal, judged.flags) == (verdict, normal, ())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("4400211130 12345678 123456", "OK"),
        ("4400211130 12345678 12345678901234567890", "OK"),
        ("4400211130 12345678 1234567", "BAD_CHECK_CODE"),
        ("4400211130 12345678", "OK"),
        ("44060121 0000000001 fc0971 x", "BAD_CHECK_CODE"),
        ("4400211130 12345678 123456 x", "BAD_CODE"),
    ],
)
def test_numbers_of_invoices(text: str, verdict: str) -> None:
    """A VAT invoice's check code has 6 or 20 digits; a fourth part is no receipt."""
    assert judge_receipt(text, DAY).verdict == verdict


def test_normal_form_of_too_many_parts() -> None:
    """What is no receipt keeps its parts with one blank between."""
    assert judge_receipt("44060121  0000000001 fc0971 x", DAY).normal == "44060121 0000000001 fc0971 x"


def test_digital_number_needs_no_code() -> None:
    """A number of 20 digits is a key by itself; beside a wrong code it is none."""
    assert receipt_key("", "24442000000012345678") == "24442000000012345678"
    assert receipt_key("4406", "24442000000012345678") is None
