"""The part of a piece of writing that no finger's print covers: what tells a hand from a press.

Ridges over strokes look like neither, and in a scan without colour they are as dark as a pen. Here: where a print lies
on the writing, and the writing without it. Not here: whether the paper asks for a print (fingerprint).
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ocr.marks.ink_of_slot import Writing, stroke_width
from ocr.marks.layers import Mask
from ocr.pages import FloatBox

_INKED = 0.2  # of the deepest ink: ridges are paler than strokes, and paler still where the finger left them half dry
_RIDGES = 0.0085  # of the sheet's width: what closing must bridge from ridge to ridge
_DISC = 0.031  # of the width, across: fits into a finger's print; a dense character that is as large costs nothing
_AIR = 0.15  # em around a print that is left out with it
_LEAST = 2.5  # em of pen path that must be left: about two characters


def beside_fingers(writing: Writing, fingers: Sequence[FloatBox], width: int) -> Writing:
    """Return the widest stretch of the writing beside prints of fingers; all of it where too little would be left.

    `fingers` are prints known by their colour, in sheet pixels; those as dark as the pen are found here. `width` is
    the sheet's.
    """
    free = _free(writing, fingers, width)
    if free.all() or not free.any():
        return writing
    inked = _inked(writing)
    parts = [_cut(writing, inked, start, stop) for start, stop in _stretches(free)]
    enough = [part for part in parts if part.length >= _LEAST]
    return max(enough, key=lambda part: part.box[2] - part.box[0], default=writing)


def is_covered(writing: Writing, fingers: Sequence[FloatBox], width: int) -> bool:
    """Return whether a finger's print lies on some of the writing."""
    return not _free(writing, fingers, width).all()


def _free(writing: Writing, fingers: Sequence[FloatBox], width: int) -> Mask:
    """Return for each column of the writing's pictures whether no finger's print lies there."""
    left, top = writing.box[0] - _pad(writing), writing.box[1] - _pad(writing)
    free = np.ones(writing.depth.shape[1], dtype=np.bool_)
    air = _AIR * writing.em
    rows = (top, top + writing.depth.shape[0])
    for x0, y0, x1, y1 in fingers:
        if y0 < rows[1] and y1 > rows[0]:
            free[max(0, int(x0 - left - air)) : max(0, int(x1 - left + air))] = False
    for start, stop in _prints(_inked(writing), width):
        free[max(0, int(start - air)) : int(stop + air)] = False
    return free


def _inked(writing: Writing) -> Mask:
    return np.asarray(writing.depth > _INKED * float(writing.depth.max()), dtype=np.bool_)


def _pad(writing: Writing) -> float:
    return float(writing.depth.shape[1] - (writing.box[2] - writing.box[0])) / 2


def _prints(inked: Mask, width: int) -> list[tuple[int, int]]:
    """Return the columns of what is as full and as large as a finger's print."""
    reach = max(3, round(_RIDGES * width)) | 1
    air = reach + 1
    padded = np.pad(inked.astype(np.uint8), air)
    joined = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))[:, air:-air]
    size = round(_DISC * width) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    blobs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, disc)
    count, _, stats, _ = cv2.connectedComponentsWithStats(blobs, connectivity=8)
    return [
        (int(stats[part, cv2.CC_STAT_LEFT]), int(stats[part, cv2.CC_STAT_LEFT] + stats[part, cv2.CC_STAT_WIDTH]))
        for part in range(1, count)
    ]


def _stretches(free: Mask) -> list[tuple[int, int]]:
    steps = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))


def _cut(writing: Writing, inked: Mask, start: int, stop: int) -> Writing:
    """Return the writing's columns as a writing of their own."""
    mask = inked[:, start:stop]
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return replace(writing, length=0.0)
    length = float(mask.sum()) / max(stroke_width(mask), 1.0) / writing.em
    pad = int(_pad(writing))
    y0, y1 = max(0, int(rows[0]) - pad), int(rows[-1]) + 1 + pad
    x0, x1 = start + max(0, int(columns[0]) - pad), start + int(columns[-1]) + 1 + pad
    left, top = writing.box[0] - pad, writing.box[1] - pad
    box = (left + x0 + pad, top + y0 + pad, left + x1 - pad, top + y1 - pad)
    return replace(writing, box=box, crop=writing.crop[y0:y1, x0:x1], depth=writing.depth[y0:y1, x0:x1], length=length)
