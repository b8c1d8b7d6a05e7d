"""Numbers that prove themselves by a check digit, or fail to: what sureness must know of them.

Here: the sort and the flag of a leaf by its value's own digits. Not here: how sure that makes it (calibration).
"""

from dataclasses import replace

from stdnum import luhn

from ocr.extract.leaves import FieldLeaf
from validators.formats.citizen_id import birth_date, check_digit_ok
from validators.formats.credit_code import judge_credit_code
from validators.model.evidence import Scalar

_CARD_LENGTHS = range(16, 20)
_LENGTH = 18  # of a citizen's number and of a credit code


def settled(one: FieldLeaf) -> FieldLeaf:
    """Return a leaf with the sort that sureness knows; a number that its check digit does not prove is flagged.

    CHECK_FAILS where the digit is wrong: a wrong reading is likelier than a wrong number. NO_CHECK_DIGIT where there is
    none. Either must have been read without a doubt to be believed.
    """
    if one.sort == "code_uscc":
        code = replace(one, sort="uscc")
        if one.value is None:
            return code
        if len(str(one.value)) != _LENGTH:  # an employer's local number
            return _flagged(code, "NO_CHECK_DIGIT")
        return code if judge_credit_code(str(one.value)).verdict == "OK" else _flagged(code, "CHECK_FAILS")
    if one.sort == "account" and _is_card(one.value):
        return replace(one, sort="card")
    if one.sort == "id" and isinstance(one.value, str):
        if birth_date(one.value) is None and "MASKED" in one.flags:
            return replace(one, sort="text")
        if len(one.value) != _LENGTH:  # the old fifteen places, or one too many or too few
            return _flagged(one, "NO_CHECK_DIGIT")
        return one if check_digit_ok(one.value) else _flagged(one, "CHECK_FAILS")
    return one


def _flagged(one: FieldLeaf, flag: str) -> FieldLeaf:
    return replace(one, flags=tuple(dict.fromkeys((*one.flags, flag))))


def _is_card(value: Scalar) -> bool:
    """Tell whether a number is a bank card's by its length and its Luhn digit (GB/T 16771)."""
    fit = isinstance(value, str) and value.startswith("62") and len(value) in _CARD_LENGTHS
    return fit and bool(luhn.is_valid(str(value)))
