"""Citizen ID numbers of GB 11643: 18 places, the old 15 places, and what they say about a person.

Numbers of residence permits for Hong Kong, Macau and Taiwan residents and the foreigners' card of 2023 have
the same shape and pass here. Region codes never reject: a number keeps the code of its first registration.
"""

import re
from datetime import date
from typing import Literal

from validators.formats.folding import fold_number, is_digits
from validators.formats.verdict import OK, FormatVerdict

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_AGE = 120
FICTIONAL_REGION = "449900"

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}[0-9]{12}")

Sex = Literal["男", "女"]


def check_character(first17: str) -> str:
    """Compute the 18th place of a number from its first 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def check_digit_ok(id_no: str) -> bool:
    """True when the value has the 18-place shape and its last place fits the others."""
    folded = fold_number(id_no)
    return bool(_SHAPE.fullmatch(folded)) and check_character(folded[:17]) == folded[17]


def widen_15(id_no: str) -> str | None:
    """Give the 18-place form of an old 15-digit number, for display only."""
    folded = fold_number(id_no)
    if len(folded) != 15 or not is_digits(folded):
        return None
    first17 = f"{folded[:6]}19{folded[6:]}"
    return first17 + check_character(first17)


def _eighteen(id_no: str) -> str | None:
    folded = fold_number(id_no)
    return folded if _SHAPE.fullmatch(folded) else widen_15(folded)


def birth_date(id_no: str) -> date | None:
    """Read the date of birth out of a number; None when the shape or the day does not exist."""
    number = _eighteen(id_no)
    if number is None:
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(id_no: str) -> Sex | None:
    """Read the sex out of a number: the 17th place is odd for 男."""
    number = _eighteen(id_no)
    if number is None:
        return None
    return "男" if int(number[16]) % 2 else "女"


def age_on(id_no: str, day: date) -> int | None:
    """Count the completed years of life on a day; negative before birth, None without a birth date."""
    born = birth_date(id_no)
    if born is None:
        return None
    return _years(born, day)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_fictional(id_no: str) -> bool:
    """True for test numbers: their region 449900 belongs to no place."""
    number = _eighteen(id_no)
    return number is not None and number.startswith(FICTIONAL_REGION)


def judge_citizen_id(value: str, on: date) -> FormatVerdict:
    """Judge a citizen ID number as seen on the reference day; the first fault in DOMAIN §3.1's order counts."""
    folded = fold_number(value)
    if len(folded) == 15:
        return _judge_old(folded)
    if len(folded) != 18:
        return FormatVerdict("BAD_LENGTH", folded)
    if not _SHAPE.fullmatch(folded):
        return FormatVerdict("BAD_CHARSET", folded)
    return FormatVerdict(_fault_of_18(folded, on), folded)


def _fault_of_18(folded: str, on: date) -> str:
    born = birth_date(folded)
    if born is None:
        return "BAD_BIRTH_DATE"
    if born > on:
        return "BIRTH_IN_FUTURE"
    if check_character(folded[:17]) != folded[17]:
        return "BAD_CHECK_DIGIT"
    if _years(born, on) > OLDEST_AGE:
        return "IMPLAUSIBLE_AGE"
    return "ORDER_CODE_000" if folded[14:17] == "000" else OK


def _judge_old(folded: str) -> FormatVerdict:
    wide = widen_15(folded)
    if wide is None:
        flags = ("OLD_RESIDENCE_CARD",) if _OLD_FOREIGN_CARD.fullmatch(folded) else ()
        return FormatVerdict("BAD_CHARSET", folded, flags)
    if birth_date(wide) is None:
        return FormatVerdict("BAD_BIRTH_DATE", wide)
    return FormatVerdict("OLD_15_DIGIT", wide)
