"""A value whose signs stand in the blanks of a printed form, too wide apart for one piece: 2024 年 | 5 月 | 16 日.

The same of amounts in capitals before printed units: 零拾 | 零万 | 贰仟 | 叁佰. Here: joining the pieces of one row.
Not here: values in one piece (grammar), days beside signatures (dating).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ocr.extract import grammar
from ocr.extract.grammar import Found, Scanner
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece
from ocr.extract.runs import Run

_GAP: Final = 9.0  # heights of print between two of its pieces at most
_MOST_PIECES: Final = 18  # nine units of an amount and the figure before each
_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(r"[0-9〇零一二三四五六七八九十年月日]{1,11}"),
    "words": re.compile(rf"[{grammar.WORD_SIGNS}{grammar.BLANKS}]{{1,24}}"),
}
_SCANNERS: Final[Mapping[str, Scanner]] = {"date": grammar.dates, "words": grammar.words}
_ENDS: Final[Mapping[str, str]] = {"date": "日", "words": "元角分整正"}


def spread(layout: Layout, sort: str) -> Iterator[tuple[Run, Found]]:
    """Yield each whole day, or amount in capitals, that several pieces of one row make, and the run it stands in."""
    if sort not in _SIGNS:
        return
    for row in layout.rows:
        for pieces in _groups(layout.row_pieces(row), sort):
            made = joined_value(pieces[0].run, [piece.run for piece in pieces[1:]], sort)
            if made is not None:
                yield made


def joined_value(run: Run, more: Sequence[Run], sort: str) -> tuple[Run, Found] | None:
    """Return the value that runs beside each other make together, and the run it stands in; None where they make none.

    A run with other signs behind its first ones (元肆角贰分¥2376.42) is the last.
    """
    signs = _SIGNS.get(sort)
    if signs is None or not signs.fullmatch(run.text):
        return None
    pieces = 1
    for one in more[: _MOST_PIECES - 1]:
        match = signs.match(one.text)
        if match is None:
            break
        run, pieces = run + one.cut(0, match.end()), pieces + 1
        if match.end() < len(one) or (sort == "date" and run.text.endswith("日")):
            break
    found = grammar.best(_SCANNERS[sort], run.text, 0)
    if pieces == 1 or found is None or found.value is None or found.start > 0 or found.stop < len(run):
        return None
    return (run, found) if run.text[-1] in _ENDS[sort] else None


def _groups(pieces: Sequence[Piece], sort: str) -> Iterator[Sequence[Piece]]:
    """Yield pieces beside each other, two and more, that begin with nothing but signs of the sort."""
    group: list[Piece] = []
    for piece in pieces:
        fits = _SIGNS[sort].match(piece.run.text) is not None
        if group and (not fits or piece.box[0] - group[-1].box[2] > _GAP * piece.height):
            yield from [tuple(group)] if len(group) > 1 else []
            group = []
        if fits:
            group.append(piece)
    yield from [tuple(group)] if len(group) > 1 else []
