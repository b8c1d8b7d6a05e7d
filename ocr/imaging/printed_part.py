"""The part of a sheet that holds anything at all: margins and the empty foot of a page need no search for lines.

Here: a rectangle around all that stands out from the paper. It errs by being too large: paper grain, folds and the
desk at an edge only cost time. Not here: finding lines (engines).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import weakest
from ocr.imaging.shrinking import shrink
from ocr.pages import Image

_SHRINK: Final = 4  # times; evens out the noise of a phone's sensor
_STEP: Final = 9  # levels between neighbours on the shrunk sheet; pale pencil and grey print have more than 20
_LEAST: Final = 2  # such points of a row or column
_RIM: Final = 0.06  # of a side; what begins there and is thin is the paper's own edge or the desk beside it
_THIN: Final = 0.08  # share of its rectangle that a thin thing fills
_LONG: Final = 0.3  # of the sheet's side that it spans
_STROKES: Final = 5.0  # points of the shrunk sheet that a row of words is thick on its length; an edge has up to four
_AIR: Final = 0.025  # of the sheet's long side, around the part


def printed_part(image: Image) -> tuple[int, int, int, int]:
    """Return (x0, y0, x1, y1) in pixels of an RGB sheet; the whole sheet where nothing stands out."""
    height, width = image.shape[:2]
    if min(height, width) < 8 * _SHRINK:
        return 0, 0, width, height
    small = shrink(
        image[: height // _SHRINK * _SHRINK, : width // _SHRINK * _SHRINK], width // _SHRINK, height // _SHRINK
    )
    darkest = weakest(small)  # red and blue ink as well as black
    steps = cv2.morphologyEx(darkest, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _STEP
    steps = _without_rim(steps.astype(np.uint8))
    rows, columns = np.flatnonzero(steps.sum(axis=1) >= _LEAST), np.flatnonzero(steps.sum(axis=0) >= _LEAST)
    if rows.size == 0 or columns.size == 0:
        return 0, 0, width, height
    air = int(_AIR * max(height, width))
    return (
        max(0, int(columns[0]) * _SHRINK - air),
        max(0, int(rows[0]) * _SHRINK - air),
        min(width, (int(columns[-1]) + 1) * _SHRINK + air),
        min(height, (int(rows[-1]) + 1) * _SHRINK + air),
    )


def _without_rim(steps: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take out the outline of the paper where it was photographed on something darker."""
    height, width = steps.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(steps, connectivity=8)
    kept = np.ones(count, dtype=np.uint8)
    kept[0] = 0
    for part in range(1, count):
        x, y, wide, high, area = (int(value) for value in stats[part])
        at_rim = (
            x < _RIM * width or y < _RIM * height or x + wide > (1 - _RIM) * width or y + high > (1 - _RIM) * height
        )
        long = wide > _LONG * width or high > _LONG * height
        cut_off = x <= 1 or y <= 1 or x + wide >= width - 1 or y + high >= height - 1
        words = area >= _STROKES * max(wide, high) and not cut_off  # whose letters run together
        low = min(wide, high) < _RIM * min(width, height) and not words
        if at_rim and long and (area < _THIN * wide * high or low):
            kept[part] = 0
    return np.asarray(kept[labels], dtype=np.uint8)
