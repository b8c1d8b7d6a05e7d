"""Where a firm's or hospital's name starts inside a sentence."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leads import org_start
from tests.unit.ocr.extract.drawn import column, page, title
from validators.model.codes import DocumentKind

FIRM = "虚构市示例制造有限公司"


@pytest.mark.parametrize(
    "lead",
    [
        "其间我单位(",
        "治疗期间我公司(",
        "治疗期间我单位",
        "现我公司",
        "期间本单位(即",
        "兹有我单位",
        "系",
        "由",
        "受雇于",
        "2024年3月5日经",
        "生前所在单位",
        "该职工住院期间由",
    ],
)
def test_words_of_the_sentence_are_no_part_of_the_name(lead: str) -> None:
    """The name starts behind 我单位（, 由, 系, a date."""
    text = lead + FIRM
    assert text[org_start(text) :] == FIRM


@pytest.mark.parametrize(
    "name",
    [
        FIRM,
        "示例(虚构)物流有限公司",
        "于都县样例矿业有限公司",
        "虚构市到家服务有限公司",
        "虚构市第二人民医院(示例)",
        "样本区中心医院",
    ],
)
def test_a_name_alone_is_whole(name: str) -> None:
    """Nothing is taken off a name that has no sentence before it."""
    assert org_start(name) == 0


@pytest.mark.parametrize("lead", ["其间我单位（", "治疗期间我公司（", "治疗期间，我单位（"])
def test_a_letter_names_the_employer_in_brackets(lead: str) -> None:
    """其间我单位（虚构市…公司）为其垫付 names the firm alone; cost lines name hospital, number and day."""
    paper = page(
        title("垫付情况说明"),
        *column(
            180,
            240,
            58,
            "兹有我单位职工郭样本（身份证号码：44990019911116261X），于2025年7月7日在车间作业时受",
            f"伤。{lead}{FIRM}）为其垫付以下费用：",
            "1. 2025年7月9日，虚构市人民医院（示例），住院医疗费6556.78元，票据号码44060221-6622834035；",
            "2. 2025年7月12日在样本区中心医院发生门诊医疗费289.92元（票据号码44060225-4082345294）；",
            "以上合计6846.70元（大写：人民币陆仟捌佰肆拾陆元柒角）。",
        ),
    )
    found = extract(DocumentKind.ADV_VOUCHER, [paper])
    assert found.fields["employer_name"].value == FIRM
    rows = [
        (row["payee"].value, row["receipt_no"].value, row["date"].value, row["amount"].value)
        for row in found.rows["lines"]
    ]
    assert rows == [
        ("虚构市人民医院（示例）", "44060221-6622834035", "2025-07-09", 655_678),
        ("样本区中心医院", "44060225-4082345294", "2025-07-12", 28_992),
    ]
