"""Routes of claims: register, replace, read.

Here: HTTP only. Not here: what is kept (service.py).
"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import who_asks
from intake.claims.schemas import MAX_RECORD_BYTES
from intake.claims.service import register_claim, replace_claim, show_claim
from intake.problems import Refusal
from intake.runtime import runtime_of

router = APIRouter(prefix="/v1", tags=["claims"])


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
