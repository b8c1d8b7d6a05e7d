"""Rows of print that the finder took for one high line: looked at again by themselves, at full size.

A finger's print that reaches from one signature's row into the next makes one line of both. Here: which lines look so,
and what a closer look finds in their place. Not here: the finder (engines).
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

import numpy as np

from ocr.engines.base import OcrEngine
from ocr.lines import Line, Point, Quad
from ocr.marks.spans import overlap
from ocr.pages import Image

_HIGH: Final = 2.2  # heights of a page's middling line
_UNCLEAR: Final = 0.7  # confidence; a title is high and clear
_LEAST_LINES: Final = 4  # fewer tell no middling height
_AIR: Final = 0.8  # middling heights around the place: the finder sees no print at the edge of a picture
_CLEARER: Final = 0.1  # by which what is found must read better
_SAME: Final = 0.5  # share of each of two lines that the other covers


def parted(engine: OcrEngine, image: Image, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return a sheet's lines with those that a closer look reads better as several; the others as they are."""
    if len(lines) < _LEAST_LINES:
        return tuple(lines)
    usual = median(line.box[3] - line.box[1] for line in lines)
    found: list[Line] = []
    for line in lines:
        high = line.box[3] - line.box[1] >= _HIGH * usual
        if high and line.confidence < _UNCLEAR:
            others = [other for other in lines if other is not line]
            found += _rows_of(engine, image, line, others, _AIR * usual)
        else:
            found.append(line)
    return tuple(found)


def _rows_of(engine: OcrEngine, image: Image, line: Line, others: Sequence[Line], air: float) -> Sequence[Line]:
    """Return the rows that stand in a line's place and are no other line; the line itself where they read no better."""
    x0, y0, x1, y1 = line.box
    left, top = int(max(0, x0 - air)), int(max(0, y0 - air))
    part = np.ascontiguousarray(image[top : int(y1 + air) + 1, left : int(x1 + air) + 1])
    read = [_moved(row, left, top) for row in engine.read_lines(part, engine.find_lines(part, closely=True))]
    rows = [row for row in read if y0 <= _middle(row) <= y1 and not any(_is_same(row, other) for other in others)]
    signs = [glyph.probability for row in rows for glyph in row.glyphs]
    if len(rows) < 2 or sum(signs) / len(signs) < line.confidence + _CLEARER:
        return [line]
    return rows


def _is_same(one: Line, other: Line) -> bool:
    return min(overlap(one.box, other.box), overlap(other.box, one.box)) > _SAME  # not a ring around it


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _moved(line: Line, left: int, top: int) -> Line:
    return replace(line, quad=_at(line.quad, left, top))


def _at(quad: Quad, left: int, top: int) -> Quad:
    one, two, three, four = (_by(point, left, top) for point in quad)
    return one, two, three, four


def _by(point: Point, left: int, top: int) -> Point:
    return point[0] + left, point[1] + top
