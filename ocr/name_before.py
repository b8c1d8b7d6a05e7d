"""A name that no pattern found, before a number of the claim in running text: 单位系工罗死系，性别男，身份证号：4499….

The number tells whose it is; if the ink before it may say that name, or it was read behind a label that was not, it is
that. Such a value is never sure: the record chose it. Here: where it is looked for, the asking. Not here: names that
were read (holder_look).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from ocr.calibration import CHOSEN
from ocr.chosen import as_chosen
from ocr.crops import cut_quad
from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.runs import fold
from ocr.holder_look import READ_AS_HOLDER
from ocr.known_values import nearest, says
from ocr.lines import Line
from ocr.shelf import SheetShelf

_PAIRS: Final = (("worker_name", "worker_id"), ("deceased_name", "deceased_id"))
_REACH: Final = 24  # signs before the number in which its holder is named
_SEEN: Final = -14.0  # nats behind the freest reading of the recogniser that sees it best, down to which it is said
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_BEHIND: Final = 6.0  # nats by which the holder may fall behind what was read
_MARGIN: Final = 0.6  # of a sign's width around its place


def look_before_numbers(
    fields: Mapping[str, FieldLeaf],
    lines: Mapping[int, Sequence[Line]],
    expected: ExpectedNames,
    shelf: SheetShelf,
    engine: OcrEngine,
) -> dict[str, FieldLeaf]:
    """Return the fields with names of the worker or the dead that were lost before their numbers on unclear pages."""
    holders = dict(expected.holders)
    found = dict(fields)
    for name, number in _PAIRS:
        leaf = fields.get(number)
        holder = holders.get(str(leaf.value)) if leaf is not None else None
        lost = name not in fields or fields[name].value is None
        if leaf is None or holder is None or not lost or not leaf.parts or not shelf.was_read_twice(leaf.page):
            continue
        named = _before(leaf.parts[0], holder, lines, shelf, engine) or _behind_a_colon(leaf.page, holder, lines)
        if named is not None:
            found[name] = named
    return found


def _before(
    number: Part, holder: str, lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> FieldLeaf | None:
    """Return the holder's name where the ink before a number may say it."""
    line = lines[number.page][number.line_index]
    places = [at for at in range(number.start) if not line.glyphs[at].char.isspace()][-_REACH:]
    text, known = "".join(fold(line.glyphs[at].char) for at in places), "".join(map(fold, holder))
    stretch = nearest(text, known)
    if stretch.off >= len(known) or stretch.start >= stretch.stop:
        return None
    first, last = places[stretch.start], places[stretch.stop - 1] + 1
    looks = engine.every_opinion(cut_quad(shelf.unstamped(number.page), line.span_quad(first, last, _MARGIN)))
    said = [says(logs, charset, known, alone=False) for logs, charset in looks]
    read = [says(logs, charset, text[stretch.start : stretch.stop], alone=False) for logs, charset in looks]
    if max(said) < _SEEN or _mean(read) - _mean(said) > _BEHIND:
        return None
    return _named(holder, number.page, number.line_index, line, first, last)


def _behind_a_colon(page: int, holder: str, lines: Mapping[int, Sequence[Line]]) -> FieldLeaf | None:
    """Return the holder's name where it was read behind a label that was not: 元者：沈松文."""
    for index, line in enumerate(lines[page]):
        text = "".join(fold(glyph.char) for glyph in line.glyphs)
        found = re.search(rf"^[\u4e00-\u9fff]{{1,8}}:{re.escape(holder)}$", text)
        if found is not None and len(text) == len(line.glyphs):
            return _named(holder, page, index, line, len(text) - len(holder), len(text))
    return None


def _named(holder: str, page: int, index: int, line: Line, first: int, last: int) -> FieldLeaf:
    """Return the name as chosen, at signs first..last-1 of a line."""
    box = line.span_box(first, last)
    read = FieldLeaf(
        None,
        raw=line.text[first:last],
        confidence=CHOSEN,
        fit=0.75,
        page=page,
        box=box,
        line_index=index,
        start=first,
        stop=last,
        parts=(Part(page, index, first, last, box),),
        sort="name",
    )
    return as_chosen(read, holder, READ_AS_HOLDER)


def _mean(nats: Sequence[float]) -> float:
    return float(np.maximum(nats, _FURTHEST).mean())
