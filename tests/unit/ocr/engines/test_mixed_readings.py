"""Figures of a moved line: a third recogniser has a say in them, more readings stand, and what differs is doubted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines.mixed_readings import DIFFERS, asks_for_figures, clearer, differences, with_figures
from ocr.lines import Glyph, Line

QUAD = ((0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0))


def reading(text: str, probability: float = 0.99, **at: float) -> Line:
    """A reading of one line; `at` tells other probabilities by place (p3=0.5)."""
    glyphs = tuple(
        Glyph(sign, at.get(f"p{n}", probability), (n + 0.5) / max(1, len(text)), ()) for n, sign in enumerate(text)
    )
    return Line(QUAD, glyphs, probability)


def read(own: str, moved: str, figures: Line | str, clearness: tuple[float, float] = (0.98, 0.99)) -> tuple[str, str]:
    """The line of three readings, and its signs that are doubted; the one of moved print is a little clearer."""
    both = reading(own, clearness[0]), reading(moved, clearness[1])
    third = reading(figures) if isinstance(figures, str) else figures
    line = with_figures(clearer(*both), *both, third)
    assert [glyph.at for glyph in line.glyphs] == sorted(glyph.at for glyph in line.glyphs)
    return line.text, "".join(glyph.char for glyph in line.glyphs if glyph.probability <= DIFFERS)


@pytest.mark.parametrize(
    ("own", "moved", "figures", "line", "doubted"),
    [
        ("账号：4099", "账号：4999", "□□:4999", "账号：4999", "9"),
        ("账号：4999", "账号：4099", "□□:4999", "账号：4999", "9"),
        ("2024年1月20日", "2024年1月2日", "2024年1月20日", "2024年1月20日", "20日"),  # a figure that one lost
        ("11,136.00", "1,136.00", "11,136.00", "11,136.00", "1"),  # at the line's beginning
        ("4 099", "4 999", "49 99", "4 999", "9"),  # blanks are nobody's reading
    ],
)
def test_what_two_of_three_read_stands_and_is_doubted(
    own: str, moved: str, figures: str, line: str, doubted: str
) -> None:
    """A figure that one recogniser of three reads otherwise is what the others read, and no more than likely."""
    assert read(own, moved, figures) == (line, doubted)


def test_print_that_is_read_better_without_is_not_told_by_who_knows_moved_print() -> None:
    """4999 in the clearer reading of the two, 4099 in both that were fitted on moved print: 4999, doubted."""
    assert read("4999", "4099", "4099", (0.99, 0.9)) == ("4999", "9")
    assert read("4999", "4099", "4099", (0.95, 0.99))[0] == "4099"


@pytest.mark.parametrize("figures", ["49900", "4990", "1,36.00"])
def test_no_figure_is_left_out(figures: str) -> None:
    """Of 449900 one 4 is lost sooner than made up: however many readings lack it, it stays and is doubted."""
    whole = "1,136.00" if "," in figures else "449900"
    text, doubted = read(whole, figures, figures, (0.99, 0.9))
    assert (text, bool(doubted)) == (whole, True)


@pytest.mark.parametrize(("more", "line"), [("629999", "629999"), ("629990", "62999")])
def test_a_repeated_figure_that_only_the_less_clear_reading_has_stands(more: str, line: str) -> None:
    """62999 and 629999: of four alike one is lost sooner than made up; another figure more is only a doubt."""
    mixed = clearer(reading("62999", 0.99), reading(more, 0.95))
    assert mixed.text == line
    assert any(glyph.probability <= DIFFERS for glyph in mixed.glyphs)


def test_one_against_two_changes_nothing_and_doubts() -> None:
    """0 in two readings and 9 in that of figures, however clear: 0, and nobody's sure."""
    assert read("4099", "4099", "4999") == ("4099", "0")


def test_what_another_part_of_the_line_has_is_no_vote() -> None:
    """208.00 and 203.00 beside each other: that 203.00 stands behind tells nothing of what stands before."""
    assert read("208.00 203.00", "208.00 203.00", "203.00 203.00")[0] == "208.00 203.00"
    assert read("417", "912", reading("482", 0.99, p1=0.3))[0][1] == "1"


def test_a_figure_more_beside_a_sign_is_not_in_its_place() -> None:
    """929 in one reading and 9209 in the other: both have the second 9, and 920 has no vote but its own."""
    assert read("929.24", "9209.24", "920.24", (0.99, 0.9))[0] == "929.24"


def test_of_three_things_the_clear_one_stands() -> None:
    """0, 8 and 9 for one figure: that of the recogniser of figures where it is clearer than a guess."""
    assert read("4099", "4899", "4999")[0] == "4999"
    assert read("4099", "4899", reading("4999", 0.99, p1=0.4))[0] in ("4099", "4899")


@given(st.text("0619.,：工", max_size=14), st.text("0619.,：工", max_size=14), st.text("0619.,□", max_size=14))
def test_no_reading_loses_a_word_or_the_order_of_signs(own: str, moved: str, figures: str) -> None:
    """Whatever three readings say, signs keep their order, words stay, and every figure was read by somebody."""
    both = reading(own, 0.9), reading(moved, 0.8)
    line = clearer(*both)
    mixed = with_figures(line, *both, reading(figures))
    assert [glyph.at for glyph in mixed.glyphs] == sorted(glyph.at for glyph in mixed.glyphs)
    assert [glyph.char for glyph in mixed.glyphs if glyph.char in "工："] == [c for c in line.text if c in "工："]
    assert {*mixed.text} <= {*own, *moved, *figures}


@given(st.text("01", max_size=12), st.text("01", max_size=12))
def test_differences_make_the_one_text_the_other(one: str, other: str) -> None:
    """The stretches are in order, apart, and with their own signs in place of the others' the texts are equal."""
    made, at = "", 0
    for start, stop, there, end in differences(one, other):
        assert start >= at
        made += one[at:start] + other[there:end]
        at = stop
    assert made + one[at:] == other


def test_words_are_not_its_to_read() -> None:
    """It knows no word but 元 and its like: 工伤 stays, and what it makes of 元 changes nothing."""
    assert read("工伤认定12元整", "工伤认定12元整", "□□伍□12圆正") == ("工伤认定12元整", "")


def test_lines_without_figures_are_not_read_a_third_time() -> None:
    """Two figures are a word's number, three and more are a value's."""
    assert [asks_for_figures(reading(text)) for text in ("收款人：王虚拟", "第12条", "合计：300元")] == [
        False,
        False,
        True,
    ]
