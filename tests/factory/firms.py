"""Fictional firms, hospitals, banks and their numbers. No persons, no papers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PLACES = ("", "", "南溪", "东湖", "北岭", "西埔", "云桥", "金沙")
WORDS = ("示例", "样本", "宏样", "永例", "顺样", "华例", "鑫样", "恒例", "瑞样", "安例", "信样", "联例")
TRADES = (
    "制造",
    "五金制品",
    "电子科技",
    "建筑工程",
    "纺织",
    "家具",
    "塑胶制品",
    "物流",
    "机电设备",
    "食品",
    "玩具",
    "装饰工程",
)
_HOSPITALS = (
    "虚构市人民医院（示例）",
    "虚构市第二人民医院（示例）",
    "虚构市中医院（示例）",
    "虚构市中心医院（示例）",
    "虚构市骨科医院（示例）",
)
_REHAB = ("虚构市工伤康复医院（示例）", "虚构市康复中心（示例）")
_DEVICES = ("虚构市康复辅具中心（示例）",)
_BRANCHES = (
    "示例银行虚构支行",
    "示例银行虚构市城东支行",
    "示例银行虚构市南溪支行",
    "示例银行股份有限公司虚构分行营业部",
    "示例银行虚构开发区支行",
)


@dataclass(frozen=True, slots=True)
class Bank:
    """A branch and its clearing code."""

    name: str
    cnaps: str


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer with its corporate account."""

    name: str
    uscc: str
    account: str
    bank: Bank
    legal: str


@dataclass(frozen=True, slots=True)
class Hospital:
    """A payee of medical costs with its corporate account."""

    name: str
    account: str
    bank: Bank
    kind: str


def credit_check(seventeen: str) -> str:
    """Give the check character of GB 32100 for seventeen characters."""
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(seventeen))
    return _ALPHABET[(31 - total % 31) % 31]


def organisation_check(eight: str) -> str:
    """Give the check character of GB 11714 for eight characters."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum((int(c) if c.isdigit() else ord(c) - 55) * w for c, w in zip(eight, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(11 - rest, str(11 - rest))


def credit_code(rng: Random) -> str:
    """Give a valid credit code of region 449900."""
    eight = "MA" + "".join(rng.choice("0123456789ABCDEFGH") for _ in range(2)) + f"{rng.randrange(10000):04d}"
    body = "91449900" + eight + organisation_check(eight)
    return body + credit_check(body)


def luhn_digit(body: str) -> str:
    """Give the Luhn digit that completes a card number."""
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return str(-total % 10)


def card(rng: Random) -> str:
    """Give a card number of prefix 629999 with a valid Luhn digit."""
    length = rng.choice([19, 19, 16])
    body = "629999" + "".join(rng.choice("0123456789") for _ in range(length - 7))
    return body + luhn_digit(body)


def passbook(rng: Random) -> str:
    """Give a passbook account: digits without a check."""
    return "4499" + "".join(rng.choice("0123456789") for _ in range(13))


def corporate_account(rng: Random) -> str:
    """Give a firm's account: digits without a check."""
    return "449900" + "".join(rng.choice("0123456789") for _ in range(rng.choice([11, 13, 13, 14])))


def cnaps_digit(eleven: str) -> str:
    """Give the ISO 7064 MOD 11,10 digit."""
    check = 5
    for c in eleven:
        check = (((check or 10) * 2) % 11 + int(c)) % 10
    return str((1 - ((check or 10) * 2) % 11) % 10)


def bank(rng: Random) -> Bank:
    """Give a branch of the fictional bank class 999."""
    body = "9995881" + f"{rng.randrange(10000):04d}"
    return Bank(rng.choice(_BRANCHES), body + cnaps_digit(body))


def firm(rng: Random) -> Firm:
    """Give an employer."""
    tail = rng.choice(["有限公司"] * 5 + ["有限责任公司"])
    name = f"虚构市{rng.choice(_PLACES)}{rng.choice(WORDS)}{rng.choice(TRADES)}{tail}"
    return Firm(name, credit_code(rng), corporate_account(rng), bank(rng), "")


def hospital(rng: Random, kind: str = "MEDICAL") -> Hospital:
    """Give a hospital, rehabilitation house or device shop."""
    names = {"REHAB": _REHAB, "ASSISTIVE": _DEVICES}.get(kind, _HOSPITALS)
    return Hospital(rng.choice(names), corporate_account(rng), bank(rng), kind)
