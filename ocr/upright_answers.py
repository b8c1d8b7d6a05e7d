"""A column of cells of one character each (是 否 否), which the finder of lines takes for one line written downwards.

Here: such a line as one line a cell. Not here: words that do run downwards, what the cells answer (extract).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ocr.lines import Line, Point

_ANSWERS: Final = frozenset("是否有无√×")  # no word is made of these alone
_UPRIGHT: Final = 1.3  # height against width of a line that runs downwards


def apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with every column of answers as one line an answer, in its own place."""
    return tuple(one for line in lines for one in (_cells(line) if _is_column(line) else (line,)))


def _is_column(line: Line) -> bool:
    x0, y0, x1, y1 = line.box
    answers = len(line.glyphs) > 1 and all(glyph.char in _ANSWERS for glyph in line.glyphs)
    return answers and y1 - y0 > _UPRIGHT * (x1 - x0)


def _cells(line: Line) -> tuple[Line, ...]:
    top_left, top_right, bottom_right, bottom_left = line.quad
    step = 1.0 / len(line.glyphs)
    cells = []
    for number, glyph in enumerate(line.glyphs):
        start, stop = number * step, (number + 1) * step
        quad = (
            _between(top_left, bottom_left, start),
            _between(top_right, bottom_right, start),
            _between(top_right, bottom_right, stop),
            _between(top_left, bottom_left, stop),
        )
        cells.append(Line(quad, (replace(glyph, at=0.5),), glyph.probability))
    return tuple(cells)


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
