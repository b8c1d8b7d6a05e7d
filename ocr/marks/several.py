"""Signatures of several people in one room, told apart by the names that may stand there.

Here: which columns of one piece of handwriting are whose. A name may have a wide gap inside it and two names may stand
close, so gaps alone do not tell; the names' scores over neighbouring pieces do. Not here: verdicts (names).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.engines.base import OcrEngine
from ocr.marks.crops import Grey
from ocr.marks.found import FoundMark
from ocr.marks.name_scores import read_hand

_LEAST_GAP = 0.12  # em; narrower gaps lie inside characters
_MOST_PIECES = 9  # cuts beyond this cost time and part characters
_TOGETHER = 4  # pieces that may make up one name
_WIDEST = 12.0  # em of one signature
_NARROWEST = 0.7  # em, likewise
_FIT_PER_CHAR, _AHEAD = -3.0, -4.5  # nats: a piece that fits a name, and how far a rival may lead
_LONGER = 0.5  # nats per character by which a name may fit less well for each character it has more
_APART = 0.75  # em between two hands that fit no name, from which they count as two
_TWO_CHARACTERS = 1.3  # times its height is the width of the shortest name; less is one character of a name

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Fit:
    first: int  # piece
    last: int
    name: str
    score: float  # nats per character below the best reading


def gaps_of(crop: Grey, em: float) -> tuple[_Span, ...]:
    """Return the blank columns inside a crop that could part two names, widest first."""
    inked = (crop < 160).any(axis=0)  # the crop is cleaned: paper is white
    columns = np.flatnonzero(inked)
    if columns.size == 0:
        return ()
    steps = np.flatnonzero(np.diff(columns) > max(2.0, _LEAST_GAP * em))
    spans = [(int(columns[n]) + 1, int(columns[n + 1])) for n in steps]
    return tuple(sorted(spans, key=lambda span: span[0] - span[1]))


def parted(
    found: FoundMark, people: Sequence[str], others: Sequence[str], engine: OcrEngine, *, alone: bool
) -> tuple[FoundMark, ...]:
    """Return one signature a person, in reading order; the whole where it cannot be parted.

    `alone` says that the room is the only one for all of them; else each has a room, and gaps lie inside names.
    """
    crop = found.crop
    if crop is None or crop.shape[1] < 2.5 * found.em:
        return (found,)
    cuts = sorted(found.gaps[: min(_MOST_PIECES - 1, 3 * len(people))])
    pieces = list(zip([0, *(stop for _, stop in cuts)], [*(start for start, _ in cuts), crop.shape[1]], strict=True))
    taken = _chosen(_fits(crop, pieces, found.em, people, others, engine))
    if not taken:
        hands = _hands(pieces, found.em) if alone and len(people) > 1 else []
        names = hands and all(stop - start >= _TWO_CHARACTERS * _height(crop, (start, stop)) for start, stop in hands)
        return tuple(_part(found, span) for span in hands) if names else (found,)
    spans: list[_Span] = []
    at = 0
    for fit in taken:
        spans += _hands(pieces[at : fit.first], found.em)
        spans.append((pieces[fit.first][0], pieces[fit.last][1]))
        at = fit.last + 1
    spans += _hands(pieces[at:], found.em)
    return tuple(_part(found, span) for span in spans)


def _fits(
    crop: Grey, pieces: Sequence[_Span], em: float, people: Sequence[str], others: Sequence[str], engine: OcrEngine
) -> list[_Fit]:
    fits: list[_Fit] = []
    for first, last in _spans(len(pieces)):
        start, stop = pieces[first][0], pieces[last][1]
        if not _NARROWEST * em <= stop - start <= _WIDEST * em:
            continue
        reading = read_hand(crop[:, start:stop], people, others, engine)
        for one in reading.names if reading else ():
            per_char = one.deficit / max(len(one.name), 1)
            if per_char >= _FIT_PER_CHAR and one.margin >= _AHEAD:
                fits.append(_Fit(first, last, one.name, per_char))
    return fits


def _spans(pieces: int) -> Iterator[tuple[int, int]]:
    """Yield which pieces (first, last) may be one name: neighbours, and all, as 邓光涛 may lie in five."""
    for first in range(pieces):
        for last in range(first, min(pieces, first + _TOGETHER)):
            yield first, last
    if pieces > _TOGETHER:
        yield 0, pieces - 1


def _chosen(fits: Sequence[_Fit]) -> list[_Fit]:
    """Return the best fits that share neither a piece nor a name, in reading order; 江超伟 rather than 江超."""
    kept: list[_Fit] = []
    for fit in sorted(fits, key=lambda one: -(one.score + _LONGER * len(one.name))):
        if all((fit.last < k.first or k.last < fit.first) and fit.name != k.name for k in kept):
            kept.append(fit)
    return sorted(kept, key=lambda one: one.first)


def _hands(pieces: Sequence[_Span], em: float) -> list[_Span]:
    """Return the hands among pieces that fit no name: parted at wide gaps, bits too small for a name left out."""
    spans: list[_Span] = []
    for start, stop in pieces:
        if spans and start - spans[-1][1] < _APART * em and stop - spans[-1][0] <= _WIDEST * em:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return [span for span in spans if span[1] - span[0] >= 2 * _NARROWEST * em]


def _height(crop: Grey, span: _Span) -> int:
    rows = np.flatnonzero((crop[:, span[0] : span[1]] < 160).any(axis=1))
    return int(rows[-1] - rows[0]) if rows.size else 0


def _part(found: FoundMark, span: _Span) -> FoundMark:
    """Return the signature in some columns of a found one."""
    assert found.crop is not None and found.mark.box is not None
    crop = found.crop[:, span[0] : span[1]]
    rows = np.flatnonzero((crop < 160).any(axis=1))
    x0, y0, x1, y1 = found.mark.box
    pad = (found.crop.shape[1] - (x1 - x0)) // 2
    top, bottom = (y0 - pad + int(rows[0]), y0 - pad + int(rows[-1]) + 1) if rows.size else (y0, y1)
    box = (x0 - pad + span[0], max(y0, top), x0 - pad + span[1], min(y1, bottom))
    return replace(found, mark=replace(found.mark, box=box, text=""), crop=crop, gaps=())
