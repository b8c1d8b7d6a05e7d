"""Taking a paper in: everything that must be true before 201.

Here: limits, magic, header, durable bytes, then one transaction. Not here: HTTP (endpoints.py), receiving
(multipart.py), reading (pipeline). The order is the promise: bytes durable first, rows second, answer last.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.binding import is_counter
from intake.access.opening import open_claim, side_digest, subject_digest
from intake.access.who import Who
from intake.papers import MAX_FILE_BYTES, join_digests
from intake.problems import Refusal
from intake.stages import RECEIVED
from intake.standings import refresh
from intake.uploads.multipart import FilePart
from intake.wiring import Service
from ocr.sandbox.client import Sandbox
from ocr.sandbox.magic import HEAD_BYTES, sniff_format
from storage.objects.base import chunks_of
from storage.records import documents, idempotency, uploads
from storage.records.claims import Claim
from storage.records.documents import Part
from storage.records.idempotency import Answer, RequestKey
from validators.model.codes import DocumentKind

MAX_PIXELS = 80_000_000
HEADER_SECONDS = 1.0
MOST_LOOKS = 2  # whole files in memory at a time: the API process stays below 200 MB under any load
MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "pdf": "application/pdf",
}

_looks = threading.BoundedSemaphore(MOST_LOOKS)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the caller says about an upload."""

    claim_no: str
    kind: DocumentKind | None
    key: str | None
    on_behalf_of: str | None


def parse_offer(claim_no: str, fields: dict[str, str], key: str | None) -> Offer:
    """Read the form's short fields and the idempotency key."""
    word = fields.get("kind", "").strip()
    if word and word not in set(DocumentKind):
        raise Refusal("UNKNOWN_KIND")
    if key is not None and not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        raise Refusal("BAD_IDEMPOTENCY_KEY")
    behalf = fields.get("on_behalf_of", "").strip() or None
    return Offer(claim_no, DocumentKind(word) if word else None, key, behalf)


def look_at_files(sandbox: Sandbox, files: Sequence[FilePart]) -> tuple[str, ...]:
    """Check magic bytes and image headers of all parts; gives their media types or raises Refusal."""
    if not files:
        raise Refusal("NO_FILE")
    kinds = []
    for part in files:
        if part.size == 0:
            raise Refusal("EMPTY_FILE")
        head = part.content.read(HEAD_BYTES)
        part.content.seek(0)
        kind = sniff_format(head)
        if kind is None:
            raise Refusal("UNSUPPORTED_TYPE")
        kinds.append(MEDIA_TYPES[kind])
    for part in files:
        with _looks:
            header = sandbox.look_at_header(part.content.read(), HEADER_SECONDS)
        part.content.seek(0)
        # No answer in time is no verdict: the upload is taken, and the sandbox opens it later (DOC-001).
        if header is not None and header.width * header.height > MAX_PIXELS:
            raise Refusal("TOO_MANY_PIXELS")
    return tuple(kinds)


def take_in(service: Service, who: Who, offer: Offer, files: Sequence[FilePart], kinds: Sequence[str]) -> Answer:
    """Keep an upload and give the answer to send; only what is durable is acknowledged."""
    with service.database.read() as session:
        claim = open_claim(service, session, who, offer.claim_no)
    side = side_digest(service, _side_of(who, offer, claim))
    upload = store_parts(service, who, offer, files, kinds, side)
    now = service.clock()
    with service.database.write() as session:
        key = request_key(service, who, "upload", claim.claim_no, offer, upload)
        return idempotency.once(session, service.vault, key, now, lambda: _keep(service, session, upload, now))


def store_parts(
    service: Service, who: Who, offer: Offer, files: Sequence[FilePart], kinds: Sequence[str], side: str
) -> uploads.NewUpload:
    """Make the bytes durable and give the upload that may then become a document of a side."""
    parts = []
    for file, kind in zip(files, kinds, strict=True):
        stored = service.objects.put(chunks_of(file.content), MAX_FILE_BYTES)
        parts.append(Part(stored.sha256, stored.size, kind))
    return uploads.NewUpload(
        claim_no=offer.claim_no,
        side=side,
        uploader_digest=subject_digest(service, who),
        parts=tuple(parts),
        file_name="+".join(_file_name(file.name, index) for index, file in enumerate(files)),
        declared=offer.kind,
        stage=RECEIVED,
    )


def _keep(service: Service, session: Session, upload: uploads.NewUpload, now: datetime) -> Answer:
    kept = uploads.add(session, service.vault, upload, now)
    if kept.is_new:
        refresh(service, session, upload.claim_no, now)
    return answer_of(session, kept)


def answer_of(session: Session, kept: uploads.Upload, **more: str) -> Answer:
    """Give the answer to an upload: 201 for a new document, 200 for the live one of the same content."""
    document = documents.find(session, kept.document_id)
    assert document is not None
    body = {
        "id": document.id,
        "state": document.state,
        "sha256": document.sha256,
        "kind": document.declared.value if document.declared else None,
        **more,
    }
    return Answer(201 if kept.is_new else 200, json.dumps(body).encode())


def request_key(
    service: Service, who: Who, route: str, thing: str, offer: Offer, upload: uploads.NewUpload
) -> RequestKey | None:
    """Give the caller's key within this caller, route and thing, with the digest of what was sent."""
    if offer.key is None:
        return None
    caller = json.dumps([who.role, who.subject, who.bound.uscc, who.bound.claim, who.bound.office, thing])
    body = json.dumps([join_digests([part.sha256 for part in upload.parts]), offer.kind, upload.side])
    return RequestKey(
        scope=f"{route}:{service.vault.digest(caller, 'idempotency-scope')}",
        key=offer.key,
        request_digest=service.vault.digest(body, "idempotency-request"),
    )


def _side_of(who: Who, offer: Offer, claim: Claim) -> str:
    """The side whose paper this is: the caller's own, or the one for whom counter staff upload."""
    if not is_counter(who):
        side = who.side
        if side is None:
            raise Refusal("NOT_FOUND")
        return side
    if offer.on_behalf_of is None:
        raise Refusal("ON_BEHALF_OF_MISSING")
    uscc = claim.record.employer.uscc
    wanted = offer.on_behalf_of.upper()
    if uscc and wanted in {uscc.strip().upper(), "EMPLOYER"}:
        return f"uscc:{uscc.strip().upper()}"
    return f"person:{offer.on_behalf_of}"


def _file_name(name: str, index: int) -> str:
    """A name to show, never a path: the last part, printable, with a number where nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable() and char != "+")[:120]
    return shown or f"{index + 1}"
