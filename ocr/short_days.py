"""Written days whose signs or last figure the reading lost: 2022.115, 20252.24, 2022.7.3 of 2022.7.31.

A narrow hand's stop is a speck that no recogniser sees, and a thin 1 at a row's end goes down in the figure before it.
Here: telling such readings, and the days that they may mean. Not here: the ink (date_look), which of the days it was.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from ocr.date_look import doubled
from ocr.extract.leaves import FieldLeaf
from validators.doubts import SHORT_DAY
from validators.formats.chinese_date import parse_date
from validators.model.evidence import Alternative, Scalar

_FIGURES: Final = re.compile(r"(?=(?:[^0-9]*[0-9]){7,8}[^0-9]*$)20[0-9]{2}[0-9.\-/ ]+")  # all that a day has
_WHOLE: Final = re.compile(r"[0-9]{4}[.\-/ ]+[0-9]{1,2}[.\-/ ]+[0-9]{1,2}[.\-/ ]*")
_MAY_GO_ON: Final = re.compile(r"[.\-/][123]$")  # a day of one figure, with nothing behind, that 0 to 9 may follow
_EITHER: Final = 0.5  # probability of each day that one row of figures may be, before other hands are asked


def may_go_on(raw: str) -> bool:
    """Tell whether a day ends in a figure behind which another one may have been lost."""
    return _MAY_GO_ON.search(raw.strip()) is not None


def lost_a_stop(leaf: FieldLeaf) -> bool:
    """Tell whether a date was read with all its figures, of which no day was made because a sign is missing."""
    return leaf.sort == "date" and leaf.value is None and _run_together(leaf.raw)


def is_either(raw: str) -> bool:
    """Tell whether figures that run together are a month and a day in two ways: 2022.115."""
    return _run_together(raw) and len(list(_days_of(raw))) > 1


def figure_lost(leaf: FieldLeaf, found: str) -> bool:
    """Tell whether a day was read that lacks a figure of the one found: one of a doubled one, or its last.

    The reverse was not seen.
    """
    one, two = parse_date(found), parse_date(str(leaf.value))
    if one is not None and two is not None and doubled(_numbers(one), _numbers(two)):
        return True
    return "DAY_SIGN_MISSING" in leaf.flags and goes_on(leaf, found)


def goes_on(leaf: FieldLeaf, found: str) -> bool:
    """Tell whether the day that was read is the beginning of the one found: 6月1 of 6月15日."""
    read = str(leaf.value)
    return found[:8] == read[:8] and read[8] == "0" and found[8] == read[9] != "0"


def beside(leaf: FieldLeaf, found: str, probability: float) -> FieldLeaf:
    """Return a doubtful day beside the one that its ink rather says, if it lacks one of that one's figures."""
    if not figure_lost(leaf, found):
        return leaf
    rather = Alternative(found, round(probability, 4))
    others = (one for one in leaf.alternatives if one.value != found)
    return _short(replace(leaf, alternatives=(rather, *others)))


def with_days_it_may_be(leaf: FieldLeaf) -> FieldLeaf:
    """Return a doubtful date whose figures run together with the days that they may mean, for a person to choose."""
    if leaf.sort != "date" or not _run_together(leaf.raw):
        return leaf
    known: set[Scalar] = {leaf.value, *(other.value for other in leaf.alternatives)}
    days = [Alternative(day.isoformat(), _EITHER) for day in _days_of(leaf.raw) if day.isoformat() not in known]
    return _short(replace(leaf, alternatives=(*leaf.alternatives, *days)))


def _short(leaf: FieldLeaf) -> FieldLeaf:
    return replace(leaf, flags=tuple(dict.fromkeys((*leaf.flags, SHORT_DAY))))


def _run_together(raw: str) -> bool:
    """Whether a row has all the figures of a day and not all its signs."""
    return _FIGURES.fullmatch(raw.strip()) is not None and _WHOLE.fullmatch(raw.strip()) is None


def _days_of(raw: str) -> Iterator[date]:
    year, rest = int(raw.strip()[:4]), re.findall("[0-9]+", raw.strip()[4:])
    if len(rest) == 1:
        pairs = [(rest[0][:at], rest[0][at:]) for at in (1, 2)]
    else:
        pairs = [(rest[0], rest[1])] if len(rest) == 2 else []
    for month, day in pairs:
        try:
            yield date(year, int(month), int(day))
        except ValueError:  # no day of a calendar
            continue


def _numbers(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
