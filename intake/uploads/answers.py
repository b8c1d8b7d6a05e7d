"""What the routes of documents answer and refuse, for the API's description.

Here: shapes of answers, the multipart body. Not here: the routes (endpoints.py), what is shown to whom (presenting).
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intake.openapi.said import Answer, Box, Code, Digest, Moment, Route, Said, Schema, Success, ok, states
from intake.papers import MAX_FILE_BYTES
from intake.uploads.multipart import MAX_PARTS
from validators.lifecycle import DOCUMENT
from validators.model.codes import DocumentKind, MarkRole, MarkType, NameMatch, Scope, Severity

DocumentState = Annotated[str, states(DOCUMENT)]
Scalar = int | str | bool | None


class UploadKept(Answer):
    """A durable upload; `kind` is the declared one."""

    id: str
    state: DocumentState
    sha256: Digest
    kind: DocumentKind | None


class ReplacementKept(UploadKept):
    """A durable upload that supersedes another document."""

    replaces: str


class DocumentMoved(Answer):
    """Where the document stands now; `proposed` where another person has yet to confirm."""

    id: str
    state: DocumentState
    proposed: bool = False


class Stage(Answer):
    """Stage n of m on the way of a document."""

    n: int
    of: int
    name: str


class LeafRead(Answer):
    """One value with its evidence; a submitter sees no scores."""

    value: Scalar
    raw: str
    page: int
    box: Box | None
    sure: bool
    confidence: float | None = None
    handwritten: bool = False
    flags: tuple[str, ...] = ()


class QualityRead(Answer):
    """How well a page can be read."""

    verdict: str
    reasons: list[str]


class PageRead(Answer):
    """Size, quarter turn and quality of a page as uploaded."""

    index: int
    width: int
    height: int
    turned: int
    quality: QualityRead


class MarkRead(Answer):
    """A signature, seal or fingerprint, found or not; a submitter sees no scores."""

    type: MarkType
    role: MarkRole | None
    name: str
    present: bool
    handwritten: bool | None
    pasted: bool
    proxy: str | None
    page: int
    box: Box | None
    sure: bool
    name_match: NameMatch | None = None
    confidence: float | None = None


class FindingShown(Answer):
    """A remark with its place and sentence; REVIEW, with code and sentence only, where people look."""

    code: Code
    message: str
    severity: Severity | None = None
    scope: Scope | None = None
    field: str | None = None
    page: int | None = None
    box: Box | None = None
    legal_basis: str | None = None
    documents: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    about: dict[str, str] | None = None


class EngineRead(Answer):
    """Which engine and weights read the page."""

    name: str
    version: str
    models: dict[str, str]


class LineRead(Answer):
    """One line of text as the engine saw it; reviewers only."""

    page: int
    box: Box
    text: str
    confidence: float


class ReadingShown(Answer):
    """What was read; `fields` holds single values, lists of values and tables by their published names."""

    file: str
    sha256: str
    kind: DocumentKind
    kind_confidence: float | None = None
    declared: DocumentKind | None
    pages: list[PageRead]
    fields: dict[str, LeafRead | list[LeafRead] | list[dict[str, LeafRead]]]
    marks: list[MarkRead]
    findings: list[FindingShown]
    engine: EngineRead
    rule_version: str
    timings_ms: dict[str, int]
    labels: dict[str, str]
    text: list[LineRead] | None = None


class DocumentShown(Answer):
    """State, stage and, once read, the reading of a document."""

    id: str
    claim_no: str
    state: DocumentState
    stage: Stage
    kind: DocumentKind | None
    declared: DocumentKind | None
    sha256: str
    parent: str | None
    children: list[str]
    replaces: str | None
    received_at: Moment
    rasters: list[int]
    reading: ReadingShown | None
    case_findings: list[FindingShown]


_FILES: Schema = {
    "type": "array",
    "items": {"type": "string", "contentMediaType": "application/octet-stream"},
    "minItems": 1,
    "maxItems": MAX_PARTS,
    "description": "JPEG, PNG, WebP, TIFF, HEIC or PDF; several are the pages of one document, in order.",
}
_KIND: Schema = {"type": "string", "enum": sorted(DocumentKind), "description": "What the paper is said to be."}
_BEHALF: Schema = {"type": "string", "minLength": 1, "maxLength": 1000, "description": "Counter staff: for whom."}


def _form(**fields: Schema) -> Schema:
    shape = {"type": "object", "required": ["file"], "properties": {"file": _FILES, **fields}}
    return {"required": True, "content": {"multipart/form-data": {"schema": shape}}}


_LAST_EVENT: Schema = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The last event that the caller has seen; the stream goes on after it.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
}
_RECEIVING = (
    "TOO_LARGE",
    "NOT_MULTIPART",
    "UNSUPPORTED_TYPE",
    "EMPTY_FILE",
    "NO_FILE",
    "TOO_MANY_PARTS",
    "TOO_MANY_PIXELS",
    "UNKNOWN_KIND",
    "BAD_REQUEST",
)
_HEADERS = ("Location", "Idempotency-Replayed")


def _header(name: str, required: bool, description: str, **schema: object) -> Schema:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": dict(schema)}


class UploadShown(Answer):
    """How much of a file that comes in pieces is here, and the document that it became."""

    id: str
    offset: int = Field(ge=0)
    length: int = Field(ge=1)
    expires_at: Moment
    document: str | None


_TUS = _header("Tus-Resumable", True, "The protocol's version.", type="string", enum=["1.0.0"])
_LENGTH = _header("Upload-Length", True, "Bytes of the file.", type="integer", minimum=1, maximum=MAX_FILE_BYTES)
_OFFSET = _header("Upload-Offset", True, "Bytes that are here.", type="integer", minimum=0, maximum=MAX_FILE_BYTES)
_METADATA = _header(
    "Upload-Metadata",
    True,
    "`claim`, `kind`, `filename`, `on_behalf_of`, `held`, `before`, each with its value in Base64, commas between.",
    type="string",
    pattern="^claim [A-Za-z0-9+/]{4,80}$",
)
_PIECE: Schema = {
    "required": True,
    "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_STEP = Said(ok("Done.", DocumentMoved), refuses=("WRONG_STATE",), keyed=True)
_JUDGED = Said(ok("Done.", DocumentMoved), refuses=("WRONG_STATE", "GATE_REFUSES"), keyed=True)

SAID: Mapping[Route, Said] = {
    ("POST", "/v1/claims/{claim_no}/documents"): Said(
        {
            200: Success("The side's live document of the same content.", (UploadKept,), _HEADERS),
            201: Success("The document is durable.", (UploadKept,), _HEADERS),
        },
        refuses=(*_RECEIVING, "ON_BEHALF_OF_MISSING"),
        keyed=True,
        body=_form(kind=_KIND, on_behalf_of=_BEHALF),
    ),
    ("POST", "/v1/documents/{document_id}/replace"): Said(
        {
            200: Success("The side's live document of the same content.", (ReplacementKept,), _HEADERS),
            201: Success("The new version is durable, the old one superseded.", (ReplacementKept,), _HEADERS),
        },
        refuses=(*_RECEIVING, "WRONG_STATE"),
        keyed=True,
        body=_form(kind=_KIND),
    ),
    ("POST", "/v1/uploads"): Said(
        {201: Success("Room is made; the bytes follow by PATCH.", media="", headers=("Location",))},
        refuses=(
            "NOT_FOUND",
            "TUS_VERSION",
            "BAD_REQUEST",
            "UNKNOWN_KIND",
            "ON_BEHALF_OF_MISSING",
            "TOO_LARGE",
            "EMPTY_FILE",
            "TOO_MANY_PARTS",
            "TOO_MANY_UPLOADS",
        ),
        parameters=(_TUS, _LENGTH, _METADATA),
    ),
    ("GET", "/v1/uploads/{upload_id}"): Said(ok("How much of the file is here.", UploadShown)),
    ("PATCH", "/v1/uploads/{upload_id}"): Said(
        {204: Success("The piece is durable; Content-Location names the document once the file is whole.", media="")},
        refuses=(*_RECEIVING, "TUS_VERSION", "NOT_A_PIECE", "WRONG_OFFSET", "IN_FLIGHT", "ON_BEHALF_OF_MISSING"),
        body=_PIECE,
        parameters=(_TUS, _OFFSET),
    ),
    ("POST", "/v1/documents/{document_id}/contest"): _STEP,
    ("POST", "/v1/documents/{document_id}/withdraw"): _STEP,
    ("POST", "/v1/documents/{document_id}/return"): _JUDGED,
    ("POST", "/v1/documents/{document_id}/reject"): _JUDGED,
    ("POST", "/v1/documents/{document_id}/release"): _STEP,
    ("GET", "/v1/documents/{document_id}"): Said(ok("The document as the caller may see it.", DocumentShown)),
    ("GET", "/v1/documents/{document_id}/pages/{page}.png"): Said(
        {200: Success("The page as the engine saw it.", media="image/png", schema={"type": "string"})}
    ),
    ("GET", "/v1/documents/{document_id}/events"): Said(
        {200: Success("`stage` and `state` events, then `end`.", media="text/event-stream")},
        refuses=("BAD_REQUEST",),
        parameters=(_LAST_EVENT,),
    ),
}
