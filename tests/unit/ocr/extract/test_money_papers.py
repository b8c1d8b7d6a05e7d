# ruff: noqa: E501 - pages are set line by line as they stand
"""Receipts and bank slips in layouts that our own factory does not draw."""

from dataclasses import replace

import pytest

from ocr.calibration import is_sure
from ocr.extract import grammar
from ocr.extract.classify import classify
from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import column, line, page, title
from validators.model.codes import DocumentKind

FIRM = "虚构市示例制造有限公司"


def values(kind: DocumentKind, paper: PageLines) -> dict[str, object]:
    """Single values by name."""
    return {name: leaf.value for name, leaf in extract(kind, [paper]).fields.items()}


def outpatient_receipt() -> PageLines:
    """An out-patient receipt: charges in three pairs a row without head, totals below."""
    return page(
        title("广东省医疗门诊收费票据（电子）"),
        line("票据代码：44060121", 180, 220), line("票据号码：0000000001", 1150, 220),
        line("交款人统一社会信用代码：449900********1016", 180, 270), line("校验码：fc0971", 1150, 270),
        line("交款人：陈示例", 180, 320), line("开票日期：2021-07-02", 1150, 320),
        line("项目名称", 200, 390), line("金额（元）", 480, 390), line("项目名称", 760, 390), line("金额（元）", 1060, 390),
        line("西药费", 200, 440), line("1,200.50", 490, 440), line("检查费", 760, 440), line("300.00", 1080, 440),
        line("治疗费", 200, 490), line("99.50", 510, 490),
        line("金额合计（大写）壹仟陆佰元整", 180, 570), line("（小写）1,600.00", 1100, 570),
        line("业务流水号：210702000123", 180, 640), line("门诊号：778899", 700, 640), line("就诊日期：2021-07-01", 1150, 640),
        line("医保统筹基金支付：0.00", 180, 690), line("个人账户支付：100.00", 700, 690), line("个人现金支付：1500.00", 1150, 690),
        line("收款单位（章）：虚构市人民医院（示例）", 180, 770), line("复核人：甲乙", 900, 770), line("收款人：丙丁", 1200, 770),
    )  # fmt: skip


def test_reads_an_outpatient_receipt() -> None:
    """Numbers, payer, charges of two sets of columns and who paid what."""
    paper = outpatient_receipt()
    assert classify([paper])[0] is DocumentKind.MED_RECEIPT
    got = values(DocumentKind.MED_RECEIPT, paper)
    assert got["receipt_code"] == "44060121"
    assert got["receipt_number"] == "0000000001"
    assert got["check_code"] == "fc0971"
    assert got["issue_date"] == "2021-07-02"
    assert got["patient_name"] == "陈示例"
    assert got["patient_id"] == "449900********1016"
    assert got["total_figures"] == got["total_upper"] == 160_000
    assert got["paid_insurance"] == 0
    assert got["paid_account"] == 10_000
    assert got["paid_cash"] == 150_000
    assert got["hospital_name"] == "虚构市人民医院（示例）"
    rows = extract(DocumentKind.MED_RECEIPT, [paper]).rows["lines"]
    assert {(row["item"].value, row["amount"].value) for row in rows} == {
        ("西药费", 120_050),
        ("检查费", 30_000),
        ("治疗费", 9_950),
    }


def test_strayed_head_is_one_column() -> None:
    """Characters of a head whose middles stray in a narrow box name one column, not two that share its cells."""
    paper = outpatient_receipt()
    places = (0.10, 0.305, 0.655, 0.87)
    lines = [
        replace(one, glyphs=tuple(replace(glyph, at=at) for glyph, at in zip(one.glyphs, places, strict=True)))
        if one.text == "项目名称"
        else one
        for one in paper.lines
    ]
    rows = extract(DocumentKind.MED_RECEIPT, [replace(paper, lines=tuple(lines))]).rows["lines"]
    assert {(row["item"].value, row["amount"].value) for row in rows} == {
        ("西药费", 120_050),
        ("检查费", 30_000),
        ("治疗费", 9_950),
    }


def stamped_receipt(
    *, insurance: str, cash: str, patient_id: str = "449900********1016", label: str = "医保统筹基金支付："
) -> PageLines:
    """The foot of a receipt below one another, as it reads where a stamp took a value or its end."""
    return page(
        title("广东省医疗门诊收费票据（电子）"),
        line("票据代码：44060121", 180, 220), line("票据号码：0000000001", 1150, 220),
        line(f"交款人统一社会信用代码：{patient_id}", 180, 270), line("校验码：fc0971", 1150, 270),
        line("交款人：陈示例", 180, 320), line("开票日期：2021-07-02", 1150, 320),
        line("金额合计（大写）壹仟陆佰元整", 180, 570), line("（小写）1,600.00", 1100, 570),
        line(f"{label}{insurance}", 180, 690), line("个人账户支付：0.00", 1150, 690),
        line(f"现金支付：{cash}", 180, 730), line("个人自费：1600.00", 1150, 730),
        line("收款单位（章）：虚构市人民医院（示例）", 180, 790), line("复核人：甲乙", 900, 790),
    )  # fmt: skip


def test_lost_amount_is_not_the_neighbours() -> None:
    """A label whose own amount a stamp swallowed has none: the amount below it belongs to the label there."""
    got = values(DocumentKind.MED_RECEIPT, stamped_receipt(insurance="", cash="16.00"))
    assert got["paid_cash"] == 1_600
    assert got["paid_insurance"] is None


def test_label_that_lost_its_end_keeps_its_amount() -> None:
    """A payer's label is known by its beginning where a stamp took its end, if its amount follows at once."""
    for label in ("医保统筹基金支：\u3000", "医保统筹基金\u3000", "统筹基金付：\u3000"):
        paper = stamped_receipt(insurance="0.00", cash="16.00", label=label)
        assert values(DocumentKind.MED_RECEIPT, paper)["paid_insurance"] == 0
    paper = stamped_receipt(insurance="1.0(1", cash="16.00", label="医保统筹基金\u3000")
    assert values(DocumentKind.MED_RECEIPT, paper).get("paid_insurance") is None
    got = values(DocumentKind.MED_RECEIPT, stamped_receipt(insurance="", cash="16.00", label="医保统筹基金"))
    assert got.get("paid_insurance") is None


def test_amount_without_end_is_never_sure() -> None:
    """Where the total has decimals, an amount that shows none may be cut; nothing paid is nothing all the same."""
    fields = extract(DocumentKind.MED_RECEIPT, [stamped_receipt(insurance="0", cash="1600")]).fields
    assert "ODD_SEPARATOR" in fields["paid_cash"].flags
    assert fields["paid_insurance"].flags == ()
    fields = extract(DocumentKind.MED_RECEIPT, [stamped_receipt(insurance="0.00", cash="1600.00")]).fields
    assert fields["paid_cash"].flags == ()


def swapped(paper: PageLines, **texts: str) -> PageLines:
    """The paper with lines that begin with a word read otherwise; an empty text takes a line away."""
    lines = []
    for one in paper.lines:
        text = next((text for start, text in texts.items() if one.text.startswith(start)), one.text)
        if text:
            lines.append(one if text == one.text else line(text, one.box[0], one.box[1]))
    return replace(paper, lines=tuple(lines))


def test_total_without_end_is_never_sure() -> None:
    """A total that lost its decimals shows by the other amounts of the paper."""
    paper = swapped(stamped_receipt(insurance="0.00", cash="1600"), **{"（小写）": "（小写）1,600"})
    fields = extract(DocumentKind.MED_RECEIPT, [paper]).fields
    assert "ODD_SEPARATOR" in fields["total_figures"].flags
    assert "ODD_SEPARATOR" in fields["paid_cash"].flags


def test_capitals_without_beginning_are_never_sure() -> None:
    """Capitals far from a label that say only what the figures end with have lost their beginning; others differ."""
    cases = (("陆佰元整", True), ("壹仟柒佰元整", False), ("金额合计（大写）陆佰元整", False))
    for words, doubted in cases:
        paper = swapped(stamped_receipt(insurance="0.00", cash="16.00"), 金额合计=words)
        found = extract(DocumentKind.MED_RECEIPT, [paper]).fields["total_upper"]
        assert ("AMBIGUOUS" in found.flags) is doubted


def test_payers_number_is_no_receipt_code() -> None:
    """Where the code was not read, the citizen's number below its label is not taken for it."""
    paper = stamped_receipt(insurance="0.00", cash="16.00", patient_id="449900198505277634")
    paper = swapped(paper, 票据代码="票据代码：", 交款人统一="449900198505277634")
    code = extract(DocumentKind.MED_RECEIPT, [paper]).fields.get("receipt_code")
    assert code is None or code.value != "449900198505277634"


def test_day_of_a_stay_is_no_issue_date() -> None:
    """Where the issue date was not read, a lone day of the stay is not taken for it."""
    paper = swapped(stamped_receipt(insurance="0.00", cash="16.00"), 开票日期="", 复核人="住院时间：2021-06-24至")
    found = extract(DocumentKind.MED_RECEIPT, [paper]).fields.get("issue_date")
    assert found is None or found.value is None


def test_masked_number_of_another_length_is_never_sure() -> None:
    """A partly hidden citizen number that lost a digit shows by its length."""
    for number, doubted in (("449900********1016", False), ("449900********101", True), ("449900******", True)):
        paper = stamped_receipt(insurance="0.00", cash="1600.00", patient_id=number)
        found = extract(DocumentKind.MED_RECEIPT, [paper]).fields["patient_id"]
        assert found.value == number
        assert ("AMBIGUOUS" in found.flags) is doubted


def twin_slip() -> PageLines:
    """Payer left, payee right; 付款人 and 收款人 are read as upright columns of single signs."""
    return page(
        title("示例银行业务回单（付款）"),
        line("回单编号：202108100001", 180, 220), line("日期：2021年08月10日", 1150, 220),
        line("付", 170, 300), line("全　称", 230, 300), line(FIRM, 350, 300), line("收", 850, 300), line("全　称", 910, 300), line("陈示例", 1030, 300),
        line("款", 170, 360), line("账　号", 230, 360), line("4499000099000000123", 350, 360), line("款", 850, 360), line("账　号", 910, 360), line("6299990000000001010", 1030, 360),
        line("人", 170, 420), line("开户行", 230, 420), line("示例银行虚构支行", 350, 420), line("人", 850, 420), line("开户行", 910, 420), line("示例银行虚构城东支行", 1030, 420),
        line("金额", 230, 500), line("人民币（大写）：叁万元整", 350, 500), line("¥30,000.00", 1200, 500),
        line("用途：工伤待遇", 230, 570), line("交易流水号：99887766554433", 850, 570),
        line("打印时间：2021-08-12", 230, 640),
    )  # fmt: skip


@pytest.mark.parametrize("day", ["2021年08月10日", ""])
def test_the_day_of_printing_is_not_the_day_of_the_trade(day: str) -> None:
    """A bare day under the title is the trade's; where there is none, the day of printing is doubted."""
    other = [one for one in twin_slip().lines if one.text != "日期：2021年08月10日"]
    found = extract(DocumentKind.BANK_SLIP, [page(*other, *([line(day, 700, 220)] if day else []))])
    leaf = found.fields["trade_date"]
    assert leaf.value == ("2021-08-10" if day else "2021-08-12")
    assert ("AMBIGUOUS" in leaf.flags) == (not day)


def test_tells_payer_from_payee_by_side() -> None:
    """The left block is the payer's, the right block the payee's."""
    paper = twin_slip()
    assert classify([paper])[0] is DocumentKind.BANK_SLIP
    got = values(DocumentKind.BANK_SLIP, paper)
    assert got["payer_name"] == FIRM
    assert got["payer_account"] == "4499000099000000123"
    assert got["payee_name"] == "陈示例"
    assert got["payee_account"] == "6299990000000001010"
    assert got["amount_figures"] == got["amount_upper"] == 3_000_000
    assert got["trade_date"] == "2021-08-10"
    assert got["slip_no"] == "202108100001"
    assert got["purpose"] == "工伤待遇"


def phone_slip() -> PageLines:
    """A banking app's page: labels left, values right, payee first."""
    return page(
        title("转账成功"),
        line("收款方", 200, 300), line("虚构市人民医院（示例）", 900, 300),
        line("收款账号", 200, 370), line("4499 0000 9900 0077 88", 900, 370),
        line("收款银行", 200, 440), line("示例银行", 900, 440),
        line("转账金额", 200, 510), line("￥8,600.00", 900, 510),
        line("付款账户", 200, 580), line("6299990000000001010", 900, 580),
        line("付款方", 200, 650), line("虚构市示例制造有限公司", 900, 650),
        line("转账时间", 200, 720), line("2021-07-02 10:11:12", 900, 720),
        line("附言", 200, 790), line("医疗费", 900, 790),
        line("电子回执号", 200, 860), line("AB20210702000011", 900, 860),
    )  # fmt: skip


def test_reads_a_banking_app_s_page() -> None:
    """Order does not matter where labels name the party."""
    paper = phone_slip()
    assert classify([paper])[0] is DocumentKind.BANK_SLIP
    got = values(DocumentKind.BANK_SLIP, paper)
    assert got["payee_name"] == "虚构市人民医院（示例）"
    assert got["payee_account"] == "449900009900007788"
    assert got["payer_name"] == FIRM
    assert got["payer_account"] == "6299990000000001010"
    assert got["amount_figures"] == 860_000
    assert got["trade_date"] == "2021-07-02"
    assert got["slip_no"] == "AB20210702000011"
    assert got["purpose"] == "医疗费"


def stacked_slip() -> PageLines:
    """Payer above payee under headings; labels repeat."""
    return page(
        title("电子回单"),
        line("付款人信息", 200, 240),
        *column(240, 300, 55, f"户名：{FIRM}", "账号：4499000099000000123", "开户行：示例银行虚构支行"),
        line("收款人信息", 200, 490),
        *column(240, 550, 55, "户名：王虚拟", "账号：6299990000000001010", "开户行：示例银行虚构城西支行"),
        line("交易金额（小写）：12,000.00　　交易金额（大写）：人民币壹万贰仟元整", 200, 740),
        line("交易日期：20210810　　流水号：55667788990011", 200, 800), line("摘要：工亡待遇", 200, 860),
    )  # fmt: skip


def test_tells_payer_from_payee_by_heading() -> None:
    """Labels under 收款人信息 are the payee's."""
    got = values(DocumentKind.BANK_SLIP, stacked_slip())
    assert got["payer_name"] == FIRM
    assert got["payee_name"] == "王虚拟"
    assert got["payee_account"] == "6299990000000001010"
    assert got["amount_figures"] == got["amount_upper"] == 1_200_000
    assert got["trade_date"] == "2021-08-10"
    assert got["slip_no"] == "55667788990011"


def test_a_sign_read_as_a_digit_is_doubted() -> None:
    """¥ taken for 4 makes 4314,434.00: no amount of 434.00, and not sure."""
    [found] = [one for one in grammar.money("小写):4314,434.00") if one.quality >= 0.4]
    assert found.value == 431_443_400
    assert "ODD_SEPARATOR" in found.flags


def test_a_day_is_no_employers_number() -> None:
    """Where a credit code was lost, a day near its label does not take its place."""
    assert not list(grammar.local_codes("2024-07-03"))


def test_a_wrong_branch_code_is_read_for_sure_where_it_is_clear() -> None:
    """A clear code whose check digit is wrong is the paper's fault; a doubtful one is ours."""
    [found] = list(grammar.branch_codes("999588109644"))
    assert found.flags == ("CHECK_FAILS",)
    assert is_sure("cnaps", 0.99, found.quality, found.flags)
    assert not is_sure("cnaps", 0.8, found.quality, found.flags)


def test_a_comma_read_as_two_signs_leaves_the_amount_whole_and_doubted() -> None:
    """24,.485.84 is no 485.84, which would be told as a mismatch with the words beside it."""
    [found] = grammar.money("金额合计（小写）：y24,.485.84")
    assert (found.value, found.flags) == (2_448_584, ("ODD_SEPARATOR",))
