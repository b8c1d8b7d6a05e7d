"""How a page's lines run, as its long lines show it: level, aslant, bent; and back from the levelled page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import mul

import pytest

from ocr.extract.runs import Book
from ocr.extract.slope import LEAST_SLOPE, LEVEL, Slope, slope_of
from ocr.lines import Line
from ocr.pages import FloatBox
from tests.unit.ocr.extract.drawn import SIZE, line, page

WIDTH = 1654
LEFTS = (60.0, 430.0, 800.0, 1170.0)  # of the lines of one row
TEXT = "虚构市示例制造有限公司"
LENGTH = SIZE * len(TEXT)
Rise = Callable[[float], float]  # by how many pixels a row lies lower at a place across the sheet


def rows(rise: Rise, count: int, lefts: tuple[float, ...] = LEFTS) -> list[list[Line]]:
    """Rows of lines that follow a curve across the sheet."""
    return [[on_curve(x, 300.0 + 90.0 * number, rise) for x in lefts] for number in range(count)]


def on_curve(x: float, y: float, rise: Rise) -> Line:
    """A line whose ends lie on the curve of its row."""
    left, right = y + rise(x), y + rise(x + LENGTH)
    quad = ((x, left), (x + LENGTH, right), (x + LENGTH, right + SIZE), (x, left + SIZE))
    return replace(line(TEXT, x, y), quad=quad)


def bent(x: float) -> float:
    """A sheet that runs down by 0.02 at its left edge and up as much at its right."""
    return 0.02 * x - 0.02 * x * x / WIDTH


def aslant(x: float) -> float:
    """A sheet that runs down alike everywhere."""
    return 0.012 * x


def level(x: float) -> float:
    """A sheet that lies straight."""
    return 0.0


def slope(lines: list[list[Line]]) -> Slope:
    """The slope of a page of rows."""
    return slope_of([one for row in lines for one in row], WIDTH)


def strays(row: list[Line], by: Slope) -> float:
    """How far the tops of one row's lines, left and right, lie from each other on the levelled page."""
    tops = [y for one in row for _, y in by.levelled(one.quad)[:2]]
    return max(tops) - min(tops)


def test_a_level_page_has_no_slope() -> None:
    """Rows that run level are left where they are."""
    found = slope(rows(level, 5))
    assert found is LEVEL
    assert not found


@pytest.mark.parametrize("count", [2, 5])
def test_a_page_aslant_has_one_slope(count: int) -> None:
    """Few lines or many: the slope is the same all over the page, and takes it out of every row."""
    lines = rows(aslant, count)
    found = slope(lines)
    assert found
    assert found.at == pytest.approx(0.012)
    assert (found.bend, found.twist, found.fan) == pytest.approx((0.0, 0.0, 0.0))
    assert all(strays(row, found) < 0.5 for row in lines)


def test_a_slope_too_small_to_matter_is_none() -> None:
    """A page that runs down by less than the least slope counts as level; one of a little more does not."""
    assert not slope(rows(lambda x: 0.9 * LEAST_SLOPE * x, 5))
    assert slope(rows(lambda x: 1.1 * LEAST_SLOPE * x, 5))


def test_rows_of_a_bent_page_are_level_afterwards() -> None:
    """Rows that fall at the left and rise at the right are level then, each at one height; no one slope does it."""
    lines = rows(bent, 6)
    found = slope(lines)
    assert all(strays(row, found) < 1.5 for row in lines)
    for one in (-0.005, 0.0, 0.005):
        assert all(strays(row, Slope(one, middle=WIDTH / 2)) > 6 for row in lines)


def test_rows_that_part_towards_one_side_are_level_afterwards() -> None:
    """A sheet seen from one side: its upper rows rise and its lower rows fall, and each comes to one height."""
    lines = [
        [on_curve(x, y, partial(mul, (y - 700.0) * 5e-5)) for x in LEFTS] for y in (300.0, 500.0, 700.0, 900.0, 1100.0)
    ]
    found = slope(lines)
    assert all(strays(row, found) < 3 for row in lines)
    assert strays(lines[0], Slope(middle=WIDTH / 2)) > 20


@pytest.mark.parametrize(("x", "runs"), [(827.0, 0.003), (1127.0, -0.0012), (527.0, 0.0108)])
def test_a_row_runs_at_each_place_as_its_slope_tells(x: float, runs: float) -> None:
    """0.003 in the middle, 2e-5 less for each pixel to the right, and 2e-8 more for its square on either side."""
    by = Slope(0.003, bend=-2e-5, twist=2e-8, middle=WIDTH / 2)
    assert by.level(x - 0.5, 0.0) - by.level(x + 0.5, 0.0) == pytest.approx(runs, abs=1e-6)


def test_few_lines_never_tell_a_bend() -> None:
    """Nine long lines may give one slope for the page, and nothing more; ten of the same sheet tell the bend."""
    lines = [one for row in rows(bent, 5, (60.0, 1170.0)) for one in row]
    few = slope_of(lines[:9], WIDTH)
    assert (few.bend, few.twist, few.fan) == (0.0, 0.0, 0.0)
    assert slope_of(lines, WIDTH).bend != 0.0
    assert not slope_of(rows(aslant, 1)[0], WIDTH)


def test_one_line_that_strays_does_not_turn_the_page() -> None:
    """A line written by hand across a level page leaves the page level."""
    odd = on_curve(300.0, 1000.0, lambda x: 0.05 * x)
    assert not slope_of([*(one for row in rows(level, 5) for one in row), odd], WIDTH)


@pytest.mark.parametrize(
    "by",
    [LEVEL, Slope(0.012, middle=WIDTH / 2), Slope(0.003, -2.4e-5, 4e-9, 6e-6, WIDTH / 2)],
)
@pytest.mark.parametrize("box", [(60.0, 300.0, 390.0, 330.0), (1200.0, 2000.0, 1500.0, 2040.0)])
def test_the_way_back_from_the_levelled_page_is_the_way_there(by: Slope, box: FloatBox) -> None:
    """What stands at a place of the levelled page is found again at its place on the sheet."""
    left, top, right, bottom = by.tilted(box)
    middle = (left + right) / 2
    assert (left, right) == (box[0], box[2])
    assert by.level(middle, top) == pytest.approx(box[1])
    assert by.level(middle, bottom) == pytest.approx(box[3])


def test_a_books_rows_stand_level_and_lie_on_the_sheet_as_they_were() -> None:
    """A bent page's book has each row at one height, and leads from there back to the sheet."""
    lines = rows(bent, 6)
    book = Book([page(*(one for row in lines for one in row))])
    first = [entry for entry in book.entries if entry.line in lines[0]]
    assert max(one.middle for one in first) - min(one.middle for one in first) < 1.5
    for entry in first:
        lying = book.tilted(0, entry.box)
        assert (lying[1] + lying[3]) / 2 == pytest.approx((entry.line.box[1] + entry.line.box[3]) / 2, abs=1.5)


def test_a_slip_pasted_aslant_leaves_its_page_level() -> None:
    """Some lines in one corner run otherwise than all others: that bends no page."""
    card = [on_curve(500.0 + 40.0 * at, 900.0, lambda x: 0.05 * x) for at in range(7)]
    slope = slope_of([*(one for row in rows(level, 6) for one in row), *card], WIDTH)
    assert (slope.bend, slope.twist, slope.fan) == (0.0, 0.0, 0.0)
