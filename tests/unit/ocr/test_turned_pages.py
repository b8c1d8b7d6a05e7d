"""A page that reads badly may stand on its head: a few of its lines, read both ways, tell."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr.lines import Glyph, Line
from ocr.reader import Reader

PAGE = (2339, 1654, 3)


class Turning:
    """An engine that reads its crops with a set certainty, and notes how many it was shown."""

    def __init__(self, certainty: float) -> None:
        self.certainty, self.shown = certainty, 0

    def recognise(self, crops: list[np.ndarray]) -> tuple[Line, ...]:
        """A line of one certainty for each crop."""
        self.shown += len(crops)
        return tuple(_line(index, self.certainty) for index in range(len(crops)))


def _line(row: int, certainty: float) -> Line:
    x0, y0, x1, y1 = 200.0, 200.0 + 60 * row, 900.0, 240.0 + 60 * row
    glyphs = tuple(Glyph("工", certainty, (at + 0.5) / 6) for at in range(6))
    return Line(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), glyphs, certainty)


@pytest.mark.parametrize(
    ("as_it_lies", "turned", "verdict", "shown"),
    [
        (0.55, 0.95, True, 8),
        (0.55, 0.57, False, 8),  # a bad photograph reads badly both ways
        (0.93, 0.99, False, 0),  # what reads well is not asked
    ],
)
def test_a_few_lines_tell_a_page_on_its_head(as_it_lies: float, turned: float, verdict: bool, shown: int) -> None:
    """The lines that were read first are read the other way round too, and only of a page that reads badly."""
    engine = Turning(turned)
    reader = Reader(engine, SimpleNamespace())  # type: ignore[arg-type]
    lines = [_line(row, as_it_lies) for row in range(8)]
    assert reader._stands_on_its_head(np.full(PAGE, 255, np.uint8), lines) is verdict
    assert engine.shown == shown
