"""May a proof be accepted: the paper is read, nothing is open about it, its rows carry what was due, to the fen.

Here: the guard of `accepted` (DOMAIN §6, obligation) and the name of a duty's beneficiary. Not here: the checks of a
proof (validators.rules.proof), who accepts it (service.py). Lateness stays on record and stands in nobody's way here.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from intake.casefile import CaseFile, load_case
from intake.people import place_of
from intake.wiring import Service
from storage.records import claims
from storage.records.obligations import Obligation
from storage.vault import Vault
from validators.formats.names import same_name
from validators.judge import CRASHED
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, Severity
from validators.model.evidence import DocumentReading, Row
from validators.model.findings import CaseJudgement
from validators.rules.view import effective_kind, rows_of, sure_money, sure_text, was_read

ABOUT_PROOFS = ("O-", "SIG-", "FLD-", "AMT-", "K-001", "K-005")
LATENESS = frozenset({"O-001", "O-002", "O-005"})
NOT_READ = "G-001"  # a check did not run: unknown is not a pass
NOT_INDEPENDENT = "G-008"


def beneficiary_name(vault: Vault, record: ClaimRecord, duty: Obligation) -> str | None:
    """Give the name of whom a duty is owed to; None in a death whose allocation is not known."""
    if not record.death:
        return record.worker.name
    relatives = record.relatives or ()
    at = place_of(vault, record, duty.beneficiary, duty.person_digest)
    return relatives[at].name if at is not None and at < len(relatives) else None


def refuses_proof(service: Service, session: Session, duty: Obligation, by: str, now: datetime) -> str | None:
    """Give the code that stands in the way of accepting a duty's proof, or None."""
    claim = claims.find(session, service.vault, duty.claim_no)
    assert claim is not None
    case = load_case(service, session, claim)
    position = None if duty.proof_document is None else case.position(duty.proof_document)
    if position is None:
        return NOT_READ  # withdrawn or replaced since it was filed
    hands = case.hands[position]
    if by == hands.uploader or by in hands.keyers:
        return NOT_INDEPENDENT
    reading = case.readings[position]
    if position in case.waiting or not was_read(reading):
        return NOT_READ
    if effective_kind(reading) is not DocumentKind.PASS_ON_PROOF:
        return "DOC-003"
    open_code = next(_open_codes(case, case.judge_open(service.rules, now), position), None)
    return open_code or _unequal(service.vault, reading, claim.record, duty)


def _open_codes(case: CaseFile, judgement: CaseJudgement, position: int) -> Iterator[str]:
    """The open B and F about signatures, fields, sums and duty of one paper, and its checks that could not run.

    Of the checks that lack a datum O-004 may: it asks the core system for the payout, which the duty itself knows.
    """
    for finding in judgement.findings:
        if _counts(finding.code) and position in finding.documents and finding.severity is not Severity.I:
            yield finding.code
    for gap in judgement.not_run:
        if not _counts(gap.code) or not gap.holds or (gap.documents and position not in gap.documents):
            continue
        if gap.code != "O-004" or gap.needs == CRASHED:
            yield gap.code


def _counts(code: str) -> bool:
    return code.startswith(ABOUT_PROOFS) and code not in LATENESS


def _unequal(vault: Vault, reading: DocumentReading, record: ClaimRecord, duty: Obligation) -> str | None:
    """Rows of the item for the beneficiary come to what is due; where nobody is named, all rows of the item do."""
    rows = [row for row in rows_of(reading, "beneficiaries") if sure_text(row.get("item")) in (None, duty.item)]
    name = beneficiary_name(vault, record, duty)
    if name is not None:
        rows = [row for row in rows if _is_for(row, name)]
        if not rows:
            return "O-003"
    amounts = [sure_money(row.get("amount")) for row in rows]
    if None in amounts:
        return "FLD-002"
    return None if sum(fen or 0 for fen in amounts) == duty.due_fen else "O-004"


def _is_for(row: Row, name: str) -> bool:
    read = sure_text(row.get("name"))
    return read is not None and same_name(read, name)
