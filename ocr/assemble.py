"""The last step of reading: values, marks and remarks of a sheet become a reading in pixels of the page as uploaded.

Here: the way back to the page, sureness, regions that spoil a field, the text layer's word. Not here: finding values
or marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.calibration import LEAST_FIT, is_sure, spoilt
from ocr.clearness import clearness, is_sharp, without_scraps
from ocr.extract.leaves import Extraction, FieldLeaf, FieldRow
from ocr.extract.runs import union
from ocr.lines import Line, is_upright
from ocr.marks.alteration import UNDER_A_STAMP
from ocr.marks.spans import overlap
from ocr.pages import FloatBox, Sheet
from ocr.second_look import SecondLook
from ocr.short_days import lost_a_stop
from ocr.text_layer import TextLayer, touch
from validators.doubts import CHANGED
from validators.model.codes import DocumentKind, MarkType
from validators.model.evidence import (
    POOR_PAGE,
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
_TOTALS = frozenset({"total_figures", "amount_figures", "advanced_total", "received_total", "passed_total"})
_AS_BLUR = frozenset(("blotted", "patched"))  # alterations that a blurred or dazzled picture of plain print looks like
_INK_SHOWS = 0.95  # clearness of a page from which they are the ink's own
_STROKE_SHOWS = 0.8  # likewise of a line through characters
_DAZZLED = 0.0  # as clear as nothing: only a check digit or a closed list proves a value under a reflection by itself
_MOSTLY_LEVEL = 0.8  # of a page's signs: of one written downwards the words downwards tell
_UNDER = 0.5  # share of a line that lies under a seal


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
    remarks = tuple(_to_page(paper, remark) for remark in maker.said())
    blank = tuple(Remark("BLANK_PAGE", page=page) for page, lines in paper.lines.items() if not lines)
    remarks += tuple(_regions_without_values(paper, maker))
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
        marks=tuple(_mark(paper, maker.believed(mark)) for mark in paper.marks),
        remarks=remarks + blank + tuple(maker.remarks),
        text=tuple(_text(paper)),
        engine=engine,
    )


def boxes_that_matter(extraction: Extraction, page: int) -> dict[str, tuple[FloatBox, ...]]:
    """Return the places of amounts, names and numbers on a page, by field, row by row: where an alteration counts."""
    found: dict[str, FieldLeaf] = dict(extraction.fields)
    for name, table in extraction.rows.items():
        for number, row in enumerate(table):
            found.update({f"{name}[{number}].{member}": leaf for member, leaf in row.items()})
    return {
        name: rows for name, leaf in found.items() if leaf.sort in ALTERATION_COUNTS and (rows := _rows_of(leaf, page))
    }


def amounts_that_begin(extraction: Extraction, page: int) -> frozenset[str]:
    """Name the amounts that begin on a page: an older one may stand struck before each."""
    return frozenset(
        name
        for name, leaf in extraction.fields.items()
        if leaf.sort in ("money", "words") and leaf.page == page and leaf.box is not None
    )


def _rows_of(leaf: FieldLeaf, page: int) -> tuple[FloatBox, ...]:
    """Return the places of a value on a page: one for each row that it goes on in."""
    rows: list[FloatBox] = []
    for part in leaf.parts if len(leaf.parts) > 1 else ():
        if part.page == page and rows and _in_one_row(rows[-1], part.box):
            rows[-1] = union((rows[-1], part.box))
        elif part.page == page:
            rows.append(part.box)
    return tuple(rows) or ((leaf.box,) if leaf.page == page and leaf.box is not None else ())


def _in_one_row(one: FloatBox, other: FloatBox) -> bool:
    high = min(one[3] - one[1], other[3] - other[1])
    return min(one[3], other[3]) - max(one[1], other[1]) > high / 2 and other[0] - one[2] < high


class _LeafMaker:
    """Makes leaves of one paper and collects what is wrong with the places they stand on."""

    def __init__(self, paper: Paper, looks: SecondLook) -> None:
        self._paper, self._looks = paper, looks
        self._layers = {
            number: TextLayer(sheet.raw.words, paper.lines.get(number, ())) for number, sheet in paper.sheets.items()
        }
        self._reads = {
            number: clearness(_telling(paper, number), in_any_form=is_sharp(paper.sheets.get(number)))
            for number in paper.lines
        }
        self._boxes: dict[int, list[FloatBox]] = {}
        changed = [remark for remark in paper.extraction.remarks if remark.code == "ALTERED"]
        self._unclear = [one for one in changed if not self._shows(one)]
        self._altered = {one.field for one in changed if one not in self._unclear}
        self._maybe = {one.field for one in self._unclear} - self._altered
        self.remarks: list[Remark] = []

    def _shows(self, altered: Remark) -> bool:
        """Whether a page is so clear that an alteration seen on it is not the picture's own."""
        reads = self._reads.get(altered.page, 1.0)
        if altered.detail == UNDER_A_STAMP:
            return False
        if altered.detail not in _AS_BLUR:
            return altered.detail != "struck" or reads >= _STROKE_SHOWS
        return is_sharp(self._paper.sheets.get(altered.page)) and reads >= _INK_SHOWS

    def believed(self, mark: Mark) -> Mark:
        """Return a signature as far as its page shows it: blurred hands look printed, and ink past reading absent."""
        if mark.type is not MarkType.SIGNATURE or mark.pasted or mark.handwritten:
            return mark
        sheet = self._paper.sheets.get(mark.page)
        if not mark.present:
            return replace(mark, sure=mark.sure and (sheet is None or sheet.quality.verdict != "poor"))
        printed = self._reads.get(mark.page, 1.0) >= _INK_SHOWS
        return mark if printed else replace(mark, handwritten=None, sure=False)

    def said(self) -> list[Remark]:
        """Return what was noticed about the paper, without alterations that may be the picture's: they are doubts."""
        return [remark for remark in self._paper.extraction.remarks if remark not in self._unclear]

    def spoils_a_value(self, page: int, region: FloatBox) -> bool:
        """Whether a value was found in a poor region of a sheet."""
        return any(touch(box, region) for box in self._boxes.get(page, ()))

    def _is_dazzled(self, leaf: FieldLeaf) -> bool:
        """Whether a light's reflection lies on a value or right beside it: what it took along leaves no trace."""
        sheet = self._paper.sheets.get(leaf.page)
        if sheet is None or leaf.box is None:
            return False
        x0, y0, x1, y1 = leaf.box
        high = y1 - y0
        lights = [region for reason, region in sheet.poor_regions if reason == "glare"]
        return any(
            left < x1 + high and x0 - high < right and min(y1, bottom) - max(y0, top) > high / 4
            for left, top, right, bottom in lights
        )

    def row(self, place: str, row: FieldRow) -> Row:
        return {name: self.leaf(f"{place}.{name}", leaf) for name, leaf in row.items()}

    def leaf(self, place: str, found: FieldLeaf) -> Leaf:
        looked = self._looks.at(found)
        sheet = self._paper.sheets.get(looked.page)
        box = sheet.box_to_page(looked.box) if sheet and looked.box else None
        if looked.box is not None:
            self._boxes.setdefault(looked.page, []).append(looked.box)
        sure = is_sure(looked.sort, looked.confidence, looked.fit, looked.flags)
        flags = looked.flags
        reads = _DAZZLED if sure and self._is_dazzled(looked) else self._reads.get(looked.page, 1.0)
        if spoilt(looked.sort, looked.confidence, reads, looked.flags):
            sure, flags = False, (*flags, POOR_PAGE)
        if place in self._altered:
            sure, flags = False, (*flags, "ALTERED")
        elif place in self._maybe:
            sure, flags = False, (*flags, "MAYBE_ALTERED")
        if lost_a_stop(looked):
            sure, flags = False, (*flags, "MISREAD")
        if looked.value == 0 and place in _TOTALS:
            sure, flags = False, (*flags, "AMBIGUOUS")  # 0元 is what is left of an amount
        if sheet is not None and box is not None:
            layer = self._layers[looked.page].says(box, looked)
            if layer is False:
                self.remarks.append(Remark("TEXT_LAYER_DIFFERS", place, looked.page, box))
            # The text layer is a second source that knows nothing of our reading. It tells which signs stand there, not
            # whether they are the field's: 票据编号 beside a payee's label is no payee.
            told = layer is True and looked.value is not None and not CHANGED.intersection(flags)
            sure = sure or (told and looked.fit >= LEAST_FIT)
        if not sure and sheet is not None and looked.box is not None:
            self._note_poor_region(place, sheet, looked.box)
        return Leaf(
            # A third decimal is no amount of money: what was read is kept, a value there is none (AMT-004).
            value=None if "TOO_MANY_DECIMALS" in flags else looked.value,
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
            if touch(box, region):
                self.remarks.append(Remark("POOR_REGION", place, sheet.page, sheet.box_to_page(box), reason))
                return


def _telling(paper: Paper, page: int) -> Sequence[Line]:
    """Return a page's lines that tell how clear it is: neither a seal's own ink nor words written downwards."""
    seals = [m.box for m in paper.marks if m.type is MarkType.SEAL and m.page == page and m.box is not None]
    level = [line for line in paper.lines[page] if not is_upright(line)]
    if sum(len(line.glyphs) for line in level) < _MOSTLY_LEVEL * sum(len(line.glyphs) for line in paper.lines[page]):
        level = list(paper.lines[page])
    beside = [line for line in level if all(overlap(box, line.box) < _UNDER for box in seals)]
    return without_scraps(beside or paper.lines[page])


def _regions_without_values(paper: Paper, maker: _LeafMaker) -> Iterator[Remark]:
    """Yield the poor regions in which no value was found: where one is missing, it may lie there."""
    for number, sheet in paper.sheets.items():
        for reason, region in sheet.poor_regions:
            if not maker.spoils_a_value(number, region):
                yield Remark("POOR_REGION", None, number, sheet.box_to_page(region), reason)


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
