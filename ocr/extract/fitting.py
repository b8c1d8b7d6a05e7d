"""Where the columns of a table really lie: the bands in which its cells stand, matched to the heads.

Heads are centred, amounts stand at the right and names at the left edge of their cells, so that half way between
two heads is no safe border. Here: bands, their heads, the borders between them. Not here: heads, rows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.extract.heads import Column
from ocr.extract.matching import Piece

GLUED = re.compile(r"[0-9]\.[0-9]{2}[\u4e00-\u9fff]")  # an amount and the next column's word in one line
_DIGIT = re.compile(r"[0-9年月〇]")
_FIGURES = re.compile(r"[¥0-9][0-9,.\-/Xx]*元?")
_WORDED = frozenset(("NAME", "RELATION", "ITEM", "PAYEE", "METHOD", "GUARDIAN", "SUPPORTED", "MINOR", "BANK"))
_COUNTED = frozenset(("AMOUNT", "ID", "PHONE", "ACCOUNT", "RECEIPT", "CODE", "DATE", "PRICE", "SIGN_DATE", "SLIP"))
_MISFIT = 6.0  # heights of a line: how far a head may be off before a band of another sort is better
_SHARED = 3.0
_BEFORE = 0.4  # heights of a line: room left before the cells that follow a signature's column


@dataclass(frozen=True, slots=True)
class _Band:
    left: float
    right: float
    height: float
    worded: bool  # hardly a digit in its cells
    counted: bool  # nothing but figures in its cells


def fitted(columns: tuple[Column, ...], body: Sequence[Piece]) -> tuple[Column, ...]:
    """Return the columns with their borders half way between the cells; unchanged where cells run together."""
    bands = _bands(columns, body)
    if len(bands) < 2 or any(_heads_under(columns, band.left, band.right) > 1 for band in bands):
        return columns
    owners = _owners(columns, bands)
    extents = []
    for index, column in enumerate(columns):
        own = [band for band, owner in zip(bands, owners, strict=True) if owner == index]
        left = min((band.left for band in own), default=column.head[0])
        right = max((band.right for band in own), default=column.head[2])
        extents.append((left, right))
    out = list(columns)
    for index in range(len(columns) - 1):
        border = (extents[index][1] + extents[index + 1][0]) / 2
        if columns[index].meaning == "SIGN" and index + 1 in owners:  # hands are wide, and seldom read as cells
            border = max(border, extents[index + 1][0] - _BEFORE * bands[owners.index(index + 1)].height)
        out[index] = replace(out[index], right=border)
        out[index + 1] = replace(out[index + 1], left=border)
    if any(column.left >= column.right for column in out):
        return columns
    out[0] = replace(out[0], left=min(out[0].left, extents[0][0]))
    out[-1] = replace(out[-1], right=max(out[-1].right, extents[-1][1]))
    return tuple(out)


def _heads_under(columns: Sequence[Column], left: float, right: float) -> int:
    """Return over how many heads an interval lies to more than a third of their width."""
    return sum(min(right, c.head[2]) - max(left, c.head[0]) > 0.35 * (c.head[2] - c.head[0]) for c in columns)


def _bands(columns: Sequence[Column], body: Sequence[Piece]) -> list[_Band]:
    """Return the x ranges that cells share, from the left; pieces over two heads say nothing."""
    cells = [p for p in body if _heads_under(columns, p.box[0], p.box[2]) < 2 and not GLUED.search(p.run.text)]
    groups: list[list[Piece]] = []
    reach = float("-inf")
    for p in sorted(cells, key=lambda p: p.box[0]):
        if groups and p.box[0] + 0.12 * p.height < reach:
            groups[-1].append(p)
        else:
            groups.append([p])
            reach = float("-inf")
        reach = max(reach, p.box[2] - 0.12 * p.height)
    return [_band(group) for group in groups]


def _band(cells: Sequence[Piece]) -> _Band:
    heights = sorted(p.height for p in cells)
    digits = sum(bool(_DIGIT.search(p.run.text)) for p in cells)
    figures = sum(bool(_FIGURES.fullmatch(p.run.text)) for p in cells)
    return _Band(
        min(p.box[0] for p in cells),
        max(p.box[2] for p in cells),
        max(1.0, heights[len(heights) // 2]),
        worded=digits < 0.4 * len(cells),
        counted=figures > 0.6 * len(cells),
    )


def _owners(columns: Sequence[Column], bands: Sequence[_Band]) -> list[int]:
    """Return the column of every band: nearest heads of a fitting sort, in the order of the page."""
    best: list[tuple[float, list[int]]] = [(_price(bands[0], column), [i]) for i, column in enumerate(columns)]
    for band in bands[1:]:
        following = []
        for index, column in enumerate(columns):
            before = [(best[i][0] + (_SHARED if i == index else 0.0), best[i][1]) for i in range(index + 1)]
            price, path = min(before, key=lambda pair: pair[0])
            following.append((price + _price(band, column), [*path, index]))
        best = following
    return min(best, key=lambda pair: pair[0])[1]


def _price(band: _Band, column: Column) -> float:
    gap = max(0.0, band.left - column.head[2], column.head[0] - band.right) / band.height
    covered = min(band.right, column.head[2]) - max(band.left, column.head[0])
    shorter = max(1.0, min(band.right - band.left, column.head[2] - column.head[0]))
    price = gap + 0.5 * (1.0 - max(0.0, min(1.0, covered / shorter)))
    if (band.counted and column.meaning in _WORDED) or (band.worded and column.meaning in _COUNTED):
        price += _MISFIT
    return price
