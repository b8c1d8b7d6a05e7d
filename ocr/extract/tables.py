"""Tables of any ruling: a row of column words, and below it rows that its columns cut into cells.

Here: heads, columns, rows, cells, signature cells. Not here: what a cell means for a field (the kinds).
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.extract.bands import TableRow, rows_in
from ocr.extract.fitting import GLUED, fitted
from ocr.extract.head_words import Words as FlatWords
from ocr.extract.head_words import flat_words
from ocr.extract.heads import NOWHERE, Column, Head, columns_of, groups_of, head_in, lost_amount
from ocr.extract.items import items
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece, piece, pieces_of
from ocr.extract.promises import SEAL_LABEL
from ocr.extract.runs import overlap, union
from ocr.extract.told_columns import told_by_cells
from ocr.extract.values import SCANNERS
from ocr.pages import FloatBox

Words = Mapping[str, str]
_TOTAL = re.compile(
    r"^(?:本页)?(?:合计|小计|总计|共计|总金额|合计金额|垫付合计|金额合计|总额|合订|台计)|^[(]?[大小]写[)]?(?![^(:¥0-9])"
)
_TICKED = re.compile(r"[☑☐□√✓](?:丧葬|一次性|工亡|供养亲属抚恤)")
_SECTION = re.compile(r"^[(]?[一二三四五六七八九十]{1,2}[)]?[、·]|^[0-9]{1,2}[.、][\u4e00-\u9fff]{2}")
_DAY = re.compile(r"20[0-9]{2}[年/.\-][0-9]{1,2}[月/.\-][0-9]{1,2}(?![0-9])")
_ROW_AT_ONCE = re.compile(r"[0-9]{8}|20[0-9]{2}[年/.\-][0-9]{1,2}[月/.\-][0-9]{1,2}")
_SENTENCE = re.compile(r"[。；;]|本人|我们|上述|以上|特此|同意|承诺|声明|确认")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found on a page; `used` are the characters (line, start, stop) that it took."""

    page: int
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    used: tuple[tuple[int, int, int], ...]
    bottom: float
    by_cells: frozenset[str] = frozenset()  # meanings of columns that no head told, only what stands in them

    def column(self, meaning: str) -> Column | None:
        """Return the first column of a meaning."""
        return next((c for c in self.columns if c.meaning == meaning), None)


def find_tables(
    layout: Layout, words: Words, must: Sequence[frozenset[str]], *, by_cells: bool = False
) -> tuple[Table, ...]:
    """Return the tables whose heads hold all meanings of one of the sets in `must`.

    `by_cells`: days and items may be told by their cells where a head is no known word.
    """
    found: list[Table] = []
    flat = flat_words(tuple(words.items()))
    heads = [head for index in range(len(layout.rows)) if (head := head_in(layout, index, flat)) is not None]
    # Where two rows claim one head (a cell of two lines), the one with more column words has it.
    for head in sorted(heads, key=lambda head: -len({cell[0] for cell in head.cells})):
        if not any(need <= {cell[0] for cell in head.cells} for need in must):
            lost = lost_amount(layout, head)
            if lost is None or not any(need <= {"AMOUNT", *(cell[0] for cell in head.cells)} for need in must):
                continue
            head.cells = sorted([*head.cells, lost], key=lambda cell: cell[1][0])
        if any(_covers(table, head, layout.height) for table in found):
            continue
        found.extend(table for table in _tables(layout, head, flat if by_cells else None) if table.rows)
    return tuple(
        sorted(found, key=lambda table: (table.page, table.columns[0].head[1] // 40, table.columns[0].head[0]))
    )


def _covers(table: Table, head: Head, height: float) -> bool:
    """True when a head lies on a table that was found already (its own second line, or one of its rows)."""
    if any((number, start) == (cell[2], cell[3]) for number, start, _ in table.used for cell in head.cells):
        return True
    top = min(column.head[1] for column in table.columns)
    return table.page == head.page and top - 1.5 * height < head.cells[0][1][1] < table.bottom


def _tables(layout: Layout, head: Head, flat: FlatWords | None) -> list[Table]:
    """Return the tables under a head: one, or one for each set of columns that stand side by side.

    With `flat` words, columns of none of them may be told by their cells.
    """
    whole = columns_of(head.cells, head)
    if len(whole) < 2:
        return []
    bottom = max(column.head[3] for column in whole)
    heads = {(number, start) for _, _, number, start, _ in head.cells} | {(n, start) for n, start, _ in head.tails}
    body, end = _body(layout, whole, bottom, heads, head.page)
    body = _without_numbers(_without_heads(layout, body, head), whole)
    whole = fitted(whole, body)
    placed = _beside_their_own([(one, index) for p in body for one, index in _place(layout, p, whole)], whole)
    whole = _named(whole, placed)
    told = told_by_cells(layout, head, whole, placed, flat) if flat is not None else {}
    whole = tuple(replace(column, meaning=told.get(at, column.meaning)) for at, column in enumerate(whole))
    tables = []
    for cells in groups_of(head):
        first = head.cells.index(cells[0])
        columns = whole[first : first + len(cells)]
        own = [(p, index - first) for p, index in placed if first <= index < first + len(cells)]
        used = [(number, start, stop) for _, _, number, start, stop in cells if number != NOWHERE]
        used += [*head.tails, *((p.entry, p.start, p.stop) for p, _ in own)]
        rows = rows_in(columns, own, bottom, end)
        tables.append(Table(head.page, columns, rows, tuple(used), end, frozenset(told.values())))
    return tables


def _without_heads(layout: Layout, body: Sequence[Piece], head: Head) -> list[Piece]:
    """Leave out the head's words where they come again below: a form with labels over each person's answers."""
    entries = layout.book.entries
    words = {entries[number].run.text[start:stop] for _, _, number, start, stop in head.cells if number != NOWHERE}
    again = [p for p in body if p.run.text in words]

    def is_head(p: Piece) -> bool:
        return p in again and sum(_same_row(p, one) for one in again) >= _LEAST_AGAIN

    return [p for p in body if not is_head(p)]


def _without_numbers(body: Sequence[Piece], columns: Sequence[Column]) -> list[Piece]:
    """Leave out the rows' numbers 1, 2, 3 left of the first column: their head, 序号 set upright, was not read."""
    edge = columns[0].head[0]
    numbers = [p for p in body if p.box[2] < edge and p.run.text.isdigit()]
    counted = [p.run.text for p in sorted(numbers, key=lambda p: p.middle)]
    if columns[0].meaning == "NO" or counted != [str(at) for at in range(1, len(counted) + 1)]:
        return list(body)
    return [p for p in body if p not in numbers]


_SAME_ROW = 0.4  # share of a line's height
_LEAST_AGAIN = 2  # head's words beside one another
_TELLING = (
    ("ID", "id"),
    ("DATE", "date"),
    ("AMOUNT", "money"),
    ("ACCOUNT", "account"),
    ("METHOD", "method"),
    ("RELATION", "relation"),
)


def _named(columns: tuple[Column, ...], placed: Sequence[tuple[Piece, int]]) -> tuple[Column, ...]:
    """Give columns of unknown words the meaning that all their cells tell, where no other column has it."""
    known = {column.meaning for column in columns}
    out = list(columns)
    for index, column in enumerate(columns):
        cells = [p.run.text for p, i in placed if i == index]
        if column.meaning != "OTHER" or not cells:
            continue
        for meaning, sort in _TELLING:
            if meaning not in known and all(any(f.quality >= 0.7 for f in SCANNERS[sort](cell)) for cell in cells):
                out[index] = replace(column, meaning=meaning)
                known.add(meaning)
                break
    return tuple(out)


def _body(
    layout: Layout, columns: tuple[Column, ...], bottom: float, heads: set[tuple[int, int]], page: int
) -> tuple[list[Piece], float]:
    """Return the pieces below the head down to the totals row, a sentence, or the next labels."""
    entries = layout.book.entries
    left = min(c.left for c in columns)
    right = max(c.right for c in columns)
    body: list[Piece] = []
    last = bottom
    pitch = 0.0
    for row in layout.rows:
        if entries[row[0]].page != page:
            continue
        pieces = [
            p
            for number in row
            if not entries[number].upright
            for p in pieces_of(entries[number], number, ())
            if p.middle > bottom - 0.2 * p.height
            and (p.entry, p.start) not in heads
            and min(p.box[2], right) - max(p.box[0], left) > 0.4 * (p.box[2] - p.box[0])
        ]
        if not pieces:
            continue
        top = min(p.box[1] for p in pieces)
        height = max(p.height for p in pieces)
        whole = [p for p in layout.row_pieces(row) if (p.entry, p.start) not in heads]
        if (
            top - last > max(4.5 * height, 2.2 * pitch)
            or _ends(layout, whole, columns, left, right)
            or _is_total(whole)
        ):
            return body, top
        if body:
            pitch = max(pitch, top - last + height)
        body.extend(pieces)
        last = max(p.box[3] for p in pieces)
    return body, last + layout.height


def _is_total(pieces: Sequence[Piece]) -> bool:
    """Whether a row begins with 合　　计, read as two pieces."""
    return "".join(p.run.text for p in pieces if len(p.run) == 1)[:2] in ("合计", "小计", "总计")


def _is_below(text: str, pieces: int) -> bool:
    """Whether a piece stands below tables only: items to tick, the place of a seal in a row of few pieces."""
    return bool(_TICKED.match(text)) or (pieces < _FULL_ROW and bool(SEAL_LABEL.fullmatch(text)))


def _ends(layout: Layout, pieces: Sequence[Piece], columns: Sequence[Column], left: float, right: float) -> bool:
    for p in pieces:
        text = p.run.text
        if _TOTAL.match(text) or _SECTION.match(text) or _is_below(text, len(pieces)):
            return True
        han = len(re.findall(r"[\u4e00-\u9fff]", text))
        heads = sum(
            min(p.box[2], c.head[2]) - max(p.box[0], c.head[0]) > 0.5 * (c.head[2] - c.head[0]) for c in columns
        )
        # A short sentence below: 本人已收到上述款项。 A misread 虚构市限。 in a full row is a cell.
        if (han >= 4 and text.endswith("。") and len(pieces) < _FULL_ROW) or text.startswith(("特此", "以上", "上述")):
            return True
        if _ROW_AT_ONCE.search(text) and not re.search("[。;:]", text):  # a whole row read as one line
            continue
        wide = (p.box[2] - p.box[0]) > 0.55 * (right - left) and (_SENTENCE.search(text) or len(text) > 24) and han > 12
        if wide or (heads >= 2 and han >= 10 and re.search(r"[,。:;]", text)):
            return True
    for p in pieces:
        for hit in layout.entry_hits[p.entry]:
            alone = hit.meaning == "ITEM" and len(pieces) == 1 and all(c.meaning != "ITEM" for c in columns)
            if (hit.meaning not in _CLOSING and not alone) or not p.start <= hit.start <= p.start + 2:
                continue
            if len(hit.word) > hit.stop - hit.start and len(pieces) >= _FULL_ROW:
                continue  # a cell and what stands below the table, taken for a label of two lines
            if hit.strength == 3 or (hit.strength == 2 and hit.stop >= p.stop and hit.word not in _IN_CELLS):
                return True
            if hit.start == 0 and hit.exact and len(hit.word) >= 4:  # a label with its value in one line
                return True
    return False


_FULL_ROW = 4  # cells that no label with its value has
_IN_CELLS = frozenset(("银行", "现金", "转账"))  # a cell 银行转账 of two lines shows them alone
# Labels that stand below a table, never in a cell of one.
_CLOSING = frozenset(
    [
        "TOTAL",
        "TOTAL_UPPER",
        "PERIOD",
        "METHOD",
        "HOLDER",
        "PAYEE_ORG",
        "ACCOUNT",
        "BANK",
        "CNAPS",
        "EMPLOYER",
        "USCC",
        "INJURY_DATE",
        "DEATH_DATE",
        "DECISION_NO",
        "ADVANCED",
        "ADVANCED_UPPER",
        "RECEIVED",
        "RETAINED",
        "PASSED",
        "PASSED_UPPER",
        "CREDIT_DATE",
        "PAY_DATE",
        "SLIP_NO",
        "PAID_INSURANCE",
        "PAID_ACCOUNT",
        "PAID_CASH",
        "HOSPITAL",
        "WORKER",
        "DECEASED",
    ]
)


def _place(layout: Layout, p: Piece, columns: Sequence[Column]) -> list[tuple[Piece, int]]:
    """Return the piece with its column, cut in two where it runs over a column's edge."""
    entry = layout.book.entries[p.entry]
    shares = [max(0.0, min(p.box[2], c.right) - max(p.box[0], c.left)) for c in columns]
    touched = [
        i
        for i, c in enumerate(columns)
        if min(p.box[2], c.head[2]) - max(p.box[0], c.head[0]) > 0.35 * (c.head[2] - c.head[0])
    ]
    if len(touched) < 2 and GLUED.search(p.run.text):  # an amount and the name of the next column in one line
        touched = [i for i, share in enumerate(shares) if share > 0.8 * p.height]
    if len(touched) >= 2:
        cuts = _cuts(layout, p, columns, touched)
        if cuts:
            edges = [p.start, *cuts, p.stop]
            parts = [piece(entry, p.entry, a, b) for a, b in itertools.pairwise(edges) if a < b]
            return [(part, _column_of(part, columns)) for part in parts]
    if not any(shares):
        return [(p, _column_of(p, columns))]
    return [(p, _typed(p, columns, max(range(len(columns)), key=lambda i: shares[i])))]


def _beside_their_own(placed: Sequence[tuple[Piece, int]], columns: Sequence[Column]) -> list[tuple[Piece, int]]:
    """Give back to their own columns the pieces that their shape moved beside one that stands there: 单价 | 金额."""
    own = [_by_place(p, columns) for p, _ in placed]
    settled = [(p, index) for (p, index), place in zip(placed, own, strict=True) if index == place]
    return [
        (p, place if place != index and any(i == index and _same_row(p, o) for o, i in settled) else index)
        for (p, index), place in zip(placed, own, strict=True)
    ]


def _same_row(one: Piece, other: Piece) -> bool:
    return overlap(one.box[1], one.box[3], other.box[1], other.box[3]) > _SAME_ROW


def _by_place(p: Piece, columns: Sequence[Column]) -> int:
    shares = [min(p.box[2], c.right) - max(p.box[0], c.left) for c in columns]
    return max(range(len(columns)), key=lambda i: shares[i])


def _column_of(p: Piece, columns: Sequence[Column]) -> int:
    return _typed(p, columns, _by_place(p, columns))


_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ID", re.compile(r"[1-9][0-9]{16}[0-9Xx]$")),
    ("ACCOUNT", re.compile(r"62[0-9]{14,17}$")),
    ("DATE", re.compile(r"20[0-9]{2}[年\-/.][0-9]{1,2}[月\-/.][0-9]{1,2}日?$")),
    ("AMOUNT", re.compile(r"¥?(?:[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)\.[0-9]{2}元?$")),
    ("PHONE", re.compile(r"1[3-9][0-9]{9}$")),
)


def _typed(p: Piece, columns: Sequence[Column], index: int) -> int:
    """Move a piece to the column of its shape when its place says another that cannot hold it."""
    for meaning, shape in _SHAPES:
        if shape.match(p.run.text):
            if columns[index].meaning == meaning or (
                meaning == "ID" and columns[index].meaning == "ACCOUNT" and p.run.text[:2] == "62"
            ):
                return index
            fits = [
                i
                for i, c in enumerate(columns)
                if c.meaning == meaning or (meaning == "DATE" and c.meaning == "SIGN_DATE")
            ]
            near = [i for i in fits if abs(i - index) <= 2]
            return min(near, key=lambda i: abs(i - index)) if near else index
    return index


_WORDED = frozenset(("NAME", "RELATION", "ITEM", "PAYEE", "SUPPORTED"))
_FIGURED = frozenset(("AMOUNT", "ID", "DATE", "ACCOUNT", "PHONE"))


def _kind_of(char: str) -> str:
    return "d" if char.isdigit() or char in ",.-/Xx" else "h"


def _cuts(layout: Layout, p: Piece, columns: Sequence[Column], touched: Sequence[int]) -> list[int]:
    """Return where a piece that covers several columns is to be cut: near the edge, where the writing changes."""
    entry = layout.book.entries[p.entry]
    text = entry.run.text
    x0, width = entry.box[0], entry.box[2] - entry.box[0]
    days = {match.start() + p.start for match in _DAY.finditer(text[p.start : p.stop])}
    cuts: list[int] = []
    for one, two in itertools.pairwise(touched):
        edge = (columns[one].right + columns[two].left) / 2
        places: list[tuple[float, int]] = []
        for i in range(p.start + 1, p.stop):
            a, b = entry.run.refs[i - 1][1], entry.run.refs[i][1]
            x = x0 + width * (entry.line.glyphs[a].at + entry.line.glyphs[b].at) / 2
            space = (entry.line.glyphs[b].at - entry.line.glyphs[a].at) * width
            changes = _kind_of(text[i - 1]) != _kind_of(text[i])
            blank = b - a > 1  # the engine saw room between two figures
            seam = changes or blank or i in days or columns[one].meaning in ("NAME", "RELATION", "ITEM", "SUPPORTED")
            if seam and (not cuts or i > cuts[-1]):
                telling = 0.5 * entry.height * (changes + blank)
                places.append((abs(x - edge) - telling - 0.6 * space, i))
        places = _where_the_next_begins(places, text, days, columns[one], columns[two])
        if places:
            away, i = min(places)
            if away < 3.0 * entry.height:
                cuts.append(i)
    return cuts


def _where_the_next_begins(
    places: list[tuple[float, int]], text: str, days: set[int], one: Column, two: Column
) -> list[tuple[float, int]]:
    """Keep of the places for a cut those where the next column's kind of value begins, if there are any.

    Between a word and a figure that is where the figure begins, however far the word runs; before a day its year.
    """
    if two.meaning == "DATE" and days:
        return [at for at in places if at[1] in days] or places
    if one.meaning == "ITEM" and two.meaning == "PAYEE":  # 一次性工亡补助 and 徐珠: the item's words tell where it ends
        ends = {found.stop for found in items(text)}
        return [at for at in places if at[1] in ends] or places
    if one.meaning in _WORDED and two.meaning in _FIGURED:
        return [at for at in places if _kind_of(text[at[1] - 1]) == "h" and _kind_of(text[at[1]]) == "d"] or places
    return places


def cell_box(column: Column, row: TableRow) -> FloatBox:
    """Return the rectangle of a cell."""
    return column.left, row.top, column.right, row.bottom


def table_box(table: Table) -> FloatBox:
    """Return the rectangle around a table's heads and rows."""
    boxes = [column.head for column in table.columns]
    box = union(boxes)
    return box[0], box[1], box[2], max(table.bottom, box[3])
