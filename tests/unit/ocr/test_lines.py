"""Where the characters of a read line stand."""

import numpy as np
import pytest

from ocr.crops import cut_quad
from ocr.lines import Glyph, Line

TEXT = "陈兵梅2022.1.9"
GLYPHS = tuple(Glyph(char, 0.99, (at + 0.5) / len(TEXT)) for at, char in enumerate(TEXT))


def test_a_span_of_a_slanting_line_is_no_higher_than_the_line() -> None:
    """The box around a slanting line's last characters follows the slope: the row above lies outside it."""
    line = Line(((0.0, 0.0), (440.0, 44.0), (440.0, 84.0), (0.0, 40.0)), GLYPHS, 0.99)

    assert line.span_box(3, 11) == pytest.approx((120.0, 12.0, 440.0, 84.0))
    assert line.span_box(0, 11) == line.box


def test_the_pitch_is_told_in_heights_of_the_line() -> None:
    """Eleven characters over 440 pixels of a line 40 high stand one height apart, whichever way the line slants."""
    level = Line(((0.0, 0.0), (440.0, 0.0), (440.0, 40.0), (0.0, 40.0)), GLYPHS, 0.99)
    upright = Line(((0.0, 0.0), (0.0, 440.0), (-40.0, 440.0), (-40.0, 0.0)), GLYPHS, 0.99)

    assert level.pitch(3, 11) == pytest.approx(1.0)
    assert upright.pitch(3, 11) == pytest.approx(1.0)
    assert level.pitch(3, 4) == 0.0


def test_a_span_is_cut_along_the_line_and_nothing_above_it() -> None:
    """The crop of a slanting line's last characters is as high as the line, with room for the margin asked for."""
    line = Line(((0.0, 10.0), (440.0, 54.0), (440.0, 94.0), (0.0, 50.0)), GLYPHS, 0.99)
    sheet = np.full((200, 600, 3), 255, np.uint8)
    for x in range(440):  # ink above the line, as a neighbour's
        sheet[: 8 + x // 10, x] = 0

    plain, wide = cut_quad(sheet, line.span_quad(3, 11)), cut_quad(sheet, line.span_quad(3, 11, margin=0.5))

    assert plain.shape[:2] == (40, 321)
    assert plain[2:].min() > 200
    assert wide.shape[1] == pytest.approx(321 + 40, abs=2)
    assert np.array_equal(line.span_quad(0, 11), line.quad)
