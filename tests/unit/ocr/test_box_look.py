"""A box before an item is seen in the ink: filled, ticked, empty, or none at all."""

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
import pytest

from ocr.box_look import look_at_boxes
from ocr.calibration import LEAST_FIT
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.looks import _chosen

EM, LEFT, TOP = 30, 100, 40
FIRST, SECOND = "一次性工亡补助金", "丧葬补助金"
Draw = Callable[[np.ndarray, int], None]


def empty(page: np.ndarray, x: int) -> None:
    """An empty box."""
    cv2.rectangle(page, (x + 3, TOP + 4), (x + 26, TOP + 27), (30, 30, 30), 2)


def full(page: np.ndarray, x: int) -> None:
    """A box filled with print."""
    cv2.rectangle(page, (x + 3, TOP + 4), (x + 26, TOP + 27), (30, 30, 30), -1)


def ticked(page: np.ndarray, x: int) -> None:
    """A box with a tick that leaves it."""
    empty(page, x)
    cv2.line(page, (x + 7, TOP + 14), (x + 13, TOP + 23), (120, 40, 40), 2)
    cv2.line(page, (x + 13, TOP + 23), (x + 30, TOP - 2), (120, 40, 40), 2)


def stroke(page: np.ndarray, x: int) -> None:
    """A tick without a box."""
    cv2.line(page, (x + 4, TOP + 14), (x + 11, TOP + 25), (30, 30, 30), 2)
    cv2.line(page, (x + 11, TOP + 25), (x + 24, TOP + 4), (30, 30, 30), 2)


def nothing(page: np.ndarray, x: int) -> None:
    """No box."""


class Shelf:
    """A shelf with one page."""

    def __init__(self, page: np.ndarray) -> None:
        self._page = page

    def unstamped(self, page: int) -> np.ndarray:
        """The page."""
        return self._page


def letter(
    first: Draw, second: Draw, fits: tuple[float, ...] = (), between: int = 2
) -> tuple[list[FieldLeaf], Mapping[int, Sequence[Line]], Shelf]:
    """Two items in one line, each with a sign's room before it, the line and its page."""
    page = np.full((120, 900, 3), 245, dtype=np.uint8)
    starts = (LEFT + EM, LEFT + EM * (1 + len(FIRST) + between))
    signs = [
        (char, start + EM * at)
        for text, start in zip((FIRST, SECOND), starts, strict=True)
        for at, char in enumerate(text)
    ]
    for _, x in signs:
        for up in (6, 14, 22):
            cv2.line(page, (x + 3, TOP + up), (x + 26, TOP + up), (30, 30, 30), 2)
    for draw, start in zip((first, second), starts, strict=True):
        draw(page, start - EM)
    right = starts[1] + EM * len(SECOND)
    glyphs = tuple(Glyph(char, 0.99, (x + EM / 2 - LEFT) / (right - LEFT)) for char, x in signs)
    corners = (LEFT, TOP), (right, TOP), (right, TOP + 31), (LEFT, TOP + 31)
    line = Line(tuple((float(x), float(y)) for x, y in corners), glyphs, 0.99)  # type: ignore[arg-type]
    spans = (0, len(FIRST)), (len(FIRST), len(FIRST) + len(SECOND))
    items = [
        FieldLeaf(code, parts=(Part(0, 0, *span, line.span_box(*span)),), sort="item", fit=fit)
        for code, span, fit in zip(("DEATH_LUMP", "FUNERAL"), spans, fits or (0.75, 0.75), strict=True)
    ]
    return items, {0: (line,)}, Shelf(page)


def chosen(first: Draw, second: Draw, *fits: float, between: int = 2) -> list[tuple[str, bool]]:
    """The items that stay, and whether they may be sure."""
    items, lines, shelf = letter(first, second, fits, between)
    return [(str(one.value), one.fit >= LEAST_FIT) for one in look_at_boxes(items, lines, shelf)]  # type: ignore[arg-type]


def bracketed(first: Draw, second: Draw, wide: int = 2) -> list[tuple[str, bool]]:
    """Two items behind brackets that were read with nothing between them, `wide` signs of room; what stays of them."""
    page = np.full((120, 900, 3), 245, dtype=np.uint8)
    signs: list[tuple[str, float]] = []
    spans, x = [], float(LEFT)
    for text, draw in ((FIRST, first), (SECOND, second)):
        left, right = x + EM / 2, x + EM / 2 + wide * EM / 2 + EM / 2
        for at, way in ((left, 0), (right, 180)):
            cv2.ellipse(page, (int(at + (4 if way == 0 else -4)), TOP + 15), (5, 14), way, 110, 250, (30, 30, 30), 2)
        draw(page, int((left + right) / 2 - EM / 2))
        signs += [("（", left), ("）", right)]
        x = right + EM / 2
        spans.append((len(signs), len(signs) + len(text)))
        for char in text:
            for up in (6, 14, 22):
                cv2.line(page, (int(x) + 3, TOP + up), (int(x) + 26, TOP + up), (30, 30, 30), 2)
            signs.append((char, x + EM / 2))
            x += EM
    glyphs = tuple(Glyph(char, 0.99, (at - LEFT) / (x - LEFT)) for char, at in signs)
    corners = ((float(LEFT), float(TOP)), (x, float(TOP)), (x, float(TOP + 31)), (float(LEFT), float(TOP + 31)))
    line = Line(corners, glyphs, 0.99)
    items = [
        FieldLeaf(code, parts=(Part(0, 0, *span, line.span_box(*span)),), sort="item", fit=0.4)
        for code, span in zip(("DEATH_LUMP", "FUNERAL"), spans, strict=True)
    ]
    return [(str(one.value), one.fit >= LEAST_FIT) for one in look_at_boxes(items, {0: (line,)}, Shelf(page))]  # type: ignore[arg-type]


@pytest.mark.parametrize("wide", [1, 2, 3])
def test_a_tick_between_brackets_is_seen_where_none_was_read(wide: int) -> None:
    """（√）一次性工亡补助金 （ ）丧葬补助金, both read as （）: the first was chosen, the second not."""
    assert bracketed(stroke, nothing, wide) == [("DEATH_LUMP", True)]
    assert bracketed(nothing, stroke, wide) == [("FUNERAL", True)]
    assert bracketed(stroke, stroke, wide) == [("DEATH_LUMP", True), ("FUNERAL", True)]
    assert bracketed(nothing, nothing, wide) == []


def test_what_is_left_of_a_bracket_is_no_tick() -> None:
    """A thin upright piece at the very edge of the place belongs to the bracket."""

    def rest(page: np.ndarray, x: int) -> None:
        cv2.line(page, (x, TOP + 2), (x, TOP + 28), (30, 30, 30), 2)

    assert bracketed(stroke, rest) == [("DEATH_LUMP", True)]


def test_a_speck_between_brackets_is_left_to_a_person() -> None:
    """Neither a tick nor nothing: its item stays and is not sure."""

    def speck(page: np.ndarray, x: int) -> None:
        cv2.rectangle(page, (x + 12, TOP + 12), (x + 18, TOP + 18), (30, 30, 30), -1)

    assert bracketed(stroke, speck) == [("DEATH_LUMP", True), ("FUNERAL", False)]


@pytest.mark.parametrize("mark", [full, ticked, stroke])
def test_an_item_with_an_empty_box_was_not_chosen(mark: Draw) -> None:
    """Beside a mark of any kind an empty box says no, though neither was read as a sign."""
    assert chosen(mark, empty) == [("DEATH_LUMP", True)]
    assert chosen(empty, mark) == [("FUNERAL", True)]


@pytest.mark.parametrize("mark", [full, ticked])
def test_both_of_two_ticked_items_stay(mark: Draw) -> None:
    """Two marks are two items; one that was not seen leaves its item to a person."""
    assert chosen(mark, mark) == [("DEATH_LUMP", True), ("FUNERAL", True)]
    assert chosen(mark, nothing) == [("DEATH_LUMP", True), ("FUNERAL", False)]


def test_no_item_stays_where_all_boxes_are_empty() -> None:
    """A letter that chose nothing names no item."""
    assert chosen(empty, empty) == []


def test_items_without_boxes_stay_as_they_were() -> None:
    """A sentence names its items, and signs beside it are no boxes."""
    assert chosen(nothing, nothing) == [("DEATH_LUMP", True), ("FUNERAL", True)]
    assert chosen(nothing, nothing, between=0) == [("DEATH_LUMP", True), ("FUNERAL", True)]
    assert chosen(stroke, stroke) == [("DEATH_LUMP", True), ("FUNERAL", True)]


def test_a_box_that_was_read_as_a_sign_need_not_be_seen() -> None:
    """Where the second was read as ticked, the ink of the first tells whether it was too."""
    assert chosen(full, full, 0.4, 0.9) == [("DEATH_LUMP", True), ("FUNERAL", True)]
    assert chosen(empty, full, 0.4, 0.9) == [("FUNERAL", True)]


def test_a_letter_s_reading_holds_the_chosen_items_alone() -> None:
    """The reader asks the boxes; other lists stay, and where nothing was chosen there is no list of items."""
    items, lines, shelf = letter(full, empty)
    day = (FieldLeaf("2024-05-01", sort="date"),)
    lists = _chosen({"items": tuple(items), "sign_dates": day}, lines, shelf)  # type: ignore[arg-type]
    assert [one.value for one in lists["items"]] == ["DEATH_LUMP"]
    assert lists["sign_dates"] == day
    items, lines, shelf = letter(empty, empty)
    assert _chosen({"items": tuple(items)}, lines, shelf) == {}  # type: ignore[arg-type]
