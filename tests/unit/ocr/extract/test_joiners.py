"""How labels and values are joined: colons, dot leaders, blanks; padded, bracketed and numbered labels."""

import pytest

from ocr.extract.extract import extract
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

FIRM = "虚构市示例制造有限公司"
VALUES = (
    ("伤者姓名", "萧样本"),
    ("联系电话", "13800138000"),
    ("户名", FIRM),
    ("账号", "44993070676394469"),
    ("开户行", "示例银行虚构市东区支行"),
)


def read(*lines: Line) -> list[object]:
    """The five values of a voucher with these lines."""
    found = extract(DocumentKind.ADV_VOUCHER, [page(title("垫付确认书"), *lines)]).fields
    names = ("worker_name", "worker_phone", "payee_name", "payee_account", "payee_bank")
    return [found[name].value if name in found else None for name in names]


@pytest.mark.parametrize(
    "joint",
    ["：", "……", "………………", "........", "······", "——————", "　　　　", "________", " ：", "…：", "【】：", "﹕"],
)
def test_whatever_joins_label_and_value(joint: str) -> None:
    """Dots, dashes, underlines and blanks between a label and its value are no part of either."""
    joint = joint.replace("【】", "")
    assert read(*(line(a + joint + b, 180, 300 + 60 * i) for i, (a, b) in enumerate(VALUES))) == [b for _, b in VALUES]


def test_leaders_reach_to_a_value_in_a_box_of_its_own() -> None:
    """姓名……  ……萧样本: the dots break in the middle of a wide line."""
    lines = [
        one
        for i, (a, b) in enumerate(VALUES)
        for one in (line(a + "……", 180, 300 + 60 * i), line(("…" if i % 2 else "·") + b, 1000, 300 + 60 * i))
    ]
    assert read(*lines) == [b for _, b in VALUES]


@pytest.mark.parametrize(
    "form", ["【{}】", "【{}】：", "{}、{{}}：", "（{}）{{}}：", "{}．{{}}：", "({}) {{}} ", "●{}：", "※{}："]
)
def test_bracketed_and_numbered_labels(form: str) -> None:
    """A number, a bracket, a bullet before or around a label changes nothing."""

    def label(number: int, word: str) -> str:
        sign = "一二三四五"[number] if number % 2 and "、" in form else str(number + 1)
        return form.format(sign).replace("{}", word) if "{{" in form else form.format(word)

    assert read(*(line(label(i, a) + b, 180, 300 + 60 * i) for i, (a, b) in enumerate(VALUES))) == [
        b for _, b in VALUES
    ]


def test_padded_labels() -> None:
    """户　名 and 账　号 are 户名 and 账号."""
    lines = (
        line("姓　　名：萧样本", 180, 300), line("电　　话：13800138000", 180, 360),
        line(f"户　　名：{FIRM}", 180, 420), line("账　　号：44993070676394469", 180, 480),
        line("开 户 行：示例银行虚构市东区支行", 180, 540),
    )  # fmt: skip
    assert read(*lines) == [b for _, b in VALUES]


def test_a_dot_inside_a_name_or_amount_stays() -> None:
    """The dot of 阿依·样本 and of 1.5 is no leader."""
    found = read(line("伤者姓名……阿依古丽·样本", 180, 300))
    assert found[0] == "阿依古丽·样本"
