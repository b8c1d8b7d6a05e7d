"""What the page of one paper shows: our raster with every place on it, each fault with its cure, what was read.

Here: the answer of /v1 put into words and places. Not here: what is left out for whom (presenting.audience).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.access.who import Role, Who
from intake.gate.cures import cure_of
from intake.presenting import words
from intake.presenting.audience import REVIEW
from intake.presenting.words import MONEY_FIELDS
from intake.stages import WORDS
from intake.uploads.answers import DocumentShown, FindingShown, LeafRead, MarkRead, ReadingShown, Scalar
from intake.uploads.viewing import show_document_state
from intake.web.pages import yuan
from intake.web.submitting import wording
from intake.web.submitting.case_view import GONE, READING
from intake.web.submitting.places import Rect, Sheet
from intake.wiring import Service
from validators.lifecycle import DOCUMENT, WrongState, find_transition
from validators.model.codes import Severity

_SEVERITIES_EN = {"B": "to be mended", "F": "staff look at it", "I": "for your information"}
LATEST_DAY = "sign_date"  # the last of the days on which somebody signed: where they stand one by one, said twice
WHETHER = frozenset({"supported", "minor"})  # columns that ask whether
_SEVERITIES = {"B": "须补正", "F": "工作人员核对", "I": "提示"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One remark about the paper: number, sentence, cure, and the place where it can be shown."""

    number: int
    anchor: str
    code: str
    message: str
    cure: str
    tag: str
    word: str
    page: int | None
    place: str
    spot: Rect | None
    crop: Rect | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One read value or mark at its place."""

    sort: str
    text: str
    at: Rect


@dataclass(frozen=True, slots=True)
class PageView:
    """One page with what lies on it."""

    index: int
    sheet: Sheet
    quality: str
    poor: bool
    spots: tuple[Spot, ...]
    faults: tuple[Fault, ...]
    shown: bool  # whether there is a raster

    @property
    def badge(self) -> int:
        """The radius of a number's badge, which looks alike on pages of every size."""
        return self.sheet.across // 42


@dataclass(frozen=True, slots=True)
class Value:
    """One row of what was read."""

    label: str
    text: str
    doubt: bool
    raw: str = ""  # for reviewers only


@dataclass(frozen=True, slots=True)
class PaperView:
    """Everything of one paper's page."""

    id: str
    claim_no: str
    name: str
    state: str
    received: str
    reading: bool
    read: bool
    stage: str
    pages: tuple[PageView, ...]
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]
    values: tuple[Value, ...]
    children: tuple[str, ...]
    parent: str | None
    gone: bool
    waits: bool  # people look at it
    may_contest: bool
    may_replace: bool
    may_withdraw: bool
    kind: str


def view_paper(service: Service, who: Who, document_id: str, *, english: bool) -> PaperView:
    """Gather one paper as this caller may see it."""
    paper = DocumentShown.model_validate(show_document_state(service, who, document_id))
    reading = paper.reading
    sheets = {} if reading is None else {one.index: Sheet(one.width, one.height, one.turned) for one in reading.pages}
    found = () if reading is None else tuple(_number([*reading.findings, *paper.case_findings], sheets, english))
    faults = tuple(one for one in found if one.tag != "I")
    mine = who.role is Role.SUBMITTER
    name = paper.stage.name.partition(" ")[0]
    stage = f"{paper.stage.n} / {paper.stage.of}" + ("" if english else f" {WORDS.get(name, '')}")
    return PaperView(
        id=paper.id,
        claim_no=paper.claim_no,
        name=wording.kind(paper.kind or paper.declared, english=english),
        state=wording.paper_state(paper.state, english=english),
        received=wording.day(paper.received_at[:10], english=english),
        reading=paper.state in READING,
        read=reading is not None,
        stage=stage,
        pages=() if reading is None else tuple(_pages(paper, reading, sheets, faults, mine, english)),
        faults=faults,
        hints=tuple(one for one in found if one.tag == "I"),
        values=() if reading is None else tuple(_values(reading, mine, english)),
        children=tuple(paper.children),
        parent=paper.parent,
        gone=paper.state in GONE,
        waits=paper.state in {"IN_REVIEW", "MANUAL", "QUARANTINED"},
        may_contest=mine and allows(paper.state, "contest"),
        may_replace=mine and allows(paper.state, "replaced"),
        may_withdraw=mine and allows(paper.state, "withdraw"),
        kind=paper.declared or "",
    )


def allows(state: str, event: str) -> bool:
    """Say whether a submitter may cause an event of a paper in a state."""
    try:
        find_transition(DOCUMENT, state, event, "submitter")
    except WrongState:
        return False
    return True


def _number(findings: list[FindingShown], sheets: dict[int, Sheet], english: bool) -> Iterator[Fault]:
    """Number the findings, those to be mended first; the first of each code can be linked to by it."""
    order = {Severity.B: 0, Severity.F: 1, None: 1, Severity.I: 2}
    seen: set[str] = set()
    for number, one in enumerate(sorted(findings, key=lambda one: order[one.severity]), 1):
        anchor = one.code if one.code not in seen else f"{one.code}-{number}"
        seen.add(one.code)
        yield _fault(number, anchor, one, sheets, english)


def _fault(number: int, anchor: str, one: FindingShown, sheets: dict[int, Sheet], english: bool) -> Fault:
    sheet = sheets.get(one.page) if one.page is not None else None
    spot = sheet.upright(one.box) if sheet is not None and one.box else None
    tag = (one.severity or Severity.F).value
    secret = one.code == REVIEW["code"]
    return Fault(
        number,
        anchor,
        one.code,
        one.message,
        "" if secret or tag == "I" else cure_of(one.code),
        tag,
        (_SEVERITIES_EN if english else _SEVERITIES)[tag],
        one.page,
        sheet.words_for(spot, english=english) if sheet is not None and spot is not None else "",
        sheet.around(spot) if sheet is not None and spot is not None else None,
        _crop(sheet, sheet.around(spot)) if sheet is not None and spot is not None else None,
    )


def _crop(sheet: Sheet, spot: Rect) -> Rect:
    """Enough of the page around a place that a person knows where it is: two fifths of the page's width at least."""
    wide = min(sheet.across, max(spot.width * 11 // 10, sheet.across * 2 // 5))
    high = min(sheet.down, max(spot.height * 11 // 10, wide * 2 // 5))
    x, y = spot.middle
    left = min(max(0, x - wide // 2), sheet.across - wide)
    top = min(max(0, y - high // 2), sheet.down - high)
    return Rect(left, top, wide, high)


def _pages(
    paper: DocumentShown,
    reading: ReadingShown,
    sheets: dict[int, Sheet],
    faults: tuple[Fault, ...],
    mine: bool,
    english: bool,
) -> Iterator[PageView]:
    spots = list(_spots(reading, sheets, mine, english))
    for page in reading.pages:
        yield PageView(
            page.index,
            sheets[page.index],
            wording.quality(page.quality.verdict, english=english),
            page.quality.verdict == "poor",
            tuple(spot for index, spot in spots if index == page.index),
            tuple(one for one in faults if one.page == page.index and one.spot is not None),
            page.index in paper.rasters,
        )


def _spots(reading: ReadingShown, sheets: dict[int, Sheet], mine: bool, english: bool) -> Iterator[tuple[int, Spot]]:
    for label, path, leaf in _leaves(reading):
        sheet = sheets.get(leaf.page)
        if leaf.box and sheet is not None:
            yield leaf.page, Spot("field", f"{label}：{_show(path, leaf.value, english)}", sheet.upright(leaf.box))
    for mark in reading.marks:
        sheet = sheets.get(mark.page)
        if mark.box and mark.present and sheet is not None:
            yield mark.page, Spot("mark", "：".join(_mark(mark, mine, english)), sheet.upright(mark.box))


def _values(reading: ReadingShown, mine: bool, english: bool) -> Iterator[Value]:
    for label, path, leaf in _leaves(reading):
        if path == LATEST_DAY and reading.fields.get("sign_dates"):
            continue
        raw = "" if mine or not leaf.raw else f"“{leaf.raw[:80]}” {leaf.confidence}"
        yield Value(label, _show(path, leaf.value, english), not leaf.sure, raw)
    for mark in reading.marks:
        label, text = _mark(mark, mine, english)
        yield Value(label, text, not mark.sure)


def _leaves(reading: ReadingShown) -> Iterator[tuple[str, str, LeafRead]]:
    """Every value with its label and path, in the order of the reading."""
    for name, value in reading.fields.items():
        if isinstance(value, LeafRead):
            yield reading.labels.get(name, name), name, value
            continue
        rows: Sequence[LeafRead | dict[str, LeafRead]] = value
        for at, one in enumerate(rows):
            if isinstance(one, LeafRead):
                path = f"{name}[{at}]"
                yield reading.labels.get(path, path), path, one
            else:
                for column, leaf in one.items():
                    path = f"{name}[{at}].{column}"
                    yield reading.labels.get(path, path), path, leaf


def _mark(mark: MarkRead, mine: bool, english: bool) -> tuple[str, str]:
    label = mark.type if english else words.word(words.MARKS, mark.type)
    label = f"{label}（{mark.name}）" if mark.name else label
    text = (("not found", "present") if english else ("没有找到", "有"))[mark.present]
    if not mine and mark.name_match is not None and mark.present:
        text += f"; {mark.name_match}" if english else f"，{words.match_word(mark.type, mark.name_match)}"
    return label, text


def _show(path: str, value: Scalar, english: bool) -> str:
    """Write a value as people do."""
    if value is None:
        return "not read" if english else "没有读出"
    column = path.rpartition(".")[2].partition("[")[0]
    if isinstance(value, bool):
        return ("no", "yes")[value] if english else (("否", "是") if column in WHETHER else ("没有", "有"))[value]
    if isinstance(value, int) and column in MONEY_FIELDS:
        return f"{yuan(value)} {'yuan' if english else '元'}"
    return wording.value(str(value), english=english)
