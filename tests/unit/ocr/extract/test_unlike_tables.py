# ruff: noqa: E501 - pages are set line by line as they stand
"""Tables that no form of ours has: numbers whose head stands upright, heads that come again, what stands below."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind as K

PEOPLE = (
    ("王虚拟", "配偶", "449900199211201049"),
    ("李小样", "儿子", "449900201605181036"),
    ("李父示", "父亲", "449900196203121010"),
)


def relatives(found: Extraction) -> list[tuple[object, ...]]:
    """Name, relation and number of every relative."""
    return [tuple(row[key].value for key in ("name", "relation", "id_no")) for row in found.rows["relatives"]]


def test_rows_numbers_without_a_head_are_nobodys_figures() -> None:
    """序号 over two rows of heads is read upright or not at all: 1 is no first figure of the receipt's number."""
    heads = (line("票据信息", 439, 473), line("费用信息", 977, 473))
    below = (
        line("票据号", 314, 540),
        line("开具日期", 539, 540),
        line("费用名称", 841, 540),
        line("金额（元）", 1118, 540),
    )
    rows = [
        line(text, x, 612 + 70 * at)
        for at, row in enumerate((("1", "9251055966", "2024/06/14", "24,159.56"), ("2", "2569894979", "2024/06/19", "4,755.33")))
        for text, x in zip((row[0], row[1], row[2], "住院医疗费", row[3]), (207, 279, 527, 762, 1171), strict=True)
    ]  # fmt: skip
    found = extract(K.ADV_VOUCHER, [page(title("垫付工伤费用明细及确认单"), *heads, *below, *rows)])
    assert [row["receipt_no"].value for row in found.rows["lines"]] == ["9251055966", "2569894979"]


def blocks(*below: Line) -> Extraction:
    """A form with the labels over the answers, once more for every relative."""
    lines: list[Line] = []
    for at, person in enumerate(PEOPLE):
        y = 600 + 110 * at
        lines += [line(text, x, y) for text, x in zip(("近亲属姓名", "亲属关系", "证件号码", "签字"), (195, 366, 582, 909), strict=True)]  # fmt: skip
        lines += [line(text, x, y + 36) for text, x in zip(person, (195, 366, 585), strict=True)]
    head = [line("死者姓名", 193, 360), line("死者身份证号码", 585, 360), line("李样本", 193, 396)]
    number = line("449900198503071093", 587, 396)
    return extract(K.JOINT_ACCT, [page(title("工亡待遇共同收款账户同意书"), *head, number, *lines, *below)])


@pytest.mark.parametrize(
    "below",
    [
        (line("申领待遇", 195, 930), line("☑丧葬补助金　☑一次性工亡补助金", 195, 966)),
        (line("单位盖章：", 184, 930),),
        (line("□丧葬补助金　☑一次性工亡补助金", 195, 930),),
    ],
)
def test_labels_over_every_persons_answers(below: tuple[Line, ...]) -> None:
    """The labels that come again are nobody's name, what stands below the last person is no part of it."""
    found = blocks(*below)
    assert relatives(found) == list(PEOPLE)
    assert found.fields["deceased_name"].value == "李样本"
    assert found.fields["deceased_id"].value == "449900198503071093"


def test_a_form_with_answers_between_its_labels_is_no_table() -> None:
    """姓名 | 王虚拟 | 与死者关系 | 配偶 and 公民身份号码 | … below, again for each: no heads with rows."""
    lines = [
        part
        for at, (name, relation, number) in enumerate(PEOPLE)
        for part in (
            line(f"近亲属{at + 1}", 229, 690 + 220 * at),
            line("姓名", 444, 640 + 220 * at), line(name, 777, 640 + 220 * at),
            line("与死者关系", 1074, 640 + 220 * at), line(relation, 1300, 640 + 220 * at),
            line("公民身份号码", 406, 740 + 220 * at), line(number, 665, 740 + 220 * at),
            line("本人签名", 1074, 740 + 220 * at),
        )
    ]  # fmt: skip
    found = extract(K.JOINT_ACCT, [page(title("工亡职工近亲属领取待遇账户声明"), *lines)])
    assert relatives(found) == list(PEOPLE)


def test_a_column_that_is_parted_into_yes_and_no() -> None:
    """供养亲属 over 是 and 否: a tick says what it stands under."""
    heads = (
        line("供养亲属", 1108, 505),
        line("姓名", 322, 537),
        line("与死者关系", 470, 537),
        line("身份证号码", 793, 537),
    )
    parts = (line("是", 1120, 541), line("否", 1210, 541))
    rows = [
        part
        for at, (name, relation, number) in enumerate(PEOPLE)
        for part in (
            line(name, 309, 614 + 80 * at), line(relation, 509, 614 + 80 * at), line(number, 716, 614 + 80 * at),
            line("√", 1120 if at else 1210, 614 + 80 * at),
        )
    ]  # fmt: skip
    found = extract(K.JOINT_ACCT, [page(title("近亲属共同指定收款账户确认表"), *heads, *parts, *rows)])
    assert [row["supported"].value for row in found.rows["relatives"]] == [False, True, True]


def test_a_price_beside_an_amount_stays_in_its_column() -> None:
    """A fully digital invoice has unit price and amount of one shape; its buyer stands left, its seller right."""
    names = (line("名称：陈示例", 187, 311), line("名称：示例大学附属虚构医院", 761, 311))
    codes = (
        line("统一社会信用代码/纳税人识别号：", 187, 350),
        line("统一社会信用代码/纳税人识别号：91449900MA000FK13J", 761, 350),
    )
    heads = [line(text, x, 420) for text, x in zip(("项目名称", "单位", "数量", "单价", "金额", "税额"), (234, 516, 638, 795, 1003, 1461), strict=True)]  # fmt: skip
    rows = [
        line(text, x, 472 + 52 * at)
        for at, cells in enumerate((("*医疗服务*西药费", "3169.83"), ("*医疗服务*检查费", "978.21")))
        for text, x in zip((cells[0], "次", "1", cells[1], cells[1], "***"), (101, 528, 658, 815, 1037, 1466), strict=True)
    ]  # fmt: skip
    total = (
        line("价税合计（大写）", 180, 620),
        line("肆仟壹佰肆拾捌元零肆分", 501, 620),
        line("（小写）¥4148.04", 1175, 620),
    )
    found = extract(K.MED_RECEIPT, [page(title("电子发票（普通发票）"), *names, *codes, *heads, *rows, *total)])
    assert [row["amount"].value for row in found.rows["lines"]] == [316_983, 97_821]
    assert found.fields["patient_name"].value == "陈示例"
    assert "patient_id" not in found.fields


@pytest.mark.parametrize(("one", "two"), [("金额（元）", "自费金额（元）"), ("发票金额", "单位垫付金额")])
def test_one_of_two_amounts(one: str, two: str) -> None:
    """自费金额 beside 金额 is not the charge's, 垫付金额 beside 发票金额 is the advance's; 合　　计 ends the table."""
    heads = (line("序号", 150, 280), line("费用名称", 300, 280), line(one, 700, 280), line(two, 1100, 280))
    rows = [
        line(text, x, 340 + 50 * at)
        for at, cells in enumerate((("1", "西药费", "71.89", "70.00"), ("2", "检查费", "86.46", "80.00")))
        for text, x in zip(cells, (170, 300, 720, 1120), strict=True)
    ]
    total = (line("合", 300, 440), line("计", 390, 440), line("158.35", 720, 440), line("150.00", 1120, 440))
    advanced = "垫付" in two
    kind, head = (K.ADV_VOUCHER, "垫付费用清单") if advanced else (K.MED_RECEIPT, "医疗住院收费票据（电子）")
    found = extract(kind, [page(title(head), *heads, *rows, *total)])
    assert [row["amount"].value for row in found.rows["lines"]] == ([7_000, 8_000] if advanced else [7_189, 8_646])


def test_a_slip_of_centred_cells() -> None:
    """One label for both sides: the payee's value stands under the middle of the payee's other ones."""
    lines = (
        line("付款方", 500, 257), line("收款方", 1197, 257),
        line("名称", 170, 320), line("虚构市示例制造有限公司", 380, 320), line("虚构市第三人民医院", 1115, 320),
        line("账号", 170, 390), line("4499000099000000123", 397, 390), line("4499000099000000888", 1102, 390),
        line("开户行", 160, 460), line("示例银行虚构支行", 425, 460), line("示例银行股份有限公司虚构江北支行", 1010, 460),
    )  # fmt: skip
    found = extract(K.BANK_SLIP, [page(title("客户回单"), *lines)])
    assert found.fields["payer_account"].value == "4499000099000000123"
    assert found.fields["payee_account"].value == "4499000099000000888"


@pytest.mark.parametrize("sign", ["N0073257587", "No0073257587", "No.0073257587"])
def test_a_receipts_number_beside_its_day(sign: str) -> None:
    """№ may be read as N or No; the day right of the number is no part of it."""
    rows = (line(sign, 89, 190), line("2024年1月19日", 864, 190), line("合计：", 180, 500), line("2,000.00", 400, 500))
    found = extract(K.MED_RECEIPT, [page(title("虚构市第三人民医院住院医疗费用收据"), *rows)])
    assert found.fields["receipt_number"].value == "0073257587"


def test_a_slips_number_behind_no() -> None:
    """A paper slip has its printed number behind № and nothing else."""
    rows = (
        line("委托日期2024年12月24日", 468, 196),
        line("No 31076282", 1007, 190),
        line("付款人：虚构市示例制造有限公司", 180, 400),
    )
    found = extract(K.BANK_SLIP, [page(title("示例银行电汇凭证（回单）"), *rows)])
    assert found.fields["slip_no"].value == "31076282"
