"""A value whose signs stand in the blanks of a printed form, too wide apart for one piece: 2024 年 | 5 月 | 16 日.

The same of amounts in capitals before printed units: 零拾 | 零万 | 贰仟 | 叁佰. Here: joining the pieces of one row.
Not here: values in one piece (grammar), days beside signatures (dating).
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.calibration import FIGURE_IN_DOUBT
from ocr.extract import grammar
from ocr.extract.grammar import Found, Scanner
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece
from ocr.extract.rows import NEAR
from ocr.extract.runs import Run

_MOST_PIECES: Final = 18  # nine units of an amount and the figure before each
_ROOM: Final = 3.0  # heights before a single figure in which another may stand that was not found
_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(r"[0-9〇零一二三四五六七八九十年月日]{1,11}"),
    "words": re.compile(rf"[{grammar.WORD_SIGNS}{grammar.BLANKS}]{{1,24}}"),
}
_SCANNERS: Final[Mapping[str, Scanner]] = {"date": grammar.dates, "words": grammar.words}
_ENDS: Final[Mapping[str, str]] = {"date": "日", "words": "元角分整正"}
_ONE_FIGURE: Final = re.compile(r"[0-9](?![0-9])")


def spread(layout: Layout, sort: str) -> Iterator[tuple[Run, Found, str]]:
    """Yield each whole day, or amount in capitals, that pieces of a row make: its run, itself, the row's text."""
    if sort not in _SIGNS:
        return
    for row in layout.rows:
        pieces = layout.row_pieces(row)
        for group in _groups(pieces, sort):
            made = joined_value(group, sort)
            if made is not None:
                yield *made, "".join(piece.run.text for piece in pieces)


def joined_value(pieces: Sequence[Piece], sort: str) -> tuple[Run, Found] | None:
    """Return the value that pieces of a row make together, and the run it stands in; None where they make none.

    A piece with other signs behind its first ones (元肆角贰分¥2376.42) is the last. Where a figure stands alone in a
    room for two, the other may not have been found.
    """
    signs = _SIGNS.get(sort)
    if signs is None or len(pieces) < 2 or not signs.fullmatch(pieces[0].run.text):
        return None
    run, flags = pieces[0].run, tuple[str, ...]()
    for before, one in itertools.pairwise(pieces[:_MOST_PIECES]):
        match = signs.match(one.run.text)
        if match is None:
            break
        run = run + one.run.cut(0, match.end())
        if _ONE_FIGURE.match(one.run.text) and one.box[0] - before.box[2] > _ROOM * one.height:
            flags = (FIGURE_IN_DOUBT,)
        if match.end() < len(one.run) or (sort == "date" and run.text.endswith("日")):
            break
    found = grammar.best(_SCANNERS[sort], run.text, 0)
    if found is None or found.value is None or found.start > 0 or found.stop < len(run):
        return None
    return (run, replace(found, flags=(*found.flags, *flags))) if run.text[-1] in _ENDS[sort] else None


def _groups(pieces: Sequence[Piece], sort: str) -> Iterator[Sequence[Piece]]:
    """Yield pieces near each other, two and more, that begin with nothing but signs of the sort."""
    group: list[Piece] = []
    for piece in pieces:
        fits = _SIGNS[sort].match(piece.run.text) is not None
        if group and (not fits or piece.box[0] - group[-1].box[2] > NEAR * piece.height):
            yield tuple(group)
            group = []
        if fits:
            group.append(piece)
    yield tuple(group)
