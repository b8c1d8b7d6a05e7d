"""Places with ink that was not read as a value: a hand beside a name's label or in a blank, a date without signs.

Here: the place. Not here: what stands there (second_look), whether it is missed (the rules). A label or a blank with
nothing behind it is empty and gives None.
"""

import itertools
import re
from statistics import median

from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.matching import Hit
from ocr.extract.runs import Entry
from ocr.extract.values import leaf
from ocr.pages import FloatBox

UNREAD = "UNREAD"
_LEAST, _MOST = 1.6, 9.0  # pitches of print that a name's room takes up in a read line
_FRAGMENT = re.compile(r":?(?P<v>[\u4e00-\u9fff]{0,2})[,;。]?")
_DATELIKE = re.compile(r":?(?P<v>20[0-9]{2}[0-9年月日/.\-]{2,8})")
_DAY_IN_SENTENCE = re.compile(r"[于在](?P<v>20[0-9]{2}[0-9年月日/.\-]{2,8})(?=$|,?[在因上下工从受发])")
_CAPITALS = re.compile(r"(?:人民币:?)?[壹贰叁肆伍陆柒捌玖拾][\u4e00-\u9fff]{1,20}[元角分整]")
_BLANK = re.compile(r"(?:职工|员工|同志|死者|工人)(?=,(?:性别|男|女|身份|公民|居民|证件|系|出生))")


def unread_name(layout: Layout, hit: Hit) -> FieldLeaf | None:
    """Return the place of a name behind a label whose line goes on without a readable name."""
    entry = layout.book.entries[hit.entry]
    later = [other.start for other in layout.entry_hits[hit.entry] if other.start >= hit.stop]
    stop = min(later, default=len(entry.run))
    if not _FRAGMENT.fullmatch(entry.run.text[hit.stop : stop]) or hit.stop < 1:
        return None
    return _place(entry, hit.stop, stop)


def unread_date(layout: Layout, hit: Hit) -> FieldLeaf | None:
    """Return the place of a date behind a label whose signs were lost: 受伤日期：20227.28."""
    entry = layout.book.entries[hit.entry]
    found = _DATELIKE.match(entry.run.text, hit.stop)
    if found is None:
        return None
    return leaf(layout.book, entry.run, Found(*found.span("v"), None, 0.42, ("NOT_A_DATE", "MISREAD")), "date", 0.5)


def unread_words(layout: Layout, hit: Hit) -> FieldLeaf | None:
    """Return the place of an amount in capitals that is none as it was read: 壹万然仟壹佰元整."""
    for place in layout.places(hit):
        found = _CAPITALS.search(place.run.text)
        if found is not None:
            return leaf(
                layout.book, place.run, Found(*found.span(), None, 0.3, ("NOT_AN_AMOUNT", "MISREAD")), "words", 0.5
            )
    return None


def unread_day_of_injury(layout: Layout) -> FieldLeaf | None:
    """Return the place of a date whose signs were lost, in a sentence: 于202310.18在工作中受伤."""
    for entry in layout.book.entries:
        found = _DAY_IN_SENTENCE.search(entry.run.text)
        if found is not None:
            seen = Found(*found.span("v"), None, 0.42, ("NOT_A_DATE", "MISREAD"))
            return leaf(layout.book, entry.run, seen, "date", 0.5)
    return None


def unread_blank(layout: Layout) -> FieldLeaf | None:
    """Return the place of a name in a sentence that reads on over a gap: 我单位职工 ____，性别男."""
    for entry in layout.book.entries:
        found = _BLANK.search(entry.run.text)
        place = _place(entry, found.end(), found.end()) if found else None
        if place is not None:
            return place
    return None


def _place(entry: Entry, start: int, stop: int) -> FieldLeaf | None:
    """Return the room from before run character `start` to character `stop`, None where it is too small or large."""
    x0, y0, x1, y1 = entry.line.box
    at = [x0 + entry.line.glyphs[glyph].at * (x1 - x0) for _, glyph in entry.run.refs]
    steps = [right - left for left, right in itertools.pairwise(at[:start])]
    if len(steps) < 2:
        return None
    pitch = median(steps)
    left = at[start - 1] + 0.6 * pitch
    right = at[stop] - 0.4 * pitch if stop < len(at) else x1
    if not _LEAST * pitch <= right - left <= _MOST * pitch:
        return None
    box: FloatBox = (left, y0, right, y1)
    glyphs = [glyph for _, glyph in entry.run.refs[start:stop] or entry.run.refs[start - 1 : start]]
    part = Part(entry.page, entry.index, glyphs[0], glyphs[-1] + 1, box)
    raw = entry.run.text[start:stop].strip(":,;。")
    return FieldLeaf(
        None,
        raw=raw,
        page=entry.page,
        box=box,
        line_index=entry.index,
        parts=(part,),
        flags=(UNREAD,),
        sort="name",
        fit=0.5,
    )
