"""Names of firms and other bodies: the bank refuses what differs, so only brackets, width and blanks fold."""

import re

from validators.formats.folding import HAN, without_blanks
from validators.formats.verdict import OK, FormatVerdict

_BRACKETS = str.maketrans("〔〕﹝﹞", "()()")
_ALLOWED = re.compile(rf"[{HAN}A-Za-z0-9()·&.,'+/、《》“”\"—-]+")
_WORD = re.compile(rf"[{HAN}A-Za-z]")


def normal_org_name(text: str) -> str:
    """Give the form in which registered names are compared: NFKC (（ becomes a half-width bracket), no blanks."""
    return without_blanks(text).translate(_BRACKETS)


def judge_org_name(value: str) -> FormatVerdict:
    """Judge a registered name: OK, EMPTY or BAD_CHARSET."""
    normal = normal_org_name(value)
    if not normal:
        return FormatVerdict("EMPTY", normal)
    fits = _ALLOWED.fullmatch(normal) and _WORD.search(normal)
    return FormatVerdict(OK if fits else "BAD_CHARSET", normal)


def same_org(one: str, other: str) -> bool:
    """True when two registered names are equal; 有限公司 is not 有限责任公司, a branch is not its head office."""
    left = normal_org_name(one)
    return bool(left) and left == normal_org_name(other)
