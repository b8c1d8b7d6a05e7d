"""Names, ID numbers, telephones and credit codes by their formats (NAM-001, ID-*, PHN-001, USC-*)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from validators.formats.chinese_date import parse_date
from validators.formats.citizen_id import age_on, is_fictional, judge_citizen_id, sex_of
from validators.formats.credit_code import judge_credit_code
from validators.formats.folding import fold_number, is_digits
from validators.formats.names import judge_person_name
from validators.formats.phone import judge_phone
from validators.model.codes import DocumentKind, Severity
from validators.model.evidence import Leaf, TextLine
from validators.model.findings import Finding
from validators.requirements import FieldType
from validators.rules.view import Paper, Place, found, places, rows_of, sign_days, sure_day, sure_text

YOUNGEST_WORKER, OLDEST_WORKER = 16, 100
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
"""First two digits that were ever assigned; numbers of the foreigners' card begin with 9 (DOMAIN §3.1)."""

_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,9}|[A-Z]{3}[0-9]{12}|[HM][0-9]{8,10}|[0-9]{8}")
_WORKER_IDS = frozenset({"worker_id", "deceased_id"})
_LONG_TERM = "长期"


def _sure_ids(paper: Paper) -> Iterator[tuple[Place, str]]:
    for place in places(paper.reading):
        if place.type is FieldType.CITIZEN_ID and (text := sure_text(place.leaf)) is not None:
            folded = fold_number(text)
            if not _PASSPORT.fullmatch(folded) and "*" not in folded:
                yield place, folded


def _empty_value(of_type: FieldType, paper: Paper) -> Iterator[Place]:
    for place in places(paper.reading):
        leaf = place.leaf
        if place.type is of_type and leaf.sure and leaf.value is None and leaf.raw.strip():
            yield place


def check_person_names(paper: Paper) -> Iterator[Finding]:
    """NAM-001: a name that is not 2–20 Han characters with separators between them."""
    for place in _empty_value(FieldType.PERSON, paper):
        yield found("NAM-001", paper.index, path=place.path, at=place.leaf)
    for place in places(paper.reading):
        name = sure_text(place.leaf) if place.type is FieldType.PERSON else None
        if name is not None and not judge_person_name(name).ok:
            yield found("NAM-001", paper.index, path=place.path, at=place.leaf)


def check_id_digit(paper: Paper) -> Iterator[Finding]:
    """ID-001: the number is too short or long, holds a foreign sign, or its check digit is wrong."""
    bad = ("BAD_LENGTH", "BAD_CHARSET", "BAD_CHECK_DIGIT", "ORDER_CODE_000")
    for place in _empty_value(FieldType.CITIZEN_ID, paper):
        if not _PASSPORT.fullmatch(fold_number(place.leaf.raw)):
            yield found("ID-001", paper.index, path=place.path, at=place.leaf)
    for place, number in _sure_ids(paper):
        if judge_citizen_id(number, paper.today).verdict in bad:
            yield found("ID-001", paper.index, path=place.path, at=place.leaf)


def check_id_birth(paper: Paper) -> Iterator[Finding]:
    """ID-002: a birth date that cannot be, or a worker below 16 or above 100 on the day of the injury."""
    bad = ("BAD_BIRTH_DATE", "BIRTH_IN_FUTURE", "IMPLAUSIBLE_AGE")
    injured = _injury_day(paper)
    for place, number in _sure_ids(paper):
        verdict = judge_citizen_id(number, paper.today).verdict
        age = age_on(number, injured) if injured and place.name in _WORKER_IDS and verdict == "OK" else None
        if verdict in bad or (age is not None and not YOUNGEST_WORKER <= age <= OLDEST_WORKER):
            yield found("ID-002", paper.index, path=place.path, at=place.leaf)


def _injury_day(paper: Paper) -> date | None:
    return paper.record.injury_date if paper.record else sure_day(paper.reading.leaf("injury_date"))


def check_id_sex(paper: Paper) -> Iterator[Finding]:
    """ID-003: the 17th digit says another sex than the one printed beside it."""
    printed = _printed_sex(paper)
    if printed is None:
        return
    for place, number in _sure_ids(paper):
        if place.name in ("worker_id", "id_no") and sex_of(number) not in (None, printed):
            yield found("ID-003", paper.index, path=place.path, at=place.leaf)


_SEX = re.compile(r"性[别別][:： ]*([男女])")
_SEX_LABEL = re.compile(r"性[别別][:：]?")
_CELL = 5  # widths of the label within which its answer begins


def _printed_sex(paper: Paper) -> str | None:
    """Give the one sex that stands on the paper, as a field or behind its label in a line."""
    leaf = paper.reading.leaf("sex") or paper.reading.leaf("worker_sex")
    if leaf is not None:
        text = sure_text(leaf)
        return text if text in ("男", "女") else None
    lines = paper.reading.text
    said = {match for line in lines for match in _SEX.findall(line.text.replace(" ", ""))}
    said |= {
        answer for line in lines if _SEX_LABEL.fullmatch(line.text.replace(" ", "")) for answer in _beside(line, lines)
    }
    return said.pop() if len(said) == 1 and not rows_of(paper.reading, "relatives") else None


def _beside(label: TextLine, lines: Sequence[TextLine]) -> list[str]:
    """Give the nearest 男 or 女 that stands by itself in the label's row, as in the next cell of a form."""
    left, top, right, bottom = label.box
    high = bottom - top
    answers = [
        (line.box[0] - right, line.text.strip())
        for line in lines
        if line.page == label.page
        and line.text.strip() in ("男", "女")
        and line.box[0] >= right - high / 2
        and line.box[0] - right <= _CELL * (right - left)
        and abs((line.box[1] + line.box[3]) - (top + bottom)) / 2 <= 0.7 * high
    ]
    return [min(answers)[1]] if answers else []


def check_id_region(paper: Paper) -> Iterator[Finding]:
    """ID-004: no province ever had these digits; a test number is a block once tests are over (DOMAIN §3.0).

    Only provinces are asked: a table of all county codes ever assigned is not at hand.
    """
    for place, number in _sure_ids(paper):
        if is_fictional(number):
            if not paper.policy.allow_fictional:
                yield found("ID-004", paper.index, path=place.path, at=place.leaf, severity=Severity.B)
        elif len(number) in (15, 18) and is_digits(number[:2]) and not _was_assigned(number):
            yield found("ID-004", paper.index, path=place.path, at=place.leaf)


def _was_assigned(number: str) -> bool:
    return number[:2] in PROVINCES or number.startswith("9")


def check_id_length(paper: Paper) -> Iterator[Finding]:
    """ID-005: an old number of 15 digits."""
    for place, number in _sure_ids(paper):
        if judge_citizen_id(number, paper.today).verdict == "OLD_15_DIGIT":
            yield found("ID-005", paper.index, path=place.path, at=place.leaf)


def check_id_card_valid(paper: Paper) -> Iterator[Finding]:
    """ID-006: the card had expired on the latest day on which a paper of the case was signed."""
    if paper.kind is not DocumentKind.ID_CARD:
        return
    leaf = paper.reading.leaf("valid_to")
    until = sure_text(leaf)
    last = max((day for other in paper.beside for _, _, day in sign_days(other)), default=None)
    if until and _LONG_TERM not in until and last and (end := parse_date(until)) and end < last:
        yield found("ID-006", paper.index, path="valid_to", at=leaf)


def check_phones(paper: Paper) -> Iterator[Finding]:
    """PHN-001: no mainland number of a person."""
    for place in places(paper.reading):
        number = sure_text(place.leaf) if place.type is FieldType.PHONE else None
        if number is not None and not judge_phone(number).ok:
            yield found("PHN-001", paper.index, path=place.path, at=place.leaf)


def _sure_codes(paper: Paper) -> Iterator[tuple[Place, str]]:
    for place in places(paper.reading):
        text = sure_text(place.leaf) if place.type is FieldType.CREDIT_CODE else None
        if text is not None and not _is_local(text):
            yield place, text


def _is_local(text: str) -> bool:
    """True for an employer's local number (单位社保号): shorter and without a checksum."""
    folded = fold_number(text)
    return len(folded) <= 14


def check_credit_code(paper: Paper) -> Iterator[Finding]:
    """USC-001: a foreign sign, a wrong length or a wrong check character."""
    for place in _empty_value(FieldType.CREDIT_CODE, paper):
        yield found("USC-001", paper.index, path=place.path, at=place.leaf)
    for place, text in _sure_codes(paper):
        if not judge_credit_code(text).ok:
            yield found("USC-001", paper.index, path=place.path, at=place.leaf)


def check_organisation_code(paper: Paper) -> Iterator[Finding]:
    """USC-002: the organisation code inside a good credit code has a wrong digit; warn only."""
    for place, text in _sure_codes(paper):
        verdict = judge_credit_code(text)
        if verdict.ok and "BAD_ORGANISATION_CHECK" in verdict.flags:
            yield found("USC-002", paper.index, path=place.path, at=place.leaf)


def sure_id(leaf: Leaf | None) -> str | None:
    """Give a folded ID number that needs no second look."""
    text = sure_text(leaf)
    return fold_number(text) if text is not None else None
