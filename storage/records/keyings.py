"""What people keyed, word by word; nothing is overwritten.

Here: rows of keyings, sealed. Not here: when two words agree (validators.keyed).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.records.gate_tables import keyings
from storage.vault import Vault
from validators.keyed import Keying


def add(session: Session, vault: Vault, document_id: str, field: str, word: Keying, reason: str, now: datetime) -> None:
    """Keep one person's word about one field."""
    body = {"value": word.value, "page": word.page, "box": word.box, "reason": reason}
    session.execute(
        insert(keyings).values(
            document_id=document_id,
            field=field,
            by_digest=word.by,
            word_sealed=vault.seal_json(body, _purpose(document_id, field, word.by)),
            at=now,
        )
    )


def of_document(session: Session, vault: Vault, document_id: str) -> Mapping[str, tuple[Keying, ...]]:
    """Return all words about a paper by field, oldest first."""
    found: dict[str, tuple[Keying, ...]] = {}
    query = select(keyings).where(keyings.c.document_id == document_id).order_by(keyings.c.id)
    for row in session.execute(query):
        body = vault.unseal_json(row.word_sealed, _purpose(document_id, row.field, row.by_digest))
        box = None if body["box"] is None else tuple(body["box"])
        word = Keying(row.by_digest, body["value"], body["page"], box)
        found[row.field] = (*found.get(row.field, ()), word)
    return found


def keyers(session: Session, document_ids: Iterable[str]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return who keyed which field of these papers, without opening a word."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    query = select(keyings.c.document_id, keyings.c.field, keyings.c.by_digest)
    for row in session.execute(query.where(keyings.c.document_id.in_(list(document_ids))).distinct()):
        place = (row.document_id, row.field)
        found[place] = found.get(place, frozenset()) | {row.by_digest}
    return found


def _purpose(document_id: str, field: str, by: str) -> str:
    return f"keying:{document_id}:{field}:{by}"
