"""Taking a straight movement of the camera out of a picture.

Here: the direction in which a picture of print looks moved, and the filter for one movement. The filter is Wiener's:
the inverse of the movement where the picture still shows something, less of it the more noise there is to be expected.
Not here: whether there was a movement at all, and how long (ocr.steadying).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import weakest
from ocr.imaging.printed_part import printed_part
from ocr.pages import Image

_SIZE: Final = 64  # px; side of the square on which the filter is worked out
_REACH: Final = 15  # px to each side that the filter looks
_NOISE: Final = 0.05  # noise against signal at a quarter of the sampling rate; grows with the square of the frequency
_LEAST_NOISE: Final = 0.1  # of that, at the lowest frequencies
_RATE: Final = 0.25
_DIRECTIONS: Final = np.arange(0, 180, 10)  # degrees
_STEP: Final = 3.0  # px, over which a picture changes; a movement of more makes it change less along itself
_ENOUGH: Final = 720  # px of a side that is looked at
# Print itself changes less along its rows and columns: how much, as logarithm, by direction. Measured on 28 pages.
_ALONG_ROWS: Final = 0.12
_ALONG_BOTH: Final = 0.08


@dataclass(frozen=True, slots=True)
class Motion:
    """A straight movement while the shutter was open: pixels, and degrees from the rows (downwards to the right)."""

    length: float
    angle: float


def likely_direction(image: Image) -> float:
    """Return the direction, in degrees, in which an RGB picture of print changes least for print that stood still."""
    left, top, right, bottom = printed_part(image)
    x, y = max(left, (left + right - _ENOUGH) // 2), max(top, (top + bottom - _ENOUGH) // 2)
    grey = weakest(image[y : min(bottom, y + _ENOUGH), x : min(right, x + _ENOUGH)])
    changes = np.array([_change(grey, float(angle)) for angle in _DIRECTIONS])
    turns = np.radians(_DIRECTIONS)
    own = -_ALONG_ROWS * np.cos(2 * turns) - _ALONG_BOTH * np.cos(4 * turns)
    return float(_DIRECTIONS[int(np.argmin(np.log(changes + 1e-6) - own))])


def _change(grey: NDArray[np.uint8], angle: float) -> float:
    """Return how much a picture changes over a step in a direction: mean squared grey levels."""
    across, down = _STEP * np.cos(np.radians(angle)), _STEP * np.sin(np.radians(angle))
    shift = np.array([[1, 0, across], [0, 1, down]], dtype=np.float64)
    other = cv2.warpAffine(grey, shift, grey.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    inner = cv2.absdiff(grey, other)[8:-8, 8:-8].astype(np.float32)
    return float((inner**2).mean()) if inner.size else 0.0


def steadied(image: Image, motion: Motion) -> Image:
    """Return an RGB picture with the movement taken out; edges of the picture as if it went on beyond them."""
    done = cv2.filter2D(image, -1, _filter(motion), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(done, dtype=np.uint8)


@lru_cache(maxsize=64)
def _filter(motion: Motion) -> NDArray[np.float32]:
    spread = np.fft.fft2(np.fft.ifftshift(_trace(motion)))
    rates = np.fft.fftfreq(_SIZE)
    rate = np.hypot(rates[:, None], rates[None, :])
    noise = _NOISE * (_LEAST_NOISE + (rate / _RATE) ** 2)
    whole = np.fft.fftshift(np.fft.ifft2(np.conj(spread) / (np.abs(spread) ** 2 + noise)).real)
    middle = slice(_SIZE // 2 - _REACH, _SIZE // 2 + _REACH + 1)
    fading = np.sqrt(np.hanning(2 * _REACH + 3)[1:-1])
    cut = whole[middle, middle] * np.outer(fading, fading)
    return np.asarray(cut / cut.sum(), dtype=np.float32)


def _trace(motion: Motion) -> NDArray[np.float64]:
    """Return the line that a point drew while the camera moved, as weights that add up to 1."""
    trace = np.zeros((_SIZE, _SIZE))
    steps = np.linspace(-(motion.length - 1) / 2, (motion.length - 1) / 2, 8 * int(motion.length) + 1)
    across = _SIZE // 2 + steps * np.cos(np.radians(motion.angle))
    down = _SIZE // 2 + steps * np.sin(np.radians(motion.angle))
    left, top = np.floor(across).astype(int), np.floor(down).astype(int)
    for x, y, share in (
        (left, top, (1 - across + left) * (1 - down + top)),
        (left + 1, top, (across - left) * (1 - down + top)),
        (left, top + 1, (1 - across + left) * (down - top)),
        (left + 1, top + 1, (across - left) * (down - top)),
    ):
        np.add.at(trace, (y, x), share)
    return np.asarray(trace / trace.sum())
