"""A page on a desk comes out flat, upright and whole; a scan comes out as it is."""

import cv2
import numpy as np
import pytest

from ocr.imaging.flatten import flatten
from ocr.imaging.paper import find_paper
from ocr.pages import Image, RawPage, Word
from tests.unit.ocr.imaging.pages import on_desk, page, raw, tilted, upright

SIZE = (1500, 2000)
DESKS = {"wood": (140, 95, 60), "dark": (35, 35, 40), "blue": (90, 120, 170), "grey": (150, 150, 150)}


@pytest.mark.parametrize("desk", DESKS)
def test_paper_on_a_desk_is_found(desk: str) -> None:
    """The four corners of a paper on a plain desk are found within 1 % of the frame."""
    corners = tilted(SIZE)
    outline = find_paper(on_desk(page(), DESKS[desk], corners, SIZE))
    assert outline is not None
    assert np.abs(outline.corners - corners).max() < 0.01 * max(SIZE)


def test_faint_edge_on_a_white_cloth_is_found_or_left_alone() -> None:
    """A white paper on a nearly white cloth is found whole or not cropped at all."""
    corners = tilted(SIZE)
    outline = find_paper(on_desk(page(), (238, 236, 232), corners, SIZE, noise=1.5))
    assert outline is None or np.abs(outline.corners - corners).max() < 0.012 * max(SIZE)


def test_scan_is_not_cropped() -> None:
    """A scan is the page itself."""
    assert find_paper(page()) is None


def test_printed_frame_is_not_the_paper() -> None:
    """A frame printed on the page is no outline when text stands outside."""
    image = page()
    cv2.rectangle(image, (150, 400), (1090, 1400), (20, 20, 20), 6)
    assert find_paper(image) is None


def test_slip_glued_on_a_page_is_not_the_paper() -> None:
    """A tinted slip on a white page with text around is no outline."""
    image = page()
    image[500:1300, 200:1000] = (image[500:1300, 200:1000] * np.array([0.7, 0.85, 0.95])).astype(np.uint8)
    assert find_paper(image) is None


def _title_box(image: Image) -> tuple[int, int]:
    """Where the red ring lies, as shares of the sheet in hundredths."""
    red = (image[:, :, 0].astype(int) - image[:, :, 1] > 70) & (image[:, :, 0] > 110)
    ys, xs = np.nonzero(red)
    return round(100 * float(np.median(xs)) / image.shape[1]), round(100 * float(np.median(ys)) / image.shape[0])


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_quarter_turns_are_undone(quarters: int) -> None:
    """A page turned by any quarter comes out upright, with the turn that was needed."""
    picture = np.ascontiguousarray(np.rot90(page(), -quarters))
    needed = (360 - 90 * quarters) % 360
    asked: list[tuple[int, ...]] = []

    def orient(image: Image) -> tuple[int, float]:
        asked.append(image.shape)
        return needed, 0.99

    sheet = flatten(raw(picture), orient)
    assert sheet.turned == needed
    assert sheet.image.shape[0] > sheet.image.shape[1]
    expected = _title_box(page())
    found = _title_box(sheet.image)
    assert abs(found[0] - expected[0]) <= 1
    assert abs(found[1] - expected[1]) <= 1
    assert len(asked) == 1


def test_a_doubtful_turn_is_asked_again() -> None:
    """An answer against the direction of the text is put to the model in all four turns."""
    asked = 0

    def unsure(_image: Image) -> tuple[int, float]:
        nonlocal asked
        asked += 1
        return (90, 0.5) if asked == 1 else ((360 - 90 * (asked - 1)) % 360, 0.9)

    assert flatten(raw(page()), unsure).turned == 0
    assert asked == 4


@pytest.mark.parametrize("skew", [-2.0, -0.7, 1.3, 2.6])
def test_small_skew_of_a_scan_is_taken_out(skew: float) -> None:
    """A scan that lies askew comes out straight: its lines of text have sharp rows."""
    image = page()
    turn = cv2.getRotationMatrix2D((620, 877), -skew, 1.0)
    askew = cv2.warpAffine(image, turn, (1240, 1754), borderValue=(250, 250, 250))
    sheet = flatten(raw(askew), upright)
    edge = sheet.to_page @ np.array([[100, 1100], [800, 800], [1, 1]], dtype=np.float64)
    points = edge[:2] / edge[2]
    angle = np.degrees(np.arctan2(points[1, 1] - points[1, 0], points[0, 1] - points[0, 0]))
    assert angle == pytest.approx(skew, abs=0.2)


def test_output_size_follows_the_paper() -> None:
    """The long side lies within 1,400 and 2,400 pixels, small pages are enlarged by 1.3 at most."""
    assert max(flatten(raw(page(2480, 3508)), upright).image.shape) == pytest.approx(2400, abs=3)
    assert max(flatten(raw(page(700, 1000, lines=14)), upright).image.shape) == pytest.approx(1300, abs=3)
    assert max(flatten(raw(page(1240, 1754)), upright).image.shape) == pytest.approx(1754, abs=3)


def test_boxes_lead_back_through_reduction_and_perspective() -> None:
    """The red ring of the sheet maps back to the red ring of the page as uploaded, at its full size."""
    picture = on_desk(page(), DESKS["wood"], tilted(SIZE), SIZE)
    sheet = flatten(raw(picture, scale=0.5), upright)
    red = (sheet.image[:, :, 0].astype(int) - sheet.image[:, :, 1] > 70) & (sheet.image[:, :, 0] > 150)
    ys, xs = np.nonzero(cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8)))
    back = sheet.box_to_page((float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1)))
    there = (picture[:, :, 0].astype(int) - picture[:, :, 1] > 90) & (picture[:, :, 0] > 170)
    ys, xs = np.nonzero(cv2.morphologyEx(there.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8)))
    truth = np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]) * 2
    assert np.abs(np.array(back) - truth).max() <= 24


def test_tiny_and_plain_pictures_do_not_fail() -> None:
    """A picture of one pixel, of one colour or of noise gives a sheet."""
    rng = np.random.default_rng(1)
    for image in (
        np.zeros((1, 1, 3), dtype=np.uint8),
        np.full((40, 900, 3), 200, dtype=np.uint8),
        np.zeros((600, 400, 3), dtype=np.uint8),
        rng.integers(0, 255, (500, 700, 3), dtype=np.uint8),
        np.full((3000, 8, 3), 255, dtype=np.uint8),
    ):
        sheet = flatten(raw(image), upright)
        assert sheet.image.ndim == 3
        assert np.isfinite(sheet.to_page).all()


def test_page_with_a_text_layer_is_never_cropped() -> None:
    """A drawn PDF page keeps all of its area, a dark border too."""
    picture = on_desk(page(), DESKS["dark"], tilted(SIZE), SIZE)
    drawn = RawPage(0, 1500, 2000, picture, 1.0, (Word("text", (1.0, 1.0, 9.0, 9.0)),))
    left, top, right, bottom = flatten(drawn, upright).box_to_page((0.0, 0.0, 9999.0, 9999.0))
    assert (left, top) == (0, 0)
    assert right >= 1495
    assert bottom >= 1995
