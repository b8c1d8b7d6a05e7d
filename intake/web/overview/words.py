"""Words of the overview in both languages: states of duties, sentences about checks, names of series.

Here: words only. Not here: what is counted (figures.py), the page's own text (templates/overview).
"""

import re

from validators.catalogue import BY_CODE
from validators.texts.reviewer import REVIEWER

Pair = tuple[str, str]
DUTIES: dict[str, Pair] = {
    "PASS_ON_DUE": ("待转付", "to be passed on"),
    "PASS_ON_OVERDUE": ("转付逾期", "passing on overdue"),
    "PROOF_DUE": ("待交佐证", "proof due"),
    "PROOF_OVERDUE": ("佐证逾期", "proof overdue"),
    "PROOF_IN_REVIEW": ("佐证审核中", "proof under review"),
    "DISPUTED": ("有争议", "disputed"),
    "RECOVERY": ("追回中", "being recovered"),
}
PAYEES: dict[str, Pair] = {
    "PERSON": ("本人社保卡", "the person"),
    "EMPLOYER": ("用人单位", "the firm"),
    "JOINT": ("共同指定账户", "joint account"),
}
_BLANK = re.compile(r"[：（]?(“?\{\w+\}”?)+）?")


def check(code: str, *, english: bool) -> str:
    """Say what a check looks for, without the values of any paper."""
    if english:
        return BY_CODE[code].what if code in BY_CODE else code
    return _BLANK.sub("…", REVIEWER.get(code, code))


def age(at_least: int, below: int | None, *, english: bool) -> str:
    """Name a range of days."""
    if below is None:
        return f"{at_least} days or more" if english else f"{at_least}天以上"
    if at_least == 0:
        return f"under {below} day" if english else f"不到{below}天"
    return f"{at_least} to {below} days" if english else f"{at_least}至{below}天"
