"""What stays in doubt on one paper and may be told by what the claim's other papers say: the questions and answers.

An account that a moved slip shows as 6290990517062303 stands clearly on the proof beside it. Such a value is asked of
the slip's own ink (question_look); what ink may say is taken as a reading of it, never surely, and is no witness
afterwards. Here: which values are asked for where, and readings with the answers in them; light to import. Not here:
pictures, recognisers, what papers that disagree mean (validators.rules).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.calibration import CHOSEN
from validators.doubts import CHANGED
from validators.formats.org_name import normal_org_name
from validators.model.evidence import POOR_PAGE, Alternative, DocumentReading, Leaf, Scalar, by_place
from validators.requirements import ACCOUNTS, FieldType, field_type

READ_WITH_PAPERS: Final = "READ_WITH_PAPERS"  # flag of a value that another paper of the claim chose
_TRUSTED: Final = 0.9  # confidence of a value from which it may be asked for elsewhere
_MOST_ASKED: Final = 40  # values for one place
_LEAST_FEN: Final = 100  # smaller amounts are too short to be told apart
_FIRMS: Final = frozenset({"hospital_name", "lines.payee"})  # free text that is a name
_DAYS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("lines.date", "issue_date"), "day of a bill"),
    **dict.fromkeys(("trade_date", "pay_date", "beneficiaries.pay_date"), "day of a payment"),
}
_OF_TYPE: Final[Mapping[FieldType, str]] = {
    **dict.fromkeys(ACCOUNTS, "account"),
    FieldType.CITIZEN_ID: "id",
    FieldType.CREDIT_CODE: "code",
    FieldType.PERSON: "name",
    FieldType.ORG: "name",
    FieldType.PARTY: "name",
    FieldType.MONEY: "money",
    FieldType.WORDS: "money",
}
_SETTLED: Final = frozenset(
    CHANGED | {"TOO_MANY_DECIMALS", "READ_WITH_RECORD", "READ_AS_HOLDER", "LOOKS_LIKE_KNOWN"}
)  # flags of values that other papers tell nothing of, or that the record may tell
_NUMBER: Final = re.compile(r"\[\d+\]")
_PLACE: Final = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Ink:
    """A crop as it was read: height x width x 3 bytes, RGB, as they lie."""

    height: int
    width: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A value in doubt on a page that reads badly: whose reading, which place, its ink and its line's."""

    reading: int
    place: str  # as findings name it: lines[0].amount
    inks: tuple[Ink, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A value in doubt, what was read there, and what other papers say.

    `script` is figures, capitals, number, day or name; `read` is the text that was read, `own` the value that stands
    there now: another value must lead both.
    """

    inks: tuple[Ink, ...]
    script: str
    read: str
    own: Scalar
    values: tuple[Scalar, ...]


def asked_for(
    readings: Sequence[DocumentReading], questions: Sequence[OpenQuestion], others: Sequence[DocumentReading] = ()
) -> list[tuple[OpenQuestion, Asked]]:
    """Return the questions of which other papers, of this upload or before it, know what may stand there."""
    papers = (*readings, *others)
    said = [list(_said(reading)) for reading in papers]
    asked = []
    for question in questions:
        reading = readings[question.reading]
        leaf, of = leaf_at(reading, question.place), _family(reading, question.place)
        if leaf is None or of is None or not is_open(leaf):
            continue
        beside = {
            _picture(one, at): said[at]
            for at, one in enumerate(papers)
            if _picture(one, at) != _picture(reading, question.reading)
        }  # one picture that was sent twice says a thing once
        values = _values_for(of, leaf, said[question.reading], list(beside.values()))
        if values:
            script = _script(reading, question.place, of)
            asked.append((question, Asked(question.inks, script, leaf.raw, leaf.value, values)))
    return asked


def is_open(leaf: Leaf) -> bool:
    """Whether a value is in doubt over what its ink says: not for being altered, or no amount, or the record's."""
    return not leaf.sure and not _SETTLED.intersection(leaf.flags)


def with_answers(
    readings: Sequence[DocumentReading], answers: Sequence[tuple[OpenQuestion, Scalar]]
) -> tuple[DocumentReading, ...]:
    """Return the readings with each value that its ink may say; None is no answer."""
    found = list(readings)
    for question, value in answers:
        if value is not None:
            found[question.reading] = _with(found[question.reading], question.place, value)
    return tuple(found)


def leaf_at(reading: DocumentReading, place: str) -> Leaf | None:
    """Return the value at a place (total_figures, items[1], lines[0].amount), None where there is no such place."""
    matched = _PLACE.fullmatch(place)
    if matched is None:
        return None
    name, number, column = matched[1], matched[2], matched[3]
    if number is None:
        return reading.fields.get(name)
    if column is None:
        several: Sequence[Leaf] = reading.lists.get(name, ())
        return several[int(number)] if int(number) < len(several) else None
    rows = reading.rows.get(name, ())
    return rows[int(number)].get(column) if int(number) < len(rows) else None


def can_be_asked(reading: DocumentReading, place: str) -> bool:
    """Whether values of a place's sort stand on several papers of a claim."""
    return _family(reading, place) is not None


def _family(reading: DocumentReading, place: str) -> str | None:
    column = _NUMBER.sub("", place)
    if column in _FIRMS:
        return "name"
    return _DAYS.get(column) or _OF_TYPE.get(field_type(reading.kind, column))


def _script(reading: DocumentReading, place: str, family: str) -> str:
    if family == "money":
        capitals = field_type(reading.kind, _NUMBER.sub("", place)) is FieldType.WORDS
        return "capitals" if capitals else "figures"
    return "day" if family in _DAYS.values() else "name" if family == "name" else "number"


def _said(reading: DocumentReading) -> Iterator[tuple[str, Leaf]]:
    """Yield every value of a paper that may stand on another one, with its family."""
    for place, leaf in by_place(reading.fields, reading.lists, reading.rows):
        family = _family(reading, place)
        if family is not None and leaf.value is not None and not _was_chosen(leaf):
            yield family, leaf


def _was_chosen(leaf: Leaf) -> bool:
    return leaf.confidence <= CHOSEN and any(flag.startswith("READ_") for flag in leaf.flags)


def _values_for(
    family: str, leaf: Leaf, own: Sequence[tuple[str, Leaf]], papers: Sequence[Sequence[tuple[str, Leaf]]]
) -> tuple[Scalar, ...]:
    """Return the values of a family that other papers say surely, clearly, or twice.

    None where what was read here stands elsewhere as well: that is told by its likes, and by no other value.
    """
    there = [one for paper in papers for of, one in paper if of == family]
    times = Counter(_same(one.value) for one in there)
    here = {(one.page, one.box) for of, one in own if of == family and _same(one.value) == _same(leaf.value)}
    if leaf.value is not None and (times[_same(leaf.value)] or len(here) > 1):
        return ()
    trusted = {_same(one.value) for one in there if _is_trusted(one)}
    known = {_same(one.value): one.value for one in there}
    fitting = [known[one] for one in times if (one in trusted or times[one] > 1) and _is_long_enough(known[one])]
    return tuple(sorted(fitting, key=lambda value: (-times[_same(value)], str(value)))[:_MOST_ASKED])


def _picture(reading: DocumentReading, number: int) -> tuple[object, ...]:
    """Return what tells a paper's picture from others; of a paper without a digest its number."""
    pages = tuple(page.index for page in reading.pages)
    return (reading.sha256, pages) if reading.sha256 else (number,)


def _same(value: Scalar) -> Scalar:
    """Return what two writings of one value share: （西埔） and (西埔)."""
    return normal_org_name(value) if isinstance(value, str) else value


def _is_trusted(leaf: Leaf) -> bool:
    return leaf.sure or (leaf.confidence >= _TRUSTED and set(leaf.flags) <= {POOR_PAGE})


def _is_long_enough(value: Scalar) -> bool:
    return value >= _LEAST_FEN if isinstance(value, int) else isinstance(value, str) and len(value) > 1


def _with(reading: DocumentReading, place: str, value: Scalar) -> DocumentReading:
    def chosen(leaf: Leaf) -> Leaf:
        read = (Alternative(leaf.value, leaf.confidence),) if leaf.value is not None else ()
        return replace(
            leaf,
            value=value,
            confidence=min(leaf.confidence, CHOSEN),
            sure=False,
            flags=tuple(dict.fromkeys((*leaf.flags, READ_WITH_PAPERS))),
            alternatives=(*read, *leaf.alternatives),
        )

    matched = _PLACE.fullmatch(place)
    assert matched is not None, place
    name, number, column = matched[1], matched[2], matched[3]
    if number is None:
        return replace(reading, fields={**reading.fields, name: chosen(reading.fields[name])})
    at = int(number)
    if column is None:
        several = reading.lists[name]
        return replace(reading, lists={**reading.lists, name: (*several[:at], chosen(several[at]), *several[at + 1 :])})
    rows = reading.rows[name]
    row = {**rows[at], column: chosen(rows[at][column])}
    return replace(reading, rows={**reading.rows, name: (*rows[:at], row, *rows[at + 1 :])})
