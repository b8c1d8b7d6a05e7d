"""One paper on one screen: our raster with boxes, what is doubted, what was read, what people keyed.

Here: everything that the page shows. Not here: geometry (sheets.py), cards (cards.py), HTTP (paper_endpoints.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from intake.access.opening import open_document, subject_digest
from intake.access.who import Role, Who
from intake.casefile import CaseFile, load_case
from intake.presenting.words import MARKS, match_word, word
from intake.review.keying import CLOSED
from intake.uploads.steps import rejection_of
from intake.web.reviewing.cards import Card, card_of, findings_by_flag
from intake.web.reviewing.sheets import Crop, Sheet, crop_of, sheet_of
from intake.web.reviewing.values import MASKED, chosen_by, form_of, raw_of, told
from intake.wiring import Service
from storage.records import documents, keyings, pages
from storage.records.documents import Document
from validators.keyed import KEYED, BadValue, Keying, KeyingState, agreed, type_of
from validators.model.evidence import DocumentReading, Leaf, Mark, PageReading, by_place
from validators.requirements import CRITICAL, requirement
from validators.texts import display_field, display_kind

Sheets = Mapping[int, tuple[Sheet, PageReading]]

RETURNABLE = frozenset({"IN_REVIEW", "MANUAL"})  # DOMAIN §6, document: what a handler may send back


@dataclass(frozen=True, slots=True)
class Value:
    """One field: its value as it counts, the machine's own beside it where people keyed another, and its place."""

    path: str
    label: str
    text: str
    raw: str
    chosen: str  # what chose it between readings of the ink
    machine: str  # what the machine read, where a person's value stands in its place
    confidence: str
    doubt: bool
    critical: bool
    masked: bool
    form: str
    keying: str  # "", NEEDS_SECOND, CONFLICT or SET
    mine: bool  # this person has keyed it already
    page: int
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class MarkShown:
    """One signature, seal or fingerprint that was looked for."""

    at: int
    label: str
    text: str
    doubt: bool
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page of one paper; `doubtful` values and `cards` ask for attention, the rest is folded."""

    document: Document
    claim_no: str
    kind: str
    sheets: tuple[Sheet, ...]
    cards: tuple[Card, ...]
    doubtful: tuple[Value, ...]
    certain: tuple[Value, ...]
    marks: tuple[MarkShown, ...]
    missing: tuple[tuple[str, str], ...]  # required fields that nobody has read, to be keyed
    siblings: tuple[tuple[str, str, str], ...]  # id, kind, state of the claim's papers
    may_key: bool
    uploaded_by_me: bool
    may_return: bool
    may_reject: bool  # a handler proposes, a second reviewer has somebody else's proposal before her
    rejection: str | None  # why somebody proposed to reject the paper


def show_paper(service: Service, session: Session, who: Who, document_id: str, *, english: bool) -> PaperPage:
    """Give one paper as a reviewer of its office may see it."""
    document, claim = open_document(service, session, who, document_id)
    case, by = load_case(service, session, claim), subject_digest(service, who)
    machine = documents.load_reading(session, service.vault, document_id)
    rasters = {one.position for one in pages.pages_of(session, document_id)}
    position = case.position(document_id)
    reading = machine if position is None else case.readings[position]
    sheets = _sheets(document_id, machine, rasters)
    words = keyings.of_document(session, service.vault, document_id)
    may_key = who.role is Role.HANDLER and machine is not None and document.state not in CLOSED
    values = () if reading is None else tuple(_values(reading, machine, words, sheets, by, english=english))
    cards = _cards(service, case, who, by, document_id, sheets, may_key=may_key, english=english)
    doubtful = tuple(one for one in values if one.doubt)
    handler, own = who.role is Role.HANDLER, document.uploader_digest == by
    rejection = rejection_of(service, session, document) if document.state == "IN_REVIEW" else None
    others = rejection is not None and rejection.by != by
    return PaperPage(
        document,
        claim.claim_no,
        _kind(document, reading, english=english),
        tuple(sheet for sheet, _ in sheets.values()),
        cards,
        doubtful,
        tuple(one for one in values if not one.doubt),
        () if reading is None else tuple(_marks(reading, sheets, english=english)),
        () if reading is None else _missing(reading),
        tuple((one.id, _kind(one, None, english=english), one.state) for one in case.documents),
        may_key and not own,
        own,
        handler and not own and document.state in RETURNABLE,
        not own and document.state == "IN_REVIEW" and (rejection is None if handler else others),
        None if rejection is None else rejection.reason,
    )


def leaves_of(reading: DocumentReading) -> Iterator[tuple[str, Leaf]]:
    """Give every value of a paper under its address."""
    yield from by_place(reading.fields, reading.lists, reading.rows)


def _sheets(document_id: str, reading: DocumentReading | None, rasters: set[int]) -> Sheets:
    if reading is None:
        return {}
    return {page.index: (sheet_of(document_id, page), page) for page in reading.pages if page.index in rasters}


def _kind(document: Document, reading: DocumentReading | None, *, english: bool) -> str:
    kind = document.kind or document.declared or (reading.kind if reading is not None else None)
    if kind is None:
        return "not known yet" if english else "还没有识别"
    return kind.value if english else display_kind(kind)


def _values(
    reading: DocumentReading,
    machine: DocumentReading | None,
    words: Mapping[str, tuple[Keying, ...]],
    sheets: Sheets,
    by: str,
    *,
    english: bool,
) -> Iterator[Value]:
    own = {} if machine is None else dict(leaves_of(machine))
    for path, leaf in leaves_of(reading):
        kind, keyed = type_of(reading, path), words.get(path, ())
        state = agreed(kind, keyed)[0].value if keyed else ""
        replaced = KEYED in leaf.flags
        first = own.get(path)
        waits = state in (KeyingState.NEEDS_SECOND, KeyingState.CONFLICT)
        yield Value(
            path,
            display_field(reading.kind, path),
            told(kind, leaf.value, english=english),
            raw_of(kind, leaf),
            chosen_by(leaf, english=english),
            told(kind, first.value, english=english) if replaced and first is not None else "",
            f"{leaf.confidence:.3f}",
            not leaf.sure or waits,
            kind in CRITICAL,
            kind in MASKED and leaf.value is not None,
            form_of(kind),
            state,
            any(one.by == by for one in keyed),
            leaf.page,
            crop_of(sheets, leaf.page, leaf.box),
        )


def _marks(reading: DocumentReading, sheets: Sheets, *, english: bool) -> Iterator[MarkShown]:
    for at, mark in enumerate(reading.marks):
        name = mark.type.value if english else word(MARKS, mark.type)
        label = f"{name} · {mark.name}" if mark.name else name
        doubt = not (mark.sure and mark.present)
        yield MarkShown(at, label, _mark_text(mark, english=english), doubt, crop_of(sheets, mark.page, mark.box))


def _mark_text(mark: Mark, *, english: bool) -> str:
    if not mark.present:
        return "not found" if english else "没有找到"
    said = "present" if english else "有"
    if mark.name_match is not None:
        match = mark.name_match.value if english else match_word(mark.type, mark.name_match)
        said += ("; " if english else "，") + match
    return said + (("; pasted picture" if english else "，疑为粘贴图像") if mark.pasted else "")


def _missing(reading: DocumentReading) -> tuple[tuple[str, str], ...]:
    wanted = requirement(reading.kind).fields
    return tuple((name, display_field(reading.kind, name)) for name in wanted if name not in reading.fields)


def _cards(
    service: Service,
    case: CaseFile,
    who: Who,
    by: str,
    document_id: str,
    sheets: Sheets,
    *,
    may_key: bool,
    english: bool,
) -> tuple[Card, ...]:
    now = service.clock()
    behind = findings_by_flag(case, case.judge(service.rules, now))
    shown = []
    for flag in sorted(case.flags.values(), key=lambda one: ("BFI".index(one.severity), one.seq)):
        if not (flag.open and flag.holds and flag.document_id == document_id):
            continue
        finding = behind.get(flag.id)
        crop = None if finding is None else crop_of(sheets, finding.page or 0, finding.box)
        keyable = may_key and _can_be_keyed(case, document_id, flag.field)
        shown.append(card_of(flag, finding, case, who, by, now, crop, keyable=keyable, english=english))
    return tuple(shown)


def _can_be_keyed(case: CaseFile, document_id: str, field: str | None) -> bool:
    """Signatures, seals and whole tables are looked at, not typed."""
    position = case.position(document_id)
    if field is None or position is None:
        return False
    reading = case.readings[position]
    name = field.partition("[")[0]
    if name in {"signatures", "seals", "fingerprints", "marks"} or (name in reading.rows and "." not in field):
        return False
    try:
        type_of(reading, field)
    except BadValue:
        return False
    return True
