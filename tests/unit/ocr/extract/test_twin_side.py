"""A slip's value without a label is found where the other side says it stands."""

from dataclasses import replace

import pytest

from ocr.extract.extract import extract
from ocr.lines import Line, Quad
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

LEFT, RIGHT, TOP, STEP = 200, 800, 300, 70
PAYER = ("虚构市鑫样玩具有限责任公司", "44990072194846677", "示例银行虚构支行")
PAYEE = ("卓庆斌", "6299992178503657", "示例银行虚构开发区支行")


def upright(text: str, x: float) -> Line:
    """A word written downwards beside the rows of its side."""
    quad: Quad = ((x, 305.0), (x + 36, 305.0), (x + 36, 460.0), (x, 460.0))
    return replace(line(text, x, 305), quad=quad)


def slip(*, lost: tuple[str, ...] = (), payee: tuple[str, ...] = PAYEE) -> dict[str, object]:
    """What is read of a slip of two columns; labels of the right column may be lost."""
    lines: list[Line] = [upright("付款人", 120), upright("收献人", 720)]
    for number, label in enumerate(("户名", "账号", "开户行")):
        y = TOP + STEP * number
        lines += [line(label, LEFT, y), line(PAYER[number], LEFT + 110, y)]
        lines += [] if label in lost else [line(label, RIGHT, y)]
        lines += [line(payee[number], RIGHT + 110, y)] if payee[number] else []
    lines += [line("金额（大写）", 120, 560), line("人民币壹万柒仟玖佰叁拾肆元壹角壹分", 340, 560)]
    fields = extract(DocumentKind.BANK_SLIP, [page(title("转账凭证"), *lines)]).fields
    return {name: found.value for name, found in fields.items()}


@pytest.mark.parametrize("lost", [("户名",), ("账号",), ("开户行",)])
def test_a_value_without_its_label_stands_where_its_twin_does(lost: tuple[str, ...]) -> None:
    """户名, 账号 or 开户行 of the right column unread: the value beside it is the payee's as in the left column."""
    read = slip(lost=lost)
    assert (read["payee_name"], read["payee_account"], read["payee_bank"]) == PAYEE
    assert (read["payer_name"], read["payer_account"]) == PAYER[:2]


def test_what_is_not_there_is_not_made_up() -> None:
    """Where nothing stands at the place, or nothing of that sort, the value stays missing."""
    assert slip(lost=("账号",), payee=("卓庆斌", "", "示例银行虚构开发区支行")).get("payee_account") is None
    assert slip(lost=("账号",), payee=("卓庆斌", "现金转出", "示例银行虚构开发区支行")).get("payee_account") is None


def test_brackets_behind_a_firm_are_a_part_of_its_name() -> None:
    """虚构市工伤康复医院 and （示例） that stand close together in two lines are one payee."""
    payee = ("虚构市工伤康复医院", PAYEE[1], PAYEE[2])
    lines = [upright("付款人", 120), upright("收献人", 720)]
    for number, label in enumerate(("户名", "账号", "开户行")):
        y = TOP + STEP * number
        lines += [line(label, LEFT, y), line(PAYER[number], LEFT + 110, y), line(payee[number], RIGHT + 110, y)]
        lines += [line(label, RIGHT, y)] if number else []
    lines += [line("（示例）", RIGHT + 110 + 9 * 30 + 4, TOP)]
    fields = extract(DocumentKind.BANK_SLIP, [page(title("转账凭证"), *lines)]).fields
    assert fields["payee_name"].value == "虚构市工伤康复医院（示例）"
