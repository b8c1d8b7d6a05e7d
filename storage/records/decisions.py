"""Decisions of two people about one part of a claim.

Here: rows of decisions. Not here: which state may follow which (validators.lifecycle), who may decide (intake).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from storage.faults import UnknownDecision, WrongState
from storage.records import happenings
from storage.records.gate_tables import decisions
from storage.records.rows import can_be_key, changed, insert_unless_there
from storage.records.tables import claims
from storage.vault import Vault
from validators.model.codes import Payee
from validators.model.gate import Decision, Override

ALIVE = ("PROPOSED", "CONFIRMED")


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """One decision's row; people in `decision` stand as keyed digests."""

    id: str
    claim_no: str
    item: str
    payee: Payee
    supplement: bool
    state: str
    decision: Decision
    reasons: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    base_digest: str = ""


def propose(session: Session, vault: Vault, new: KeptDecision, now: datetime) -> KeptDecision:
    """Keep a proposal under a fresh id; WrongState when another proposal for the same part waits already."""
    kept = replace(new, id=f"x-{uuid4().hex}", state="PROPOSED", created_at=now, updated_at=now)
    words = {
        "reasons": list(kept.reasons),
        "overrides": [[row.code, row.reason] for row in kept.decision.overrides],
    }
    values = {
        "id": kept.id,
        "claim_no": kept.claim_no,
        "item": kept.item,
        "payee": kept.payee,
        "supplement": kept.supplement,
        "cap_fen": kept.decision.cap_fen,
        "account_digest": kept.decision.account_digest,
        "evidence_digest": kept.decision.evidence_digest,
        "base_digest": kept.base_digest,
        "state": kept.state,
        "proposed_by": kept.decision.proposed_by,
        "valid_until": kept.decision.valid_until,
        "words_sealed": vault.seal_json(words, _purpose(kept.id)),
        "created_at": now,
        "updated_at": now,
    }
    if not insert_unless_there(session, decisions, values):
        raise WrongState("a proposal for this part waits already")
    return kept


def find(session: Session, vault: Vault, decision_id: str) -> KeptDecision | None:
    """Return the decision, or None."""
    if not can_be_key(decision_id):
        return None
    row = session.execute(select(decisions).where(decisions.c.id == decision_id)).one_or_none()
    return None if row is None else _decision(vault, row)


def of_claim(
    session: Session, vault: Vault, claim_no: str, states: Sequence[str] | None = None
) -> tuple[KeptDecision, ...]:
    """Return the claim's decisions, newest first; of some states only when they are named."""
    query = select(decisions).where(decisions.c.claim_no == claim_no)
    if states is not None:
        query = query.where(decisions.c.state.in_(states))
    rows = session.execute(query.order_by(decisions.c.updated_at.desc(), decisions.c.id))
    return tuple(_decision(vault, row) for row in rows)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a second person's word, without the words of the first."""

    id: str
    claim_no: str
    item: str
    payee: Payee
    cap_fen: int
    created_at: datetime


def waiting(session: Session, office: str | None, limit: int) -> tuple[Waiting, ...]:
    """Return the proposals of an office's claims that nobody has confirmed or returned, oldest first."""
    of_office = claims.c.office.is_(None) if office is None else claims.c.office == office
    joined = decisions.join(claims, claims.c.claim_no == decisions.c.claim_no)
    query = (
        select(decisions.c.id, decisions.c.claim_no, decisions.c.item, decisions.c.payee, decisions.c.cap_fen)
        .add_columns(decisions.c.created_at)
        .select_from(joined)
        .where(decisions.c.state == "PROPOSED", of_office)
        .order_by(decisions.c.created_at)
        .limit(limit)
    )
    return tuple(
        Waiting(row.id, row.claim_no, row.item, Payee(row.payee), row.cap_fen, row.created_at)
        for row in session.execute(query)
    )


def move(
    session: Session, vault: Vault, decision_id: str, seen: str, to: str, now: datetime, confirmed_by: str | None = None
) -> None:
    """Change the state that the caller saw; WrongState when it is another by now."""
    values: dict[str, Any] = {"state": to, "updated_at": now}
    if confirmed_by is not None:
        values["confirmed_by"] = confirmed_by
    statement = update(decisions).where(decisions.c.id == decision_id, decisions.c.state == seen)
    if changed(session, statement.values(**values)):
        claim_no = session.execute(select(decisions.c.claim_no).where(decisions.c.id == decision_id)).scalar_one()
        happenings.rebuild(session, vault, claim_no)
        return
    if session.execute(select(decisions.c.id).where(decisions.c.id == decision_id)).one_or_none() is None:
        raise UnknownDecision(decision_id)
    raise WrongState(f"decision {decision_id} is not {seen} any more")


def _decision(vault: Vault, row: Row[Any]) -> KeptDecision:
    words = vault.unseal_json(row.words_sealed, _purpose(row.id))
    decision = Decision(
        cap_fen=row.cap_fen,
        evidence_digest=row.evidence_digest,
        account_digest=row.account_digest,
        proposed_by=row.proposed_by,
        confirmed_by=row.confirmed_by,
        valid_until=row.valid_until,
        overrides=tuple(Override(code, reason) for code, reason in words["overrides"]),
    )
    return KeptDecision(
        row.id,
        row.claim_no,
        row.item,
        Payee(row.payee),
        row.supplement,
        row.state,
        decision,
        tuple(words["reasons"]),
        row.created_at,
        row.updated_at,
        row.base_digest,
    )


def _purpose(decision_id: str) -> str:
    return f"decision:{decision_id}"
