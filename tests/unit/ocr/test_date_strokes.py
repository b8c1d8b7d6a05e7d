"""Bars that stand apart between a date's signs are counted; where anything else stands nothing is said."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from ocr.date_strokes import counted

PEN = 4
Drawing = Callable[[np.ndarray], object]


def ink(*drawings: Drawing, height: int = 48) -> np.ndarray:
    """Ink between the middles of two printed signs, at columns 60 and 200 of a strip of 260."""
    strip = np.zeros((height, 260), np.float32)
    for x in (60, 200):
        cv2.rectangle(strip, (x - 13, 8), (x + 13, 40), 1.0, PEN)
    for draw in drawings:
        draw(strip)
    return strip


def bar(x: int, *, lean: int = 4, top: int = 10, bottom: int = 38, pen: int = PEN) -> Drawing:
    """An upright stroke, leaning a little."""
    return lambda strip: cv2.line(strip, (x + lean, top), (x - lean, bottom), 1.0, pen)


@pytest.mark.parametrize("lean", [-3, 0, 4])
@pytest.mark.parametrize("x", [85, 100, 130])
def test_one_bar_is_a_one_and_two_are_an_eleven(x: int, lean: int) -> None:
    """Wherever they stand between the signs, however they lean."""
    assert counted(ink(bar(x, lean=lean)), 60, 200) == 1
    assert counted(ink(bar(x, lean=lean), bar(x + 14, lean=lean)), 60, 200) == 11


@pytest.mark.parametrize(
    ("what", "drawing"),
    [
        ("three bars", [bar(90), bar(110), bar(130)]),
        ("nothing", []),
        ("a 0 behind a bar", [bar(90), lambda strip: cv2.ellipse(strip, (115, 24), (8, 13), 0, 0, 360, 1.0, PEN)]),
        ("a 7", [bar(110), lambda strip: cv2.line(strip, (96, 10), (114, 10), 1.0, PEN)]),
        ("a bar that may be two", [bar(110, pen=13)]),
        ("a low stroke", [bar(110, top=24, bottom=36)]),
        (
            "two bars that touch at the foot",
            [bar(100), bar(112), lambda strip: cv2.line(strip, (94, 38), (110, 38), 1.0, 1)],
        ),
        ("two bars under a line", [bar(100), bar(112), lambda strip: cv2.line(strip, (94, 40), (112, 40), 1.0, 2)]),
        ("a bar and one far off", [bar(85), bar(160)]),
        ("a bar and a tick", [bar(90), bar(106, top=10, bottom=27)]),
        ("a bar that touches the sign", [bar(130), lambda strip: cv2.line(strip, (74, 24), (96, 24), 1.0, PEN)]),
        ("a cell's border", [lambda strip: cv2.line(strip, (110, 0), (110, 47), 1.0, PEN), bar(130)]),
    ],
)
def test_what_is_no_bar_says_nothing(what: str, drawing: list[Drawing]) -> None:
    """Other figures, borders, strokes that touch or may be a sign's own: the network alone tells."""
    assert counted(ink(*drawing), 60, 200) is None, what


def test_a_stroke_that_may_be_a_signs_own_says_nothing() -> None:
    """A bar close before 月 may be its leg, one close behind 年 the end of that."""
    assert counted(ink(bar(110), bar(175)), 60, 190) is None
    assert counted(ink(bar(175)), 60, 190) is None
    assert counted(ink(bar(110), bar(84)), 74, 200) is None
    assert counted(ink(bar(110), bar(95)), 70, 190) == 11


def test_dots_and_dirt_are_not_counted() -> None:
    """A speck beside a bar is no second one."""
    speck: Drawing = lambda strip: cv2.circle(strip, (130, 30), 2, 1.0, -1)  # noqa: E731
    assert counted(ink(bar(100), speck), 60, 200) == 1


def test_small_writing_is_not_counted() -> None:
    """Strokes of writing a few pixels high run into each other."""
    small = cv2.resize(ink(bar(90), bar(104)), (40, 7))
    assert counted(small, 60 * 40 / 260, 200 * 40 / 260) is None
