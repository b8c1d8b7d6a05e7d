"""Taking the camera's movement out of a picture."""

import cv2
import numpy as np
import pytest

from ocr.imaging.motion import Motion, steadied
from ocr.pages import Image


def print_of(seed: int = 3) -> Image:
    """A white page with thin dark strokes all over: level, upright and slanting ones, as characters have."""
    rng = np.random.default_rng(seed)
    page = np.full((220, 300, 3), 245, np.uint8)
    for _ in range(220):
        x, y, long = rng.integers(20, 260), rng.integers(20, 190), rng.integers(6, 18)
        angle = np.radians(rng.choice([0, 0, 90, 90, 55, 125, rng.integers(0, 180)]))
        end = int(x + long * np.cos(angle)), int(y + long * np.sin(angle))
        cv2.line(page, (int(x), int(y)), end, (40, 40, 40), 2, cv2.LINE_AA)
    return page


def moved(page: Image, length: int, angle: float, noise: float = 0.0) -> Image:
    """What a camera sees that moves in a straight line; drawn point by point, unlike the filter's own trace."""
    seen = np.zeros(page.shape, np.float64)
    steps = np.linspace(-(length - 1) / 2, (length - 1) / 2, 41)
    for step in steps:
        shift = np.float32(
            [[1, 0, step * np.cos(np.radians(angle))], [0, 1, step * np.sin(np.radians(angle))]],
        )
        seen += cv2.warpAffine(page, shift, page.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    grain = np.random.default_rng(1).normal(0, noise, page.shape) if noise else 0.0
    return np.clip(seen / len(steps) + grain, 0, 255).astype(np.uint8)


def _unexplained(one: Image, other: Image) -> float:
    """Share of the variance of one picture that the other does not explain."""
    inner = np.s_[20:-20, 20:-20]
    return 1 - float(np.corrcoef(one[inner].ravel(), other[inner].ravel())[0, 1]) ** 2


@pytest.mark.parametrize("length", [5, 8, 11])
@pytest.mark.parametrize("angle", [0, 35, 90, 150])
def test_the_movement_is_taken_out(length: int, angle: int) -> None:
    """Four tenths at least of what a movement spoilt are mended, in any direction, with a sensor's noise on it."""
    page = print_of()
    spoilt = moved(page, length, angle, noise=2.0)
    assert _unexplained(steadied(spoilt, Motion(length, angle)), page) < 0.6 * _unexplained(spoilt, page)


def test_another_direction_makes_it_worse() -> None:
    """A movement taken out that was not there spoils the picture: that is how the right one is told."""
    page = print_of()
    spoilt = moved(page, 8, 30)
    assert _unexplained(steadied(spoilt, Motion(8, 120)), page) > _unexplained(spoilt, page)


def test_bare_paper_stays_bare() -> None:
    """The filter keeps the level of the paper, to its edges."""
    bare = np.full((60, 80, 3), 231, np.uint8)
    assert np.abs(steadied(bare, Motion(8, 40)).astype(int) - 231).max() <= 1
