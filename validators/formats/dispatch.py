"""One door for outsiders: a kind, a written value, and what else the kind needs; no reading of JSON here."""

from collections.abc import Callable
from datetime import date

from validators.formats.bank_account import AccountKind, judge_bank_account
from validators.formats.chinese_date import judge_date
from validators.formats.citizen_id import judge_citizen_id
from validators.formats.cnaps import judge_cnaps
from validators.formats.credit_code import judge_credit_code
from validators.formats.money_words import judge_money_words, judge_money_write
from validators.formats.names import judge_person_name
from validators.formats.org_name import judge_org_name
from validators.formats.phone import judge_phone
from validators.formats.receipt import judge_receipt
from validators.formats.verdict import FormatVerdict

_BY_VALUE: dict[str, Callable[[str], FormatVerdict]] = {
    "credit_code": judge_credit_code,
    "cnaps": judge_cnaps,
    "money_words": judge_money_words,
    "money_write": judge_money_write,
    "date": judge_date,
    "phone": judge_phone,
    "person_name": judge_person_name,
    "org_name": judge_org_name,
}
_BY_VALUE_AND_DAY: dict[str, Callable[[str, date], FormatVerdict]] = {
    "citizen_id": judge_citizen_id,
    "receipt": judge_receipt,
}
_ACCOUNT = "bank_account"

KINDS = frozenset({*_BY_VALUE, *_BY_VALUE_AND_DAY, _ACCOUNT})


def judge_format(kind: str, value: str, as_: str | None, on: date) -> FormatVerdict:
    """Judge a value of a kind; `on` is the reference day (for a receipt: its date), `as_` the kind of account."""
    if kind == _ACCOUNT:
        return _judge_account(value, as_)
    if judge := _BY_VALUE.get(kind):
        return judge(value)
    if judge_on := _BY_VALUE_AND_DAY.get(kind):
        return judge_on(value, on)
    raise ValueError("kind is not one of the known kinds of value")


def _judge_account(value: str, as_: str | None) -> FormatVerdict:
    if not as_:
        return FormatVerdict("AS_MISSING", None)
    if as_ not in frozenset(AccountKind):
        raise ValueError("as must be CARD, PASSBOOK or CORPORATE")
    return judge_bank_account(value, AccountKind(as_))
