"""Rows of a relatives' table by their shape: citizens' numbers below each other, names at the left end of their rows.

For tables whose heads or rows nobody read. Here: which pieces make a row. Not here: the values in them (joint.py), and
tables with heads (tables.py).
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from statistics import median

from ocr.extract.layout import Layout
from ocr.extract.matching import Piece
from ocr.extract.runs import Run, overlap

_WHOLE = 18  # places of a citizen's number
_NUMBER = re.compile(r"(?!62)[0-9]{14,17}[0-9Xx]?")  # of eighteen places some may be lost; 62 begins a card's
_WORD = re.compile(r"[\u4e00-\u9fff]{2,5}")
# A name of which no sign was read; no row's number.
_SMEARED = re.compile(r"(?![(]?(?:[0-9]{1,2}|[一二三四五六七八九十①-⑩]{1,2})[).、]?$).{1,5}")
_SAME_ROW = 0.4  # share of a line's height
_LIKE_A_NUMBER = re.compile(r"(?!62|1[3-9][0-9]{9,10}$)(?=(?:[A-Za-z.]*[0-9]){12})[0-9A-Za-z.]{12,19}")
_SAME_COLUMN = 0.75  # share of the narrower of two pieces
_CARD = re.compile(r"62[0-9]{12,}")
_LEAST_FIGURES = 3  # of a smeared number in a column of them
_WIDEST_STEP = 1.7  # of the usual one from row to row; beyond stands another part of the paper
_LEAST_ROWS = 2
_FEW_STEPS = 3  # of which the middle one may be the gap

Cells = Mapping[str, Run]


def rows_by_number(layout: Layout, skip: str) -> tuple[Cells, ...]:
    """Return rows with a citizen's number and a name at the left end; `skip` is a number that is no relative's."""
    numbers = (one for one in layout.pieces if _NUMBER.fullmatch(one.run.text) and one.run.text != skip)
    return tuple(row for number in numbers if (row := _row_of(layout, number)) is not None)


def rows_by_column(layout: Layout) -> tuple[Cells, ...]:
    """Return rows by a column of numbers, smeared ones among them; none without two that are long enough."""
    long = [one for one in layout.pieces if _LIKE_A_NUMBER.fullmatch(one.run.text) and not _is_labelled(layout, one)]
    free = [one for one in layout.pieces if not _is_labelled(layout, one)]
    columns = [[one for one in free if _is_below_or_above(one, first)] for first in long]
    runs = [_unbroken(sorted(column, key=lambda one: one.middle)) for column in columns]
    longest = max(runs, key=len, default=[])
    if len(longest) < _LEAST_ROWS or sum(one in long for one in longest) < _LEAST_ROWS:
        return ()
    return tuple({**_words_left_of(layout, number, _SMEARED), "ID": number.run} for number in longest)


def _is_below_or_above(one: Piece, first: Piece) -> bool:
    figures = len(re.findall("[0-9]", one.run.text))
    if one.page != first.page or not _LEAST_FIGURES <= figures <= _WHOLE or _CARD.match(one.run.text):
        return False
    own, other = one.box[2] - one.box[0], first.box[2] - first.box[0]
    same = overlap(one.box[0], one.box[2], first.box[0], first.box[2]) > _SAME_COLUMN
    return same and _SAME_COLUMN * other < own < other / _SAME_COLUMN


def _unbroken(column: Sequence[Piece]) -> list[Piece]:
    """Return the longest part of a column whose rows follow each other without a gap."""
    steps = [below.middle - above.middle for above, below in itertools.pairwise(column)]
    if not steps:
        return list(column)
    widest = _WIDEST_STEP * (median(steps) if len(steps) >= _FEW_STEPS else min(steps))
    cuts = [at for at, step in enumerate(steps, 1) if step > widest]
    parts = [list(column[a:b]) for a, b in itertools.pairwise([0, *cuts, len(column)])]
    return max(parts, key=len)


def _row_of(layout: Layout, number: Piece) -> Cells | None:
    words = _words_left_of(layout, number)
    if _is_labelled(layout, number) or not (words or len(number.run) == _WHOLE):
        return None
    return {**words, "ID": number.run}


def _words_left_of(layout: Layout, number: Piece, name: re.Pattern[str] = _WORD) -> Cells:
    row = sorted((one for one in layout.pieces if _is_left_of(one, number)), key=lambda one: one.box[0])
    named = next((at for at, one in enumerate(row) if name.fullmatch(one.run.text)), len(row))
    related = next((one for one in row[named + 1 :] if _WORD.fullmatch(one.run.text)), None)
    cells = {"NAME": row[named].run} if named < len(row) else {}
    return cells | ({"RELATION": related.run} if related is not None else {})


def _is_left_of(one: Piece, number: Piece) -> bool:
    same_row = overlap(one.box[1], one.box[3], number.box[1], number.box[3]) > _SAME_ROW
    return one.page == number.page and one.box[2] <= number.box[0] and same_row


def _is_labelled(layout: Layout, number: Piece) -> bool:
    return any(
        hit.page == number.page and overlap(hit.box[1], hit.box[3], number.box[1], number.box[3]) > _SAME_ROW
        for hit in layout.hits
    )
