"""A second amount written beside a printed one: ¥253,816.17– 254,816.17, of which the stroke read as a dash.

Who crosses an amount out and writes another beside it may strike so thinly that no ink shows it (alteration); the two
amounts of one place do. Read as one (¥216,200.00221(2009) they are no amount at all, and the total is found elsewhere:
its own place is looked at all the same. Here: amounts behind a label. Not here: ink, days, receipts' columns.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ocr.amount_ink import AMOUNT_PAIRS
from ocr.extract.leaves import FieldLeaf
from ocr.lines import Line
from ocr.marks.found import whole
from ocr.pages import FloatBox
from validators.model.evidence import Remark

# Behind 元 another amount begins even where no ink of a stroke was read between them: 230700.00元240,700.0; what a
# stroke cut off the first may stand before it: 200|00元205,000.00
_SECOND: Final = re.compile(
    r"(?:[0-9,，.]{1,12}(?=元))?\s*(?:元?\s*[-–—~=]+|元)\s*(?P<v>[¥￥]?[0-9]{1,3}(?:[,，]?[0-9]{3})*\.[0-9]{1,2})(?![0-9])"
)

_FIRST: Final = re.compile(r"(?P<v>[0-9][0-9,，]{0,11}\.[0-9]{2})\s*(?:元\s*[-–—~=]*|[-–—~=]+)\s*[¥￥]?$")
_FIGURES: Final = re.compile(r"[0-9][0-9,，.]+")
_TWO_AMOUNTS: Final = re.compile(
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{3,9})\.[0-9]{2}[0-9]{1,3}(?:[,，.][0-9]{3})+\.[0-9]{2}"
    r"|[0-9]{6,12}[,，.][0-9]{3}[,，.][0-9]{2}"
)
_ONE_AMOUNT: Final = re.compile(r"[0-9]{1,3}(?:[,，.][0-9]{3})+[.,，][0-9]{1,2}")
_WHOLE: Final = re.compile(r"[.．][0-9]{2}|元")
_NEAR: Final = 3.0  # heights to the next line of a value's row at most: a stroke hides figures between
_BEHIND_TOTAL: Final = re.compile(r"(?:小写|总额|总金额|合计|总计|共计)[)）]?[:：](?P<v>[¥￥]?[0-9][0-9,，.]{3,})")
_RUN_INTO: Final = re.compile(r"[¥￥]?[0-9]{1,3}(?:[,，][0-9]{3})+\.[0-9]{2}(?=[0-9]{2})(?!20[0-9]{2}[-年./])")


def places_of_totals(
    fields: Mapping[str, FieldLeaf], page: int, lines: Sequence[Line]
) -> dict[str, tuple[FloatBox, ...]]:
    """Return where a page has amounts behind its total's label that are not the total as it was found, by its field."""
    name = next((name for name, _ in AMOUNT_PAIRS if name in fields), None)
    own = fields[name].box if name is not None and fields[name].page == page else None
    boxes = [line.span_box(*found.span("v")) for line, found in _behind_total(lines)] if name is not None else []
    other = tuple(box for box in boxes if own is None or not _touch(own, box))
    return {name: other} if name is not None and other else {}


def _behind_total(lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines:
        found = _BEHIND_TOTAL.search("".join(glyph.char for glyph in line.glyphs))
        if found is not None:
            yield line, found


def _touch(one: FloatBox, other: FloatBox) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def amounts_run_together(fields: Mapping[str, FieldLeaf], page: int, lines: Sequence[Line]) -> tuple[Remark, ...]:
    """Return an ALTERED remark where figures go on behind an amount that stands at the total's label."""
    name = next((name for name, _ in AMOUNT_PAIRS if name in fields), None)
    run = [
        line.span_box(*found.span("v"))
        for line, found in _behind_total(lines)
        if _RUN_INTO.match(found.string, found.start("v"))
    ]
    return (Remark("ALTERED", name, page, whole(run[0]), "beside"),) if name is not None and run else ()


def amounts_beside(
    fields: Mapping[str, FieldLeaf], page: int, lines: Sequence[Line], cells: Iterable[FieldLeaf] = ()
) -> tuple[Remark, ...]:
    """Return an ALTERED remark for each amount of a page beside which another one is written.

    The amount of another field, or of a table's cell, that was read in the same line is a column's own.
    """
    every = [*(leaf for leaf in fields.values() if leaf.sort == "money"), *cells]
    return tuple(
        Remark("ALTERED", name, page, whole(leaf.box), "beside")
        for name, leaf in fields.items()
        if leaf.sort == "money" and leaf.page == page and leaf.box is not None
        if _has_another(leaf, lines, _others_in_its_line(leaf, every))
    )


def _others_in_its_line(leaf: FieldLeaf, every: Sequence[FieldLeaf]) -> set[int]:
    own = {(part.page, part.line_index) for part in leaf.parts}
    others = [one for one in every if own & {(part.page, part.line_index) for part in one.parts}]
    return {one.value for one in others if isinstance(one.value, int)} - {leaf.value}


def _has_another(leaf: FieldLeaf, lines: Sequence[Line], known: Collection[int]) -> bool:
    if not leaf.parts or not isinstance(leaf.value, int):
        return False
    first = leaf.parts[0]
    own = "".join(glyph.char for glyph in lines[first.line_index].glyphs)
    yuan = "元" if leaf.raw.rstrip().endswith("元") else ""
    behind = _SECOND.match(yuan + _behind(leaf, lines))
    before = _FIRST.search(own[: first.start])
    others = [_figures(found["v"]) for found in (behind, before) if found is not None]
    told = [other for other in others if not f"{leaf.value:03d}".startswith(other)]  # its last figure may be cut
    run = _run_of(own, first.start)
    ran = _figures(run) if _TWO_AMOUNTS.fullmatch(run) and not _ONE_AMOUNT.fullmatch(run) else ""
    columns = {f"{one}{other}" for one in (*known, leaf.value) for other in (*known, leaf.value)}
    return any(other not in map(str, known) for other in told) or bool(ran and ran not in columns)


def _figures(text: str) -> str:
    return re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text))


def _run_of(text: str, at: int) -> str:
    """Return the figures around a place of a line, which may be two amounts: 7542.1412.542.14."""
    return next((found[0] for found in _FIGURES.finditer(text) if found.start() <= at < found.end()), "")


def _behind(leaf: FieldLeaf, lines: Sequence[Line]) -> str:
    """Return what stands behind a value in its line; of one that was cut, in the lines that go on in its row too.

    A whole amount's neighbour in its row is a column of its own.
    """
    last = leaf.parts[-1]
    own = lines[last.line_index]
    text, right = "".join(glyph.char for glyph in own.glyphs[last.stop :]), own.box[2]
    if _WHOLE.search(leaf.raw):
        return text
    high = own.box[3] - own.box[1]
    for line in sorted(lines, key=lambda one: one.box[0]):
        level = min(line.box[3], own.box[3]) - max(line.box[1], own.box[1]) > high / 2
        if level and right - high < line.box[0] < right + _NEAR * high and line.box[2] > right:
            text, right = text + "".join(glyph.char for glyph in line.glyphs), line.box[2]
    return text
