"""CNAPS branch codes (联行号): bank(3) city(4) branch(4) check(1), ISO 7064 MOD 11,10."""

from stdnum.iso7064 import mod_11_10

from validators.formats.folding import fold_number, is_digits
from validators.formats.verdict import OK, FormatVerdict

LENGTH = 12


def judge_cnaps(value: str) -> FormatVerdict:
    """Judge a branch code: twelve digits, the last one checks the others."""
    folded = fold_number(value)
    if len(folded) != LENGTH:
        return FormatVerdict("BAD_LENGTH", folded)
    if not is_digits(folded):
        return FormatVerdict("BAD_CHARSET", folded)
    return FormatVerdict(OK if mod_11_10.is_valid(folded) else "BAD_CHECK_DIGIT", folded)


def bank_class(value: str) -> str | None:
    """Give the three digits that name the bank, of a code that passes."""
    verdict = judge_cnaps(value)
    return verdict.normal[:3] if verdict.verdict == OK and verdict.normal else None
