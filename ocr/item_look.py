"""Items in cells that name none as they were read (一次性王专称助): the published name that the cell's ink says first.

The table's column tells that an item stands there; which one, the ink alone says. Such an item is never sure and
proves nothing afterwards. Here: which cells are asked, and the asking. Not here: names inside lines of any text
(item_names), tables (extract.tables).
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from ocr.chosen import as_chosen
from ocr.crops import cut
from ocr.engines.base import OcrEngine
from ocr.extract.leaves import FieldLeaf, FieldRow, Part
from ocr.extract.wording import HAN
from ocr.item_names import NAMES, READ_AS_ITEM
from ocr.known_values import says
from ocr.pages import FloatBox
from ocr.shelf import SheetShelf

_ITEM: Final = "item"
_HAN: Final = re.compile(f"[{HAN}]")
_LEAST: Final = 4  # signs of the cell's longest line: fewer are like too much
_AS_LONG: Final = 1  # signs by which a name may be longer or shorter than what was read
_AIR: Final = 0.3  # of the line's height around its crop
_CLEAR: Final = 0.9  # mean glyph probability from which a cell says what was read, though no published item: 其他费用
_FURTHEST: Final = -40.0  # nats beyond which a recogniser says no more
_FITS: Final = (
    -32.0
)  # nats behind the freest reading of the recogniser that sees it best, down to which ink says a name
_LEAD: Final = 3.0  # nats by which an item must lead every other


def look_at_items(
    rows: Mapping[str, tuple[FieldRow, ...]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, tuple[FieldRow, ...]]:
    """Return rows with the items that the ink of their cells says before every other."""
    return {table: tuple(_with_item(row, shelf, engine) for row in group) for table, group in rows.items()}


def _with_item(row: FieldRow, shelf: SheetShelf, engine: OcrEngine) -> FieldRow:
    leaf = row.get(_ITEM)
    if leaf is None or leaf.value is not None or leaf.mean >= _CLEAR or not shelf.was_read_twice(leaf.page):
        return row
    part = max(leaf.parts, key=lambda one: one.stop - one.start, default=None)
    code = _said(part, leaf, shelf, engine) if part is not None else None
    return {**row, _ITEM: as_chosen(leaf, code, READ_AS_ITEM)} if code is not None else row


def _said(part: Part, leaf: FieldLeaf, shelf: SheetShelf, engine: OcrEngine) -> str | None:
    """Return the item whose name, as long as what was read, the ink says before every other item's."""
    long = part.stop - part.start
    asked = {code: [name for name in names if abs(len(name) - long) <= _AS_LONG] for code, names in NAMES.items()}
    asked = {code: names for code, names in asked.items() if names}
    if long < _LEAST or not _HAN.search(leaf.raw) or not asked:
        return None
    looks = engine.every_opinion(cut(shelf.unstamped(part.page), _with_air(part.box)))
    said = {
        code: max(
            ([says(logs, charset, name, alone=False) for logs, charset in looks] for name in names),
            key=lambda one: float(np.maximum(one, _FURTHEST).mean()),
        )
        for code, names in asked.items()
    }
    means = {code: float(np.maximum(one, _FURTHEST).mean()) for code, one in said.items()}
    first = max(means, key=means.__getitem__)
    leads = all(means[first] >= mean + _LEAD for code, mean in means.items() if code != first)
    return first if leads and max(said[first]) >= _FITS else None


def _with_air(box: FloatBox) -> FloatBox:
    air = _AIR * (box[3] - box[1])
    return box[0] - air, box[1] - air, box[2] + air, box[3] + air
