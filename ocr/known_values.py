"""Values of the claim in print that reads badly: chosen where the ink may say them, never in place of what it says.

A moved page's 虚构市西埔信祥纺织 is the claim's 信样 where 样 is nearly as likely as 祥. Such a value is never sure,
and nothing proves it afterwards: the record chose it. Here: finding its place among the lines, asking the
recognisers, the mended lines. Not here: names beside a pen's ink (marks.names), telling whether a value agrees.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.calibration import CHOSEN
from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.mixed_readings import DIFFERS
from ocr.expected import ExpectedNames
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.extract.runs import fold
from ocr.lines import Glyph, Line
from ocr.look_alikes import LOOKS_LIKE_KNOWN
from ocr.marks.spans import overlap
from ocr.pages import Choice, FloatBox, Image, PageLines
from validators.formats.citizen_id import check_digit_ok
from validators.formats.credit_code import judge_credit_code
from validators.formats.verdict import OK
from validators.model.evidence import Alternative

_LEAST_SHARED: Final = 0.5  # of a value's signs that its place must have been read as
_MOST_OFF: Final = 0.45  # signs that differ, of a value's length
_MARGIN: Final = 0.6  # of a sign's width around its place
_FIGURES: Final = str.maketrans("|lI丨iOo〇SsZz", "111110005522")  # between figures none of these stands
LACKING: Final = -1e3  # nats of a text with a sign that a recogniser does not know
_EVEN_CHANCE: Final = 0.5  # that the record's value stands there and not the one that was read
READ_WITH_RECORD: Final = "READ_WITH_RECORD"  # flag of a value that the record chose
# Nats by which the record speaks for its values. On 30 hurried tuning cases one of 263 names of people and firms that
# differ in one sign from what stood there and was read right came within 3.5 of it; of 164 numbers 21 came within 3.
_FOR_NAMES: Final = 3.5
_PER_FURTHER_SIGN: Final = 2.0
_MOST_FOR_NAMES: Final = 10.0
_PER_FIGURE: Final = 3.0
_NO_NUMBER: Final = 3.0  # nats more where what was read fails the check that the record's number passes
_MOST_FOR_NUMBERS: Final = 15.0
_LEAST_FIT: Final = -20.0  # nats behind the freest reading of the recogniser that it fits best
_RULED_OUT: Final = -15.0  # nats behind what was read at which a known value is no longer a reason to doubt that
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_LEAST_LEAD: Final = 2.0  # nats by which a known value must lead another one at the same stretch
_NO_NAMES: Final = frozenset({"date", "money", "words"})  # what is none of the claim's names and numbers
_SAME_INK: Final = 0.5  # share of one of two boxes that the other covers


@dataclass(frozen=True, slots=True)
class Stretch:
    """Signs start..stop-1 of a text that may be a known value, and how many of its signs were read otherwise."""

    start: int
    stop: int
    off: int


def nearest(text: str, known: str) -> Stretch:
    """Return the stretch of a text that differs in the fewest signs from a value; of equals the one most as long."""
    wide = len(text) + 1
    rows = [[0] * wide]
    for at, sign in enumerate(known, 1):
        above, row = rows[-1], [at]
        for place in range(1, wide):
            same = above[place - 1] + (text[place - 1] != sign)
            row.append(min(same, above[place] + 1, row[place - 1] + 1))
        rows.append(row)
    off = min(rows[-1])
    found = [_traced(rows, text, known, stop) for stop in range(wide) if rows[-1][stop] == off]
    return min(found, key=lambda one: abs(one.stop - one.start - len(known)))


def _traced(rows: Sequence[Sequence[int]], text: str, known: str, stop: int) -> Stretch:
    """Return the stretch that ends at a place, by the table of fewest differences."""
    at, place = len(known), stop
    while at:
        if place and rows[at][place] == rows[at - 1][place - 1] + (text[place - 1] != known[at - 1]):
            at, place = at - 1, place - 1
        elif rows[at][place] == rows[at - 1][place] + 1:
            at -= 1
        else:
            place -= 1
    return Stretch(place, stop, rows[-1][stop])


def says(logs: LogProbabilities, charset: Sequence[str], text: str, *, alone: bool) -> float:
    """Return the nats by which the likeliest path with a text in it falls behind the likeliest of all, at most 0.

    `alone`: no letter or figure may stand beside the text.
    """
    index = {char: label for label, char in reversed(list(enumerate(charset)))}
    if not text or any(char not in index for char in text):
        return LACKING
    labels = [index[char] for char in text]
    free = logs.max(axis=1).astype(np.float64)
    beside = _beside(logs, charset) if alone else free
    before = np.concatenate(([0.0], np.cumsum(beside)))
    best = np.full(2 * len(labels) - 1, -np.inf)
    skips = np.zeros(len(best), dtype=bool)
    skips[2::2] = np.array(labels[1:]) != np.array(labels[:-1])
    columns = np.zeros(len(best), dtype=np.int64)
    columns[0::2] = labels
    found = -np.inf
    for step in range(len(logs)):
        one = np.concatenate(([before[step]], best[:-1]))
        two = np.where(skips, np.concatenate(([-np.inf, -np.inf], best[:-2]))[: len(best)], -np.inf)
        best = np.maximum(np.maximum(best, one), two) + logs[step, columns]
        found = max(found, float(best[-1]) + float(before[-1] - before[step + 1]))
    return min(0.0, found - float(free.sum()))


def _beside(logs: LogProbabilities, charset: Sequence[str]) -> NDArray[np.float64]:
    kept = [label for label, char in enumerate(charset) if label == 0 or not (char.isascii() and char.isalnum())]
    return np.asarray(logs[:, kept].max(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Likely:
    """A known value that a stretch of a line may be, and the nats by which it leads what was read."""

    known: str
    read: str
    start: int
    stop: int
    lead: float
    chosen: bool  # the lead is within what the record speaks for it


def with_known_values(
    lines: Sequence[Line], image: Image, expected: ExpectedNames, engine: OcrEngine, *, take: bool
) -> tuple[tuple[Line, ...], tuple[Choice, ...]]:
    """Return a sheet's lines with the claim's values where their ink may say them, and where that was chosen.

    What the ink hardly says is not chosen, but what was read in its place is doubted. Without `take` nothing is
    chosen: a file's own text is held against what the ink says, and must not meet the record's word instead (DOC-008).
    """
    known = tuple(dict.fromkeys(value for value in (*expected.everybody, *expected.numbers) if len(value) > 1))
    mended: list[Line] = []
    choices: list[Choice] = []
    for line in lines:
        near = [*_candidates(line, known, image, engine)]
        for one in near:
            choices.append(Choice(line.span_box(one.start, one.stop), one.read, one.known, taken=False))
            line = _doubted(line, one)
        for likely in _chosen([one for one in near if take and one.chosen]):
            choices.append(Choice(line.span_box(likely.start, likely.stop), likely.read, likely.known, taken=True))
            line = with_text(line, likely.start, likely.stop, likely.known)  # the last first: places before it stay
        mended.append(line)
    return tuple(mended), tuple(choices)


def _candidates(line: Line, known: Sequence[str], image: Image, engine: OcrEngine) -> Iterator[_Likely]:
    """Yield the known values that some stretch of a line, read otherwise, may be; blanks count for nothing."""
    places = [at for at, glyph in enumerate(line.glyphs) if not glyph.char.isspace()]
    words = "".join(fold(line.glyphs[at].char) for at in places)
    figures = words.translate(_FIGURES)
    names = {value: "".join(map(fold, value)) for value in known}
    taken = [(at, at + len(one)) for one in names.values() for text in (words, figures) for at in _places(text, one)]
    for value, folded in names.items():
        text = figures if folded.isascii() else words
        signs = Counter(text)
        if sum((signs & Counter(folded)).values()) < _LEAST_SHARED * len(folded):
            continue
        found = nearest(text, folded)
        start, stop = _whole(text, found) if folded.isascii() else (found.start, found.stop)
        off = found.off + (stop - start) - (found.stop - found.start)
        read = text[start:stop]
        if not off or off > max(1, _MOST_OFF * len(folded)) or len(read) < min(2, len(folded)):
            continue
        if not read.isalnum() or any(start < end and begin < stop for begin, end in taken):
            continue  # two values with a comma between them, a hidden number, or another of the claim's
        first, last = places[start], places[stop - 1] + 1
        crop = cut_quad(image, line.span_quad(first, last, _MARGIN))
        lead = _lead(crop, folded, read, engine.read_twice)
        if lead is not None and lead > _RULED_OUT:
            yield _Likely(value, read, first, last, lead, lead > -prior(folded, read, off))


def _places(text: str, value: str) -> Iterator[int]:
    """Yield where a text has a value as it is; a number with a figure beside it is another number."""
    at = text.find(value)
    while at >= 0:
        beside = text[max(0, at - 1) : at] + text[at + len(value) : at + len(value) + 1]
        if not (value.isascii() and any(char.isascii() and char.isalnum() for char in beside)):
            yield at
        at = text.find(value, at + 1)


def _whole(text: str, found: Stretch) -> tuple[int, int]:
    """Return a stretch with the figures and letters beside it: a number is all of them."""
    start, stop = found.start, found.stop
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while stop < len(text) and text[stop].isascii() and text[stop].isalnum():
        stop += 1
    return start, stop


def _lead(crop: Image, known: str, read: str, engine: OcrEngine) -> float | None:
    """Return the nats by which a known value leads what was read, over all recognisers; None where it is not there."""
    number = known.isascii()
    asked = engine.every_opinion(crop)
    fits = [says(logs, charset, known, alone=number) for logs, charset in asked]
    if max(fits) < _LEAST_FIT:
        return None
    rivals = [says(logs, charset, read, alone=number) for logs, charset in asked]
    return float(np.mean(np.maximum(fits, _FURTHEST)) - np.mean(np.maximum(rivals, _FURTHEST)))


def prior(known: str, read: str, off: int) -> float:
    """Return the nats by which the record speaks for a value that was read with so many other signs."""
    if known.isascii():
        misread = _has_check(known) and not _has_check(read)  # no such number exists
        return min(_PER_FIGURE * off + (_NO_NUMBER if misread else 0.0), _MOST_FOR_NUMBERS)
    return min(_FOR_NAMES + _PER_FURTHER_SIGN * (off - 1), _MOST_FOR_NAMES)


def _has_check(number: str) -> bool:
    return check_digit_ok(number) or judge_credit_code(number).verdict == OK


def _chosen(likely: Sequence[_Likely]) -> Iterator[_Likely]:
    """Yield the values that stand alone at their stretch, or lead all others there; from the line's end on."""
    for one in sorted(likely, key=lambda found: -found.start):
        others = [two for two in likely if two is not one and two.start < one.stop and one.start < two.stop]
        if all(one.lead > two.lead + _LEAST_LEAD for two in others):
            yield one


def _doubted(line: Line, likely: _Likely) -> Line:
    """Return a line of which the signs at a stretch are no more certain than those that two recognisers differ on."""
    glyphs = tuple(
        replace(glyph, probability=min(glyph.probability, DIFFERS)) if likely.start <= at < likely.stop else glyph
        for at, glyph in enumerate(line.glyphs)
    )
    return replace(line, glyphs=glyphs)  # how clearly the line was read stays what it was


def with_text(line: Line, start: int, stop: int, known: str) -> Line:
    """Return a line with a known text in place of signs start..stop-1, those read otherwise doubted beyond proof."""
    old = line.glyphs[start:stop]
    if len(old) == len(known):
        new = [_as(glyph, sign) for glyph, sign in zip(old, known, strict=True)]
    else:
        first, last = old[0].at, old[-1].at
        gap = (last - first) / max(1, len(known) - 1)
        new = [Glyph(sign, CHOSEN, min(1.0, first + at * gap)) for at, sign in enumerate(known)]
    return replace(line, glyphs=(*line.glyphs[:start], *new, *line.glyphs[stop:]))


def _as(glyph: Glyph, sign: str) -> Glyph:
    if fold(glyph.char) == fold(sign):
        return glyph
    return Glyph(sign, CHOSEN, glyph.at, ((glyph.char, glyph.probability), *glyph.others[:2]))


def _as_read(raw: str, taken: Sequence[Choice]) -> str:
    """Return a value's text with what was read in place of what was chosen, which may be a part of it."""
    if not all(one.known in raw for one in taken):
        return "".join(one.read for one in taken)
    for one in taken:
        raw = raw.replace(one.known, one.read, 1)
    return raw


def told(extraction: Extraction, pages: Sequence[PageLines]) -> Extraction:
    """Return the values of a paper, each that the record chose flagged so, with what was read as its raw text.

    One that may be the record's and was not taken for it is flagged, too, and the record's is offered.
    """
    choices = [(page.page, choice) for page in pages for choice in page.choices]
    if not choices:
        return extraction

    def of(leaf: FieldLeaf) -> FieldLeaf:
        places = [(part.page, part.box) for part in leaf.parts]
        there = [one for page, one in choices if any(page == on and _shows(one, box) for on, box in places)]
        taken = [one for one in there if one.taken]
        if not there or leaf.value is None or (leaf.sort in _NO_NAMES and not taken):
            return leaf  # a name of two signs is like 月 and what stands beside it
        if taken:
            by = dict.fromkeys(one.by for one in there if one.taken)
            return replace(leaf, raw=_as_read(leaf.raw, taken), flags=(*leaf.flags, *by))
        offered = tuple(Alternative(one.known, _EVEN_CHANCE) for one in there)
        return replace(leaf, flags=(*leaf.flags, LOOKS_LIKE_KNOWN), alternatives=(*leaf.alternatives, *offered))

    return replace(
        extraction,
        fields={name: of(leaf) for name, leaf in extraction.fields.items()},
        lists={name: tuple(map(of, leaves)) for name, leaves in extraction.lists.items()},
        rows={
            table: tuple({name: of(leaf) for name, leaf in row.items()} for row in rows)
            for table, rows in extraction.rows.items()
        },
    )


def _shows(choice: Choice, box: FloatBox) -> bool:
    return overlap(choice.box, box) > _SAME_INK or overlap(box, choice.box) > _SAME_INK
