"""The last step of reading: values, marks and remarks of a sheet become a reading in pixels of the page as uploaded.

Here: the way back to the page, sureness, regions that spoil a field, the text layer's word. Not here: finding values
or marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.calibration import is_sure
from ocr.extract.leaves import Extraction, FieldLeaf, FieldRow
from ocr.lines import Line
from ocr.pages import FloatBox, Sheet, Word
from ocr.second_look import SORTS_READ_AGAIN, SecondLook, essence
from validators.model.codes import DocumentKind
from validators.model.evidence import (
    Box,
    DocumentReading,
    Engine,
    Leaf,
    Mark,
    PageReading,
    Remark,
    Row,
    TextLine,
)

ALTERATION_COUNTS = frozenset({"name", "id", "account", "card", "money", "words"})  # DOC-007: amount, name, account


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that is known of one paper before assembly; marks carry sheet pixels."""

    kind: DocumentKind
    kind_confidence: float
    declared: DocumentKind | None
    sheets: Mapping[int, Sheet]
    lines: Mapping[int, tuple[Line, ...]]
    extraction: Extraction
    marks: Sequence[Mark]


def unopened(file: str, sha256: str, declared: DocumentKind | None, code: str, engine: Engine) -> DocumentReading:
    """Return the reading of a file that could not be opened: a remark for the submitter or a person."""
    remark = Remark("READER_DIED" if code == "SANDBOX_DIED" else code)
    kind = declared or DocumentKind.OTHER
    return DocumentReading(file, sha256, kind, 0.0, (), declared, remarks=(remark,), engine=engine)


def assemble(paper: Paper, looks: SecondLook, engine: Engine) -> DocumentReading:
    """Return the reading of one paper; `file` and digest are filled in by the caller."""
    maker = _LeafMaker(paper, looks)
    fields = {name: maker.leaf(name, leaf) for name, leaf in paper.extraction.fields.items()}
    lists = {
        name: tuple(maker.leaf(f"{name}[{n}]", leaf) for n, leaf in enumerate(leaves))
        for name, leaves in paper.extraction.lists.items()
    }
    rows = {
        name: tuple(maker.row(f"{name}[{n}]", row) for n, row in enumerate(table))
        for name, table in paper.extraction.rows.items()
    }
    remarks = tuple(_to_page(paper, remark) for remark in paper.extraction.remarks)
    blank = tuple(Remark("BLANK_PAGE", page=page) for page, lines in paper.lines.items() if not lines)
    return DocumentReading(
        file="",
        sha256="",
        kind=paper.kind,
        kind_confidence=round(paper.kind_confidence, 4),
        pages=tuple(_page(sheet) for sheet in paper.sheets.values()),
        declared=paper.declared,
        fields=fields,
        lists=lists,
        rows=rows,
        marks=tuple(_mark(paper, mark) for mark in paper.marks),
        remarks=remarks + blank + tuple(maker.remarks),
        text=tuple(_text(paper)),
        engine=engine,
    )


def boxes_that_matter(extraction: Extraction, page: int) -> dict[str, FloatBox]:
    """Return the places of amounts, names, numbers and dates on a page, by field: where an alteration counts."""
    found: dict[str, FieldLeaf] = dict(extraction.fields)
    for name, table in extraction.rows.items():
        for number, row in enumerate(table):
            found.update({f"{name}[{number}].{member}": leaf for member, leaf in row.items()})
    return {
        name: leaf.box
        for name, leaf in found.items()
        if leaf.page == page and leaf.box is not None and leaf.sort in ALTERATION_COUNTS
    }


class _LeafMaker:
    """Makes leaves of one paper and collects what is wrong with the places they stand on."""

    def __init__(self, paper: Paper, looks: SecondLook) -> None:
        self._paper, self._looks = paper, looks
        self._altered = {remark.field for remark in paper.extraction.remarks if remark.code == "ALTERED"}
        self.remarks: list[Remark] = []

    def row(self, place: str, row: FieldRow) -> Row:
        return {name: self.leaf(f"{place}.{name}", leaf) for name, leaf in row.items()}

    def leaf(self, place: str, found: FieldLeaf) -> Leaf:
        looked = self._looks.at(found)
        sheet = self._paper.sheets.get(looked.page)
        box = sheet.box_to_page(looked.box) if sheet and looked.box else None
        sure = is_sure(looked.sort, looked.confidence, looked.fit, looked.flags)
        flags = looked.flags
        if place in self._altered:
            sure, flags = False, (*flags, "ALTERED")
        if sheet is not None and box is not None:
            layer = _layer_says(sheet, box, looked)
            if layer is False:
                self.remarks.append(Remark("TEXT_LAYER_DIFFERS", place, looked.page, box))
            # The text layer is a second source that knows nothing of our reading.
            sure = sure or (layer is True and looked.value is not None and "ALTERED" not in flags)
        if not sure and sheet is not None and looked.box is not None:
            self._note_poor_region(place, sheet, looked.box)
        return Leaf(
            value=looked.value,
            raw=looked.raw,
            confidence=round(looked.confidence, 4),
            page=looked.page,
            box=box,
            sure=sure,
            flags=flags,
            alternatives=looked.alternatives,
        )

    def _note_poor_region(self, place: str, sheet: Sheet, box: FloatBox) -> None:
        for reason, region in sheet.poor_regions:
            if _touch(box, region):
                self.remarks.append(Remark("POOR_REGION", place, sheet.page, sheet.box_to_page(box), reason))
                return


def _layer_says(sheet: Sheet, box: Box, leaf: FieldLeaf) -> bool | None:
    """True when the PDF's text layer repeats the value at its place, False when it says something else there."""
    if not sheet.raw.words or leaf.sort not in SORTS_READ_AGAIN or leaf.value is None:
        return None
    said = essence(leaf.sort, "".join(_part_inside(word, box) for word in sheet.raw.words))
    wanted = essence(leaf.sort, leaf.raw)
    if not wanted or not _comparable(leaf.sort, said, wanted):
        return None
    # Places inside a long word are estimates: the value anywhere in the words of its line is agreement.
    line = essence(leaf.sort, "".join(word.text for word in sheet.raw.words if _touch(word.box, box, 0.3)))
    if wanted in said or wanted in line:
        return True
    # A reader's slip is our doubt, not the file's fault: only a confident reading may accuse the file.
    return False if leaf.confidence >= 0.97 and len(wanted) >= 4 else None


def _part_inside(word: Word, box: Box) -> str:
    """Return the characters of a word that lie inside a box, their places estimated from their widths."""
    x0, y0, x1, y1 = word.box
    height = max(y1 - y0, 1.0)
    if min(y1, box[3]) - max(y0, box[1]) < 0.5 * height or x1 < box[0] or x0 > box[2]:
        return ""
    widths = [0.5 if char.isascii() else 1.0 for char in word.text]
    scale = (x1 - x0) / max(sum(widths), 0.5)
    kept, at = [], x0
    for char, width in zip(word.text, widths, strict=True):
        centre = at + width * scale / 2
        at += width * scale
        if box[0] - 0.3 * height <= centre <= box[2] + 0.3 * height:
            kept.append(char)
    return "".join(kept)


def _comparable(sort: str, said: str, wanted: str) -> bool:
    """Tell whether the layer says a value at all there: `年 月 日` around handwritten figures is none."""
    if sort in {"name", "org", "bank", "words"}:
        return 2 * len(said) >= len(wanted)
    figures = [sum(char.isdigit() for char in text) for text in (said, wanted)]
    return figures[0] > 0 and 2 * figures[0] >= figures[1]


def _touch(one: FloatBox | Box, other: FloatBox | Box, least: float = 0.15) -> bool:
    """Tell whether two boxes overlap by a share of the smaller one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return False
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height >= least * max(1.0, min(areas))


def _page(sheet: Sheet) -> PageReading:
    return PageReading(sheet.page, sheet.raw.width, sheet.raw.height, sheet.turned, sheet.quality)


def _mark(paper: Paper, mark: Mark) -> Mark:
    sheet = paper.sheets.get(mark.page)
    if sheet is None or mark.box is None:
        return mark
    return replace(mark, box=sheet.box_to_page(mark.box), confidence=round(mark.confidence, 4))


def _to_page(paper: Paper, remark: Remark) -> Remark:
    sheet = paper.sheets.get(remark.page)
    if sheet is None or remark.box is None:
        return remark
    return replace(remark, box=sheet.box_to_page(remark.box))


def _text(paper: Paper) -> list[TextLine]:
    found = []
    for page, lines in paper.lines.items():
        sheet = paper.sheets[page]
        for line in lines:
            found.append(TextLine(page, sheet.box_to_page(line.box), line.text, round(line.confidence, 4)))
    return found
