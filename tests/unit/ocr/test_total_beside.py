"""A receipt's total in figures that no line held is asked of the ink beside its words and its label."""

from dataclasses import replace
from datetime import date

import pytest

from ocr.amount_ink import MOST_FEN, READ_TOGETHER
from ocr.calibration import CHOSEN, is_sure
from ocr.engines.base import LogProbabilities
from ocr.expected import ExpectedNames
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.looks import Engines, look_at_values
from ocr.total_beside import find_total_beside
from tests.unit.ocr.extract.drawn import SIZE, line
from tests.unit.ocr.inked import ROW, Inked, ink, leaf
from validators.model.codes import DocumentKind

FEN, CAPITALS = 592187, "伍仟玖佰贰拾壹元捌角柒分"
WORDS = line(CAPITALS, 100, 5 + ROW)
IN_WORDS = leaf((WORDS,), 0, FEN, "words", 0.99)
END, HIGH = WORDS.box[2], SIZE
NOTHING = ink("元")


def receipt(beside: LogProbabilities, behind_label: LogProbabilities = NOTHING) -> Inked:
    """A page with this ink beside the words, in the second row, and in the fourth behind a label."""
    return Inked((NOTHING,), (beside,), (NOTHING,), (behind_label,), (NOTHING,))


def looked(
    page: Inked, words: FieldLeaf = IN_WORDS, figures: FieldLeaf | None = None, *more: object
) -> FieldLeaf | None:
    """The total in figures after the look."""
    fields = {"total_upper": words} | ({"total_figures": figures} if figures is not None else {})
    found = find_total_beside(fields, {0: (WORDS, *more)}, page, page)  # type: ignore[arg-type]
    assert found["total_upper"] == words
    return found.get("total_figures")


@pytest.mark.parametrize("seen", ["5921.87", "5,921.87", "5.921.87"])
def test_figures_beside_sure_words_are_found_in_doubt(seen: str) -> None:
    """The amount that words and ink say is the total, never surely: the words chose it."""
    found = looked(receipt(ink(seen)))
    assert found is not None
    assert (found.value, found.raw, found.flags, found.confidence) == (FEN, seen, (READ_TOGETHER,), CHOSEN)
    assert not is_sure("money", 1.0, found.fit, found.flags)
    assert found.box is not None
    assert END < found.box[0] < END + HIGH


def test_figures_behind_their_label_are_found() -> None:
    """A label whose figures were not read is a place of its own, asked after the room beside the words."""
    label = line("（小写）", 100, 5 + 3 * ROW)
    page = receipt(NOTHING, ink("5921.87"))
    assert looked(page) is None
    found = looked(page, IN_WORDS, FieldLeaf(None, box=label.box))
    assert found is not None and found.box is not None
    assert (found.value, found.box[0] > label.box[2], found.box[1] > WORDS.box[3]) == (FEN, True, True)


@pytest.mark.parametrize(
    "seen",
    [ink("5927.87", {3: ("1", 0.2)}), ink("15921.87"), ink("5921.8"), ink("工伤康复"), NOTHING],
    ids=["an amount like it", "a longer one", "a shorter one", "words", "nothing"],
)
def test_ink_that_does_not_say_the_amount_first_gives_none(seen: LogProbabilities) -> None:
    """The words never stand in for figures: ink that shows another amount sooner, or none, leaves the total unread."""
    assert looked(receipt(seen)) is None


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        (IN_WORDS, leaf((WORDS,), 0, 592100, "money", 0.5)),
        (replace(IN_WORDS, confidence=0.5), None),
        (replace(IN_WORDS, flags=("MISREAD",)), None),
        (replace(IN_WORDS, value=None), None),
        (replace(IN_WORDS, value=0), None),
        (replace(IN_WORDS, value=MOST_FEN), None),
        (replace(IN_WORDS, parts=()), None),
    ],
    ids=["figures read", "words unsure", "words doubted", "no words", "nothing to pay", "too much", "no place"],
)
def test_nothing_is_asked_without_sure_words_and_missing_figures(words: FieldLeaf, figures: FieldLeaf | None) -> None:
    """The look costs time and has only sure words to choose by."""
    page = receipt(ink("5921.87"))
    assert (looked(page, words, figures), page.asked) == (figures, 0)


@pytest.mark.parametrize(
    ("text", "x", "right"),
    [("收款人", 700.0, 700.0), ("5", 700.0, END + 16 * HIGH), ("收款人", END + HIGH, END + 16 * HIGH)],
    ids=["words", "a figure", "words that begin in it"],
)
def test_words_right_of_the_place_end_it(text: str, x: float, right: float) -> None:
    """What is printed further right bounds the ink that is asked; a figure may be all that the finder saw of it."""
    found = looked(receipt(ink("5921.87")), IN_WORDS, None, line(text, x, 5 + ROW))
    assert found is not None and found.box is not None
    assert found.box[2] == right


def test_a_place_without_room_for_figures_is_not_asked() -> None:
    """Neither between the words and what stands right of them nor at the sheet's edge."""
    page = receipt(ink("5921.87"))
    assert looked(page, IN_WORDS, None, line("收款人", END + 1.5 * HIGH, 5 + ROW)) is None
    at_the_edge = replace(IN_WORDS, parts=(replace(IN_WORDS.parts[0], box=(600.0, 45.0, 960.0, 75.0)),))
    assert (looked(page, at_the_edge), page.asked) == (None, 0)


def test_only_a_receipt_is_asked() -> None:
    """A voucher's total is read by its own look (total_look)."""
    claim = ExpectedNames(since=date(2025, 5, 29), filed_on=date(2025, 8, 1))
    for kind, fen in ((DocumentKind.MED_RECEIPT, FEN), (DocumentKind.ADV_VOUCHER, None)):
        page = receipt(ink("5921.87"))
        read, engines = Extraction({"total_upper": IN_WORDS}), Engines(both=page, here=page)  # type: ignore[arg-type]
        found = look_at_values(read, kind, {0: (WORDS,)}, page, claim, engines).fields  # type: ignore[arg-type]
        assert (found["total_figures"].value if "total_figures" in found else None) == fen
