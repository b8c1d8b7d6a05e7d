"""Thin dark strokes of a page, and the direction in which its lines of text run.

Here: what deskewing, orientation and quality share. Not here: reading.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pages import Image

_MIN_DEPTH: Final = 18  # grey levels by which a stroke is darker than the paper around it
_NOISE_DEPTH: Final = 4.5  # times the noise of the paper
_MAX_POINTS: Final = 24_000
_ENOUGH_POINTS: Final = 400


@dataclass(frozen=True, slots=True)
class TextDirection:
    """Skew of the lines of text in degrees (positive: they fall to the right), and how clear it is.

    `across` compares the sharpness of horizontal with that of vertical lines: above 1 the text lies, below 1 it stands.
    """

    skew: float
    across: float
    clear: bool


def paper_noise(grey: NDArray[np.uint8]) -> float:
    """Return the standard deviation of the noise in the plain parts of a page, grey levels."""
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4 : 2, width // 4 : width - width // 4 : 2]
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    response = np.abs(cv2.filter2D(middle, cv2.CV_16S, mask))
    return float(np.percentile(response[::2, ::2], 40)) / (6 * 0.5244)  # the median-like share of a normal curve


def find_strokes(grey: NDArray[np.uint8], noise: float, size: int = 15) -> NDArray[np.bool_]:
    """Return the pixels of strokes thinner than `size` pixels that are darker than the paper around them."""
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    depth = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel)
    return np.asarray(depth > max(_MIN_DEPTH, _NOISE_DEPTH * noise), dtype=np.bool_)


def text_direction(strokes: NDArray[np.bool_], reach: float) -> TextDirection:
    """Return skew within +-reach degrees and direction of the text, by how sharply its lines stand apart."""
    text = _without_rules(strokes)
    ys, xs = np.nonzero(text)
    if len(xs) < _ENOUGH_POINTS:
        return TextDirection(0.0, 1.0, False)
    if len(xs) > _MAX_POINTS:
        chosen = np.random.default_rng(0).choice(len(xs), _MAX_POINTS, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    points = np.column_stack([xs, ys]).astype(np.float32)
    lying, lying_peak = _best_skew(points, reach)
    standing, standing_peak = _best_skew(np.column_stack([-points[:, 1], points[:, 0]]), reach)
    across = lying_peak / max(standing_peak, 1e-6)
    skew, peak = (lying, lying_peak) if across >= 1 else (standing, standing_peak)
    return TextDirection(skew, across, peak > 1.35 and abs(skew) < reach - 0.01)


def _without_rules(strokes: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Remove table rules: they would hide the direction of the text between them."""
    plain = strokes.astype(np.uint8)
    length = max(25, max(plain.shape) // 14)
    for size in ((length, 1), (1, length)):
        rules = cv2.morphologyEx(plain, cv2.MORPH_OPEN, np.ones(size, dtype=np.uint8))
        plain[cv2.dilate(rules, np.ones((3, 3), dtype=np.uint8)) > 0] = 0
    return plain


def _best_skew(points: NDArray[np.float32], reach: float) -> tuple[float, float]:
    """Return the angle at which the points' profile is sharpest, and its sharpness against the average angle."""
    coarse = np.arange(-reach, reach + 0.01, 0.5 if reach <= 5 else 1.0)
    sharp = np.array([_sharpness(points, float(angle)) for angle in coarse])
    best = float(coarse[int(np.argmax(sharp))])
    fine = best + np.arange(-0.5, 0.51, 0.1)
    values = np.array([_sharpness(points, float(angle)) for angle in fine])
    return float(fine[int(np.argmax(values))]), float(values.max() / max(np.median(sharp), 1e-6))


def _sharpness(points: NDArray[np.float32], degrees: float) -> float:
    angle = np.deg2rad(degrees)
    rows = points[:, 1] * np.cos(angle) - points[:, 0] * np.sin(angle)
    profile = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def to_grey(image: Image) -> NDArray[np.uint8]:
    """Return the picture in grey."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
