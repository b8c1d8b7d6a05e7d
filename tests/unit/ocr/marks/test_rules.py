"""Rules taken away from ink: underlines, frames, and what of a hand must stay."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.marks.rules import without_rules

EM = 22.0


def frame(thick: int, slope: float) -> NDArray[np.bool_]:
    """The rules of a table cell of 300 x 95 px, a little askew."""
    picture = np.zeros((280, 480), np.uint8)
    for y in (60, 155, 250):
        cv2.line(picture, (0, y), (479, y - round(480 * slope)), 255, thick)
    for x in (100, 400):
        cv2.line(picture, (x, 0), (x + round(280 * slope), 279), 255, thick)
    return np.asarray(picture > 0, dtype=np.bool_)


@pytest.mark.parametrize("thick", [1, 3, 5, 6])
@pytest.mark.parametrize("slope", [0.0, 0.015])
def test_a_frame_goes(thick: int, slope: float) -> None:
    """Rules as bold as a third of the print's size go with their crossings, askew as well."""
    ink = frame(thick, slope)

    assert without_rules(ink, EM).sum() <= 0.03 * ink.sum()


def test_strokes_in_a_bold_frame_stay() -> None:
    """An upright stroke of a name, two and a half characters tall, is no rule beside bold ones."""
    ink = frame(5, 0.01)
    stroke = np.zeros_like(ink)
    stroke[75:130, 200:205] = True

    kept = without_rules(ink | stroke, EM)

    assert kept[stroke].mean() > 0.95
