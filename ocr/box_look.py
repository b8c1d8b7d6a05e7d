"""Boxes before the items of a letter, seen in the ink: the recogniser reads a box as nothing, ticked or empty.

Here: whether a box stands before an item and whether it is filled; an item whose box is empty was not chosen. Not here:
boxes that were read as signs, which items a letter names (ocr.extract.statements).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.extract.leaves import FieldLeaf
from ocr.extract.statements import TICKED_FIT, UNTOLD_FIT
from ocr.lines import Line
from ocr.pages import FloatBox, Image
from ocr.shelf import SheetShelf

Mask = NDArray[np.uint8]
_BEHIND, _BEFORE = 0.5, 0.45  # em from the middle of the sign before, and to that of the item's first
_REACH: Final = 3.2  # em left of an item's first sign in which its box stands where it begins a line
_LEAST_ROOM: Final = 0.6  # em; less between two signs holds no box
_SIZES: Final = (0.5, 1.25)  # em of a box's sides
_SQUARE: Final = 1.3  # sides of a box differ by less
_INK: Final = 0.4  # share of the way from the paper to the darkest ink
_SIDE, _CLOSED = 0.22, 0.8  # share of a box in which its side lies, and of the side that is ink
_FULL: Final = 0.8  # share in ink of a box that was filled with print
_INNER: Final = 0.28  # of a box's sides, left out around its middle
_EMPTY, _MARKED = 0.04, 0.1  # share of the middle in ink: at most, at least
_BRACKETS: Final = (["(", ")"], ["（", "）"], ["(", "）"], ["（", ")"], ["[", "]"], ["［", "］"], ["【", "】"])
_CURVE: Final = 0.25  # em from a bracket's middle to where it ends
_LEAST_BETWEEN: Final = 0.25  # em; brackets that stand closer hold nothing that could be seen
_STROKE: Final = 0.4  # em that a tick without a box is high at least


class _Before(Enum):
    TICKED = "ticked"
    EMPTY = "empty"
    STROKE = "stroke"  # ink, and no box
    NOTHING = "nothing"
    UNCLEAR = "unclear"


def look_at_boxes(
    items: Sequence[FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf
) -> tuple[FieldLeaf, ...]:
    """Return the items that were chosen: those with an empty box are left out, those whose box tells nothing unsure."""
    before = [_Before.TICKED if one.fit >= TICKED_FIT else _before(one, lines, shelf) for one in items]
    if not {_Before.TICKED, _Before.EMPTY} & set(before):
        return tuple(items)
    chosen = {_Before.TICKED, _Before.STROKE} if _Before.EMPTY in before else {_Before.TICKED}
    return tuple(
        replace(one, fit=TICKED_FIT if state in chosen else UNTOLD_FIT)
        for one, state in zip(items, before, strict=True)
        if state is not _Before.EMPTY
    )


def _before(item: FieldLeaf, lines: Mapping[int, Sequence[Line]], shelf: SheetShelf) -> _Before:
    """Return what stands directly before an item's first sign."""
    if not item.parts:
        return _Before.NOTHING
    part = item.parts[0]
    picture = shelf.unstamped(part.page)
    brackets = _between_brackets(lines[part.page][part.line_index], part.start, part.stop)
    if brackets is not None:
        box, em = brackets
        return _tick_or_none(_ink(picture, box, em), em)
    room = _room(lines[part.page], part.line_index, part.start, part.stop)
    if room is None:
        return _Before.NOTHING
    box, em = room
    return _seen(_ink(picture, box, em), em)


def _between_brackets(line: Line, start: int, stop: int) -> tuple[FloatBox, float] | None:
    """Return the place between two brackets before the signs start..stop-1 with nothing read in it, and a sign's size.

    None where no such brackets stand directly before them.
    """
    before = [at for at in range(start) if not line.glyphs[at].char.isspace()][-2:]
    if stop - start < 2 or [line.glyphs[at].char for at in before] not in _BRACKETS:
        return None
    x0, y0, x1, y1 = line.box
    first, last, left, right = (x0 + line.glyphs[at].at * (x1 - x0) for at in (start, stop - 1, *before))
    em = (last - first) / (stop - 1 - start)
    left, right = left + _CURVE * em, right - _CURVE * em
    return ((left, y0, right, y1), em) if right - left >= _LEAST_BETWEEN * em else None


def _tick_or_none(ink: Mask, em: float) -> _Before:
    """Tell a tick between brackets from nothing; what is left of a bracket stands at the place's very edge."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = [tuple(int(n) for n in stats[at]) for at in range(1, count)]
    inside = [
        (high, area)
        for x, _, wide, high, area in pieces
        if not ((x == 0 or x + wide == ink.shape[1]) and wide < _CURVE * em)
    ]
    if any(high >= _STROKE * em for high, _ in inside):
        return _Before.TICKED
    share = sum(area for _, area in inside) / ink.size
    return _Before.EMPTY if share <= _EMPTY / 2 else _Before.UNCLEAR


def _room(lines: Sequence[Line], index: int, start: int, stop: int) -> tuple[FloatBox, float] | None:
    """Return the place before the signs start..stop-1 of a line up to what was read there, and the size of a sign."""
    line = lines[index]
    x0, y0, x1, y1 = line.box
    middles = [x0 + glyph.at * (x1 - x0) for glyph in line.glyphs]
    if stop - start < 2:
        return None
    em = (middles[stop - 1] - middles[start]) / (stop - 1 - start)
    right = middles[start] - _BEFORE * em
    if start:
        left = middles[start - 1] + _BEHIND * em
    else:
        beside = [o.box[2] for o in lines if o is not line and o.box[1] < (y0 + y1) / 2 < o.box[3] and o.box[2] < right]
        left = max([middles[0] - _REACH * em, *beside])
    return ((left, y0, right, y1), em) if right - left >= _LEAST_ROOM * em else None


def _ink(picture: Image, box: FloatBox, em: float) -> Mask:
    """Return the ink of a place, told from paper by the signs right of it."""
    height, width = picture.shape[:2]
    top, bottom = max(0, int(box[1])), min(height, int(box[3]) + 1)
    left, right = max(0, int(box[0])), min(width, int(box[2]) + 1)
    beside = picture[top:bottom, left : min(width, right + int(3 * em))]
    if right - left < 2 or bottom - top < 2:
        return np.zeros((1, 1), dtype=np.uint8)
    grey = cv2.cvtColor(np.ascontiguousarray(beside), cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper, dark = float(np.percentile(grey, 80)), float(np.percentile(grey, 1))
    return np.asarray(paper - grey[:, : right - left] > max(_INK * (paper - dark), 12.0), dtype=np.uint8)


def _seen(ink: Mask, em: float) -> _Before:
    """Tell the box of a place that stands furthest right, else whether there is a stroke."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = sorted((tuple(int(n) for n in stats[at, :4]) for at in range(1, count)), reverse=True)
    for x, y, wide, high in pieces:
        if not _SIZES[0] * em <= min(wide, high) <= max(wide, high) <= min(_SIZES[1] * em, _SQUARE * min(wide, high)):
            continue
        piece = ink[y : y + high, x : x + wide]
        if float(piece.mean()) >= _FULL:
            return _Before.TICKED
        if _is_box(piece):
            return _filled(piece)
    tall = any(high >= _STROKE * em for _, _, _, high in pieces)
    return _Before.STROKE if tall else _Before.NOTHING


def _is_box(piece: Mask) -> bool:
    """Tell whether a piece has four straight sides."""
    high, wide = piece.shape
    deep, across = max(2, round(_SIDE * high)), max(2, round(_SIDE * wide))
    sides = (
        piece[:deep].any(axis=0),
        piece[high - deep :].any(axis=0),
        piece[:, :across].any(axis=1),
        piece[:, wide - across :].any(axis=1),
    )
    return all(float(side.mean()) >= _CLOSED for side in sides)


def _filled(piece: Mask) -> _Before:
    high, wide = piece.shape
    down, along = round(_INNER * high), round(_INNER * wide)
    share = float(piece[down : high - down, along : wide - along].mean())
    return _Before.EMPTY if share <= _EMPTY else _Before.TICKED if share >= _MARKED else _Before.UNCLEAR
