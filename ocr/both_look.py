"""An amount that a photograph says in figures and in capitals: chosen by both inks together where they read apart.

3,088 beside 壹万叁仟零捌拾捌元: one of the two was misread, and the ink of either tells how likely the other's amount
is. Such a value is never sure, and proves nothing afterwards: it was chosen because it stands twice. Here: which pairs
are asked, and the asking. Not here: pairs of which one is sure and rules (total_look, words_look), which go first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.amount_ink import AMOUNT_PAIRS, CAPITALS, FIGURES, MOST_FEN, READ_TOGETHER, Script, fits
from ocr.chosen import as_chosen
from ocr.crops import cut_quad
from ocr.engines.base import OcrEngine
from ocr.extract.leaves import FieldLeaf
from ocr.lines import Line, Quad
from ocr.payers_look import amounts_like
from ocr.shelf import SheetShelf
from ocr.words_look import room_of_words

_CLEAR: Final = 0.995  # confidence of an amount without any remark from which it is what was read
_FITS: Final = -9.0  # nats behind the freest reading of the recogniser that sees it best, down to which an ink says it
_LEAD: Final = 1.0  # nats by which the amount must lead every other by both inks
_OF_SUM: Final = 3.0  # nats by which the sum of a table's amounts speaks for its total
_FURTHEST: Final = -12.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_LABEL: Final = re.compile(r"[:：)）](?=[^:：)）]*$)|[^0-9.,，。¥￥Yy\s](?=[0-9.,，。¥￥Yy\s]*$)")
_REST: Final = re.compile(r"[(（\u4e00-\u9fff]")
_LOST: Final = 4.0  # of a line's height behind its end
_UNIT: Final = frozenset("元圆")


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
        if figures is None or words is None or not _is_asked(figures, words, shelf):
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
    read = sorted(_amounts(figures) | _amounts(words) | ({made} if made is not None and 0 < made < MOST_FEN else set()))
    near = {like for fen in read for like in amounts_like(fen) if 0 < like < MOST_FEN}
    amounts = [*read, *sorted(near - set(read))]
    one, other = figures.parts[0], words.parts[0]
    in_figures, in_words = lines[one.page][one.line_index], lines[other.page][other.line_index]
    said = [
        _said(
            engine,
            shelf,
            one.page,
            in_figures,
            lines[one.page],
            _room_of_figures(in_figures, one.start, one.stop),
            FIGURES,
            amounts,
        ),
        _said(
            engine,
            shelf,
            other.page,
            in_words,
            lines[other.page],
            room_of_words(in_words, other.start, other.stop),
            CAPITALS,
            amounts,
        ),
    ]
    both: NDArray[np.float64] = np.sum([np.maximum(one, _FURTHEST).mean(axis=0) for one in said], axis=0)
    if made in amounts:
        both[amounts.index(made)] += _OF_SUM
    best = int(both.argmax())
    lead = float(both[best] - np.delete(both, best).max()) if len(both) > 1 else np.inf
    if lead < _LEAD or min(one[:, best].max() for one in said) < _FITS:
        return None
    return amounts[best]


def _said(
    engine: OcrEngine,
    shelf: SheetShelf,
    page: int,
    line: Line,
    lines: Sequence[Line],
    room: tuple[int, int],
    script: Script,
    amounts: Sequence[int],
) -> NDArray[np.float64]:
    """Return the nats, recognisers x amounts, by which each amount falls behind the freest reading."""
    crop = cut_quad(shelf.unstamped(page), _with_what_was_lost(line, room, lines))
    return np.array([fits([one], script, amounts) for one in engine.every_opinion(crop)])


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
