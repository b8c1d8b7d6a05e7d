"""Folders of drawn letters and receipts with the labels that `tests.bench --folder` measures."""

import sys
from pathlib import Path

import pytest

from tests.bench.labelled import read_labels
from tests.factory import fonts, letters, receipts

pytestmark = pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")


def test_letters_say_whether_they_are_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form is drawn signed and unsigned, with labels that can be measured."""
    monkeypatch.setattr(sys, "argv", ["letters", str(tmp_path), "--count", "8", "--seed", "5"])
    letters.main()
    labels = read_labels(tmp_path)
    assert [entry["signed"] for entry in labels.values()] == [True] * 4 + [False] * 4
    assert len(list(tmp_path.glob("*.jpg"))) == 8


def test_receipts_say_what_they_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form is drawn, with labels that can be measured; the same seed draws the same bytes."""
    monkeypatch.setattr(sys, "argv", ["receipts", str(tmp_path), "--count", "5", "--seed", "5"])
    receipts.main()
    labels = read_labels(tmp_path)
    assert len(labels) == 5 and all("kind" in entry and entry["fields"] for entry in labels.values())
    first = next(iter(labels))
    form, how = first.removesuffix(".jpg").split("-")[1:]
    assert receipts.draw("receipt/5/0", form, how)[0] == (tmp_path / first).read_bytes()
