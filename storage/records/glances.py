"""Everything that a verdict rests on, of one claim or of many, in one statement; nothing is opened or judged.

Here: rows as they are kept. Not here: what they come to (intake.gate.glance).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.records.claims import ClaimHead
from storage.records.gate_tables import happenings, standings
from storage.records.tables import claims

MOST = 400  # claims a statement; a driver's limit of variables lies far above


@dataclass(frozen=True, slots=True)
class Glance:
    """A claim's row, its kept standing with stamp, and the copy of what was decided and paid."""

    head: ClaimHead
    fresh: bool  # the standing is of the claim's newest change
    rule_version: str | None
    day: date | None
    standing: str | None
    happened: str | None


_COLUMNS = (
    claims.c.claim_no,
    claims.c.revision,
    claims.c.state,
    claims.c.office,
    claims.c.city,
    claims.c.employer_digest,
    (standings.c.version == claims.c.version).label("fresh"),
    standings.c.rule_version,
    standings.c.day,
    standings.c.body,
    happenings.c.body.label("happened"),
)
_JOINED = claims.outerjoin(standings, standings.c.claim_no == claims.c.claim_no).outerjoin(
    happenings, happenings.c.claim_no == claims.c.claim_no
)


_FROM = select(*_COLUMNS).select_from(_JOINED)
# Built once: building an expression costs more than the look itself.
_ONE = _FROM.where(claims.c.claim_no == bindparam("number"))
_MANY = _FROM.where(claims.c.claim_no.in_(bindparam("numbers", expanding=True)))


def look(connection: Connection, claim_nos: Sequence[str]) -> dict[str, Glance]:
    """Return what is kept of each claim that there is."""
    if len(claim_nos) == 1:
        return _glances(connection.execute(_ONE, {"number": claim_nos[0]}))
    found: dict[str, Glance] = {}
    for start in range(0, len(claim_nos), MOST):
        found |= _glances(connection.execute(_MANY, {"numbers": claim_nos[start : start + MOST]}))
    return found


def _glances(rows: Iterable[Row[Any]]) -> dict[str, Glance]:
    return {row[0]: _glance(tuple(row)) for row in rows}


def _glance(row: tuple[Any, ...]) -> Glance:
    return Glance(ClaimHead(*row[:6]), bool(row[6]), *row[7:])
