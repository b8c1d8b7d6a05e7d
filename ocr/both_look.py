"""An amount that a photograph says in figures and in capitals: chosen by both inks together where they read apart.

3,088 beside 壹万叁仟零捌拾捌元: one of the two was misread, and the ink of either tells how likely the other's amount
is. Such a value is never sure, and proves nothing afterwards: it was chosen because it stands twice. Here: which pairs
are asked, and the asking. Not here: pairs of which one is sure and rules (total_look, words_look), which go first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.amount_ink import AMOUNT_PAIRS, CAPITALS, FIGURES, MOST_FEN, READ_TOGETHER, Script, fits
from ocr.chosen import as_chosen
from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.extract.leaves import FieldLeaf
from ocr.lines import Line, Quad
from ocr.nearly_words import nearly_said
from ocr.pages import Image
from ocr.payers_look import amounts_like
from ocr.shelf import SheetShelf
from ocr.words_look import room_of_words

_CLEAR: Final = 0.995  # confidence of an amount without any remark from which it is what was read
_FITS: Final = -9.0  # nats behind the freest reading of the recogniser that sees it best, down to which an ink says it
_FITS_AS_TOLD: Final = -14.0  # likewise of an amount that one of the two, or a table, was read to say
_READ: Final = 0.6  # confidence of figures that tell capitals which lack a sign: those are no witness of theirs
_LEAD: Final = 0.75  # nats by which the amount must lead every other by both inks
_OF_SUM: Final = 3.0  # nats by which the sum of a table's amounts speaks for its total
_FURTHEST: Final = -12.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_STEPS: Final = 6  # of looking on beside the likeliest amount, a digit at a time
_LABEL: Final = re.compile(r"[:：)）](?=[^:：)）]*$)|[^0-9.,，。¥￥Yy\s](?=[0-9.,，。¥￥Yy\s]*$)")
_REST: Final = re.compile(r"[(（\u4e00-\u9fff]")
_LOST: Final = 4.0  # of a line's height behind its end
_UNIT: Final = frozenset("元圆")
_IS_CUT: Final = re.compile(r"[^整正角分]$")  # capitals that go on in the next line, or in cents below 元
_LEAST_CUT: Final = 4  # signs of an amount that a line's end leaves


def _beginnings(fen: int) -> list[str]:
    """Return the ways to write an amount in capitals, whole and cut by a line's end."""
    return [way[:stop] for way in CAPITALS.ways(fen) for stop in range(_LEAST_CUT, len(way) + 1)]


_CUT: Final = Script(CAPITALS.signs, CAPITALS.forms, _beginnings)
Opinion = tuple[LogProbabilities, tuple[str, ...]]


def look_at_both(
    fields: Mapping[str, FieldLeaf],
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
    sums: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, FieldLeaf]:
    """Return the fields with pairs of amounts that both inks say together; others as they were read.

    `sums` tells, by the figures' name, what a table makes whose every amount was read: one more amount to be asked for.
    """
    settled = dict(fields)
    for name, in_words in AMOUNT_PAIRS:
        figures, words = fields.get(name), fields.get(in_words)
        if figures is None or words is None:
            continue
        if _nearly_say(words, figures, shelf):
            settled[in_words] = as_chosen(words, figures.value, READ_TOGETHER)
            continue
        if not _is_asked(figures, words, shelf):
            continue
        made = sums.get(name) if shelf.was_read_twice(figures.page) else None
        fen = _amount_of_both(figures, words, lines, shelf, engine.read_twice, made)
        if fen is not None:
            settled[name], settled[in_words] = (
                as_chosen(figures, fen, READ_TOGETHER),
                as_chosen(words, fen, READ_TOGETHER),
            )
        else:
            settled[name], settled[in_words] = _doubted(figures), _doubted(words)
    return settled


def _nearly_say(words: FieldLeaf, figures: FieldLeaf, shelf: SheetShelf) -> bool:
    """Whether capitals over two rows, which no one crop shows, say the figures' amount but for one misread sign."""
    unclear = words.value is None and len(words.parts) > 1 and shelf.was_read_twice(words.page)
    return unclear and figures.confidence >= _READ and bool(_amounts(figures) & nearly_said(words.raw))


def _is_asked(figures: FieldLeaf, words: FieldLeaf, shelf: SheetShelf) -> bool:
    """Whether they say no one amount, not both clearly, and each stands in one row of a photographed page."""
    if figures.value == words.value or not (_amounts(figures) or _amounts(words)):
        return False
    there = all(len(leaf.parts) == 1 and not shelf.thin(leaf.page).raw.words for leaf in (figures, words))
    return there and not all(map(_is_clear, (figures, words)))


def _is_clear(leaf: FieldLeaf) -> bool:
    return leaf.value is not None and leaf.confidence >= _CLEAR and not leaf.flags


def _amounts(leaf: FieldLeaf) -> set[int]:
    return {leaf.value} if isinstance(leaf.value, int) and 0 < leaf.value < MOST_FEN else set()


def _amount_of_both(
    figures: FieldLeaf,
    words: FieldLeaf,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
    made: int | None,
) -> int | None:
    """Return the amount that both inks say before every other; None where there is none."""
    one, other = figures.parts[0], words.parts[0]
    in_figures, in_words = lines[one.page][one.line_index], lines[other.page][other.line_index]
    rooms = _room_of_figures(in_figures, one.start, one.stop), room_of_words(in_words, other.start, other.stop)
    asked = engine.opinions_of_figures if shelf.was_read_twice(one.page) else engine.every_opinion
    heard = (
        _Heard(FIGURES, _opinions(asked, shelf, one.page, in_figures, lines[one.page], rooms[0])),
        _Heard(
            _CUT if _IS_CUT.search(words.raw) else CAPITALS,
            _opinions(asked, shelf, other.page, in_words, lines[other.page], rooms[1]),
        ),
    )
    amounts, said = _asked(heard, _first_asked(figures, words, made))
    told = {made, *_amounts(figures), *_amounts(words)} if shelf.was_read_twice(figures.page) else set()
    least = [_FITS_AS_TOLD if fen in told else _FITS for fen in amounts]
    seen = np.min([rows.max(axis=0) for rows in said], axis=0) >= least  # what one ink rules out is no rival
    both = np.sum([_by_those_who_see(rows) for rows in said], axis=0)
    if made in amounts:
        both[amounts.index(made)] += _OF_SUM
    ranked = sorted(zip(both[seen].tolist(), np.array(amounts)[seen].tolist(), strict=True), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD):
        return None
    return int(ranked[0][1])


def _by_those_who_see(nats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each amount's nats, the mean over the recognisers (rows) that see any amount at all."""
    seen = np.maximum(nats, _FURTHEST)
    those = seen.max(axis=1) > _FURTHEST
    return np.asarray(seen[those].mean(axis=0) if those.any() else seen[0])


def _first_asked(figures: FieldLeaf, words: FieldLeaf, made: int | None) -> set[int]:
    """Return what was read and made, what differs from that in a digit, and what capitals that are none nearly say."""
    read = _amounts(figures) | _amounts(words) | ({made} if made is not None and 0 < made < MOST_FEN else set())
    near = {like for fen in read for like in amounts_like(fen)}
    return read | near | (nearly_said(words.raw) if words.value is None else set())


def _asked(heard: Sequence["_Heard"], first: set[int]) -> tuple[list[int], list[NDArray[np.float64]]]:
    """Return the amounts asked for and what each ink says of them: the first, then those beside the likeliest so far.

    Where both were misread, the amount differs in two digits from either; a step leads there by way of one.
    """
    amounts: list[int] = []
    said = [np.empty((len(ink.opinions), 0)) for ink in heard]
    new = first
    for _ in range(_STEPS):
        more = sorted(fen for fen in new - {*amounts} if 0 < fen < MOST_FEN)
        if not more:
            break
        amounts += more
        said = [np.hstack([rows, ink.says(more)]) for rows, ink in zip(said, heard, strict=True)]
        new = amounts_like(amounts[int(np.sum([rows.max(axis=0) for rows in said], axis=0).argmax())])
    return amounts, said


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the recognisers see in the ink of an amount, and how it is written."""

    script: Script
    opinions: Sequence[Sequence[Opinion]]  # of each recogniser one for each crop

    def says(self, amounts: Sequence[int]) -> NDArray[np.float64]:
        """Return the nats, recognisers x amounts, by which each amount falls behind the freest reading at least.

        Room behind a line's end is where pale figures may stand, and where nothing is read as something.
        """
        crops = [[fits([one], self.script, amounts) for one in crops] for crops in self.opinions]
        return np.array([np.max(one, axis=0) for one in crops])


def _opinions(
    asked: Callable[[Image], Sequence[Opinion]],
    shelf: SheetShelf,
    page: int,
    line: Line,
    lines: Sequence[Line],
    room: tuple[int, int],
) -> Sequence[Sequence[Opinion]]:
    """Return what each recogniser says of the amount, of its line as found and with the room behind it."""
    quads = dict.fromkeys((line.span_quad(*room), _with_what_was_lost(line, room, lines)))
    sheet = shelf.unstamped(page)
    return tuple(zip(*(asked(cut_quad(sheet, quad)) for quad in quads), strict=True))


def _with_what_was_lost(line: Line, room: tuple[int, int], lines: Sequence[Line]) -> Quad:
    """Return the quad of an amount with the free room behind its line's end: the line finder loses pale figures."""
    one, two, three, four = line.span_quad(*room)
    if room[1] < len(line.text):
        return one, two, three, four
    _, y0, x1, y1 = line.box
    beside = [other.box[0] for other in lines if other.box[0] >= x1 and other.box[1] < y1 and y0 < other.box[3]]
    more = min([_LOST * (y1 - y0), *(left - x1 for left in beside)])
    along, down = two[0] - one[0] or 1.0, two[1] - one[1]
    step = more, more * down / along
    return one, (two[0] + step[0], two[1] + step[1]), (three[0] + step[0], three[1] + step[1]), four


def _room_of_figures(line: Line, start: int, stop: int) -> tuple[int, int]:
    """Return which signs of a line (start, stop) stand between the figures' label and the words behind them."""
    text = line.text
    before = _LABEL.search(text[:start])
    behind = next((at for at in range(stop, len(text)) if _REST.match(text[at]) and text[at] not in _UNIT), len(text))
    return before.end() if before else 0, behind


def _doubted(leaf: FieldLeaf) -> FieldLeaf:
    """Return one of two amounts that differ, doubted unless it is clear: one of them was misread."""
    return leaf if _is_clear(leaf) else replace(leaf, flags=(*leaf.flags, "READ_DIFFERENTLY"))
