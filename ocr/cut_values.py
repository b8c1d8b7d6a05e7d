"""Values that may have been cut: an amount without its decimals or point, a date without the sign for day or century,
a citizen's number that lacks a figure.

Here: which values look cut, a wider crop, what it must read to count as the same value made whole. Not here: doubt
about what is there (second_look). A seal or the rule of a cell is what cuts, so a crop without red ink is read too.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ocr.engines.base import OcrEngine
from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.runs import fold
from ocr.lines import Line
from ocr.pages import FloatBox, Image
from validators.formats.chinese_date import parse_date
from validators.formats.citizen_id import check_digit_ok

_ID_PLACES: Final = 18
_FIGURE: Final = 0.8  # line heights beside a number: room for one figure
REACH: Final = 2.6  # line heights beside the crop: room for `.76`, `7日` or `20`
_LEAST: Final = 0.80  # least glyph probability of what the wider crop adds
_DATE: Final = re.compile(r"20\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?")

Picture = Callable[[int, FloatBox], Image]  # the crop around a box of a page


def looks_cut(leaf: FieldLeaf) -> bool:
    """Tell whether a value may be only a part of what stands on the paper."""
    if leaf.value is None or not leaf.parts:
        return False
    if leaf.sort == "id":
        return "ODD_LENGTH" in leaf.flags and len(str(leaf.value)) == _ID_PLACES - 1
    if leaf.sort == "money":
        return "ODD_SEPARATOR" in leaf.flags or not re.search(r"[.．元圆角分]", leaf.raw)
    return leaf.sort == "date" and bool({"TWO_DIGIT_YEAR", "DAY_SIGN_MISSING"} & set(leaf.flags))


def is_an_end_of(leaf: FieldLeaf, fen: int) -> bool:
    """Tell whether an amount's figures begin or end another amount: 347.00 and 1,347.00, 10 and 23,735.10."""
    figures, whole = re.sub("[^0-9]", "", leaf.raw), f"{fen:03d}"
    return 0 < len(figures) < len(whole) and leaf.value != 0 and (whole.endswith(figures) or whole.startswith(figures))


def make_whole(leaf: FieldLeaf, engine: OcrEngine, pictures: Sequence[Picture]) -> FieldLeaf:
    """Return the leaf with what a wider crop adds to it; unchanged where that reads nothing more."""
    left = REACH if "TWO_DIGIT_YEAR" in leaf.flags else _FIGURE if leaf.sort == "id" else 0.0
    right = 0.0 if "TWO_DIGIT_YEAR" in leaf.flags else _FIGURE if leaf.sort == "id" else REACH
    for picture in pictures:
        part = leaf.parts[-1] if right else leaf.parts[0]
        [line] = engine.recognise([picture(part.page, _wider(_row_of(part, leaf.parts), left, right))])
        line = replace(line, glyphs=tuple(glyph for glyph in line.glyphs if glyph.char.strip()))
        whole = _AS[leaf.sort](leaf, line)
        if whole is not None:
            return whole
    return leaf


def _row_of(part: Part, parts: Sequence[Part]) -> FloatBox:
    """Return the box around all parts of a value in a part's row: blanks part a value written wide."""
    level = [
        one.box
        for one in parts
        if one.page == part.page and min(one.box[3], part.box[3]) - max(one.box[1], part.box[1]) > 0
    ]
    return min(b[0] for b in level), min(b[1] for b in level), max(b[2] for b in level), max(b[3] for b in level)


def _wider(box: FloatBox, left: float, right: float) -> FloatBox:
    x0, y0, x1, y1 = box
    height = y1 - y0
    return x0 - left * height, y0, x1 + right * height, y1


def _folded(line: Line) -> str:
    return "".join(fold(glyph.char) for glyph in line.glyphs)


def _money(leaf: FieldLeaf, line: Line) -> FieldLeaf | None:
    digits = "".join(char for char in leaf.raw if char.isdigit())
    if not digits or not isinstance(leaf.value, int):
        return None
    odd = len(digits) > 2 and leaf.value == int(digits)  # `6985,76`: read where it has a point
    pattern = rf"(?<![\d.,]){_amount(digits, odd)}(?!\d)"
    match = re.search(pattern, _folded(line))
    if match is None or _least(line, match.start(1), match.end(1)) < _LEAST:
        return None
    confidence = min(leaf.confidence, _least(line, match.start(), match.end()))
    raw = line.text[match.start() : match.end()]
    value = leaf.value if odd else leaf.value + int(match[1])
    flags = tuple(flag for flag in leaf.flags if flag != "ODD_SEPARATOR")
    return replace(leaf, value=value, raw=raw, confidence=confidence, flags=flags)


def _amount(digits: str, whole: bool) -> str:
    """Return the pattern of an amount with decimals, which are the last two digits where the digits are whole."""
    yuan, decimals = (digits[:-2], digits[-2:]) if whole else (digits, r"\d\d")
    return rf"{',?'.join(yuan)}\.({decimals})"


def _date(leaf: FieldLeaf, line: Line) -> FieldLeaf | None:
    match = _DATE.search(_folded(line))
    if match is None or _least(line, match.start(), match.end()) < _LEAST:
        return None
    found, before = parse_date(match[0]), parse_date(str(leaf.value))
    if found is None or before is None or (found.year, found.month) != (before.year, before.month):
        return None
    if not str(found.day).startswith(str(before.day)):  # `5月1` may have been the 17th, never the 27th
        return None
    if "DAY_SIGN_MISSING" in leaf.flags and not match[0].endswith("日"):
        return None
    flags = tuple(flag for flag in leaf.flags if flag not in {"TWO_DIGIT_YEAR", "DAY_SIGN_MISSING"})
    confidence = min(leaf.confidence, _least(line, match.start(), match.end()))
    return replace(leaf, value=found.isoformat(), raw=match[0], confidence=confidence, flags=flags)


def _citizen(leaf: FieldLeaf, line: Line) -> FieldLeaf | None:
    """Return the number with the figure that the crop had cut from its end; the rule of a cell is no such figure."""
    read = str(leaf.value)
    match = re.search(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", _folded(line))
    if match is None or _least(line, match.start(), match.end()) < _LEAST:
        return None
    whole = match[0].upper()
    if read not in (whole[1:], whole[:-1]) or not check_digit_ok(whole):
        return None
    confidence = min(leaf.confidence, _least(line, match.start(), match.end()))
    flags = tuple(flag for flag in leaf.flags if flag != "ODD_LENGTH")
    raw = line.text[match.start() : match.end()]
    return replace(leaf, value=whole, raw=raw, confidence=confidence, flags=flags, fit=max(leaf.fit, 0.75))


_AS: Final = {"money": _money, "date": _date, "id": _citizen}


def _least(line: Line, start: int, stop: int) -> float:
    return min((glyph.probability for glyph in line.glyphs[start:stop]), default=0.0)
