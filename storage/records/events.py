"""What happened to a document, in order, for progress streams.

Here: append and read. Not here: the audit log (storage.audit). An event holds words and numbers of our own, nothing
that a paper says.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.records import tables


@dataclass(frozen=True, slots=True)
class Stage:
    """Stage n of m of a document's way, with the name of what is being done."""

    n: int
    of: int
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a document; ids grow within a document."""

    id: int
    document_id: str
    at: datetime
    type: str  # "state" when the state changed, "stage" for progress within it
    stage: Stage
    state: str


def append(session: Session, document_id: str, type_: str, stage: Stage, state: str, now: datetime) -> None:
    """Add one event of the document."""
    session.execute(
        insert(tables.events).values(
            document_id=document_id,
            at=now,
            type=type_,
            stage_n=stage.n,
            stage_of=stage.of,
            stage_name=stage.name,
            state=state,
        )
    )


def after(session: Session, document_id: str, event_id: int = 0, limit: int = 500) -> tuple[Event, ...]:
    """Return the document's events past the given id, oldest first."""
    table = tables.events
    rows = session.execute(
        select(table).where(table.c.document_id == document_id, table.c.id > event_id).order_by(table.c.id).limit(limit)
    )
    return tuple(
        Event(
            row.id,
            row.document_id,
            row.at,
            row.type,
            Stage(row.stage_n, row.stage_of, row.stage_name),
            row.state,
        )
        for row in rows
    )
