"""Freezes and the objections that set them: in force from the row on, until somebody lifts them.

Here: rows of freezes and objections, found by scope. Not here: who may freeze or lift (intake), what a freeze shuts
(validators.standing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.faults import WrongState
from storage.records import claims
from storage.records.gate_tables import freezes, objections
from storage.records.rows import can_be_key, changed
from storage.vault import Vault

PURPOSE = "freeze-scope"
_MOST = 400  # claims a statement


class FreezeScope(StrEnum):
    """How far a freeze reaches."""

    CLAIM = "claim"
    EMPLOYER = "employer"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Ties:
    """What a claim is tied to, as keyed digests; None is not known, and not known is held by every such freeze."""

    claim: str
    employer: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Freeze:
    """One freeze's row; one set by an objection names it and perhaps one item."""

    id: str
    scope: FreezeScope
    value_digest: str
    item: str | None
    objection_id: str | None
    claim_no: str | None
    created_by: str
    created_at: datetime
    lifted_at: datetime | None

    @property
    def in_force(self) -> bool:
        """Tell whether nobody has lifted it."""
        return self.lifted_at is None


@dataclass(frozen=True, slots=True)
class Objection:
    """Who objects to what, through which channel, and who wrote it down (keyed digest)."""

    claim_no: str
    item: str | None
    by: str
    channel: str
    reason: str
    recorded_by: str


def digest_of(vault: Vault, scope: FreezeScope, value: str) -> str:
    """Return the digest under which a scope's value is kept."""
    if scope is FreezeScope.EMPLOYER:
        return claims.employer_digest(vault, value)  # as it stands in the claims' rows
    return vault.digest(scope if scope is FreezeScope.PROVINCE else f"{scope}:{value.strip()}", PURPOSE)


def _covering() -> Select[Any]:
    """Build the statement that finds what may reach one claim, once for all."""
    claim, province = bindparam("claim", type_=String), bindparam("province", type_=String)
    parts = [
        and_(freezes.c.scope == FreezeScope.CLAIM, freezes.c.value_digest == claim),
        and_(freezes.c.scope == FreezeScope.PROVINCE, freezes.c.value_digest == province),
    ]
    for scope in (FreezeScope.EMPLOYER, FreezeScope.CITY):
        mine = bindparam(scope.value, type_=String)
        parts.append(and_(freezes.c.scope == scope, or_(mine.is_(None), freezes.c.value_digest == mine)))
    return select(freezes).where(or_(*parts))


_COVERING = _covering()


def set_freeze(
    session: Session, vault: Vault, scope: FreezeScope, value: str, by: str, reason: str, now: datetime
) -> str:
    """Put a freeze in force and return its id."""
    claim_no = value if scope is FreezeScope.CLAIM else None
    return _insert(session, vault, scope, digest_of(vault, scope, value), by, reason, now, None, None, claim_no)


def object_to(session: Session, vault: Vault, objection: Objection, now: datetime) -> tuple[str, str]:
    """Keep an objection with its freeze; return the ids of both."""
    objection_id = f"o-{uuid4().hex}"
    value = digest_of(vault, FreezeScope.CLAIM, objection.claim_no)
    freeze_id = _insert(
        session,
        vault,
        FreezeScope.CLAIM,
        value,
        objection.recorded_by,
        objection.reason,
        now,
        objection_id,
        objection.item,
        objection.claim_no,
    )
    words = {"by": objection.by, "channel": objection.channel, "reason": objection.reason}
    session.execute(
        insert(objections).values(
            id=objection_id,
            claim_no=objection.claim_no,
            freeze_id=freeze_id,
            item=objection.item,
            words_sealed=vault.seal_json(words, f"objection:{objection_id}"),
            recorded_by=objection.recorded_by,
            created_at=now,
        )
    )
    return objection_id, freeze_id


def _insert(
    session: Session,
    vault: Vault,
    scope: FreezeScope,
    value: str,
    by: str,
    reason: str,
    now: datetime,
    objection_id: str | None,
    item: str | None,
    claim_no: str | None,
) -> str:
    freeze_id = f"z-{uuid4().hex}"
    session.execute(
        insert(freezes).values(
            id=freeze_id,
            scope=scope,
            value_digest=value,
            item=item,
            objection_id=objection_id,
            claim_no=claim_no,
            created_by=by,
            reason_sealed=vault.seal(reason.encode(), f"freeze:{freeze_id}"),
            created_at=now,
        )
    )
    return freeze_id


def find(session: Session, freeze_id: str) -> Freeze | None:
    """Return the freeze, or None."""
    if not can_be_key(freeze_id):
        return None
    row = session.execute(select(freezes).where(freezes.c.id == freeze_id)).one_or_none()
    return None if row is None else _freeze(row)


def lift(session: Session, freeze_id: str, by: str, now: datetime) -> None:
    """End a freeze; WrongState when it has ended already."""
    statement = update(freezes).where(freezes.c.id == freeze_id, freezes.c.lifted_at.is_(None))
    if not changed(session, statement.values(lifted_at=now, lifted_by=by)):
        raise WrongState(f"freeze {freeze_id} is not in force")


def in_force(session: Session, vault: Vault, ties: Ties) -> tuple[Freeze, ...]:
    """Return the freezes that hold a claim now; an unknown employer or city is held by each of that scope."""
    rows = session.execute(select(freezes).where(_covers(vault, ties), freezes.c.lifted_at.is_(None)))
    return tuple(_freeze(row) for row in rows)


def covering(connection: Connection, vault: Vault, ties: Sequence[Ties]) -> tuple[Freeze, ...]:
    """Return freezes past and present that may reach one of these claims; the caller tells which reaches which."""
    if len(ties) == 1:
        values = {
            "claim": ties[0].claim,
            "employer": ties[0].employer,
            "city": ties[0].city,
            "province": digest_of(vault, FreezeScope.PROVINCE, ""),
        }
        return tuple(_freeze(row) for row in connection.execute(_COVERING, values))
    wide = select(freezes).where(freezes.c.scope != FreezeScope.CLAIM)
    found = [_freeze(row) for row in connection.execute(wide)]
    for start in range(0, len(ties), _MOST):
        mine = [one.claim for one in ties[start : start + _MOST]]
        narrow = select(freezes).where(freezes.c.scope == FreezeScope.CLAIM, freezes.c.value_digest.in_(mine))
        found += [_freeze(row) for row in connection.execute(narrow)]
    return tuple(found)


def lifts(session: Session, vault: Vault, ties: Ties) -> tuple[tuple[str | None, datetime], ...]:
    """Return when freezes of a claim last ended, by named item: what was proposed before is stale (INV-13)."""
    query = select(freezes.c.item, func.max(freezes.c.lifted_at)).where(
        _covers(vault, ties), freezes.c.lifted_at.is_not(None)
    )
    return tuple((row[0], row[1]) for row in session.execute(query.group_by(freezes.c.item)))


def _covers(vault: Vault, ties: Ties) -> ColumnElement[bool]:
    province = digest_of(vault, FreezeScope.PROVINCE, "")
    parts = [
        and_(freezes.c.scope == FreezeScope.CLAIM, freezes.c.value_digest == ties.claim),
        and_(freezes.c.scope == FreezeScope.PROVINCE, freezes.c.value_digest == province),
    ]
    for scope, value in ((FreezeScope.EMPLOYER, ties.employer), (FreezeScope.CITY, ties.city)):
        within = freezes.c.scope == scope
        parts.append(within if value is None else and_(within, freezes.c.value_digest == value))
    return or_(*parts)


def _freeze(row: Row[Any]) -> Freeze:
    return Freeze(
        row.id,
        FreezeScope(row.scope),
        row.value_digest,
        row.item,
        row.objection_id,
        row.claim_no,
        row.created_by,
        row.created_at,
        row.lifted_at,
    )
