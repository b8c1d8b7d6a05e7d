"""Rows of a table: the lines that every row must have, and which pieces of cells belong to them.

Here: rows of placed pieces. Not here: heads, columns, where a table ends (tables).
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.extract.heads import Column
from ocr.extract.items import item_code
from ocr.extract.matching import Piece
from ocr.extract.runs import EMPTY, Run
from ocr.extract.values import SCANNERS

_ANCHORS = ("ID", "AMOUNT", "NAME", "ITEM", "RELATION")
_ANCHOR_SORT = {"ID": "id", "AMOUNT": "money", "NAME": "name", "ITEM": "text", "RELATION": "relation"}
_NUMBER = re.compile(r"[0-9]{1,2}[.、]?")
_LIKE_AMOUNT = re.compile(r"¥?[0-9](?:[0-9,.:]*[,.:][0-9]{2,}|[0-9]{4,8})元?")  # 11,32.00 and 3324200 of 3324.00
_WRAP = 0.6  # of a line's height, between two lines of one cell
_LATER = 0.35  # weight of a value's second line, which strays further than its first
_OPEN = re.compile(r"\([^()]*$")
Placed = Sequence[tuple[Piece, int]]  # a piece and the number of its column


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells by meaning, and the row's vertical band."""

    cells: Mapping[str, Run]
    top: float
    bottom: float
    middle: float


def rows_in(columns: tuple[Column, ...], placed: Placed, top: float, end: float) -> tuple[TableRow, ...]:
    """Return the rows of a table's pieces between its head and its end."""
    height = _height(placed)
    anchors = _anchors(columns, placed, height)
    if not anchors:
        return ()
    own = _middles(columns, placed, anchors)
    edges = [top, *(_border(placed, a, b) for a, b in itertools.pairwise(anchors)), end]
    rows = []
    for number, middle in enumerate(anchors):
        low, high = edges[number], edges[number + 1]
        last = number == len(anchors) - 1
        inside = [
            (p, i)
            for (p, i), at in zip(placed, own, strict=True)
            if (number == 0 or low <= at) and (at < high or last) and (number or at >= low - height)
        ]
        rows.append(TableRow(_cells(columns, inside), low, high, middle))
    return tuple(rows)


def _middles(columns: tuple[Column, ...], placed: Placed, anchors: Sequence[float]) -> list[float]:
    """Return the height at which each piece counts: lines of one wrapped value count at the row nearest to them.

    On a sloping or tight table the second line of a cell lies nearer to the next row than to its own.
    """
    middles = [p.middle for p, _ in placed]
    for index, column in enumerate(columns):
        order = sorted((n for n, (_, i) in enumerate(placed) if i == index), key=lambda n: placed[n][0].middle)
        for upper, lower in itertools.pairwise(order):
            one, two = placed[upper][0], placed[lower][0]
            if two.box[1] - one.box[3] < _WRAP * one.height and _runs_on(one.run.text, two.run.text, column.meaning):
                common = one.middle + _LATER * (two.middle - one.middle)
                middles[upper] = middles[lower] = min(anchors, key=lambda anchor: abs(anchor - common))
    return middles


def _runs_on(upper: str, lower: str, meaning: str) -> bool:
    """Tell whether a line of a column is the rest of the value above it."""
    if _OPEN.search(upper):
        return ")" in lower[:8]
    if meaning != "ITEM" or item_code(lower) is not None:
        return False
    whole = item_code(upper + lower)
    return whole is not None and item_code(upper) != whole


def _cells(columns: tuple[Column, ...], inside: Placed) -> dict[str, Run]:
    cells: dict[str, Run] = {}
    for index, column in enumerate(columns):
        run = EMPTY
        lines = _in_lines([p for p, i in inside if i == index])
        if column.meaning == "ITEM" and len(lines) > 1:  # a row's number whose own column has no head
            lines = [p for p in lines if not _NUMBER.fullmatch(p.run.text)]
        for p in lines:
            run = run + p.run
        if run:
            cells[column.meaning] = cells[column.meaning] + run if column.meaning in cells else run
    return cells


def _in_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a cell in reading order: lines from the top, each from the left."""
    rows: list[list[Piece]] = []
    for p in sorted(pieces, key=lambda p: p.middle):
        if rows and abs(rows[-1][-1].middle - p.middle) < 0.5 * min(p.height, rows[-1][-1].height):
            rows[-1].append(p)
        else:
            rows.append([p])
    return [p for row in rows for p in sorted(row, key=lambda p: p.box[0])]


def _height(placed: Placed) -> float:
    """Return the usual height of the table's own lines."""
    heights = sorted(p.height for p, _ in placed)
    return heights[len(heights) // 2] if heights else 0.0


def _anchors(columns: tuple[Column, ...], placed: Placed, height: float) -> list[float]:
    """Return the middles of the rows: places of values that every row must have.

    Numbers and amounts stand in one line each: two of them half a line apart are two rows, however tight the rows
    are. Names wrap: one makes a row of its own only well away from the others.
    """
    groups = _groups(columns, placed)
    anchors: list[float] = []
    for meaning in _ANCHORS[:3]:
        pitch = min((b - a for a, b in itertools.pairwise(sorted(anchors))), default=0.0)
        least = 0.5 * height if meaning != "NAME" else max(0.85 * height, 0.6 * pitch)
        for middle in sorted(groups.get(meaning, ())):
            if min((abs(middle - a) for a in anchors), default=float("inf")) > least:
                anchors.append(middle)
    return sorted(anchors) or sorted(groups.get("ITEM", groups.get("RELATION", [])))


def _groups(columns: tuple[Column, ...], placed: Placed) -> dict[str, list[float]]:
    """Return the middles of the pieces that have the shape of their column, by what the column holds."""
    groups: dict[str, list[float]] = {}
    for p, index in placed:
        meaning = columns[index].meaning
        sort = _ANCHOR_SORT.get(meaning)
        if sort is None:
            continue
        best = max((found.quality for found in SCANNERS[sort](p.run.text)), default=0.0)
        like = sort == "money" and _LIKE_AMOUNT.fullmatch(p.run.text)
        if like or best >= (0.3 if sort in ("money", "id") else 0.5):
            groups.setdefault(meaning, []).append(p.middle)
    return groups


def _border(placed: Placed, upper: float, lower: float) -> float:
    """Return the height at which a row ends: the widest gap between its lines and the next row's."""
    middle = (upper + lower) / 2
    spans = sorted(
        (p.middle - 0.3 * p.height, p.middle + 0.3 * p.height) for p, _ in placed if upper <= p.middle <= lower
    )
    best, widest, reach = middle, 0.0, upper
    for start, stop in spans:
        gap = start - reach
        if gap > widest + 1.0 or (gap > widest - 1.0 and abs((start + reach) / 2 - middle) < abs(best - middle)):
            best, widest = (start + reach) / 2, max(gap, widest)
        reach = max(reach, stop)
    return best if widest > 0 else middle
