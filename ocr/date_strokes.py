"""The upright strokes of a written date's piece: one is a 1, two are an 11, whatever a recogniser makes of them.

A distribution swallows one of two like figures, and a piece framed with half a printed 年 beside it confuses a network;
bars that stand apart are counted by their ink alone. Here: counting. Not here: where a piece lies (date_pieces), what
follows for the day (date_look). Nothing is told where anything but bars stands there: `None` is the normal answer.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_WITHIN: Final = 0.22  # of the writing's height from a sign's middle: ink whose own middle lies there is the sign's
_BEHIND: Final = 0.34  # likewise where none of its strokes has its middle any more; between the two it may be either's
_BEFORE: Final = 0.48  # likewise before a sign: 月 stands on a leg of its own
_DARK: Final = 0.4  # of the way from paper to the darkest ink
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
    bars = 0
    for number in range(1, found):
        x, y, wide, high = (int(value) for value in boxes[number, :4])
        if high == len(dark):
            return None  # a border of a cell, and the height of the writing is not known
        behind, before = (x + wide / 2 - left) / height, (right - x - wide / 2) / height
        if high < _SPECK * height or min(behind, before) < _WITHIN:
            continue
        if (
            behind < _BEHIND
            or before < _BEFORE
            or not _is_bar(labels[y : y + high, x : x + wide] == number, high, height, thick)
        ):
            return None
        bars += 1
    return (0, 1, 11)[bars] if 1 <= bars <= _MOST else None


def _is_bar(of_it: NDArray[np.bool_], high: int, height: float, thick: float) -> bool:
    """Whether a piece of ink is one upright stroke, however it leans: tall, and narrow in every row."""
    widest = float(np.percentile(of_it.sum(axis=1), 90))
    return high >= _TALL * height and widest <= _THIN * high and widest <= _EVEN * thick


def _writing(dark: NDArray[np.uint8]) -> float:
    """Return the height in pixels of what is written: the rows that hold ink."""
    rows = np.flatnonzero(dark.any(axis=1))
    return float(rows[-1] - rows[0] + 1) if len(rows) else 0.0


def _stroke(dark: NDArray[np.uint8]) -> float:
    """Return the width in pixels of the writing's strokes: what its ink's rows mostly run for."""
    starts = np.flatnonzero(np.diff(np.pad(dark, ((0, 0), (1, 1))).ravel().astype(np.int8)) == 1)
    ends = np.flatnonzero(np.diff(np.pad(dark, ((0, 0), (1, 1))).ravel().astype(np.int8)) == -1)
    return float(np.median(ends - starts)) if len(starts) else 0.0
