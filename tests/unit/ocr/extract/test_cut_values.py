# ruff: noqa: E501 - pages are set line by line as they stand
"""Values cut in two by their cell, led to by dots, or standing below one another without belonging together."""

from ocr.extract.extract import extract
from ocr.pages import PageLines
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

SMALL = 28.0


def values(kind: DocumentKind, paper: PageLines) -> dict[str, object]:
    """Single values by name."""
    return {name: leaf.value for name, leaf in extract(kind, [paper]).fields.items()}


def grid_slip(*more: tuple[str, float, float]) -> PageLines:
    """A slip of four columns in which long values take two lines."""
    fixed = (
        ("付款人户名", 200, 210), ("示例省虚构建筑工程有限", 440, 198), ("公司", 440, 230), ("收款人户名", 855, 210),
        ("付款人账号", 200, 285), ("4499041365582446971", 440, 285), ("收款人账号", 855, 285), ("4499313935914958809", 1090, 285),
        ("金额小写", 205, 405), ("￥2747.71", 440, 405), ("金额大写", 855, 405), ("人民币贰仟柒佰肆拾柒元", 1090, 391), ("柒角壹分", 1090, 425),
        ("交易日期", 205, 478), ("2023-05-22", 440, 478),
    )  # fmt: skip
    return page(title("示例银行客户回单", 60), *(line(text, x, y, SMALL) for text, x, y in (*fixed, *more)))


def test_capitals_and_names_of_two_lines_are_whole() -> None:
    """The second line of a cell belongs to the amount and to the firm's name."""
    got = values(DocumentKind.BANK_SLIP, grid_slip(("虚构市骨科医院", 1090, 198), ("（示例）", 1090, 230)))
    assert got["amount_upper"] == got["amount_figures"] == 274_771
    assert got["payer_name"] == "示例省虚构建筑工程有限公司"
    assert got["payee_name"] == "虚构市骨科医院（示例）"


def test_an_open_bracket_is_closed() -> None:
    """A name whose closing bracket fell outside the line is not cut before the bracket."""
    assert (
        values(DocumentKind.BANK_SLIP, grid_slip(("虚构市骨科医院（示例", 1090, 210)))["payee_name"]
        == "虚构市骨科医院（示例）"
    )


def test_a_slip_number_without_its_label() -> None:
    """Letters before a long number are the slip's number; a short check sign is not."""
    paper = grid_slip(("虚构市骨科医院", 1090, 210), ("TEST202305220148", 1090, 478), ("验证码：FD66ECDE", 200, 600))
    assert values(DocumentKind.BANK_SLIP, paper)["slip_no"] == "TEST202305220148"


def account_block(*more: tuple[str, float, float]) -> PageLines:
    """A voucher whose account and branch code stand below one another in the right half."""
    fixed = (
        ("用人单位", 170, 300), ("虚构市德盛塑胶有限公司", 430, 300), ("姓名", 1160, 300), ("杨虚构", 1330, 300),
        ("开户名称", 230, 585), ("虚构市德盛塑胶有限公司", 430, 585), ("开户银行", 170, 635), ("示例银行虚构支行", 430, 635),
        ("单位账号", 1030, 585),
    )  # fmt: skip
    return page(title("工伤费用垫付确认书"), *(line(text, x, y, SMALL) for text, x, y in (*fixed, *more)))


def test_two_numbers_below_one_another_stay_apart() -> None:
    """A branch code under an account is no part of it."""
    paper = account_block(("44999600968975185", 1220, 585), ("开户行行号", 1015, 635), ("999588191976", 1220, 635))
    got = values(DocumentKind.ADV_VOUCHER, paper)
    assert got["payee_account"] == "44999600968975185"
    assert got["payee_cnaps"] == "999588191976"


def test_an_account_of_two_lines_is_whole() -> None:
    """Near miss: a number broken in its own cell goes on in the next line."""
    paper = account_block(("44999600968", 1220, 570), ("975185", 1220, 602))
    assert values(DocumentKind.ADV_VOUCHER, paper)["payee_account"] == "44999600968975185"


def test_dots_that_lead_to_a_value_are_no_text() -> None:
    """姓名……………萧虚构 reads as a label and its value, in one line or in two."""
    paper = page(
        title("垫付确认书"),
        line("用人单位……", 200, 284, SMALL), line("…虚构市德盛塑胶有限公司", 1100, 284, SMALL),
        line("伤者姓名…………………………萧虚构", 200, 400, SMALL),
        line("电话……", 200, 516, SMALL), line("…13800138000", 1250, 516, SMALL),
        line("垫付总额……", 200, 640, SMALL), line("…￥13423.92", 1280, 640, SMALL),
        line("收款户名……", 200, 700, SMALL), line("……虚构市德盛塑胶有限公司", 1000, 700, SMALL),
        line("银行账号…", 200, 760, SMALL), line("·44993070676394469", 1180, 760, SMALL),
    )  # fmt: skip
    got = values(DocumentKind.ADV_VOUCHER, paper)
    assert got["employer_name"] == got["payee_name"] == "虚构市德盛塑胶有限公司"
    assert got["worker_name"] == "萧虚构"
    assert got["worker_phone"] == "13800138000"
    assert got["total_figures"] == 1_342_392
    assert got["payee_account"] == "44993070676394469"


def test_a_label_behind_其中_is_one() -> None:
    """其中：单位垫付 names the amount that the employer keeps."""
    paper = page(
        title("工伤保险待遇支付证明"),
        line("收到基金拨付金额", 200, 350), line("￥1,083,760.00", 612, 350),
        line("其中：单位垫付", 200, 480), line("￥96,030.00", 612, 480),
        line("支付金额（小写）", 200, 545), line("￥987,730.00", 612, 545),
    )  # fmt: skip
    got = values(DocumentKind.PASS_ON_PROOF, paper)
    assert (got["received_total"], got["retained_advance"], got["passed_total"]) == (108_376_000, 9_603_000, 98_773_000)


def test_a_posting_date_beats_a_bare_date_at_the_foot() -> None:
    """记账日期 says when money moved; 日期 at the foot says when the slip was printed."""
    lines = [
        one for one in grid_slip(("虚构市骨科医院", 1090, 210)).lines if one.text not in ("交易日期", "2023-05-22")
    ]
    foot = line("日期：2023-05-27", 1160, 700, SMALL)
    paper = page(*lines, line("记账日期", 205, 478, SMALL), line("2023-05-22", 440, 478, SMALL), foot)
    assert values(DocumentKind.BANK_SLIP, paper)["trade_date"] == "2023-05-22"


def test_a_branch_keeps_its_last_word_before_the_next_label() -> None:
    """示例银行虚构分行 and 行号： in one line without a gap are the bank and its code."""
    paper = page(
        title("垫付确认书"),
        line("开户名称：虚构市德盛塑胶有限公司", 160, 685, SMALL),
        line("开户银行：示例银行股份有限公司虚构分行行号：999588161244", 160, 730, SMALL),
    )
    got = values(DocumentKind.ADV_VOUCHER, paper)
    assert got["payee_bank"] == "示例银行股份有限公司虚构分行"
    assert got["payee_cnaps"] == "999588161244"


def test_a_bank_cut_before_its_branch_is_not_sure() -> None:
    """Near miss: …有限公司虚构 without 分行 is read, and doubted."""
    for text, certain in (("示例银行股份有限公司虚构", False), ("示例银行股份有限公司虚构分行", True)):
        paper = page(title("垫付确认书"), line(f"开户银行：{text}", 160, 730, SMALL))
        leaf = extract(DocumentKind.ADV_VOUCHER, [paper]).fields["payee_bank"]
        assert leaf.value == text
        assert (leaf.fit >= 0.5) is certain
