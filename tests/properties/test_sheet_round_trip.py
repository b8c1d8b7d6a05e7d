"""A box of the sheet leads to the page as uploaded and back, whatever was done to the page in between."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.imaging.flatten import flatten
from ocr.pages import Image, RawPage, Sheet
from tests.unit.ocr.imaging.pages import on_desk, page

FLAT = page(620, 877, lines=18)
LEAK = st.floats(0.0, 0.12)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Sheets of pages on a desk or filling the frame, turned, reduced and askew."""
    quarters = draw(st.integers(0, 3))
    scale = draw(st.sampled_from([1.0, 0.5, 0.37]))
    if draw(st.booleans()):
        size = (800, 1000)
        shares = np.array([[draw(LEAK), draw(LEAK)] for _ in range(4)])
        signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
        corners = (np.array([[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]]) + shares * signs) * size
        picture = on_desk(FLAT, (90, 70, 50), corners, size)
    else:
        turn = cv2.getRotationMatrix2D((310, 438), draw(st.floats(-3, 3)), 1.0)
        picture = np.asarray(cv2.warpAffine(FLAT, turn, (620, 877), borderValue=(250,) * 3), dtype=np.uint8)
    picture = np.ascontiguousarray(np.rot90(picture, quarters))
    height, width = picture.shape[:2]

    def orient(_image: Image) -> tuple[int, float]:
        return 90 * quarters, 0.99

    return flatten(RawPage(0, round(width / scale), round(height / scale), picture, scale), orient)


@settings(max_examples=25, deadline=None)
@given(sheets(), st.floats(0.1, 0.8), st.floats(0.1, 0.8), st.floats(0.02, 0.1))
def test_box_to_page_and_back(sheet: Sheet, x: float, y: float, size: float) -> None:
    """The page's box encloses the sheet's box when led back, within the page and by not much more than it must."""
    height, width = sheet.image.shape[:2]
    box = (x * width, y * height, (x + size) * width, (y + size) * height)
    left, top, right, bottom = sheet.box_to_page(box)
    assert 0 <= left < right <= sheet.raw.width
    assert 0 <= top < bottom <= sheet.raw.height

    corners = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]], dtype=np.float64)
    back = np.linalg.inv(sheet.to_page) @ corners
    xs, ys = back[0] / back[2], back[1] / back[2]

    assert xs.min() - 1 <= box[0]
    assert xs.max() + 1 >= box[2]
    assert ys.min() - 1 <= box[1]
    assert ys.max() + 1 >= box[3]
    slack = 0.35 * size * max(width, height) + 12
    assert box[0] - xs.min() < slack
    assert xs.max() - box[2] < slack


@settings(max_examples=15, deadline=None)
@given(sheets())
def test_sheet_keeps_the_paper(sheet: Sheet) -> None:
    """The red ring of the page lies on the sheet at its own place: lower right, once turned upright."""
    red = (sheet.image[:, :, 0].astype(int) - sheet.image[:, :, 1] > 70) & (sheet.image[:, :, 0] > 120)
    opened = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8))
    ys, xs = np.nonzero(opened)
    height, width = sheet.image.shape[:2]
    assert abs(float(np.median(xs)) / width - (620 - 300) / 620) < 0.06
    assert abs(float(np.median(ys)) / height - (877 - 260) / 877) < 0.06
