"""Fingerprints: a filled oval of red ridges near a promised place.

Here: one slot. Not here: stamps (seal), whose finger it is.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.marks.found import FoundMark, whole
from ocr.marks.layers import Mask
from ocr.marks.seal import Stamp
from ocr.marks.stamp_ink import GREY, ColouredInk
from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.codes import MarkType
from validators.model.evidence import Mark

_LEAST, _MOST = 0.035, 0.16  # of the sheet's width: 8 to 34 mm on A4, pressed lightly or rolled
_SLIM = 0.4  # short side per long side
_FILL = 0.42  # share of the oval that ridges cover once joined
_JOIN = 0.006  # of the width; the distance of ridges is about half a millimetre
# On a colourless sheet a pale pen's strokes join to such ovals too. At this scale ridges run into one another, a pen's
# strokes do not: the largest disc of ink measured 0.0058 of the width and more in prints, 0.0036 and less in hands.
_SOLID = 0.0046  # of the width; radius of a disc that must fit into the ink itself
_ROUND = 0.62  # short side per long side there: two dense characters side by side run together and are slimmer
_NEAR = 0.5  # of the region's height by which a finger may miss it
_FAINT = 0.5  # confidence below which a person looks


def fingerprint_at(slot: Slot, ink: ColouredInk, stamps: Sequence[Stamp]) -> FoundMark:
    """Return the fingerprint near a slot, or an absent mark."""
    best: tuple[float, FloatBox] | None = None
    for score, box in fingers_of(ink, stamps):
        if _close(box, slot.region) and (best is None or score > best[0]):
            best = (score, box)
    if best is None:
        mark = Mark(
            MarkType.FINGERPRINT,
            slot.role,
            slot.name,
            present=False,
            confidence=0.95,
            page=slot.page,
            box=whole(slot.region),
        )
        return FoundMark(mark)
    score, box = best
    mark = Mark(
        MarkType.FINGERPRINT,
        slot.role,
        slot.name,
        present=True,
        confidence=round(score, 3),
        page=slot.page,
        box=whole(box),
        sure=score >= _FAINT,
    )
    return FoundMark(mark)


def fingers_of(ink: ColouredInk, stamps: Sequence[Stamp]) -> list[tuple[float, FloatBox]]:
    """Return what looks like a finger's print anywhere on a sheet: likelihood and box."""
    if ink.grey:
        return _prints(ink.masks[GREY], ink.scale, stamps, _ROUND, _SOLID)
    return [one for colour in ("red", "purple") for one in _prints(ink.masks[colour], ink.scale, stamps, _SLIM, 0.0)]


def _prints(
    mask: Mask, scale: float, stamps: Sequence[Stamp], slim: float, solid: float
) -> list[tuple[float, FloatBox]]:
    width = mask.shape[1]
    reach = max(3, round(_JOIN * width)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    free = _without_stamps(mask, scale, stamps)
    joined = cv2.morphologyEx(free.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[tuple[float, FloatBox]] = []
    for part in range(1, count):
        x, y, w, h, area = (int(stats[part, column]) for column in range(5))
        if not _LEAST * width <= max(w, h) <= _MOST * width or min(w, h) < slim * max(w, h):
            continue
        fill = area / (np.pi / 4 * w * h)
        if fill < _FILL or _radius(free[y : y + h, x : x + w]) < solid * width:
            continue
        box = (x * scale, y * scale, (x + w) * scale, (y + h) * scale)
        found.append((float(min(0.99, 0.4 + 0.6 * fill)), box))
    return found


def _radius(ink: Mask) -> float:
    """Return the radius in pixels of the largest disc of ink."""
    return float(cv2.distanceTransform(np.pad(ink.astype(np.uint8), 1), cv2.DIST_L2, 3).max())


def _without_stamps(mask: Mask, scale: float, stamps: Sequence[Stamp]) -> Mask:
    """Return the mask without stamps' rims and text, so that a finger beside a stamp stands alone."""
    free = mask.astype(np.uint8)
    for stamp in stamps:
        one = stamp.outline
        centre = (round(one.x / scale), round(one.y / scale))
        axes = (max(1, round(1.04 * one.a / scale)), max(1, round(1.04 * one.b / scale)))
        cv2.ellipse(free, centre, axes, one.turn, 0, 360, 0, -1)
    return np.asarray(free > 0, dtype=np.bool_)


def _close(box: FloatBox, region: FloatBox) -> bool:
    air = _NEAR * (region[3] - region[1])
    return (
        box[0] < region[2] + 2 * air
        and box[2] > region[0] - air
        and box[1] < region[3] + air
        and box[3] > region[1] - air
    )
