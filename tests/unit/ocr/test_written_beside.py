"""Two amounts in one place: the printed one was crossed out and another written beside it."""

from dataclasses import replace

import pytest

from ocr.lines import Line
from ocr.written_beside import amounts_beside
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import leaf


def told(text: str, read: str, fen: int, sort: str = "money") -> list[str | None]:
    """The fields of which a second amount is told, where this much of a line was read as the first."""
    lines: tuple[Line, ...] = (line(text, 100, 5),)
    whole = leaf(lines, 0, fen, sort)
    found = replace(whole, raw=read, parts=(replace(whole.parts[0], stop=len(read)),))
    return [remark.field for remark in amounts_beside({"total_figures": found}, 0, lines)]


@pytest.mark.parametrize("text", ["¥253,816.17-254,816.17", "¥253,816.17– 254,816.17", "¥253,816.17元—¥254816.17"])
def test_a_second_amount_behind_a_stroke_says_that_the_first_was_altered(text: str) -> None:
    """A thin stroke reads as a dash; two amounts of one place are no one's to choose between."""
    assert told(text, "¥253,816.17", 25381617) == ["total_figures"]


@pytest.mark.parametrize(
    "text", ["¥253,816.17", "¥253,816.17-253,816.17", "¥253,816.17 254,816.17", "¥253,816.17-3", "¥253,816.17（大写）"]
)
def test_an_amount_alone_is_as_it_stands(text: str) -> None:
    """The same amount twice, a column beside it, a bare figure or words behind it alter nothing."""
    assert told(text, "¥253,816.17", 25381617) == []


def test_only_amounts_are_asked() -> None:
    """A number behind a dash belongs to a number."""
    assert told("253816.17-254,816.17", "253816.17", 25381617, "account") == []
