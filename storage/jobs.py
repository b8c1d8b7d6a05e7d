"""Jobs: the row is the truth, the broker only rings.

Here: leases, attempts and fences. Not here: the work itself, and what becomes of a document whose job is parked (the
caller moves it to MANUAL in the same transaction). Every write of a worker goes through `hold` or `finish` in its own
transaction, so that one whose lease was taken over cannot write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from storage import outbox
from storage.faults import LeaseLost
from storage.records import tables
from storage.records.rows import can_be_key, changed

MAX_ATTEMPTS = 3  # "three workers died on it" (document state MANUAL)
LEASE_SECONDS = 15  # renewed every 5 s by the child's parent
RING_AGAIN = timedelta(seconds=5)

_jobs = tables.jobs


class JobState(StrEnum):
    """QUEUED waits, LEASED is worked on until the lease ends, DONE and PARKED are final."""

    QUEUED = "QUEUED"
    LEASED = "LEASED"
    DONE = "DONE"
    PARKED = "PARKED"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a job until a time; `attempt` is the fence."""

    job_id: str
    document_id: str
    attempt: int
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that somebody should ring for, or park when its attempts are used up."""

    job_id: str
    document_id: str
    attempt: int
    exhausted: bool


def enqueue(session: Session, document_id: str, now: datetime) -> str:
    """Add a queued job and its doorbell, and return the job's id."""
    job_id = f"j-{uuid4().hex}"
    session.execute(
        insert(_jobs).values(
            id=job_id,
            document_id=document_id,
            state=JobState.QUEUED,
            attempt=0,
            forgiven=0,
            not_before=now,
            created_at=now,
            updated_at=now,
        )
    )
    outbox.add(session, job_id, now)
    return job_id


def take(session: Session, job_id: str, now: datetime, lease_seconds: int = LEASE_SECONDS) -> Lease | None:
    """Take a waiting or abandoned job, or None when another has it, it is over, or its attempts are used up."""
    if not can_be_key(job_id):
        return None
    row = session.execute(select(_jobs).where(_jobs.c.id == job_id)).one_or_none()
    if row is None or row.attempt - row.forgiven >= MAX_ATTEMPTS:
        return None
    until = now + timedelta(seconds=lease_seconds)
    attempt = row.attempt + 1
    statement = update(_jobs).where(_jobs.c.id == job_id, _jobs.c.attempt == row.attempt, _takeable(now))
    values = {"state": JobState.LEASED, "attempt": attempt, "lease_until": until, "updated_at": now}
    if not changed(session, statement.values(**values)):
        return None
    documents = tables.documents
    session.execute(update(documents).where(documents.c.id == row.document_id).values(attempt=attempt))
    return Lease(job_id, row.document_id, attempt, until)


def renew(session: Session, lease: Lease, now: datetime, lease_seconds: int = LEASE_SECONDS) -> Lease:
    """Return the lease with a later end; LeaseLost when another has the job."""
    until = now + timedelta(seconds=lease_seconds)
    _fenced(session, lease, now, lease_until=until)
    return Lease(lease.job_id, lease.document_id, lease.attempt, until)


def hold(session: Session, lease: Lease, now: datetime) -> None:
    """Lock the job for this transaction, so that its other writes happen only under the lease; else LeaseLost."""
    _fenced(session, lease, now)


def finish(session: Session, lease: Lease, now: datetime) -> None:
    """End the job in the transaction that keeps its results; LeaseLost rolls all of it back."""
    _fenced(session, lease, now, state=JobState.DONE, lease_until=None)


def fail(session: Session, lease: Lease, now: datetime, wait: timedelta = timedelta(0)) -> JobState:
    """Give a failed job back after a wait, or park it after the last attempt; the state tells which."""
    row = session.execute(select(_jobs.c.forgiven).where(_jobs.c.id == lease.job_id)).one_or_none()
    if row is not None and lease.attempt - row.forgiven >= MAX_ATTEMPTS:
        _fenced(session, lease, now, state=JobState.PARKED, lease_until=None)
        return JobState.PARKED
    _give_back(session, lease, now, now + wait)
    return JobState.QUEUED


def release(session: Session, lease: Lease, now: datetime) -> None:
    """Give the job back on a polite stop: the attempt does not count."""
    _give_back(session, lease, now, now, forgiven=_jobs.c.forgiven + 1)


def park(session: Session, due: DueJob, now: datetime) -> bool:
    """Park an exhausted job that nobody holds; False when it changed meanwhile."""
    statement = update(_jobs).where(_jobs.c.id == due.job_id, _jobs.c.attempt == due.attempt, _takeable(now))
    return changed(session, statement.values(state=JobState.PARKED, lease_until=None, updated_at=now)) == 1


def due(session: Session, now: datetime, ring_again: timedelta = RING_AGAIN, limit: int = 100) -> tuple[DueJob, ...]:
    """Return waiting jobs whose last ring is long ago and leases that ended, oldest first (for the sweeper)."""
    unheard = or_(_jobs.c.rung_at.is_(None), _jobs.c.rung_at <= now - ring_again)
    rows = session.execute(
        select(_jobs).where(_takeable(now), unheard).order_by(_jobs.c.created_at, _jobs.c.id).limit(limit)
    )
    return tuple(
        DueJob(row.id, row.document_id, row.attempt, row.attempt - row.forgiven >= MAX_ATTEMPTS) for row in rows
    )


def mark_rung(session: Session, job_ids: Sequence[str], now: datetime) -> None:
    """Note that the broker took a doorbell for each of the jobs."""
    session.execute(update(_jobs).where(_jobs.c.id.in_(job_ids)).values(rung_at=now))


def state_of(session: Session, job_id: str) -> JobState | None:
    """Return the job's state, or None."""
    word = session.execute(select(_jobs.c.state).where(_jobs.c.id == job_id)).scalar_one_or_none()
    return None if word is None else JobState(word)


def waiting(session: Session, document_id: str) -> tuple[str, ...]:
    """Return the ids of the document's jobs that are not over."""
    open_states = (JobState.QUEUED, JobState.LEASED)
    rows = session.execute(select(_jobs.c.id).where(_jobs.c.document_id == document_id, _jobs.c.state.in_(open_states)))
    return tuple(rows.scalars())


def _takeable(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(_jobs.c.state == JobState.QUEUED, _jobs.c.not_before <= now),
        and_(_jobs.c.state == JobState.LEASED, _jobs.c.lease_until <= now),
    )


def _give_back(session: Session, lease: Lease, now: datetime, not_before: datetime, **more: ColumnElement[int]) -> None:
    values = {"state": JobState.QUEUED, "lease_until": None, "not_before": not_before, "rung_at": None}
    _fenced(session, lease, now, **values, **more)
    if not_before <= now:
        outbox.add(session, lease.job_id, now)


def _fenced(session: Session, lease: Lease, now: datetime, **values: object) -> None:
    statement = update(_jobs).where(
        _jobs.c.id == lease.job_id, _jobs.c.attempt == lease.attempt, _jobs.c.state == JobState.LEASED
    )
    if not changed(session, statement.values(updated_at=now, **values)):
        raise LeaseLost(f"job {lease.job_id} attempt {lease.attempt}")
