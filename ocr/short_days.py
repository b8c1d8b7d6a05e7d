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
from validators.formats.chinese_date import parse_date
from validators.model.evidence import Alternative, Scalar

LOST_A_STOP: Final = re.compile(r"(?=(?:[^0-9]*[0-9]){7,8}[^0-9]*$)20[0-9]{2}[0-9.\-/ ]+")  # all of a day's figures
_MAY_GO_ON: Final = re.compile(r"[.\-/][123]$")  # a day of one figure, with nothing behind, that 0 to 9 may follow
_EITHER: Final = 0.5  # probability of each of two days that one row of figures is, before other hands are asked


def may_go_on(raw: str) -> bool:
    """Tell whether a day ends in a figure behind which another one may have been lost."""
    return _MAY_GO_ON.search(raw.strip()) is not None


def lost_a_stop(leaf: FieldLeaf) -> bool:
    """Tell whether a date was read with all its figures, of which no day was made because a sign is missing."""
    return leaf.sort == "date" and leaf.value is None and LOST_A_STOP.fullmatch(leaf.raw.strip()) is not None


def is_either(raw: str) -> bool:
    """Tell whether figures that run together are a month and a day in two ways: 2022.115."""
    return LOST_A_STOP.fullmatch(raw.strip()) is not None and len(list(_days_of(raw))) > 1


def figure_lost(leaf: FieldLeaf, found: str) -> bool:
    """Tell whether a day was read that lacks a figure of the one found: one of a doubled one, or its last.

    The reverse was not seen.
    """
    one, two = parse_date(found), parse_date(str(leaf.value))
    if one is not None and two is not None and doubled(_numbers(one), _numbers(two)):
        return True
    read = str(leaf.value)
    is_open = "DAY_SIGN_MISSING" in leaf.flags or may_go_on(leaf.raw)
    return is_open and found[:8] == read[:8] and found[8] == read[9] != "0"  # 6月1 of 6月15日


def with_days_it_may_be(leaf: FieldLeaf) -> FieldLeaf:
    """Return a doubtful date whose figures run together with the days that they may mean, for a person to choose."""
    if leaf.sort != "date" or not LOST_A_STOP.fullmatch(leaf.raw.strip()):
        return leaf
    known: set[Scalar] = {leaf.value, *(other.value for other in leaf.alternatives)}
    days = [Alternative(day.isoformat(), _EITHER) for day in _days_of(leaf.raw) if day.isoformat() not in known]
    return replace(leaf, alternatives=(*leaf.alternatives, *days))


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
