"""A claim's newest judgement, kept so that asking costs a look and not a judgement.

Here: rows of standings and the count by which they are known to be old. Not here: judging (intake.standings).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.records.codec import from_json, to_json
from storage.records.gate_tables import standings
from storage.records.tables import claims
from validators.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a judgement rests on: the claim's count of changes, rules and policy, the legal day."""

    version: int
    rule_version: str
    day: date


def touch(session: Session, claim_no: str) -> None:
    """Count one more change of what a judgement of this claim rests on."""
    session.execute(update(claims).where(claims.c.claim_no == claim_no).values(version=claims.c.version + 1))


def version_of(session: Session, claim_no: str) -> int:
    """Return the claim's count of changes."""
    return int(session.execute(select(claims.c.version).where(claims.c.claim_no == claim_no)).scalar_one())


def save(session: Session, claim_no: str, stamp: Stamp, standing: Standing, now: datetime) -> None:
    """Keep a standing in place of the claim's earlier one."""
    session.execute(delete(standings).where(standings.c.claim_no == claim_no))
    body = json.dumps(to_json(standing), ensure_ascii=False, separators=(",", ":"))
    session.execute(
        insert(standings).values(
            claim_no=claim_no,
            version=stamp.version,
            rule_version=stamp.rule_version,
            day=stamp.day,
            body=body,
            judged_at=now,
        )
    )


def load(session: Session, claim_no: str) -> tuple[Stamp, Standing] | None:
    """Return the kept standing with its stamp, or None."""
    row = session.execute(select(standings).where(standings.c.claim_no == claim_no)).one_or_none()
    if row is None:
        return None
    return Stamp(row.version, row.rule_version, row.day), from_json(Standing, json.loads(row.body))


def old(session: Session, rule_version: str, day: date, limit: int, *, without: Sequence[str] = ()) -> tuple[str, ...]:
    """Return claims whose standing is missing, or older than their facts, the rules or the day; oldest first.

    Those named in `without` are left out.
    """
    joined = claims.outerjoin(standings, standings.c.claim_no == claims.c.claim_no)
    stale = (
        standings.c.claim_no.is_(None)
        | (standings.c.version != claims.c.version)
        | (standings.c.rule_version != rule_version)
        | (standings.c.day != day)
    )
    query = select(claims.c.claim_no).select_from(joined).where(stale, claims.c.claim_no.not_in(without))
    return tuple(session.execute(query.order_by(claims.c.updated_at).limit(limit)).scalars())
