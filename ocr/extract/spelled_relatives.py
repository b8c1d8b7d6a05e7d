"""Relatives spelled out one a line, each value behind its label: 1. 姓名：…，亲属关系：…，证件号码：….

Here: which lines of a letter are relatives, also those of which a label or the name was misread between lines that
were not. Not here: tables of relatives, what their cells mean (joint), relatives in running text (people).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.extract.columns import RELATIVES
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldRow
from ocr.extract.runs import Book, Run
from ocr.extract.spelled import NUMBERED, blocks, head_of, spelled_cells, spelled_words

_WORDS: Final = spelled_words(RELATIVES)
_LABEL: Final = re.compile(r"[^:,，、。;]{2,8}:")
_NUMBER: Final = re.compile(r"(?P<label>[^:,，、。;]{2,8}):(?P<v>[0-9]{11,20}[Xx]?)(?![0-9A-Za-z])")
_OF_A_PERSON: Final = frozenset("证件身份")  # signs of 证件号码, 身份证号
_NOT_ONES_OWN: Final = re.compile("账|卡|电话|手机|编|代码|户|款|联系|经办|见证|监护|代理|单位|公司|死|亡|逝|以上")
_ALIKE: Final = 2  # signs that a misread label has of its own
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
    for at, (head, out) in lost.items():  # numbered as the others are, and begun with the same label
        if head and head in heads and not _is_known(out, rows):
            rows[at] = out
    # Below the list each signs with 近亲属（签名）：… 关系：… 日期：…: a place for ink, not another relative.
    particulars = {at: row for at, row in rows.items() if row.keys() & {"id_no", "phone"}}
    listed = {head_of(every[at].text) for at in particulars} - {""}
    particulars |= {at: row for at, row in rows.items() if particulars and head_of(every[at].text) in listed}
    chosen = particulars or rows
    for at in _between(every, particulars):
        placed = _by_place(every[at], listed, inside=min(particulars) < at < max(particulars))
        cells = {**spelled_cells(every[at], _WORDS), **placed} if placed else {}
        out = row_of(layout.book, cells) if cells else {}
        if cells and out["id_no"].value != skip and not _is_known(out, chosen):
            chosen[at] = {name: replace(leaf, flags=(*leaf.flags, "MISREAD")) for name, leaf in out.items()}
    return tuple(chosen[at] for at in sorted(chosen))


def _is_known(row: FieldRow, rows: Mapping[int, FieldRow]) -> bool:
    """Whether somebody with a row's number stands among the others."""
    number = row["id_no"].value if "id_no" in row else None
    return number is not None and any("id_no" in one and one["id_no"].value == number for one in rows.values())


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


def _by_place(block: Run, listed: set[str], *, inside: bool) -> dict[str, Run]:
    """Return the cells of a numbered line whose labels were misread: name behind the first, number behind its own.

    Nothing of a line of which the number is no person's, or that does not stand `inside` the list and begins as no
    relative `listed` does.
    """
    label, number = _LABEL.search(block.text), _NUMBER.search(block.text)
    if label is None or number is None or number.start() < label.end() or _NOT_ONES_OWN.search(label[0]):
        return {}
    begun = max((len(set(label[0]) & set(head)) for head in listed), default=0)
    if begun < _ALIKE and not inside:
        return {}
    if not _OF_A_PERSON & set(number["label"]) or _NOT_ONES_OWN.search(number["label"]):
        return {}
    rest = block.text[label.end() : number.start("v")]
    stop = re.search(r"[,，、。;:(]|亲属|关系", rest)
    name = block.cut(label.end(), label.end() + (stop.start() if stop else len(rest)))
    cells = {"ID": block.cut(*number.span("v"))}
    if not name:
        return cells
    return {("RELATION" if _RELATION.match(name.text) else "NAME"): name, **cells}
