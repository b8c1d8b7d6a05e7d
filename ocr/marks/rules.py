"""Ruled lines: underlines and table rules that a signature stands on, taken away without cutting the strokes.

Here: masks of ink. Not here: which ink is print.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.layers import Mask

Heights = NDArray[np.int32]

_LONG = 3.0  # em; the longest straight stroke of a hand is about two
_TALL = 2.6  # em, the same for upright rules
_THICK = 0.22  # em; a rule is thinner than this, what is thicker there belongs to a stroke
_BOLD = 0.36  # em; a frame's own even thickness may come to this, above all on photographs
_FRAME = 5.0  # em; no stroke of a name is so long
_UNEVEN = 2  # px by which a rule's thickness varies along it
_BIT = 0.13  # em; height of a bit of a rule beyond its long runs, thinner than a pen's level stroke with its slope
_SLACK = 3  # px by which a rule may wander on a flattened sheet


def without_rules(mask: Mask, em: float) -> Mask:
    """Return the ink without straight rules; strokes that cross a rule keep their pixels."""
    level = _rules(mask, max(12, int(_LONG * em)), em)
    upright = _rules(mask.T, max(12, int(_TALL * em)), em).T
    kept = mask & ~level & ~upright & ~_crossings(level, upright, em)
    return np.asarray(kept, dtype=np.bool_)


def _crossings(level: Mask, upright: Mask, em: float) -> Mask:
    """Return where rules cross: the ink there is as tall as the one and as wide as the other."""
    gap = int(_BOLD * em) + 3
    across = cv2.morphologyEx(level.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    down = cv2.morphologyEx(upright.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    return np.asarray((across > 0) & (down > 0), dtype=np.bool_)


def _rules(mask: Mask, length: int, em: float) -> Mask:
    """Return the pixels of level rules: long runs in a slightly thickened picture, thin in the picture itself."""
    thick = cv2.dilate(mask.astype(np.uint8), np.ones((_SLACK, 5), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    if not runs.any():
        return np.zeros_like(mask)
    heights = _run_heights(mask)
    along_runs = np.asarray((runs > 0) & mask, dtype=np.bool_)
    found = along_runs & (heights <= max(4, int(_THICK * em)))
    found |= _bold(along_runs, heights, em)
    reach = np.ones((2 * _SLACK + 1, 2 * length + 1), np.uint8)  # bits of the rule between strokes and at its ends
    along = cv2.dilate(
        cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, length // 3), np.uint8)), reach
    )
    return np.asarray(found | ((along > 0) & mask & (heights <= max(3, int(_BIT * em)))), dtype=np.bool_)


def _bold(along: Mask, heights: Heights, em: float) -> Mask:
    """Return the pixels of rules too thick for a pen's stroke beside, told by their length and even thickness."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(along.astype(np.uint8), connectivity=8)
    rules = np.zeros_like(along)
    for part in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= _FRAME * em):
        here = np.asarray(labels == part, dtype=np.bool_) & along
        own = int(np.median(heights[here])) if here.any() else 0
        if 0 < own <= _BOLD * em:
            rules |= here & (heights <= own + _UNEVEN)
    return rules


def _run_heights(mask: Mask) -> Heights:
    """Return for every pixel of ink the height of the upright run of ink through it."""
    up = np.zeros(mask.shape, dtype=np.int32)
    down = np.zeros(mask.shape, dtype=np.int32)
    for row in range(mask.shape[0]):
        up[row] = np.where(mask[row], (up[row - 1] if row else 0) + 1, 0)
    for row in range(mask.shape[0] - 1, -1, -1):
        down[row] = np.where(mask[row], (down[row + 1] if row + 1 < mask.shape[0] else 0) + 1, 0)
    return np.where(mask, up + down - 1, 0)
