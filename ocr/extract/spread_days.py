"""A day whose figures stand in the blanks of a printed form, too wide apart for one piece: 2024 年 | 5 月 | 16 日.

Here: joining the pieces of one row. Not here: days in one piece (grammar), days beside signatures (dating).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr.extract import grammar
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece
from ocr.extract.runs import Run

_OF_A_DAY: Final = re.compile(r"[0-9〇零一二三四五六七八九十年月日]{1,11}")
_MOST_PIECES: Final = 7  # year, 年, month, 月, day, 日, each in a piece of its own; the year in two
_GAP: Final = 9.0  # heights of print between two of its pieces at most


def spread_days(layout: Layout) -> Iterator[tuple[Run, Found]]:
    """Yield each whole day that several pieces of one row make together, and the run that it stands in."""
    for row in layout.rows:
        for pieces in _groups(layout.row_pieces(row)):
            run = pieces[0].run
            for piece in pieces[1:]:
                run = run + piece.run
            found = grammar.best(grammar.dates, run.text, 0)
            whole = found is not None and found.value is not None and found.start == 0 and found.stop == len(run)
            if found is not None and whole and run.text.endswith("日"):
                yield run, found


def _groups(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield the pieces beside each other that hold nothing but signs of a day: two and more."""
    group: list[Piece] = []
    for piece in pieces:
        fits = _OF_A_DAY.fullmatch(piece.run.text) is not None
        if group and (not fits or piece.box[0] - group[-1].box[2] > _GAP * piece.height):
            yield from _whole(group)
            group = []
        if fits:
            group.append(piece)
    yield from _whole(group)


def _whole(group: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    if 1 < len(group) <= _MOST_PIECES:
        yield tuple(group)
