"""Written dates: figures, Chinese numerals and the capitals of bills; lunar and month-only dates are no dates."""

import re
from datetime import date

from validators.formats.folding import fold_dashes, without_blanks
from validators.formats.verdict import OK, FormatVerdict

NOT_A_DATE = "NOT_A_DATE"
CENTURY_OF_SHORT_YEARS = 2000

_PLAIN = "零一二三四五六七八九"
_CAPITALS = str.maketrans("壹贰貳貮叁參叄肆伍陆陸柒捌玖拾", "一二二二三三三四五六六七八九十")
_ZEROS = str.maketrans("〇○◯Oo", "零零零零零")

_WITH_WORDS = re.compile(r"(?:公元)?([^年月日号]+)年([^年月日号]+)月([^年月日号]+)[日号]?")
_WITH_SIGNS = re.compile(r"([0-9]{4}|[0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CHINESE_YEAR = re.compile(rf"[{_PLAIN}0]*[一二三四五六七八九][{_PLAIN}0]*")
_CHINESE_TENS = re.compile(r"零?([一二三]?)十([一二三四五六七八九]?)")
_CHINESE_PLACES = re.compile(rf"([零一二三]?)([{_PLAIN}])")


def parse_date(text: str) -> date | None:
    """Read a written date; None when it is no calendar date."""
    verdict = judge_date(text)
    return date.fromisoformat(verdict.normal) if verdict.normal is not None else None


def judge_date(value: str) -> FormatVerdict:
    """Judge a written date; the normal form is ISO, TWO_DIGIT_YEAR and CAPITAL are flags."""
    text = fold_dashes(without_blanks(value))
    parts = _in_words(text) or _in_signs(text)
    if parts is None:
        return FormatVerdict(NOT_A_DATE, None)
    year, month, day, short = parts
    try:
        found = date(year, month, day)
    except ValueError:
        return FormatVerdict(NOT_A_DATE, None)
    flags = (*(("TWO_DIGIT_YEAR",) if short else ()), *(("CAPITAL",) if _has_capitals(text) else ()))
    return FormatVerdict(OK, found.isoformat(), flags)


def _has_capitals(text: str) -> bool:
    return text.translate(_CAPITALS) != text


def _in_signs(text: str) -> tuple[int, int, int, bool] | None:
    if together := _TOGETHER.fullmatch(text):
        return int(together[1]), int(together[2]), int(together[3]), False
    match = _WITH_SIGNS.fullmatch(text)
    if match is None:
        return None
    return _full_year(match[1]), int(match[3]), int(match[4]), len(match[1]) == 2


def _in_words(text: str) -> tuple[int, int, int, bool] | None:
    match = _WITH_WORDS.fullmatch(text)
    if match is None:
        return None
    year, month, day = _year_figures(match[1]), _one_or_two(match[2]), _one_or_two(match[3])
    if year is None or month is None or day is None:
        return None
    return _full_year(year), month, day, len(year) == 2


def _full_year(figures: str) -> int:
    return int(figures) + (CENTURY_OF_SHORT_YEARS if len(figures) == 2 else 0)


def _year_figures(text: str) -> str | None:
    """Give a year of two or four places as figures; the letter O counts as 〇 only among Chinese numerals."""
    if text.isascii():
        figures = text
    else:
        chinese = text.translate(_CAPITALS).translate(_ZEROS)
        if not _CHINESE_YEAR.fullmatch(chinese):
            return None
        figures = "".join(sign if sign == "0" else str(_PLAIN.index(sign)) for sign in chinese)
    return figures if re.fullmatch(r"[0-9]{2}|[1-9][0-9]{3}", figures) else None


def _one_or_two(text: str) -> int | None:
    if text.isascii():
        return int(text) if re.fullmatch(r"[0-9]{1,2}", text) else None
    chinese = text.translate(_CAPITALS).translate(_ZEROS)
    if tens := _CHINESE_TENS.fullmatch(chinese):
        return (_PLAIN.index(tens[1]) if tens[1] else 1) * 10 + (_PLAIN.index(tens[2]) if tens[2] else 0)
    if places := _CHINESE_PLACES.fullmatch(chinese):
        return (_PLAIN.index(places[1]) if places[1] else 0) * 10 + _PLAIN.index(places[2])
    return None
