"""Routes of documents: upload, state and reading, page rasters, progress.

Here: HTTP only. Not here: what is checked and kept (service.py), what a submitter may see (presenting).
"""

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import who_asks
from intake.access.opening import open_claim, open_document
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.uploads import progress
from intake.uploads.multipart import Received
from intake.uploads.service import look_at_files, parse_offer, take_in
from intake.uploads.viewing import fetch_raster, show_document_state

router = APIRouter(prefix="/v1", tags=["documents"])


@router.post("/claims/{claim_no}/documents", status_code=201)
async def upload_document(claim_no: str, request: Request) -> Response:
    """Take one document of one or more parts; 201 only when it is durable."""
    runtime, who = runtime_of(request), who_asks(request)

    def check_claim() -> None:
        with runtime.service.database.read() as session:
            open_claim(runtime.service, session, who, claim_no)

    await run_in_threadpool(check_claim)
    with Received(runtime.service.incoming) as received:
        await received.receive(request.headers.get("content-type"), request.stream())
        offer = parse_offer(claim_no, received.fields, request.headers.get("idempotency-key"))
        kinds = await run_in_threadpool(look_at_files, runtime.sandbox, received.files)
        answer = await run_in_threadpool(take_in, runtime.service, who, offer, received.files, kinds)
    runtime.ring_soon()
    headers = {"Location": f"/v1/documents/{json.loads(answer.body)['id']}"}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, headers, "application/json")


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
    if not last.isdigit() or len(last) > 18:
        raise Refusal("BAD_REQUEST")
    stream: AsyncIterator[bytes] = progress.follow(runtime.service, document_id, int(last))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
