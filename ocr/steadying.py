"""Which movement of the camera makes a badly read page read well: a few of its lines are asked.

Here: the search, over lengths in the direction that the picture shows, then beside it. Not here: the filter and the
direction (imaging.motion), when a page is asked (reader).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ocr.engines.base import OcrEngine
from ocr.imaging.motion import Motion, likely_direction, steadied
from ocr.lines import Line, mean_probability
from ocr.pages import Image

_LENGTHS: Final = (5.0, 8.0, 11.0)  # px of the sheet
_LONGER: Final = 1.5  # px; a length wrong by one and a half costs a tenth of the lines that the right one reads
_BESIDE: Final = 10  # degrees
_SOME: Final = 4  # lines that are asked
_LEAST: Final = 3  # fewer say too little for a whole page
_GLYPHS: Final = (5, 14)  # characters of a line that is asked: fewer say little, more cost time
_AIR: Final = 16  # px around a line, what the filter looks at
_BETTER: Final = 0.03  # mean glyph probability by which the lines must gain


def find_motion(engine: OcrEngine, image: Image, lines: Sequence[Line]) -> Motion | None:
    """Return the movement without which some lines of a sheet read better, None where none helps."""
    some = _some(lines)
    if len(some) < _LEAST:
        return None
    still = mean_probability(engine.recognise([_crop(image, line) for line in some]))
    likely = likely_direction(image)
    scores = {motion: _read_as(engine, image, some, motion) for motion in (Motion(long, likely) for long in _LENGTHS)}
    best = max(scores, key=lambda motion: scores[motion])
    if scores[best] <= still:
        return None
    beside = [Motion(best.length, (likely + side) % 180) for side in (-_BESIDE, _BESIDE)]
    scores |= {motion: _read_as(engine, image, some, motion) for motion in beside}
    best = max(scores, key=lambda motion: scores[motion])
    nearly = [Motion(best.length + more, best.angle) for more in (-_LONGER, _LONGER)]
    scores |= {motion: _read_as(engine, image, some, motion) for motion in nearly}
    best = max(scores, key=lambda motion: scores[motion])
    return best if scores[best] >= still + _BETTER else None


def _some(lines: Sequence[Line]) -> list[Line]:
    """Choose a few lines of middling length from all over the sheet."""
    fit = [line for line in lines if _GLYPHS[0] <= len(line.glyphs) <= _GLYPHS[1]]
    return fit[len(fit) // (2 * _SOME) :: max(1, len(fit) // _SOME)][:_SOME]


def _crop(image: Image, line: Line) -> Image:
    """Return the same crop as a steadied one, of the picture as it is."""
    x0, y0, x1, y1 = line.box
    return np.ascontiguousarray(image[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1])


def _read_as(engine: OcrEngine, image: Image, lines: Sequence[Line], motion: Motion) -> float:
    return mean_probability(engine.recognise([_steadied_crop(image, line, motion) for line in lines]))


def _steadied_crop(image: Image, line: Line, motion: Motion) -> Image:
    x0, y0, x1, y1 = line.box
    left, top = max(0, int(x0) - _AIR), max(0, int(y0) - _AIR)
    part = steadied(image[top : int(y1) + _AIR + 1, left : int(x1) + _AIR + 1], motion)
    return np.ascontiguousarray(part[int(y0) - top : int(y1) + 1 - top, int(x0) - left : int(x1) + 1 - left])
