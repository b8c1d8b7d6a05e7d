"""Tokens of the payout system and what became of the money: one row an attempt to pay one part.

Here: rows of payouts; a token is kept as keyed digest and sealed, never plain. Not here: whether money may go
(validators.standing), which event may follow which (validators.lifecycle).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from storage.faults import WrongState
from storage.records import happenings
from storage.records.gate_tables import payouts
from storage.records.rows import changed, insert_unless_there
from storage.vault import Vault
from validators.model.codes import Payee
from validators.model.standing import PayQuestion

RESERVED, CONSUMED, RELEASED, EXPIRED, BACK = "RESERVED", "CONSUMED", "RELEASED", "EXPIRED", "BACK"
TOKEN_PURPOSE, BATCH_PURPOSE = "payout-token", "batch-row"
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Payout:
    """One attempt to pay; `notice` is the state of the payout notice once money was announced."""

    id: str
    claim_no: str
    item: str
    payee: Payee
    beneficiary: int | None
    person_digest: str | None
    amount_fen: int
    account_digest: str | None
    decision_id: str | None
    state: str
    notice: str | None
    continues: str | None
    expires_at: datetime
    credited_on: date | None
    request_digest: str
    updated_at: datetime
    verified_fen: int | None = None


def reserve(
    session: Session,
    vault: Vault,
    claim_no: str,
    question: PayQuestion,
    decision_id: str | None,
    batch_row: str,
    request_digest: str,
    expires_at: datetime,
    now: datetime,
    person_digest: str | None = None,
) -> str:
    """Keep a reservation and return its token; WrongState when the batch row has one already."""
    token, payout_id = secrets.token_urlsafe(_TOKEN_BYTES), f"p-{uuid4().hex}"
    values = {
        "id": payout_id,
        "token_digest": vault.digest(token, TOKEN_PURPOSE),
        "token_sealed": vault.seal(token.encode(), f"token:{payout_id}"),
        "batch_row_digest": vault.digest(batch_row, BATCH_PURPOSE),
        "request_digest": request_digest,
        "claim_no": claim_no,
        "item": question.item,
        "payee": question.payee,
        "beneficiary": question.beneficiary,
        "amount_fen": question.amount_fen,
        "account_digest": question.account_digest,
        "decision_id": decision_id,
        "state": RESERVED,
        "expires_at": expires_at,
        "created_at": now,
        "updated_at": now,
        "person_digest": person_digest,
    }
    if not insert_unless_there(session, payouts, values):
        raise WrongState("the batch row has a reservation already")
    return token


def of_batch_row(session: Session, vault: Vault, batch_row: str) -> tuple[Payout, str] | None:
    """Return the attempt that a batch row made, with its token, or None."""
    digest = vault.digest(batch_row, BATCH_PURPOSE)
    row = session.execute(select(payouts).where(payouts.c.batch_row_digest == digest)).one_or_none()
    if row is None:
        return None
    return _payout(row), vault.unseal(row.token_sealed, f"token:{row.id}").decode()


def of_token(session: Session, vault: Vault, token: str) -> Payout | None:
    """Return the attempt of a token, or None."""
    digest = vault.digest(token, TOKEN_PURPOSE)
    row = session.execute(select(payouts).where(payouts.c.token_digest == digest)).one_or_none()
    return None if row is None else _payout(row)


def token_of(session: Session, vault: Vault, payout_id: str) -> str:
    """Return the token of an attempt."""
    sealed = session.execute(select(payouts.c.token_sealed).where(payouts.c.id == payout_id)).scalar_one()
    return vault.unseal(sealed, f"token:{payout_id}").decode()


def of_claim(session: Session, claim_no: str, states: Sequence[str] | None = None) -> tuple[Payout, ...]:
    """Return the claim's attempts, oldest first; of some states only when they are named."""
    query = select(payouts).where(payouts.c.claim_no == claim_no)
    if states is not None:
        query = query.where(payouts.c.state.in_(states))
    return tuple(_payout(row) for row in session.execute(query.order_by(payouts.c.created_at, payouts.c.id)))


def move(session: Session, vault: Vault, payout: Payout, now: datetime, **values: Any) -> None:
    """Change an attempt that is as the caller saw it; WrongState when it is another by now."""
    seen = (payouts.c.state == payout.state) & payouts.c.notice.is_not_distinct_from(payout.notice)
    statement = update(payouts).where(payouts.c.id == payout.id, seen)
    if not changed(session, statement.values(updated_at=now, **values)):
        raise WrongState(f"payout {payout.id} is not {payout.state} any more")
    happenings.rebuild(session, vault, payout.claim_no)


def _payout(row: Row[Any]) -> Payout:
    return Payout(
        id=row.id,
        claim_no=row.claim_no,
        item=row.item,
        payee=Payee(row.payee),
        beneficiary=row.beneficiary,
        person_digest=row.person_digest,
        amount_fen=row.amount_fen,
        account_digest=row.account_digest,
        decision_id=row.decision_id,
        state=row.state,
        notice=row.notice,
        continues=row.continues,
        expires_at=row.expires_at,
        credited_on=row.credited_on,
        request_digest=row.request_digest,
        updated_at=row.updated_at,
        verified_fen=row.verified_fen,
    )
