"""Values that people keyed, laid over what the machine read; the machine's reading itself is never changed (INV-06).

Here: the shape of a keyed value by the type of its field, when two people agree, and the reading with it. Not here:
who may key (intake), how keyings are kept (storage).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from validators.formats.folding import fold_number, nfkc
from validators.formats.names import normal_name
from validators.formats.org_name import normal_org_name
from validators.model.evidence import Box, DocumentReading, Leaf, Row, Scalar
from validators.requirements import ACCOUNTS, CRITICAL, FieldType, field_type

KEYED = "KEYED"
LONGEST = 200
_PATH = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<number>\d{1,3})\](?:\.(?P<column>[a-z_]+))?)?")
_NUMBERS = ACCOUNTS | {
    FieldType.CITIZEN_ID,
    FieldType.CREDIT_CODE,
    FieldType.CNAPS,
    FieldType.PHONE,
    FieldType.RECEIPT,
    FieldType.SERIAL,
}
_NAMES = frozenset({FieldType.PERSON, FieldType.PARTY})
_ORGS = frozenset({FieldType.ORG, FieldType.BANK})
_MOST_FEN = 10**13


class BadValue(ValueError):
    """The keyed value cannot stand in that field; the text says what the field takes."""


class KeyingState(StrEnum):
    """Whether a keyed value counts: one word for an ordinary field, two people's same word for a critical one."""

    SET = "SET"
    NEEDS_SECOND = "NEEDS_SECOND"
    CONFLICT = "CONFLICT"


@dataclass(frozen=True, slots=True)
class Keying:
    """One person's word about one field: who (keyed digest), what, and the place on the page that shows it."""

    by: str
    value: Scalar
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A field's address taken apart: `lines[2].amount` is column amount of row 2 of lines."""

    name: str
    number: int | None
    column: str | None


def parse_place(path: str) -> Place:
    """Take a field's address apart, or raise BadValue."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise BadValue("no such field")
    number = match["number"]
    return Place(match["name"], None if number is None else int(number), match["column"])


def type_of(reading: DocumentReading, path: str) -> FieldType:
    """Give the type of the field at an address of this paper."""
    place = parse_place(path)
    return field_type(reading.kind, f"{place.name}.{place.column}" if place.column else place.name)


def fold_value(kind: FieldType, value: object) -> Scalar:
    """Give a keyed value in the form in which two people's words are compared and kept, or raise BadValue."""
    if kind in (FieldType.MONEY, FieldType.WORDS):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MOST_FEN:
            raise BadValue("money is a whole number of fen")
        return value
    if kind is FieldType.STATEMENT:
        if value is not None and not isinstance(value, bool):
            raise BadValue("a statement is true, false or null")
        return value
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST or not value.isprintable():
        raise BadValue("a text of 1 to 200 characters")
    if kind is FieldType.DATE:
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise BadValue("a date as YYYY-MM-DD") from None
    if kind in _NUMBERS:
        return fold_number(value)
    if kind in _NAMES:
        return normal_name(value)
    return normal_org_name(value) if kind in _ORGS else nfkc(value).strip()


def agreed(kind: FieldType, words: tuple[Keying, ...]) -> tuple[KeyingState, Keying | None]:
    """Say whether a field's keyings count, oldest first; each person's last word is the one that counts."""
    last = {word.by: word for word in words}
    if not last:
        return KeyingState.NEEDS_SECOND, None
    values = {repr(word.value) for word in last.values()}
    newest = list(last.values())[-1]
    if kind not in CRITICAL:
        return KeyingState.SET, words[-1]
    if len(values) > 1:
        return KeyingState.CONFLICT, None
    return (KeyingState.SET, newest) if len(last) > 1 else (KeyingState.NEEDS_SECOND, None)


def with_keyed(reading: DocumentReading, keyed: Mapping[str, Keying]) -> DocumentReading:
    """Give the reading with keyed values in place; what the machine read stays beside them as `raw`."""
    for path, word in keyed.items():
        reading = _with_one(reading, parse_place(path), word)
    return reading


def _with_one(reading: DocumentReading, place: Place, word: Keying) -> DocumentReading:
    if place.number is None:
        new = _leaf(reading.fields.get(place.name), word)
        return replace(reading, fields={**reading.fields, place.name: new})
    if place.column is None:
        leaves = list(reading.lists.get(place.name, ()))
        if place.number > len(leaves):
            return reading
        old = leaves[place.number] if place.number < len(leaves) else None
        leaves[place.number : place.number + 1] = [_leaf(old, word)]
        return replace(reading, lists={**reading.lists, place.name: tuple(leaves)})
    rows: list[Row] = list(reading.rows.get(place.name, ()))
    if place.number > len(rows):
        return reading
    row = rows[place.number] if place.number < len(rows) else {}
    rows[place.number : place.number + 1] = [{**row, place.column: _leaf(row.get(place.column), word)}]
    return replace(reading, rows={**reading.rows, place.name: tuple(rows)})


def _leaf(old: Leaf | None, word: Keying) -> Leaf:
    if old is None:
        return Leaf(word.value, "", 1.0, word.page, word.box, sure=True, flags=(KEYED,))
    return replace(
        old,
        value=word.value,
        sure=True,
        page=old.page if word.box is None else word.page,
        box=word.box or old.box,
        flags=(KEYED,),
        alternatives=(),
    )
