"""Receipts of other forms: tax invoices, totals whose sign was not read, amounts whose end a stamp took along."""

import pytest

from ocr.extract.classify import classify
from ocr.extract.extract import extract
from ocr.extract.grammar import money, words
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind


@pytest.mark.parametrize(
    "words", ["虚构省增值税普通发票", "增值税电子普通发票", "虚构省通用机打发票", "医疗费收款收据"]
)
def test_invoices_and_written_receipts_are_receipts(words: str) -> None:
    """An invoice and a receipt of a pad are receipts, though no 医疗收费票据 stands on them."""
    paper = page(title(words), line("发票代码：882718754201", 1100, 200), line("购买方名称：朱云示", 180, 300))
    assert classify([paper])[0] is DocumentKind.MED_RECEIPT


def test_a_confirmation_of_received_money_is_no_medical_receipt() -> None:
    """收据 alone is somebody's confirmation of money passed on."""
    paper = page(title("收据"), line("本人已收到单位转付的一次性伤残补助金。", 180, 300), line("领款人：", 180, 500))
    assert classify([paper])[0] is DocumentKind.PASS_ON_PROOF


def test_a_total_beside_its_words_needs_no_sign() -> None:
    """The figures right of the capitals are the total where ￥ was not read; charges are not."""
    paper = page(
        title("住院医疗费收据"),
        line("治疗费", 180, 300),
        line("366.00", 600, 300),
        line("人民币（大写）", 180, 600),
        line("壹万零陆拾陆元整", 500, 600),
        line("10,066.00", 1200, 600),
    )
    assert extract(DocumentKind.MED_RECEIPT, [paper]).fields["total_figures"].value == 1_006_600


def _slip(figures: str, words: str) -> tuple[object, tuple[str, ...]]:
    lines = [line("交易金额：", 180, 500), line(figures, 460, 500)]
    lines += [line("金额（大写）：", 180, 600), line(words, 500, 600)] if words else []
    found = extract(DocumentKind.BANK_SLIP, [page(title("付款回单"), *lines)]).fields["amount_figures"]
    return found.value, found.flags


def test_an_amount_whose_end_is_lost_is_doubted() -> None:
    """A bank prints decimals: without them an amount is sure only if the capitals say the same."""
    assert "ODD_SEPARATOR" in _slip("¥4,071", "")[1]
    assert "ODD_SEPARATOR" in _slip("¥4,071", "人民币肆仟零柒拾壹元伍角整")[1]
    assert _slip("¥4,071", "人民币肆仟零柒拾壹元整") == (407_100, ())
    assert "ODD_SEPARATOR" in _slip("¥4,071.0", "人民币肆仟零柒拾壹元零伍分")[1]
    assert _slip("¥4,071.00", "") == (407_100, ())


def test_a_figure_too_many_behind_an_amount_is_told() -> None:
    """4,0700 is no 4,070: a sign between its figures is lost."""
    [found, *_] = money("RMB4,0700")
    assert "ODD_SEPARATOR" in found.flags
    [plain] = money("RMB4,070.00")
    assert plain.flags == ()


def test_capitals_behind_an_unread_one_are_an_end() -> None:
    """陆仟零伍扮壹元柒角整 is 6,051.70 with one sign misread, never 1.70 for sure; a word before an amount is none."""
    assert all("MISREAD" in found.flags for found in words("人民币陆仟零伍扮壹元柒角整") if found.value == 170)
    [found] = words("合计壹元柒角整")
    assert "MISREAD" not in found.flags


def test_an_invoices_lengths_are_its_own() -> None:
    """On an invoice the long number is the code and the short one the number, on a medical receipt the other way."""
    invoice = page(title("增值税普通发票"), line("335195903689", 1200, 200), line("65170477", 1200, 260))
    fields = extract(DocumentKind.MED_RECEIPT, [invoice]).fields
    assert (fields["receipt_code"].value, fields["receipt_number"].value) == ("335195903689", "65170477")
    receipt = page(title("医疗住院收费票据"), line("44060123", 1200, 200), line("0012345678", 1200, 260))
    fields = extract(DocumentKind.MED_RECEIPT, [receipt]).fields
    assert (fields["receipt_code"].value, fields["receipt_number"].value) == ("44060123", "0012345678")


@pytest.mark.parametrize(
    ("figures", "words", "doubted"),
    [
        ("¥592187", "伍仟玖佰贰拾壹元捌角柒分", True),
        ("¥59218.7", "伍仟玖佰贰拾壹元捌角柒分", True),
        ("¥592187元", "伍仟玖佰贰拾壹元捌角柒分", True),
        ("¥88300", "捌万捌仟叁佰元整", False),
        ("¥88300", "", True),
        ("¥88300元", "", False),
        ("¥88300.00", "", False),
        ("¥5921.87", "伍仟玖佰贰拾壹元捌角柒分", False),
    ],
)
def test_a_receipts_total_that_may_have_lost_its_point_is_doubted(figures: str, words: str, doubted: bool) -> None:
    """592187 was 5921.87 under a stamp: without 元 or decimals a total needs capitals that say the same."""
    lines = [line("合计（小写）：", 180, 500), line(figures, 460, 500), line("合计（大写）：", 180, 600)]
    lines += [line(words, 460, 600)] if words else []
    paper = page(title("医疗费收款收据"), *lines)
    found = extract(DocumentKind.MED_RECEIPT, [paper]).fields["total_figures"]
    assert found.flags[:1] == ("ODD_SEPARATOR",) * doubted
    lost = figures.removesuffix("元") == "¥592187" and words != ""
    assert (found.value == 592187) is (lost or figures == "¥5921.87") and ("READ_TOGETHER" in found.flags) is lost
