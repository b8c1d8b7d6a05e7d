"""Columns of one-character answers that were read as one line downwards."""

from ocr.lines import Glyph, Line
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
