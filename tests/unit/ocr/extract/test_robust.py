# ruff: noqa: E501 - the scraps are read whole
"""Whatever lines come in, extraction ends with values that point into the page."""

import random

import pytest

from ocr.extract.classify import classify, split_documents
from ocr.extract.extract import extract
from ocr.extract.labels import COMMON
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page
from validators.model.codes import DocumentKind

_WORDS = [word for text in COMMON.values() for word in text.split()]
_BITS = [
    "：", "（", "）", "，", "。", "\u3000\u3000", "¥", "1,000.00", "10.000.00", "2021年7月", "2021-07-02", "449900199003071016", "4499000099000000123",
    "人民币壹万元整", "陈示例", "虚构市示例制造有限公司", "示例银行虚构支行", "签名", "（公章）", "日期", "合计", "序号", "姓名", "关系", "金额", "代", "第1页共2页", "☑", "x", "9" * 40,
]  # fmt: skip


def anything(seed: int) -> PageLines:
    """A page of labels, values and scraps strewn about."""
    chance = random.Random(seed)
    lines = []
    for _ in range(chance.randint(0, 60)):
        text = "".join(chance.choice(chance.choice((_WORDS, _BITS))) for _ in range(chance.randint(1, 7)))
        lines.append(line(text, chance.uniform(-20, 1500), chance.uniform(-20, 2300), chance.uniform(8, 80)))
    return page(*lines)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_any_lines_of_any_kind_end_well(kind: DocumentKind) -> None:
    """No strewing of labels and scraps makes extraction fail, and every part lies in a line that exists."""
    for seed in range(25):
        paper = anything(seed)
        found = extract(kind, [paper])
        leaves = list(found.fields.values())
        leaves += [leaf for table in found.rows.values() for row in table for leaf in row.values()]
        for leaf in leaves:
            assert 0.0 <= leaf.confidence <= leaf.mean + 1e-9
            for part in leaf.parts:
                assert 0 <= part.start < part.stop <= len(paper.lines[part.line_index].glyphs)


def test_any_pages_are_classed_and_grouped() -> None:
    """Every page lies in exactly one group; an empty file of pages has a kind too."""
    pages = [PageLines(n, 1654, 2339, anything(n).lines) for n in range(6)]
    assert sorted(n for group in split_documents(pages) for n in group) == [0, 1, 2, 3, 4, 5]
    assert classify([PageLines(0, 1654, 2339, ())])[0] is DocumentKind.OTHER
