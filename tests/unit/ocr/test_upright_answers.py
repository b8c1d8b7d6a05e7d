"""Columns of one-character answers that were read as one line downwards."""

from types import SimpleNamespace

import cv2
import numpy as np

from ocr.expected import NOBODY
from ocr.lines import Glyph, Line, Quad
from ocr.pages import RawPage
from ocr.reader import Reader
from ocr.upright_answers import apart


def upright(text: str, high: float) -> Line:
    """A line of 40 px width and that height, its characters evenly spaced."""
    quad = ((100.0, 200.0), (140.0, 200.0), (140.0, 200.0 + high), (100.0, 200.0 + high))
    return Line(quad, tuple(Glyph(char, 0.99, (n + 0.5) / len(text)) for n, char in enumerate(text)), 0.99)


def test_a_column_of_answers_becomes_one_line_an_answer() -> None:
    """是 否 否 below one another stand each in its own row, where they were."""
    cells = apart([upright("是否否", 126.0)])
    assert [cell.text for cell in cells] == ["是", "否", "否"]
    assert [cell.box[1::2] for cell in cells] == [(200.0, 242.0), (242.0, 284.0), (284.0, 326.0)]


def test_other_lines_stay_whole() -> None:
    """The head 是否 lies on its side, and a section's name runs down: neither is a column of answers."""
    head, section = upright("是否", 30.0), upright("是否供养", 160.0)
    assert apart([head, section]) == (head, section)


class Finder:
    """An engine that finds set lines on whatever page it is shown, which stands upright."""

    def __init__(self, *lines: Line) -> None:
        self._lines = lines

    def find_lines(self, image: object) -> tuple[Quad, ...]:
        """The places of the set lines."""
        return tuple(line.quad for line in self._lines)

    def read_lines(self, image: object, quads: list[Quad]) -> tuple[Line, ...]:
        """The set lines at these places."""
        return tuple(line for line in self._lines if line.quad in quads)

    def orientation(self, image: object) -> tuple[int, float]:
        """No turn, surely."""
        return 0, 1.0


def test_a_page_is_read_with_its_answers_apart() -> None:
    """What the reader goes on with holds one line an answer."""
    image = np.full((1169, 827, 3), 255, np.uint8)
    for y in range(100, 1000, 60):
        cv2.putText(image, "paper with print on it", (80, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2)
    reader = Reader(Finder(upright("是否否", 126.0)), SimpleNamespace())  # type: ignore[arg-type]
    page = RawPage(0, 827, 1169, image)
    _, [read] = reader._read_pages([page], NOBODY, None, lambda step: None)
    assert [line.text for line in read.lines] == ["是", "否", "否"]
