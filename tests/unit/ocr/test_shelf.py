"""Crops of a sheet as a second look needs them: as it is, without red ink, in red light, under grey stamps."""

import cv2
import numpy as np
import pytest

from ocr.pages import Image
from ocr.shelf import SheetShelf
from tests.unit.ocr.imaging.test_grey_stamps import scan

BOX = (180.0, 130.0, 420.0, 170.0)


class OneSheet(SheetShelf):
    """A shelf with one sheet that needs no laying."""

    def __init__(self, sheet: Image) -> None:
        super().__init__((), lambda image: (0, 1.0))
        self._sheet = sheet

    def picture(self, page: int) -> Image:
        """The sheet."""
        return self._sheet


def stamped() -> Image:
    """Black print across a red ring on white paper."""
    light = np.full((300, 600, 3), 1.0, dtype=np.float32)
    cv2.putText(light, "9400.00", (200, 165), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0.15,) * 3, 3, cv2.LINE_AA)
    ring = np.full_like(light, 1.0)
    cv2.circle(ring, (330, 120), 90, (0.72, 0.18, 0.19), 9, cv2.LINE_AA)
    return np.clip(246 * light * ring, 0, 255).astype(np.uint8)


def colour(crop: Image) -> int:
    """The greatest distance between the channels of a pixel."""
    return int((crop.max(axis=2).astype(int) - crop.min(axis=2)).max())


def test_crops_show_the_same_place() -> None:
    """All crops of a box have one size, and black print is dark in each."""
    shelf = OneSheet(stamped())
    crops = [shelf.crop(0, BOX), shelf.crop_without_red(0, BOX), shelf.crop_in_red_light(0, BOX)]

    assert len({crop.shape for crop in crops}) == 1
    assert all(crop.min() < 70 for crop in crops)


def test_red_ink_is_gone_or_pale() -> None:
    """The ring leads in red as it is, is taken off in the one crop, and has no colour in red light."""
    shelf = OneSheet(stamped())

    assert colour(shelf.crop(0, BOX)) > 90
    assert colour(shelf.crop_without_red(0, BOX)) < 40
    red_light = shelf.crop_in_red_light(0, BOX)
    assert colour(red_light) == 0


@pytest.mark.parametrize("box", [(-50.0, -20.0, 30.0, 10.0), (590.0, 290.0, 700.0, 330.0), (900.0, 10.0, 950.0, 40.0)])
def test_boxes_at_or_beyond_the_edge(box: tuple[float, float, float, float]) -> None:
    """A place that reaches over the sheet's edge, or lies beyond it, gives a crop all the same."""
    shelf = OneSheet(stamped())

    assert shelf.crop(0, box).size > 0
    assert shelf.crop_without_red(0, box).size > 0
    assert shelf.crop_in_red_light(0, box).size > 0


def test_places_under_a_grey_stamp() -> None:
    """On a scan without colour the places under a stamp are told from those beside it."""
    shelf = OneSheet(scan(stamp=(330, 660)))

    assert shelf.under_grey_stamp(0, (260.0, 640.0, 350.0, 664.0))
    assert not shelf.under_grey_stamp(0, (900.0, 640.0, 990.0, 664.0))
