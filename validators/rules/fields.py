"""What a paper must say, and what was read without certainty (FLD-001, FLD-002, STM-001, STM-002)."""

from collections.abc import Iterator

from validators.items import EMPLOYER_OK
from validators.model.codes import DocumentKind, MarkType, NameMatch
from validators.model.evidence import Leaf
from validators.model.findings import Finding
from validators.requirements import CRITICAL, FieldType, requirement
from validators.rules.view import (
    Paper,
    can_lack,
    found,
    is_blank_form,
    places,
    remark_codes,
    rows_of,
    signatures,
    was_read,
)

TRANSFER = "TRANSFER"


def check_required(paper: Paper) -> Iterator[Finding]:
    """FLD-001: a required field is not on the paper or its place is empty (notice 四(二), DOMAIN §2.2)."""
    if not can_lack(paper.reading):
        return
    reading, need = paper.reading, requirement(paper.kind)
    for name in need.fields:
        if _empty(leaf := reading.leaf(name)):
            yield found("FLD-001", paper.index, path=name, at=leaf)
    for name in need.lists:
        leaves = reading.lists.get(name, ())
        single = reading.leaf("sign_date") if name == "sign_dates" else None
        if all(_empty(leaf) for leaf in (*leaves, single)):
            yield found("FLD-001", paper.index, path=name, at=leaves[0] if leaves else None)
    yield from _cells(paper)
    if paper.kind is DocumentKind.ADV_VOUCHER and not rows_of(reading, "lines") and _needs_lines(paper):
        yield found("FLD-001", paper.index, path="lines")
    if paper.kind is DocumentKind.PASS_ON_PROOF:
        yield from _payment_of_rows(paper)


def _needs_lines(paper: Paper) -> bool:
    """True when only lines could say for which of the claim's items a bare total was advanced."""
    items = paper.record.items if paper.record is not None else ()
    return sum(item.claimed_advance_fen is None and item.code in EMPLOYER_OK for item in items) > 1


def _cells(paper: Paper) -> Iterator[Finding]:
    """Tables that must have a row, and the cells that each row needs."""
    need = requirement(paper.kind)
    for table in need.must_have_rows:
        if not rows_of(paper.reading, table):
            yield found("FLD-001", paper.index, path=table)
    for table, columns in need.rows.items():
        for number, row in enumerate(rows_of(paper.reading, table)):
            for column in columns:
                if _empty(leaf := row.get(column)):
                    yield found("FLD-001", paper.index, path=f"{table}[{number}].{column}", at=leaf)


def _payment_of_rows(paper: Paper) -> Iterator[Finding]:
    """The day and the way of paying stand in the row or once for all; a transfer names account and slip."""
    reading = paper.reading

    def cell(number: int, column: str) -> Leaf | None:
        own = rows_of(reading, "beneficiaries")[number].get(column)
        shared = reading.lists.get(column, ())
        return own or reading.leaf(column) or (shared[0] if shared else None)

    for number in range(len(rows_of(reading, "beneficiaries"))):
        method = cell(number, "pay_method")
        needed = ["pay_date", "pay_method"]
        if method is not None and method.value == TRANSFER:
            needed += ["payee_account", "slip_no"]
        for column in needed:
            if _empty(leaf := cell(number, column)):
                yield found("FLD-001", paper.index, path=f"beneficiaries[{number}].{column}", at=leaf)


def _empty(leaf: Leaf | None) -> bool:
    """Whether nothing stands at a place; ink that could not be read (UNREAD) is something."""
    return leaf is None or (leaf.value in (None, "") and not leaf.raw.strip() and "UNREAD" not in leaf.flags)


def check_certain(paper: Paper) -> Iterator[Finding]:
    """FLD-002: a critical value, a mark or the whole paper needs a person's eye first (DOMAIN §2.5).

    A paper whose reader died is told here and not as DOC-002: the doubt is ours, not the submitter's.
    """
    if "READER_DIED" in remark_codes(paper.reading):
        yield found("FLD-002", paper.index)
        return
    if is_blank_form(paper.reading):
        return
    # Of a paper of no known kind that was not said to be one, a person is asked what it is first (DOC-003).
    unknown = paper.kind is DocumentKind.OTHER and paper.reading.declared is not DocumentKind.OTHER
    for place in () if unknown else places(paper.reading):
        if (place.type in CRITICAL and not place.leaf.sure and not _empty(place.leaf)) or _unusable(
            place.type, place.leaf
        ):
            yield found("FLD-002", paper.index, path=place.path, at=place.leaf)
    yield from _doubtful_statements(paper)
    yield from _lost_answers(paper)
    yield from _doubtful_marks(paper)


def _unusable(of_type: FieldType, leaf: Leaf) -> bool:
    """True for a sure reading without a value whose type has no check of its own that would say so."""
    told_elsewhere = (
        FieldType.DATE,
        FieldType.MONEY,
        FieldType.WORDS,
        FieldType.CITIZEN_ID,
        FieldType.CREDIT_CODE,
        FieldType.PERSON,
    )
    if of_type not in CRITICAL or of_type in told_elsewhere:
        return False
    return leaf.sure and leaf.value is None and bool(leaf.raw.strip())


def _doubtful_statements(paper: Paper) -> Iterator[Finding]:
    for name in requirement(paper.kind).statements:
        leaf = paper.reading.leaf(name)
        if leaf is not None and leaf.value is not True and not leaf.sure:
            yield found("FLD-002", paper.index, path=name, at=leaf)


def _lost_answers(paper: Paper) -> Iterator[Finding]:
    """Give the relatives of a list that asks who is supported whose answer could not be read: X-014 rests on it."""
    for number, row in enumerate(rows_of(paper.reading, "relatives")):
        leaf = row.get("supported")
        if leaf is not None and leaf.value is None and "UNREAD" in leaf.flags:
            yield found("FLD-002", paper.index, path=f"relatives[{number}].supported", at=leaf)


def _doubtful_marks(paper: Paper) -> Iterator[Finding]:
    signers = {number for number, _ in signatures(paper.reading)} if requirement(paper.kind).signed else set()
    for number, mark in enumerate(paper.reading.marks_of(MarkType.SIGNATURE)):
        close = mark.present and mark.name_match is NameMatch.CLOSE
        if number in signers and (not mark.sure or close):
            yield found("FLD-002", paper.index, path=f"signatures[{number}]", at=mark)
    if requirement(paper.kind).seal:
        for number, mark in enumerate(paper.reading.marks_of(MarkType.SEAL)):
            if not mark.sure:
                yield found("FLD-002", paper.index, path=f"seals[{number}]", at=mark)


def check_statements(paper: Paper) -> Iterator[Finding]:
    """STM-001: a statement that makes the paper what it is was not found (notice 三)."""
    if not can_lack(paper.reading):
        return
    for name in requirement(paper.kind).statements:
        leaf = paper.reading.leaf(name)
        if leaf is None or (leaf.value is not True and leaf.sure):
            yield found("STM-001", paper.index, path=name, at=leaf)


def check_no_waiver(paper: Paper) -> Iterator[Finding]:
    """STM-002: wording by which somebody gives up benefits; a person looks, the submitter is not told why."""
    if was_read(paper.reading):
        for remark in paper.reading.remarks:
            if remark.code == "WAIVER":
                yield found("STM-002", paper.index, path=remark.field, at=remark)
