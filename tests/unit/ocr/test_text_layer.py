"""What a PDF's own text says beside its picture: agreement, a difference, or nothing."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ocr.assemble import Paper, _LeafMaker
from ocr.extract.leaves import Extraction, FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.pages import RawPage, Sheet, Word
from ocr.text_layer import TextLayer
from validators.model.codes import DocumentKind
from validators.model.evidence import PageQuality

PLACE = (300, 200, 420, 230)
PART = Part(0, 0, 0, 8, (300.0, 200.0, 420.0, 230.0))


def seen(*texts: str) -> tuple[Line, ...]:
    """Lines read from the picture."""
    corner = (0.0, 0.0)
    glyphs = [tuple(Glyph(char, 0.99, (n + 0.5) / len(text)) for n, char in enumerate(text)) for text in texts]
    return tuple(Line((corner, corner, corner, corner), each, 0.99) for each in glyphs)


def word(text: str, x: float = 300.0, y: float = 200.0) -> Word:
    """A word of the text layer, ten pixels a character."""
    return Word(text, (x, y, x + 10.0 * len(text) + 20.0, y + 30.0))


def leaf(value: object, raw: str, sort: str = "money", confidence: float = 0.95) -> FieldLeaf:
    """A value at its place."""
    return FieldLeaf(value, raw, confidence, confidence, 0, PART.box, 0, 0, 8, (PART,), (), (), sort)  # type: ignore[arg-type]


PAGE = seen("合计7,500.00元", "2023年10月11日", "44990034420352459270", "票据44060223")
REST = (word("2023年10月11日", 900, 900), word("44990034420352459270", 900, 940), word("票据44060223", 900, 980))


def test_the_same_number_at_its_place_agrees() -> None:
    """A value that the text repeats where the picture shows it is confirmed."""
    assert TextLayer((word("7,500.00元"), *REST), PAGE).says(PLACE, leaf(750000, "7,500.00元")) is True


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    """7,500.00 on the picture and 17,500.00 in the text are two amounts."""
    assert TextLayer((word("17,500.00元"), *REST), PAGE).says(PLACE, leaf(750000, "7,500.00元")) is False


def test_another_amount_is_found_wherever_the_text_lies() -> None:
    """A photograph's text need not lie where the picture shows it; the page's numbers tell."""
    elsewhere = (word("9,500.00元", 1200, 1500), *REST)
    assert TextLayer(elsewhere, PAGE).says(PLACE, leaf(750000, "7,500.00元")) is False


def test_the_second_of_two_equal_amounts_changed_is_seen() -> None:
    """A total changed in the text while a line repeats the true amount is a difference all the same."""
    lines = (*PAGE, *seen("医疗费7,500.00"))
    words = (word("7,500.00", 1200, 600), word("8,500.00元", 1200, 900), *REST)
    assert TextLayer(words, lines).says(PLACE, leaf(750000, "7,500.00元")) is False


def test_another_number_of_the_page_at_a_numbers_place_is_seen() -> None:
    """The text says the received total where the page shows the passed one: one number too often, one too rarely."""
    page = (*PAGE, *seen("收到基金拨付：¥79，681.64", "支付本人：¥69，681.64", "69,681.64"))
    said = (word("¥79,681.64", 200, 380), word("69,681.64", 600, 650), *REST)
    value = leaf(6968164, "¥69，681.64", confidence=0.94)
    assert TextLayer((*said, word("¥69,681.64")), page).says(PLACE, value) is True
    assert TextLayer((*said, word("¥79,681.64")), page).says(PLACE, value) is False


def test_a_text_that_lies_elsewhere_and_says_the_same_is_no_difference() -> None:
    """Words beside their places are a scanner's carelessness, not another statement."""
    words = (word("7,500.00元", 1200, 1500), word("示例银行", 300, 200), *REST)
    layer = TextLayer(words, PAGE)
    assert layer.says(PLACE, leaf(750000, "7,500.00元")) is None
    assert layer.says(PLACE, leaf("示例银行", "示例银行", "bank", 0.99)) is True


def test_a_doubtful_reading_accuses_nobody() -> None:
    """Below the confidence of an accusation a difference is our doubt."""
    words = (word("9,500.00元", 1200, 1500), *REST)
    assert TextLayer(words, PAGE).says(PLACE, leaf(750000, "7,500.00元", confidence=0.8)) is None


def test_a_text_about_something_else_is_not_compared() -> None:
    """A layer that shares next to no number with the picture says nothing about its amounts."""
    words = (word("123", 900, 900), word("88,888.00", 1200, 1500))
    assert TextLayer(words, PAGE).says(PLACE, leaf(750000, "7,500.00元")) is None


def test_no_text_says_nothing() -> None:
    """A page without a text layer neither agrees nor differs."""
    assert TextLayer((), PAGE).says(PLACE, leaf(750000, "7,500.00元")) is None


def test_a_date_filled_into_a_form_is_no_difference() -> None:
    """The layer has 年 月 日 of the form first and its figures later: their order is unknown, so nothing is said."""
    parts = (word("年", 340), word("月", 380), word("日", 420), word("2025", 300), word("10", 360), word("7", 400))
    layer = TextLayer((*parts, *REST), PAGE)
    place = (290, 195, 470, 235)
    assert layer.says(place, leaf("2025-10-07", "2025年10月7日", "date", 0.99)) is None
    assert layer.says(place, leaf("2025-07-10", "2025年7月10日", "date", 0.99)) is None
    assert layer.says(place, leaf("2025-10-28", "2025年10月28日", "date", 0.99)) is False


@pytest.mark.parametrize(("fit", "sure"), [(0.3, False), (0.7, True)])
def test_the_text_tells_which_signs_stand_there_and_not_whose_they_are(fit: float, sure: bool) -> None:
    """A value that fits its label badly is not sure because the file's text has it; one that fits well is."""
    picture = np.full((400, 800, 3), 255, np.uint8)
    raw = RawPage(0, 800, 400, picture, words=(word("票据编号"),))
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("good"), raw)
    paper = Paper(DocumentKind.BANK_SLIP, 0.9, None, {0: sheet}, {0: seen("票据编号")}, Extraction(), ())
    found = replace(leaf("票据编号", "票据编号", "org", 0.8), fit=fit)
    made = _LeafMaker(paper, SimpleNamespace(at=lambda one: one)).leaf("payee_name", found)  # type: ignore[arg-type]
    assert made.sure is sure


def test_days_that_a_pen_wrote_do_not_make_another_page_of_it() -> None:
    """A letter with four written days, which its text lacks, and 238,300.00 where that says 248,300.00: two amounts."""
    numbers = ("449900197406071257", "449900197107047660", "4499007648626931324")
    days = ("2024年12月11日", "2024年11月28日", "2024年11月29日", "2024年12月10日")
    lines = seen("已垫付金额238，300.00（大写", *numbers, *days)
    words = (word("已垫付金额248,300.00（大写"), *(word(one, 900, 900 + 40 * n) for n, one in enumerate(numbers)))
    assert TextLayer(words, lines).says((320, 200, 420, 230), leaf(23830000, "238，300.00", confidence=0.92)) is False
