"""Routes of the gate: verdicts, notice, tokens, freezes and objections.

Here: HTTP only. Not here: how legs come about (service.py), what a token may take (paying.py), validators.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import subject_digest
from intake.claims.progress import progress_case
from intake.duties.assessing import assess_payment, end_with_payment
from intake.gate import freezing, paying
from intake.gate.notice import show_notice
from intake.gate.schemas import (
    AccountBody,
    EvaluateBody,
    FreezeBody,
    ObjectionBody,
    ReasonBody,
    ReasonedTokenBody,
    ReserveBody,
    RetryBody,
    SettledBody,
    TokenBody,
)
from intake.gate.service import quick_verdicts, show_verdict, show_verdicts
from intake.gate.signed import show_signed_verdict
from intake.idempotent import answer_once
from intake.presenting.shapes import Json
from intake.runtime import runtime_of

router = APIRouter(prefix="/v1", tags=["gate"], route_class=GuardedRoute)
FRESH = {"Cache-Control": "no-store"}


@router.get("/claims/{claim_no}/verdict")
def get_verdict(claim_no: str, request: Request, signed: bool = False) -> JSONResponse:
    """Which part of which item may go to whom now, and why not; signed on request."""
    show = show_signed_verdict if signed else show_verdict
    return JSONResponse(show(runtime_of(request).service, who_asks(request), claim_no), headers=FRESH)


@router.post("/verdicts:evaluate")
async def evaluate(body: EvaluateBody, request: Request) -> JSONResponse:
    """Verdicts of many claims, in the order of the question; nothing is kept."""
    service, who = runtime_of(request).service, who_asks(request)
    shown = quick_verdicts(service, who, body.claims)
    if shown is None:
        shown = await run_in_threadpool(show_verdicts, service, who, body.claims)
    return JSONResponse(shown, headers=FRESH)


@router.get("/claims/{claim_no}/notice")
def get_notice(claim_no: str, request: Request) -> JSONResponse:
    """Everything that the caller's side must bring or mend, all at once."""
    return JSONResponse(show_notice(runtime_of(request).service, who_asks(request), claim_no), headers=FRESH)


@router.post("/accounts:digest")
def digest_account(body: AccountBody, request: Request) -> JSONResponse:
    """The keyed digest of the account that the payout system will really pay."""
    return JSONResponse(paying.digest_account(runtime_of(request).service, body.account, body.holder), headers=FRESH)


@router.post("/gate:reserve")
def reserve(body: ReserveBody, request: Request) -> Response:
    """One row of a batch: ALLOW with a token, HOLD or DENY with codes."""
    service = runtime_of(request).service
    return answer_once(request, body, lambda session: (200, paying.reserve(service, session, body)))


@router.post("/gate:consume")
def consume(body: TokenBody, request: Request) -> Response:
    """Take a token's money, once."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (200, paying.consume(service, session, who, body.token)))


@router.post("/gate:release")
def release(body: TokenBody, request: Request) -> Response:
    """Drop a row from the batch."""
    service = runtime_of(request).service
    return answer_once(request, body, lambda session: (200, paying.release(service, session, body.token)))


@router.post("/gate:settled")
def settled(body: SettledBody, request: Request) -> Response:
    """The bank credited the money: the month for passing on begins."""
    service, who = runtime_of(request).service, who_asks(request)

    def effect(session: Session) -> tuple[int, Json]:
        answer, payout = paying.settle(service, session, who, body.token, body.credit_date)
        if payout is not None:
            assess_payment(service, session, payout)
            progress_case(service, session, payout.claim_no, service.clock())
        return 200, answer

    return answer_once(request, body, effect)


@router.post("/gate:returned")
def returned(body: ReasonedTokenBody, request: Request) -> Response:
    """The bank sent the money back."""
    return _money_back(request, body, "bank_return", body.token, body.reason)


@router.post("/gate:cancel")
def cancel(body: TokenBody, request: Request) -> Response:
    """The announced payment was taken back before the bank moved."""
    return _money_back(request, body, "cancel", body.token, body.reason)


@router.post("/gate:recovered")
def recovered(body: TokenBody, request: Request) -> Response:
    """A wrong payment came back."""
    return _money_back(request, body, "recovered", body.token, body.reason)


def _money_back(
    request: Request, body: TokenBody | ReasonedTokenBody, event: str, token: str, reason: str | None
) -> Response:
    service, who = runtime_of(request).service, who_asks(request)

    def effect(session: Session) -> tuple[int, Json]:
        answer, payout = paying.money_back(service, session, who, token, event, reason)
        if payout is not None:
            end_with_payment(service, session, payout, subject_digest(service, who), service.clock())
        return 200, answer

    return answer_once(request, body, effect)


@router.post("/gate:retry")
def retry(body: RetryBody, request: Request) -> Response:
    """A returned payment goes out again under a new token."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, paying.retry(service, session, who, body.token, body.new_token))
    )


@router.post("/gate:give_up")
def give_up(body: TokenBody, request: Request) -> Response:
    """A returned payment is not tried again."""
    return _note(request, body, "give_up")


@router.post("/gate:reconciled")
def reconciled(body: TokenBody, request: Request) -> Response:
    """Bank statement and batch agree."""
    return _note(request, body, "reconciled")


def _note(request: Request, body: TokenBody, event: str) -> Response:
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, paying.note(service, session, who, body.token, event, body.reason))
    )


@router.post("/freezes", status_code=201)
def freeze(body: FreezeBody, request: Request) -> Response:
    """Freeze third parties' money."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (201, freezing.freeze(service, session, who, body)))


@router.post("/freezes/{freeze_id}/lift")
def lift(freeze_id: str, body: ReasonBody, request: Request) -> Response:
    """End a freeze; new decisions are needed."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, freezing.lift(service, session, who, freeze_id, body.reason))
    )


@router.post("/claims/{claim_no}/objections", status_code=201)
def object_to(claim_no: str, body: ObjectionBody, request: Request) -> Response:
    """Somebody objects: third parties' money stops at once."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (201, freezing.object_to(service, session, who, claim_no, body)))
