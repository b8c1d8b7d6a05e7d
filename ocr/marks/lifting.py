"""A sheet without stamps and fingers whose colour does not tell them from a pen: blue, purple, teal, scanned grey.

Here: their ink given back to the paper, inside their outlines only, so that a pen's strokes elsewhere stay. Red ink
needs none of this: the layers of a place leave it out (layers). Not here: finding them.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.fingerprint import fingers_of
from ocr.marks.layers import Mask
from ocr.marks.seal import Stamp
from ocr.marks.stamp_ink import BLACK, GREY, ColouredInk, colour_depth, pale_ink, print_ink
from ocr.pages import FloatBox, Image

_INKED = 0.15  # of a stamp's own strongest ink
_AIR = 1.03  # times the outline
_EDGE = 5  # px across a pale stroke's blurred edges


def lifted(image: Image, ink: ColouredInk, stamps: Sequence[Stamp]) -> Image:
    """Return the sheet without such stamps' ink; the sheet itself when there are none."""
    covers = [(stamp.outline.box(), stamp.colour) for stamp in stamps if stamp.colour not in ("red", BLACK)]
    if ink.grey:
        covers += [(box, GREY) for _, box in fingers_of(ink, stamps)]
    if not covers:
        return image
    plain = image.copy()
    for box, colour in covers:
        _lift(plain, box, colour)
    return plain


def _lift(image: Image, box: FloatBox, colour: str) -> None:
    air_x, air_y = (_AIR - 1) * (box[2] - box[0]), (_AIR - 1) * (box[3] - box[1])
    x0, y0 = max(0, int(box[0] - air_x)), max(0, int(box[1] - air_y))
    x1, y1 = min(image.shape[1], int(box[2] + air_x)), min(image.shape[0], int(box[3] + air_y))
    crop = image[y0:y1, x0:x1]
    if min(crop.shape[:2]) < 8:
        return
    depth = pale_ink(crop) if colour == GREY else colour_depth(crop, colour)
    inked = np.asarray((depth > _INKED) & _oval(crop.shape[:2]), dtype=np.bool_)
    if colour == GREY:
        inked = _with_edges(crop, inked)
    paper = np.percentile(crop.reshape(-1, 3), 90, axis=0)
    around: NDArray[np.uint8] = np.asarray(paper, dtype=np.uint8)
    crop[inked] = around


def _with_edges(crop: Image, inked: Mask) -> Mask:
    """Return pale ink with its blurred edges, which are too faint to count as ink but look like thin strokes alone."""
    near = cv2.dilate(inked.astype(np.uint8), np.ones((_EDGE, _EDGE), np.uint8)) > 0
    return np.asarray(inked | (near & ~print_ink(crop)), dtype=np.bool_)


def _oval(shape: tuple[int, ...]) -> Mask:
    picture = np.zeros(shape, dtype=np.uint8)
    centre = (shape[1] // 2, shape[0] // 2)
    cv2.ellipse(picture, centre, (max(1, shape[1] // 2), max(1, shape[0] // 2)), 0, 0, 360, 1, -1)
    return np.asarray(picture > 0, dtype=np.bool_)
