"""How a rule looks at a paper and at a case: places of values, sure values, marks by number, findings.

Here: the one way to ask for a value that may be doubted. Not here: any check.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from validators.catalogue import BY_CODE
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, MarkRole, MarkType, Severity
from validators.model.evidence import DocumentReading, Leaf, Mark, Remark
from validators.model.findings import Finding
from validators.model.policy import Policy
from validators.requirements import FieldType, field_type

CLOSED_FILE = frozenset({"NOT_OPENABLE", "ENCRYPTED", "TOO_MANY_PAGES", "TOO_LARGE", "SANDBOX_DIED"})
NEVER_READ = CLOSED_FILE | {"READER_DIED"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A check that lacks a datum, and the papers that it would have judged."""

    code: str
    needs: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper under judgement: its reading, its place in the case and what stands beside it."""

    reading: DocumentReading
    index: int
    today: date
    policy: Policy
    record: ClaimRecord | None = None
    beside: tuple[DocumentReading, ...] = ()

    @property
    def kind(self) -> DocumentKind:
        """The kind that the paper is judged as."""
        return effective_kind(self.reading)


@dataclass(frozen=True, slots=True)
class Place:
    """One value with its address, e.g. "lines[2].amount"."""

    path: str
    name: str
    type: FieldType
    leaf: Leaf


def effective_kind(reading: DocumentReading) -> DocumentKind:
    """Take the declared kind of a file that could not be read; otherwise the class that was read."""
    if reading.kind is DocumentKind.OTHER and reading.declared is not None and not was_read(reading):
        return reading.declared
    return reading.kind


def remark_codes(reading: DocumentReading) -> frozenset[str]:
    """Name what reading itself noticed."""
    return frozenset(remark.code for remark in reading.remarks)


def was_read(reading: DocumentReading) -> bool:
    """True unless the file stayed shut or its reader died."""
    return not remark_codes(reading) & NEVER_READ


def is_blank_form(reading: DocumentReading) -> bool:
    """True for a form that nobody has filled in: one remark says all."""
    return "BLANK_FORM" in remark_codes(reading)


def can_lack(reading: DocumentReading) -> bool:
    """True when something not found is missing on the paper: not on a shut, blank or incomplete one."""
    return was_read(reading) and not remark_codes(reading) & {"BLANK_FORM", "PAGE_MISSING"}


def places(reading: DocumentReading) -> Iterator[Place]:
    """Give every value of a paper once, also where two fields hold the same ink."""
    seen: set[tuple[object, ...]] = set()
    for place in _all_places(reading):
        leaf = place.leaf
        ink = (place.type, leaf.page, leaf.box, leaf.raw, leaf.value)
        if leaf.box is None or ink not in seen:
            seen.add(ink)
            yield place


def _all_places(reading: DocumentReading) -> Iterator[Place]:
    """Give the values by container; one that repeats its rows or its list at the top is left out."""
    repeated = {column for rows in reading.rows.values() for row in rows for column in row}
    for name, leaf in reading.fields.items():
        if (name == "sign_date" and reading.lists.get("sign_dates")) or name in repeated:
            continue
        yield Place(name, name, field_type(reading.kind, name), leaf)
    for name, leaves in reading.lists.items():
        for number, leaf in enumerate(leaves):
            yield Place(f"{name}[{number}]", name, field_type(reading.kind, name), leaf)
    for table, rows in reading.rows.items():
        for number, row in enumerate(rows):
            for column, leaf in row.items():
                key = f"{table}.{column}"
                yield Place(f"{table}[{number}].{column}", key, field_type(reading.kind, key), leaf)


def sure_text(leaf: Leaf | None) -> str | None:
    """Give a text that needs no second look."""
    return leaf.value if leaf is not None and leaf.sure and isinstance(leaf.value, str) and leaf.value else None


def sure_money(leaf: Leaf | None) -> int | None:
    """Give an amount in fen that needs no second look."""
    if leaf is None or not leaf.sure or isinstance(leaf.value, bool) or not isinstance(leaf.value, int):
        return None
    return leaf.value


def sure_day(leaf: Leaf | None) -> date | None:
    """Give a date that needs no second look."""
    return as_day(sure_text(leaf))


def sure_bool(leaf: Leaf | None) -> bool | None:
    """Give a statement that needs no second look."""
    return leaf.value if leaf is not None and leaf.sure and isinstance(leaf.value, bool) else None


def any_text(leaf: Leaf | None) -> str:
    """Give the text as read, doubted or not; "" without one."""
    return leaf.value if leaf is not None and isinstance(leaf.value, str) else ""


def as_day(text: str | None) -> date | None:
    """Turn an ISO date into a day; None when it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def rows_of(reading: DocumentReading, table: str) -> tuple[Mapping[str, Leaf], ...]:
    """Give the rows of a table, none where it was not found."""
    return reading.rows.get(table, ())


def sign_days(reading: DocumentReading) -> tuple[tuple[str, Leaf, date], ...]:
    """Give every sure date of signing with its address."""
    leaves = reading.lists.get("sign_dates", ())
    named = [(f"sign_dates[{number}]", leaf) for number, leaf in enumerate(leaves)]
    if not named and (single := reading.leaf("sign_date")) is not None:
        named = [("sign_date", single)]
    return tuple((path, leaf, day) for path, leaf in named if (day := sure_day(leaf)) is not None)


def signatures(reading: DocumentReading) -> tuple[tuple[int, Mark], ...]:
    """Give the signatures of the persons who sign the paper, with their numbers; not firms and witnesses."""
    others = (MarkRole.EMPLOYER, MarkRole.WITNESS)
    return tuple(
        (number, mark) for number, mark in enumerate(reading.marks_of(MarkType.SIGNATURE)) if mark.role not in others
    )


def hides_its_signature(reading: DocumentReading) -> bool:
    """True where no place to sign was found on a paper whose last page is past reading: it may lack one, or hide it."""
    return not signatures(reading) and bool(reading.pages) and reading.pages[-1].quality.verdict == "poor"


def doubted_names(reading: DocumentReading) -> frozenset[str]:
    """Give the names that a person must read first: nothing may be concluded from them."""
    return frozenset(
        any_text(place.leaf) for place in places(reading) if place.type is FieldType.PERSON and not place.leaf.sure
    )


def found(
    code: str,
    *indices: int,
    path: str | None = None,
    at: Leaf | Mark | Remark | None = None,
    severity: Severity | None = None,
    **about: str,
) -> Finding:
    """Make a finding of a published check; the first index is the paper that carries the place."""
    entry = BY_CODE[code]
    return Finding(
        code=code,
        severity=severity or entry.severity,
        scope=entry.scope,
        documents=indices,
        field=path,
        page=at.page if at is not None else None,
        box=at.box if at is not None else None,
        about=about,
    )
