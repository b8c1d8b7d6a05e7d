"""What becomes of a line that may end in a written day, beside what a reader of such days says.

Recognisers of lines lose a hand's figures first: of 74 written days on hurried photographs they gave 28, the reader of
days 63, and where both said the same hardly one was wrong. Here: which lines are asked, and what of the answer stands.
Not here: the network (moved_print), days in its output (day_beam), whose day it is (ocr.extract.dating).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import hypot
from typing import Final

import cv2
import numpy as np

from ocr.crops import cut_quad
from ocr.engines.day_beam import DayInLine, days_in, likeliest
from ocr.engines.line_reading import Recogniser
from ocr.engines.mixed_readings import DIFFERS, clearness, plain
from ocr.lines import Glyph, Line
from ocr.pages import Image
from validators.formats.chinese_date import parse_date

_WIDEST: Final = 18.0  # of a line, in its heights: a day behind a label; longer ones are sentences
_LEAST_FIGURES: Final = 2  # of what was read
AGREED: Final = 0.997  # probability of the signs of a day that both say
# Of the shares that the reader of days gives its day, the mean of two views, on 70 hurried cases (seed 20261225): of 87
# days with 0.6 and more none was wrong, 32 of them unread by the others; of the 20 between 0.3 and it six.
_AGREED_FROM: Final = 0.9  # for agreement; once both said 9 of a 3, with 0.84
_TAKEN: Final = 0.5  # for its day to stand where none was read
_TAKEN_INSTEAD: Final = 0.7  # likewise in place of another one
_ALONE: Final = 0.975  # the most that its word alone is worth: the ink is asked once more
_EARLIER: Final = 0.1  # of a line, by which its own day may begin before the reader's: another day stands further off
_STRETCHED: Final = 1.25  # of the second view, along the line: narrow hands run figures into each other
_DAY: Final = re.compile(
    r"(?<![0-9])20[0-9]{2}(?:年[0-9]{1,2}月[0-9]{1,2}日?|([.\-/])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{4})(?![0-9])"
)
_BEGUN: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?:年.{1,8}|[.\-/][0-9.\-/]{1,6}|[0-9]{1,5})$|年.{1,4}月.{1,4}日?$")
_OF_A_NUMBER: Final = re.compile(r"(?:代码|号码?|编号|流水|校验码)$")  # 票据代码：20211203 is no day
_LABEL: Final = re.compile(r"日\s*期\s*:?\s*|:")


def where_a_day_may_stand(line: Line) -> float | None:
    """Return the share of a line behind which a written day may stand: its label's end, or 0; None where none may.

    A relative's row holds more before it: 关系：母亲 日期：2022年11月30日. What is left must be as long as a day with
    figures among what was read: sentences are not asked.
    """
    told = plain(line.text)
    label = next((match for match in reversed(list(_LABEL.finditer(told)))), None)
    start = 0.0
    if label is not None and label.end() < len(told):
        start = (line.glyphs[label.end() - 1].at + line.glyphs[label.end()].at) / 2
    if label is not None and _OF_A_NUMBER.search(told[: label.start()]):
        return None
    rest = told[label.end() :] if label is not None else told
    figures = sum(sign.isdigit() for sign in rest)
    return start if figures >= _LEAST_FIGURES and (1 - start) * _wide(line) <= _WIDEST else None


def has_lost_a_day(line: Line) -> bool:
    """Whether a line that reads clearly begins like a day and has none: 2022年Ⅱ月2日, of two strokes for 11."""
    told = "".join(plain(line.text).split())
    return _BEGUN.search(told) is not None and _own_day(line) is None


def along(found: DayInLine | None, start: float) -> DayInLine | None:
    """Return a day that was found in the part of a line behind `start`, its signs along the whole line."""
    if found is None:
        return None
    glyphs = tuple(replace(glyph, at=start + glyph.at * (1 - start)) for glyph in found.glyphs)
    return replace(found, glyphs=glyphs)


def with_its_day(line: Line, days: Recogniser, image: Image) -> Line:
    """Return a line of a sheet with what a reader of days says of the part of it where one may stand."""
    start = where_a_day_may_stand(line)
    if start is None:
        return line
    crop = cut_quad(image, line.quad)
    part = np.ascontiguousarray(crop[:, min(round(start * crop.shape[1]), crop.shape[1] - 1) :])
    wider = cv2.resize(part, (max(1, round(_STRETCHED * part.shape[1])), part.shape[0]))
    views = [days_in(said, days.charset, used) for said, used in map(days.distribution, (part, wider))]
    return with_day(line, along(likeliest(views), start))


def with_day(line: Line, found: DayInLine | None) -> Line:
    """Return a line with the day that it ends in: surer where both say the same, else the surer one, doubted."""
    if found is None:
        return line
    own, said = _own_day(line, found.glyphs[0].at - _EARLIER), found.share
    if own is not None and own[2] == found.value:
        start, stop, _ = own
        return _raised(line, start, stop) if said >= _AGREED_FROM else line
    if own is not None and said < _TAKEN_INSTEAD:
        return _doubted(line, own[0], own[1]) if said >= _TAKEN else line
    if said < _TAKEN:
        return line
    worth = DIFFERS if own is not None else min(said, _ALONE)
    return _replaced(line, [replace(glyph, probability=worth, others=()) for glyph in found.glyphs])


def _own_day(line: Line, start: float = 0.0) -> tuple[int, int, str] | None:
    """Return where the last day of a line's own reading behind `start` stands, and the day."""
    signs = [(place, char) for place, char in enumerate(plain(line.text)) if not char.isspace()]
    for match in reversed(list(_DAY.finditer("".join(char for _, char in signs)))):
        found = parse_date(match[0])
        if found is not None and line.glyphs[signs[match.start()][0]].at >= start:
            return signs[match.start()][0], signs[match.end() - 1][0] + 1, found.isoformat()
    return None


def _raised(line: Line, start: int, stop: int) -> Line:
    day = [replace(one, probability=max(one.probability, AGREED), others=()) for one in line.glyphs[start:stop]]
    return _with(line, day, start, stop)


def _doubted(line: Line, start: int, stop: int) -> Line:
    glyphs = [replace(one, probability=min(one.probability, DIFFERS)) for one in line.glyphs[start:stop]]
    return _with(line, glyphs, start, stop)


def _replaced(line: Line, day: Sequence[Glyph]) -> Line:
    """Put a day in the place of all signs of a line that stand where its ink is."""
    half = (day[-1].at - day[0].at) / max(1, len(day) - 1) / 2
    before = [glyph for glyph in line.glyphs if glyph.at < day[0].at - half]
    behind = [glyph for glyph in line.glyphs if glyph.at > day[-1].at + half]
    whole = replace(line, glyphs=(*before, *day, *behind))
    return replace(whole, confidence=clearness(whole))


def _with(line: Line, glyphs: Sequence[Glyph], start: int, stop: int) -> Line:
    whole = replace(line, glyphs=(*line.glyphs[:start], *glyphs, *line.glyphs[stop:]))
    return replace(whole, confidence=clearness(whole))


def _wide(line: Line) -> float:
    """Return how long a line is in its heights."""
    one, two, _, four = line.quad
    return hypot(two[0] - one[0], two[1] - one[1]) / max(1.0, hypot(four[0] - one[0], four[1] - one[1]))
