# ruff: noqa: E501 - lists are read whole
"""Benefit items by the words that vouchers use for them."""

import pytest

from ocr.extract.items import item_code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("住院医疗费", "MEDICAL"), ("门诊医疗费", "MEDICAL"), ("抢救费", "MEDICAL"), ("急救费", "MEDICAL"), ("药品费", "MEDICAL"),
        ("康复治疗费", "REHAB"), ("伙食补助", "MEAL"), ("异地就医交通食宿费", "TRAVEL"),
        ("轮椅", "ASSISTIVE"), ("假肢安装费", "ASSISTIVE"), ("就业补助金", "EMPLOYMENT_LUMP"), ("工亡补助金", "DEATH_LUMP"),
        ("停工留薪期工资", "WAGE_CONTINUATION"),
    ],
)  # fmt: skip
def test_names_of_items(words: str, code: str) -> None:
    """Each wording names one item of the list."""
    assert item_code(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("生活护理费", "CARE"),
        ("护理费", "RECOVERY_CARE"),
        ("停工留薪期护理", "RECOVERY_CARE"),
        ("住院护理费", "RECOVERY_CARE"),
    ],
)
def test_care_by_who_owes_it(words: str, code: str) -> None:
    """Only 生活护理费 is the fund's; care while the worker is treated is the employer's own duty."""
    assert item_code(words) == code


@pytest.mark.parametrize("words", ["合计", "票据号码", "备注", "虚构市康复中心", "虚构市康复限具中心"])
def test_other_words_name_no_item(words: str) -> None:
    """Near miss: words of a form, and who was paid, name no item."""
    assert item_code(words) is None


@pytest.mark.parametrize("words", ["一次性伤残补充保险", "一次性工亡补差"])
def test_a_longer_word_is_no_items_first_line(words: str) -> None:
    """补 begins other words, too."""
    assert item_code(words) is None


@pytest.mark.parametrize(("words", "code"), [("一次性工亡补", "DEATH_LUMP"), ("一次性伤残补", "DISABILITY_LUMP")])
def test_the_first_line_of_a_name_that_a_cell_parts(words: str, code: str) -> None:
    """The rest of the name stands below, and may be read as anything."""
    assert item_code(words) == item_code(words + "肆金") == code
