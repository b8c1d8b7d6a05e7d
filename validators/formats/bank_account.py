"""Account numbers by kind: cards carry a Luhn digit, passbook and corporate accounts carry none."""

from enum import StrEnum

from stdnum import luhn

from validators.formats.citizen_id import birth_date, check_digit_ok
from validators.formats.folding import fold_number, is_digits
from validators.formats.verdict import IS_CITIZEN_ID, OK, FormatVerdict

CARD_LENGTHS = range(16, 20)
OTHER_LENGTHS = range(8, 33)
UNIONPAY_PREFIX = "62"
PLAUSIBLE_BIRTH_YEARS = range(1900, 2100)


class AccountKind(StrEnum):
    """Which sort of account a number is said to be."""

    CARD = "CARD"
    PASSBOOK = "PASSBOOK"
    CORPORATE = "CORPORATE"


def judge_bank_account(value: str, kind: AccountKind) -> FormatVerdict:
    """Judge an account number of a known kind; an ID number written in its place leaves a flag."""
    folded = fold_number(value)
    flags = (IS_CITIZEN_ID,) if looks_like_citizen_id(folded) else ()
    lengths = CARD_LENGTHS if kind is AccountKind.CARD else OTHER_LENGTHS
    if len(folded) not in lengths:
        return FormatVerdict("BAD_LENGTH", folded, flags)
    if not is_digits(folded):
        return FormatVerdict("BAD_CHARSET", folded, flags)
    if kind is not AccountKind.CARD:
        return FormatVerdict("OK_NO_CHECKSUM", folded, flags)
    if not luhn.is_valid(folded):
        return FormatVerdict("BAD_LUHN", folded, flags)
    verdict = OK if folded.startswith(UNIONPAY_PREFIX) else "WARN_NOT_UNIONPAY_62"
    return FormatVerdict(verdict, folded, flags)


def looks_like_citizen_id(value: str) -> bool:
    """True when an "account" passes GB 11643: people often write the ID number printed on the same card."""
    born = birth_date(value)
    return check_digit_ok(value) and born is not None and born.year in PLAUSIBLE_BIRTH_YEARS
