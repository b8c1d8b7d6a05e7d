"""One paper's read lines to its fields, rows, promised marks and remarks: the order of the steps.

Here: which reader reads which kind, titles, dates of signers, what reading itself notices. Not here: pixels.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ocr.extract import labels
from ocr.extract.classify import TITLES, page_mark, title_lines
from ocr.extract.dating import complete, foot_dates, latest, table_dates
from ocr.extract.grammar import Found
from ocr.extract.joint import read_joint
from ocr.extract.layout import Layout
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.extract.letter_foot import foot_of
from ocr.extract.matching import lexicon
from ocr.extract.others import read_other
from ocr.extract.picking import Picker
from ocr.extract.places import slots_of
from ocr.extract.proof import read_proof
from ocr.extract.proving import settled
from ocr.extract.proxies import proxies
from ocr.extract.receipt import read_receipt
from ocr.extract.runs import Book, Entry
from ocr.extract.slip import read_slip
from ocr.extract.statements import waivers
from ocr.extract.tables import Table
from ocr.extract.unread import unread_date
from ocr.extract.values import leaf
from ocr.extract.voucher import leaves, read_voucher
from ocr.pages import PageLines, Word
from ocr.slots import Slot
from validators.model.codes import KEY_KINDS, DocumentKind, MarkRole, MarkType
from validators.model.evidence import Remark

Reader = Callable[[Layout], tuple[Picker, tuple[Table, ...]]]
_READERS: Mapping[DocumentKind, Reader] = {
    DocumentKind.ADV_VOUCHER: read_voucher,
    DocumentKind.JOINT_ACCT: lambda layout: read_joint(layout, to_employer=False),
    DocumentKind.JOINT_EMPLOYER: lambda layout: read_joint(layout, to_employer=True),
    DocumentKind.PASS_ON_PROOF: read_proof,
    DocumentKind.MED_RECEIPT: read_receipt,
    DocumentKind.BANK_SLIP: read_slip,
}
_SIGNED = KEY_KINDS | {DocumentKind.POA, DocumentKind.DISPUTE_RECORD}
_FORM_MINIMUM = 2  # values below which a key paper with labels counts as a blank form


def extract(
    kind: DocumentKind, pages: Sequence[PageLines], words: Mapping[int, tuple[Word, ...]] | None = None
) -> Extraction:
    """Return what a paper of a kind says; `words` (the PDF's own text) is for comparing and not read here."""
    book = Book(pages)
    layout = Layout(book, lexicon(kind))
    whole = Layout(book, lexicon(kind))
    reader = _READERS.get(kind)
    picker, tables = reader(layout) if reader else read_other(layout, kind)
    picker.put("doc_title", _title(book, kind))
    slots = slots_of(whole, kind, tables) if kind in _SIGNED else ()
    slots = _tied(slots, picker)
    if kind in _SIGNED:
        _sign_dates(picker, layout, tables, slots)
    slots = (*slots, *_foot_slots(book, whole, kind, tables, slots))
    remarks = [*_missing_pages(book), *_blank(picker, whole, kind)]
    if kind in KEY_KINDS:
        remarks += [*waivers(whole), *proxies(whole)]
    return Extraction(
        fields=MappingProxyType({name: settled(one) for name, one in picker.fields.items()}),
        lists=MappingProxyType({name: tuple(map(settled, group)) for name, group in picker.lists.items() if group}),
        rows=MappingProxyType(
            {
                name: tuple(MappingProxyType({key: settled(one) for key, one in row.items()}) for row in table)
                for name, table in picker.rows.items()
                if table
            }
        ),
        slots=slots,
        remarks=tuple(remarks),
    )


def _foot_slots(
    book: Book, whole: Layout, kind: DocumentKind, tables: Sequence[Table], slots: Sequence[Slot]
) -> Sequence[Slot]:
    """Return the places of signatures of a free letter, and a letter's foot where no label promises one."""
    if kind is DocumentKind.OTHER:
        slots = [slot for slot in slots_of(whole, kind, tables) if slot.type is MarkType.SIGNATURE]
    elif kind not in KEY_KINDS:
        return ()
    promised = [slot for slot in slots if slot.type is MarkType.SIGNATURE and not slot.implied]
    signers = [slot for slot in promised if slot.role not in (MarkRole.WITNESS, MarkRole.EMPLOYER)]
    foot = foot_of(book, kind) if not signers else None
    return (*(promised if kind is DocumentKind.OTHER else ()), *([foot] if foot is not None else ()))


def _tied(slots: tuple[Slot, ...], picker: Picker) -> tuple[Slot, ...]:
    """Tie unnamed signature places to the relative in whose block of a form they stand."""
    people = [row["name"] for row in picker.rows.get("relatives", ()) if "name" in row and row["name"].box is not None]
    if len(people) < 2:
        return slots
    places = [slot for slot in slots if slot.type is MarkType.SIGNATURE and slot.role is MarkRole.RELATIVE]
    below = [slot for slot in places if all(one.box and one.box[1] <= slot.label[3] for one in people)]
    if len(below) > 1:  # signatures stand in a list of their own under everybody's particulars
        return slots
    out = []
    for slot in slots:
        above = [one for one in people if one.page == slot.page and one.box is not None and one.box[1] <= slot.label[3]]
        near = any(one.box and one.box[3] > slot.label[1] - 4 * (slot.label[3] - slot.label[1]) for one in above)
        if slot in places and not slot.name and above and (len(above) < len(people) or near):
            nearest = max(above, key=lambda one: one.box[1] if one.box else 0.0)
            slot = replace(slot, name=str(nearest.value or ""))
        out.append(slot)
    return tuple(out)


def _sign_dates(picker: Picker, layout: Layout, tables: Sequence[Table], slots: Sequence[object]) -> None:
    taken = leaves(picker)
    signs = table_dates(layout, tables)
    foot, seals = foot_dates(layout, [slot for slot in slots if isinstance(slot, Slot)], taken)
    if not signs or any(
        slot.role is not None and slot.role.value == "beneficiary" for slot in slots if isinstance(slot, Slot)
    ):
        signs = [*signs, *foot]
    elif not signs:
        signs = foot
    if not signs:
        signs = [one for one in _labelled_dates(picker) if one.parts not in {t.parts for t in (*taken, *seals)}]
    signs = complete(signs, [slot for slot in slots if isinstance(slot, Slot)])
    if signs:
        picker.lists["sign_dates"] = tuple(signs)
        picker.put("sign_date", latest(signs))
    if seals:
        picker.put("seal_date", latest(seals))


def _labelled_dates(picker: Picker) -> list[FieldLeaf]:
    from ocr.extract.values import candidate_leaf, empty_leaf, value_of

    out = []
    for hit in picker.layout.of("DATE", "SIGN_DATE"):
        found = value_of(picker.layout, hit, "date")
        if found is not None:
            out.append(candidate_leaf(picker.book, found, "date"))
        elif hit.strength >= 2:
            lost = unread_date(picker.layout, hit)  # 日期：2024914, whose signs between the figures were lost
            out.append(lost or replace(empty_leaf(hit), sort="date", flags=("NOT_A_DATE",)))
    return out


def _title(book: Book, kind: DocumentKind) -> FieldLeaf | None:
    """Return the title: the line whose words name the kind, largest and highest first; a second line may belong."""
    best: tuple[float, Entry] | None = None
    for entry, likeness in title_lines(book):
        gained = sum(w for pattern, w in TITLES.get(kind, ()) if pattern.search(entry.run.text))
        score = likeness * (0.6 + gained) + (0.02 if entry.index == 0 else 0)
        if gained and (best is None or score > best[0]):
            best = (score, entry)
    if best is None:
        return None
    run = best[1].run
    text = re.sub(r"\((?:样本|示例|虚构|fictional)\)$", "", run.text)
    title = leaf(book, run, Found(0, len(text), text, 0.9), "text", 0.9)
    return replace(title, value=_plain_title(book, run.text, title))


def _plain_title(book: Book, text: str, title: FieldLeaf) -> str:
    return str(title.value)


def _missing_pages(book: Book) -> list[Remark]:
    """Return a remark for every page that the marks 第x页共y页 promise and nobody sent."""
    marks = [mark for page in book.pages if (mark := page_mark(book, page)) is not None]
    if not marks:
        return []
    total = max(of for _, of in marks)
    numbers = {number for number, _ in marks}
    if len(book.pages) >= total:
        return []
    return [Remark("PAGE_MISSING", detail=str(number)) for number in range(1, total + 1) if number not in numbers]


def _blank(picker: Picker, whole: Layout, kind: DocumentKind) -> list[Remark]:
    """Return a remark when a key paper shows its labels and next to nothing beside them."""
    if kind not in KEY_KINDS:
        return []
    values = [
        one
        for name, one in picker.fields.items()
        if one.value is not None and one.sort not in ("statement", "text", "method", "relation") and name != "doc_title"
    ]
    rows = sum(len(row) for table in picker.rows.values() for row in table)
    labelled = sum(1 for hit in whole.hits if hit.strength >= 2)
    if len(values) <= _FORM_MINIMUM and rows <= 2 and labelled >= 5:
        return [Remark("BLANK_FORM")]
    return []


__all__ = ["extract", "labels"]
