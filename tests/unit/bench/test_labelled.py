"""Real papers against the values that a person read on them."""

import json
from pathlib import Path

import pytest

from tests.bench.interval import share_of, wilson
from tests.bench.labelled import LabelsFault, compare, read_labels, table


def test_the_interval_is_wilsons() -> None:
    """Known bounds: 34 of 35, all of three, none of ten, and nothing at all."""
    assert wilson(34, 35) == pytest.approx((0.8547, 0.9949), abs=5e-4)
    assert wilson(3, 3) == pytest.approx((0.4385, 1.0), abs=5e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-4)
    assert (wilson(0, 0), share_of(0, 0)) == ((0.0, 1.0), "–")
    assert share_of(34, 35) == "97.1 % (34/35; 85.5–99.5)"


def _document(**fields: tuple[object, bool]) -> dict[str, object]:
    leaves = {name: {"value": value, "sure": sure} for name, (value, sure) in fields.items()}
    return {"file": "receipt.jpg", "kind": "MED_RECEIPT", "fields": leaves}


def test_every_labelled_value_is_exact_doubted_or_surely_wrong() -> None:
    """A value that is sure and wrong is told apart from one that a person was asked about; an absent one is doubted."""
    labels = {
        "receipt.jpg": {
            "kind": "MED_RECEIPT",
            "fields": {
                "total_figures": 100,
                "paid_cash": 7,
                "issue_date": "2024-03-05",
                "check_code": None,
                "name": "甲",
            },
        },
        "lost.jpg": {"kind": "BANK_SLIP", "fields": {"amount_figures": 5}},
    }
    read = _document(total_figures=(100, True), paid_cash=(8, True), issue_date=("2024-03-06", False))
    counted = compare(labels, [read])
    assert {place: dict(counter) for place, counter in counted.fields.items()} == {
        "total_figures": {"exact": 1},
        "paid_cash": {"surely wrong": 1},
        "issue_date": {"doubted": 1},
        "check_code": {"exact": 1},
        "name": {"doubted": 1},
        "amount_figures": {"doubted": 1},
    }
    assert dict(counted.kinds) == {"right": 1, "wrong": 1}
    shown = table(counted)
    assert "| **all** | 33.3 % (2/6; 9.7–70.0) | 3 | 1 |" in shown
    assert "receipt.jpg paid_cash: 7 read 8 (surely wrong)" in shown


def test_of_a_file_with_several_papers_the_labelled_one_counts() -> None:
    """A scan of a voucher with a slip behind it: the label says which of the two it is about."""
    slip = {"file": "receipt.jpg", "kind": "BANK_SLIP", "fields": {"total_figures": {"value": 9, "sure": True}}}
    labels = {"receipt.jpg": {"kind": "MED_RECEIPT", "fields": {"total_figures": 100}}}
    counted = compare(labels, [slip, _document(total_figures=(100, True))])
    assert (dict(counted.kinds), counted.notes) == ({"right": 1}, [])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, "labels.json"),
        ("[]", "JSON object"),
        ('{"a.jpg": 3}', "JSON object"),
        ('{"a.jpg": {}}', "not in"),
        ('{"sub/a.jpg": {}}', "without a folder"),
    ],
)
def test_a_folder_that_cannot_be_measured_says_why(tmp_path: Path, written: str | None, told: str) -> None:
    """Missing or malformed labels, and labels of papers that are not there, are told in a sentence."""
    if written is not None:
        (tmp_path / "labels.json").write_text(written)
    with pytest.raises(LabelsFault, match=told):
        read_labels(tmp_path)


def test_labels_name_files_of_the_folder(tmp_path: Path) -> None:
    """What is labelled and there is read; other files of the folder are left alone."""
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "other.jpg").write_bytes(b"")
    (tmp_path / "labels.json").write_text(json.dumps({"a.jpg": {"kind": "OTHER"}}))
    assert list(read_labels(tmp_path)) == ["a.jpg"]
