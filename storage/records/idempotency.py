"""One effect per idempotency key, and the same answer again.

Here: the row that is written in the effect's own transaction. Not here: which routes take a key (intake).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.faults import IdempotencyInFlight, IdempotencyMismatch
from storage.records import tables
from storage.records.rows import insert_unless_there
from storage.vault import Vault

_UNSETTLED = 0


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A caller's key within a scope (route and subject digest), and the digest of the request's body."""

    scope: str
    key: str
    request_digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered, byte for byte."""

    status: int
    body: bytes
    replayed: bool = False


def once(session: Session, vault: Vault, key: RequestKey | None, now: datetime, effect: Callable[[], Answer]) -> Answer:
    """Run the effect unless its key has an answer already; without a key always. All within this transaction.

    Raises IdempotencyMismatch when the key came with another body before. An effect that raises frees the key.
    """
    if key is None:
        return effect()
    key_digest = vault.digest(key.key, "idempotency-key")
    values = {
        "scope": key.scope,
        "key_digest": key_digest,
        "request_digest": key.request_digest,
        "http_status": _UNSETTLED,
        "created_at": now,
    }
    if not insert_unless_there(session, tables.idempotency, values):
        return _earlier(session, vault, key, key_digest)
    answer = effect()
    table = tables.idempotency
    session.execute(
        update(table)
        .where(table.c.scope == key.scope, table.c.key_digest == key_digest)
        .values(
            http_status=answer.status,
            response_sealed=vault.seal(answer.body, _purpose(key.scope, key_digest)),
        )
    )
    return answer


def _earlier(session: Session, vault: Vault, key: RequestKey, key_digest: str) -> Answer:
    table = tables.idempotency
    row = session.execute(
        select(table).where(table.c.scope == key.scope, table.c.key_digest == key_digest)
    ).one_or_none()
    if row is None or row.http_status == _UNSETTLED:
        raise IdempotencyInFlight("the first request with this key has not ended")
    if row.request_digest != key.request_digest:
        raise IdempotencyMismatch("this key was used with another body")
    body = vault.unseal(row.response_sealed, _purpose(key.scope, key_digest))
    return Answer(row.http_status, body, replayed=True)


def _purpose(scope: str, key_digest: str) -> str:
    return f"answer:{scope}:{key_digest}"
