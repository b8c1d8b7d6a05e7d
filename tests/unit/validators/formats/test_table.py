"""Every row of the table of written values, through the door that outsiders use."""

from datetime import date
from typing import Any

import pytest

from tests.data import table
from validators.formats.dispatch import KINDS, judge_format
from validators.formats.verdict import FormatVerdict

TODAY = "2026-11-24"
ROWS = table("formats")


def _name(row: dict[str, Any]) -> str:
    return f"{row['kind']}-{row['value'][:24]}"


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_value_is_judged_as_the_table_says(row: dict[str, Any]) -> None:
    """Each written value gets its verdict, and where the table has them its folded value and flags."""
    day = date.fromisoformat(row.get("on", TODAY))
    verdict = judge_format(row["kind"], row["value"], row.get("as"), day)
    assert verdict.verdict == row["verdict"]
    if "normal" in row:
        assert verdict.normal == row["normal"]
    if "flags" in row:
        assert list(verdict.flags) == row["flags"]


def test_table_covers_every_kind() -> None:
    """No kind of value is without a row."""
    assert {row["kind"] for row in ROWS} == KINDS


@pytest.mark.parametrize(("kind", "as_"), [("colour", None), ("", None), ("bank_account", "PIGGY_BANK")])
def test_unknown_kind_is_refused(kind: str, as_: str | None) -> None:
    """A kind that we do not know is a mistake of the caller, not a verdict."""
    with pytest.raises(ValueError, match=r"must be|not one of"):
        judge_format(kind, "1", as_, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("word", "usable"),
    [("OK", True), ("WARN_YEAR_MISMATCH", True), ("OK_NO_CHECKSUM", True), ("BAD_LUHN", False)],
)
def test_usable_words(word: str, usable: bool) -> None:
    """Warnings leave a value usable, faults do not."""
    assert FormatVerdict(word, None).ok is usable


def test_an_id_number_is_no_account_even_when_luhn_agrees() -> None:
    """The worker's ID number passes Luhn by chance; it must not be usable as a card."""
    verdict = judge_format("bank_account", "449900199003071016", "CARD", date(2021, 6, 15))
    assert not verdict.ok
    assert judge_format("bank_account", "6299990000000001010", "CARD", date(2021, 6, 15)).ok
