"""One page of the reviewers' queue in the order that somebody asks for, by keyset and index.

Here: which rows, in which order, from where on. Not here: what a flag is (flags), who may ask (intake).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from storage.records.flags import Flag, flag_of, risk_of
from storage.records.gate_tables import flags

MOST_COUNTED = 1000  # beyond that nobody needs the figure, and counting would cost more than the page


class Order(StrEnum):
    """By what a queue is ordered: the oldest, the riskiest or the most urgent first."""

    AGE = "age"
    RISK = "risk"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page before ended: the value that orders (None for age) and the row's own number."""

    value: int | date | None
    seq: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose queue, which part of it and in which order; `office` None is "no office"."""

    waits_for: str
    office: str | None
    order: Order = Order.AGE
    code: str | None = None
    kind: str | None = None
    claim_no: str | None = None
    after: Place | None = None


_COLUMNS = {Order.RISK: flags.c.risk, Order.DUE: flags.c.due_on}


def page(session: Session, asked: Asked, limit: int) -> tuple[Flag, ...]:
    """Return the flags that follow a place."""
    return tuple(flag_of(row) for row in session.execute(statement(asked, limit)))


def statement(asked: Asked, limit: int) -> Select[tuple[object, ...]]:
    """Give the statement of a page, for running and for asking the database how it would run it."""
    column = _COLUMNS.get(asked.order)
    query = select(flags).where(*_fits(asked))
    if asked.after is not None and column is None:
        query = query.where(flags.c.seq > asked.after.seq)
    elif asked.after is not None and column is not None:
        query = query.where(tuple_(column, flags.c.seq) > tuple_(asked.after.value, asked.after.seq))
    order = (flags.c.seq,) if column is None else (column, flags.c.seq)
    return query.order_by(*order).limit(limit)


def place_of(flag: Flag, order: Order) -> Place:
    """Give the place of a flag, from which the next page goes on."""
    risk = risk_of(flag.severity, flag.money_fen)
    values: dict[Order, int | date | None] = {Order.AGE: None, Order.RISK: risk, Order.DUE: flag.due_on}
    return Place(values[order], flag.seq)


def count(session: Session, asked: Asked) -> int:
    """Count the flags of a queue up to MOST_COUNTED."""
    some = select(flags.c.seq).where(*_fits(asked)).limit(MOST_COUNTED).subquery()
    return int(session.execute(select(func.count()).select_from(some)).scalar_one())


def _fits(asked: Asked) -> list[ColumnElement[bool]]:
    office = flags.c.office.is_(None) if asked.office is None else flags.c.office == asked.office
    fits = [office, flags.c.waits_for == asked.waits_for]
    if asked.code is not None:
        fits.append(flags.c.code == asked.code)
    if asked.kind is not None:
        fits.append(flags.c.kind == asked.kind)
    if asked.claim_no is not None:
        fits.append(flags.c.claim_no == asked.claim_no)
    return fits
