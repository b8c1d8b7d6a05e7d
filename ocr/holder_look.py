"""A printed name beside a citizen's number of the claim: the number tells whose name the unclear ink may be.

物森梅 beside the number of 杨淼梅 is most likely her. The ink must allow it: a name that it rules out keeps what was
read. Such a name is never sure and proves nothing afterwards: the record chose it. Here: the pairs, the asking. Not
here: names without a number (known_values), signatures (marks.names).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from ocr.calibration import CHOSEN
from ocr.crops import cut
from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.runs import fold
from ocr.known_values import READ_WITH_RECORD, says
from ocr.look_alikes import LOOKS_LIKE_KNOWN
from ocr.marks.char_forms import simplified
from ocr.shelf import SheetShelf
from validators.model.evidence import Alternative

_PAIRS: Final = (("worker_name", "worker_id"), ("deceased_name", "deceased_id"), ("patient_name", "patient_id"))
_IN_ROWS: Final = (("name", "id_no"),)
_SEEN: Final = (
    -14.0
)  # nats behind the freest reading of the recogniser that sees it best, down to which ink says a name
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_BEHIND: Final = 9.0  # nats by which it may fall behind the name that was read
_AIR: Final = 0.15  # of a row's height around the crop


def look_at_holders(
    fields: Mapping[str, FieldLeaf],
    rows: Mapping[str, tuple[FieldRow, ...]],
    expected: ExpectedNames,
    shelf: SheetShelf,
    engine: OcrEngine,
) -> tuple[dict[str, FieldLeaf], dict[str, tuple[FieldRow, ...]]]:
    """Return fields and rows of pages that were read twice with the names that numbers beside them tell."""
    names = dict(expected.holders)

    def looked_at(group: Mapping[str, FieldLeaf], pairs: tuple[tuple[str, str], ...]) -> dict[str, FieldLeaf]:
        found = {
            name: _of_holder(group[name], names.get(str(group[number].value)), shelf, engine)
            for name, number in pairs
            if name in group and number in group
        }
        return {**group, **found}

    return looked_at(fields, _PAIRS), {
        table: tuple(looked_at(row, _IN_ROWS) for row in group) for table, group in rows.items()
    }


def _of_holder(leaf: FieldLeaf, holder: str | None, shelf: SheetShelf, engine: OcrEngine) -> FieldLeaf:
    """Return a name as its number's holder's where the ink may say that."""
    if holder is None or leaf.sort != "name" or len(leaf.parts) != 1 or not shelf.was_read_twice(leaf.page):
        return leaf
    if leaf.value is not None and simplified(str(leaf.value)) == simplified(holder):
        return leaf
    x0, y0, x1, y1 = leaf.parts[0].box
    air = _AIR * (y1 - y0)
    crop = cut(shelf.unstamped(leaf.page), (x0 - air, y0, x1 + air, y1))
    asked = engine.every_opinion(crop)
    said = [says(logs, charset, "".join(map(fold, holder)), alone=False) for logs, charset in asked]
    read = [says(logs, charset, "".join(map(fold, leaf.raw)), alone=False) for logs, charset in asked]
    behind = float(np.maximum(read, _FURTHEST).mean() - np.maximum(said, _FURTHEST).mean())
    if max(said) < _SEEN or behind > _BEHIND:
        return leaf
    others = (Alternative(leaf.value, leaf.confidence),) if leaf.value else ()
    return replace(
        leaf,
        value=holder,
        confidence=min(leaf.confidence, CHOSEN),
        flags=(*(flag for flag in leaf.flags if flag != LOOKS_LIKE_KNOWN), READ_WITH_RECORD),
        alternatives=others,
        fit=max(leaf.fit, 0.5),
    )
