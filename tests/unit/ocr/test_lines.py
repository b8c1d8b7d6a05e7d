"""Where the characters of a read line stand."""

import pytest

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
