"""Every event of every state table as it happened: who, from where to where, when, why. Append only.

Here: the log's rows. Not here: which event may follow which (validators.lifecycle). Reasons are sealed, people stand as
keyed digests.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session

from storage.records.gate_tables import steps
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Step:
    """One event: the table's name, the thing's id, the claim, and the move; `by` None is the system."""

    machine: str
    thing: str
    claim_no: str | None
    event: str
    source: str
    target: str
    actor: str
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One event as kept, with its place in the order of all events."""

    id: int
    step: Step
    at: datetime


def append(session: Session, vault: Vault, step: Step, now: datetime) -> None:
    """Add one event."""
    sealed = None if step.reason is None else vault.seal(step.reason.encode(), _purpose(step))
    session.execute(
        insert(steps).values(
            machine=step.machine,
            thing=step.thing,
            claim_no=step.claim_no,
            event=step.event,
            source=step.source,
            target=step.target,
            actor=step.actor,
            by_digest=step.by,
            reason_sealed=sealed,
            at=now,
        )
    )


def of_thing(session: Session, vault: Vault, machine: str, thing: str) -> tuple[KeptStep, ...]:
    """Return the events of one thing, oldest first."""
    rows = session.execute(select(steps).where(steps.c.machine == machine, steps.c.thing == thing).order_by(steps.c.id))
    return tuple(KeptStep(row.id, _step(vault, row), row.at) for row in rows)


def since(session: Session, claim_no: str, at: datetime, limit: int = 50) -> tuple[KeptStep, ...]:
    """Return the events of a claim and its things after a moment, oldest first, without their reasons."""
    query = select(steps).where(steps.c.claim_no == claim_no, steps.c.at > at).order_by(steps.c.id).limit(limit)
    return tuple(KeptStep(row.id, _bare(row), row.at) for row in session.execute(query))


def happened_since(session: Session, claim_no: str, machine: str, event: str, after_id: int) -> bool:
    """Tell whether a claim has an event of a table that is younger than a kept one."""
    named = (steps.c.claim_no == claim_no) & (steps.c.machine == machine) & (steps.c.event == event)
    return session.execute(select(steps.c.id).where(named, steps.c.id > after_id).limit(1)).first() is not None


def last_at(session: Session, machine: str, thing: str, events: Sequence[str]) -> datetime | None:
    """Return when one of these events last happened to a thing."""
    named = (steps.c.machine == machine) & (steps.c.thing == thing) & steps.c.event.in_(events)
    query = select(steps.c.at).where(named).order_by(steps.c.id.desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def count_by_thing(session: Session, claim_no: str, machine: str, event: str) -> dict[str, int]:
    """Return how often an event of a table happened to each thing of a claim."""
    named = (steps.c.claim_no == claim_no) & (steps.c.machine == machine) & (steps.c.event == event)
    rows = session.execute(select(steps.c.thing, func.count()).where(named).group_by(steps.c.thing))
    return {row[0]: row[1] for row in rows}


def _bare(row: Row[Any]) -> Step:
    return Step(row.machine, row.thing, row.claim_no, row.event, row.source, row.target, row.actor, row.by_digest)


def _step(vault: Vault, row: Row[Any]) -> Step:
    bare = _bare(row)
    if row.reason_sealed is None:
        return bare
    return replace(bare, reason=vault.unseal(row.reason_sealed, _purpose(bare)).decode())


def _purpose(step: Step) -> str:
    return f"step:{step.machine}:{step.thing}:{step.event}"
