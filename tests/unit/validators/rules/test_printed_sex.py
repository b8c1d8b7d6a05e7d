"""The sex printed beside a number: in the label's own line, or by itself in the cell beside it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import make_voucher
from validators.judge import judge_document
from validators.model.evidence import Box, TextLine
from validators.model.policy import Policy

LABEL: Box = (964, 352, 1034, 402)
BESIDE: Box = (1102, 357, 1155, 406)
FAR: Box = (1900, 357, 1950, 406)
BELOW: Box = (1102, 423, 1155, 473)
LEFT: Box = (700, 357, 750, 406)


def _found(*lines: tuple[str, Box, int]) -> bool:
    """Whether the voucher of a man (the number says so) with these lines is told for its sex."""
    text = tuple(TextLine(page, box, words, 0.99) for words, box, page in lines)
    found = judge_document(replace(make_voucher(), text=text), today=date(2021, 8, 1), policy=Policy())
    return any(finding.code == "ID-003" for finding in found)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([("性别：女", LABEL, 0)], True),
        ([("性别：男", LABEL, 0)], False),
        ([("性别", LABEL, 0), ("女", BESIDE, 0)], True),
        ([("性 别", LABEL, 0), ("女", BESIDE, 0)], True),
        ([("性别", LABEL, 0), ("男", BESIDE, 0)], False),
        ([("性别", LABEL, 0), ("男", BESIDE, 0), ("女", FAR, 0)], False),  # the nearest answers
        ([("性别", LABEL, 0), ("女", BELOW, 0)], False),  # another row
        ([("性别", LABEL, 0), ("女", LEFT, 0)], False),  # before the label
        ([("性别", LABEL, 0), ("女", BESIDE, 1)], False),  # another page
        ([("性别", LABEL, 0), ("女士", BESIDE, 0)], False),
    ],
)
def test_a_sex_that_differs_is_told_wherever_it_stands(lines: list[tuple[str, Box, int]], told: bool) -> None:
    """A 女 in the cell beside 性别 counts like one in the label's line; in another row, page or place it does not."""
    assert _found(*lines) is told
