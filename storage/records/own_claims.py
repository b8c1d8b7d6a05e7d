"""The claims of one firm with what waits for it, newest first: found by the keyed digest of its credit code.

Here: one page of rows and its counts. Not here: whose list it is (intake.claims.own), the records behind the rows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, tuple_
from sqlalchemy.orm import Session

from storage.records.gate_tables import obligations, steps
from storage.records.resting import NOT_READ
from storage.records.rows import can_be_key
from storage.records.tables import claims, documents

NEEDS_FIRM = ("DRAFT", "NOTICE_SENT")  # states of a case in which the next step is the submitter's
RUNNING_DUTIES = ("PASS_ON_DUE", "PROOF_DUE")
LATE_DUTIES = ("PASS_ON_OVERDUE", "PROOF_OVERDUE")
_NOTICES = ("gaps", "gap_found")


@dataclass(frozen=True, slots=True)
class Firm:
    """Whose claims: digests of the credit code and of its side's papers, and the office where the caller has one."""

    employer_digest: str
    side: str
    office: str | None = None


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """One claim and how much of it waits: papers to mend, papers not read yet, duties that run or are late."""

    claim_no: str
    state: str
    registered_at: datetime
    told_at: datetime | None  # of the newest notice
    to_mend: int
    not_read: int
    duties: int
    late: int

    @property
    def waits_for_firm(self) -> bool:
        """Tell whether the next step is the firm's."""
        return self.state in NEEDS_FIRM or bool(self.to_mend or self.duties or self.late)


def page(session: Session, firm: Firm, *, waiting: bool, after: str | None, limit: int) -> tuple[OwnClaim, ...]:
    """Return one page, newest first; `waiting` leaves out what does not wait for the firm, `after` is a claim of it."""
    mend, duties, late = _papers(firm, ("RETURNED",)), _duties(firm, RUNNING_DUTIES), _duties(firm, LATE_DUTIES)
    told = select(func.max(steps.c.at)).where(
        steps.c.machine == "case", steps.c.thing == claims.c.claim_no, steps.c.event.in_(_NOTICES)
    )
    query = select(
        claims.c.claim_no,
        claims.c.state,
        claims.c.created_at,
        told.scalar_subquery().label("told_at"),
        mend.label("to_mend"),
        _papers(firm, NOT_READ).label("not_read"),
        duties.label("duties"),
        late.label("late"),
    ).where(*_mine(firm))
    if waiting:
        query = query.where(or_(claims.c.state.in_(NEEDS_FIRM), mend > 0, duties > 0, late > 0))
    if after is not None:
        place = _place(session, firm, after)
        if place is None:
            return ()
        query = query.where(tuple_(claims.c.created_at, claims.c.claim_no) < tuple_(*place))
    rows = session.execute(query.order_by(claims.c.created_at.desc(), claims.c.claim_no.desc()).limit(limit))
    return tuple(_own(row) for row in rows)


def _mine(firm: Firm) -> tuple[ColumnElement[bool], ...]:
    mine = (claims.c.employer_digest == firm.employer_digest,)
    return mine if firm.office is None else (*mine, claims.c.office == firm.office)


def _place(session: Session, firm: Firm, claim_no: str) -> tuple[datetime, str] | None:
    if not can_be_key(claim_no):
        return None
    query = select(claims.c.created_at, claims.c.claim_no).where(claims.c.claim_no == claim_no, *_mine(firm))
    row = session.execute(query).one_or_none()
    return None if row is None else (row.created_at, row.claim_no)


def _papers(firm: Firm, states: tuple[str, ...]) -> ColumnElement[int]:
    mine = (documents.c.claim_no == claims.c.claim_no) & (documents.c.side == firm.side)
    return select(func.count()).where(mine, documents.c.state.in_(states)).scalar_subquery()


def _duties(firm: Firm, states: tuple[str, ...]) -> ColumnElement[int]:
    mine = (obligations.c.claim_no == claims.c.claim_no) & (obligations.c.employer_digest == firm.employer_digest)
    return select(func.count()).where(mine, obligations.c.state.in_(states)).scalar_subquery()


def _own(row: Row[Any]) -> OwnClaim:
    return OwnClaim(
        row.claim_no, row.state, row.created_at, row.told_at, row.to_mend, row.not_read, row.duties, row.late
    )
