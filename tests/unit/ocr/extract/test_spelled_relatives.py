"""Relatives numbered one a line in a letter: also those of which a label or the name was misread."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import FieldRow
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

DECEASED = "449900198503071093"
SPOUSE, CHILD, MOTHER = "449900199211201049", "449900201605181036", "449900196408051028"
FIRST = f"1、亲属姓名：王虚拟，亲属关系：妻子，证件号码：{SPOUSE}，手机：13800138008；"
LAST = f"3、亲属姓名：赵母示，亲属关系：母亲，证件号码：{MOTHER}，手机：13800138010；"
MISREAD = "2、录萬姓君：苏丽兰，亲属关系：安儿，证件号码：{}，手机：13800138009；"


def rows_of(*told: str) -> tuple[FieldRow, ...]:
    """The relatives of a letter that tells them in these lines."""
    sheet = page(
        title("近亲属共同指定发放到单位确认书"),
        line(f"我们是工亡职工陈样例（身份证号码：{DECEASED}）的近亲属。", 120, 210),
        *(line(text, 120, 290 + 40 * number) for number, text in enumerate(told)),
        line("近亲属（签名）：        关系：妻子  日期：2021-10-30", 120, 700),
    )
    return extract(DocumentKind.JOINT_EMPLOYER, [sheet]).rows.get("relatives", ())


def relatives(*told: str) -> list[tuple[object, object]]:
    """Name and number of each of them."""
    found = rows_of(*told)
    return [tuple(row[key].value if key in row else None for key in ("name", "id_no")) for row in found]  # type: ignore[misc]


WIFE, GRANDMOTHER = ("王虚拟", SPOUSE), ("赵母示", MOTHER)


def test_a_relative_whose_label_was_misread_stands_in_its_place() -> None:
    """2、录萬姓君：苏丽兰 between two that were read well is a relative between them."""
    assert relatives(FIRST, MISREAD.format(CHILD), LAST) == [WIFE, ("苏丽兰", CHILD), GRANDMOTHER]


def test_a_relative_at_the_beginning_or_the_end_may_be_misread() -> None:
    """A numbered line right before or right behind the others is one of them where it begins nearly as they do."""
    misread = MISREAD.replace("录萬姓君", "亲易社名").format(CHILD)
    first, last = FIRST.replace("1、", "2、"), misread.replace("2、", "3、")
    assert relatives(misread.replace("2、", "1、"), first, LAST) == [
        ("苏丽兰", CHILD),
        WIFE,
        GRANDMOTHER,
    ]
    assert relatives(FIRST, LAST.replace("3、", "2、"), last) == [WIFE, GRANDMOTHER, ("苏丽兰", CHILD)]


@pytest.mark.parametrize("told", ["2、录萬姓君：，亲属关系：安儿，", "2、录萬姓：母康，"])
def test_a_relative_whose_name_was_lost_keeps_the_number(told: str) -> None:
    """Nothing stands behind the label, or a relation does: no name is made of it, the number is the relative's."""
    found = relatives(FIRST, f"{told}证件号码：{CHILD}，手机：13800138009；", LAST)
    assert found == [WIFE, (None, CHILD), GRANDMOTHER]


def test_the_deceaseds_own_number_makes_no_relative() -> None:
    """A numbered line with the number of the one who died is about nobody else, however it was read."""
    assert relatives(FIRST, MISREAD.format(DECEASED), LAST) == [WIFE, GRANDMOTHER]
    own = f"2、亲属姓名：陈样例，亲属关系：本人，证件号码：{DECEASED}；"
    assert relatives(FIRST, own, LAST) == [WIFE, GRANDMOTHER]


@pytest.mark.parametrize(
    "other",
    [
        "收款账户户名：陈示例，账号：6222021234567890123",
        f"领款人：陈示例，身份证号码：{SPOUSE}，账号：6222021234567890123",
        "经办人：赵六，身份证号码：449900199003078515",
        "承诺人：赵六，身份证号码：449900199003078515",
        "联系人：赵六，联系电话：13800138000",
        "用人单位：虚构市示例厂，统一社会信用代码：91449900MA57940457",
        "开户行：示例银行，账号：6299990000000001010",
        "以上费用：由单位代收，联系电话：13800138011",
    ],
)
def test_other_numbered_statements_are_no_relatives(other: str) -> None:
    """Accounts, agents, firms and telephones beside the list are nobody's particulars."""
    second = LAST.replace("3、", "2、")
    assert relatives(FIRST, second, f"3、{other}；") == [WIFE, GRANDMOTHER]
    between = relatives(FIRST, f"2、{other}；", LAST)
    assert between == [WIFE, GRANDMOTHER] or other.startswith("承诺人")  # who promises among relatives may be one


def test_a_misread_relative_is_never_sure() -> None:
    """Name and number that their place alone told are for a person to see."""
    rows = rows_of(FIRST, MISREAD.format(CHILD), LAST)
    assert [all("MISREAD" in one.flags for one in row.values()) for row in rows] == [False, True, False]


def test_one_number_is_one_relative() -> None:
    """A line told twice, its relation lost both times, adds one person."""
    lost = f"2、亲属姓名：苏丽兰，证件号码：{CHILD}；"
    assert relatives(FIRST, lost, lost.replace("2、", "3、")) == [WIFE, ("苏丽兰", CHILD)]


def test_a_numbered_line_without_a_number_of_a_person_is_no_relative() -> None:
    """2、以上情况属实 among the relatives tells of none."""
    assert relatives(FIRST, "2、以上情况：属实，如有不实愿承担责任；", LAST) == [WIFE, GRANDMOTHER]


def test_a_letter_that_numbers_no_lines_has_those_that_were_read() -> None:
    """Without numbers nothing tells that a line between two relatives is one; nor does one numbered relative."""
    assert relatives(FIRST[2:], MISREAD.format(CHILD)[2:], LAST[2:]) == [WIFE, GRANDMOTHER]
    assert relatives(FIRST, MISREAD.format(CHILD)[2:], LAST) == [WIFE, GRANDMOTHER]
    assert relatives(FIRST[2:], MISREAD.format(CHILD), LAST[2:]) == [WIFE, GRANDMOTHER]
    assert relatives(FIRST, MISREAD.format(CHILD)) == [WIFE]
    assert relatives(FIRST, LAST) == [WIFE, GRANDMOTHER]
