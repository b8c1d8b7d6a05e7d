"""Dates of a paper looked at again: what was read beside the day that the ink says before every other (date_look).

Here: which dates are asked, and what a leaf becomes by the answer. Not here: the ink, and how many looks a page has
(second_look).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ocr.calibration import DOUBTFUL, FIGURE_IN_DOUBT, is_sure
from ocr.crops import cut
from ocr.cut_values import REACH
from ocr.date_look import CLEAR_APART, SIGNLESS, DateReading, read_date
from ocr.differing import DISAGREED, doubted
from ocr.engines.base import OcrEngine
from ocr.engines.written_days import AGREED
from ocr.extract.leaves import FieldLeaf, Part
from ocr.narrow_print import is_narrow
from ocr.pages import FloatBox
from ocr.shelf import SheetShelf
from ocr.short_days import beside, figure_lost, goes_on, is_either, lost_a_stop, may_go_on
from validators.doubts import SHORT_DAY

LEAST_LEAD: Final = 2.5  # nats by which a day must lead every other to be taken from ink that gave no date
LIKELIEST: Final = 0.5  # likewise to be named at all, in doubt
AGREED_LEAD: Final = 1.0  # likewise to let a day stand that was surely read and is the likeliest
# Likewise to confirm a day that was read; 0.2 was the greatest lead of a wrong day in 121. Later a written 14 was read
# as 19: the numbers' network saw the same closed 4, and both led by 7. So the distribution alone must lead by as much
# where the rival has another figure: there it had 2.5, and less than 3 for 2 of 28 right days.
SURE_LEAD: Final = 3.0
_CLEARLY: Final = 6.0  # likewise of one whose figures run together
CLEAR_DATE: Final = 0.995  # a written day read with less may lack a figure: 2022.11.3 read as 2021.1.3 had 0.985
_FURTHER: Final = 6  # looks a page at days that may go on behind what was read
_SETTLED: Final = frozenset({"NOT_A_DATE", "MISREAD", "UNEVEN_ZEROS", "ODD_SEPARATOR"})  # what such a look answers
_NO_NUMBER: Final = re.compile(r"(?<![0-9])00(?![0-9])")  # of a month or a day
# A written 11 reads as 1 at times, without a doubt: one of 142 unseen days beside signatures did, with 0.9965.
_LONE_ONE: Final = re.compile(r"(?<=[年月.\-/])0?1(?![0-9])")
_SHARED: Final = 0.2  # heights by which two parts of a row overlap that may both show one figure
_ONE_ROW: Final = 1.8  # heights of a part; two rows of one value are higher


class DatesAgain:
    """Asks the ink of a paper's dates, each once."""

    def __init__(self, engine: OcrEngine, shelf: SheetShelf, pages: int) -> None:
        self._engine, self._shelf = engine, shelf
        self._further = _FURTHER * max(1, pages)
        self._days: dict[tuple[Part, ...], DateReading | None] = {}

    def is_new(self, leaf: FieldLeaf) -> bool:
        """Whether a date stands in one row that was not looked at yet; a day over two rows is no such crop."""
        return _in_one_row(leaf.parts) and leaf.parts not in self._days

    def look(self, leaf: FieldLeaf) -> None:
        """Ask a date's ink for its day."""
        crop = cut(self._shelf.unstamped(leaf.parts[0].page), _place_of(leaf))
        self._days[leaf.parts] = read_date(self._engine, crop, leaf.raw)

    def told(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return a date as the look at its ink has it: surer, filled, doubted; as it was where none was had."""
        if not _in_one_row(leaf.parts):
            return doubted(leaf) if _read_twice(leaf.parts) else leaf
        found = self._days.get(leaf.parts)
        if found is not None and self._says_nothing(leaf, found):
            return leaf
        if found is None:  # figures that no way to write a date fits are no day for being eight
            return doubted(leaf) if SIGNLESS.search(leaf.raw) else leaf
        return _as_told(leaf, found)

    def _says_nothing(self, leaf: FieldLeaf, found: DateReading) -> bool:
        """Whether a look hardly prefers another day to one that two readers of an unclear page agreed on.

        Where a figure may stand twice the look is asked for just that, and heard.
        """
        if leaf.value is None or leaf.confidence < AGREED or not self._shelf.was_read_twice(leaf.page):
            return False
        return found.lead < AGREED_LEAD and not found.twice and not figure_lost(leaf, str(found.value))

    def gone_on(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return a day of one figure with nothing behind it, doubted where its ink says that it goes on: 3 of 31."""
        if not may_go_on(leaf.raw) or leaf.value is None or self._further <= 0 or not _in_one_row(leaf.parts):
            return leaf
        if leaf.parts not in self._days:
            self._further -= 1
            self.look(leaf)
        found = self._days[leaf.parts]
        if found is None or found.value is None or found.lead < SURE_LEAD or not goes_on(leaf, found.value):
            return leaf
        kept, flags = min(leaf.confidence, DISAGREED), (*leaf.flags, "READ_AS_DATE", FIGURE_IN_DOUBT, SHORT_DAY)
        return replace(leaf, value=found.value, confidence=kept, flags=flags)

    def in_red_light(self, leaf: FieldLeaf) -> bool:
        """Whether the ink in red light is the day that was read before every other."""
        if not _in_one_row(leaf.parts):
            return False
        crop = self._shelf.crop_in_red_light(leaf.parts[0].page, _place_of(leaf))
        found = read_date(self._engine, crop, leaf.raw)
        return found is not None and found.value == leaf.value and found.lead >= SURE_LEAD


def asks_for_a_look(leaf: FieldLeaf) -> bool:
    """Whether a date is doubtful, or may be one whose 11 was read as a 1, or a 1 as 11: that is read without a doubt.

    So may any doubled figure be that stands narrow. A date put together of pieces reads twice what two of them share.
    """
    signless = leaf.value is None and (SIGNLESS.search(leaf.raw) is not None or lost_a_stop(leaf))
    doubtful = signless or leaf.confidence < CLEAR_DATE or not _is_sure(leaf) or is_narrow(leaf.parts)
    return doubtful or len(leaf.parts) > 1 or _LONE_ONE.search(leaf.raw) is not None


def _as_told(leaf: FieldLeaf, found: DateReading) -> FieldLeaf:
    """Return the leaf with the day that its ink names by far the likeliest."""
    agrees = found.value == leaf.value
    fills = leaf.value is None and found.value is not None and found.lead >= LEAST_LEAD
    kept = min(leaf.confidence, DISAGREED)
    if (fills or (agrees and leaf.value)) and found.apart < CLEAR_APART:
        flags = leaf.flags if leaf.value else tuple(flag for flag in leaf.flags if flag not in _SETTLED)
        return replace(leaf, value=leaf.value or found.value, confidence=kept, flags=(*flags, FIGURE_IN_DOUBT))
    kept = max(DOUBTFUL, kept)  # for the same day elsewhere, or a person, to settle
    if leaf.value is None and found.value is not None and LIKELIEST <= found.lead < LEAST_LEAD:
        flags = (*(flag for flag in leaf.flags if flag not in _SETTLED), "READ_AS_DATE", FIGURE_IN_DOUBT)
        return replace(leaf, value=found.value, confidence=kept, flags=flags, fit=max(leaf.fit, 0.5))
    if agrees and _is_sure(leaf) and AGREED_LEAD <= found.lead < SURE_LEAD:
        return leaf
    said = found.twice or found.lead >= AGREED_LEAD
    if (
        agrees and said and leaf.value is not None and found.lead < LEAST_LEAD
    ):  # read twice, and never was a 1 read as 11
        return replace(leaf, confidence=kept, flags=(*leaf.flags, FIGURE_IN_DOUBT))
    if found.value is None or found.lead < LEAST_LEAD:
        rather = found.value is not None and found.lead > 0
        leaf = beside(leaf, str(found.value), _likely(found.lead)) if rather else leaf
        return doubted(leaf) if leaf.value is not None else leaf
    return _confirmed(leaf, found) if agrees else _another(leaf, found, found.value)


def _confirmed(leaf: FieldLeaf, found: DateReading) -> FieldLeaf:
    """Return a date that its ink says as it was read."""
    if found.lead < SURE_LEAD:
        return leaf
    return replace(leaf, confidence=max(leaf.confidence, _likely(found.lead)), flags=_answered(leaf, found))


def _another(leaf: FieldLeaf, found: DateReading, day: str) -> FieldLeaf:
    """Return a date whose ink says another day: that day where the reading gave none or lost a figure, else doubted."""
    likely = _likely(found.lead)
    eaten = "UNEVEN_ZEROS" in leaf.flags or SIGNLESS.search(leaf.raw) or figure_lost(leaf, day)
    if leaf.value is not None and not (eaten and found.lead >= SURE_LEAD):
        return doubted(beside(leaf, day, likely))
    flags = (*(flag for flag in _answered(leaf, found) if flag != "DAY_SIGN_MISSING"), "READ_AS_DATE")
    flags = (*flags, *_left_in_doubt(leaf, found))
    return replace(leaf, value=day, confidence=likely, flags=flags, fit=max(leaf.fit, 0.5))


def _answered(leaf: FieldLeaf, found: DateReading) -> tuple[str, ...]:
    """Return a leaf's flags without those that its ink answers."""
    settled = _SETTLED | {"DAY_SIGN_MISSING"} if found.whole else _SETTLED
    return tuple(flag for flag in leaf.flags if flag not in settled)


def _left_in_doubt(leaf: FieldLeaf, found: DateReading) -> tuple[str, ...]:
    """Return the doubt that stays of a day that its ink told where the signs gave none.

    20241217 may be 2024/2/7 with its strokes read as ones, and is a day itself; of 2023年00月21日 other figures may be
    misread like these.
    """
    another = SIGNLESS.search(leaf.raw) and any(other.value != found.value for other in leaf.alternatives)
    either = is_either(leaf.raw) and found.lead < _CLEARLY
    return (FIGURE_IN_DOUBT,) if another or either or _NO_NUMBER.search(leaf.raw) else ()


def _likely(lead: float) -> float:
    return 1.0 / (1.0 + math.exp(-lead))


def _is_sure(leaf: FieldLeaf) -> bool:
    return is_sure(leaf.sort, leaf.confidence, leaf.fit, leaf.flags)


def _place_of(leaf: FieldLeaf) -> FloatBox:
    """Return the box around a date, with room for the sign behind its day where none was read."""
    x0, y0, x1, y1 = _around(leaf.parts)
    return (x0, y0, x1 + REACH * (y1 - y0) if "DAY_SIGN_MISSING" in leaf.flags else x1, y1)


def _read_twice(parts: Sequence[Part]) -> bool:
    """Tell whether two neighbouring parts show the same ink: as wide as a figure."""
    return any(
        one.page == two.page and one.box[2] - two.box[0] > _SHARED * (one.box[3] - one.box[1]) > 0
        for one, two in pairwise(parts)
        if two.box[0] > one.box[0] and min(one.box[3], two.box[3]) > max(one.box[1], two.box[1])
    )


def _in_one_row(parts: Sequence[Part]) -> bool:
    _, top, _, bottom = _around(parts)
    return bottom - top < _ONE_ROW * min(part.box[3] - part.box[1] for part in parts)


def _around(parts: Sequence[Part]) -> FloatBox:
    """Return the box around the parts of a value on its first page."""
    boxes = [part.box for part in parts if part.page == parts[0].page]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
