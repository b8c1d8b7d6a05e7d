"""Stamps on a sheet scanned without colour: a ring of one grey over print that is darker.

Here: finding such rings and making the stamp pale, where the print under it is plainly darker than the stamp. What is
paler than the stamp's own ink cannot be told from it and turns pale with it, as labels printed in colour do. Heads of
papers are printed so, which is why the top of a sheet stays as it is. Not here: stamps in colour (red_stamps), what a
stamp says (ocr.marks).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import strongest, weakest
from ocr.imaging.red_stamps import Box, like_a_stamp, rings, scaled
from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

_SIDE: Final = 640  # pixels of the long side on which rings are looked for
_STEP: Final = 8  # of so many pixels one is looked at for colour
_COLOUR: Final = 16  # levels between the channels of a pixel that has a colour
_COLOURED: Final = 0.001  # share of such pixels on a sheet that has colour
_INK: Final = 0.80  # of the paper's brightness; a stamp's ink is darker
_PAPER: Final = 80  # percentile of brightness that is bare paper
_STAMP: Final = 75  # percentile of the absorbance on a ring that is the stamp's full ink; below are its edges
_ABOVE: Final = 1.1  # times the stamp's ink, from which ink is print
_DARKER: Final = 1.7  # times the stamp's ink that print must reach to be told from it
_PRINT_SHARE: Final = 0.004  # of the ring's box in such print
_TOP: Final = 0.22  # of the sheet's height: a supervisor's stamp on a receipt's title
_LEFT: Final = 0.08  # of the stamp's absorbance that stays
_HULL: Final = 1.04  # of the box's half extents: the ellipse in which the stamp is made pale

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GreyStamp:
    """The box of a stamp in pixels of the sheet, and the absorbance of its ink against the paper (natural log)."""

    box: Box
    ink: float


def grey_stamps(image: Image) -> tuple[GreyStamp, ...]:
    """Return the stamps that lie over darker print on a colourless sheet; none on a sheet with colour."""
    if not is_colourless(image):
        return ()
    small = shrink_to(image, _SIDE)
    ink = _absorbance(small[..., 1])
    mask = (ink > -np.log(_INK)).astype(np.uint8)
    found = []
    for box, ring in rings(mask):
        if not like_a_stamp(box) or (box[1] + box[3]) / 2 < _TOP * small.shape[0]:
            continue
        stamp = GreyStamp(scaled(box, small, image), float(np.percentile(ink[ring], _STAMP)))
        if _print_in(image, stamp):
            found.append(stamp)
    return tuple(found)


def is_colourless(image: Image) -> bool:
    """Tell whether a sheet was scanned without colour."""
    some = image[::_STEP, ::_STEP]
    spread = strongest(some) - weakest(some)
    return float((spread > _COLOUR).mean()) <= _COLOURED


def paled(image: Image, stamp: GreyStamp) -> Image:
    """Return the part of the sheet in the stamp's box with the stamp's ink made pale."""
    x0, y0, x1, y1 = stamp.box
    part = image[y0:y1, x0:x1]
    grey = part[..., 1]
    ink = _absorbance(grey)
    least = _ABOVE * stamp.ink
    most = max(float(ink.max()), least + 0.1)
    alone = np.maximum(_LEFT * ink, np.clip((ink - least) / (most - least), 0, 1) * most)
    pale = np.clip(_paper(grey) * np.exp(-alone), 0, 255)
    kept = np.where(_inside(part.shape[0], part.shape[1]), pale, grey)
    return np.repeat(np.asarray(kept, dtype=np.uint8)[..., None], 3, axis=2)


def _print_in(image: Image, stamp: GreyStamp) -> bool:
    x0, y0, x1, y1 = stamp.box
    part = image[y0:y1:2, x0:x1:2, 1]
    return part.size > 0 and float((_absorbance(part) > _DARKER * stamp.ink).mean()) > _PRINT_SHARE


def _paper(grey: NDArray[np.uint8]) -> float:
    return float(np.percentile(grey, _PAPER))


def _absorbance(grey: NDArray[np.uint8]) -> Floats:
    paper = _paper(grey)
    return np.asarray(-np.log((np.minimum(grey, paper) + 4) / (paper + 4)), dtype=np.float32)


def _inside(height: int, width: int) -> NDArray[np.bool_]:
    y, x = np.ogrid[:height, :width]
    across, down = (2 * x + 1 - width) / (_HULL * width), (2 * y + 1 - height) / (_HULL * height)
    return np.asarray(across**2 + down**2 <= 1, dtype=np.bool_)
