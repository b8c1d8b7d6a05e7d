"""Amounts and dates as people write them on paper. Money is integer fen."""

from __future__ import annotations

import datetime as dt
from random import Random

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLAIN = "〇一二三四五六七八九"


def _group(n: int) -> str:
    out, zero = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        d = n // unit % 10
        if d:
            out += ("零" if zero and out else "") + _DIGITS[d] + name
            zero = False
        else:
            zero = True
    return out


def words(fen: int, *, round_word: str = "整") -> str:
    """Write fen in capitals as 支付结算办法 附一 asks."""
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    out = ""
    parts = ((yuan // 10**8, "亿"), (yuan // 10**4 % 10**4, "万"), (yuan % 10**4, ""))
    gap = False
    for value, name in parts:
        if not value:
            gap = gap or bool(out)
            continue
        out += ("零" if out and (gap or value < 1000) else "") + _group(value) + name
        gap = value % 10 == 0
    out += "元" if yuan else ""
    if not jiao and not cent:
        return (out or "零元") + round_word
    if jiao:
        out += ("零" if yuan and yuan % 10 == 0 else "") + _DIGITS[jiao] + "角"
    elif yuan:
        out += "零"
    return out + (_DIGITS[cent] + "分" if cent else round_word)


def figures(fen: int, style: str = "comma") -> str:
    """Write fen in figures: comma, plain or yen."""
    yuan = f"{fen // 100:,}.{fen % 100:02d}"
    if style == "plain":
        return yuan.replace(",", "")
    return ("¥" if style == "yen" else "") + yuan


def date_text(day: dt.date, style: str = "han") -> str:
    """Write a date: han, han0, dash, dot, slash or chinese numerals."""
    if style == "han0":
        return f"{day.year}年{day.month:02d}月{day.day:02d}日"
    if style == "spaced":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    if style == "dash":
        return day.isoformat()
    if style == "dot":
        return f"{day.year}.{day.month}.{day.day}"
    if style == "slash":
        return f"{day.year}/{day.month:02d}/{day.day:02d}"
    if style == "numerals":
        year = "".join(_PLAIN[int(c)] for c in str(day.year))
        return f"{year}年{_small(day.month)}月{_small(day.day)}日"
    return f"{day.year}年{day.month}月{day.day}日"


def _small(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = ("" if tens == 1 else _PLAIN[tens]) + "十" if tens else ""
    return head + (_PLAIN[ones] if ones else "")


def amount(rng: Random, low: int, high: int) -> int:
    """Draw a plausible amount in fen between two yuan figures; often with odd cents."""
    yuan = rng.randint(low, high)
    roll = rng.random()
    if roll < 0.25:
        return yuan // 100 * 10000 or yuan * 100
    if roll < 0.45:
        return yuan * 100
    return yuan * 100 + rng.randrange(100)
