"""Names of benefit items in print that reads badly (丧基补助金): the published list's name that their ink may say.

Where nothing else of the line names an item there; on pages that were read once one sign of a long name at most. What
is taken so is never sure, and proves nothing afterwards: the list chose it. Here: the names as papers print them, their
places, the mended lines.
Not here: what a text that was read names (extract.items), values of the claim (known_values).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.crops import cut_quad
from ocr.engines.base import OcrEngine
from ocr.extract.items import items
from ocr.extract.runs import fold
from ocr.known_values import LACKING, Stretch, nearest, says, with_text
from ocr.lines import Line
from ocr.pages import Choice, Image

READ_AS_ITEM: Final = "READ_AS_ITEM"  # flag of an item that the published list chose
# As papers print them; a name that a cell parts has its beginning in one line, so that counts, too.
NAMES: Final = {
    "FUNERAL": ("丧葬补助金", "丧葬费"),
    "DEATH_LUMP": ("一次性工亡补助金", "一次性工亡补助", "一次性工亡补", "一次性工亡"),
    "SURVIVOR_PENSION": ("供养亲属抚恤金", "供养亲属抚恤"),
    "DISABILITY_LUMP": ("一次性伤残补助金", "一次性伤残补助", "一次性伤残补", "一次性伤残"),
    "EMPLOYMENT_LUMP": ("一次性伤残就业补助金", "一次性伤残就业"),
    "MEDICAL_LUMP": ("一次性工伤医疗补助金", "一次性工伤医疗"),
    "ASSISTIVE": ("辅助器具配置费", "辅助器具费"),
    "MEAL": ("住院伙食补助费", "住院伙食费"),
    "TRAVEL": ("交通食宿费", "交通住宿费"),
    "REHAB": ("工伤康复费", "康复治疗费", "康复费"),
    "MEDICAL": ("工伤医疗费", "医疗费"),
    "WAGE_CONTINUATION": ("停工留薪期工资",),
    "RECOVERY_CARE": ("停工留薪期护理费",),
    "CARE": ("生活护理费",),
    "ASSESSMENT": ("劳动能力鉴定费",),
}
_LEAST: Final = 5  # signs of a name of which some may have been misread; fewer are like too much, but behind a label
_LABEL: Final = re.compile(r"(?:项目|项目名称|费用名称):$")
_ASKS: Final = re.compile(r"银行账户:|[(][√✓]?[)]|[□☑☐]")
_ENDS: Final = frozenset(("", ",", "、", "·", "。", ";", ":", ">"))
_MOST_OFF: Final = 0.45  # of a name's signs that may have been read otherwise
_MARGIN: Final = 0.6  # of a sign's width around a name's place
_FITS: Final = (
    -30.0
)  # nats behind the freest reading of the recogniser that sees it best, down to which ink says a name
_WELL: Final = -15.0  # mean nats behind from which of an item's names the longest is taken
_FURTHEST: Final = -40.0  # nats beyond which a recogniser says no more
_LEAD: Final = 3.0  # nats by which a name must lead every other item's
_PER_SIGN: Final = 6.0  # nats that each sign read otherwise may cost against what was read


@dataclass(frozen=True, slots=True)
class _Named:
    """An item's name that a stretch of a line may be, and how far behind the freest reading its ink says it."""

    code: str
    name: str
    start: int
    stop: int
    off: int
    fit: float
    seen: float  # by the recogniser that sees it best
    behind: float  # behind what was read


def with_item_names(
    lines: Sequence[Line], image: Image, engine: OcrEngine, *, clear: bool = False
) -> tuple[tuple[Line, ...], tuple[Choice, ...]]:
    """Return a sheet's lines with items' names where their ink may say them, and where that was chosen.

    On a `clear` page one sign of a long name may be otherwise, no more.
    """
    out: list[Line] = []
    choices: list[Choice] = []
    for line in lines:
        for one in _chosen([*_named(line, image, engine, 1 if clear else None)]):
            read = line.text[one.start : one.stop]
            choices.append(Choice(line.span_box(one.start, one.stop), read, one.name, taken=True, by=READ_AS_ITEM))
            line = with_text(line, one.start, one.stop, one.name)
        out.append(line)
    return tuple(out), tuple(choices)


def _named(line: Line, image: Image, engine: OcrEngine, most_off: int | None = None) -> Iterator[_Named]:
    """Yield, of each item, the name that a stretch of a line is near to, or that may stand where one is asked for."""
    places = [at for at, glyph in enumerate(line.glyphs) if not glyph.char.isspace()]
    text = "".join(fold(line.glyphs[at].char) for at in places)
    taken = [(found.start, found.stop) for found in items(text)]
    for code, names in NAMES.items():
        near = [(nearest(text, name), name) for name in names if len(name) <= len(text) + 1]
        near = [(one, name) for one, name in near if len(name) >= _LEAST or _stands_alone(text, one, name)]
        fit = [(one, name) for one, name in near if one.off <= _MOST_OFF * len(name)]
        if most_off is not None:
            fit = [(one, name) for one, name in near if 0 < one.off <= most_off and len(name) >= _LEAST]
        elif not fit:
            fit = [(place, name) for name in names[:1] for place in _behind_what_asks(text, name)]
        if not fit:
            continue
        asked = [_asked(line, places, text, code, *pair, image, engine) for pair in fit if _free(pair[0], taken)]
        whole = [one for one in asked if one.fit > _WELL]  # 一次性工亡 is in 一次性工亡补功金 as well, and less of it
        if asked:
            yield max(whole, key=lambda one: len(one.name)) if whole else max(asked, key=lambda one: one.fit)


def _stands_alone(text: str, found: Stretch, name: str) -> bool:
    """Whether a short name fills its place behind 项目名称：, as long as it is and with one other sign at most."""
    label = _LABEL.search(text[: found.start])
    ends = text[found.stop : found.stop + 1] in _ENDS
    return label is not None and ends and found.off <= 1 and found.stop - found.start == len(name)


def _behind_what_asks(text: str, name: str) -> Iterator[Stretch]:
    """Yield the places as long as a name behind a box or 银行账户：, where nothing but an item stands."""
    for asks in _ASKS.finditer(text):
        start = asks.end()
        stop = next((at for at in range(start, len(text)) if not text[at].isalnum()), len(text))
        off = sum(one != two for one, two in zip(text[start:stop], name, strict=False))
        if stop - start == len(name) and off < len(name) and not text[start:stop].isascii():
            yield Stretch(start, stop, off)


def _free(found: Stretch, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch is one, and names no item as it was read."""
    return found.start < found.stop and not any(found.start < stop and start < found.stop for start, stop in taken)


def _asked(
    line: Line, places: Sequence[int], text: str, code: str, found: Stretch, name: str, image: Image, engine: OcrEngine
) -> _Named:
    """Ask the ink of a stretch for a name."""
    first, last = places[found.start], places[found.stop - 1] + 1
    looks = engine.every_opinion(cut_quad(image, line.span_quad(first, last, _MARGIN)))
    said = [says(logs, charset, name, alone=False) for logs, charset in looks]
    read = [says(logs, charset, text[found.start : found.stop], alone=False) for logs, charset in looks]
    fit = float(np.mean(np.maximum(said, _FURTHEST)))
    behind = float(np.mean(np.maximum(read, _FURTHEST))) - fit
    return _Named(code, name, first, last, found.off, fit, max(said, default=LACKING), behind)


def _chosen(named: Sequence[_Named]) -> Iterator[_Named]:
    """Yield the names that lead all others at their stretch; from the line's end on."""
    for one in sorted(named, key=lambda found: -found.start):
        others = [two for two in named if two is not one and two.start < one.stop and one.start < two.stop]
        leads = all(one.off <= two.off and one.fit > two.fit + _LEAD for two in others)
        if leads and one.seen > _FITS and one.behind < _PER_SIGN * one.off:
            yield one
