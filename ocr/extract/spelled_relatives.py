"""Relatives spelled out one a line, each value behind its label: 1. 姓名：…，亲属关系：…，证件号码：….

Here: which lines of a letter are relatives, also those of which a label or the name was misread between lines that
were not. Not here: tables of relatives, what their cells mean (joint), relatives in running text (people).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ocr.extract.columns import RELATIVES
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldRow
from ocr.extract.runs import Book, Run
from ocr.extract.spelled import NUMBERED, blocks, head_of, spelled_cells, spelled_words

_WORDS: Final = spelled_words(RELATIVES)
_LABEL: Final = re.compile(r"[^:,，、。;]{2,8}:")
_NUMBER: Final = re.compile(r":(?P<v>[0-9][0-9A-Za-z*]{10,20})(?![0-9])")
_RELATION: Final = re.compile("[父母配妻丈夫儿女子]")  # 母康 behind a lost name: names do not begin so
_LEAST_NUMBERED: Final = 2  # lines that show that relatives are numbered one a line
RowOf = Callable[[Book, Mapping[str, Run]], FieldRow]


def spelled_relatives(layout: Layout, skip: str, row_of: RowOf) -> tuple[FieldRow, ...]:
    """Return the relatives of a letter in their order, without the one whose number is `skip`: the deceased."""
    rows: dict[int, FieldRow] = {}
    lost: dict[int, tuple[str, FieldRow]] = {}
    every = blocks(layout)
    for at, block in enumerate(every):
        cells = spelled_cells(block, _WORDS)
        if "NAME" not in cells or not cells.keys() & {"RELATION", "ID", "PHONE"}:
            continue
        out = row_of(layout.book, cells)
        if "id_no" in out and out["id_no"].value == skip:
            continue
        if out["name"].value and "relation" in out:
            rows[at] = out
        elif "id_no" in out:
            lost[at] = head_of(block.text), out
    heads = {head_of(every[at].text) for at in rows}
    known = {row["id_no"].value for row in rows.values() if "id_no" in row}
    for at, (head, out) in lost.items():  # numbered as the others are, and begun with the same label
        if head and head in heads and (out["id_no"].value is None or out["id_no"].value not in known):
            rows[at] = out
    # Below the list each signs with 近亲属（签名）：… 关系：… 日期：…: a place for ink, not another relative.
    particulars = {at: row for at, row in rows.items() if row.keys() & {"id_no", "phone"}}
    chosen = particulars or rows
    for at in _between(every, particulars):
        cells = _by_place(every[at])
        out = row_of(layout.book, cells) if cells else {}
        if cells and out["id_no"].value != skip:
            chosen[at] = out
    return tuple(chosen[at] for at in sorted(chosen))


def _between(every: Sequence[Run], rows: Mapping[int, FieldRow]) -> list[int]:
    """Return the numbered lines without a row among and right beside those with one, where relatives are numbered."""
    numbered = [at for at in rows if NUMBERED.match(every[at].text)]
    if len(numbered) < _LEAST_NUMBERED:
        return []
    first, last = min(numbered), max(numbered)
    while first > 0 and NUMBERED.match(every[first - 1].text):
        first -= 1
    while last + 1 < len(every) and NUMBERED.match(every[last + 1].text):
        last += 1
    return [at for at in range(first, last + 1) if at not in rows and NUMBERED.match(every[at].text)]


def _by_place(block: Run) -> dict[str, Run]:
    """Return the cells of a numbered line whose labels were misread: name behind the first, number behind its own."""
    label, number = _LABEL.search(block.text), _NUMBER.search(block.text)
    if label is None or number is None or number.start("v") <= label.end():
        return {}
    rest = block.text[label.end() : number.start()]
    stop = re.search(r"[,，、。;:(]|亲属|关系", rest)
    name = block.cut(label.end(), label.end() + (stop.start() if stop else len(rest)))
    cells = {"ID": block.cut(*number.span("v"))}
    if not name:
        return cells
    return {("RELATION" if _RELATION.match(name.text) else "NAME"): name, **cells}
