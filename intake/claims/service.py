"""Registering, replacing and reading claims.

Here: what a caller may do with a claim's record. Not here: HTTP (endpoints.py), the record's shape (schemas.py).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, sees_document
from intake.access.who import Role, Who
from intake.claims.schemas import (
    FORBIDDEN_IN_NUMBER,
    MAX_NUMBER,
    ParsedRecord,
    RecordFault,
    is_fictional,
    load_record,
)
from intake.duties.assessing import assess_record
from intake.legal_day import legal_day
from intake.presenting.records import show_record, show_record_to_employer, show_record_to_person
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.standings import refresh
from intake.wiring import Service
from storage.faults import ClaimExists, UnknownClaim
from storage.records import claims, documents
from storage.records.claims import Claim, ClaimHead
from storage.records.rows import can_be_key
from validators.duties import last_credit_day
from validators.model.claim import ClaimRecord


def register_claim(service: Service, raw: bytes) -> tuple[str, Json]:
    """Keep a new claim; gives its number and the answer."""
    parsed = _parse(service, raw)
    number = _number(parsed.record)
    try:
        with service.database.write() as session:
            now = service.clock()
            head = claims.register(session, service.vault, parsed.record, now)
            refresh(service, session, number, now)
            _open_duties(service, session, number, now)
    except ClaimExists:
        raise Refusal("CLAIM_EXISTS") from None
    return number, _answer(head, parsed)


def replace_claim(service: Service, claim_no: str, raw: bytes) -> Json:
    """Put a whole new record in place of a claim's; every leg is judged again when it is next asked for."""
    if not can_be_key(claim_no):
        raise Refusal("NOT_FOUND")
    parsed = _parse(service, raw)
    if parsed.record.claim_no is None:
        parsed = ParsedRecord(_named(parsed.record, claim_no), parsed.warnings)
    if parsed.record.claim_no != claim_no:
        raise Refusal("CLAIM_NO_DIFFERS")
    try:
        with service.database.write() as session:
            now = service.clock()
            claims.lock(session, claim_no)
            head = claims.replace(session, service.vault, parsed.record, now)
            refresh(service, session, claim_no, now)
            _open_duties(service, session, claim_no, now)
    except UnknownClaim:
        raise Refusal("NOT_FOUND") from None
    return _answer(head, parsed)


def _open_duties(service: Service, session: Session, claim_no: str, now: datetime) -> None:
    """Money that the record knows as credited opens the firm's duty once."""
    claim = claims.find(session, service.vault, claim_no)
    assert claim is not None
    assess_record(service, session, claim, now)


def show_claim(service: Service, who: Who, claim_no: str) -> Json:
    """The claim as this caller may see it."""
    with service.database.read() as session:
        claim = open_claim(service, session, who, claim_no)
        papers = [one for one in documents.of_claim(session, claim_no) if sees_document(service, who, one)]
    return {
        "claim_no": claim.claim_no,
        "state": claim.state,
        "revision": claim.revision,
        "record": _record_for(who, claim),
        "documents": [
            {"id": one.id, "kind": one.kind or one.declared, "state": one.state, "parent": one.parent} for one in papers
        ],
    }


def _record_for(who: Who, claim: Claim) -> Json:
    if who.role is not Role.SUBMITTER:
        return show_record(claim.record)
    if who.bound.claim and not who.bound.uscc:
        return show_record_to_person(claim.record)
    return show_record_to_employer(claim.record)


def _parse(service: Service, raw: bytes) -> ParsedRecord:
    try:
        parsed = load_record(raw)
    except RecordFault as fault:
        raise Refusal("BAD_RECORD", str(fault)) from None
    if not service.settings.allow_fictional and is_fictional(parsed.record):
        raise Refusal("FICTIONAL_NUMBER")
    days = [row.credited_on for row in parsed.record.settled if row.credited_on is not None]
    if any(day > last_credit_day(legal_day(service.clock())) for day in days):
        raise Refusal("BAD_RECORD", "案件记录有误：settled.credited_on 太晚，请核对到账日期的年份。")
    return parsed


def _number(record: ClaimRecord) -> str:
    number = record.claim_no
    if number is None:
        raise Refusal("CLAIM_NO_MISSING")
    if len(number) > MAX_NUMBER or not number.isprintable() or " " in number or FORBIDDEN_IN_NUMBER & set(number):
        raise Refusal("BAD_RECORD", "案件记录有误：claim_no 最多 64 个字符，不含空格、斜杠等符号。")
    return number


def _named(record: ClaimRecord, claim_no: str) -> ClaimRecord:
    return replace(record, claim_no=claim_no)


def _answer(head: ClaimHead, parsed: ParsedRecord) -> Json:
    return {
        "claim_no": head.claim_no,
        "state": head.state,
        "revision": head.revision,
        "warnings": list(parsed.warnings),
    }
