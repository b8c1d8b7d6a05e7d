"""How high the print of a sheet stands: what lines are found at is chosen by it.

Here: a measure of the smaller print, by the ink itself. Not here: finding or reading lines.
"""

from typing import Final

import cv2
import numpy as np

from ocr.imaging.channels import weakest
from ocr.imaging.levels import percentile
from ocr.pages import Image

_STROKE: Final = 15  # px; ink is what is darker than all around within this
_FAINT: Final = 25  # grey levels; paler is no ink
_OF_DEEPEST: Final = 0.35  # of the deepest ink; likewise
_GAP: Final = 9  # px between characters of a word
_HEIGHTS: Final = (6, 60)  # px of a word
_LONG: Final = 1.5  # width over height of a word
_FILLED: Final = 0.3  # of a word's rectangle; frames of tables fill less
_WORDS: Final = 8  # fewer tell nothing
_SMALLER: Final = 0.25  # of all print, by its length, is no higher than the answer


def print_height(image: Image) -> float | None:
    """Return the height in pixels that a quarter of a picture's print does not exceed; None where there is none."""
    ink = cv2.morphologyEx(weakest(image), cv2.MORPH_BLACKHAT, np.ones((_STROKE, _STROKE), np.uint8))
    inked = (ink > max(_FAINT, _OF_DEEPEST * percentile(ink, 99))).astype(np.uint8)
    words = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(words)
    wide, high, area = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    like_words = (high >= _HEIGHTS[0]) & (high <= _HEIGHTS[1]) & (wide > _LONG * high) & (area > _FILLED * wide * high)
    if int(like_words.sum()) < _WORDS:
        return None
    wide, high = wide[like_words], high[like_words]
    order = np.argsort(high)
    share = np.cumsum(wide[order]) / wide.sum()
    return float(high[order][np.searchsorted(share, _SMALLER)])
