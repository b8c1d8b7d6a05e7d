"""Tables of costs of which a word or a figure was misread: their columns, rows and amounts all the same."""

from itertools import pairwise

import pytest

from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

PLACES = (150, 320, 640, 1080, 1330)
HEADS = ("序号", "待遇项目", "票据编号", "费用日期", "金额（元）")
MEDICAL = ("1", "医疗费", "44060122-5279630034", "2021-10-21", "6,876.57")
FUNERAL = ("2", "丧葬补助金", "44060122-5279630035", "2021-10-27", "13,157.00")
WANTED = [("MEDICAL", "2021-10-21", 687_657), ("FUNERAL", "2021-10-27", 1_315_700)]


def table(*rows: tuple[str, ...]) -> PageLines:
    """A list of costs, its head first."""
    cells = [
        line(text, x, 350 + 50 * number, 26)
        for number, row in enumerate(rows)
        for text, x in zip(row, PLACES, strict=True)
        if text
    ]
    return page(title("垫付费用清单"), *cells)


def put(row: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    """A row with another text in one of its cells."""
    return (*row[:at], text, *row[at + 1 :])


def costs(paper: PageLines) -> list[tuple[object, ...]]:
    """Item, day and amount of every row."""
    rows = extract(DocumentKind.ADV_VOUCHER, [paper]).rows["lines"]
    return [tuple(row[key].value if key in row else None for key in ("item", "date", "amount")) for row in rows]


def raws(paper: PageLines, name: str) -> list[str | None]:
    """What was read in a column, as it was read."""
    rows = extract(DocumentKind.ADV_VOUCHER, [paper]).rows["lines"]
    return [row[name].raw if name in row else None for row in rows]


@pytest.mark.parametrize("head", ["票据编号", "票磁编号"])
def test_a_number_read_twice_in_a_head_does_not_part_the_table(head: str) -> None:
    """编号 is left of a misread 票据编号 and seems a second number's column: item, day and amount stay one row."""
    assert costs(table(put(HEADS, 2, head), MEDICAL, FUNERAL)) == WANTED


def test_a_number_s_column_that_comes_again_with_its_items_begins_another_set() -> None:
    """Two sets side by side, each with its rows' numbers, are read one after the other."""
    places = (100, 200, 560, 860, 960, 1320)
    rows = (
        ("序号", "待遇项目", "金额（元）", "序号", "待遇项目", "金额（元）"),
        ("1", "医疗费", "6,876.57", "2", "丧葬补助金", "13,157.00"),
    )
    cells = [line(text, x, 350 + 50 * n, 26) for n, row in enumerate(rows) for text, x in zip(row, places, strict=True)]
    assert costs(page(title("垫付费用清单"), *cells)) == [(item, None, amount) for item, _, amount in WANTED]


def test_a_receipt_prints_two_sets_of_items_and_amounts_side_by_side() -> None:
    """The item's column that comes again begins the second set, whatever stands beside it."""
    places, heads = (220, 690, 1110, 1350), ("项目名称", "金额（元）", "项目名称", "金额（元）")
    row = ("手术费", "976.00", "西药费", "544.00")
    cells = [line(word, x, 290, 36) for word, x in zip(heads, places, strict=True)]
    cells += [line(text, x, 350, 36) for text, x in zip(row, places, strict=True)]
    paper = page(title("广东省医疗住院收费票据（电子）"), *cells)
    found = extract(DocumentKind.MED_RECEIPT, [paper]).rows["lines"]
    assert [(one["item"].value, one["amount"].value) for one in found] == [("手术费", 97_600), ("西药费", 54_400)]


def test_a_second_set_whose_amounts_head_was_lost_leaves_the_first_whole() -> None:
    """念颂 names no column: the second set's items are no part of the first one's."""
    places, heads = (220, 690, 1110, 1350), ("项目名称", "金额（元）", "项目名称", "念颂")
    cells = [line(word, x, 290, 36) for word, x in zip(heads, places, strict=True)]
    cells += [line(text, x, 350, 36) for text, x in zip(("手术费", "976.00", "西药费"), places, strict=False)]
    paper = page(title("广东省医疗住院收费票据（电子）"), *cells)
    found = extract(DocumentKind.MED_RECEIPT, [paper]).rows["lines"]
    assert [(one["item"].value, one["amount"].value) for one in found] == [("手术费", 97_600)]


@pytest.mark.parametrize("amount", ["11,32.00", "¥11,32.00", "3324200", "¥3324200"])
def test_a_misread_amount_makes_a_row_of_its_own(amount: str) -> None:
    """A comma at a wrong place, or none but figures: the row stays, and its amount is told as it was read."""
    paper = table(put(HEADS, 2, ""), put(MEDICAL, 2, ""), put(put(FUNERAL, 2, ""), 4, amount))
    assert [(item, day) for item, day, _ in costs(paper)] == [(item, day) for item, day, _ in WANTED]
    assert raws(paper, "amount") == ["6,876.57", amount]


@pytest.mark.parametrize(("head", "days"), [("亲森出教", ("2021-10-21", "2021-1027")), ("票据玖身", ("20021-10-21",))])
def test_a_column_of_days_is_known_by_its_days(head: str, days: tuple[str, ...]) -> None:
    """Its head's word was misread, also as one for receipts' numbers, and so was a sign of a day in it."""
    rows = [put(row, 3, day) for row, day in zip((MEDICAL, FUNERAL), (*days, "2021-10-27"), strict=False)]
    paper = table(put(HEADS, 3, head), *rows)
    assert [(item, amount) for item, _, amount in costs(paper)] == [(item, amount) for item, _, amount in WANTED]
    assert raws(paper, "date") == [row[3] for row in rows]
    assert raws(paper, "receipt_no") == [MEDICAL[2], FUNERAL[2]]


@pytest.mark.parametrize("head", ["待週顶月", "亲森出教"])
def test_a_column_of_items_is_known_by_its_items(head: str) -> None:
    """A head that nobody could read above names of benefits is the items' head."""
    assert costs(table(put(HEADS, 1, head), MEDICAL, FUNERAL)) == WANTED


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("念颂", ("281.35", "12,281.35")),
        ("念颂", ("2024-0122", "2024-0123")),  # a register's serial
        ("念颂", ("10:30:15", "11:20:05")),
        ("念颂", ("2021-10-21", "现金")),  # of one cell in two
        ("备注", ("2021-10-21", "2021-1027")),
    ],
)
def test_what_is_no_column_of_days_tells_no_day(head: str, cells: tuple[str, str]) -> None:
    """Amounts, serials, times, and what stands under a remark's head: rows without a day."""
    rows = [put(row, 3, cell) for row, cell in zip((MEDICAL, FUNERAL), cells, strict=True)]
    found = extract(DocumentKind.ADV_VOUCHER, [table(put(HEADS, 3, head), *rows)]).rows["lines"]
    assert not any("date" in row for row in found)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("念颂", ("急诊外科", "康复医学科")),
        ("念颂", ("虚构市第一门诊部", "虚构市康复医院")),
        ("念颂", ("丧葬费已另付", "医疗费")),
        ("备注", ("医疗费", "丧葬补助金")),
    ],
)
def test_what_is_no_column_of_items_tells_no_item(head: str, cells: tuple[str, str]) -> None:
    """Departments, hospitals and remarks name no item that was paid."""
    heads = put(put(HEADS, 1, head), 2, "发票号码")
    rows = [put(row, 1, cell) for row, cell in zip((MEDICAL, FUNERAL), cells, strict=True)]
    assert [item for item, _, _ in costs(table(heads, *rows))] == [None, None]


def test_of_two_columns_for_numbers_the_one_with_days_is_the_days() -> None:
    """票据玖身 before 票据号码: the numbers stay the receipts'."""
    heads = put(put(HEADS, 2, "票据玖身"), 3, "票据号码")
    rows = [(*row[:2], row[3], row[2], row[4]) for row in (MEDICAL, FUNERAL)]
    paper = table(heads, *rows)
    assert costs(paper) == WANTED
    assert raws(paper, "receipt_no") == [MEDICAL[2], FUNERAL[2]]


def test_a_number_beside_a_column_of_few_signs_stays_a_number() -> None:
    """票据 (电子) and 票据号码: a second column of numbers is told as nothing else by its figures."""
    heads = put(put(HEADS, 2, "票据号码"), 3, "票据")
    rows = [put(put(row, 2, "440601220012345678"), 3, "电子") for row in (MEDICAL, FUNERAL)]
    assert [day for _, day, _ in costs(table(heads, *rows))] == [None, None]


def test_what_a_columns_cells_alone_told_is_doubted() -> None:
    """Days and items of a head that nobody read are for a person to see, those of a read one are not."""
    odd = put(MEDICAL, 3, "20021-10-21")
    for heads, name in ((put(HEADS, 3, "亲森出教"), "date"), (put(HEADS, 1, "亲森出教"), "item")):
        rows = extract(DocumentKind.ADV_VOUCHER, [table(heads, odd, FUNERAL)]).rows["lines"]
        doubted = {key for row in rows for key, one in row.items() if "AMBIGUOUS" in one.flags}
        assert doubted == {name}


@pytest.mark.parametrize("amount", ["1:132.00", "1,13200", "2,0210702"])
def test_an_amount_that_leaves_figures_of_its_cell_is_doubted(amount: str) -> None:
    """132.00 of 1:132.00 is not what stands there."""
    [row] = extract(DocumentKind.ADV_VOUCHER, [table(HEADS, put(MEDICAL, 4, amount))]).rows["lines"]
    assert row["amount"].value is None or "AMBIGUOUS" in row["amount"].flags


def test_an_amount_that_may_have_lost_its_dot_is_doubted() -> None:
    """3324200 beside amounts with decimals may be 33,242.00; it stays what it was read as, for a person to see."""
    paper = table(HEADS, MEDICAL, put(FUNERAL, 4, "3324200"))
    flags = [row["amount"].flags for row in extract(DocumentKind.ADV_VOUCHER, [paper]).rows["lines"]]
    assert costs(paper)[1] == ("FUNERAL", "2021-10-27", 332_420_000)
    assert ["AMBIGUOUS" in one for one in flags] == [False, True]


def test_a_table_of_whole_yuan_keeps_its_amounts() -> None:
    """Where no amount has decimals, 33242 is so many yuan; beside one with them, so is 1300 of four figures."""
    assert costs(table(HEADS, put(MEDICAL, 4, "68700"), put(FUNERAL, 4, "3324200"))) == [
        ("MEDICAL", "2021-10-21", 6_870_000),
        ("FUNERAL", "2021-10-27", 332_420_000),
    ]
    assert costs(table(HEADS, MEDICAL, put(FUNERAL, 4, "1300")))[1][2] == 130_000


def test_rows_stay_below_each_other() -> None:
    """The rows of a table with a misread amount stand in its order, each in a band of its own."""
    paper = table(HEADS, put(MEDICAL, 4, "11,32.00"), FUNERAL, put(MEDICAL, 0, "3"))
    rows = extract(DocumentKind.ADV_VOUCHER, [paper]).rows["lines"]
    tops = [box[1] for row in rows if (box := row["amount"].box) is not None]
    assert len(tops) == 3
    assert all(one < two for one, two in pairwise(tops))
