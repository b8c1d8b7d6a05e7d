"""Rows spelled out in lines: each value behind its column word, 1. 姓名：…，关系：…，身份证号码：…；.

Here: joining wrapped lines to blocks, cutting blocks at column words. Not here: what a row means.
"""

import re
from collections.abc import Mapping, Sequence

from ocr.extract.layout import Layout
from ocr.extract.runs import Run, joined
from ocr.extract.wording import HAN
from validators.formats.citizen_id import check_digit_ok

NUMBERED = re.compile(
    r"^[(]?[0-9一二三四五六七八九十]{1,2}[).、](?![0-9])|^[0-9]{1,2},(?=[\u4e00-\u9fff]{2,8}:)|^[(]?[0-9]{1,2}[).、](?=(?:19|20)[0-9]{2}[年\-/])|^[①②③④⑤⑥⑦⑧⑨⑩]|^\([0-9一二三四五六七八九十]{1,2}\)"
)
_SUM = re.compile(r"(?:以上|上述)?(?:费用|金额|各项)?(?:合计|总计|共计)")  # below the rows, never part of one
_IN_WORDS = re.compile(r"\(?大写\)?$")
_HEAD = re.compile(rf"[(]?[0-9一二三四五六七八九十]{{0,2}}[).、]?(?P<label>[{HAN}]{{2,8}}):")
_UNKNOWN = re.compile(rf"[,;、。][{HAN}]{{2,8}}:")  # a label that is no column's, or was misread
_BARE = re.compile(  # a colon or the whole label was lost
    rf"(?P<word>[{HAN}·]{{0,15}}?)[(),:、。]{{0,2}}(?:(?:身份证|证件)(?:号码|号))?(?P<number>[1-9][0-9]{{16}}[0-9Xx])(?![0-9A-Za-z])"
)
_CUT = re.compile(
    rf"(?P<word>[{HAN}]{{1,6}})[·,:、。.]{{1,2}}(?P<number>[0-9]{{13,18}}[0-9Xx])$"
)  # a glare lay on the label
_WORDS_ALONE = ("NAME", "RELATION")  # whose value ends where a label or a number begins
_MOST = 200  # characters of a block; longer runs are paragraphs


def blocks(layout: Layout) -> list[Run]:
    """Return numbered lines with their continuations, and every other line alone."""
    entries = layout.book.entries
    out: list[Run] = []
    open_block = False
    before: Sequence[int] = ()
    for row in layout.rows:
        run = joined(entries[number].run for number in row if layout.entry_pieces[number] or layout.entry_hits[number])
        if not run.text:
            open_block = False
            continue
        alike = open_block and bool(out) and _begins_alike(out[-1].text, run.text)
        fresh = bool(NUMBERED.match(run.text)) or alike
        goes_on = bool(before) and layout.runs_on(before, row)
        wrapped = bool(out) and goes_on and out[-1].text[-1] not in "。;"
        fresh = fresh or bool(_SUM.match(run.text))
        if not fresh and (wrapped or (open_block and not _starts_label(layout, row))) and len(out[-1]) < _MOST:
            out[-1] = out[-1] + run
        else:
            out.append(run)
            open_block = fresh
        open_block = open_block and run.text[-1] not in "。;"
        before = row
    return out


def _begins_alike(above: str, text: str) -> bool:
    """Whether a line begins with the label that its block began with: the mark behind its number was not read."""
    first, now = _HEAD.match(above), _HEAD.match(text)
    return first is not None and now is not None and first["label"] == now["label"]


def head_of(text: str) -> str:
    """Return the label that a numbered line begins with; nothing of one that begins otherwise."""
    found = _HEAD.match(text) if NUMBERED.match(text) else None
    return found["label"] if found is not None else ""


def _starts_label(layout: Layout, row: Sequence[int]) -> bool:
    return any(hit.start <= 1 and hit.strength >= 2 for hit in layout.entry_hits[row[0]])


def spelled_words(columns: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return column words with their meanings, the longest first."""
    pairs = [(word, meaning) for meaning, text in columns.items() for word in text.split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def spelled_cells(run: Run, words: Sequence[tuple[str, str]]) -> dict[str, Run]:
    """Return the values behind column words with a colon, up to the next label; the first of each meaning."""
    text = run.text
    marks: list[tuple[int, int, str]] = []
    for colon in (i for i, char in enumerate(text) if char == ":"):
        begin = marks[-1][1] if marks else 0
        bare = re.sub(r"\([^()]{0,6}\)$", "", text[begin:colon])
        word, meaning = next(((w, m) for w, m in words if bare.endswith(w)), ("", ""))
        if meaning and _IN_WORDS.search(text[begin:colon]):
            meaning = "IN_WORDS"  # 垫付金额(大写): is the total's, and ends what stands before it
        if meaning:
            start = begin + len(bare) - len(word)
            marks.append((start, colon + 1, meaning))
    cells: dict[str, Run] = {}
    for number, (_, stop, meaning) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        unknown = _UNKNOWN.search(text, stop, end) if meaning in _WORDS_ALONE else None
        value = text[stop : unknown.start() if unknown else end]
        kept = len(value.rstrip(",;。、.|/("))
        if meaning not in cells and kept:
            cells[meaning] = run.cut(stop, stop + kept)
    return _with_bare_number(run, cells) if any(meaning == "ID" for _, meaning in words) else cells


def _with_bare_number(run: Run, cells: dict[str, Run]) -> dict[str, Run]:
    """Return a row's cells with a citizen's number that lost its label: 2. 领款人：钟建文：44990020020720113X：…."""
    for meaning in _WORDS_ALONE:
        found = _BARE.match(cells[meaning].text) if meaning in cells and "ID" not in cells else None
        if found is not None and check_digit_ok(found["number"].upper()):
            number = cells[meaning].cut(*found.span("number"))
            value = {meaning: cells[meaning].cut(0, found.end("word"))} if found["word"] else {}
            return {**{name: cell for name, cell in cells.items() if name != meaning}, **value, "ID": number}
    cut = _CUT.match(cells["RELATION"].text) if "RELATION" in cells and "ID" not in cells else None
    if cut is not None:
        relation = cells["RELATION"]
        return {**cells, "RELATION": relation.cut(*cut.span("word")), "ID": relation.cut(*cut.span("number"))}
    return cells
