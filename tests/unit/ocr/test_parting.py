"""Two rows that a finger's print made one line are found apart by a closer look, and nothing else is touched."""

from dataclasses import replace

import numpy as np
import pytest

from ocr.lines import Line, Quad
from ocr.parting import parted
from tests.unit.ocr.extract.drawn import line

SHEET = np.full((1200, 900, 3), 255, np.uint8)
ROWS = tuple(line(f"第{n}行的文字", 100, 100 + 60 * n) for n in range(5))
HEIGHT = ROWS[0].box[3] - ROWS[0].box[1]


def high(text: str, confidence: float) -> Line:
    """A line over three rows' height."""
    read = line(text, 160, 700)
    quad: Quad = ((160.0, 700.0), (600.0, 700.0), (600.0, 700.0 + 3 * HEIGHT), (160.0, 700.0 + 3 * HEIGHT))
    glyphs = tuple(replace(glyph, probability=confidence) for glyph in read.glyphs)
    return replace(read, quad=quad, glyphs=glyphs, confidence=confidence)


class Finder:
    """An engine that finds two rows, of a given clearness, in the part it is shown."""

    def __init__(self, clear: float) -> None:
        self.clear, self.shown = clear, 0

    def find_lines(self, image: np.ndarray, *, closely: bool = False) -> tuple[Quad, ...]:
        """Two rows, one under the other."""
        assert closely
        self.shown += 1
        air = int(0.8 * HEIGHT)
        return tuple(line("签字：某某", air, air + n * HEIGHT).quad for n in range(2))

    def read_lines(self, image: np.ndarray, quads: tuple[Quad, ...]) -> tuple[Line, ...]:
        """Read them."""
        whole = line("签字：某某", 0, 0)
        glyphs = tuple(replace(glyph, probability=self.clear) for glyph in whole.glyphs)
        return tuple(Line(quad, glyphs, self.clear) for quad in quads)


def test_one_high_unclear_line_becomes_the_two_rows_that_read_better() -> None:
    """供养亲属签字 twice, with a finger's print from the one row into the other: both rows stand in their places."""
    read = parted(Finder(0.95), SHEET, [*ROWS, high("使表出酒签字", 0.35)])  # type: ignore[arg-type]
    assert [one.text for one in read[5:]] == ["签字：某某", "签字：某某"]
    assert [700 - HEIGHT < one.box[1] < 700 + 3 * HEIGHT for one in read[5:]] == [True, True]
    assert read[6].box[1] - read[5].box[1] == pytest.approx(HEIGHT)
    assert abs(read[5].box[0] - 160) <= 1


@pytest.mark.parametrize(("confidence", "clear"), [(0.98, 0.99), (0.35, 0.40)])
def test_a_clear_title_and_rows_that_read_no_better_stay(confidence: float, clear: float) -> None:
    """A high line that reads well is a title and is not asked; where the look reads no better, the line stays."""
    title = high("确认书", confidence)
    engine = Finder(clear)
    assert parted(engine, SHEET, [*ROWS, title])[5:] == (title,)  # type: ignore[arg-type]
    assert engine.shown == (0 if confidence > 0.9 else 1)


def test_a_row_that_is_another_line_already_is_not_read_twice() -> None:
    """A ring's ink over 单位盖章 makes a high line beside that line: its row is found again and stands once."""
    high_line = high("使表出酒签字", 0.35)
    there = replace(ROWS[0], quad=line("签字：某某", 160, 700 + int(HEIGHT)).quad)
    read = parted(Finder(0.95), SHEET, [*ROWS, there, high_line])  # type: ignore[arg-type]
    assert read == (*ROWS, there, high_line)  # one row is left of the two, and one is no better than the line
