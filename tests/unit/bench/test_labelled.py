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


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"knd": "OTHER"}, "'knd' is no label; 'kind' was meant"),
        ({"kind": "MED_RECIEPT"}, "'MED_RECEIPT' was meant"),
        ({"fields": {"total_figure": 100}}, "'total_figures' was meant"),
        ({"fields": {"total_figures": 1234.56}}, "123456 if these are yuan"),
        ({"fields": {"issue_date": "2024/3/5"}}, "days are written 2024-03-05"),
        ({"fields": {"lines": [1]}}, "only single values"),
        ({"fields": [1]}, "an object from field name"),
        ({"signed": "yes"}, "true or false"),
    ],
)
def test_mistaken_labels_are_told_with_their_file(tmp_path: Path, entry: dict[str, object], told: str) -> None:
    """A mistyped word, an amount in yuan or a day of another form is no miss of the reader: the sentence mends it."""
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "labels.json").write_text(json.dumps({"a.jpg": entry}))
    with pytest.raises(LabelsFault) as fault:
        read_labels(tmp_path)
    assert "a.jpg: " in str(fault.value) and told in str(fault.value)


def _mark(*, present: bool = True, hand: bool = True, sure: bool = True, pasted: bool = False) -> dict[str, object]:
    return {"type": "signature", "present": present, "handwritten": hand, "sure": sure, "pasted": pasted}


def test_whether_a_paper_is_signed_is_counted() -> None:
    """A sure hand signs; a doubtful, typed or pasted one is asked about; an absent one or none at all does not."""
    readings = {
        "hand.jpg": [_mark()],
        "typed.jpg": [_mark(hand=False)],
        "perhaps.jpg": [_mark(sure=False)],
        "absent.jpg": [_mark(present=False)],
        "none.jpg": [],
    }
    labels = {name: {"signed": name == "hand.jpg" or name == "perhaps.jpg"} for name in readings}
    documents = [{"file": name, "kind": "OTHER", "fields": {}, "marks": marks} for name, marks in readings.items()]
    counted = compare(labels, documents)
    assert {signed: dict(found) for signed, found in counted.signed.items()} == {
        True: {"signed": 1, "doubted": 1},
        False: {"doubted": 1, "unsigned": 2},
    }
    shown = table(counted)
    assert "| signed | 50.0 % (1/2; 9.5–90.5) | 50.0 % (1/2; 9.5–90.5) | 0.0 % (0/2; 0.0–65.8) |" in shown
    assert "typed.jpg is not signed: doubted" in shown
