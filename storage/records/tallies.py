"""Counts over a time and over offices, for the head: how many, never who.

Here: one statement a figure, each on an index of its time. Not here: which time, what a figure is called
(intake.web.overview). A part of a time is told by the moments at which the later parts begin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Label,
    Subquery,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from storage.records.gate_tables import flags, freezes, objections, obligations, payouts, steps
from storage.records.resting import NOT_READ
from storage.records.tables import claims, documents

WAITING = (*(state for state in NOT_READ if state != "MANUAL"), "MANUAL", "IN_REVIEW")
ACCEPTED = ("ACCEPTABLE", "ARCHIVED")
SENT_BACK = ("RETURNED", "SUPERSEDED", "REJECTED")
RUNNING_DUTIES = (
    "PASS_ON_DUE",
    "PROOF_DUE",
    "PROOF_IN_REVIEW",
    "PASS_ON_OVERDUE",
    "PROOF_OVERDUE",
    "DISPUTED",
    "RECOVERY",
)
_NOTICES = ("gaps", "gap_found")
_DAY_SECONDS = 86_400
_ZONE_SECONDS = 8 * 3_600  # legal days are those of Asia/Shanghai, which has had one offset since 1991


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, until before another; `every_office`, or one, or None for claims that have none."""

    since: datetime
    until: datetime
    first: date  # the same as days: first and last
    last: date
    every_office: bool = True
    office: str | None = None


@dataclass(frozen=True, slots=True)
class FlagTally:
    """Flags of one check by how they ended; `moot` are those whose paper went, `open` those that still hold."""

    code: str
    raised: int
    ok: int
    corrected: int
    upheld: int
    moot: int
    open: int


def offices(session: Session) -> tuple[str, ...]:
    """Return the offices that have claims, by one look into the index for each."""
    found: list[str] = []
    while True:
        query = select(func.min(claims.c.office))
        if found:
            query = query.where(claims.c.office > found[-1])
        one = session.execute(query).scalar_one()
        if one is None:
            return tuple(found)
        found.append(one)


def registered(session: Session, span: Span, bounds: Sequence[datetime]) -> dict[int, tuple[int, int]]:
    """Return by part how many claims were registered, and how many of them have papers here."""
    has_papers = exists().where(documents.c.claim_no == claims.c.claim_no)
    part = _part(claims.c.created_at, bounds)
    query = select(part, func.count(), func.sum(case((has_papers, 1), else_=0))).select_from(claims)
    query = query.where(*_within(claims.c.created_at, span), *_is_office(span, claims.c.office)).group_by(part)
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query)}


def papers(
    session: Session, span: Span, bounds: Sequence[datetime], counters: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """Return by part how many files came in, and how many of them a counter brought (`counters` are its sides)."""
    part = _part(documents.c.created_at, bounds)
    by_counter = func.sum(case((documents.c.side.in_(counters), 1), else_=0))
    query = select(part, func.count(), by_counter).select_from(documents)
    query = query.where(
        *_within(documents.c.created_at, span), documents.c.child_no == 0, *_of_office(span, documents.c.claim_no)
    )
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query.group_by(part))}


def payments(session: Session, span: Span, bounds: Sequence[date]) -> dict[tuple[int, str], int]:
    """Return by part and payee how many payments the bank credited."""
    part = _part(payouts.c.credited_on, bounds)
    query = select(part, payouts.c.payee, func.count()).select_from(payouts)
    query = query.where(payouts.c.credited_on.between(span.first, span.last), *_of_office(span, payouts.c.claim_no))
    return {(row[0], row[1]): row[2] for row in session.execute(query.group_by(part, payouts.c.payee))}


def days_to_decision(session: Session, span: Span) -> dict[int, int]:
    """Return how many cases were first decided after how many days since they were handed in."""
    earlier = steps.alias("earlier")
    first = ~exists().where(_of_case(earlier, steps.c.thing, "decided"), earlier.c.id < steps.c.id)
    each = (
        select(steps.c.at.label("done"), _handed_in(steps.c.thing))
        .where(*_happened("decided", span), first, *_of_office(span, steps.c.claim_no))
        .subquery()
    )
    return _by_days(session, _day_of(each.c.done), each)


def days_to_payment(session: Session, span: Span) -> dict[int, int]:
    """Return how many claims had their first money credited after how many days since they were handed in."""
    earlier = payouts.alias("earlier")
    first = ~exists().where(earlier.c.claim_no == payouts.c.claim_no, earlier.c.credited_on < payouts.c.credited_on)
    each = (
        select(func.min(payouts.c.credited_on).label("done"), _handed_in(payouts.c.claim_no))
        .where(payouts.c.credited_on.between(span.first, span.last), first, *_of_office(span, payouts.c.claim_no))
        .group_by(payouts.c.claim_no)
        .subquery()
    )
    return _by_days(session, _day_number(each.c.done), each)


def first_pass_cases(session: Session, span: Span) -> tuple[int, int]:
    """Return how many cases handed in within the time were checked, and how many of them needed no notice."""
    later = steps.alias("later")
    noticed = exists().where(_of_case(later, steps.c.thing, *_NOTICES))
    checked = exists().where(_of_case(later, steps.c.thing, "complete", *_NOTICES))
    query = select(func.count(), func.sum(case((noticed, 0), else_=1))).select_from(steps)
    row = session.execute(query.where(*_happened("submit", span), checked, *_of_office(span, steps.c.claim_no))).one()
    return row[0], row[1] or 0


def first_pass_papers(session: Session, span: Span) -> tuple[int, int]:
    """Return how many papers sent in for the first time within the time have their answer, and how many passed."""
    query = select(documents.c.state, func.count()).select_from(documents)
    query = query.where(
        *_within(documents.c.created_at, span),
        documents.c.state.in_((*ACCEPTED, *SENT_BACK)),
        documents.c.replaces.is_(None),
        *_of_office(span, documents.c.claim_no),
    )
    by_state = {row[0]: row[1] for row in session.execute(query.group_by(documents.c.state))}
    return sum(by_state.values()), sum(by_state.get(state, 0) for state in ACCEPTED)


def flags_by_code(session: Session, span: Span) -> tuple[FlagTally, ...]:
    """Return the flags raised within the time, by check, the most frequent first."""
    holds = flags.c.stands.is_(True) | flags.c.lost_paper.is_(True)
    open_now = flags.c.state.in_(("OPEN", "TAKEN", "ESCALATED")) & holds
    ended = [
        func.sum(case((flags.c.state == f"CLOSED_{end}", 1), else_=0)) for end in ("OK", "CORRECTED", "UPHELD", "MOOT")
    ]
    query = select(flags.c.code, func.count(), *ended, func.sum(case((open_now, 1), else_=0)))
    query = query.where(*_within(flags.c.created_at, span), *_is_office(span, flags.c.office))
    rows = session.execute(query.group_by(flags.c.code).order_by(func.count().desc(), flags.c.code))
    return tuple(FlagTally(*row) for row in rows)


def running_duties(session: Session, span: Span) -> dict[str, int]:
    """Return how many duties of firms run now, by state, whenever they arose."""
    query = select(obligations.c.state, func.count()).select_from(obligations)
    query = query.where(obligations.c.state.in_(RUNNING_DUTIES), *_of_office(span, obligations.c.claim_no))
    return {row[0]: row[1] for row in session.execute(query.group_by(obligations.c.state))}


def objections_made(session: Session, span: Span, bounds: Sequence[datetime]) -> dict[int, tuple[int, int]]:
    """Return by part how many objections were made, and how many of them still hold money back."""
    part = _part(objections.c.created_at, bounds)
    held = func.sum(case((freezes.c.lifted_at.is_(None), 1), else_=0))
    joined = objections.join(freezes, freezes.c.id == objections.c.freeze_id)
    query = select(part, func.count(), held).select_from(joined)
    query = query.where(*_within(objections.c.created_at, span), *_of_office(span, objections.c.claim_no)).group_by(
        part
    )
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query)}


def waiting_papers(session: Session, span: Span, bounds: Sequence[datetime]) -> dict[tuple[int, str], int]:
    """Return how many papers wait now, by the part of time in which they came and by state."""
    part = _part(documents.c.created_at, bounds)
    query = select(part, documents.c.state, func.count()).select_from(documents)
    query = query.where(documents.c.state.in_(WAITING), *_of_office(span, documents.c.claim_no)).group_by(
        part, documents.c.state
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}


def _of_office(span: Span, number: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Ask row by row whether its claim is of the office: so the time leads, and not all claims of the office."""
    if span.every_office:
        return ()
    return (exists().where(claims.c.claim_no == number, *_is_office(span, claims.c.office)),)


def _is_office(span: Span, column: ColumnElement[str | None]) -> tuple[ColumnElement[bool], ...]:
    if span.every_office:
        return ()
    return (column.is_(None) if span.office is None else column == span.office,)


def _within(column: ColumnElement[datetime], span: Span) -> tuple[ColumnElement[bool], ...]:
    return column >= span.since, column < span.until


def _happened(event: str, span: Span) -> tuple[ColumnElement[bool], ...]:
    return steps.c.machine == "case", steps.c.event == event, *_within(steps.c.at, span)


def _of_case(other: FromClause, number: ColumnElement[Any], *events: str) -> ColumnElement[bool]:
    """Find some events of one case.

    The event is asked as an expression: as a column it would tempt a planner to walk through that event of all cases,
    once for every case.
    """
    return and_(other.c.machine == "case", other.c.thing == number, (other.c.event + "").in_(events))


def _handed_in(number: ColumnElement[Any]) -> Label[datetime | None]:
    """When a case was handed in: once, since what comes after a notice is another event."""
    submitted = steps.alias("submitted")
    at = select(func.min(submitted.c.at)).where(_of_case(submitted, number, "submit"))
    return at.scalar_subquery().label("handed_in")


def _by_days(session: Session, done: ColumnElement[int], each: Subquery) -> dict[int, int]:
    days = done - _day_of(each.c.handed_in)
    query = select(days, func.count()).where(each.c.handed_in.is_not(None)).group_by(days)
    return {int(row[0]): row[1] for row in session.execute(query)}


def _part(column: ColumnElement[Any], bounds: Sequence[Any]) -> ColumnElement[int]:
    """Number the part in which a moment lies: before the first bound is 0."""
    if not bounds:
        return literal(0)
    return case(*[(column < bound, number) for number, bound in enumerate(bounds)], else_=len(bounds))


def _day_of(moment: ColumnElement[Any]) -> ColumnElement[int]:
    """Number the legal day of a moment, on both databases alike."""
    return (cast(extract("epoch", moment), BigInteger) + _ZONE_SECONDS) // _DAY_SECONDS


def _day_number(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("epoch", day), BigInteger) // _DAY_SECONDS
