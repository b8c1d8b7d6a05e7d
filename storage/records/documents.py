"""Documents: what was uploaded, where it stands, what was read.

Here: rows of documents, their parts and readings. Not here: which state may follow which (validators.lifecycle asks
before `move`), how an upload becomes a row (uploads), page rasters (pages).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from storage.faults import UnknownDocument, WrongState
from storage.records import events, tables
from storage.records.events import Stage
from storage.records.reading_codec import reading_from_json, reading_to_json
from storage.records.rows import can_be_key, changed
from storage.vault import Vault
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading


@dataclass(frozen=True, slots=True)
class Part:
    """One uploaded file of a document: its object, size in bytes and sniffed media type."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document's row, without personal data."""

    id: str
    claim_no: str
    side: str  # keyed digest of the uploader's side
    uploader_digest: str
    declared: DocumentKind | None
    kind: DocumentKind | None
    state: str
    sha256: str
    parts: tuple[Part, ...]
    parent: str | None
    replaces: str | None
    stage: Stage
    attempt: int
    created_at: datetime
    updated_at: datetime

    @property
    def live(self) -> bool:
        """Tell whether the paper still counts."""
        return self.state not in tables.DEAD_STATES


def new_id() -> str:
    """Return an id that nobody can guess."""
    return f"d-{uuid4().hex}"


def find(session: Session, document_id: str) -> Document | None:
    """Return the document, or None."""
    if not can_be_key(document_id):
        return None
    row = session.execute(select(tables.documents).where(tables.documents.c.id == document_id)).one_or_none()
    return None if row is None else _document(row, _parts(session, (document_id,)).get(document_id, ()))


def of_claim(session: Session, claim_no: str, side: str | None = None) -> tuple[Document, ...]:
    """Return the claim's documents, oldest first; only one side's when it is named."""
    query = select(tables.documents).where(tables.documents.c.claim_no == claim_no)
    if side is not None:
        query = query.where(tables.documents.c.side == side)
    rows = session.execute(query.order_by(tables.documents.c.created_at, tables.documents.c.id)).all()
    parts = _parts(session, tuple(row.id for row in rows))
    return tuple(_document(row, parts.get(row.id, ())) for row in rows)


def children_of(session: Session, document_id: str) -> tuple[str, ...]:
    """Return the ids of the further papers found in the same file, in their order."""
    table = tables.documents
    rows = session.execute(select(table.c.id).where(table.c.parent == document_id).order_by(table.c.child_no))
    return tuple(rows.scalars())


def move(
    session: Session,
    document_id: str,
    seen: str,
    to: str,
    now: datetime,
    *,
    kind: DocumentKind | None = None,
    stage: Stage | None = None,
) -> None:
    """Change the state that the caller saw, with its event; WrongState when it is another by now."""
    values: dict[str, Any] = {"state": to, "updated_at": now}
    if kind is not None:
        values["kind"] = kind
    if stage is not None:
        values |= _stage_values(stage)
    table = tables.documents
    if changed(session, update(table).where(table.c.id == document_id, table.c.state == seen).values(**values)):
        events.append(session, document_id, "state", stage or stage_of(session, document_id), to, now)
        return
    stage_of(session, document_id)  # says when there is no such document at all
    raise WrongState(f"document {document_id} is not {seen} any more")


def advance(session: Session, document_id: str, stage: Stage, now: datetime) -> None:
    """Record progress within the state, with its event."""
    table = tables.documents
    statement = update(table).where(table.c.id == document_id).values(**_stage_values(stage), updated_at=now)
    if not changed(session, statement):
        raise UnknownDocument(document_id)
    state = session.execute(select(table.c.state).where(table.c.id == document_id)).scalar_one()
    events.append(session, document_id, "stage", stage, state, now)


def stage_of(session: Session, document_id: str) -> Stage:
    """Return the document's stage, or raise UnknownDocument."""
    table = tables.documents
    row = session.execute(
        select(table.c.stage_n, table.c.stage_of, table.c.stage_name).where(table.c.id == document_id)
    ).one_or_none()
    if row is None:
        raise UnknownDocument(document_id)
    return Stage(row.stage_n, row.stage_of, row.stage_name)


def add_child(session: Session, parent: str, kind: DocumentKind | None, state: str, now: datetime) -> str:
    """Add a further paper that was found in the same file and return its id; it names the parent's objects."""
    table = tables.documents
    row = session.execute(select(table).where(table.c.id == parent)).one_or_none()
    if row is None:
        raise UnknownDocument(parent)
    child = new_id()
    changes = {
        "id": child,
        "parent": parent,
        "child_no": len(children_of(session, parent)) + 1,
        "replaces": None,
        "kind": kind,
        "state": state,
        "created_at": now,
        "updated_at": now,
    }
    session.execute(insert(table).values(**{**row._mapping, **changes}))
    for position, part in enumerate(_parts(session, (parent,)).get(parent, ())):
        session.execute(insert(tables.document_parts).values(**part_values(child, position, part)))
    events.append(session, child, "state", Stage(row.stage_n, row.stage_of, row.stage_name), state, now)
    return child


def save_reading(session: Session, vault: Vault, document_id: str, reading: DocumentReading, now: datetime) -> int:
    """Keep one more reading, sealed, and return its number; earlier ones stay."""
    table = tables.readings
    last = session.execute(select(func.max(table.c.number)).where(table.c.document_id == document_id)).scalar_one()
    number = 1 if last is None else last + 1
    sealed = vault.seal_json(reading_to_json(reading), f"reading:{document_id}:{number}")
    session.execute(insert(table).values(document_id=document_id, number=number, reading_sealed=sealed, at=now))
    return int(number)


def load_reading(session: Session, vault: Vault, document_id: str) -> DocumentReading | None:
    """Return the newest reading, or None when the document is not read yet."""
    table = tables.readings
    row = session.execute(
        select(table.c.number, table.c.reading_sealed)
        .where(table.c.document_id == document_id)
        .order_by(table.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return reading_from_json(vault.unseal_json(row.reading_sealed, f"reading:{document_id}:{row.number}"))


def load_file_name(session: Session, vault: Vault, document_id: str) -> str:
    """Return the name under which the file was uploaded (of the first paper, where it holds several)."""
    table = tables.documents
    row = session.execute(select(table.c.file_sealed, table.c.parent).where(table.c.id == document_id)).one_or_none()
    if row is None:
        raise UnknownDocument(document_id)
    return vault.unseal(row.file_sealed, file_purpose(row.parent or document_id)).decode()


def file_purpose(document_id: str) -> str:
    """Return the purpose under which a document's file name is sealed."""
    return f"file:{document_id}"


def part_values(document_id: str, position: int, part: Part) -> dict[str, Any]:
    """Return the column values of one part."""
    return {
        "document_id": document_id,
        "position": position,
        "sha256": part.sha256,
        "size": part.size,
        "media_type": part.media_type,
    }


def _stage_values(stage: Stage) -> dict[str, Any]:
    return {"stage_n": stage.n, "stage_of": stage.of, "stage_name": stage.name}


def _parts(session: Session, ids: tuple[str, ...]) -> dict[str, tuple[Part, ...]]:
    table = tables.document_parts
    found: dict[str, tuple[Part, ...]] = {}
    rows = session.execute(select(table).where(table.c.document_id.in_(ids)).order_by(table.c.position))
    for row in rows:
        found[row.document_id] = (*found.get(row.document_id, ()), Part(row.sha256, row.size, row.media_type))
    return found


def _document(row: Row[Any], parts: tuple[Part, ...]) -> Document:
    return Document(
        id=row.id,
        claim_no=row.claim_no,
        side=row.side,
        uploader_digest=row.uploader_digest,
        declared=_kind(row.declared),
        kind=_kind(row.kind),
        state=row.state,
        sha256=row.sha256,
        parts=parts,
        parent=row.parent,
        replaces=row.replaces,
        stage=Stage(row.stage_n, row.stage_of, row.stage_name),
        attempt=row.attempt,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _kind(word: str | None) -> DocumentKind | None:
    return None if word is None else DocumentKind(word)
