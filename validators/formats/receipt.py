"""Numbers of fiscal e-receipts (财政电子票据) and VAT invoices; whether a receipt is genuine is not asked here."""

import re
from datetime import date

from validators.formats.folding import fold_dashes, is_digits, without_blanks
from validators.formats.verdict import OK, FormatVerdict

MEDICAL_CLASS = "06"

_CHECK_CODE = re.compile(r"[0-9a-z]{6}")


def judge_receipt(value: str, issued: date | None) -> FormatVerdict:
    """Judge "code number check" with blanks between; the date is the one printed on the receipt."""
    parts = value.split()
    if len(parts) == 1 and len(_fold(parts[0])) == 20 and is_digits(_fold(parts[0])):
        return FormatVerdict(OK, _fold(parts[0]), ("DIGITAL_INVOICE",))
    code, number, check = (*parts, "", "", "")[:3]
    if len(parts) <= 3 and is_vat_code(code) and _is_number(number, 8):
        return _judge_vat(code, number, check)
    verdict = judge_fiscal(code, number, check, issued)
    if len(parts) > 3 and verdict.ok:
        return FormatVerdict("BAD_CHECK_CODE", " ".join(map(_fold, parts)))
    return verdict


def judge_fiscal(code: str, number: str, check: str, issued: date | None) -> FormatVerdict:
    """Judge the three numbers of a fiscal e-receipt; without a date the year is not compared."""
    code, number, check = _fold(code), _fold(number), _fold(check)
    normal = " ".join(part for part in (code, number, check) if part)
    if not _is_number(code, 8):
        return FormatVerdict("BAD_CODE", normal)
    if not _is_number(number, 10):
        return FormatVerdict("BAD_NUMBER", normal)
    if not _CHECK_CODE.fullmatch(check):
        return FormatVerdict("BAD_CHECK_CODE", normal)
    warnings = (
        *(("WARN_NOT_MEDICAL_CLASS",) if code[2:4] != MEDICAL_CLASS else ()),
        *(("WARN_YEAR_MISMATCH",) if issued is not None and int(code[6:8]) != issued.year % 100 else ()),
    )
    return FormatVerdict(warnings[0] if warnings else OK, normal, warnings[1:])


def receipt_key(code: str, number: str) -> str | None:
    """Give the key under which a receipt counts once (code + number); None when either is misshapen."""
    code, number = _fold(code), _fold(number)
    fiscal = _is_number(code, 8) and _is_number(number, 10)
    vat = is_vat_code(code) and _is_number(number, 8)
    digital = not code and _is_number(number, 20)
    return code + number if fiscal or vat or digital else None


def is_vat_code(code: str) -> bool:
    """True for the 10 or 12 digits of a VAT invoice code."""
    return len(_fold(code)) in (10, 12) and is_digits(_fold(code))


def _judge_vat(code: str, number: str, check: str) -> FormatVerdict:
    normal = " ".join(part for part in (_fold(code), _fold(number), _fold(check)) if part)
    if check and not (_is_number(check, 6) or _is_number(check, 20)):
        return FormatVerdict("BAD_CHECK_CODE", normal)
    return FormatVerdict(OK, normal, ("VAT_INVOICE",))


def _fold(text: str) -> str:
    # Not upper-cased: the check code of a fiscal receipt has small letters only.
    return fold_dashes(without_blanks(text)).replace("-", "")


def _is_number(text: str, length: int) -> bool:
    folded = _fold(text)
    return len(folded) == length and is_digits(folded)
