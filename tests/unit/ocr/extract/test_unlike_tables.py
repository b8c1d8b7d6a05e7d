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
