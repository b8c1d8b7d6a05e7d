"""Blind second readings: which sure values were chosen, who read each and whether that agreed.

Here: rows of rechecks. Not here: which values are chosen and what agreeing means (intake.review.rechecking).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.records.gate_tables import keyings, rechecks
from storage.records.rows import changed, insert_unless_there
from storage.records.tables import DEAD_STATES, documents

OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Recheck:
    """A value of a paper that somebody is asked to read without seeing what the machine read."""

    document_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value that was chosen, with what is counted by."""

    document_id: str
    field: str
    office: str | None
    kind: str
    type: str


def add(session: Session, chosen: Chosen, now: datetime) -> None:
    """Keep that a value was chosen; once for every field of a paper."""
    values = {
        "document_id": chosen.document_id,
        "field": chosen.field,
        "office": chosen.office,
        "kind": chosen.kind,
        "type": chosen.type,
        "state": OPEN,
        "created_at": now,
    }
    insert_unless_there(session, rechecks, values)


def next_for(session: Session, office: str | None, by: str) -> Recheck | None:
    """Return the oldest value of an office that this person may read: of a live paper that is not her own upload and
    in which she keyed nothing."""
    of_office = rechecks.c.office.is_(None) if office is None else rechecks.c.office == office
    keyed = select(keyings.c.id).where(keyings.c.document_id == rechecks.c.document_id, keyings.c.by_digest == by)
    query = (
        select(rechecks.c.document_id, rechecks.c.field)
        .select_from(rechecks.join(documents, documents.c.id == rechecks.c.document_id))
        .where(of_office, rechecks.c.state == OPEN)
        .where(documents.c.uploader_digest != by, documents.c.state.not_in(DEAD_STATES), ~keyed.exists())
        .order_by(rechecks.c.created_at)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Recheck(row.document_id, row.field)


def is_open(session: Session, document_id: str, field: str) -> bool:
    """Tell whether a value waits to be read."""
    here = (rechecks.c.document_id == document_id) & (rechecks.c.field == field)
    return session.execute(select(rechecks.c.state).where(here)).scalar_one_or_none() == OPEN


def end(session: Session, document_id: str, field: str, outcome: str, by: str, now: datetime) -> bool:
    """Keep how a reading ended; False when it is not open any more."""
    here = (rechecks.c.document_id == document_id) & (rechecks.c.field == field) & (rechecks.c.state == OPEN)
    return changed(session, update(rechecks).where(here).values(state=outcome, by_digest=by, read_at=now)) == 1


def figures(session: Session, office: str | None) -> Mapping[str, int]:
    """Count an office's chosen values by how they ended."""
    of_office = rechecks.c.office.is_(None) if office is None else rechecks.c.office == office
    query = select(rechecks.c.state, func.count()).where(of_office).group_by(rechecks.c.state)
    return {row[0]: row[1] for row in session.execute(query)}
