"""Written dates at the foot of a paper: which date belongs to which signer, which to the seal.

Here: sign dates. Not here: dates with a label of their own (injury, death, payment).
"""

import re
from collections.abc import Sequence

from ocr.extract import grammar
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf
from ocr.extract.matching import piece
from ocr.extract.runs import Run, overlap
from ocr.extract.tables import Table
from ocr.extract.values import leaf
from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.codes import MarkRole, MarkType

_BLANK = re.compile(r"^(?:[0-9]{0,4})年(?:[0-9]{0,2})月(?:[0-9]{0,2})日?$")


def table_dates(layout: Layout, tables: Sequence[Table]) -> list[FieldLeaf]:
    """Return the dates in the date cells of signature tables, one a row."""
    out = []
    for table in tables:
        if table.column("SIGN") is None and table.column("SIGN_DATE") is None:
            continue
        for row in table.rows:
            cell = row.cells.get("SIGN_DATE")
            if cell is None and table.column("AMOUNT") is None:
                cell = row.cells.get("DATE")
            if cell is None and "SIGN" in row.cells:
                cell = row.cells["SIGN"] if grammar.best(grammar.dates, row.cells["SIGN"].text) else None
            found = grammar.best(grammar.dates, cell.text) if cell else None
            if cell is not None and found is not None:
                out.append(leaf(layout.book, cell, found, "date", 0.9))
            elif cell is not None and cell.text:
                whole = Found(0, len(cell), None, 0.3, ("NOT_A_DATE",))
                out.append(leaf(layout.book, cell, whole, "date", 0.5))
    return out


def foot_dates(
    layout: Layout, slots: Sequence[Slot], taken: Sequence[FieldLeaf]
) -> tuple[list[FieldLeaf], list[FieldLeaf]]:
    """Return (dates of signers, dates beside seals) among dates that no other field took."""
    used = {
        (part.page, part.line_index, i) for one in taken for part in one.parts for i in range(part.start, part.stop)
    }
    signs: list[FieldLeaf] = []
    seals: list[FieldLeaf] = []
    marks = [slot for slot in slots if slot.type is not MarkType.FINGERPRINT and slot.role is not MarkRole.WITNESS]
    marks = [slot for slot in marks if slot.label != slot.region]  # a seal whose label was not read stands anywhere
    for found in _bare_dates(layout):
        if any((part.page, part.line_index, i) in used for part in found.parts for i in range(part.start, part.stop)):
            continue
        if found.box is None or not _at_foot(layout, found, marks):
            continue
        slot = _nearest(found.box, [slot for slot in marks if slot.page == found.page])
        (seals if slot is not None and slot.type is MarkType.SEAL else signs).append(found)
    if kept := _unclaimed(signs, slots):
        signs = [one for one in signs if one not in kept]
        seals.extend(kept)
    if not signs and len(seals) >= 2 and any(slot.type is MarkType.SIGNATURE for slot in marks):
        seals.sort(key=lambda one: one.box[0] if one.box else 0.0)
        signs.append(seals.pop(0))
    return signs, seals


def _bare_dates(layout: Layout) -> list[FieldLeaf]:
    """Return every date on the paper outside tables, split ones (2021年 | 7月 | 25日) joined along their row."""
    out: list[FieldLeaf] = []
    for row in layout.rows:
        runs: list[Run] = [p.run for number in row for p in sorted(layout.entry_pieces[number], key=lambda p: p.start)]
        got = False
        for run in runs:
            for found in _distinct(run):
                out.append(leaf(layout.book, run, found, "date", 0.85))
                got = True
        if not got and len(runs) > 1:
            whole = Run("", ())
            for run in runs:
                whole = whole + run
            out.extend(
                leaf(layout.book, whole, found, "date", 0.75) for found in _distinct(whole) if found.value is not None
            )
    return out


def _distinct(run: Run) -> list[Found]:
    """Return the dates of a run, the better of two that overlap."""
    out: list[Found] = []
    for found in sorted(grammar.dates(run.text), key=lambda one: -one.quality):
        if all(found.stop <= other.start or other.stop <= found.start for other in out):
            out.append(found)
    return [one for one in sorted(out, key=lambda one: one.start) if one.quality >= 0.4]


def _at_foot(layout: Layout, found: FieldLeaf, marks: Sequence[Slot]) -> bool:
    """True when a date stands beside or below the first mark, or in the last quarter of the text."""
    if found.box is None:
        return False
    tops = [slot.label[1] for slot in marks if slot.page == found.page]
    middle = (found.box[1] + found.box[3]) / 2
    if tops:
        return middle > min(tops) - 1.5 * layout.height
    boxes = [e.box for e in layout.book.entries if e.page == found.page]
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    return middle > top + 0.72 * (bottom - top)


def _nearest(box: FloatBox, marks: Sequence[Slot]) -> Slot | None:
    """Return the mark whose label a date stands right of or below, the nearest one."""
    return min(marks, key=lambda slot: _away(slot, box), default=None)


def _away(slot: Slot, box: FloatBox) -> float:
    """Return how far a date stands from a mark's label; right of it and below it are near."""
    label = slot.label
    height = max(label[3] - label[1], 1.0)
    dy = (box[1] + box[3]) / 2 - (label[1] + label[3]) / 2
    down = max(0.0, dy) if dy > 0.5 * height else 0.0
    up = max(0.0, -dy - 0.6 * height) * 6
    beside = 0.35 if abs(dy) < 0.6 * height else 0.8
    side = max(0.0, box[0] - label[2]) * beside + max(0.0, label[0] - box[2]) * 2.5
    if down and box[0] - label[0] > 0:
        side = max(0.0, box[0] - label[2]) * 0.8
    return down + up + side


def _unclaimed(signs: Sequence[FieldLeaf], slots: Sequence[Slot]) -> list[FieldLeaf]:
    """Return the dates that belong to a seal whose label the seal hides: apart from every signer's own date."""
    signers = [s for s in slots if s.type is MarkType.SIGNATURE and s.role is not MarkRole.WITNESS]
    hidden = any(s.type is MarkType.SEAL and s.label == s.region for s in slots)
    if not hidden or not signers or len(signs) < 2:
        return []
    placed = [(one, one.box) for one in signs if one.box is not None]
    near = [
        min((pair for pair in placed if pair[0].page == slot.page), key=lambda pair: _away(slot, pair[1]), default=None)
        for slot in signers
    ]
    own = [pair[0] for pair in near if pair is not None]
    claimed = [pair[1] for pair in near if pair is not None]
    return [
        one
        for one in signs
        if one.box
        and one not in own
        and all(one.box[0] > box[2] or one.box[2] < box[0] for box in claimed)
        and not any(_in_row_of(slot, one) for slot in signers)
    ]


def _in_row_of(slot: Slot, one: FieldLeaf) -> bool:
    return (
        one.box is not None
        and slot.page == one.page
        and overlap(slot.label[1], slot.label[3], one.box[1], one.box[3]) > 0.4
    )


def complete(dates: Sequence[FieldLeaf], slots: Sequence[Slot]) -> list[FieldLeaf]:
    """Return the dates without those cut off at their end, where whole ones suffice for every signer."""
    signers = [s for s in slots if s.type is MarkType.SIGNATURE and s.role is not MarkRole.WITNESS]
    whole = [one for one in dates if isinstance(one.value, str) and "DAY_SIGN_MISSING" not in one.flags]
    return whole if len(whole) >= max(1, len(signers)) else list(dates)


def latest(dates: Sequence[FieldLeaf]) -> FieldLeaf | None:
    """Return the latest valid date, whole ones before cut ones, else the first one that is not valid."""
    valid = [one for one in dates if isinstance(one.value, str)]
    valid = [one for one in valid if "DAY_SIGN_MISSING" not in one.flags] or valid
    if valid:
        return max(valid, key=lambda one: str(one.value))
    return dates[0] if dates else None


__all__ = ["foot_dates", "latest", "piece", "table_dates"]
