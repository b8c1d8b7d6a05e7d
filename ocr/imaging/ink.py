"""Separates the inks of a sheet: red and purple, blue and teal, black; and takes the red off the print.

Here: light as ink swallows it, against the sheet's own paper white. Colours are compared as absorbances, because
there inks add up: a black letter under a red seal is the sum of both. Not here: what the ink is (ocr.marks).
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

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
    absorbed = _absorbance(image)
    deepest = absorbed.max(axis=2)
    least = absorbed.min(axis=2)
    colour = deepest - least
    hue = _hue(absorbed, colour)
    tinted = np.clip((colour - _LEAST_COLOUR) / (_FULL / 2), 0, 1)
    is_red = (hue >= _RED_HUES[0]) | (hue < _RED_HUES[1])
    is_blue = (hue >= _BLUE_HUES[0]) & (hue < _BLUE_HUES[1])
    red, blue = np.where(is_red, tinted, 0), np.where(is_blue, tinted, 0)
    print_below = _below_red(absorbed, colour, is_red)
    black = np.where(red > 0, print_below, np.where(blue > 0, np.maximum(least - 0.35 * colour, 0), least))
    black = np.clip((black - _LEAST_COLOUR) / _FULL, 0, 1)
    without = _without_red(image, red, print_below)
    return InkLayers(_bytes(red), _bytes(blue), _bytes(black), without)


def paper_white(image: Image) -> Image:
    """Return the colour that the bare paper has at each pixel."""
    small = shrink_to(image, _WHITE_SIDE)
    size = _WHITE_SIDE // 10 | 1
    paper = cv2.dilate(small, np.ones((5, 5), dtype=np.uint8))
    paper = cv2.medianBlur(paper, size)
    paper = cv2.GaussianBlur(paper, (0, 0), size / 2)
    whole = cv2.resize(paper, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole, dtype=np.uint8)


def _absorbance(image: Image) -> Floats:
    white = paper_white(image)
    even = cv2.divide(image, np.maximum(white, 40), scale=255)
    table = -np.log((np.arange(256, dtype=np.float32) + 4) / 259)
    absorbed = cv2.LUT(even, table.astype(np.float32))
    return np.asarray(cv2.blur(absorbed, (3, 3)), dtype=np.float32)  # JPEG keeps colour at half resolution


def _hue(absorbed: Floats, colour: Floats) -> Floats:
    """Return the hue in degrees of what is left of white light: 0 red, 120 green, 240 blue."""
    red, green, blue = (-absorbed[:, :, channel] for channel in range(3))
    x = red - (green + blue) / 2
    y = (green - blue) * np.float32(0.8660254)
    return np.asarray(cv2.phase(x, y, angleInDegrees=True), dtype=np.float32)


def _below_red(absorbed: Floats, colour: Floats, is_red: NDArray[np.bool_]) -> Floats:
    """Return the absorbance that print would have without the red ink on it.

    With r the red ink and b the print, green sees r + b and red sees leak * r + b.
    """
    red, green = absorbed[:, :, 0], absorbed[:, :, 1]
    plain = is_red & (colour > _SURE_RED)
    leak = _USUAL_RED_LEAK
    if int(np.count_nonzero(plain)) > 200:
        shares = red[plain] / np.maximum(green[plain], 0.05)
        leak = float(np.clip(np.percentile(shares, _PURE_RED_SHARE), 0.0, _MAX_RED_LEAK))
    return np.asarray(np.clip((red - leak * green) / (1 - leak), 0, None), dtype=np.float32)


def _without_red(image: Image, red: Floats, print_below: Floats) -> Image:
    """Return the sheet where red ink gives way to the print below it, as grey on the paper's white."""
    share = cv2.dilate(np.clip(red * 4, 0, 1).astype(np.float32), np.ones((3, 3), dtype=np.uint8))
    if not share.any():
        return image
    grey = paper_white(image).astype(np.float32) * np.exp(-print_below)[:, :, None]
    mixed = image.astype(np.float32) * (1 - share[:, :, None]) + grey * share[:, :, None]
    return np.asarray(np.clip(mixed, 0, 255), dtype=np.uint8)


def _bytes(layer: Floats) -> Bytes:
    return np.asarray(np.round(layer * 255), dtype=np.uint8)
