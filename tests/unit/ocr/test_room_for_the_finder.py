"""Memory goes back before a page's lines are found, where what is held and what is needed would be too much."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr import reader
from ocr.engines.paddle import DETECTION_LONG_SIDE, finder_scale
from ocr.pages import PageLines
from ocr.reader import MOST_MIB, Reader, _finder_mib, _make_room


@pytest.mark.parametrize(
    ("held", "needed", "given"),
    [(MOST_MIB - 100, 99.0, 0), (MOST_MIB - 100, 100.0, 0), (MOST_MIB - 100, 101.0, 1), (MOST_MIB + 1, 0.0, 1)],
)
def test_memory_goes_back_where_it_would_be_too_much(
    held: int, needed: float, given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fits costs nothing; one MiB more than is allowed gives back what the networks keep."""
    back: list[object] = []
    monkeypatch.setattr(reader, "held_mib", lambda: held)
    monkeypatch.setattr(reader, "network", lambda *asked: asked)
    monkeypatch.setattr(reader, "give_memory_back", back.append)
    _make_room(needed)
    assert len(back) == given


def test_room_is_made_before_lines_are_found_and_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The finder needs room for the sheet's picture, the reader what is left of it."""
    told: list[str] = []

    def note(word: str) -> tuple[()]:
        told.append(word)
        return ()

    engine = SimpleNamespace(find_lines=lambda image: note("found"), read_lines=lambda image, quads: note("read"))
    monkeypatch.setattr(reader, "_make_room", lambda mib: note("room"))
    Reader(engine, SimpleNamespace())._first_lines(np.zeros((600, 400, 3), dtype=np.uint8))  # type: ignore[arg-type]
    assert told == ["room", "found", "room", "read"]


def test_room_is_made_after_a_foot_was_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks are then looked for in all of the foot, beside what the finder keeps."""
    told: list[str] = []

    def note(word: str) -> tuple[()]:
        told.append(word)
        return ()

    engine = SimpleNamespace(
        find_lines=lambda image, closely: note("found"), read_lines=lambda image, quads: note("read")
    )
    shelf = SimpleNamespace(unstamped=lambda page: np.zeros((600, 400, 3), dtype=np.uint8))
    monkeypatch.setattr(reader, "_make_room", lambda mib: note("room"))
    Reader(engine, SimpleNamespace())._read_foot_again(PageLines(0, 400, 600, ()), shelf)  # type: ignore[arg-type]
    assert told == ["found", "read", "room"]


def test_a_sheet_as_wide_as_high_takes_no_more_room_than_a_long_one() -> None:
    """Its picture for the finder is made smaller, so that the finder needs as much as for a sheet of A4 or little more.

    A sheet smaller than that picture is not made larger.
    """
    tall, square, small = (
        np.zeros((high, wide, 3), dtype=np.uint8) for high, wide in ((2339, 1654), (2339, 2339), (600, 400))
    )
    assert finder_scale(tall) == pytest.approx(DETECTION_LONG_SIDE / 2339)
    assert finder_scale(square) < finder_scale(tall)
    assert finder_scale(small) == 1.0
    assert _finder_mib(small) < _finder_mib(tall) < _finder_mib(square) < 1.2 * _finder_mib(tall)
