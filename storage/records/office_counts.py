"""How much waits in one office: flags, proposals, papers to key.

Here: numbers only, each by an index. Not here: the queue itself (flags), counts over time (tallies). No office given
means the claims that have none, as everywhere.
"""

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from storage.records.flags import OPEN_STATES
from storage.records.gate_tables import decisions, flags
from storage.records.tables import claims, documents


def open_flags(session: Session, office: str | None) -> dict[str, int]:
    """Return how many flags that hold nobody has closed yet, by state."""
    query = select(flags.c.state, func.count()).where(*_holding(office), flags.c.state.in_(OPEN_STATES))
    return {row[0]: row[1] for row in session.execute(query.group_by(flags.c.state))}


def flags_taken_by(session: Session, office: str | None, digest: str) -> int:
    """Return how many flags one person has taken and not finished."""
    query = select(func.count()).where(*_holding(office), flags.c.state == "TAKEN", flags.c.taken_by == digest)
    return session.execute(query).scalar_one()


def proposals(session: Session, office: str | None) -> int:
    """Return how many decisions wait for a second person."""
    # Written out, not bound: only so does SQLite see that the partial index of standing proposals answers.
    proposed = decisions.c.state == literal_column("'PROPOSED'")
    joined = decisions.join(claims, claims.c.claim_no == decisions.c.claim_no)
    query = select(func.count()).select_from(joined).where(proposed, _of(claims.c.office, office))
    return session.execute(query).scalar_one()


def papers_to_key(session: Session, office: str | None) -> int:
    """Return how many papers no machine could read."""
    joined = documents.join(claims, claims.c.claim_no == documents.c.claim_no)
    query = select(func.count()).select_from(joined)
    found = session.execute(query.where(documents.c.state == "MANUAL", _of(claims.c.office, office)))
    return found.scalar_one()


def _holding(office: str | None) -> tuple[ColumnElement[bool], ...]:
    return (flags.c.stands.is_(True) | flags.c.lost_paper.is_(True), _of(flags.c.office, office))


def _of(column: ColumnElement[str | None], office: str | None) -> ColumnElement[bool]:
    return column.is_(None) if office is None else column == office
