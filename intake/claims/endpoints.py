"""Routes of claims: register, replace, read, and the events of a case that people cause.

Here: HTTP only. Not here: what is kept (service.py), what an event leads to (steps.py).
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.who import Who
from intake.claims import steps
from intake.claims.schemas import MAX_RECORD_BYTES
from intake.claims.service import register_claim, replace_claim, show_claim
from intake.gate.schemas import Body, Reason, ReasonBody
from intake.idempotent import answer_once
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.wiring import Service

router = APIRouter(prefix="/v1", tags=["claims"], route_class=GuardedRoute)
Event = Callable[[Service, Session, Who, str, str], Json]


class SubmitBody(Body):
    """Nothing, or a word with it."""

    reason: Reason | None = None


NOTHING = SubmitBody()


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_RECORD_BYTES:
            raise Refusal("BAD_RECORD", f"案件记录超过 {MAX_RECORD_BYTES // 1_000_000} MB。")
    return bytes(body)


@router.post("/claims", status_code=201)
async def post_claim(request: Request) -> JSONResponse:
    """Register a claim."""
    raw = await _body(request)
    number, answer = await run_in_threadpool(register_claim, runtime_of(request).service, raw)
    return JSONResponse(answer, 201, {"Location": f"/v1/claims/{number}"} if number.isascii() else None)


@router.put("/claims/{claim_no}")
async def put_claim(claim_no: str, request: Request) -> JSONResponse:
    """Replace the whole record of a claim."""
    raw = await _body(request)
    return JSONResponse(await run_in_threadpool(replace_claim, runtime_of(request).service, claim_no, raw))


@router.get("/claims/{claim_no}")
def get_claim(claim_no: str, request: Request) -> JSONResponse:
    """Read a claim and list the documents that the caller may see."""
    return JSONResponse(show_claim(runtime_of(request).service, who_asks(request), claim_no))


@router.post("/claims/{claim_no}/submit")
def submit(claim_no: str, request: Request, body: SubmitBody | None = None) -> Response:
    """Hand a case in, or in again after a notice."""
    service, who, said = runtime_of(request).service, who_asks(request), body or NOTHING
    return answer_once(request, said, lambda session: (200, steps.submit(service, session, who, claim_no, said.reason)))


@router.post("/claims/{claim_no}/gap")
def find_gap(claim_no: str, body: ReasonBody, request: Request) -> Response:
    """Send a further notice."""
    return _step(request, claim_no, body, steps.find_gap)


@router.post("/claims/{claim_no}/suspend")
def suspend(claim_no: str, body: ReasonBody, request: Request) -> Response:
    """Stop a case."""
    return _step(request, claim_no, body, steps.suspend)


@router.post("/claims/{claim_no}/resume")
def resume(claim_no: str, body: ReasonBody, request: Request) -> Response:
    """Take a suspended case up again."""
    return _step(request, claim_no, body, steps.resume)


@router.post("/claims/{claim_no}/reopen")
def reopen(claim_no: str, body: ReasonBody, request: Request) -> Response:
    """Take a decided case up again."""
    return _step(request, claim_no, body, steps.reopen)


def _step(request: Request, claim_no: str, body: ReasonBody, event: Event) -> Response:
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (200, event(service, session, who, claim_no, body.reason)))
