"""Amounts in capitals on a form that prints its units: a sign shuts the places before the first figure."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.grammar import words
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind


def fen(text: str) -> list[object]:
    """Every amount in capitals that a text holds."""
    return [found.value for found in words(text)]


@pytest.mark.parametrize("sign", "×⊗XxⅩ《*/／")
def test_a_sign_that_shuts_a_place_is_a_zero(sign: str) -> None:
    """However the pen's sign was read, 壹万 behind 拾 is one and not eleven."""
    assert fen(f"{sign}拾壹万贰仟叁佰肆拾伍元陆角柒分") == [1234567]
    assert fen(f"人民币{sign}拾{sign}万贰仟叁佰肆拾伍元陆角柒分") == [234567]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("⊗佰贰拾叁万肆仟伍佰陆拾柒元整", [23456700]),
        ("⊗佰⊗拾⊗万⊗仟伍佰元⊗角⊗分", [50000]),
        ("零拾壹万贰仟叁佰肆拾伍元陆角柒分", [1234567]),
        ("壹拾壹万贰仟叁佰肆拾伍元陆角柒分", [11234567]),
    ],
)
def test_shut_places_and_written_ones(text: str, amounts: list[object]) -> None:
    """Shut places count nothing, a written zero the same; what stands in a place is counted in it."""
    assert fen(text) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "单价/数量/金额",
        "金额单位：元/万元",
        "12345.67/佰元",
        "3×佰元",
        "A*万元",
        "5X佰元",
        "×仟×佰500元",
        "王××，工伤职工",
    ],
)
def test_signs_that_shut_no_place(text: str) -> None:
    """A sign between words, behind a figure or a letter, or before figures makes no amount in capitals."""
    assert fen(text) == []


def test_a_sign_between_two_amounts_parts_them() -> None:
    """Only before a unit a sign shuts a place."""
    assert fen("伍仟元整/贰佰元整") == [500000, 20000]


@pytest.mark.parametrize("text", ["叁×万元整", "人民币叁*佰元整", "人民币壹/拾元整"])
def test_a_sign_beside_a_figure_of_its_place_makes_no_amount(text: str) -> None:
    """Where figure and sign stand in one place nobody knows which of them counts."""
    assert all(found.value is None or found.quality < 0.5 or "MISREAD" in found.flags for found in words(text))


@pytest.mark.parametrize("sign", ["×", "⊗", "/"])
def test_a_receipts_total_with_a_shut_place(sign: str) -> None:
    """In one line behind its label the amount is the receipt's, and what was written stays to be read."""
    written = f"{sign}拾壹万贰仟叁佰肆拾伍元陆角柒分"
    paper = page(title("医疗费收款收据"), line("合计（大写）：", 180, 500), line(written, 460, 500))
    found = extract(DocumentKind.MED_RECEIPT, [paper]).fields["total_upper"]
    assert (found.value, found.raw) == (1234567, written)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("⊗拾壹万贰仟零佰元整", 1200000),
        ("⊗拾⊗万伍仟叁佰元整", 530000),
        ("⊗拾⊗万⊗仟⊗佰⊗拾⊗元叁角零分", 30),
        ("零佰壹拾贰万零仟叁佰零拾元零角零分", 12030000),
    ],
)
def test_units_without_a_figure_close_their_section(text: str, wanted: int) -> None:
    """元 or 万 behind a ten is written without a figure of its own, and what stood before it counts."""
    assert wanted in fen(text)


@pytest.mark.parametrize("text", ["人民币伍万*仟贰佰元整", "伍仟×佰贰拾元整", "人民币壹拾x万元整"])
def test_a_sign_inside_an_amount_is_no_zero(text: str) -> None:
    """Behind a figure a blotted place may hold another one: nothing whole and sure is read of such an amount."""
    assert all(found.value is None or found.quality < 0.6 or "MISREAD" in found.flags for found in words(text))


@pytest.mark.parametrize("text", ["伍仟零佰无零拾零元壹角壹分", "伍仟叁佰壹零拾零元壹角壹分"])
def test_a_place_between_others_that_was_not_read(text: str) -> None:
    """Where a place among printed units has no figure or two of them, no part of it is the amount."""
    assert [found.value for found in words(text)] == [None]


@pytest.mark.parametrize("text", ["零拾零万伍仟零佰零拾", "⊗拾⊗万⊗仟⊗佰⊗拾"])
def test_units_that_end_before_yuan_are_no_amount(text: str) -> None:
    """The beginning of an amount whose rest was not read is neither nothing nor all of it."""
    assert list(words(text)) == []
