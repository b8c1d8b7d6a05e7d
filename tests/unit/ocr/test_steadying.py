"""A page that reads badly may have been photographed in motion: a few of its lines tell which."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.expected import NOBODY
from ocr.imaging.motion import Motion
from ocr.lines import Glyph, Line, Quad
from ocr.pages import Image, RawPage
from ocr.reader import Reader
from ocr.shelf import SheetShelf
from ocr.steadying import find_motion
from tests.unit.ocr.imaging.test_motion import moved, print_of
from validators.model.evidence import PageQuality


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
        return 1 - float(np.abs(crop.astype(float) - own).mean()) / 64 if crop.shape == own.shape else 0.0


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
    """The direction comes out within fifteen degrees, the length within two pixels, for a few lines of reading."""
    motion, shown = _found(length, angle)
    assert motion is not None
    assert min((motion.angle - angle) % 180, (angle - motion.angle) % 180) <= 15
    assert abs(motion.length - length) <= 2
    assert shown <= 4 * 8


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
        self.certainties, self._now, self._asked = list(certainties), 0.0, 0
        self.read_twice = self

    def find_lines(self, image: Image) -> tuple[Quad, ...]:
        """Four places."""
        return tuple(_line(row, 0.0).quad for row in range(4))

    def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
        """The lines there."""
        self._now = self.certainties.pop(0) if quads else self._now
        return tuple(replace(_line(0, self._now), quad=quad) for quad in quads)

    def recognise(self, crops: list[Image]) -> tuple[Line, ...]:
        """The page as it is first, then every movement as the next page will read."""
        self._asked += 1
        next_one = self.certainties[0] if self.certainties else 0.5
        return tuple(_line(0, self._now if self._asked == 1 else next_one) for _ in crops)


@pytest.mark.parametrize(
    ("certainties", "steadied"),
    [((0.80, 0.95), 1), ((0.80, 0.80), 0), ((0.99, 0.99), 0)],
)
def test_only_a_page_that_reads_badly_and_gains_is_steadied(certainties: tuple[float, ...], steadied: int) -> None:
    """A page that reads well is not asked, and one that gains nothing stays as it was photographed."""
    taken: list[Motion] = []
    shelf = SimpleNamespace(
        unstamped=lambda page: print_of(),
        steady=lambda page, motion: taken.append(motion),
        turn_over=lambda page: None,
        thin=lambda page: SimpleNamespace(raw=SimpleNamespace(words=()), quality=PageQuality("good")),
        call_blurred=lambda page, poor: None,
        note_read_twice=lambda page: None,
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
    shelf, _ = reader._read_pages([page], NOBODY, None, lambda step: None)
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


class Noting:
    """An engine that finds set places and notes each reading; every line's text is its place."""

    def __init__(self, quads: list[Quad], certainty: float) -> None:
        self._quads, self._certainty = quads, certainty
        self.readings: list[list[Quad]] = []
        self.read_twice = self

    def find_lines(self, image: Image) -> tuple[Quad, ...]:
        """The set places."""
        return tuple(self._quads)

    def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
        """A line for each place."""
        self.readings.append(list(quads))
        return tuple(replace(_line(0, self._certainty), quad=quad) for quad in quads)

    def recognise(self, crops: list[Image]) -> tuple[Line, ...]:
        """The first crops are those of the page as it is: every movement reads better."""
        self.asked = getattr(self, "asked", 0) + len(crops)
        return tuple(_line(0, self._certainty if self.asked <= 4 else 0.97) for _ in crops)


def _places() -> list[Quad]:
    """Twenty places down a page: most of middling length, every fifth very short, every seventh very long."""
    places = []
    for row in range(20):
        wide = 40.0 if row % 5 == 0 else 900.0 if row % 7 == 0 else 240.0
        top = 10.0 + 40 * row
        places.append(((20.0, top), (20 + wide, top), (20 + wide, top + 30), (20.0, top + 30)))
    return places


def _shelf(words: tuple[object, ...] = ()) -> tuple[SimpleNamespace, list[Motion]]:
    taken: list[Motion] = []
    page = SimpleNamespace(raw=SimpleNamespace(words=words), quality=PageQuality("good"))
    shelf = SimpleNamespace(
        unstamped=lambda page: cv2.resize(print_of(), (960, 860)),
        steady=lambda page, motion: taken.append(motion),
        thin=lambda number: page,
        call_blurred=lambda page, poor: None,
        twice=[],
    )
    shelf.note_read_twice = shelf.twice.append
    return shelf, taken


def test_eight_lines_are_read_first_and_every_line_once() -> None:
    """The first are of middling length and from all over the page; all come in their order, none twice."""
    engine, (shelf, _) = Noting(_places(), 0.985), _shelf()
    lines = Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    first, rest = engine.readings
    assert [line.quad for line in lines] == _places()
    assert (len(first), len(rest)) == (8, 12)
    assert {quad[1][0] - quad[0][0] for quad in first} == {240.0}
    assert first[0][0][1] < 100
    assert first[-1][0][1] > 600


def test_a_steadied_page_is_read_whole_and_a_digital_one_is_never_steadied() -> None:
    """After the movement is taken out all lines are read anew; a page with a text layer was not photographed."""
    engine, (shelf, taken) = Noting(_places(), 0.8), _shelf()
    lines = Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert (len(taken), engine.readings[-1], len(lines)) == (1, _places(), 20)

    engine, (shelf, taken) = Noting(_places(), 0.8), _shelf(words=("word",))
    Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert (taken, [len(quads) for quads in engine.readings]) == ([], [8, 12])


@pytest.mark.parametrize(("certainty", "words", "twice"), [(0.97, (), [0]), (0.985, (), []), (0.8, ("word",), [])])
def test_a_photographed_page_that_reads_less_than_clearly_is_read_by_two(
    certainty: float, words: tuple[object, ...], twice: list[int]
) -> None:
    """All of its lines are then read by both recognisers, the first ones too, and the sheet is noted as read so."""

    class Both(Noting):
        read_twice: Noting

    engine, (shelf, _) = Both(_places(), certainty), _shelf(words)
    engine.read_twice = Noting(_places(), 0.9)
    lines = Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert shelf.twice == twice
    assert engine.read_twice.readings == ([_places()] if twice else [])
    assert {line.confidence for line in lines} == ({0.9} if twice else {certainty})


class Halving(Noting):
    """That engine, which reads the first sign of every line half as 构 and half as another."""

    other = "構"

    def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
        """The lines, each believed by as much less."""
        halved = Glyph("构", 0.55, 1 / 16, ((self.other, 0.44),))
        lines = super().read_lines(image, quads)
        mean = (0.55 + 7 * self._certainty) / 8
        return tuple(replace(line, glyphs=(halved, *line.glyphs[1:]), confidence=mean) for line in lines)


@pytest.mark.parametrize(
    ("other", "reasons", "twice"), [("構", (), []), ("構", ("cut_edge",), []), ("枸", (), [0]), ("構", ("blur",), [0])]
)
def test_a_sharp_page_whose_signs_are_clear_in_any_form_is_read_once(
    other: str, reasons: tuple[str, ...], twice: list[int]
) -> None:
    """构 halved with 構 is a clear sign; halved with another one, or on a blurred page, two recognisers read."""
    engine, (shelf, taken) = Halving(_places(), 0.985), _shelf()
    engine.other = other
    page = SimpleNamespace(raw=SimpleNamespace(words=()), quality=PageQuality("fair", reasons))
    shelf.thin = lambda number: page
    Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert (shelf.twice, taken) == (twice, [])


def test_a_stamps_bit_among_the_first_lines_does_not_make_a_page_be_read_twice() -> None:
    """One short line that reads as nonsense beside plain ones is no measure of the page."""

    class Scrap(Noting):
        def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
            first, *rest = super().read_lines(image, quads)
            glyphs = tuple(replace(glyph, probability=0.2) for glyph in first.glyphs[:1])
            return (replace(first, glyphs=glyphs, confidence=0.2), *rest)

    engine, (shelf, taken) = Scrap(_places(), 0.99), _shelf()
    Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)  # type: ignore[arg-type]
    assert (shelf.twice, taken) == ([], [])


def test_a_page_with_few_lines_that_say_anything_is_read_whole_first() -> None:
    """Where too few of the chosen lines hold a sign, all of them tell how the page lies."""

    class Sparse(Noting):
        def read_lines(self, image: Image, quads: list[Quad]) -> tuple[Line, ...]:
            return super().read_lines(image, quads)[:3] if len(quads) <= 8 else super().read_lines(image, quads)

    engine, (shelf, _) = Sparse(_places(), 0.985), _shelf()
    assert len(Reader(engine, SimpleNamespace())._read_sheet(shelf, 0)) == 20  # type: ignore[arg-type]


def test_a_sheet_that_was_turned_and_steadied_is_the_same_when_laid_anew() -> None:
    """First over, then steady: in the order in which it was done."""
    picture = cv2.resize(print_of(), (900, 660), interpolation=cv2.INTER_CUBIC)
    shelf = SheetShelf([RawPage(0, 900, 660, picture)], lambda image: (0, 1.0))
    shelf.lay(0)
    shelf.turn_over(0)
    once = shelf.steady(0, Motion(8, 30)).image
    shelf._kept.clear()
    assert np.array_equal(shelf.sheet(0).image, once)
