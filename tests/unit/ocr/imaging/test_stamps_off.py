"""Which red ink is taken off a sheet before its lines are looked for."""

import cv2
import numpy as np
import pytest

from ocr.imaging.stamps_off import red_patches, without_stamps

RED = (190, 45, 55)


def sheet() -> np.ndarray:
    """A warm white sheet of A4."""
    return np.full((1600, 1130, 3), (236, 232, 226), dtype=np.uint8)


def test_a_seal_is_one_patch_and_print_below_it_stays() -> None:
    """Ring and star are taken together; black strokes under them stay black."""
    image = sheet()
    cv2.circle(image, (600, 900), 120, RED, 8)
    cv2.circle(image, (600, 900), 35, RED, -1)
    cv2.line(image, (300, 840), (900, 840), (20, 20, 20), 5)
    [(x0, y0, x1, y1)] = red_patches(image)
    assert x0 < 490 < 710 < x1
    assert y0 < 790 < 1010 < y1
    cleared = without_stamps(image)
    assert int(cleared[840, 500:700].max()) < 120
    ring = cleared[900, 480].astype(int)
    assert ring.min() > 190


def test_a_fingerprint_on_a_name_is_taken_off() -> None:
    """A print of 9 mm, all of ink, is a patch although no stamp is that small."""
    image = sheet()
    cv2.ellipse(image, (420, 700), (27, 38), 0, 0, 360, RED, -1)
    assert len(red_patches(image)) == 1


@pytest.mark.parametrize("height", [24, 40])
def test_red_print_stays(height: int) -> None:
    """A line of red print and a red rule are part of the form."""
    image = sheet()
    for n in range(12):
        cv2.putText(image, "E", (200 + 50 * n, 300), cv2.FONT_HERSHEY_SIMPLEX, height / 24, RED, 3)
    cv2.line(image, (100, 420), (1030, 420), RED, 4)
    assert red_patches(image) == ()
    assert without_stamps(image) is image


def test_a_red_photograph_stays() -> None:
    """A large solid red area is no stamp."""
    image = sheet()
    image[200:900, 200:900] = RED
    assert red_patches(image) == ()
