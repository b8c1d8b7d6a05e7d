"""The upright strokes of a written date's piece: one is a 1, two are an 11, whatever a recogniser makes of them.

A distribution swallows one of two like figures, and a piece framed with half a printed 年 beside it confuses a network;
bars that stand apart are counted by their ink alone. Here: counting. Not here: where a piece lies (date_pieces), what
follows for the day (date_look). Nothing is told where anything but bars stands there: `None` is the normal answer.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_WITHIN: Final = 0.22  # of the writing's height from a sign's middle: ink whose own middle lies there is the sign's
_BEHIND: Final = 0.34  # likewise where none of its strokes has its middle any more; between the two it may be either's
_BEFORE: Final = 0.48  # likewise before a sign: 月 stands on a leg of its own
_DARK: Final = 0.4  # of the way from paper to the darkest ink
_REACH: Final = 0.62  # of the writing's height from a sign's middle: ink of it that reaches further is not it alone
_PITCH: Final = 0.8  # likewise between two bars of one number
_LEVEL: Final = 0.25  # likewise between their tops, and their feet
_TALL: Final = 0.5  # of the writing's height, from which a piece of ink is a figure's
_SPECK: Final = 0.25  # likewise below which it is a dot, a sign's point or dirt
_THIN: Final = 0.3  # of a bar's height: its widest row
_EVEN: Final = 1.7  # times the writing's own stroke: a wider bar may be two that touch
_MOST: Final = 2  # bars of a month's or a day's number
_LEAST_HEIGHT: Final = 8  # px of the writing below which strokes run into each other


def counted(ink: NDArray[np.float32], left: float, right: float) -> int | None:
    """Return 1 or 11 where between two signs stand one or two bars and nothing else; None for all else.

    `ink`: height x width, 0 for paper to 1 for the darkest ink; `left` and `right`: the columns of the signs' middles.
    """
    dark = (ink > _DARK).astype(np.uint8)
    height, thick = _writing(dark), _stroke(dark)
    if height < _LEAST_HEIGHT:
        return None
    found, labels, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    bars: list[tuple[int, int, int, int]] = []
    for number in range(1, found):
        x, y, wide, high = (int(value) for value in boxes[number, :4])
        if high == len(dark):
            return None  # a border of a cell, and the height of the writing is not known
        behind, before = (x + wide / 2 - left) / height, (right - x - wide / 2) / height
        if high < _SPECK * height:
            continue
        if min(behind, before) < _WITHIN:
            if (behind < before and x + wide - left > _REACH * height) or (
                before <= behind and right - x > _REACH * height
            ):
                return None  # a sign that goes on into the piece: a stroke of a figure touches it
            continue
        if (
            behind < _BEHIND
            or before < _BEFORE
            or not _is_bar(labels[y : y + high, x : x + wide] == number, height, thick)
        ):
            return None
        bars.append((x, y, wide, high))
    return _number_of(sorted(bars), height)


def _number_of(bars: Sequence[tuple[int, int, int, int]], height: float) -> int | None:
    """Return 1 for one bar, 11 for two of a height side by side."""
    if len(bars) != _MOST:
        return 1 if len(bars) == 1 else None
    (x0, y0, wide0, high0), (x1, y1, wide1, high1) = bars
    apart = x1 + wide1 / 2 - x0 - wide0 / 2
    level = max(abs(y1 - y0), abs(y1 + high1 - y0 - high0))
    return 11 if apart <= _PITCH * height and level <= _LEVEL * height else None


def _is_bar(of_it: NDArray[np.bool_], height: float, thick: float) -> bool:
    """Whether a piece of ink is one upright stroke, however it leans: tall, and narrow and whole in every row."""
    high = len(of_it)
    extent = np.array([row.nonzero()[0].max() - row.nonzero()[0].min() + 1 for row in of_it])
    if (extent > of_it.sum(axis=1)).any():  # a gap in a row: two strokes that touch
        return False
    widest = float(np.percentile(extent, 90))
    even = widest <= _EVEN * min(thick, float(np.median(extent)))
    return high >= _TALL * height and widest <= _THIN * high and even


def _writing(dark: NDArray[np.uint8]) -> float:
    """Return the height in pixels of what is written: the rows that hold ink."""
    rows = np.flatnonzero(dark.any(axis=1))
    return float(rows[-1] - rows[0] + 1) if len(rows) else 0.0


def _stroke(dark: NDArray[np.uint8]) -> float:
    """Return the width in pixels of the writing's strokes: what its ink's rows mostly run for."""
    starts = np.flatnonzero(np.diff(np.pad(dark, ((0, 0), (1, 1))).ravel().astype(np.int8)) == 1)
    ends = np.flatnonzero(np.diff(np.pad(dark, ((0, 0), (1, 1))).ravel().astype(np.int8)) == -1)
    return float(np.median(ends - starts)) if len(starts) else 0.0
