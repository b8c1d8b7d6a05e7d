"""Where no signature's label was read, the foot of the page is looked at closer."""

from types import SimpleNamespace

import numpy as np

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.lines import Line
from ocr.reader import Reader, _says_where_to_sign
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind, MarkType

PAGE = (2339, 1654, 3)


class Finder:
    """An engine that finds set lines in whatever it is shown, and notes how much that was."""

    def __init__(self, *lines: Line) -> None:
        self.lines, self.seen = lines, []

    def read_lines(self, image: np.ndarray) -> tuple[Line, ...]:
        """The set lines."""
        self.seen.append(image.shape)
        return self.lines


def _looked(found: tuple[Line, ...], *read: Line) -> tuple[list[str], list[tuple[int, ...]]]:
    engine = Finder(*found)
    shelf = SimpleNamespace(unstamped=lambda number: np.full(PAGE, 255, np.uint8))
    reader = Reader(engine, SimpleNamespace())  # type: ignore[arg-type]
    again = reader._read_foot_again(page(*read), shelf)  # type: ignore[arg-type]
    return [one.text for one in again.lines], engine.seen


def test_a_lost_label_is_found_in_the_foot() -> None:
    """What stands where nothing was read joins the page, at its place; what was read before stays as it was."""
    top = int(0.4 * PAGE[0])
    lost, known = line("确认人（签名）：", 600, 1046 - top), line("曰期：2022年3月30曰", 1154, 1051 - top)
    texts, seen = _looked((lost, known), line("日期：2022年3月30日", 1154, 1051))
    assert texts == ["日期：2022年3月30日", "确认人（签名）："]
    assert seen == [(PAGE[0] - top, PAGE[1], 3)]


def test_an_implied_place_does_not_say_where_to_sign() -> None:
    """A date alone implies a signature above it: its label may have been lost."""
    read = (title("垫付费用确认书"), line("特此确认。", 200, 900), line("日期：2022年3月30日", 200, 1700))
    without = extract(DocumentKind.ADV_VOUCHER, [page(*read)])
    assert [slot.implied for slot in without.slots if slot.type is MarkType.SIGNATURE] == [True]
    assert not _says_where_to_sign(without)
    labelled = extract(DocumentKind.ADV_VOUCHER, [page(*read, line("确认人（签名）：", 600, 1500))])
    assert _says_where_to_sign(labelled)
    assert not _says_where_to_sign(Extraction())
