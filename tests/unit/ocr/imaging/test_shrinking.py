"""Pictures made smaller keep what they show."""

import numpy as np
import pytest

from ocr.imaging.shrinking import shrink, shrink_to


def stripes(width: int = 1200, height: int = 800) -> np.ndarray:
    """Black rules of two pixels every eight on white, in the channels' own greys."""
    image = np.full((height, width, 3), (250, 240, 230), dtype=np.uint8)
    image[::8] = image[1::8] = 10
    return image


@pytest.mark.parametrize("roughly", [False, True])
@pytest.mark.parametrize("long_side", [1100, 700, 640, 480, 300, 200])
def test_thin_rules_are_averaged_not_lost(long_side: int, roughly: bool) -> None:
    """At any size the picture is as bright as it was: no rule falls between two pixels."""
    small = shrink_to(stripes(), long_side, roughly=roughly)
    assert small.shape[:2] == (round(long_side * 2 / 3), long_side)
    assert np.abs(small.mean(axis=(0, 1)) - stripes().mean(axis=(0, 1))).max() < 4


def test_a_half_is_the_mean_of_four() -> None:
    """Each pixel of a half is the rounded mean of the four under it."""
    image = np.random.default_rng(5).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    wanted = image.reshape(30, 2, 40, 2, 3).mean(axis=(1, 3))
    assert np.abs(shrink(image, 40, 30) - wanted).max() <= 0.5


def test_one_side_much_shorter_is_still_averaged() -> None:
    """A picture pressed together in one direction alone keeps its brightness too."""
    small = shrink(stripes(), 1100, 50, roughly=True)
    assert small.shape[:2] == (50, 1100)
    assert np.abs(small.mean(axis=(0, 1)) - stripes().mean(axis=(0, 1))).max() < 4


def test_every_pixel_counts_by_its_share() -> None:
    """A single dark pixel darkens the smaller picture by its share, wherever it lies; roughly, by chance."""
    for column in range(30, 60):
        image = np.full((90, 90, 3), 200, dtype=np.uint8)
        image[40, column] = 0
        missing = 200.0 - shrink(image, 60, 60).astype(float)
        assert abs(missing[..., 0].sum() - 200 * (60 * 60) / (90 * 90)) < 3


def test_nothing_is_enlarged() -> None:
    """A picture that is small enough comes back as it is."""
    image = stripes(90, 60)
    assert shrink_to(image, 200) is image
