"""Where no signature's label was read, the foot of the page is looked at closer."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.lines import Line, Quad
from ocr.reader import Reader, _free, _says_where_to_sign
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind, MarkRole, MarkType

PAGE = (2339, 1654, 3)


class Finder:
    """An engine that finds set lines in whatever it is shown, and notes how much that was."""

    def __init__(self, *lines: Line) -> None:
        self.lines, self.seen = lines, []

    def find_lines(self, image: np.ndarray, *, closely: bool = False) -> tuple[Quad, ...]:
        """The places of the set lines; it is asked to look closely."""
        assert closely
        self.seen.append(image.shape)
        return tuple(line.quad for line in self.lines)

    def read_lines(self, image: np.ndarray, quads: list[Quad]) -> tuple[Line, ...]:
        """The set lines at these places."""
        return tuple(line for line in self.lines if line.quad in quads)


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


def test_two_rows_that_a_fingers_print_joins_are_no_line() -> None:
    """What is as high as two rows and more is not read as one: it would name a place that is none."""
    top = int(0.4 * PAGE[0])
    lost, joined = line("供养亲属签字：", 140, 1046 - top), line("供教条群签字：潘重霞", 118, 1200 - top, 90)
    texts, _ = _looked((lost, joined), line("日期：2022年3月30日", 1154, 1051))
    assert texts == ["日期：2022年3月30日", "供养亲属签字："]


def test_an_implied_place_does_not_say_where_to_sign() -> None:
    """A date alone implies a signature above it: its label may have been lost."""
    read = (title("垫付费用确认书"), line("特此确认。", 200, 900), line("日期：2022年3月30日", 200, 1700))
    without = extract(DocumentKind.ADV_VOUCHER, [page(*read)])
    assert [slot.implied for slot in without.slots if slot.type is MarkType.SIGNATURE] == [True]
    assert not _says_where_to_sign(without)
    labelled = extract(DocumentKind.ADV_VOUCHER, [page(*read, line("确认人（签名）：", 600, 1500))])
    assert _says_where_to_sign(labelled)
    assert not _says_where_to_sign(Extraction())


def signing(*lines: Line) -> list[tuple[bool, float]]:
    """Whether each place of a signature is implied, and the height of its label."""
    read = (title("工伤待遇收款确认书"), line("本人已收到上述款项。", 200, 900), *lines)
    found = extract(DocumentKind.PASS_ON_PROOF, [page(*read)])
    return [(one.implied, one.label[1]) for one in found.slots if one.type is MarkType.SIGNATURE]


def test_a_date_in_line_with_a_signers_date_implies_a_signer() -> None:
    """Of two who sign one below the other, the second's label was lost: the date in line with the first's tells it."""
    first = (line("领款人签字：", 220, 1150), line("日期：2025年2月14日", 750, 1150))
    seal = (line("单位盖章：", 890, 1400), line("日期：2025年2月14日", 890, 1500))
    assert signing(*first, line("日期：2025年2月14日", 750, 1260), *seal) == [(False, 1150), (True, 1260)]
    assert signing(*first, *seal) == [(False, 1150)]


def test_a_date_below_the_seals_label_implies_no_signer() -> None:
    """The only signer's label was lost: her date implies her place, the seal's date none."""
    seal = (line("单位盖章：", 890, 950), line("日期：2023年11月9日", 890, 1036))
    assert signing(line("日期：2023-11-09", 750, 814), *seal) == [(True, 814)]


def test_a_label_that_lost_its_beginning_is_a_relatives_where_the_row_asks_for_the_relation() -> None:
    """`属签名` and a bare 签名 beside 与职工关系 are no worker's: nobody is told that a dead man signed."""
    for label, beside in (("寒属签名：", "日期：2025年5月14日"), ("签名：", "与职工关系：父亲日期：2025年5月14日")):
        read = (title("垫付费用确认书"), line("特此确认。", 200, 900), line(label, 230, 1250), line(beside, 760, 1250))
        found = extract(DocumentKind.ADV_VOUCHER, [page(*read)])
        assert [one.role for one in found.slots if one.type is MarkType.SIGNATURE] == [MarkRole.RELATIVE]


def test_the_foot_of_a_short_letter_is_that_of_what_it_says() -> None:
    """A letter that ends in the upper half of its sheet has its signatures there too."""
    read = (line("支付证明", 700, 150), line("上述款项已收到。", 200, 560), line("日期：2024年11月21日", 200, 860))
    _, [seen] = _looked((), *read)
    assert PAGE[0] - seen[0] < 500


def test_a_found_line_gives_only_what_was_not_read_of_it() -> None:
    """Of a row whose end was read, its beginning joins the page; a row that was read in its middle is left alone."""
    row = ((200.0, 600.0), (800.0, 612.0), (800.0, 652.0), (200.0, 640.0))
    [rest] = _free(row, [line("黄志", 690, 605, 50)])
    assert (rest[0][0], rest[1][0]) == (200.0, 690.0)
    assert rest[1][1] == pytest.approx(609.8)
    assert _free(row, [line("黄志", 450, 605, 50)]) == []
    assert _free(row, [line("日期", 400, 900)]) == [row]
