"""Routes of the gate: verdict and one-time notice.

Here: HTTP only. Not here: how legs come about (service.py, validators).
"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from intake.access.gatekeeper import who_asks
from intake.gate.notice import show_notice
from intake.gate.service import show_verdict
from intake.runtime import runtime_of

router = APIRouter(prefix="/v1", tags=["gate"])
FRESH = {"Cache-Control": "no-store"}


@router.get("/claims/{claim_no}/verdict")
def get_verdict(claim_no: str, request: Request) -> JSONResponse:
    """Which part of which item may go to whom now, and why not."""
    return JSONResponse(show_verdict(runtime_of(request).service, who_asks(request), claim_no), headers=FRESH)


@router.get("/claims/{claim_no}/notice")
def get_notice(claim_no: str, request: Request) -> JSONResponse:
    """Everything that the caller's side must bring or mend, all at once."""
    return JSONResponse(show_notice(runtime_of(request).service, who_asks(request), claim_no), headers=FRESH)
