"""A page that reads badly may have been photographed in motion: a few of its lines tell which."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.imaging.motion import Motion
from ocr.lines import Glyph, Line, Quad
from ocr.pages import Image, RawPage
from ocr.reader import Reader
from ocr.shelf import SheetShelf
from ocr.steadying import find_motion
from tests.unit.ocr.imaging.test_motion import moved, print_of


class Comparing:
    """An engine that is as certain of a crop as it looks like the page that was never moved."""

    def __init__(self, sharp: Image, lines: list[Line]) -> None:
        self._crops = [sharp[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] for x0, y0, x1, y1 in (_.box for _ in lines)]
        self.shown = 0

    def recognise(self, crops: list[Image]) -> tuple[Line, ...]:
        """One line for each crop."""
        self.shown += len(crops)
        return tuple(_line(0, max(self._likeness(crop, own) for own in self._crops)) for crop in crops)

    def _likeness(self, crop: Image, own: Image) -> float:
        return 1 - float(np.abs(crop.astype(float) - own).mean()) / 128 if crop.shape == own.shape else 0.0


def _line(row: int, certainty: float) -> Line:
    x0, y0, x1, y1 = 30.0, 20.0 + 45 * row, 270.0, 55.0 + 45 * row
    glyphs = tuple(Glyph("工", certainty, (at + 0.5) / 8) for at in range(8))
    return Line(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), glyphs, certainty)


def _found(length: int, angle: int) -> tuple[Motion | None, int]:
    sharp = print_of()
    lines = [_line(row, 0.7) for row in range(4)]
    engine = Comparing(sharp, lines)
    return find_motion(engine, moved(sharp, length, angle), lines), engine.shown  # type: ignore[arg-type]


@pytest.mark.parametrize("angle", [0, 47, 95, 133, 170])
@pytest.mark.parametrize("length", [7, 9])
def test_the_movement_is_found(length: int, angle: int) -> None:
    """The direction comes out within fifteen degrees, whichever it is, for a few lines of reading."""
    motion, shown = _found(length, angle)
    assert motion is not None
    assert min((motion.angle - angle) % 180, (angle - motion.angle) % 180) <= 15
    assert shown <= 4 * 5


def test_a_steady_page_is_left_alone() -> None:
    """Where no movement makes the lines read better, none is named; without lines of fit length nothing is asked."""
    sharp = print_of()
    lines = [_line(row, 0.99) for row in range(4)]
    engine = Comparing(sharp, lines)
    assert find_motion(engine, sharp, lines) is None  # type: ignore[arg-type]
    assert find_motion(engine, sharp, []) is None  # type: ignore[arg-type]


class Reading:
    """An engine that reads a page with one certainty as it lies and another once it is steadied."""

    def __init__(self, *certainties: float) -> None:
        self.certainties = list(certainties)

    def find_lines(self, image: Image) -> tuple[Quad, ...]:
        """Four places."""
        return tuple(_line(row, 0.0).quad for row in range(4))

    def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
        """The lines there."""
        certainty = self.certainties.pop(0) if quads else 0.0
        return tuple(replace(_line(0, certainty), quad=quad) for quad in quads)

    def recognise(self, crops: list[Image]) -> tuple[Line, ...]:
        """Every movement reads as the next page will."""
        return tuple(_line(0, self.certainties[0] if self.certainties else 0.5) for _ in crops)


@pytest.mark.parametrize(
    ("certainties", "steadied"),
    [((0.80, 0.95), 1), ((0.80,), 0), ((0.97, 0.99), 0)],
)
def test_only_a_page_that_reads_badly_and_gains_is_steadied(certainties: tuple[float, ...], steadied: int) -> None:
    """A page that reads well is not asked, and one that gains nothing stays as it was photographed."""
    taken: list[Motion] = []
    shelf = SimpleNamespace(
        unstamped=lambda page: print_of(),
        steady=lambda page, motion: taken.append(motion),
        turn_over=lambda page: None,
        call_blurred=lambda page, poor: None,
    )
    reader = Reader(Reading(*certainties), SimpleNamespace())  # type: ignore[arg-type]
    lines = reader._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert len(taken) == steadied
    assert lines[0].confidence == certainties[steadied]


class Steadfast(Reading):
    """That engine, to which every page looks upright and which reads all of it with one certainty."""

    def __init__(self, certainty: float) -> None:
        super().__init__(*[certainty] * 9)

    def orientation(self, image: Image) -> tuple[int, float]:
        """No turn, surely."""
        return 0, 1.0


@pytest.mark.parametrize(("certainty", "poor"), [(0.80, True), (0.90, False)])
def test_a_page_that_reads_past_believing_is_called_blurred(certainty: float, poor: bool) -> None:
    """Whatever its edges look like: the person is asked for another photograph, with the reason."""
    page = RawPage(0, 900, 660, cv2.resize(print_of(), (900, 660), interpolation=cv2.INTER_CUBIC))
    reader = Reader(Steadfast(certainty), SimpleNamespace())  # type: ignore[arg-type]
    shelf, _ = reader._read_pages([page], None, lambda step: None)
    quality = shelf.thin(0).quality
    assert (quality.verdict == "poor") is poor
    assert not poor or "blur" in quality.reasons


def test_a_steadied_sheet_says_so_and_stays_so() -> None:
    """Its quality carries the reason, and the sheet is the same when it is laid anew."""
    picture = cv2.resize(print_of(), (900, 660), interpolation=cv2.INTER_CUBIC)
    shelf = SheetShelf([RawPage(0, 900, 660, picture)], lambda image: (0, 1.0))
    shelf.lay(0)
    once = shelf.steady(0, Motion(8, 30)).image
    shelf.call_blurred(0, poor=False)
    shelf._kept.clear()
    assert np.array_equal(shelf.sheet(0).image, once)
    assert (shelf.thin(0).quality.verdict, "blur" in shelf.thin(0).quality.reasons) == ("fair", True)
