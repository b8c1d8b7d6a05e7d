"""Labels that promise a signature or a seal, in the words of many offices, and their near misses."""

from dataclasses import replace

import pytest

from ocr.extract.extract import extract
from ocr.slots import Slot
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind, MarkRole, MarkType


def slots_under(
    *foot: str, kind: DocumentKind = DocumentKind.ADV_VOUCHER, type_: MarkType = MarkType.SIGNATURE
) -> list[Slot]:
    """The promised marks of a paper with these words below one another at its foot."""
    lines = [line(text, 180, 1400 + 100 * number) for number, text in enumerate(foot)]
    paper = page(title("情况说明"), line("费用已由单位垫付，情况属实。", 180, 300), *lines)
    return [slot for slot in extract(kind, [paper]).slots if slot.type is type_]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("职工本人签字：", MarkRole.WORKER),
        ("受害人签名：", MarkRole.WORKER),
        ("伤者手写签名：", MarkRole.WORKER),
        ("被保险人（签名按指模）", MarkRole.WORKER),
        ("工伤职工签名或盖章：", MarkRole.WORKER),
        ("本人签字/盖章：", MarkRole.WORKER),
        ("职工（家属）签名：", MarkRole.WORKER),
        ("确认人【签名】：", MarkRole.WORKER),
        ("确认人（供养亲属）签名：", MarkRole.RELATIVE),
        ("工伤职工或其近亲属签名：", MarkRole.WORKER),
        ("签名人：", MarkRole.WORKER),
        ("全体供养亲属签名：", MarkRole.RELATIVE),
        ("死者家属代表签字：", MarkRole.RELATIVE),
        ("法定代理人签名：", MarkRole.GUARDIAN),
        ("见证人签字：", MarkRole.WITNESS),
        ("领款人签收：", MarkRole.BENEFICIARY),
    ],
)
def test_a_signature_label_promises_one_nameless_place(label: str, role: MarkRole) -> None:
    """Whoever is named before 签名, 签字, 签章 or 签收 signs there; the label's words are no name."""
    found = [slot for slot in slots_under(label, "2021年7月24日") if slot.label[1] == 1400]
    assert [(slot.role, slot.name) for slot in found] == [(role, "")]


@pytest.mark.parametrize(
    "label",
    ["签字日期：2021年7月24日", "签署日期：", "签名时间：2021-07-24", "经办人签名：", "审核人签字：", "单位领导签字："],
)
def test_dates_and_officers_are_no_signers(label: str) -> None:
    """A date label promises a date; who handles or checks the paper is no party to it."""
    found = slots_under("工伤职工签名：", label)
    assert [slot.label[1] for slot in found] == [1400]


def test_a_printed_name_before_the_word_is_tied() -> None:
    """王虚拟（签名）： is the place of this person."""
    assert [slot.name for slot in slots_under("王虚拟（签名）：", kind=DocumentKind.JOINT_ACCT)] == ["王虚拟"]


@pytest.mark.parametrize(
    "label",
    [
        "单位（公章）：",
        "用人单位盖章处：",
        "公司印章：",
        "（盖章处）",
        "单位（加盖公章）",
        "用工单位（盖单位章）",
        "企业（印鉴）：",
    ],
)
def test_a_seal_label_promises_a_seal_and_no_signature(label: str) -> None:
    """The employer's seal has its place at each of these words."""
    seals = slots_under("职工签名：", label, type_=MarkType.SEAL)
    assert [slot.label[1] for slot in seals] == [1500]
    assert len(slots_under("职工签名：", label)) == 1


def test_sign_or_stamp_of_a_person_is_no_employer_s_seal() -> None:
    """签名或盖章 of the worker leaves the firm's seal where 单位（公章） stands."""
    seals = slots_under("工伤职工签名或盖章：", "单位（公章）：", type_=MarkType.SEAL)
    assert [slot.label[1] for slot in seals] == [1500]


def test_a_column_of_signatures_and_a_line_below_promise_each_relative_once() -> None:
    """A relatives' table with 签名 asks each relative; 全体近亲属签名 below asks nobody again."""
    paper = page(
        title("共同确认指定收款账户声明"),
        line("姓名", 180, 300), line("关系", 400, 300), line("身份证号码", 600, 300), line("签名", 1200, 300),
        line("王虚拟", 180, 380), line("配偶", 400, 380), line("449900199211201049", 600, 380),
        line("李父示", 180, 460), line("父亲", 400, 460), line("449900196203121010", 600, 460),
        line("我们一致同意由王虚拟收款，别无其他近亲属。", 180, 700),
        line("全体近亲属签名：", 180, 900), line("2021年7月24日", 180, 1000),
    )  # fmt: skip
    found = extract(DocumentKind.JOINT_ACCT, [paper])
    assert [slot.name for slot in found.slots if slot.type is MarkType.SIGNATURE] == ["王虚拟", "李父示"]


def test_a_bracket_of_the_firm_s_seal_is_no_name() -> None:
    """（示例） or （东莞） far right of a signature label is printed on the seal; a near bracket ties a name."""
    paper = page(
        title("收款确认书"), line("本人已收到上述款项。", 180, 300),
        line("收款人签名：", 180, 900), line("（示例）", 900, 900), line("（东莞市）", 1100, 900),
        line("监护人签名：", 180, 1000), line("（赵母示）", 620, 1000),
    )  # fmt: skip
    found = extract(DocumentKind.PASS_ON_PROOF, [paper])
    assert [slot.name for slot in found.slots if slot.type is MarkType.SIGNATURE] == ["", "赵母示"]


def test_a_label_ends_at_its_colon_where_a_wide_hand_stands_behind_it() -> None:
    """邓 begins 27 px behind the colon, its middle lies 57 behind: half of it is no part of 供养亲属签字：."""
    centres = (270, 304, 338, 361, 395, 430, 464, 521, 578, 647)
    read = line("供养亲属签字：邓光涛", 241, 1425)
    left, right = 241.0, 676.0
    quad = ((left, 1425.0), (right, 1425.0), (right, 1500.0), (left, 1500.0))
    glyphs = tuple(
        replace(glyph, at=(x - left) / (right - left)) for glyph, x in zip(read.glyphs, centres, strict=True)
    )
    paper = page(
        title("情况说明"), line("费用已由单位垫付，情况属实。", 180, 300), replace(read, quad=quad, glyphs=glyphs)
    )
    [slot] = [one for one in extract(DocumentKind.ADV_VOUCHER, [paper]).slots if one.type is MarkType.SIGNATURE]
    assert 464 < slot.label[2] < 480
