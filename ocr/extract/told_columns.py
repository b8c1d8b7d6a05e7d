"""Columns of a cost table whose head is no known word: told by what stands in their cells, days or items.

A head misread (亲森出教 for 票据日期) had taken its column along. What is told so is doubted by whoever reads the
rows. Here: which columns, and what their cells must be. Not here: heads, cells, rows (tables).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr.extract.head_words import Words
from ocr.extract.heads import Column, Head
from ocr.extract.items import items
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece

# A day of which figures or signs were misread: 20021-10-21, 2021-1027, 2092:1228. No amount: 281.35.
_LIKE_DAY: Final = re.compile(
    r"(?=(?:[^0-9]*[0-9]){5,9}[^0-9]*$)[12][0-9]{1,4}[-/:年](?:[0-9]{0,5}[-/:.月]?[0-9]{1,5})日?"
)
_DAY: Final = re.compile(r"[12][0-9]{2,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")  # a serial, 2024-0122, has two parts
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LEAST_ITEM: Final = 3  # Han signs of a cell that may name an item: neither a row's number nor 金
_PLACES: Final = re.compile("[科院部已另含注]")  # of a department, a hospital, a remark


def told_by_cells(
    layout: Layout, head: Head, columns: Sequence[Column], placed: Sequence[tuple[Piece, int]], flat: Words
) -> dict[int, str]:
    """Return the meaning of columns, by their place, that no head told and no other column has."""
    told: dict[int, str] = {}
    if all(column.meaning != "DATE" for column in columns):
        told |= {at: "DATE" for at in _unknown(layout, head, columns, flat, "RECEIPT") if _are_days(placed, at)}
        told = dict([*told.items()][:1])
    if all(column.meaning != "ITEM" for column in columns):
        named = [at for at in _unknown(layout, head, columns, flat) if at not in told and _are_items(placed, at)]
        told |= dict.fromkeys(named[:1], "ITEM")
    return told


def _unknown(
    layout: Layout, head: Head, columns: Sequence[Column], flat: Words, again: str | None = None
) -> Iterator[int]:
    """Yield the columns of no known word, and all of a meaning that comes `again` (票据玖身 beside 票据编号)."""
    twice = sum(column.meaning == again for column in columns) > 1
    for at, (column, (_, _, number, start, stop)) in enumerate(zip(columns, head.cells, strict=True)):
        text = layout.book.entries[number].run.text[start:stop] if number >= 0 else ""
        known = any(word == text for word, _ in flat.get(text[:1], ()))
        if (column.meaning == "OTHER" and not known) or (twice and column.meaning == again):
            yield at


def _are_days(placed: Sequence[tuple[Piece, int]], at: int) -> bool:
    """Whether most cells of a column have a day's shape, one of them all three parts."""
    cells = [p.run.text for p, index in placed if index == at]
    days = sum(_LIKE_DAY.fullmatch(cell) is not None for cell in cells)
    return 2 * days > len(cells) and any(_DAY.fullmatch(cell) for cell in cells)


def _are_items(placed: Sequence[tuple[Piece, int]], at: int) -> bool:
    """Whether half of a column's longer cells are an item's name and none is a place or a remark."""
    cells = [p.run.text for p, index in placed if index == at]
    worded = [cell for cell in cells if len(_HAN.findall(cell)) >= _LEAST_ITEM]
    named = sum(any(found.stop - found.start >= len(cell) - 1 for found in items(cell)) for cell in worded)
    return bool(named) and 2 * named >= len(worded) and not any(map(_PLACES.search, worded))
