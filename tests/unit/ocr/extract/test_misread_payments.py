"""What a proof's misread labels and words still tell, and what a stamp left of a firm's name."""

import pytest

from ocr.extract import wording
from ocr.extract.extract import extract
from ocr.lines import Glyph, Line
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind


def money(paper: PageLines) -> dict[str, object]:
    """The amounts of a proof by name."""
    fields = extract(DocumentKind.PASS_ON_PROOF, [paper]).fields
    return {name: leaf.value for name, leaf in fields.items() if leaf.sort == "money"}


@pytest.mark.parametrize(
    ("words", "kept"), [("单位整付", 1_900_000), ("单位坚付", 1_900_000), ("单位垫付", 1_900_000), ("单位支付", None)]
)
def test_the_advance_is_known_though_its_word_was_misread(words: str, kept: int | None) -> None:
    """整 and 坚 look like 垫: 单位整付 is what the employer advanced; 支付 is another word and tells no advance."""
    paper = page(
        title("收条"),
        line("今收到虚构市示例制造有限公司转来一次性伤残补助金，基金到账¥72,200.00，", 180, 260),
        line(f"{words}¥19,000.00，余额¥53,200.00于2021年8月10日汇入本人账户。", 180, 320),
    )
    found = money(paper)
    assert found.get("retained_advance") == kept
    assert found["received_total"] == 7_220_000


@pytest.mark.parametrize(
    ("label", "received"), [("基金技付到账金", 7_220_000), ("基金拨付到账金额", 7_220_000), ("基金技术服务金", None)]
)
def test_the_amount_received_is_known_though_its_label_was_misread(label: str, received: int | None) -> None:
    """One wrong sign and a lost last one leave the label of what the fund paid; other words are no such label."""
    paper = page(title("支付佐证材料"), line(label, 180, 260), line("¥72,200.00", 600, 260))
    assert money(paper).get("received_total") == received


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("公金)厂", 0.0, 0.2),
        ("虚(构厂", 0.0, 0.2),
        ("虚构市示例厂", 0.8, 1.0),
        ("虚构(示)厂", 0.4, 1.0),
        ("虚构市)示例制造有限公司", 0.8, 1.0),
    ],
)
def test_a_short_name_with_half_a_bracket_is_what_a_stamp_left(text: str, least: float, most: float) -> None:
    """公金)厂 says less than a whole name; a bracket with both its signs, or a long name, is no such rest."""
    [found] = wording.orgs(text)
    assert found.value == text
    assert least <= found.quality <= most


def test_an_amount_in_capitals_before_a_payment_is_no_advance() -> None:
    """伍万元整付 ends an amount and begins a payment."""
    paper = page(
        title("收条"),
        line("现将人民币伍万元整付职工陈示例50000.00元，转账。", 180, 260),
    )
    assert "retained_advance" not in money(paper)


@pytest.mark.parametrize("text", ["(公享", "(公享)", "确认书", "同意声明", "证明"])
def test_what_is_left_of_a_stamps_label_or_a_title_is_no_firm(text: str) -> None:
    """用人单位（公享 of 公章, 发放到单位确认书: no name stands there."""
    assert not list(wording.orgs(text))


@pytest.mark.parametrize(("text", "whole"), [("虚构市康复中心(示例)", True), ("虚构市康复中心(示", False)])
def test_a_name_whose_bracket_stays_open_is_doubted(text: str, whole: bool) -> None:
    """(示 of (示例): what stood behind may be more than a bracket."""
    [found] = wording.orgs(text)
    assert (found.value, "AMBIGUOUS" in found.flags) == (text, not whole)


def test_print_set_wide_in_a_low_line_is_one_name() -> None:
    """A line found lower than it stands: its signs stand as far apart as each other, so no gap parts them."""
    text = "虚构市工伤康复医院（示例）"
    whole = 27.0 * len(text)
    glyphs = tuple(Glyph(char, 0.99, (at + 0.5) / len(text)) for at, char in enumerate(text))
    wide = Line(((360.0, 440.0), (360.0 + whole, 440.0), (360.0 + whole, 458.0), (360.0, 458.0)), glyphs, 0.99)
    paper = page(title("示例银行电子转账凭证"), line("收款方户名", 167, 434), wide)
    assert extract(DocumentKind.BANK_SLIP, [paper]).fields["payee_name"].value == text
