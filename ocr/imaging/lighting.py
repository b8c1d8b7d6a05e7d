"""Evens out strong shading and calms noise. Never makes black and white of a page.

Here: the shading map of a page and what is done about it. Not here: glare (nothing is left below it).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

_MAP_SIDE: Final = 256  # pixels of the long side of the shading map
_STRONG: Final = 0.80  # darkest to brightest part of the paper below which shading is evened out
_MAX_GAIN: Final = 2.6
_NOISY: Final = 7.0  # grey levels; ENGINE.md: a blur of 0.8 px helped bad photos, and costs sharp ones
_CALMING_SIGMA: Final = 0.8  # pixels


def shading_map(image: Image) -> NDArray[np.float32]:
    """Return the paper's own brightness without print, small (long side 256), grey levels."""
    bright = cv2.cvtColor(shrink_to(image, _MAP_SIDE), cv2.COLOR_RGB2GRAY)
    size = _MAP_SIDE // 16 | 1
    paper = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((size, size), dtype=np.uint8))
    paper = cv2.medianBlur(paper, size)
    return np.asarray(cv2.GaussianBlur(paper, (0, 0), size / 2).astype(np.float32), dtype=np.float32)


def evenness(shading: NDArray[np.float32]) -> float:
    """Return the brightness of the darkest part of the paper over that of the brightest, 0 to 1."""
    dark, bright = np.percentile(shading, (4, 96))
    return float(dark / max(float(bright), 1.0))


def even_out(image: Image, shading: NDArray[np.float32]) -> Image:
    """Return the page with strong shading taken out; the same page where shading is mild."""
    if evenness(shading) >= _STRONG:
        return image
    bright = float(np.percentile(shading, 96))
    gain = np.clip(bright / np.maximum(shading, 1.0), 1.0, _MAX_GAIN)
    whole = cv2.resize(gain, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    steps = np.round(whole * 64).astype(np.uint8)
    return np.asarray(cv2.multiply(image, cv2.merge([steps, steps, steps]), scale=1 / 64), dtype=np.uint8)


def calm(image: Image, noise: float) -> Image:
    """Return a noisy page lightly blurred, any other unchanged; `noise` in grey levels."""
    if noise < _NOISY:
        return image
    return np.asarray(cv2.GaussianBlur(image, (5, 5), _CALMING_SIGMA), dtype=np.uint8)
