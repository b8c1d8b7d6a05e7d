"""Separates the inks of a sheet: red and purple, blue and teal, black; and takes the red off the print.

Here: light as ink swallows it, against the sheet's own paper white. Colours are compared as absorbances, because
there inks add up: a black letter under a red seal is the sum of both. Not here: what the ink is (ocr.marks).
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import strongest, weakest
from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

_WHITE_SIDE: Final = 200  # pixels of the long side on which the paper's white is estimated
_FULL: Final = 1.1  # absorbance (natural log) that counts as full ink
_LEAST_COLOUR: Final = 0.07  # absorbance between channels below which an ink has no colour (JPEG and paper tint)
_RED_HUES: Final = (285.0, 40.0)  # degrees from .. to across 0; purple seals included
_BLUE_HUES: Final = (150.0, 285.0)  # teal included
_USUAL_RED_LEAK: Final = 0.12  # share of a red ink's darkness that the red channel sees too
_MAX_RED_LEAK: Final = 0.55
_PURE_RED_SHARE: Final = 30  # percentile of that share among red pixels: those without print below
_SURE_RED: Final = 0.25  # colour absorbance of pixels that are plainly red ink
_ENOUGH_RED: Final = 200  # such pixels from which the sheet's own leak is measured
_BLUE_DEPTH: Final = 0.35  # share of a blue ink's colour by which it also darkens all channels

_LEVELS: Final = np.arange(256, dtype=np.float32)
_ABSORBED: Final[Floats] = -np.log((_LEVELS + 4) / 259)  # of a channel, by its level; 4 keeps black finite
_COLOURLESS_DOWN_TO: Final = np.clip((_LEVELS + 4) * np.exp(-_LEAST_COLOUR) - 4, 0, 255).astype(np.uint8)
_BLACK: Final = np.round(np.clip((_ABSORBED - _LEAST_COLOUR) / _FULL, 0, 1) * 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class InkLayers:
    """Amount of each ink per pixel (0 none, 255 full), and the sheet with its red ink taken off.

    `red` holds purple too, `blue` teal too; `black` is what swallows all colours alike.
    """

    red: Bytes
    blue: Bytes
    black: Bytes
    without_red: Image


def separate_ink(image: Image) -> InkLayers:
    """Return the inks of an RGB sheet; the light's colour and shade are taken out first."""
    white = paper_white(image)
    even = _even(image, white)
    brightest = cv2.max(cv2.max(even[:, :, 0], even[:, :, 1]), even[:, :, 2])
    darkest = cv2.min(cv2.min(even[:, :, 0], even[:, :, 1]), even[:, :, 2])
    # Only coloured pixels, a few in a hundred, are worth the arithmetic below.
    coloured = np.nonzero(darkest < cv2.LUT(brightest, _COLOURLESS_DOWN_TO))
    absorbed = _ABSORBED[even[coloured]]
    least = absorbed.min(axis=1)
    colour = absorbed.max(axis=1) - least
    hue = _hue(absorbed)
    tinted = _tinted(colour)
    is_red = _is_red(hue)
    is_blue = (hue >= _BLUE_HUES[0]) & (hue < _BLUE_HUES[1])
    leak = _red_leak(absorbed[is_red & (colour > _SURE_RED)])
    beside_blue = np.where(is_blue, np.maximum(least - _BLUE_DEPTH * colour, 0), least)
    print_below = np.where(is_red, _below_red(absorbed, leak), beside_blue)

    red, blue = np.zeros_like(brightest), np.zeros_like(brightest)
    red[coloured] = _bytes(np.where(is_red, tinted, 0))
    blue[coloured] = _bytes(np.where(is_blue, tinted, 0))
    black = np.asarray(cv2.LUT(brightest, _BLACK), dtype=np.uint8)
    black[coloured] = _bytes(np.clip((print_below - _LEAST_COLOUR) / _FULL, 0, 1))
    return InkLayers(red, blue, black, _without_red(image, white, even, red, leak))


def without_red_at(image: Image, box: tuple[int, int, int, int], paper: Image | None = None) -> Image:
    """Return one part of a sheet (x0, y0, x1, y1) with its red ink taken off; the paper is that of the whole sheet.

    Who asks for several parts of one sheet gives its `paper` (small_white), which costs more than a part does.
    """
    x0, y0, x1, y1 = box
    part = np.ascontiguousarray(image[y0:y1, x0:x1])
    white = _white_at(image, box, small_white(image) if paper is None else paper)
    even = _even(part, white)
    brightest = strongest(even)
    coloured = np.flatnonzero(weakest(even) < cv2.LUT(brightest, _COLOURLESS_DOWN_TO))
    absorbed = _absorbed_at(even, coloured)
    is_red = _is_red(_hue(absorbed))
    first, second, third = absorbed.T  # NumPy takes many times as long over an axis of three
    colour = np.maximum(np.maximum(first, second), third) - np.minimum(np.minimum(first, second), third)
    red = np.zeros_like(brightest)
    red.ravel()[coloured] = _bytes(np.where(is_red, _tinted(colour), 0))
    return _without_red(part, white, even, red, _red_leak(absorbed[is_red & (colour > _SURE_RED)]))


def paper_white(image: Image) -> Image:
    """Return the colour that the bare paper has at each pixel."""
    paper = small_white(image)
    whole = cv2.resize(paper, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.max(whole, 40), dtype=np.uint8)


def _white_at(image: Image, box: tuple[int, int, int, int], paper: Image) -> Image:
    scale_x, scale_y = paper.shape[1] / image.shape[1], paper.shape[0] / image.shape[0]
    # The same linear map as a resize of the whole, worked out for the part alone.
    to_small = np.array(
        [
            [scale_x, 0, (box[0] + 0.5) * scale_x - 0.5],
            [0, scale_y, (box[1] + 0.5) * scale_y - 0.5],
        ]
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (box[2] - box[0], box[3] - box[1])
    part = cv2.warpAffine(paper, to_small, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.max(part, 40), dtype=np.uint8)


def small_white(image: Image) -> Image:
    """Return the colour of the bare paper all over a sheet, small (long side 200 px)."""
    small = shrink_to(image, _WHITE_SIDE)
    size = _WHITE_SIDE // 10 | 1
    paper = cv2.dilate(small, np.ones((5, 5), dtype=np.uint8))
    paper = cv2.medianBlur(paper, size)
    return np.asarray(cv2.GaussianBlur(paper, (0, 0), size / 2), dtype=np.uint8)


def _even(image: Image, white: Image) -> Image:
    even = cv2.divide(image, white, scale=255)
    return np.asarray(cv2.blur(even, (3, 3)), dtype=np.uint8)  # JPEG keeps colour at half resolution


def _tinted(colour: Floats) -> Floats:
    return np.asarray(np.clip((colour - _LEAST_COLOUR) / (_FULL / 2), 0, 1), dtype=np.float32)


def _is_red(hue: Floats) -> NDArray[np.bool_]:
    return np.asarray((hue >= _RED_HUES[0]) | (hue < _RED_HUES[1]), dtype=np.bool_)


def _hue(absorbed: Floats) -> Floats:
    """Return the hue in degrees of what is left of white light: 0 red, 120 green, 240 blue."""
    red, green, blue = -absorbed[:, 0], -absorbed[:, 1], -absorbed[:, 2]
    angle = np.degrees(np.arctan2((green - blue) * 0.8660254, red - (green + blue) / 2))
    return np.asarray(angle % 360, dtype=np.float32)


def _red_leak(plain: Floats) -> float:
    """Return the share of the red ink's darkness that the red channel sees, from plainly red pixels."""
    if len(plain) < _ENOUGH_RED:
        return _USUAL_RED_LEAK
    shares = plain[:, 0] / np.maximum(plain[:, 1], 0.05)
    return float(np.clip(np.percentile(shares, _PURE_RED_SHARE), 0.0, _MAX_RED_LEAK))


def _below_red(absorbed: Floats, leak: float) -> Floats:
    """Return the absorbance that print would have without the red ink on it.

    With r the red ink and b the print, green sees r + b and red sees leak * r + b.
    """
    below = (absorbed[:, 0] - leak * absorbed[:, 1]) / (1 - leak)
    return np.asarray(np.clip(below, 0, None), dtype=np.float32)


def _without_red(image: Image, white: Image, even: Image, red: Bytes, leak: float) -> Image:
    """Return the sheet where red ink gives way to the print below it, as grey on the paper's white."""
    near = cv2.dilate(red, np.ones((3, 3), dtype=np.uint8))
    spots = np.flatnonzero(near)
    if len(spots) == 0:
        return image
    share = np.minimum(near.ravel()[spots].astype(np.float32) / 64, 1)[:, None]
    grey = white.reshape(-1, 3)[spots] * np.exp(-_below_red(_absorbed_at(even, spots), leak))[:, None]
    cleaned = np.ascontiguousarray(image).copy()
    flat = cleaned.reshape(-1, 3)
    flat[spots] = np.clip(flat[spots] * (1 - share) + grey * share, 0, 255).astype(np.uint8)
    return cleaned


def _absorbed_at(even: Image, spots: NDArray[np.intp]) -> Floats:
    """Return the absorbance of the three channels at some pixels (indices into H * W): N x 3."""
    return np.asarray(_ABSORBED[even.reshape(-1, 3)[spots]], dtype=np.float32)


def _bytes(layer: Floats) -> Bytes:
    return np.asarray(np.round(layer * 255), dtype=np.uint8)
