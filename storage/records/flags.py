"""Flags: findings that need a person, with their leases.

Here: rows of flags. Not here: which state may follow which (validators.lifecycle), what closing one does (intake).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from storage.faults import WrongState
from storage.records.gate_tables import flags
from storage.records.rows import can_be_key, changed
from validators.model.codes import Payee, Scope, Severity

OPEN_STATES = ("OPEN", "TAKEN", "ESCALATED")
FIRST_STATE = "OPEN"
WAITS_FOR = {"OPEN": "handler", "TAKEN": "handler", "ESCALATED": "second_reviewer"}
NO_DAY = date.max  # of a flag without a deadline: last in the order of days
_GRAVITY = {Severity.B: 0, Severity.F: 1, Severity.I: 2}
_MOST_FEN = 10**14


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding of the newest judgement that needs a person; `reach` names the parts that it holds.

    `money_fen` is what those parts come to, `due_on` the day by which somebody should have looked.
    """

    fingerprint: str
    code: str
    severity: Severity
    scope: Scope
    document_id: str | None
    field: str | None
    reach: frozenset[tuple[str, Payee]]
    kind: str | None = None
    money_fen: int = 0
    due_on: date = NO_DAY


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag's row."""

    seq: int
    id: str
    claim_no: str
    document_id: str | None
    fingerprint: str
    code: str
    severity: Severity
    scope: Scope
    field: str | None
    reach: frozenset[tuple[str, Payee]]
    state: str
    stands: bool
    lost_paper: bool
    office: str | None
    taken_by: str | None
    lease_until: datetime | None
    kind: str | None = None
    money_fen: int = 0
    due_on: date = NO_DAY

    @property
    def holds(self) -> bool:
        """Tell whether its finding stands, or stood when its paper went."""
        return self.stands or self.lost_paper

    @property
    def open(self) -> bool:
        """Tell whether nobody has closed it yet."""
        return self.state in OPEN_STATES


def sync(
    session: Session,
    claim_no: str,
    office: str | None,
    fired: Sequence[Fired],
    papers: frozenset[str],
    now: datetime,
) -> None:
    """Raise flags for new findings; one whose finding is gone stands no more, and stands again when it returns.

    `papers` are the ids of the claim's live papers: a flag that stood until its paper went is known by that.
    """
    known = {one.fingerprint: one for one in of_claim(session, claim_no)}
    newest = {one.fingerprint: one for one in fired}
    for fingerprint, one in newest.items():
        if fingerprint not in known:
            _raise_flag(session, claim_no, office, one, now)
    for fingerprint, flag in known.items():
        stands = newest.get(fingerprint)
        gone = flag.document_id is not None and flag.document_id not in papers
        lost = stands is None and gone and (flag.lost_paper or flag.stands)
        holds = stands is not None or lost
        values = {
            "stands": stands is not None,
            "lost_paper": lost,
            "office": office,
            **_place(stands or flag, flag.state, holds),
        }
        before = {"stands": flag.stands, "lost_paper": flag.lost_paper, "office": flag.office}
        if values != before | _place(flag, flag.state, flag.holds):
            session.execute(update(flags).where(flags.c.id == flag.id).values(updated_at=now, **values))


def _place(one: Fired | Flag, state: str, holds: bool) -> dict[str, Any]:
    """Give what decides where in the queue a flag stands, and what it holds."""
    return {
        "reach": _written(one.reach),
        "kind": one.kind,
        "money_fen": one.money_fen,
        "risk": risk_of(one.severity, one.money_fen),
        "due_on": one.due_on,
        "waits_for": WAITS_FOR.get(state) if holds else None,
    }


def risk_of(severity: Severity, money_fen: int) -> int:
    """Give one number for the order of risk: the gravest first, and among those what holds the most money."""
    return _GRAVITY[severity] * _MOST_FEN - min(max(money_fen, 0), _MOST_FEN - 1)


def _written(reach: frozenset[tuple[str, Payee]]) -> str:
    return json.dumps(sorted([item, payee.value] for item, payee in reach))


def _raise_flag(session: Session, claim_no: str, office: str | None, one: Fired, now: datetime) -> None:
    session.execute(
        insert(flags).values(
            id=f"f-{uuid4().hex}",
            claim_no=claim_no,
            document_id=one.document_id,
            fingerprint=one.fingerprint,
            code=one.code,
            severity=one.severity,
            scope=one.scope,
            field=one.field,
            state=FIRST_STATE,
            stands=True,
            lost_paper=False,
            office=office,
            created_at=now,
            updated_at=now,
            **_place(one, FIRST_STATE, holds=True),
        )
    )


def of_claim(session: Session, claim_no: str) -> tuple[Flag, ...]:
    """Return all flags of a claim, oldest first."""
    rows = session.execute(select(flags).where(flags.c.claim_no == claim_no).order_by(flags.c.seq))
    return tuple(flag_of(row) for row in rows)


def find(session: Session, flag_id: str) -> Flag | None:
    """Return the flag, or None."""
    if not can_be_key(flag_id):
        return None
    row = session.execute(select(flags).where(flags.c.id == flag_id)).one_or_none()
    return None if row is None else flag_of(row)


def queue(
    session: Session, states: Sequence[str], offices: Sequence[str | None] | None, after: int, limit: int
) -> tuple[Flag, ...]:
    """Return flags that hold in order of age; `offices` None is every office, and None among them is "no office".

    A flag holds while its finding stands, and beyond its paper if nobody has closed it when the paper went.
    """
    holds = flags.c.stands.is_(True) | flags.c.lost_paper.is_(True)
    query = select(flags).where(flags.c.state.in_(states), holds, flags.c.seq > after)
    if offices is not None:
        named = [one for one in offices if one is not None]
        fits = flags.c.office.in_(named)
        query = query.where(fits | flags.c.office.is_(None) if None in offices else fits)
    return tuple(flag_of(row) for row in session.execute(query.order_by(flags.c.seq).limit(limit)))


def move(session: Session, flag: Flag, to: str, now: datetime, **values: Any) -> None:
    """Change the state that the caller saw; WrongState when it is another by now."""
    statement = update(flags).where(
        flags.c.id == flag.id, flags.c.state == flag.state, flags.c.taken_by.is_not_distinct_from(flag.taken_by)
    )
    waits = WAITS_FOR.get(to) if flag.holds else None
    if not changed(session, statement.values(state=to, waits_for=waits, updated_at=now, **values)):
        raise WrongState(f"flag {flag.id} is not {flag.state} any more")


def lapsed(session: Session, now: datetime, limit: int = 200) -> tuple[Flag, ...]:
    """Return taken flags whose lease has ended."""
    query = select(flags).where(flags.c.state == "TAKEN", flags.c.lease_until <= now)
    return tuple(flag_of(row) for row in session.execute(query.order_by(flags.c.seq).limit(limit)))


def flag_of(row: Row[Any]) -> Flag:
    """Give a flag from its row."""
    return Flag(
        seq=row.seq,
        id=row.id,
        claim_no=row.claim_no,
        document_id=row.document_id,
        fingerprint=row.fingerprint,
        code=row.code,
        severity=Severity(row.severity),
        scope=Scope(row.scope),
        field=row.field,
        reach=frozenset((item, Payee(payee)) for item, payee in json.loads(row.reach)),
        state=row.state,
        stands=row.stands,
        lost_paper=row.lost_paper,
        office=row.office,
        taken_by=row.taken_by,
        lease_until=row.lease_until,
        kind=row.kind,
        money_fen=row.money_fen,
        due_on=row.due_on,
    )
