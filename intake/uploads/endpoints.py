"""Routes of documents: upload, the events that people cause, state and reading, page rasters, progress.

Here: HTTP only. Not here: what is checked and kept (service.py, steps.py), what a submitter may see (presenting).
"""

import json
from collections.abc import AsyncIterator, Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_claim, open_document
from intake.access.who import Who
from intake.gate.schemas import ReasonBody
from intake.idempotent import answer_once
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.uploads import progress, steps
from intake.uploads.receiving import Keep, receive_document
from intake.uploads.service import take_in
from intake.uploads.viewing import fetch_raster, show_document_state
from intake.wiring import Service

router = APIRouter(prefix="/v1", tags=["documents"], route_class=GuardedRoute)
Event = Callable[[Service, Session, Who, str, str], Json]


@router.post("/claims/{claim_no}/documents", status_code=201)
async def upload_document(claim_no: str, request: Request) -> Response:
    """Take one document of one or more parts; 201 only when it is durable."""
    runtime, who = runtime_of(request), who_asks(request)

    def check_claim() -> None:
        with runtime.service.database.read() as session:
            open_claim(runtime.service, session, who, claim_no)

    await run_in_threadpool(check_claim)
    return await _receive(request, claim_no, lambda *sent: take_in(runtime.service, who, *sent))


@router.post("/documents/{document_id}/replace", status_code=201)
async def replace_document(document_id: str, request: Request) -> Response:
    """Take a new version in place of a document; the old one stays readable to those who audit."""
    runtime, who = runtime_of(request), who_asks(request)

    def check_document() -> str:
        with runtime.service.database.read() as session:
            return open_document(runtime.service, session, who, document_id)[0].claim_no

    claim_no = await run_in_threadpool(check_document)
    return await _receive(request, claim_no, lambda *sent: steps.replace(runtime.service, who, document_id, *sent))


async def _receive(request: Request, claim_no: str, keep: Keep) -> Response:
    answer = await receive_document(request, claim_no, keep)
    headers = {"Location": f"/v1/documents/{json.loads(answer.body)['id']}"}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, headers, "application/json")


@router.post("/documents/{document_id}/contest")
def contest(document_id: str, body: ReasonBody, request: Request) -> Response:
    """The submitter says that the machine is wrong: a person looks."""
    return _step(request, document_id, body, steps.contest)


@router.post("/documents/{document_id}/withdraw")
def withdraw(document_id: str, body: ReasonBody, request: Request) -> Response:
    """Take a document back."""
    return _step(request, document_id, body, steps.withdraw)


@router.post("/documents/{document_id}/return")
def give_back(document_id: str, body: ReasonBody, request: Request) -> Response:
    """Send a document back to its side."""
    return _step(request, document_id, body, steps.give_back)


@router.post("/documents/{document_id}/reject")
def reject(document_id: str, body: ReasonBody, request: Request) -> Response:
    """Propose to reject a document, or confirm another person's proposal."""
    return _step(request, document_id, body, steps.reject)


@router.post("/documents/{document_id}/release")
def release(document_id: str, body: ReasonBody, request: Request) -> Response:
    """Let a document out of quarantine, to be read."""
    answer = _step(request, document_id, body, steps.release)
    runtime_of(request).ring_soon()
    return answer


def _step(request: Request, document_id: str, body: ReasonBody, event: Event) -> Response:
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (200, event(service, session, who, document_id, body.reason)))


@router.get("/documents/{document_id}")
def read_document(document_id: str, request: Request) -> JSONResponse:
    """State, stage and reading of one document."""
    return JSONResponse(show_document_state(runtime_of(request).service, who_asks(request), document_id))


@router.get("/documents/{document_id}/pages/{page}.png")
def read_page(document_id: str, page: int, request: Request) -> Response:
    """The raster of one page as the engine saw it; pages count from 0."""
    png = fetch_raster(runtime_of(request).service, who_asks(request), document_id, page)
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return Response(png, media_type="image/png", headers=headers)


@router.get("/documents/{document_id}/events")
async def stream_events(document_id: str, request: Request) -> StreamingResponse:
    """Progress as server-sent events: every stage and state, then the stream ends."""
    runtime, who = runtime_of(request), who_asks(request)

    def check() -> None:
        with runtime.service.database.read() as session:
            open_document(runtime.service, session, who, document_id)

    await run_in_threadpool(check)
    last = request.headers.get("last-event-id", "0")
    if not (last.isascii() and last.isdecimal() and len(last) <= 18):
        raise Refusal("BAD_REQUEST")
    stream: AsyncIterator[bytes] = progress.follow(runtime.service, document_id, int(last))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
