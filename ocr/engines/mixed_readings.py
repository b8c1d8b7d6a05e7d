"""What becomes of several readings of one moved line: the clearer signs stand, and what any reads otherwise is doubted.

Here: two readings, and a third one of figures alone. Not here: who reads (read_twice).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.lines import Glyph, Line, mean_probability

DIFFERS: Final = 0.58  # probability of a sign that another recogniser reads otherwise: below every floor
LEAST_FIGURES: Final = 3  # of a line in which figures are asked for
_ABOUT_AS_CLEAR: Final = 0.1  # mean glyph probability by which the clearer of two readings is not clearer throughout
_DIGITS: Final = frozenset("0123456789")
_CAPITALS: Final = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟万亿")  # of amounts
_FIGURES: Final = _DIGITS | _CAPITALS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ元角分整")
_BETWEEN: Final = frozenset(".,-/¥")


def clearness(line: Line) -> float:
    return mean_probability([line])


def plain(text: str) -> str:
    """Return a text sign for sign, full and half width alike."""
    forms = ((char, unicodedata.normalize("NFKC", char)) for char in text)
    return "".join(form if len(form) == 1 else char for char, form in forms)


def clearer(one: Line, other: Line) -> Line:
    """Return the clearer of two readings of a line, its signs doubted where the other reading has none or others.

    Of two that are about as clear each gives the signs of which it is the surer where they differ. A figure that the
    other alone has stands where it repeats its neighbour.
    """
    if clearness(other) > clearness(one):
        one, other = other, one
    near = clearness(one) - clearness(other) <= _ABOUT_AS_CLEAR
    # Never empty beside a reading that has signs: nothing is less clear than no sign.
    glyphs = [[glyph] for glyph in one.glyphs]
    for start, stop, there, end in differences(plain(one.text), plain(other.text)):
        here, beside = one.glyphs[start:stop], other.glyphs[there:end]
        if not here and _repeats(beside, [*one.glyphs[max(0, start - 1) : start], *one.glyphs[start : start + 1]]):
            at = min(start, len(one.glyphs) - 1)
            put = [doubted(glyph, None) for glyph in beside]
            glyphs[at] = [*put, *glyphs[at]] if at == start else [*glyphs[at], *put]
        elif not here and any(glyph.char.isalnum() for glyph in beside):
            for at in {max(0, start - 1), min(start, len(one.glyphs) - 1)}:  # a sign may be lost between these
                glyphs[at] = [doubted(glyph, None) for glyph in glyphs[at]]
        if here and beside and near and mean_of(beside) > mean_of(here):
            here, beside = beside, here
        twins = beside if len(here) == len(beside) else (None,) * len(here)
        if start < stop:
            glyphs[start] = [doubted(glyph, twin) for glyph, twin in zip(here, twins, strict=True)]
            glyphs[start + 1 : stop] = [[] for _ in range(start + 1, stop)]
    mixed = replace(one, glyphs=_in_order([glyph for group in glyphs for glyph in group]))
    return replace(mixed, confidence=clearness(mixed))


def _repeats(more: Sequence[Glyph], beside: Sequence[Glyph]) -> bool:
    """Whether figures repeat one that stands beside them: of 9999 one is lost sooner than made up."""
    return all(glyph.char in _DIGITS and glyph.char in {other.char for other in beside} for glyph in more)


def differences(one: str, other: str) -> list[tuple[int, int, int, int]]:
    """Return the stretches (start, stop of the one, start, stop of the other) in which two texts differ least.

    A sign for a sign before one lost and one more: of 4099 and 4999 the second figures differ.
    """
    if one == other:
        return []
    rows = [list(range(len(other) + 1))]
    for at, sign in enumerate(one, 1):
        above, row = rows[-1], [at]
        for place, its in enumerate(other):
            row.append(min(above[place] + (sign != its), above[place + 1] + 1, row[place] + 1))
        rows.append(row)
    found: list[tuple[int, int, int, int]] = []
    at, place = len(one), len(other)
    while at or place:
        here = rows[at][place]
        same = at > 0 and place > 0 and one[at - 1] == other[place - 1]
        if at and place and here == rows[at - 1][place - 1] + (not same):
            step = (1, 1)
        else:
            step = (1, 0) if at and here == rows[at - 1][place] + 1 else (0, 1)
        if not (step == (1, 1) and same):
            stop, end = (at, place)
            if found and (found[-1][0], found[-1][2]) == (at, place):
                _, stop, _, end = found.pop()
            found.append((at - step[0], stop, place - step[1], end))
        at, place = at - step[0], place - step[1]
    return found[::-1]


def mean_of(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.probability for glyph in glyphs) / len(glyphs)


def doubted(glyph: Glyph, twin: Glyph | None) -> Glyph:
    """Return a sign that the other recogniser does not read, with what that reads in its place as a runner-up."""
    others = glyph.others
    if twin is not None:
        others = (*others, (twin.char, twin.probability), *twin.others)
    return replace(glyph, probability=min(glyph.probability, DIFFERS), others=others)


def asks_for_figures(line: Line) -> bool:
    """Whether a line has figures enough."""
    return sum(sign in _DIGITS or sign in _CAPITALS for sign in plain(line.text)) >= LEAST_FIGURES


def with_figures(line: Line, own: Line, moved: Line, figures: Line) -> Line:
    """Return a line that two recognisers read with the figures that one of figures alone reads otherwise.

    A figure in place of another stands where the reading of moved print has it, too, and was the clearer one, or where
    each has something else and it is clear; one that the line lacks, where another reading has it or it is clear. None
    is left out: of two alike one is lost sooner than made up. What the readings differ in is doubted.
    """
    places, its = _unspaced(line), [figures.glyphs[at] for at in _unspaced(figures)]
    told, said = (plain("".join(glyph.char for glyph in one)) for one in ([line.glyphs[at] for at in places], its))
    others = [_Aligned.of(told, "".join(plain(one.text).split())) for one in (own, moved)]
    is_moved = clearness(moved) >= clearness(own)
    out = [[glyph] for glyph in line.glyphs]
    for start, stop, there, end in _sign_by_sign(differences(told, said)):
        here, beside = [line.glyphs[at] for at in places[start:stop]], its[there:end]
        if not _are_figures((*here, *beside)) or not places:
            continue
        read = [one.at(start, stop) for one in others]
        for_it, against = 1 + read.count(said[there:end]), read.count(told[start:stop])
        more, clear = for_it > against, _is_clear(beside)
        if len(beside) == len(here):
            other = (more and is_moved) or (for_it == against and clear)
        else:
            other = len(beside) > len(here) and (more or clear)
        taken, left = (beside, here) if other else (here, beside)
        twins: Sequence[Glyph | None] = left if len(left) == len(taken) else (None,) * len(taken)
        put = [doubted(glyph, twin) for glyph, twin in zip(taken, twins, strict=True)]
        for at in places[start:stop]:
            out[at] = []
        if start < len(places):
            out[places[start]] = [*put, *out[places[start]]]
        else:
            out[-1] = [*out[-1], *put]
    mixed = replace(line, glyphs=_in_order([glyph for group in out for glyph in group]))
    return replace(mixed, confidence=clearness(mixed))


def _sign_by_sign(stretches: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield stretches, those of as many signs on both sides in single signs."""
    for start, stop, there, end in stretches:
        if stop - start == end - there:
            yield from ((at, at + 1, there + at - start, there + at - start + 1) for at in range(start, stop))
        else:
            yield start, stop, there, end


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A reading beside another text: where each place of the text begins and ends in it, but within a difference."""

    text: str
    before: Mapping[int, int]
    behind: Mapping[int, int]

    @classmethod
    def of(cls, told: str, text: str) -> "_Aligned":
        """Align a reading with a text."""
        before: dict[int, int] = {}
        behind: dict[int, int] = {}
        at = off = 0
        for start, stop, there, end in (*differences(told, text), (len(told) + 1,) * 4):
            for place in range(at, min(start, len(told)) + 1):
                before.setdefault(place, place + off)
                behind[place] = place + off
            if start > len(told):
                break
            behind[stop] = before[stop] = end
            if start == stop:
                before[stop] = there
            at, off = stop, end - stop
        return cls(text, before, behind)

    def at(self, start: int, stop: int) -> str | None:
        """Return what the reading has in place of some signs, or where none stands; None where that cannot be told.

        What it has more beside the signs is not in their place.
        """
        edges = (self.behind, self.before) if start < stop else (self.before, self.behind)
        first, last = edges[0].get(start), edges[1].get(stop)
        return None if first is None or last is None else self.text[first:last]


def _in_order(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Return signs none of which stands before the one before it: they come from several readings."""
    out: list[Glyph] = []
    for glyph in glyphs:
        out.append(replace(glyph, at=max(glyph.at, out[-1].at)) if out else glyph)
    return tuple(out)


def _unspaced(line: Line) -> list[int]:
    return [at for at, glyph in enumerate(line.glyphs) if not glyph.char.isspace()]


def _is_clear(glyphs: Sequence[Glyph]) -> bool:
    return bool(glyphs) and mean_of(glyphs) >= DIFFERS


def _are_figures(glyphs: Sequence[Glyph]) -> bool:
    """Whether signs are figures and what stands between them, with a figure among them."""
    signs = plain("".join(glyph.char for glyph in glyphs))
    return not _FIGURES.isdisjoint(signs) and all(sign in _FIGURES or sign in _BETWEEN for sign in signs)
