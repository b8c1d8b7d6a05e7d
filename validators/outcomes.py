"""How each of the 97 checks ended for a case: PASS, FIRED, NOT_APPLICABLE or NOT_RUN (DOMAIN §2.5).

Here: what each check is about, and the four words. Not here: the checks, and the gate's, which end with its answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from validators.catalogue import BY_CODE, CATALOGUE
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, Scope
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement
from validators.model.others import NOTHING_CONNECTED, Outside, Source
from validators.model.policy import Policy
from validators.requirements import ACCOUNTS, FieldType, requirement
from validators.rules.amounts import PAIRS
from validators.rules.parties import EMPLOYER_KINDS, WORKER_FIELDS, WORKER_KINDS
from validators.rules.view import effective_kind, hides_its_signature, places, was_read

_K, _T = DocumentKind, FieldType
_AS_BUILT = Policy()


class Outcome(StrEnum):
    """The end of a check; NOT_APPLICABLE: its subject is not in the case, or nobody connected its source."""

    PASS = "PASS"  # noqa: S105 - the published word
    FIRED = "FIRED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_RUN = "NOT_RUN"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check is about: papers of some kinds, values of some types, one source; empty: any paper at all."""

    kinds: frozenset[DocumentKind] = frozenset()
    types: frozenset[FieldType] = frozenset()
    source: str = ""  # field of Outside
    death: bool = False  # claims of a deceased worker only
    settled: bool = False  # claims in which the fund has paid the employer
    agents: bool = False  # claims in which somebody of the employer is known, or asked for
    compared: tuple[tuple[str, ...], ...] = ()  # groups of fields: a group is compared where all its values are sure
    key: str = ""  # of the policy that asks for the check


def _kinds(*kinds: DocumentKind, **more: bool) -> Subject:
    return Subject(frozenset(kinds), **more)  # type: ignore[arg-type]


def _types(*types: FieldType) -> Subject:
    return Subject(types=frozenset(types))


def _values(*names: str, kinds: tuple[DocumentKind, ...]) -> Subject:
    return Subject(frozenset(kinds), compared=tuple((name,) for name in names))


_ANY = Subject()
_BY_PLACE = frozenset(f"SIG-00{n}" for n in (1, 2, 3, 7, 8))  # checks of ink at a place to sign
_LETTERS = (_K.JOINT_ACCT, _K.JOINT_EMPLOYER)
_VOUCHER = _kinds(_K.ADV_VOUCHER)
_RECEIPT = _kinds(_K.MED_RECEIPT)
_SIGNED = frozenset(kind for kind in _K if requirement(kind).signed)
_SEALED = frozenset(kind for kind in _K if requirement(kind).seal)
_STATING = frozenset(kind for kind in _K if requirement(kind).statements)
_PROOF = _kinds(_K.PASS_ON_PROOF)
_ID, _AMOUNT = _types(_T.CITIZEN_ID), _types(_T.MONEY)
_BY_RELATIVES = _kinds(_K.ADV_VOUCHER, *_LETTERS, death=True)

_SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {
        "NAM-001": _types(_T.PERSON),
        **dict.fromkeys(("ID-001", "ID-002", "ID-004", "ID-005"), _ID),
        "ID-003": _types(_T.SEX),
        "ID-006": _kinds(_K.ID_CARD),
        "PHN-001": _types(_T.PHONE),
        **dict.fromkeys(("USC-001", "USC-002"), _types(_T.CREDIT_CODE)),
        "ACC-001": Subject(types=ACCOUNTS),
        "ACC-002": _types(_T.BANK),
        "ACC-003": _types(_T.CNAPS),
        "AMT-001": Subject(compared=PAIRS),
        "AMT-003": _types(_T.WORDS),
        **dict.fromkeys(("AMT-002", "AMT-004"), _AMOUNT),
        **dict.fromkeys(("DAT-001", "DAT-002", "DAT-003"), _types(_T.DATE)),
        **dict.fromkeys(_BY_PLACE, Subject(_SIGNED)),
        "SIG-004": Subject(_SIGNED, key="fingerprint_required"),
        **dict.fromkeys(("SIG-005", "SIG-006"), Subject(_SEALED)),
        "STM-001": Subject(_STATING),
        "X-001": _values(*WORKER_FIELDS, kinds=WORKER_KINDS),
        "X-002": _values("employer_name", "employer_uscc", kinds=EMPLOYER_KINDS),
        "X-003": _values("payee_name", kinds=(_K.ADV_VOUCHER, _K.JOINT_EMPLOYER)),
        "X-004": _values("injury_date", "decision_no", kinds=(_K.ADV_VOUCHER, _K.INJURY_DECISION)),
        "X-022": _ANY,
        **dict.fromkeys(("X-007", "X-010", "X-025"), _VOUCHER),
        **dict.fromkeys(("X-005", "X-008"), _RECEIPT),
        "X-006": _kinds(_K.MED_RECEIPT, _K.ADV_VOUCHER),
        "X-009": _kinds(_K.BANK_SLIP, _K.ADV_VOUCHER),
        "X-027": _kinds(_K.BANK_SLIP),
        "X-011": _kinds(_K.ADV_VOUCHER, *_LETTERS),
        "X-012": _kinds(_K.ADV_VOUCHER, *_LETTERS, _K.POA, death=True),
        "X-013": _kinds(_K.ADV_VOUCHER, *_LETTERS),
        "X-014": _kinds(*_LETTERS),
        **dict.fromkeys(("X-015", "X-019", "X-021"), _BY_RELATIVES),
        **dict.fromkeys(("X-016", "X-017", "X-018"), _kinds(_K.JOINT_ACCT)),
        "X-028": Subject(frozenset({_K.JOINT_ACCT}), key="joint_needs_recorded_dispute"),
        "X-020": _kinds(*_LETTERS, _K.DEATH_CERT, death=True),
        "X-024": _kinds(_K.JOINT_EMPLOYER, _K.ADV_VOUCHER),
        "X-026": Subject(_RECEIPT.kinds, source="agreements"),
        "K-001": _kinds(_K.MED_RECEIPT, _K.BANK_SLIP, _K.ADV_VOUCHER, _K.PASS_ON_PROOF),
        "K-002": Subject(source="similar_pages"),
        "K-003": Subject(source="same_signatures"),
        "K-004": Subject(source="one_hand"),
        "K-005": _types(_T.OWN_ACCOUNT),
        "K-006": _types(_T.PHONE),
        "K-007": _kinds(_K.JOINT_ACCT, agents=True),
        "K-009": Subject(source="same_seals"),
        "K-010": Subject(source="patterns"),
        "K-011": Subject(source="edited_files"),
        "K-012": _kinds(*_LETTERS, death=True),
        "K-013": Subject(_RECEIPT.kinds, source="settled_directly"),
        "K-014": Subject(source="shared_devices"),
        "O-001": Subject(settled=True),
        **dict.fromkeys((f"O-00{n}" for n in range(2, 8)), _PROOF),
    }
)


def outcomes(
    judgement: CaseJudgement,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    outside: Outside = NOTHING_CONNECTED,
    policy: Policy = _AS_BUILT,
) -> Mapping[str, Outcome]:
    """Say of every check how it ended; a check that did not run is never a pass, whatever else it found (INV-14)."""
    fired = {finding.code for finding in judgement.findings}
    not_run = {gap.code for gap in judgement.not_run}
    ended: dict[str, Outcome] = {}
    for entry in CATALOGUE:
        if entry.code in fired:
            ended[entry.code] = Outcome.FIRED
        else:
            ended[entry.code] = _silent(entry.code, entry.code in not_run, record, documents, outside, policy)
    return MappingProxyType(ended)


def _silent(
    code: str,
    not_run: bool,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    outside: Outside,
    policy: Policy,
) -> Outcome:
    """Say how a check that found nothing ended."""
    subject = _SUBJECTS.get(code, _ANY)
    if subject.key and not getattr(policy, subject.key):
        return Outcome.NOT_APPLICABLE
    if not_run or _unread(code, record, documents):
        return Outcome.NOT_RUN
    if BY_CODE[code].scope is Scope.GATE or not _there(subject, record, documents, outside):
        return Outcome.NOT_APPLICABLE  # the gate's checks belong to a decision, not to a case
    return Outcome.NOT_RUN if subject.compared and not _is_compared(subject, documents) else Outcome.PASS


def _is_compared(subject: Subject, documents: tuple[DocumentReading, ...]) -> bool:
    """True where some paper holds all values of a group for sure: what is doubted was compared with nothing."""
    return any(
        all((leaf := reading.leaf(name)) is not None and leaf.sure and leaf.value is not None for name in group)
        for reading in documents
        if not subject.kinds or effective_kind(reading) in subject.kinds
        for group in subject.compared
    )


def _unread(code: str, record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> bool:
    """True where an unread paper may be what the check is about: only the paper itself was judged, not its words."""
    subject, entry = _SUBJECTS.get(code, _ANY), BY_CODE[code]
    if code in _BY_PLACE and any(effective_kind(one) in _SIGNED and hides_its_signature(one) for one in documents):
        return True
    of_words = not code.startswith("DOC-") and code != "FLD-002" and entry.scope is not Scope.GATE
    if not of_words or subject.source or subject.settled or (subject.death and not record.death):
        return False
    return any(
        not was_read(reading) and (not subject.kinds or effective_kind(reading) in subject.kinds)
        for reading in documents
    )


def _there(subject: Subject, record: ClaimRecord, documents: tuple[DocumentReading, ...], outside: Outside) -> bool:
    if (subject.death and not record.death) or (subject.source and not _connected(outside, subject.source)):
        return False
    if subject.agents and not (record.employer.legal_representative or _connected(outside, "agents")):
        return False
    if subject.settled:
        return any(row.received_fen > 0 for row in record.settled)
    return any(_is_about(reading, subject) for reading in documents)


def _connected(outside: Outside, source: str) -> bool:
    answers = {field.name: getattr(outside, field.name) for field in fields(Outside)}
    return answers[source] is not Source.NOT_CONNECTED


def _is_about(reading: DocumentReading, subject: Subject) -> bool:
    if subject.kinds and effective_kind(reading) not in subject.kinds:
        return False
    if subject.compared:
        read = (reading.leaf(name) for group in subject.compared for name in group)
        return any(leaf is not None and (leaf.value is not None or leaf.raw.strip()) for leaf in read)
    if subject.types:
        return was_read(reading) and bool(subject.types & set(_types_of(reading)))
    return True


def _types_of(reading: DocumentReading) -> Iterator[FieldType]:
    """Give the types of what was found on a paper: a label with nothing behind it counts only by what stood there."""
    for place in places(reading):
        if place.leaf.value is not None or place.leaf.raw.strip():
            yield place.type
