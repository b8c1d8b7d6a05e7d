"""A sheet to be read: where a red stamp lies, the print below it without the stamp; elsewhere the sheet as it is.

A stamp's ring cuts lines of print, and the finder of lines then loses them whole. Red print (numbers, heads of forms)
must stay, so only large patches of red ink that are as round or square as a stamp are taken off. Here: those patches.
Not here: the optics (ink), whose stamp it is (ocr.marks).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.grey_stamps import grey_stamps, paled
from ocr.imaging.ink import small_white, without_red_at
from ocr.imaging.levels import percentile
from ocr.imaging.red_stamps import stamps_on_print
from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

_SIDE: Final = 480  # px of the long side on which patches are looked for
_LEAD: Final = 24  # levels by which red leads green and blue in stamp ink on the shrunk, unevenly lit sheet
_JOIN: Final = 9  # px, wider than the gaps between the ring, the star and the words of a stamp
_LEAST: Final = 0.08  # of the sheet's shorter side: 17 mm on A4
_FINGER: Final = 0.035  # likewise, 7 mm: a fingerprint on a name, smaller than a stamp and all of ink
_FINGER_FILLED: Final = 0.45  # least share of its box in red ink; a red character has far less
_MOST: Final = 0.42  # likewise, 90 mm
_STRETCH: Final = 2.2  # longest against shortest side; oval invoice stamps 1.5, lines of red print far more
_FILLED: Final = (0.05, 0.75)  # of the patch's box in red ink: less is scattered print, more a photograph
_AIR: Final = 0.06  # of the patch's side, around it

Box = tuple[int, int, int, int]


def without_stamps(image: Image) -> Image:
    """Return an RGB sheet without its red stamps; the same object where there is none."""
    red = (*red_patches(image), *stamps_on_print(image))
    paper = small_white(image) if red else None
    patches = [(box, without_red_at(image, box, paper)) for box in red]
    patches += [(stamp.box, paled(image, stamp)) for stamp in grey_stamps(image)]
    if not patches:
        return image
    cleared = image.copy()
    for (x0, y0, x1, y1), patch in patches:
        cleared[y0:y1, x0:x1] = patch
    return cleared


def red_patches(image: Image) -> tuple[Box, ...]:
    """Return the boxes (x0, y0, x1, y1 in sheet pixels) of patches of red ink that may be stamps."""
    small = shrink_to(image, _SIDE)
    red = _red_ink(small)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((_JOIN, _JOIN), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = image.shape[:2]
    scale = width / small.shape[1]
    shorter = min(small.shape[:2])
    found = []
    for part in range(1, count):
        x, y, wide, high = (int(v) for v in stats[part, :4])
        longest, shortest = max(wide, high), min(wide, high)
        if not (_FINGER * shorter <= shortest and longest <= _MOST * shorter and longest <= _STRETCH * shortest):
            continue
        share = float(red[y : y + high, x : x + wide].mean())
        stamp = shortest >= _LEAST * shorter and _FILLED[0] <= share <= _FILLED[1]
        if not (stamp or (shortest < _LEAST * shorter and share >= _FINGER_FILLED)):
            continue
        air = _AIR * longest
        found.append(
            (
                max(0, int((x - air) * scale)),
                max(0, int((y - air) * scale)),
                min(width, int((x + wide + air) * scale) + 1),
                min(height, int((y + high + air) * scale) + 1),
            )
        )
    return tuple(one for one in found if not any(_inside(one, other) for other in found if other is not one))


def _inside(one: Box, other: Box) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def _red_ink(small: Image) -> NDArray[np.uint8]:
    """Return 1 where red leads both other channels, against the light of the sheet."""
    red, green, blue = (
        channel.astype(np.float32) * np.float32(255.0 / max(percentile(channel, 80), 40.0))
        for channel in cv2.split(small)
    )
    return np.asarray(red - cv2.max(green, blue) > _LEAD, dtype=np.uint8)
