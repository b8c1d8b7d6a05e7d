"""Whether a file and its pages can be judged at all (DOC-001…DOC-008). Not here: what they say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from validators.model.codes import DocumentKind
from validators.model.evidence import Box, DocumentReading, PageReading, Remark
from validators.model.findings import Finding
from validators.requirements import CRITICAL, requirement
from validators.rules.fields import check_required
from validators.rules.view import (
    CLOSED_FILE,
    Paper,
    Place,
    found,
    places,
    remark_codes,
    was_read,
)

DECENT_CLASS = 0.5
"""Probability from which the read class may contradict the declared one."""


_BACK_WORDS = ("签发机关", "发机关", "有效期")
LEGIBLE = 0.80
"""Confidence from which a value in a poor region counts as seen, once another reading has settled it."""
_PARAGRAPHS = frozenset({"consent", "cash_statement", "completeness", "dispute", "undertaking", "pass_on_promise"})
_READ_BY_NO_RULE = frozenset({"doc_title", "check_code", "payer_bank", "payee_bank", "bank_name"})
"""Values that no rule reads where the kind of paper need not show them: nobody need photograph one again."""
_GRAVEST_FIRST = ("blank", "blur", "low_resolution", "shadow", "cut_edge", "glare", "fold")


def check_file_opens(paper: Paper) -> Iterator[Finding]:
    """DOC-001: the file is shut, encrypted or beyond the limits."""
    if remark_codes(paper.reading) & CLOSED_FILE:
        yield found("DOC-001", paper.index)


def check_pages_visible(paper: Paper) -> Iterator[Finding]:
    """DOC-002: a region that carries a field is blurred, glaring or cut, or a page is empty; always with a place."""
    marked: set[int] = set()
    pages = {page.index: page for page in paper.reading.pages}
    for remark in paper.reading.remarks:
        if remark.code == "BLANK_PAGE" or (remark.code == "POOR_REGION" and _hides_something(paper, remark)):
            marked.add(remark.page)
            told = found("DOC-002", paper.index, path=remark.field, at=remark, hint=remark.detail or "blank")
            page = pages.get(remark.page)
            yield told if told.box is not None or page is None else replace(told, box=_whole(page))
    for page in paper.reading.pages:
        here = [place for place in places(paper.reading) if place.leaf.page == page.index]
        doubted = [place.leaf for place in here if not place.leaf.sure and _is_needed(paper, place)]
        if page.quality.verdict == "poor" and doubted and page.index not in marked:
            worst = next((reason for reason in _GRAVEST_FIRST if reason in page.quality.reasons), "")
            where = _around([leaf.box for leaf in doubted if leaf.box is not None]) or _whole(page)
            yield replace(found("DOC-002", paper.index, hint=worst), page=page.index, box=where)


def _hides_something(paper: Paper, remark: Remark) -> bool:
    """Whether a poor region keeps a value from being seen; one without a field, whether the paper lacks one at all."""
    if remark.field is None:
        return next(check_required(paper), None) is not None
    place = next((place for place in places(paper.reading) if place.path == remark.field), None)
    if place is None:
        return remark.field not in paper.reading.fields  # it repeats a row's, which is told by itself
    if not _is_needed(paper, place):
        return False
    # Read well for all that: settled by something independent, or such that nobody need be sure of it.
    return (place.type in CRITICAL and not place.leaf.sure) or place.leaf.confidence < LEGIBLE


def _is_needed(paper: Paper, place: Place) -> bool:
    """Whether a value must be seen: all but a title, a bank that the kind need not name, a statement that was found."""
    need = requirement(paper.kind)
    if place.name in need.fields:
        return True
    # A statement is found by many of its characters, wherever in its paragraph a light lies.
    found_whole = place.name in _PARAGRAPHS and place.leaf.value is True
    return not found_whole and place.name not in _READ_BY_NO_RULE


def _around(boxes: Sequence[Box]) -> Box | None:
    """Return the least box around some, None for none."""
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _whole(page: PageReading) -> Box:
    return 0, 0, page.width, page.height


def check_kind(paper: Paper) -> Iterator[Finding]:
    """DOC-003: the paper is of another kind than declared, or of no kind that this service knows."""
    reading = paper.reading
    if not was_read(reading):
        return
    differs = reading.declared is not None and reading.declared is not reading.kind
    unknown = reading.kind is DocumentKind.OTHER and reading.declared is not DocumentKind.OTHER
    if unknown or (differs and reading.kind_confidence >= DECENT_CLASS):
        declared = reading.declared.value if reading.declared else ""
        yield found("DOC-003", paper.index, declared=declared, read=reading.kind.value)


def check_all_pages(paper: Paper) -> Iterator[Finding]:
    """DOC-004: the paper counts more pages than came."""
    for remark in paper.reading.remarks:
        if remark.code == "PAGE_MISSING":
            yield found("DOC-004", paper.index, page_no=remark.detail)
    if paper.kind is DocumentKind.ID_CARD and shows_front(paper.reading) and not shows_back(paper.reading):
        backs = [one for one in paper.beside if one is not paper.reading and shows_back(one) and not shows_front(one)]
        if not backs:
            yield found("DOC-004", paper.index, page_no="", hint="BACK")


def shows_front(reading: DocumentReading) -> bool:
    """True for the side of an ID card with the person on it."""
    return reading.leaf("id_no") is not None or reading.leaf("name") is not None


def shows_back(reading: DocumentReading) -> bool:
    """True for the side with the authority and the validity; a reading without lines of text is not asked."""
    if reading.leaf("valid_to") is not None or not reading.text:
        return True
    return any(word in line.text for line in reading.text for word in _BACK_WORDS)


def check_not_repeated(paper: Paper) -> Iterator[Finding]:
    """DOC-005: the same content came before; several papers out of one file have pages of their own."""
    mine = {page.index for page in paper.reading.pages}
    for other in paper.beside[: paper.index]:
        same = bool(other.sha256) and other.sha256 == paper.reading.sha256
        if same and (mine & {page.index for page in other.pages} or not mine):
            yield found("DOC-005", paper.index)
            return


def check_filled_in(paper: Paper) -> Iterator[Finding]:
    """DOC-006: a form with empty cells only."""
    if "BLANK_FORM" in remark_codes(paper.reading):
        yield found("DOC-006", paper.index)


def check_unaltered(paper: Paper) -> Iterator[Finding]:
    """DOC-007: an erasure, overwriting or other ink at a value; also where reading flagged the value itself."""
    told: set[str | None] = set()
    for remark in paper.reading.remarks:
        if remark.code == "ALTERED":
            told.add(remark.field)
            yield found("DOC-007", paper.index, path=remark.field, at=remark)
    for place in places(paper.reading):
        if "ALTERED" in place.leaf.flags and place.path not in told:
            yield found("DOC-007", paper.index, path=place.path, at=place.leaf)


def check_text_layer(paper: Paper) -> Iterator[Finding]:
    """DOC-008: the PDF's text says something else than its picture."""
    for remark in paper.reading.remarks:
        if remark.code == "TEXT_LAYER_DIFFERS":
            yield found("DOC-008", paper.index, path=remark.field, at=remark)
