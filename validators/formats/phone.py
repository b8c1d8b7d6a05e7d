"""Mainland telephone numbers: mobile, landline, and numbers that belong to no person."""

import re

from validators.formats.folding import fold_number, without_blanks
from validators.formats.verdict import FormatVerdict

_MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"0(?:10|[2-9][0-9]{1,2})[0-9]{7,8}")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1[0-9]{2}|1[0-9]{4}|9[56][0-9]{3,6}|106[0-9]{5,15}")
_EXTENSION = re.compile(r"(?P<main>.*[0-9)])(?:转|EXT\.?|,)(?P<ext>[0-9]{1,6})", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86([0-9]+)|86(1[3-9][0-9]{9})")
_GROUPED_EXTENSION = re.compile(r"(?P<main>0[0-9]{2,3}-[0-9]{7,8})-[0-9]{1,5}")


def judge_phone(value: str) -> FormatVerdict:
    """Judge a telephone number; the normal form is digits without the country code."""
    text = without_blanks(value)
    extension = _EXTENSION.fullmatch(text) or _GROUPED_EXTENSION.fullmatch(text)
    main = extension["main"] if extension else text
    number = _national(fold_number(main).replace("(", "").replace(")", ""))
    flags = ("EXTENSION",) if extension else ()
    if mobile := _MOBILE.fullmatch(number):
        return FormatVerdict("OK_MOBILE", mobile[1], flags)
    if _LANDLINE.fullmatch(number):
        return FormatVerdict("OK_LANDLINE", number, flags)
    if _SERVICE.fullmatch(number):
        return FormatVerdict("NOT_PERSONAL", number, flags)
    return FormatVerdict("BAD_NUMBER", number, flags)


def _national(number: str) -> str:
    """Take the country code away; an area code written the international way gets its 0 back."""
    match = _COUNTRY.fullmatch(number)
    if match is None:
        return number
    rest: str = match[1] or match[2]
    return f"0{rest}" if _LANDLINE.fullmatch(f"0{rest}") and not _MOBILE.fullmatch(rest) else rest
