"""Coloured ink of a whole sheet at low resolution, by hue: where stamps and fingers may have pressed.

Here: masks by colour. Not here: shapes (seal_shape).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import strongest, weakest
from ocr.marks.layers import Depth, Mask
from ocr.pages import Image

WIDTH = 640  # px of a sheet's width for searching; a 40 mm seal on A4 is then about 120 px wide
_PAPER_REACH = 41  # px; wider than a seal's strokes, narrower than shade
GREY = "grey"
BLACK = "black"  # on a colourless scan: stamps as dark as the print, known by their ring alone
_INK = 0.22  # of the paper's brightness; print and stamps
_TINT, _TINTED = 2, 0.01  # levels between a pixel's channels; share of such pixels on a sheet taken in colour
_COLOURLESS, _TRACE = 0.06, 0.0005  # chroma of JPEG's own colour noise; share of pixels above it on a colourless sheet
_PALE, _BLACK = 0.12, 0.75  # of the paper's brightness; of the print's depth: red scanned grey lies between
_CHROMA = 0.10  # of the paper's brightness, by which a colour's strongest channel leads its weakest; faint seals 0.15
# Hue in degrees: stamps are red (dark red, orange red), magenta to purple, blue, or teal and green.
_HUES = {"red": (330.0, 25.0), "purple": (262.0, 330.0), "blue": (200.0, 262.0), "teal": (90.0, 200.0)}


@dataclass(frozen=True, slots=True)
class ColouredInk:
    """Masks of one sheet by colour name, and sheet pixels per mask pixel."""

    masks: dict[str, Mask]
    scale: float
    tinted: bool = True  # whether the picture knows colour at all, be it the paper's own tint

    @property
    def grey(self) -> bool:
        """Whether the sheet has no colour, so that stamps are looked for as pale ink."""
        return GREY in self.masks


def coloured_ink(image: Image) -> ColouredInk:
    """Return masks of coloured ink for stamp colours."""
    scale = max(1.0, image.shape[1] / WIDTH)
    size = (max(8, round(image.shape[1] / scale)), max(8, round(image.shape[0] / scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    tone = tone_against_paper(small, _PAPER_REACH)
    chroma = chroma_of(tone)
    hue = hue_of(tone)
    masks = {name: (chroma > _CHROMA) & _between(hue, *span) for name, span in _HUES.items()}
    if float((chroma > _COLOURLESS).mean()) < _TRACE:
        masks[GREY] = _pale_mask(image, size)
        masks[BLACK] = np.asarray(1.0 - tone.mean(axis=2) > _INK, dtype=np.bool_)
    tinted = float((strongest(small) - weakest(small) > _TINT).mean()) > _TINTED
    return ColouredInk(masks, scale, tinted)


def pale_ink(crop: Image) -> Depth:
    """Return the depth of ink paler than print in a colourless crop: stamps and fingers, without print."""
    depth = _grey_depth(crop)
    return np.where((depth > _PALE) & ~_black(depth), depth, 0.0).astype(np.float32)


def print_ink(crop: Image) -> Mask:
    """Return where a colourless crop holds ink as dark as print and pens, edges included."""
    return _black(_grey_depth(crop))


def _grey_depth(crop: Image) -> Depth:
    """Return the depth of a colourless crop's ink from one channel, as good as from three."""
    one = np.ascontiguousarray(crop[..., 1])
    return np.asarray(1.0 - tone_against_paper(one, 61), dtype=np.float32)


def _black(depth: Depth) -> Mask:
    black = depth > _BLACK * max(float(np.percentile(depth, 99.5)), 0.3)
    return np.asarray(cv2.dilate(black.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, dtype=np.bool_)


def _pale_mask(image: Image, size: tuple[int, int]) -> Mask:
    pale = (pale_ink(image) > 0).astype(np.float32)
    return np.asarray(cv2.resize(pale, size, interpolation=cv2.INTER_AREA) > 0.3, dtype=np.bool_)


def colour_depth(crop: Image, colour: str) -> Depth:
    """Return the depth of one colour's ink in a crop, other inks left out, 0..1 of its own strongest."""
    if colour == GREY:
        pale = pale_ink(crop)
        strong = float(np.percentile(pale[pale > 0], 85)) if (pale > 0).sum() > 50 else 0.5
        return np.asarray(np.clip(pale / max(strong, 0.15), 0, 1), dtype=np.float32)
    tone = tone_against_paper(crop, 61)
    if colour == BLACK:
        return np.asarray(np.clip((1.0 - tone.mean(axis=2)) / 0.7, 0, 1), dtype=np.float32)
    chroma = chroma_of(tone) * _between(hue_of(tone), *_HUES[colour])
    inked = chroma[chroma > _CHROMA]
    full = float(np.percentile(inked, 85)) if inked.size > 50 else 0.5
    return np.asarray(np.clip(chroma / max(full, 0.15), 0, 1), dtype=np.float32)


def dark_depth(crop: Image, colour: str) -> Depth:
    """Return how dark the crop is where one colour's ink lies, 0..1 of its own strongest; for colours only.

    JPEG keeps brightness at twice the resolution of colour, so this is sharper than the colour's depth; but print
    across the ink shows in it.
    """
    tone = tone_against_paper(crop, 61)
    inked = (chroma_of(tone) > _COLOURLESS) & _between(hue_of(tone), *_HUES[colour])
    near = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    dark = np.where(near, 1.0 - weakest(tone), 0.0)
    full = float(np.percentile(dark[dark > _CHROMA], 80)) if (dark > _CHROMA).sum() > 50 else 0.5
    return np.asarray(np.clip(dark / max(full, _CHROMA), 0, 1), dtype=np.float32)


def tone_against_paper(crop: NDArray[np.uint8], reach: int) -> NDArray[np.float32]:
    """Return brightness against the local paper, for one channel or for each."""
    height, width = crop.shape[:2]
    small = cv2.resize(crop, (max(4, width // 4), max(4, height // 4)), interpolation=cv2.INTER_AREA)
    kernel = np.ones((reach // 4 | 1, reach // 4 | 1), np.uint8)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    smooth = cv2.GaussianBlur(closed.astype(np.float32), (0, 0), reach / 8)
    paper = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.minimum(crop.astype(np.float32) / np.maximum(paper, 1.0), 1.1), dtype=np.float32)


def chroma_of(tone: NDArray[np.float32]) -> Depth:
    """Return how far the strongest channel leads the weakest."""
    return np.asarray(strongest(tone) - weakest(tone), dtype=np.float32)


def hue_of(tone: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the hue in degrees, 0 red, 120 green, 240 blue."""
    hsv = cv2.cvtColor(np.clip(tone, 0, 1).astype(np.float32), cv2.COLOR_RGB2HSV)
    return np.asarray(hsv[..., 0], dtype=np.float32)


def _between(hue: NDArray[np.float32], low: float, high: float) -> Mask:
    inside = (hue >= low) & (hue < high) if low < high else (hue >= low) | (hue < high)
    return np.asarray(inside, dtype=np.bool_)
