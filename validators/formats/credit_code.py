"""Unified social credit codes of GB 32100, letters in front included; local employer numbers are not checked."""

from validators.formats.folding import fold_number, is_digits
from validators.formats.verdict import OK, FormatVerdict

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
AUTHORITIES = "123456789ANY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18
FICTIONAL_REGION = "449900"

_VALUE = {character: place for place, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def check_character(first17: str) -> str:
    """Compute the 18th character from the first 17 (GB 32100, weights 3^i mod 31)."""
    total = sum(_VALUE[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(first8: str) -> str:
    """Compute the last character of the embedded organisation code (GB 11714, letters A–Z count from 10)."""
    pairs = zip(first8, ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(int(character, 36) * weight for character, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_fictional(code: str) -> bool:
    """True for test codes: their region 449900 belongs to no place."""
    return fold_number(code)[2:8] == FICTIONAL_REGION


def judge_credit_code(value: str) -> FormatVerdict:
    """Judge a credit code: length, character set, check character; the inner digit only leaves a flag."""
    folded = fold_number(value)
    if len(folded) != LENGTH:
        return FormatVerdict("BAD_LENGTH", folded)
    if any(character not in _VALUE for character in folded):
        return FormatVerdict("BAD_CHARSET", folded)
    if check_character(folded[:17]) != folded[17]:
        return FormatVerdict("BAD_CHECK_CHAR", folded)
    # The region is digits by the standard; asked last, so that one wrong sign reads as a wrong check.
    if not is_digits(folded[2:8]):
        return FormatVerdict("BAD_CHARSET", folded)
    flags = (
        *(("UNKNOWN_AUTHORITY",) if folded[0] not in AUTHORITIES else ()),
        *(("BAD_ORGANISATION_CHECK",) if organisation_check(folded[8:16]) != folded[16] else ()),
    )
    return FormatVerdict(OK, folded, flags)
