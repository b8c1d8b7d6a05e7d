"""A receipt of which only the amounts' head was read has a row for each amount below it."""

import pytest

from ocr.extract.extract import extract
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

AMOUNTS = ("1200.00", "1222,00", "1,004.00", "706.00")
ITEMS = ("护统费", "予永垫", "西药麦", "")


def charges(head: str, *more: tuple[str, float, float], amounts: tuple[str, ...] = AMOUNTS) -> list[tuple[object, ...]]:
    """Item and amount of each row of a receipt with some lines in place of its heads and beside its rows."""
    rows = [line(text, 1000, 360 + 40 * at) for at, text in enumerate(amounts)]
    items = [line(text, 120, 360 + 40 * at) for at, text in enumerate(ITEMS) if text]
    foot = [
        line("金额合计（大写）：肆仟壹佰叁拾贰元整", 120, 560),
        line("（小写）：4132.00", 1000, 560),
        line("4132.00", 1000, 640),
    ]
    sheet = page(
        title("医疗门诊收费票据（电子）"),
        line("票据代码：44060122", 120, 180),
        line("请定名费", 120, 310),
        line(head, 1000, 310),
        *rows,
        *items,
        *foot,
        *(line(*one) for one in more),
    )
    found = extract(DocumentKind.MED_RECEIPT, [sheet]).rows.get("lines", ())
    return [(row["item"].value if "item" in row else None, row["amount"].value) for row in found]


@pytest.mark.parametrize("head", ["金额（元）", "金（元）", "金额", "金"])
def test_each_amount_below_the_head_is_a_row(head: str) -> None:
    """With the words that begin it, whatever was read of them; a row without words keeps its amount."""
    assert charges(head) == [("护统费", 120000), ("予永垫", 122200), ("西药麦", 100400), (None, 70600)]


def test_what_is_no_amount_of_the_column_is_no_row() -> None:
    """Counts, amounts far aside, rows of two amounts and what stands below the total are left alone."""
    aside = (("1次", 500.0, 360.0), ("1/次", 700.0, 400.0), ("9.99", 1540.0, 440.0))
    assert [fen for _, fen in charges("金额（元）", *aside)] == [120000, 122200, 100400, 70600]
    assert 122200 not in [fen for _, fen in charges("金额（元）", ("55.00", 1090.0, 400.0))]


def test_without_a_head_of_amounts_only_what_is_named_is_a_charge() -> None:
    """护统费 and 西药麦 are charges by their names; the others are nobody's."""
    assert charges("备注") == [("护统费", 120000), ("西药麦", 100400)]


@pytest.mark.parametrize("words", [("小计",), ("合", "计"), ("现金支付",), ("应收",)])
def test_what_stands_at_words_of_a_total_or_a_payer_ends_them(words: tuple[str, ...]) -> None:
    """合 and 计 far apart too: their amount is no charge, and nothing below it is."""
    end = tuple((word, 120.0 + 200 * at, 480.0) for at, word in enumerate(words))
    assert 70600 not in [fen for _, fen in charges("金额（元）", *end)]


def test_a_single_more_amount_does_not_replace_what_was_found() -> None:
    """One charge by its name and one amount more below the head: rather one charge too few than a false one."""
    assert charges("金额（元）", amounts=("1200.00", "33.00")) == [("护统费", 120000)]
