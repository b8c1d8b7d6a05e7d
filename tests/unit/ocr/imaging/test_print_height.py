"""How high the print of a sheet stands."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.imaging.print_height import print_height
from tests.unit.ocr.engines.test_paddle import FONT

WORDS = "虚构市示例制造有限公司"


def page_of(*sizes: int) -> np.ndarray:
    """A page with a line of print in each size, in a ruled frame."""
    page = Image.new("RGB", (900, 60 + 60 * len(sizes)), "white")
    pen = ImageDraw.Draw(page)
    for row, size in enumerate(sizes):
        pen.text((40, 30 + 60 * row), WORDS[: 700 // size], font=ImageFont.truetype(FONT, size), fill=(30, 30, 30))
        pen.line((10, 25 + 60 * row, 890, 25 + 60 * row), fill=(0, 0, 0), width=2)
    return np.asarray(page)


@pytest.mark.parametrize("size", [14, 20, 28])
def test_the_height_is_the_prints(size: int) -> None:
    """It grows with the size of the print and is near it; rules of a table are no print."""
    height = print_height(page_of(*[size] * 10))
    assert height is not None
    assert 0.75 * size <= height <= 1.15 * size


def test_the_smaller_print_counts() -> None:
    """Where a third of the lines is small, the small print says what is needed; a title does not."""
    small, mixed = print_height(page_of(*[15] * 12)), print_height(page_of(36, *[24] * 8, *[15] * 8))
    assert mixed == pytest.approx(small, abs=2)


def test_bare_paper_has_none() -> None:
    """Paper without print, or with a photograph on it, says nothing."""
    assert print_height(np.full((400, 600, 3), 240, np.uint8)) is None
    shaded = cv2.GaussianBlur(np.random.default_rng(2).integers(0, 255, (400, 600, 3), dtype=np.uint8), (0, 0), 25)
    assert print_height(shaded) is None
