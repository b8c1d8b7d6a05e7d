"""Claims that have waited too long for somebody, found by their own log.

Here: which claims. Not here: how long is too long and what becomes of them (intake.claims.clock).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from storage.records.gate_tables import payouts, steps
from storage.records.tables import claims, documents

NOT_READ = ("RECEIVED", "QUARANTINED", "STORED", "CLASSIFIED", "EXTRACTED", "CHECKED", "MANUAL")
PAID = ("CONSUMED", "BACK")


def unanswered(
    session: Session, before: datetime, limit: int, only: str | None = None, without: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return claims whose newest event of the case table is a notice sent before a moment, oldest first."""
    newest = _newest(steps.c.machine == "case")
    return _found(session, _in_state("NOTICE_SENT", only, without).where(newest < before), limit)


def idle_drafts(
    session: Session, before: datetime, limit: int, only: str | None = None, without: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return drafts with which nobody has done anything since a moment, oldest first.

    A draft is not idle while one of its papers waits to be read, nor once money of it has gone out.
    """
    touched = func.coalesce(_newest(steps.c.by_digest.is_not(None)), claims.c.created_at)
    paper = (documents.c.created_at >= before) | documents.c.state.in_(NOT_READ)
    query = _in_state("DRAFT", only, without).where(
        claims.c.updated_at < before,
        touched < before,
        ~exists().where(documents.c.claim_no == claims.c.claim_no, paper),
        ~exists().where(payouts.c.claim_no == claims.c.claim_no, payouts.c.state.in_(PAID)),
    )
    return _found(session, query, limit)


def _in_state(state: str, only: str | None, without: Sequence[str]) -> Select[str]:
    query = select(claims.c.claim_no).where(claims.c.state == state, claims.c.claim_no.not_in(without))
    return query if only is None else query.where(claims.c.claim_no == only)


def _newest(which: ColumnElement[bool]) -> ColumnElement[datetime]:
    return select(func.max(steps.c.at)).where(steps.c.claim_no == claims.c.claim_no, which).scalar_subquery()


def _found(session: Session, query: Select[str], limit: int) -> tuple[str, ...]:
    return tuple(session.execute(query.order_by(claims.c.created_at, claims.c.claim_no).limit(limit)).scalars())
