"""The table of benefit items and finding them in what people write."""

import pytest

from validators.items import (
    EMPLOYER_LIABILITY,
    EMPLOYER_OK,
    ITEMS,
    JOINT_OK,
    PERIODIC,
    item_from_text,
    items_from_text,
)


def test_classes_of_items() -> None:
    """The class sets are those of the notice as read: medical and one-time may be advanced, two may be joint."""
    assert {
        "MEDICAL", "REHAB", "MEAL", "TRAVEL", "ASSISTIVE", "DISABILITY_LUMP", "MEDICAL_LUMP", "FUNERAL", "DEATH_LUMP",
    } == EMPLOYER_OK  # fmt: skip
    assert {"FUNERAL", "DEATH_LUMP"} == JOINT_OK
    assert {"CARE", "DISABILITY_PENSION", "SURVIVOR_PENSION", "DISABILITY_PENSION_56"} == PERIODIC
    assert {"WAGE_CONTINUATION", "RECOVERY_CARE", "DISABILITY_PENSION_56", "EMPLOYMENT_LUMP"} == EMPLOYER_LIABILITY
    assert len(ITEMS) == 17


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_own_name_and_code_name_the_item(item: object) -> None:
    """Each item is found by its own name and its code."""
    code, name = getattr(item, "code"), getattr(item, "name")  # noqa: B009
    assert item_from_text(name) == code
    assert item_from_text(code) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("医疗费", "MEDICAL"),
        ("医 药 费", "MEDICAL"),
        ("工伤医疗费（住院）", "MEDICAL"),
        ("住院医疗费", "MEDICAL"),
        ("伙食补助", "MEAL"),
        ("外地就医交通费", "TRAVEL"),
        ("辅助器具（假肢）", "ASSISTIVE"),
        ("鉴定费", "ASSESSMENT"),
        ("护理费", "RECOVERY_CARE"),
        ("生活护理费", "CARE"),
        ("伤残津贴(1-4级)", "DISABILITY_PENSION"),
        ("伤残津贴(五级)", "DISABILITY_PENSION_56"),
        ("六级伤残津贴", "DISABILITY_PENSION_56"),
        ("5-6级伤残津贴", "DISABILITY_PENSION_56"),
        ("一次性伤残补助金（5级）", "DISABILITY_LUMP"),
        ("一次性伤残就业补助金", "EMPLOYMENT_LUMP"),
        ("一次性医疗补助金", "MEDICAL_LUMP"),
        ("丧葬费", "FUNERAL"),
        ("一次性工亡补助金", "DEATH_LUMP"),
        ("抚恤金", "SURVIVOR_PENSION"),
        ("工资", "WAGE_CONTINUATION"),
        ("交通", "TRAVEL"),
        ("医疗", "MEDICAL"),
        ("康复", "REHAB"),
        ("伙食", "MEAL"),
        ("鉴定", "ASSESSMENT"),
        ("护理", "RECOVERY_CARE"),
        ("伤残补助金", "DISABILITY_LUMP"),
        ("就业补助金", "EMPLOYMENT_LUMP"),
        ("康复治疗费", "REHAB"),
        ("停工留薪期工资", "WAGE_CONTINUATION"),
        ("本人工资", None),
        ("水果", None),
        ("", None),
        ("医疗费、护理费", None),
    ],
)
def test_items_as_people_write_them(text: str, code: str | None) -> None:
    """Common spellings name one item; none or several give none."""
    assert item_from_text(text) == code


def test_several_items_in_one_text() -> None:
    """All items of a text come in order, each once."""
    text = "☑丧葬补助金 ☑一次性工亡补助金 丧葬费"
    assert items_from_text(text) == ("FUNERAL", "DEATH_LUMP")
