"""How clearly a page was read: by its lines' belief, and by a picture that nothing makes unclear."""

import numpy as np
import pytest

from ocr.clearness import clearness, is_sharp, without_scraps
from ocr.lines import Glyph, Line
from ocr.pages import RawPage, Sheet
from validators.model.evidence import PageQuality

QUAD = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0))


def line(*glyphs: Glyph, confidence: float | None = None) -> Line:
    """A line of these signs, believed as much as they are."""
    mean = sum(one.probability for one in glyphs) / len(glyphs)
    return Line(QUAD, glyphs, mean if confidence is None else confidence)


HALVED = Glyph("构", 0.55, 0.5, (("構", 0.44),))
DOUBTED = Glyph("构", 0.55, 0.5, (("枸", 0.44),))


@pytest.mark.parametrize(
    ("sign", "plain", "in_any_form"),
    [(HALVED, 0.55, 0.99), (Glyph("構", 0.55, 0.5, (("构", 0.44),)), 0.55, 0.99), (DOUBTED, 0.55, 0.55)],
)
def test_a_sign_in_two_forms_counts_whole_only_in_any_form(sign: Glyph, plain: float, in_any_form: float) -> None:
    """构 halved with 構 was read clearly, halved with 枸 it was not; by itself each is as much as it was believed."""
    assert clearness([line(sign)]) == pytest.approx(plain)
    assert clearness([line(sign)], in_any_form=True) == pytest.approx(in_any_form)


def test_a_page_is_as_clear_as_its_signs_are_on_the_mean() -> None:
    """A long line counts more than a short one, and a page without signs is not clear."""
    lines = [line(*[Glyph("工", 1.0, 0.5)] * 9), line(Glyph("工", 0.5, 0.5))]
    assert clearness(lines) == pytest.approx(0.95)
    assert clearness([]) == 0.0


def test_what_was_doubted_since_does_not_make_a_page_unclear() -> None:
    """A sign's probability may have been lowered by a later look: the line keeps what it was read with."""
    read = line(Glyph("工", 0.5, 0.5), confidence=0.97)
    assert clearness([read]) == pytest.approx(0.97)
    assert clearness([read], in_any_form=True) == pytest.approx(0.97)


@pytest.mark.parametrize(
    ("reasons", "sharp"),
    [
        ((), True),
        (("cut_edge",), True),
        (("blur",), False),
        (("glare", "cut_edge"), False),
        (("low_resolution",), False),
    ],
)
def test_a_sharp_sheet_has_nothing_that_makes_print_unclear(reasons: tuple[str, ...], sharp: bool) -> None:
    """A cut edge takes nothing from what is read; a blur, a light and few pixels do, and so does a lack of sheet."""
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("fair", reasons), RawPage(0, 240, 60, picture))
    assert is_sharp(sheet) is sharp
    assert not is_sharp(None)


def read(signs: int, certainty: float) -> Line:
    """A line of so many signs, each believed as much."""
    return line(*[Glyph("工", certainty, 0.5)] * signs)


@pytest.mark.parametrize(
    ("others", "scrap", "left_out"),
    [
        (0.995, read(3, 0.22), True),  # a stamp's arc
        (0.995, read(9, 0.60), False),  # a row that reads badly
        (0.995, read(3, 0.80), False),
        (0.980, read(3, 0.22), False),  # the page is not that clear
    ],
)
def test_a_stamps_bits_do_not_make_a_clear_page_unclear(others: float, scrap: Line, left_out: bool) -> None:
    """Where most lines read plainly a few signs that do not are a picture's; elsewhere they are the page's."""
    lines = [read(22, others), scrap, read(30, others), read(5, others)]
    assert (scrap not in without_scraps(lines)) is left_out
    assert len(without_scraps(lines)) == 4 - left_out
    assert without_scraps([]) == []


def test_many_rows_that_read_badly_are_a_pages_own() -> None:
    """A column of names that a blur took is no stamp's bit."""
    lines = [*[read(12, 0.99)] * 11, *[read(8, 0.5)] * 10]
    assert without_scraps(lines) == lines
