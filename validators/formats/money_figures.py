"""Amounts in figures: ¥10,000.00, 10000元, 人民币 8 600.00; units such as 万元 are not figures of an amount field."""

import re

from validators.formats.folding import fold_dashes, without_blanks
from validators.formats.verdict import OK, FormatVerdict

NOT_AN_AMOUNT = "NOT_AN_AMOUNT"

_FIGURES = re.compile(
    r"(?:人民币|RMB|CNY)?:?[¥]?"
    r"(?P<sign>-)?(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.(?P<part>[0-9]+))?"
    r"(?:元|圆|圓)?(?:整|正)?",
    re.IGNORECASE,
)


def parse_money_figures(text: str) -> int | None:
    """Read an amount in figures as fen; None when it is no amount or finer than a fen."""
    verdict = judge_money_figures(text)
    return int(verdict.normal) if verdict.normal is not None else None


def judge_money_figures(value: str) -> FormatVerdict:
    """Judge an amount in figures; the normal form is fen as digits, a minus sign kept."""
    match = _FIGURES.fullmatch(fold_dashes(without_blanks(value)))
    if match is None:
        return FormatVerdict(NOT_AN_AMOUNT, None)
    part = match["part"] or ""
    flags = ("MORE_THAN_TWO_DECIMALS",) if len(part) > 2 else ()
    if part[2:].strip("0"):
        return FormatVerdict(NOT_AN_AMOUNT, None, flags)
    fen = int(match["whole"].replace(",", "")) * 100 + int(part[:2].ljust(2, "0"))
    if match["sign"]:
        fen = -fen
    if fen <= 0:
        flags = (*flags, "NOT_POSITIVE")
    return FormatVerdict(OK, str(fen), flags)


def write_money_figures(fen: int) -> str:
    """Write fen as ¥10,000.00."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{cents:02d}"
