# ruff: noqa: E501 - word lists and patterns are read whole
"""Other values that the same ink could be: runners-up of the glyphs, kept inside the grammar of the value.

Here: a small beam over glyphs. Alternatives are offered to a person or to a second look, never stored as read.
"""

import re
from collections.abc import Callable

from stdnum import luhn

from ocr.extract.runs import Book, Run, fold
from validators.formats.chinese_date import judge_date
from validators.formats.citizen_id import birth_date, check_digit_ok
from validators.formats.cnaps import judge_cnaps
from validators.formats.confusions import GROUPS
from validators.formats.credit_code import judge_credit_code
from validators.formats.money_figures import parse_money_figures
from validators.formats.money_words import parse_money_words
from validators.model.evidence import Alternative, Scalar

_WIDTH = 24
_MOST = 4
_SILENT_SHARE = 0.004  # what a look-alike gets that the engine did not name


def alternatives(book: Book, span: Run, value: Scalar, sort: str) -> tuple[Alternative, ...]:
    """Return up to four other values, likeliest first, with probabilities relative to all readings tried."""
    convert = _CONVERT.get(sort)
    if convert is None or len(span) > 40:
        return ()
    beams = [("", 1.0)]
    for place, (number, glyph_index) in enumerate(span.refs):
        if number < 0:
            return ()
        glyph = book.entries[number].line.glyphs[glyph_index]
        choices = [(fold(glyph.char[0]), glyph.probability), *((fold(c[0]), p) for c, p in glyph.others if c.strip())]
        if sort == "money" and place == 0:
            choices = [("¥" if char in "Yy" else char, likely) for char, likely in choices]
        choices += [(sign, _SILENT_SHARE) for sign in _alike(choices[0][0]) if all(sign != c for c, _ in choices)]
        beams = sorted(((text + c, p * q) for text, p in beams for c, q in choices), key=lambda b: -b[1])[:_WIDTH]
    seen: dict[Scalar, float] = {}
    for text, probability in beams:
        other = convert(text)
        if other is not None:
            seen[other] = seen.get(other, 0.0) + probability
    total = sum(seen.values()) + (0.0 if value in seen else beams[0][1])
    found = [Alternative(v, round(p / total, 4)) for v, p in seen.items() if v != value and total > 0]
    return tuple(sorted(found, key=lambda one: -one.probability)[:_MOST])


def _alike(char: str) -> str:
    for group in GROUPS:
        if char in group:
            return group.replace(char, "")
    return ""


def _id(text: str) -> str | None:
    text = text.upper()
    return text if len(text) == 18 and check_digit_ok(text) and birth_date(text) else None


def _uscc(text: str) -> str | None:
    return text.upper() if judge_credit_code(text.upper()).verdict == "OK" else None


def _account(text: str) -> str | None:
    text = text.replace("-", "")
    if not text.isdigit() or not 8 <= len(text) <= 32:
        return None
    return text if not text.startswith("62") or luhn.is_valid(text) else None


def _cnaps(text: str) -> str | None:
    return text if judge_cnaps(text).verdict == "OK" else None


def _money(text: str) -> int | None:
    return parse_money_figures(text)


def _words(text: str) -> int | None:
    return parse_money_words(text)


def _date(text: str) -> str | None:
    return judge_date(re.sub(r"日?$", "日", text) if "年" in text else text).normal


_CONVERT: dict[str, Callable[[str], Scalar]] = {
    "id": _id, "uscc": _uscc, "code_uscc": _uscc, "account": _account, "cnaps": _cnaps, "money": _money, "words": _words, "date": _date,
}  # fmt: skip
