"""What was decided and paid of a claim, in one row, so that asking costs one look.

Here: the copy and its making, in the transaction of every event that changes it. Not here: what it leads to
(intake.gate.glance), the rows themselves (decisions, payouts). Reasons are left out: only that there was one.
"""

import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.records import steps
from storage.records.gate_tables import decisions, happenings, payouts
from storage.records.rows import changed, insert_unless_there
from storage.vault import Vault

TAKEN_UP = ("resume", "reopened")  # events of a case after which third parties need new decisions
_PAID = "CONSUMED"
_RECOVERED = "REVERSED"


def rebuild(session: Session, vault: Vault, claim_no: str) -> None:
    """Write the copy anew from the claim's decisions and payments."""
    again = steps.last_at(session, "case", claim_no, TAKEN_UP)
    body = json.dumps(
        {
            "decisions": _decisions(session, vault, claim_no),
            "spent": _spent(session, claim_no),
            "again": None if again is None else again.isoformat(),
        }
    )
    statement = update(happenings).where(happenings.c.claim_no == claim_no)
    if not changed(session, statement.values(body=body)):
        insert_unless_there(session, happenings, {"claim_no": claim_no, "body": body})


def _decisions(session: Session, vault: Vault, claim_no: str) -> list[Any]:
    used = select(payouts.c.decision_id).where(
        payouts.c.claim_no == claim_no,
        payouts.c.decision_id.is_not(None),
        (payouts.c.state == _PAID) | (payouts.c.notice == _RECOVERED),
    )
    over = set(session.execute(used).scalars())
    query = select(decisions).where(decisions.c.claim_no == claim_no, decisions.c.state == "CONFIRMED")
    rows = []
    for row in session.execute(query.order_by(decisions.c.updated_at.desc(), decisions.c.id)):
        words = vault.unseal_json(row.words_sealed, f"decision:{row.id}")
        rows.append(
            [
                row.id,
                row.item,
                row.payee,
                row.supplement,
                row.cap_fen,
                row.account_digest,
                row.evidence_digest,
                row.base_digest,
                row.proposed_by,
                row.confirmed_by,
                row.valid_until.isoformat(),
                row.created_at.isoformat(),
                [code for code, reason in words["overrides"] if reason.strip()],
                row.id in over,
            ]
        )
    return rows


def _spent(session: Session, claim_no: str) -> list[Any]:
    joined = payouts.outerjoin(decisions, decisions.c.id == payouts.c.decision_id)
    query = (
        select(payouts, decisions.c.supplement)
        .select_from(joined)
        .where(payouts.c.claim_no == claim_no, payouts.c.state == _PAID)
    )
    return [
        [row.item, row.payee, row.amount_fen, row.beneficiary, row.person_digest, bool(row.supplement)]
        for row in session.execute(query.order_by(payouts.c.created_at, payouts.c.id))
    ]
