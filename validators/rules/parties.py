"""Who the papers are about (X-001…X-005, X-012, X-013, X-020): worker, employer, payee, signers against the claim.

Here: persons and firms of every paper against the core system's record. Not here: who had to sign (designation).
"""

from collections.abc import Iterator

from validators.formats.folding import fold_number, without_blanks
from validators.formats.names import NameComparison, compare_names, same_name
from validators.formats.org_name import same_org
from validators.model.codes import DocumentKind, MarkRole, NameMatch
from validators.model.evidence import DocumentReading, Leaf, Mark
from validators.model.findings import Finding
from validators.rules.case import Case
from validators.rules.signatures import resembles
from validators.rules.view import (
    Missing,
    doubted_names,
    found,
    rows_of,
    sign_days,
    signatures,
    sure_day,
    sure_text,
)

_K = DocumentKind
_WORKER_FIELDS: tuple[tuple[DocumentKind, str, str], ...] = (
    (_K.ADV_VOUCHER, "worker_name", "worker_id"),
    (_K.JOINT_ACCT, "deceased_name", "deceased_id"),
    (_K.JOINT_EMPLOYER, "deceased_name", "deceased_id"),
    (_K.INJURY_DECISION, "worker_name", "worker_id"),
    (_K.INJURY_DECISION, "name", "id_no"),
    (_K.DEATH_CERT, "deceased_name", "deceased_id"),
    (_K.DEATH_CERT, "name", "id_no"),
)
_ALSO_NAMED = (_K.ID_CARD, _K.SSC)
WORKER_FIELDS = tuple(dict.fromkeys(name for _, *names in _WORKER_FIELDS for name in names))
WORKER_KINDS = (*dict.fromkeys(kind for kind, *_ in _WORKER_FIELDS), *_ALSO_NAMED)
EMPLOYER_KINDS = (_K.ADV_VOUCHER, _K.JOINT_ACCT, _K.PASS_ON_PROOF, _K.INJURY_DECISION)
LETTERS = (_K.JOINT_ACCT, _K.JOINT_EMPLOYER)


def check_worker(case: Case) -> Iterator[Finding]:
    """X-001: name or ID number of the worker differs from the claim; one variant character is for a person."""
    worker = case.record.worker
    for kind, name_field, id_field in _WORKER_FIELDS:
        for index, reading in case.of_kind(kind):
            yield from _name_differs(index, name_field, reading.leaf(name_field), worker.name)
            number = sure_text(leaf := reading.leaf(id_field))
            if number is not None and fold_number(number) != fold_number(worker.id_no):
                yield found("X-001", index, path=id_field, at=leaf)
    for index, reading in case.of_kind(*_ALSO_NAMED):
        yield from _same_person_otherwise(case, index, reading)


def _name_differs(index: int, path: str, leaf: Leaf | None, expected: str) -> Iterator[Finding]:
    name = sure_text(leaf)
    if name is None:
        return
    match compare_names(name, expected):
        case NameComparison.EQUAL:
            return
        case NameComparison.VARIANT:
            yield found("FLD-002", index, path=path, at=leaf)
        case _:
            yield found("X-001", index, path=path, at=leaf)


def _same_person_otherwise(case: Case, index: int, reading: DocumentReading) -> Iterator[Finding]:
    """A card that carries the worker's name with another number, or the worker's number with another name."""
    name, number = reading.leaf("name"), reading.leaf("id_no")
    written, digits = sure_text(name), sure_text(number)
    if written is None or digits is None:
        return
    named = same_name(written, case.record.worker.name)
    numbered = fold_number(digits) == fold_number(case.record.worker.id_no)
    if named != numbered:
        yield found("X-001", index, path="id_no" if named else "name", at=number if named else name)


def check_employer(case: Case) -> Iterator[Finding | Missing]:
    """X-002: the paper's employer is not the insured employer of the claim (AMB-19)."""
    employer = case.record.employer
    for index, reading in case.of_kind(*EMPLOYER_KINDS):
        name = sure_text(leaf := reading.leaf("employer_name"))
        if name is not None and not same_org(name, employer.name):
            yield found("X-002", index, path="employer_name", at=leaf)
        code = sure_text(leaf := reading.leaf("employer_uscc"))
        if code is None or len(fold_number(code)) < 15:
            continue  # a local number (单位社保号) is nobody's to compare
        if employer.uscc is None:
            yield Missing("X-002", "employer.uscc", (index,))
        elif fold_number(code) != fold_number(employer.uscc):
            yield found("X-002", index, path="employer_uscc", at=leaf)


def check_payee(case: Case) -> Iterator[Finding]:
    """X-003: the bank refuses any payee that is not the registered name to the letter."""
    for index, reading in case.of_kind(_K.ADV_VOUCHER, _K.JOINT_EMPLOYER):
        name = sure_text(leaf := reading.leaf("payee_name"))
        if name is not None and not same_org(name, case.record.employer.name):
            yield found("X-003", index, path="payee_name", at=leaf)


def check_injury(case: Case) -> Iterator[Finding]:
    """X-004: the day of injury or the decision's number is another than the core system's."""
    known_no = case.record.decision_no
    for index, reading in case.of_kind(_K.ADV_VOUCHER, _K.INJURY_DECISION):
        day = sure_day(leaf := reading.leaf("injury_date"))
        if day is not None and day != case.record.injury_date:
            yield found("X-004", index, path="injury_date", at=leaf)
        number = sure_text(leaf := reading.leaf("decision_no"))
        if number is not None and known_no and _decision(number) != _decision(known_no):
            yield found("X-004", index, path="decision_no", at=leaf)


_BRACKETS = str.maketrans("", "", "〔〕［］【】[]﹝﹞()（）")


def _decision(number: str) -> str:
    """Fold a document number: brackets (a thin one is soon lost), blanks and the leading 第 carry no meaning."""
    return without_blanks(number).translate(_BRACKETS).removeprefix("第").rstrip("号")


def check_patient(case: Case) -> Iterator[Finding]:
    """X-005: the receipt is another person's; partly hidden ID numbers are compared where they show."""
    worker = case.record.worker
    for index, reading in case.of_kind(_K.MED_RECEIPT):
        name = sure_text(leaf := reading.leaf("patient_name"))
        if name is not None:
            comparison = compare_names(name, worker.name)
            if comparison is NameComparison.VARIANT:
                yield found("FLD-002", index, path="patient_name", at=leaf)
            elif comparison is not NameComparison.EQUAL:
                yield found("X-005", index, path="patient_name", at=leaf)
                continue
        number = sure_text(leaf := reading.leaf("patient_id"))
        if number is not None and not shown_digits_fit(number, worker.id_no):
            yield found("X-005", index, path="patient_id", at=leaf)


def shown_digits_fit(masked: str, id_no: str) -> bool:
    """True unless a digit that shows differs; a number of another length is no ID number and says nothing."""
    shown, full = fold_number(masked), fold_number(id_no)
    if len(shown) != len(full):
        return True
    return all(one in ("*", other) for one, other in zip(shown, full, strict=True))


def check_signed_alive(case: Case) -> Iterator[Finding]:
    """X-012: the worker's own signature with a date after the worker's death."""
    died = case.record.death_date
    if not case.record.death or died is None:
        return
    for index, reading in case.of_kind(_K.ADV_VOUCHER, *LETTERS, _K.POA):
        days = sign_days(reading)
        own = [
            (number, mark)
            for number, mark in signatures(reading)
            if mark.present and (mark.role is MarkRole.WORKER or same_name(mark.name, case.record.worker.name))
        ]
        if own and days and max(day for _, _, day in days) > died:
            number, mark = own[0]
            yield found("X-012", index, path=f"signatures[{number}]", at=mark)


def check_signers_are_parties(case: Case) -> Iterator[Finding | Missing]:
    """X-013: a signer, or a person on the list of signers, is neither the worker nor a relative on record."""
    record = case.record
    for index, reading in case.of_kind(_K.ADV_VOUCHER, *LETTERS):
        if record.death and record.relatives is None:
            yield Missing("X-013", "relatives", (index,))
            continue
        parties = {record.worker.name} | {one.name for one in record.relatives or () if record.death}
        guardians = {one.guardian for one in record.relatives or () if one.guardian}
        told: set[str] = set()
        for path, at, name in _signing(reading):
            if name in told or name in doubted_names(reading):
                continue
            finding = _stranger(index, path, at, name, parties | guardians)
            if finding is not None:
                told.add(name)
                yield finding


def _signing(reading: DocumentReading) -> Iterator[tuple[str, Leaf | Mark, str]]:
    for number, mark in signatures(reading):
        if mark.name and mark.role is not MarkRole.GUARDIAN:
            yield f"signatures[{number}]", mark, mark.name
    for number, row in enumerate(rows_of(reading, "relatives")):
        leaf = row.get("name")
        if leaf is not None and (name := sure_text(leaf)):
            yield f"relatives[{number}].name", leaf, name


def _stranger(index: int, path: str, at: Leaf | Mark, name: str, parties: set[str]) -> Finding | None:
    """Tell a stranger from our own slip: the name beside a signature carries no certainty of its own.

    It counts when the hand wrote just that name; a name that only resembles a party's is read by a person.
    """
    if any(same_name(name, party) for party in parties):
        return None
    if isinstance(at, Mark):
        slip = at.name_match is not NameMatch.MATCH or any(resembles(name, party) for party in parties)
    else:
        variant = any(compare_names(name, party) is NameComparison.VARIANT for party in parties)
        longer = any(len(name) != len(party) and resembles(name, party) for party in parties)
        slip = variant or longer
    return found("FLD-002" if slip else "X-013", index, path=path, at=at, names=name)


def check_death_dates(case: Case) -> Iterator[Finding | Missing]:
    """X-020: certificate, letter and core system give different days of death."""
    if not case.record.death:
        return
    said = [
        (index, leaf, day)
        for index, reading in case.of_kind(*LETTERS, _K.DEATH_CERT)
        if (leaf := reading.leaf("death_date")) is not None and (day := sure_day(leaf)) is not None
    ]
    core = case.record.death_date
    if core is None and said:
        yield Missing("X-020", "death_date", tuple(index for index, _, _ in said))
    expected = core or (said[0][2] if said else None)
    for index, leaf, day in said:
        if day != expected:
            others = (said[0][0],) if core is None else ()
            yield found("X-020", index, *others, path="death_date", at=leaf)
