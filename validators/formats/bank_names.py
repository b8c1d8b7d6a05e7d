"""Names of banks: short names folded to full ones, and whether a name fits a branch code or a card number.

A branch (支行) is never derived from a number, and an unknown bank is no fault.
"""

import re

from validators.formats.bank_account import AccountKind, judge_bank_account
from validators.formats.cnaps import bank_class
from validators.formats.org_name import normal_org_name

# Full name, further spellings, three-digit class in branch codes, first digits of cards.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("中国工商银行", "工商银行 工行 ICBC", "102", "620058 621226 621281 621558 621559 622200 622202 622203 622208"),
    ("中国农业银行", "农业银行 农行 ABC", "103", "622821 622845 622846 622848 623018 623052 623206"),
    ("中国银行", "中行 BOC", "104", "621256 621330 621660 621661 621663 621785 621790 622760 623208"),
    ("中国建设银行", "建设银行 建行 CCB", "105", "621080 621284 621700 622280 622700 622966 623094 623668"),
    ("国家开发银行", "开发银行 国开行", "201", ""),
    ("中国进出口银行", "进出口银行", "202", ""),
    ("中国农业发展银行", "农业发展银行 农发行", "203", ""),
    ("交通银行", "交行 BOCOM", "301", "621069 622258 622259 622260 622261 622262"),
    ("中信银行", "中信实业银行", "302", "621767 621768 622690 622691 622696 622698"),
    ("中国光大银行", "光大银行", "303", "620085 622660 622662 622663 623155"),
    ("华夏银行", "", "304", "621222 622630 622631 622632 623020"),
    ("中国民生银行", "民生银行", "305", "621691 622615 622617 622618 622622"),
    ("广发银行", "广东发展银行", "306", "621462 622568 623259"),
    ("平安银行", "深圳发展银行 深发展", "307", "621626 622155 622156 622298 623058"),
    ("招商银行", "招行 CMB", "308", "621286 621483 621485 621486 622575 622580 622588 622609"),
    ("兴业银行", "", "309", "622901 622902 622908 622909 622922"),
    ("上海浦东发展银行", "浦东发展银行 浦发银行 浦发", "310", "621351 621792 622516 622517 622518 622521 622522"),
    ("恒丰银行", "", "315", ""),
    ("浙商银行", "", "316", "621019 622309"),
    ("渤海银行", "", "318", "622884"),
    (
        "中国邮政储蓄银行",
        "邮政储蓄银行 邮政储蓄 邮储银行 邮储 PSBC",
        "403",
        "621095 621096 621098 621797 621798 621799 622150 622151 622188 623218",
    ),
)

_RURAL_CLASS, _UNION_CLASS = "314", "402"  # of a CNAPS code, first three digits

_LEGAL_FORM = re.compile(r"股份有限公司|有限责任公司|有限公司|\(中国\)|股份公司")
_RURAL = re.compile(r"(.*?)(?:农村商业银行|农商银行|农商行)")
_UNION = re.compile(r"(.*?)(?:农村信用合作联社|农村信用合作社|农村信用社|信用合作社|农信社|信用社)")
_ANY_BANK = re.compile(r"(.*?银行)")
_PLACE_WORDS = re.compile(r"[省市县区]")


def _spellings() -> tuple[tuple[str, str], ...]:
    pairs = [(word, full) for full, others, _, _ in _TABLE for word in (full, *others.split())]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


_SPELLINGS = _spellings()
_CLASSES = {full: code for full, _, code, _ in _TABLE}
_PREFIXES = {prefix: full for full, _, _, prefixes in _TABLE for prefix in prefixes.split()}


def bank_of(text: str) -> str | None:
    """Give the full name of the bank that a written bank or branch name begins with; None without a bank."""
    name = _LEGAL_FORM.sub("", normal_org_name(text)).upper()
    for spelling, full in _SPELLINGS:
        if name.startswith(spelling):
            return full
    for pattern, ending in ((_RURAL, "农村商业银行"), (_UNION, "农村信用合作社")):
        if match := pattern.match(name):
            return _PLACE_WORDS.sub("", match[1]) + ending
    for spelling, full in _SPELLINGS:
        if len(spelling) >= 4 and spelling in name:
            return full
    match = _ANY_BANK.match(name)
    return match[1] if match else None


def same_bank(one: str, other: str) -> bool | None:
    """Tell whether two written names mean one bank; None when either names no bank."""
    left, right = bank_of(one), bank_of(other)
    return None if left is None or right is None else left == right


def fits_cnaps(bank_name: str, branch_code: str) -> bool | None:
    """Tell whether a bank's name fits the class in a branch code; None when either is unknown."""
    bank, code = bank_of(bank_name), bank_class(branch_code)
    if bank is None or code is None:
        return None
    if (expected := _class_of(bank)) is not None:
        return expected == code
    # A bank outside the table: only a class that belongs to a bank of the table contradicts it.
    return False if code in _CLASSES.values() else None


def fits_card(bank_name: str, card_number: str) -> bool | None:
    """Tell whether a bank's name fits the first digits of a card; None when either is unknown."""
    bank = bank_of(bank_name)
    number = judge_bank_account(card_number, AccountKind.CARD).normal or ""
    issuer = _PREFIXES.get(number[:6])
    return None if bank is None or issuer is None else bank == issuer


def _class_of(bank: str) -> str | None:
    if bank.endswith("农村商业银行"):
        return _RURAL_CLASS
    if bank.endswith("农村信用合作社"):
        return _UNION_CLASS
    return _CLASSES.get(bank)
