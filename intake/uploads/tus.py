"""Routes of resumable uploads: tus 1.0 with creation and expiration (https://tus.io/protocols/resumable-upload).

Here: the protocol's headers. Not here: what an announced file is and becomes (resumable.py).
"""

import base64
import binascii
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.gate.service import as_utc
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.uploads import resumable
from intake.uploads.resumable import Announced, shelf_of
from intake.uploads.shelf import Piecemeal, append

router = APIRouter(prefix="/v1", tags=["documents"], route_class=GuardedRoute)
VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
MOST_DIGITS = 12
MOST_METADATA = 4_096
NAMES = frozenset({"claim", "kind", "filename", "on_behalf_of", "held", "before"})


@router.post("/uploads", status_code=201)
def announce(request: Request) -> Response:
    """Announce a file of a claim; its bytes follow by PATCH."""
    _needs_version(request)
    length = _number(request, "upload-length")
    said = _metadata(request.headers.get("upload-metadata", ""))
    if "claim" not in said:
        raise Refusal("BAD_REQUEST")
    new = resumable.announce(runtime_of(request).service, who_asks(request), Announced(length, said))
    headers = {"Location": f"/v1/uploads/{new.id}", "Upload-Expires": _http_date(new.expires_at)}
    return Response(status_code=201, headers=headers | _tus(0))


@router.head("/uploads/{upload_id}", include_in_schema=False)
def measure(upload_id: str, request: Request) -> Response:
    """How much of a file is here."""
    _needs_version(request)
    service = runtime_of(request).service
    one = resumable.find_own(service, who_asks(request), upload_id)
    return Response(status_code=200, headers=_headers(one, shelf_of(service).offset(one)))


@router.get("/uploads/{upload_id}")
def show(upload_id: str, request: Request) -> JSONResponse:
    """The same as HEAD, as JSON: how much of a file is here, and the document that it became."""
    service = runtime_of(request).service
    one = resumable.find_own(service, who_asks(request), upload_id)
    body = {
        "id": one.id,
        "offset": shelf_of(service).offset(one),
        "length": one.length,
        "expires_at": as_utc(one.expires_at),
        "document": one.document,
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.patch("/uploads/{upload_id}", status_code=204)
async def receive(upload_id: str, request: Request) -> Response:
    """Add a piece at the end; with the last byte the file becomes a document of its claim."""
    runtime, who = runtime_of(request), who_asks(request)
    service = runtime.service
    one = await run_in_threadpool(resumable.find_own, service, who, upload_id)
    _needs_version(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != PIECE:
        raise Refusal("NOT_A_PIECE")
    offset = _number(request, "upload-offset")
    if one.document is not None:
        if offset != one.length:
            raise Refusal("WRONG_OFFSET")
        return Response(status_code=204, headers=_headers(one, one.length))
    try:
        here = await append(shelf_of(service).bytes_of(one.id), offset, one.length, request.stream())
    except ClientDisconnect:
        raise Refusal("BAD_REQUEST") from None  # nobody hears it; what arrived is kept
    except FileNotFoundError:
        raise Refusal("NOT_FOUND") from None  # another request has finished or dropped it meanwhile
    document = None
    if here == one.length:
        document = await run_in_threadpool(resumable.finish, service, runtime.sandbox, who, one)
        runtime.ring_soon()
    return Response(status_code=204, headers=_headers(one, here, document))


def _headers(one: Piecemeal, offset: int, document: str | None = None) -> dict[str, str]:
    headers = _tus(offset) | {"Upload-Length": str(one.length), "Upload-Expires": _http_date(one.expires_at)}
    became = document or one.document
    return headers | ({"Content-Location": f"/v1/documents/{became}"} if became else {})


def _tus(offset: int) -> dict[str, str]:
    return {"Tus-Resumable": VERSION, "Upload-Offset": str(offset), "Cache-Control": "no-store"}


def _needs_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise HTTPException(412, headers={"Tus-Version": VERSION, "Tus-Extension": "creation,expiration"})


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise Refusal("BAD_REQUEST")
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """Take apart `claim QjE=,filename YS5qcGc=`; names that we do not know are ignored."""
    if len(text) > MOST_METADATA:
        raise Refusal("BAD_REQUEST")
    said: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in text.split(","))):
        name, _, value = pair.partition(" ")
        if name not in NAMES:
            continue
        try:
            said[name] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            raise Refusal("BAD_REQUEST") from None
    return said


def _http_date(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
