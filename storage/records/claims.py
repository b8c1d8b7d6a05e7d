"""Claims: the core system's record, every revision of it, sealed.

Here: rows of claims. Not here: which state may follow which (validators.lifecycle), what a submitter may see (intake).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage.faults import ClaimExists, UnknownClaim, WrongState
from storage.records import tables
from storage.records.record_codec import record_from_json, record_to_json
from storage.records.rows import LONGEST_KEY, can_be_key, changed, insert_unless_there
from storage.vault import Vault
from validators.model.claim import ClaimRecord

FIRST_STATE = "DRAFT"
EMPLOYER_PURPOSE = "employer-uscc"
LONGEST_PLACE = 200  # characters, as in the table


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim's row and its current record."""

    claim_no: str
    revision: int
    state: str
    office: str | None
    city: str | None
    employer_digest: str | None
    record: ClaimRecord
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimHead:
    """What access control needs to know of a claim, without opening its record."""

    claim_no: str
    revision: int
    state: str
    office: str | None
    city: str | None
    employer_digest: str | None


def employer_digest(vault: Vault, uscc: str) -> str:
    """Return the digest by which an employer's claims are found."""
    return vault.digest(uscc.strip().upper(), EMPLOYER_PURPOSE)


def register(session: Session, vault: Vault, record: ClaimRecord, now: datetime) -> ClaimHead:
    """Keep a new claim with revision 1; ClaimExists when its number is taken."""
    claim_no = _number_of(record)
    values = {"claim_no": claim_no, "revision": 1, "state": FIRST_STATE, "created_at": now, "updated_at": now}
    if not insert_unless_there(session, tables.claims, values | _facts(vault, record)):
        raise ClaimExists(claim_no)
    _keep(session, vault, record, 1, now)
    return _head(session, claim_no)


def replace(session: Session, vault: Vault, record: ClaimRecord, now: datetime) -> ClaimHead:
    """Put a whole new record in place of the claim's current one; the old revisions stay readable."""
    claim_no = _number_of(record)
    table = tables.claims
    grown = (
        update(table)
        .where(table.c.claim_no == claim_no)
        .values(revision=table.c.revision + 1, updated_at=now, **_facts(vault, record))
    )
    if not changed(session, grown):
        raise UnknownClaim(claim_no)
    head = _head(session, claim_no)
    _keep(session, vault, record, head.revision, now)
    return head


def find_head(session: Session, claim_no: str) -> ClaimHead | None:
    """Return the claim's row without its record, or None."""
    if not can_be_key(claim_no):
        return None
    row = session.execute(select(tables.claims).where(tables.claims.c.claim_no == claim_no)).one_or_none()
    if row is None:
        return None
    return ClaimHead(row.claim_no, row.revision, row.state, row.office, row.city, row.employer_digest)


def find(session: Session, vault: Vault, claim_no: str, revision: int | None = None) -> Claim | None:
    """Return the claim with its current record, or with an earlier one; None when there is none."""
    if not can_be_key(claim_no):
        return None
    claim, kept = tables.claims, tables.claim_revisions
    wanted = claim.c.revision if revision is None else revision
    row = session.execute(
        select(claim, kept.c.revision.label("kept"), kept.c.record_sealed)
        .join(kept, kept.c.claim_no == claim.c.claim_no)
        .where(claim.c.claim_no == claim_no, kept.c.revision == wanted)
    ).one_or_none()
    if row is None:
        return None
    return Claim(
        claim_no=row.claim_no,
        revision=row.kept,
        state=row.state,
        office=row.office,
        city=row.city,
        employer_digest=row.employer_digest,
        record=record_from_json(vault.unseal_json(row.record_sealed, _purpose(claim_no, row.kept))),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def lock(session: Session, claim_no: str) -> None:
    """Let no other writer at this claim until the transaction ends; SQLite has one writer anyway."""
    table = tables.claims
    session.execute(select(table.c.claim_no).where(table.c.claim_no == claim_no).with_for_update()).one_or_none()


def first(session: Session, limit: int) -> tuple[str, ...]:
    """Return the numbers of the claims that were registered first."""
    table = tables.claims
    rows = session.execute(select(table.c.claim_no).order_by(table.c.created_at, table.c.claim_no).limit(limit))
    return tuple(rows.scalars())


def of_employer(session: Session, digest: str) -> tuple[str, ...]:
    """Return the numbers of the employer's claims, in order."""
    table = tables.claims
    rows = session.execute(select(table.c.claim_no).where(table.c.employer_digest == digest).order_by(table.c.claim_no))
    return tuple(rows.scalars())


def move(session: Session, claim_no: str, seen: str, to: str, now: datetime) -> None:
    """Change the state that the caller saw; WrongState when it is another by now."""
    table = tables.claims
    statement = update(table).where(table.c.claim_no == claim_no, table.c.state == seen)
    if not changed(session, statement.values(state=to, updated_at=now)):
        if find_head(session, claim_no) is None:
            raise UnknownClaim(claim_no)
        raise WrongState(f"claim {claim_no} is not {seen} any more")


def _head(session: Session, claim_no: str) -> ClaimHead:
    head = find_head(session, claim_no)
    if head is None:
        raise UnknownClaim(claim_no)
    return head


def _number_of(record: ClaimRecord) -> str:
    if record.claim_no is None:
        raise ValueError("a claim is kept under its number")
    if not can_be_key(record.claim_no):
        raise ValueError(f"a claim number has 1 to {LONGEST_KEY} printable characters")
    return record.claim_no


def _facts(vault: Vault, record: ClaimRecord) -> dict[str, Any]:
    uscc = record.employer.uscc
    for text in (record.office, record.city):
        if text is not None and not (text.isprintable() and len(text) <= LONGEST_PLACE):
            raise ValueError(f"office and city have at most {LONGEST_PLACE} printable characters")
    return {
        "office": record.office,
        "city": record.city,
        "employer_digest": employer_digest(vault, uscc) if uscc else None,
    }


def _keep(session: Session, vault: Vault, record: ClaimRecord, revision: int, now: datetime) -> None:
    claim_no = _number_of(record)
    sealed = vault.seal_json(record_to_json(record), _purpose(claim_no, revision))
    session.execute(
        insert(tables.claim_revisions).values(claim_no=claim_no, revision=revision, record_sealed=sealed, at=now)
    )


def _purpose(claim_no: str, revision: int) -> str:
    return f"claim:{claim_no}:{revision}"
