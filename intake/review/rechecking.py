"""Blind second readings: one in twenty of the critical values that nobody doubts is read again by a person who does not
see the machine's, so that the error of the sure ones is a figure and no belief (DOMAIN §5.3).

Here: which values are chosen, and what a person's reading comes to. Not here: rows (storage.records.rechecks). The
choice hangs on the vault's key: nobody can tell beforehand which value will be looked at.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_document, subject_digest
from intake.access.who import Who
from intake.casefile import CaseFile
from intake.problems import Refusal
from intake.review.keying import CLOSED, key_value
from intake.review.revealing import LONGEST_FIELD, leaf_at
from intake.review.schemas import KeyBody
from intake.standings import refresh
from intake.wiring import Service
from storage.records import claims, documents, rechecks
from storage.records.rechecks import Chosen
from storage.vault import Vault
from validators.keyed import BadValue, fold_value, type_of
from validators.model.codes import Severity
from validators.model.evidence import DocumentReading, Scalar
from validators.model.findings import CaseJudgement
from validators.requirements import CRITICAL

PURPOSE = "blind-recheck"
ONE_IN = 20
AGREED, DIFFERED, UNREADABLE = "AGREED", "DIFFERED", "UNREADABLE"
WHY = "盲读：与机器读数不同"


def is_chosen(vault: Vault, document_id: str, field: str) -> bool:
    """Say whether a value is one of those that are read again."""
    return int(vault.digest(f"{document_id}\n{field}", PURPOSE)[:12], 16) % ONE_IN == 0


def choose(
    service: Service, session: Session, case: CaseFile, judgement: CaseJudgement, document_id: str, now: datetime
) -> None:
    """Keep which values of a paper that was just read are to be read again."""
    position = case.position(document_id)
    if position is None or position in case.waiting:
        return
    reading = case.readings[position]
    doubted = {one.field for one in judgement.findings if position in one.documents and one.severity is not Severity.I}
    for field in _sure_critical(reading):
        if field not in doubted and len(field) <= LONGEST_FIELD and is_chosen(service.vault, document_id, field):
            kind = type_of(reading, field).value
            rechecks.add(session, Chosen(document_id, field, case.claim.office, reading.kind.value, kind), now)


def _sure_critical(reading: DocumentReading) -> list[str]:
    paths = [*reading.fields]
    paths += [f"{name}[{at}]" for name, leaves in reading.lists.items() for at in range(len(leaves))]
    for name, rows in reading.rows.items():
        paths += [f"{name}[{at}].{cell}" for at, row in enumerate(rows) for cell in row]
    found = []
    for path in paths:
        leaf = leaf_at(reading, path)
        clean = leaf is not None and leaf.sure and leaf.value is not None and leaf.box is not None
        if clean and type_of(reading, path) in CRITICAL:
            found.append(path)
    return found


def read_again(service: Service, session: Session, who: Who, document_id: str, field: str, value: Scalar) -> str:
    """Keep what a person's blind reading came to; one that differs is a first keying that a second person judges.

    `value` None says that nobody can read it. The machine's value stands until two people say otherwise.
    """
    document, claim = open_document(service, session, who, document_id)
    claims.lock(session, claim.claim_no)
    by, now = subject_digest(service, who), service.clock()
    reading = documents.load_reading(session, service.vault, document_id)
    leaf = None if reading is None else leaf_at(reading, field)
    if reading is None or leaf is None or not rechecks.is_open(session, document_id, field):
        raise Refusal("NOT_FOUND")
    if document.uploader_digest == by:
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    if document.state in CLOSED:
        raise Refusal("WRONG_STATE")
    outcome = _outcome(reading, field, leaf.value, value)
    rechecks.end(session, document_id, field, outcome, by, now)
    if outcome == DIFFERED:
        key_value(service, session, who, document_id, field, KeyBody(value=value, reason=WHY))
        refresh(service, session, claim.claim_no, now)
    return outcome


def _outcome(reading: DocumentReading, field: str, machine: Scalar, value: Scalar) -> str:
    if value is None:
        return UNREADABLE
    kind = type_of(reading, field)
    try:
        mine = fold_value(kind, value)
    except BadValue as error:
        raise Refusal("BAD_VALUE", more={"field": field, "expects": str(error)}) from None
    try:
        return AGREED if mine == fold_value(kind, machine) else DIFFERED
    except BadValue:
        return DIFFERED
