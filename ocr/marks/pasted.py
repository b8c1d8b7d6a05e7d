"""Pasted pictures of signatures: a straight-edged patch whose ground differs from the paper around it.

Here: the ground behind one piece of writing, its ink masked. Not here: the ink. A picture pasted without a ground of
its own leaves nothing to see and is out of reach.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.layers import Mask
from ocr.pages import FloatBox, Image

_RING = 1.6  # em of paper around the writing that is looked at
_STEP = 2.2  # grey levels by which a patch differs from the paper; JPEG at quality 60 wavers by about 1
_STEP_IN_COLOUR = 4.0  # likewise of one no lighter or darker: JPEG keeps colour in steps of 2 to 3 levels
_LUMA, _LIGHTER = np.array([0.299, 0.587, 0.114]), 1.0  # of red, green and blue; grey levels
_AGAINST_NOISE = 5.0  # times the wavering of the ground's profile elsewhere
_SHARP = 3  # px within which a patch's edge rises; shadows and folds rise over ten and more
_SIDES = 3  # of 4; rules and neighbours hide one
_LEAST_SEEN = 0.25  # share of a profile's pixels that must be bare paper
_VISIBLE = 0.6  # share of a side's rows that must show ground before its lack of an edge counts
_WELL_SEEN = 8.0  # grey levels of a plain step
_AS_MUCH = (0.75, 1.3)  # of such a step, by how much a side drops where a frame or ink hides most of it
_EVEN = 0.6  # share of the step that both halves of an edge must show


def is_pasted(image: Image, box: FloatBox, ink: Mask, origin: tuple[int, int], em: float) -> bool:
    """Tell whether the writing in `box` stands on a patch; `ink` masks all ink of the crop at `origin` (x, y)."""
    height, width = ink.shape
    x0, y0 = int(box[0]) - origin[0], int(box[1]) - origin[1]
    x1, y1 = int(box[2]) - origin[0], int(box[3]) - origin[1]
    ring = int(_RING * em)
    left, top, right, bottom = max(0, x0 - ring), max(0, y0 - ring), min(width, x1 + ring), min(height, y1 + ring)
    if right - left < 12 or bottom - top < 12:
        return False
    view = image[origin[1] + top : origin[1] + bottom, origin[0] + left : origin[0] + right].astype(np.float32)
    bare = ~cv2.dilate(ink[top:bottom, left:right].astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    inner = (x0 - left, y0 - top, x1 - left, y1 - top)
    ground = _along_difference(view, bare, inner)
    if ground is None:
        return False
    flat, size = ground
    sides = [
        _edge(flat.T if turned else flat, bare.T if turned else bare, span, near, size, em)
        for turned, span, near in _four_sides(inner)
    ]
    return sides.count(True) >= _SIDES or (sides.count(True) == 2 and False not in sides)


def _along_difference(
    view: NDArray[np.float32], bare: Mask, inner: tuple[int, int, int, int]
) -> tuple[NDArray[np.float32], float] | None:
    """Return the ground along the colour in which patch and paper differ most, and by how much they differ."""
    x0, y0, x1, y1 = inner
    inside = np.zeros_like(bare)
    inside[y0:y1, x0:x1] = True
    within, around = bare & inside, bare & ~inside
    edge = np.zeros_like(bare)
    edge[:4], edge[-4:], edge[:, :4], edge[:, -4:] = True, True, True, True
    outer = around & edge
    if int(within.sum()) < 30 or int(outer.sum()) < 30:
        return None
    difference = np.median(view[within], axis=0) - np.median(view[outer], axis=0)
    size = float(np.linalg.norm(difference))
    if size < (_STEP if abs(float(difference @ _LUMA)) >= _LIGHTER else _STEP_IN_COLOUR):
        return None
    return np.asarray(view @ (difference / size), dtype=np.float32), size


def _four_sides(inner: tuple[int, int, int, int]) -> tuple[tuple[bool, tuple[int, int], tuple[int, int]], ...]:
    """Return for each side: whether to look along columns, the writing's span along it, and (edge, outward step)."""
    x0, y0, x1, y1 = inner
    return (
        (False, (x0, x1), (y0, -1)),
        (False, (x0, x1), (y1, 1)),
        (True, (y0, y1), (x0, -1)),
        (True, (y0, y1), (x1, 1)),
    )


def _edge(
    values: NDArray[np.float32], bare: Mask, span: tuple[int, int], near: tuple[int, int], size: float, em: float
) -> bool | None:
    """Tell whether the ground drops from patch to paper at once all along a side; None where ink hides it."""
    middle = (span[0] + span[1]) // 2
    halves = [_profile(values[:, a:b], bare[:, a:b]) for a, b in ((span[0], middle), (middle, span[1]))]
    if any(half is None for half in halves):
        return None
    edge, outward = near
    reach = int(1.5 * em)
    first, last = sorted((edge - outward * int(0.3 * em), edge + outward * reach))
    drops = [_drops(half, outward) for half in halves if half is not None]
    both = np.minimum(drops[0], drops[1])
    rows = np.arange(max(_SHARP + 1, first), min(len(both) - _SHARP - 1, last))
    if rows.size == 0 or not np.isfinite(both[rows]).any():
        return None
    best = float(np.nanmax(both[rows]))
    if size >= _WELL_SEEN and _AS_MUCH[0] * size <= best <= _AS_MUCH[1] * size:
        return True  # however little of the ground is seen: it drops by what the patch differs, all along the side
    if float(np.isfinite(both[rows]).mean()) < _VISIBLE:
        return None
    noise = max(float(np.median(np.abs(drop[np.isfinite(drop)]))) if np.isfinite(drop).any() else 9.0 for drop in drops)
    return best >= max(_EVEN * size, 0.8 * _STEP, _AGAINST_NOISE * noise)


def _profile(values: NDArray[np.float32], bare: Mask) -> NDArray[np.float64] | None:
    seen = bare.sum(axis=1)
    if values.shape[1] < 4:
        return None
    sums = np.where(bare, values, 0.0).sum(axis=1)
    enough = seen >= max(3, _LEAST_SEEN * values.shape[1])
    return np.where(enough, sums / np.maximum(seen, 1), np.nan)


def _drops(profile: NDArray[np.float64], outward: int) -> NDArray[np.float64]:
    """Return at every row how much the ground falls from the inner to the outer side within a few pixels."""
    seen = np.isfinite(profile)
    sums = np.concatenate(([0.0], np.cumsum(np.where(seen, profile, 0.0))))
    counts = np.concatenate(([0], np.cumsum(seen)))
    drops = np.full_like(profile, np.nan)
    rows = np.arange(_SHARP + 1, len(profile) - _SHARP - 2)
    low, high = (rows - _SHARP - 1, rows - 1), (rows + 2, rows + _SHARP + 2)
    inner, outer = (high, low) if outward < 0 else (low, high)
    enough = (counts[inner[1]] > counts[inner[0]]) & (counts[outer[1]] > counts[outer[0]])
    means = [(sums[b] - sums[a]) / np.maximum(counts[b] - counts[a], 1) for a, b in (inner, outer)]
    drops[rows] = np.where(enough, means[0] - means[1], np.nan)
    return drops
