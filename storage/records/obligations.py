"""Duties after a payment: what a firm must pass on, to whom, since when, and how far it has come.

Here: rows of obligations. Not here: deadlines (validators.calendar), which event may follow which
(validators.lifecycle).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from storage.faults import WrongState
from storage.records.gate_tables import obligations
from storage.records.rows import can_be_key, changed, insert_unless_there
from storage.records.tables import claims

OVERDUE = ("PASS_ON_OVERDUE", "PROOF_OVERDUE", "RECOVERY")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty: its amount in fen, the bank's credit day, the day on which the firm paid, its state.

    `source` is the keyed digest of the payment and the share.
    """

    seq: int
    id: str
    claim_no: str
    item: str
    beneficiary: int | None
    person_digest: str | None
    employer_digest: str | None
    due_fen: int
    received_on: date
    paid_on: date | None
    state: str
    late: bool
    slip_document: str | None
    proof_document: str | None
    source: str


@dataclass(frozen=True, slots=True)
class NewObligation:
    """A duty as it is assessed; `source` is the keyed digest of the payment and the share."""

    claim_no: str
    item: str
    beneficiary: int | None
    source: str
    employer_digest: str | None
    due_fen: int
    received_on: date
    state: str
    person_digest: str | None = None


def add(session: Session, new: NewObligation, now: datetime) -> str | None:
    """Keep a duty and return its id; None when the same payment's share is kept already."""
    obligation_id = f"b-{uuid4().hex}"
    values = {
        "id": obligation_id,
        "claim_no": new.claim_no,
        "item": new.item,
        "beneficiary": new.beneficiary,
        "person_digest": new.person_digest,
        "source": new.source,
        "employer_digest": new.employer_digest,
        "due_fen": new.due_fen,
        "received_on": new.received_on,
        "state": new.state,
        "late": False,
        "created_at": now,
        "updated_at": now,
    }
    return obligation_id if insert_unless_there(session, obligations, values) else None


def find(session: Session, obligation_id: str) -> Obligation | None:
    """Return the duty, or None."""
    if not can_be_key(obligation_id):
        return None
    row = session.execute(select(obligations).where(obligations.c.id == obligation_id)).one_or_none()
    return None if row is None else _obligation(row)


def listed(
    session: Session,
    *,
    claim_no: str | None = None,
    employer_digest: str | None = None,
    states: Sequence[str] | None = None,
    offices: Sequence[str | None] | None = None,
    persons: Sequence[str] | None = None,
    after: int = 0,
    limit: int = 500,
) -> tuple[Obligation, ...]:
    """Return duties in the order in which they arose; None among `offices` is a claim without an office.

    With `persons`, only shares of those, and shares that have no name.
    """
    query = select(obligations).where(obligations.c.seq > after)
    if claim_no is not None:
        query = query.where(obligations.c.claim_no == claim_no)
    if employer_digest is not None:
        query = query.where(obligations.c.employer_digest == employer_digest)
    if states is not None:
        query = query.where(obligations.c.state.in_(states))
    if persons is not None:
        query = query.where(obligations.c.person_digest.is_(None) | obligations.c.person_digest.in_(persons))
    if offices is not None:
        fits = claims.c.office.in_([one for one in offices if one is not None])
        query = query.join(claims, claims.c.claim_no == obligations.c.claim_no)
        query = query.where(fits | claims.c.office.is_(None) if None in offices else fits)
    return tuple(_obligation(row) for row in session.execute(query.order_by(obligations.c.seq).limit(limit)))


def can_be_overdue(
    session: Session, credited_until: date, paid_until: date, after: int = 0, limit: int = 500
) -> tuple[Obligation, ...]:
    """Return duties whose month or ten days may be over: credited, or paid, on such a day or before; as they arose."""
    month = (obligations.c.state == "PASS_ON_DUE") & (obligations.c.received_on <= credited_until)
    ten_days = (obligations.c.state == "PROOF_DUE") & (obligations.c.paid_on <= paid_until)
    query = select(obligations).where(obligations.c.seq > after, month | ten_days)
    return tuple(_obligation(row) for row in session.execute(query.order_by(obligations.c.seq).limit(limit)))


def in_arrears(session: Session, employer_digest: str) -> bool:
    """Tell whether the employer has a duty past its final day (K-008)."""
    query = select(func.count()).select_from(obligations)
    held = query.where(obligations.c.employer_digest == employer_digest, obligations.c.state.in_(OVERDUE))
    return bool(session.execute(held).scalar_one())


def overdue_ids(session: Session, employer_digest: str) -> tuple[str, ...]:
    """Return the employer's duties past their final day."""
    held = (obligations.c.employer_digest == employer_digest) & obligations.c.state.in_(OVERDUE)
    return tuple(session.execute(select(obligations.c.id).where(held).order_by(obligations.c.seq)).scalars())


def move(session: Session, seen: Obligation, to: str, now: datetime, **values: Any) -> None:
    """Change the state that the caller saw; WrongState when it is another by now."""
    statement = update(obligations).where(obligations.c.id == seen.id, obligations.c.state == seen.state)
    if not changed(session, statement.values(state=to, updated_at=now, **values)):
        raise WrongState(f"obligation {seen.id} is not {seen.state} any more")


def _obligation(row: Row[Any]) -> Obligation:
    return Obligation(
        seq=row.seq,
        id=row.id,
        claim_no=row.claim_no,
        item=row.item,
        beneficiary=row.beneficiary,
        person_digest=row.person_digest,
        employer_digest=row.employer_digest,
        due_fen=row.due_fen,
        received_on=row.received_on,
        paid_on=row.paid_on,
        state=row.state,
        late=row.late,
        slip_document=row.slip_document,
        proof_document=row.proof_document,
        source=row.source,
    )
