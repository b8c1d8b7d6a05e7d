"""Heads of tables: the rows of column words, cells of two lines, the x range of every column.

Here: which rows are heads and what their columns mean. Not here: bodies, cells (tables).
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.extract.head_words import Words, column_words
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece, piece
from ocr.extract.runs import Entry, overlap, union
from ocr.pages import FloatBox

Cell = tuple[str, FloatBox, int, int, int]  # meaning, box, line, start, stop

NOWHERE = -1  # line of a head cell that nobody read
_TELLING_HEAD = 4  # columns
_BODY = 16.0  # heights of the head in which amounts are looked for below it
_BESIDE = 0.35  # of the head's width, likewise right of it
_AMOUNT = re.compile(r"¥?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{2}元?")
_OF_THE_DEAD = re.compile(r"(?:死者|亡者|逝者|死亡职工|工亡职工|工亡人员)$")
_LONGEST_CELL = 10  # characters of a head cell's first line


@dataclass(frozen=True, slots=True)
class Column:
    """A column: meaning, the box of its head, and the x range of its cells."""

    meaning: str
    head: FloatBox
    left: float
    right: float


@dataclass(slots=True)
class Head:
    page: int
    cells: list[Cell] = field(default_factory=list)
    tails: list[tuple[int, int, int]] = field(default_factory=list)  # second lines of head cells


def head_in(layout: Layout, index: int, flat: Words) -> Head | None:
    """Return the head in a row, with words from the next row where a head cell has two lines."""
    row = layout.rows[index]
    entries = layout.book.entries
    if entries[row[0]].upright:
        return None
    head = Head(entries[row[0]].page)
    covered = total = colons = 0
    for number in row:
        run = entries[number].run
        total += len(run)
        for meaning, start, stop in column_words(entries[number], flat):
            if (
                meaning in ("NAME", "ID")
                and _OF_THE_DEAD.search(run.text[:start])
                and "亲属" not in run.text[start:stop]
            ):
                continue  # 死者姓名, 死者身份证号码: labels of one person, no columns
            named = piece(entries[number], number, start, stop)
            if not _takes_note(head, named, run.text[:start]):
                head.cells.append((meaning, named.box, number, start, stop))
            covered += stop - start
            colons += stop < len(run) and run.text[stop] == ":"
    covered += _broken_cells(layout, [n for n in row if not entries[n].upright], head, flat)
    cells = {cell[0] for cell in head.cells}
    if len(cells) < 2 or covered < 0.62 * total or colons:
        return None
    for p in layout.row_pieces(row):  # an unknown column word still bounds its neighbours
        taken = any(c[2] == p.entry and c[3] < p.stop and p.start < c[4] for c in head.cells)
        if not taken and len(p.run) <= 10 and not _takes_note(head, p, p.run.text[:1]):
            head.cells.append(("OTHER", p.box, p.entry, p.start, p.stop))
    _add_neighbours(layout, index, head, flat)
    _longer_cells(layout, head, flat)
    _one_amount(layout, head)
    known = [cell for cell in head.cells if cell[0] != "OTHER"]
    head.cells = known + [
        cell
        for cell in head.cells
        if cell[0] == "OTHER" and all(overlap(cell[1][0], cell[1][2], c[1][0], c[1][2]) < 0.5 for c in known)
    ]
    head.cells.sort(key=lambda cell: cell[1][0])
    return head


def _one_amount(layout: Layout, head: Head) -> None:
    """Keep of several amounts the one that was advanced, else those that no unknown word leads: 自费金额, 减免金额.

    In a table of people it is what each got, not what the firm had advanced or the fund had granted.
    """
    amounts = [cell for cell in head.cells if cell[0] == "AMOUNT" and cell[2] != NOWHERE]
    texts = {cell: layout.book.entries[cell[2]].run.text for cell in amounts}
    kept = [cell for cell in amounts if _ADVANCED.search(texts[cell][max(0, cell[3] - 6) : cell[4]])]
    if any(cell[0] in ("NAME", "ID", "RELATION") for cell in head.cells):
        kept = [cell for cell in amounts if not _NOT_PASSED_ON.search(texts[cell][max(0, cell[3] - 6) : cell[4]])]
    kept = kept or [cell for cell in amounts if not _LED.search(texts[cell][: cell[3]])]
    if kept and len(kept) < len(amounts):
        gone = [cell for cell in amounts if cell not in kept]
        head.cells = [("OTHER", *cell[1:]) if cell in gone else cell for cell in head.cells]


_ADVANCED = re.compile(r"(?<![未非])(?<!本人)(?<!个人)(?<!职工)(?<!扣除)(?<!抵扣)(?<!减)垫付")
_NOT_PASSED_ON = re.compile(r"垫付|核定|待遇")
_LED = re.compile(r"(?:自费|自付|自理|减免|优惠|个人|统筹|医保|报销|记账)$")


def _takes_note(head: Head, note: Piece, before: str) -> bool:
    """Widen the head cell that a note in brackets belongs to: 签名（按指模） is one column."""
    if not before.endswith("("):
        return False
    for at, (meaning, box, number, start, stop) in enumerate(head.cells):
        if number == note.entry and note.start - 1 <= stop <= note.start:
            head.cells[at] = (meaning, union((box, note.box)), number, start, note.stop)
            return True
    return False


def _broken_cells(layout: Layout, numbers: Sequence[int], head: Head, flat: Words) -> int:
    """Add head cells that break a word over two lines (与死者关 / 系); return how many characters they explain."""
    explained = 0
    for number in numbers:
        for start, stop in _unnamed(layout.book.entries[number], number, head):
            start += layout.book.entries[number].run.text[start] == "("  # of the cell before: 支付金额（ / 元）
            p = piece(layout.book.entries[number], number, start, stop)
            for below in layout.loose_below(p):
                meaning = _meaning(p.run.text + below.run.text, flat)
                if meaning is not None:
                    head.cells.append((meaning, p.box, p.entry, p.start, p.stop))
                    head.tails.append((below.entry, below.start, below.stop))
                    explained += stop - start
                    break
    return explained


def _unnamed(entry: Entry, number: int, head: Head) -> list[tuple[int, int]]:
    """Return the stretches of a line that no head cell takes and that may be a head's first line."""
    taken = sorted((cell[3], cell[4]) for cell in head.cells if cell[2] == number)
    edges = [0, *(place for span in taken for place in span), len(entry.run)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if 2 <= b - a <= _LONGEST_CELL]


def _longer_cells(layout: Layout, head: Head, flat: Words) -> None:
    """Take in the second line of a head cell whose first line is a column word of its own: 收款人姓 / 名."""
    for at, (_, _, number, start, stop) in enumerate(head.cells):
        entry = layout.book.entries[number]
        after = next(
            (cell[3] for cell in sorted(head.cells, key=lambda c: c[3]) if cell[2] == number and cell[3] >= stop),
            len(entry.run),
        )
        for end in range(min(after, stop + 2), stop - 1, -1):
            p = piece(entry, number, start, end)
            tail = next((b for b in layout.loose_below(p) if _meaning(p.run.text + b.run.text, flat)), None)
            named = {(cell[2], cell[3]) for cell in head.cells if cell[0] != "OTHER"}
            if tail is not None and (tail.entry, tail.start) not in named:
                meaning = _meaning(p.run.text + tail.run.text, flat)
                assert meaning is not None
                head.cells[at] = (meaning, p.box, number, start, end)
                head.tails.append((tail.entry, tail.start, tail.stop))
                break


def _meaning(word: str, flat: Words) -> str | None:
    return next((meaning for known, meaning in flat.get(word[:1], ()) if known == word), None)


def _add_neighbours(layout: Layout, index: int, head: Head, flat: Words) -> None:
    """Add head cells from the rows just above and below (cells of two lines, uneven heads)."""
    entries = layout.book.entries
    top = min(cell[1][1] for cell in head.cells)
    bottom = max(cell[1][3] for cell in head.cells)
    height = bottom - top
    for near in (index - 1, index + 1):
        if not 0 <= near < len(layout.rows) or entries[layout.rows[near][0]].page != head.page:
            continue
        for number in layout.rows[near]:
            entry = entries[number]
            middle = (entry.box[1] + entry.box[3]) / 2
            if entry.upright or not top - 0.9 * height < middle < bottom + 0.9 * height:
                continue
            _broken_cells(layout, [number], head, flat)
            spans = column_words(entry, flat)
            if sum(stop - start for _, start, stop in spans) < 0.75 * len(entry.run):
                continue
            for meaning, start, stop in spans:
                box = piece(entry, number, start, stop).box
                if all(overlap(box[0], box[2], c[1][0], c[1][2]) < 0.3 for c in head.cells if c[0] != "OTHER"):
                    head.cells.append((meaning, box, number, start, stop))


def lost_amount(layout: Layout, head: Head) -> Cell | None:
    """Return a head cell for amounts that stand under no head: 金额 and (元) set tightly are not always found.

    Only where the other columns leave no doubt that this is a table of costs.
    """
    if len({cell[0] for cell in head.cells} - {"OTHER"}) < _TELLING_HEAD:
        return None
    top, bottom = min(cell[1][1] for cell in head.cells), max(cell[1][3] for cell in head.cells)
    left, right = min(cell[1][0] for cell in head.cells), max(cell[1][2] for cell in head.cells)
    boxes = [
        entry.box
        for entry in layout.book.entries
        if entry.page == head.page
        and bottom < (entry.box[1] + entry.box[3]) / 2 < bottom + _BODY * (bottom - top)
        and _AMOUNT.fullmatch(entry.run.text)
        and left < entry.box[0] < right + _BESIDE * (right - left)
        and all(overlap(entry.box[0], entry.box[2], cell[1][0], cell[1][2]) < 0.2 for cell in head.cells)
    ]
    if not boxes:
        return None
    return "AMOUNT", (min(b[0] for b in boxes), top, max(b[2] for b in boxes), bottom), NOWHERE, 0, 0


def groups_of(head: Head) -> list[list[Cell]]:
    """Split a head that repeats its columns side by side (receipts print two sets).

    A number's column that comes again alone is a misread word: 票据编号 of which 编号 is left.
    """
    first = head.cells[0][0]
    starts = [i for i, cell in enumerate(head.cells) if cell[0] == first]
    if len(starts) > 1 and first in ("ITEM", "NO") and len({c[0] for c in head.cells[: starts[1]]}) == starts[1]:
        groups = [head.cells[a:b] for a, b in itertools.pairwise([*starts, len(head.cells)])]
        again = {cell[0] for cell in groups[0]} & {cell[0] for cell in groups[1]} - {first, "OTHER"}
        if first == "ITEM" or again:
            return groups
    return [head.cells]


def columns_of(cells: Sequence[Cell], head: Head) -> tuple[Column, ...]:
    out = []
    every = sorted(head.cells, key=lambda cell: cell[1][0])
    for meaning, box, *_ in cells:
        before = [c[1] for c in every if c[1][2] <= box[0] + 2]
        after = [c[1] for c in every if c[1][0] >= box[2] - 2]
        width = box[2] - box[0]
        middle = (box[0] + box[2]) / 2
        left = (max(b[2] for b in before) + box[0]) / 2 if before else box[0] - max(width, 40.0) * 1.2
        right = (min(b[0] for b in after) + box[2]) / 2 if after else box[2] + max(width, 40.0) * 1.2
        # Outer columns reach about as far outwards as inwards: values of wide cells stand at their edges.
        if not before and after:
            left = min(left, middle - 1.3 * (right - middle))
        elif before and not after:
            right = max(right, middle + 1.3 * (middle - left))
        out.append(Column(meaning, box, left, right))
    return tuple(out)
