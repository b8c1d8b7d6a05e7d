"""Where on a sheet anything is printed or written at all."""

import cv2
import numpy as np
import pytest

from ocr.imaging.printed_part import printed_part

SIZE = (2000, 1400)


def sheet(noise: float = 0.0) -> np.ndarray:
    """A white sheet with the noise of a sensor."""
    grain = np.random.default_rng(3).normal(0, noise, (*SIZE, 3)) if noise else 0.0
    return np.clip(np.full((*SIZE, 3), 225.0) + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [0.0, 6.0])
@pytest.mark.parametrize("ink", [(30, 30, 30), (40, 60, 160), (190, 50, 60), (170, 170, 170)])
def test_the_part_holds_all_ink_and_little_else(noise: float, ink: tuple[int, int, int]) -> None:
    """Black, blue, red and pale ink count alike; the empty foot of the sheet is left out."""
    image = sheet(noise)
    cv2.putText(image, "TEXT", (200, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.4, ink, 3)
    cv2.putText(image, "7", (1100, 900), cv2.FONT_HERSHEY_SIMPLEX, 1.0, ink, 2)
    x0, y0, x1, y1 = printed_part(image)
    assert x0 <= 200
    assert y0 <= 265
    assert 1118 <= x1 <= 1250
    assert 900 <= y1 <= 1000


def test_the_edge_of_the_paper_is_no_print() -> None:
    """A desk showing at the rim and the paper's outline do not make the whole sheet printed."""
    image = sheet()
    cv2.rectangle(image, (12, 10), (1388, 1985), (90, 80, 70), 6)
    image[:, :8] = (80, 70, 60)
    cv2.putText(image, "TEXT", (300, 500), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3)
    assert printed_part(image)[3] < 700


def test_a_table_near_the_edge_keeps_what_it_holds() -> None:
    """Words inside a wide frame stay in the part although the frame looks like an edge."""
    image = sheet()
    cv2.rectangle(image, (60, 80), (1340, 1900), (30, 30, 30), 3)
    cv2.putText(image, "A", (90, 140), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 3)
    cv2.putText(image, "B", (1280, 1870), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 3)
    x0, y0, x1, y1 = printed_part(image)
    assert (x0 <= 90, y0 <= 115, x1 >= 1310, y1 >= 1872) == (True, True, True, True)


@pytest.mark.parametrize("high", [22, 30, 44])
def test_a_row_of_words_that_begins_near_the_edge_is_print(high: int) -> None:
    """A narrow page's first line, its letters close, is no outline for being long and low."""
    image = sheet()
    for x in range(50, 900, high + 4):
        cv2.rectangle(image, (x, 100), (x + high, 100 + high), (30, 30, 30), 3)
        cv2.line(image, (x, 100 + high // 2), (x + high, 100 + high // 2), (30, 30, 30), 3)
    cv2.putText(image, "TEXT", (300, 1000), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3)
    x0, y0, x1, _ = printed_part(image)
    assert (x0 <= 50, y0 <= 100, x1 >= 890) == (True, True, True)


@pytest.mark.parametrize("slope", [0, 6, 20])
def test_an_edge_of_the_paper_alone_is_no_print(slope: int) -> None:
    """Near miss: one long dark line near the rim, level or a little askew."""
    image = sheet()
    cv2.line(image, (40, 40), (1360, 40 + slope), (90, 80, 70), 6)
    cv2.putText(image, "TEXT", (300, 1000), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3)
    assert printed_part(image)[1] > 800


def test_an_empty_sheet_is_looked_at_whole() -> None:
    """Where nothing stands out nothing is left out."""
    assert printed_part(sheet()) == (0, 0, 1400, 2000)
