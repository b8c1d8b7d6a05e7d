"""Amounts in Chinese capitals (《支付结算办法》附一): reading to fen with style flags, and writing.

Style faults never change the amount read. What could be two amounts is no amount.
"""

import re
from dataclasses import dataclass

from validators.formats.folding import is_digits, without_blanks
from validators.formats.verdict import OK, FormatVerdict

NOT_AN_AMOUNT = "NOT_AN_AMOUNT"
LIMIT_FEN = 10**14  # below one 万亿 yuan

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")

_ACCEPTED = str.maketrans("貳貮陸億萬圓圆參叄正", "贰贰陆亿万元元叁叁整")
_LOWER = str.maketrans(
    {
        **dict(zip("一二三四五六七八九十百千两兩毛另〇○", "壹贰叁肆伍陆柒捌玖拾佰仟贰贰角零零零", strict=True)),
        "念": "贰拾",
    }
)

_PREFIX = re.compile(r"(?:\(?大写\)?:?)?(人民币)?(?:\(?大写\)?)?:?")
_AMOUNT = re.compile(
    rf"(?P<yuan>[{DIGITS}拾佰仟万亿]*)(?P<mark>元)?"
    rf"零?(?:(?P<jiao>[{DIGITS}])角)?零?(?:(?P<fen>[{DIGITS}])分)?(?P<end>整)?"
)
_SECTION = re.compile(rf"零?(?:([{DIGITS}])仟)?零?(?:([{DIGITS}])佰)?零??(?:([{DIGITS}]?)拾)?零?([{DIGITS}])?")
# "壹万贰" without 元 is read by some as 12,000 and by others as 10,002.
_TWO_READINGS = re.compile(rf"[佰仟万亿][{DIGITS[1:]}]")


@dataclass(frozen=True, slots=True)
class _Parts:
    yuan: int
    jiao: int
    fen: int

    @property
    def total(self) -> int:
        return self.yuan * 100 + self.jiao * 10 + self.fen


def parse_money_words(text: str) -> int | None:
    """Read an amount in capitals as fen; None when it is no amount."""
    verdict = judge_money_words(text)
    return int(verdict.normal) if verdict.normal is not None else None


def write_money_words(fen: int) -> str:
    """Write fen as capitals with 人民币 before and 整 where the rules want it."""
    if not 0 <= fen < LIMIT_FEN:
        raise ValueError("amount outside what can be written in words")
    return "人民币" + _permitted(fen).replace("?", "") + ("整" if fen % 10 == 0 else "")


def judge_money_write(value: str) -> FormatVerdict:
    """Write an amount given as fen digits in capitals; the words are the normal form."""
    folded = without_blanks(value)
    if not is_digits(folded) or len(folded) > 20 or int(folded) >= LIMIT_FEN:
        return FormatVerdict(NOT_AN_AMOUNT, None)
    return FormatVerdict(OK, write_money_words(int(folded)))


def judge_money_words(value: str) -> FormatVerdict:
    """Judge an amount in capitals; the normal form is fen as digits."""
    text = without_blanks(value)
    prefix = _PREFIX.match(text)
    written = text[prefix.end() :] if prefix else text
    accepted = written.translate(_ACCEPTED)
    capital = accepted.translate(_LOWER)
    match = _AMOUNT.fullmatch(capital)
    parts = _parts(match) if match else None
    if match is None or parts is None:
        return FormatVerdict(NOT_AN_AMOUNT, None)
    flags = _style(match, capital, parts)
    if accepted != capital:
        flags.insert(0, "LOWERCASE_NUMERAL")
    if prefix is None or prefix[1] is None:
        flags.insert(0, "NO_RMB_PREFIX")
    return FormatVerdict(OK, str(parts.total), tuple(flags))


def _parts(match: re.Match[str]) -> _Parts | None:
    words, mark, jiao, fen = match["yuan"], match["mark"], match["jiao"], match["fen"]
    if not words and (mark or not (jiao or fen)):
        return None
    if not mark and _TWO_READINGS.fullmatch(words[-2:]):
        return None
    yuan = _whole(words) if words else 0
    if yuan is None:
        return None
    return _Parts(yuan, DIGITS.index(jiao) if jiao else 0, DIGITS.index(fen) if fen else 0)


def _whole(words: str) -> int | None:
    """Read 亿-, 万- and last section of a whole number; each may stand once, in this order."""
    value, rest = 0, words
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = rest.partition(name)
        if not found:
            continue
        section = _section(head, first=rest is words)
        if section is None or not head:
            return None
        value, rest = value + section * size, tail
    last = _section(rest, first=rest is words)
    return None if last is None else value + last


def _section(words: str, *, first: bool) -> int | None:
    match = _SECTION.fullmatch(words)
    if match is None:
        return None
    thousand, hundred, ten, one = match.groups()
    if ten == "":
        if not (first and words.startswith("拾")):
            return None
        ten = "壹"
    return sum(
        DIGITS.index(digit) * size for digit, size in ((thousand, 1000), (hundred, 100), (ten, 10), (one, 1)) if digit
    )


def _style(match: re.Match[str], capital: str, parts: _Parts) -> list[str]:
    flags = []
    if parts.yuan and not match["mark"]:
        flags.append("NO_YUAN")
    if capital.startswith("拾"):
        flags.append("LEADING_YI_MISSING")
    if not (parts.jiao or parts.fen or match["end"]):
        flags.append("NO_ZHENG_AFTER_YUAN")
    if match["fen"] and match["end"]:
        flags.append("ZHENG_AFTER_FEN")
    if not re.fullmatch(_permitted(parts.total), capital.removesuffix("整")):
        flags.append("ZERO_OR_ORDER_STYLE")
    return flags


def _permitted(fen: int) -> str:
    """Give the permitted spelling without 整 as a pattern: 零? stands where 零 may be left out."""
    yuan, cents = divmod(fen, 100)
    jiao, last = divmod(cents, 10)
    if fen == 0:
        return "零元"
    out = _permitted_whole(yuan) + "元" if yuan else ""
    if jiao:
        out += ("零?" if yuan and yuan % 10 == 0 else "") + DIGITS[jiao] + "角"
    if last:
        out += ("零" if yuan and not jiao else "") + DIGITS[last] + "分"
    return out


def _permitted_whole(yuan: int) -> str:
    out, gap, section_used = "", False, False
    places = str(yuan)
    for place, digit in zip(range(len(places) - 1, -1, -1), places, strict=True):
        section, unit = divmod(place, 4)
        if digit == "0":
            gap = True
        else:
            # A run of zeros that ends on the 万 (or 亿) place may go unwritten.
            out += ("零?" if unit == 3 else "零") if gap else ""
            out += DIGITS[int(digit)] + _UNITS[unit]
            gap, section_used = False, True
        if unit == 0:
            out += _SECTIONS[section] if section_used else ""
            section_used = False
    return out
