"""One upload becomes one document, one job and one doorbell, in one transaction.

Here: the rows of an acknowledged upload. Not here: its bytes, which must be durable in the object store before
(storage.objects), and the answer to the caller (intake).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from storage import jobs
from storage.faults import DatabaseBusy, UnknownClaim
from storage.objects.base import document_digest
from storage.records import claims, documents, events, tables
from storage.records.documents import Part
from storage.records.events import Stage
from storage.records.rows import insert_unless_there
from storage.vault import Vault
from validators.model.codes import DocumentKind

FIRST_STATE = "RECEIVED"
RECEIVED = Stage(1, 1, "received")
_TRIES = 3  # a live twin may die between our look and our insert


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What an upload says about itself; `parts` are its files in order, already durable."""

    claim_no: str
    side: str
    uploader_digest: str
    parts: tuple[Part, ...]
    file_name: str
    declared: DocumentKind | None = None
    replaces: str | None = None
    stage: Stage = RECEIVED


@dataclass(frozen=True, slots=True)
class Upload:
    """The document that keeps the upload; `is_new` is false when the same side sent the same content before."""

    document_id: str
    sha256: str
    is_new: bool


def add(session: Session, vault: Vault, upload: NewUpload, now: datetime) -> Upload:
    """Add document, parts, first event, job and doorbell, or find the live document of the same content."""
    if claims.find_head(session, upload.claim_no) is None:
        raise UnknownClaim(upload.claim_no)
    sha256 = document_digest([part.sha256 for part in upload.parts])
    for _ in range(_TRIES):
        twin = _live_twin(session, upload, sha256)
        if twin is not None:
            return Upload(twin, sha256, is_new=False)
        document_id = documents.new_id()
        if _insert(session, vault, upload, document_id, sha256, now):
            jobs.enqueue(session, document_id, now)
            return Upload(document_id, sha256, is_new=True)
    raise DatabaseBusy("a document of the same content comes and goes")


def _live_twin(session: Session, upload: NewUpload, sha256: str) -> str | None:
    table = tables.documents
    return session.execute(
        select(table.c.id).where(
            table.c.claim_no == upload.claim_no,
            table.c.side == upload.side,
            table.c.sha256 == sha256,
            text(tables.IS_LIVE),
        )
    ).scalar_one_or_none()


def _insert(session: Session, vault: Vault, upload: NewUpload, document_id: str, sha256: str, now: datetime) -> bool:
    values = {
        "id": document_id,
        "claim_no": upload.claim_no,
        "side": upload.side,
        "uploader_digest": upload.uploader_digest,
        "declared": upload.declared,
        "state": FIRST_STATE,
        "sha256": sha256,
        "file_sealed": vault.seal(upload.file_name.encode(), documents.file_purpose(document_id)),
        "child_no": 0,
        "replaces": upload.replaces,
        "stage_n": upload.stage.n,
        "stage_of": upload.stage.of,
        "stage_name": upload.stage.name,
        "attempt": 0,
        "created_at": now,
        "updated_at": now,
    }
    if not insert_unless_there(session, tables.documents, values):
        return False
    for position, part in enumerate(upload.parts):
        session.execute(insert(tables.document_parts).values(**documents.part_values(document_id, position, part)))
    events.append(session, document_id, "state", upload.stage, FIRST_STATE, now)
    return True
