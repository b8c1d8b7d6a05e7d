"""Labels of a page that reads badly are put right where every sign was read or is a runner-up of what was."""

from dataclasses import replace

import pytest

from ocr.extract.misread_labels import with_known_labels
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import line


def unclear(text: str, **others: str) -> Line:
    """A line with runners-up of some signs: what was read, and what its ink may be besides."""
    read = line(text, 100, 100)
    glyphs = tuple(
        replace(glyph, others=tuple((char, 0.1) for char in others.get(glyph.char, ()))) for glyph in read.glyphs
    )
    return replace(read, glyphs=glyphs)


def mended(one: Line) -> str:
    """The text after mending."""
    return with_known_labels([one])[0].text


@pytest.mark.parametrize(
    ("read", "others", "label"),
    [
        ("死亡日年", {"年": "期角"}, "死亡日期"),
        ("公纯身研号码", {"纯": "民", "研": "份伤"}, "公民身份号码"),
        ("用人币位：虚构市例厂", {"币": "单"}, "用人单位：虚构市例厂"),
        ("6号", {"6": "卡单"}, "卡号"),
    ],
)
def test_a_label_is_put_right_by_what_its_ink_may_be(read: str, others: dict[str, str], label: str) -> None:
    """At a line's beginning, with its end or a colon behind it."""
    assert mended(unclear(read, **others)) == label


@pytest.mark.parametrize("read", ["死亡口年", "6号", "收叁单位："])
def test_what_is_no_runner_up_stays(read: str) -> None:
    """Where the ink says nothing of two of a label's signs, or of one of a short one's, or two words are as near."""
    assert mended(unclear(read)) == read


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("项复名称：康复费、票拨编号：44060224", "项目名称：康复费、票据编号：44060224"),
        ("4098779008、票据设期：2024-12-12、资用金额：", "4098779008、票据日期：2024-12-12、费用金额："),
        ("委用金额（元）", "费用金额（元）"),
    ],
)
def test_one_sign_in_four_may_be_any_other(read: str, label: str) -> None:
    """Labels of a list in running text, one unclear sign of each misread: the rest tells it. A clear sign stays."""
    one = unclear(read)
    doubted = tuple(replace(glyph, probability=0.58 if glyph.char in "复拨设资委" else 0.99) for glyph in one.glyphs)
    assert mended(replace(one, glyphs=doubted)) == label.replace("康目费", "康复费")
    assert mended(one) == read


@pytest.mark.parametrize("read", ["职工签名:", "以上费用合计（小写）", "收款单位全称："])
def test_a_label_that_was_read_clearly_is_no_other_label(read: str) -> None:
    """职工签名 promises a signature, however near 职工姓名 is."""
    assert mended(unclear(read)) == read


def test_a_word_inside_a_sentence_stays() -> None:
    """A label stands at a beginning and has an end; what reads on is no label."""
    assert mended(unclear("死亡日年公司已垫付", 年="期")) == "死亡日年公司已垫付"
    assert mended(unclear("于死亡日年", 年="期")) == "于死亡日年"


def test_a_label_with_more_wrong_than_right_stays() -> None:
    """Three of four signs that were read otherwise are no misreading but another word."""
    assert mended(unclear("元上白期", 元="死", 上="亡", 白="日")) == "元上白期"


def test_places_and_certainty_stay() -> None:
    """Only the signs change: where they stand and how sure they are does not."""
    before = unclear("死亡日年", 年="期")
    after = with_known_labels([before])[0]
    assert [glyph.at for glyph in after.glyphs] == [glyph.at for glyph in before.glyphs]
    assert after.quad == before.quad


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("本单位职工王虚拟·性别男·身份证号码：1", "本单位职工王虚拟，性别男，身份证号码：1"),
        ("阿卜杜·买买提", "阿卜杜·买买提"),
    ],
)
def test_a_dot_before_a_label_is_a_smeared_comma(read: str, text: str) -> None:
    """A name ends before the next label; the dot inside a name stays."""
    assert mended(line(read, 100, 100)) == text
