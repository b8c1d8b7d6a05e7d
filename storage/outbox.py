"""Doorbells: written with their job, rung after the commit.

Here: which doorbells still wait. Not here: the broker. A crash between ringing and forgetting rings twice, which the
lease makes harmless; a lost ring is rung again by the sweeper (`jobs.due`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.records import tables


@dataclass(frozen=True, slots=True)
class Doorbell:
    """One ring to send: the job's id is all that the broker learns."""

    id: int
    job_id: str


def add(session: Session, job_id: str, now: datetime) -> None:
    """Add a doorbell in the transaction that makes its job."""
    session.execute(insert(tables.outbox).values(job_id=job_id, created_at=now))


def pending(session: Session, limit: int = 100) -> tuple[Doorbell, ...]:
    """Return the doorbells that nobody has rung yet, oldest first."""
    table = tables.outbox
    rows = session.execute(select(table.c.id, table.c.job_id).order_by(table.c.id).limit(limit))
    return tuple(Doorbell(row.id, row.job_id) for row in rows)


def forget(session: Session, rung: Sequence[Doorbell], now: datetime) -> None:
    """Drop the doorbells that the broker took, and note the time at their jobs."""
    session.execute(delete(tables.outbox).where(tables.outbox.c.id.in_([bell.id for bell in rung])))
    jobs = tables.jobs
    session.execute(update(jobs).where(jobs.c.id.in_([bell.job_id for bell in rung])).values(rung_at=now))
