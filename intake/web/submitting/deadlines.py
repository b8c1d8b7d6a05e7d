"""The page of deadlines and its forms: a firm reports what it passed on and files the proof; a person says no.

Here: HTTP of these pages. Not here: what is shown (duty_view.py), what an event leads to (duties.service).
"""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.duties import service as duties
from intake.duties.schemas import ReportBody
from intake.duties.showing import is_person, open_duty
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import in_english, render, see_other
from intake.web.submitting.duty_view import view_duties
from intake.web.submitting.trouble import sentence_of

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
PAGE = "/deadlines"
TOLD = frozenset({"reported", "filed", "denied"})
NOT_COME = "本人在网页上说：没有收到这笔钱。"
Short = Annotated[str, Form(max_length=64)]
_YUAN = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?")
_WRONG = {
    "paid_on": (
        "付款日期不能早于收到拨款的那天，也不能晚于今天。",
        "The day of payment is not before the money came and not after today.",
    ),
    "amount_fen": ("金额要和应转付的金额一分不差。", "The amount must be what is due, to the fen."),
    "slip_document": (
        "请选择本单位在这个案件里上传的银行回单；还没有的，请先上传。",
        "Choose a bank slip that your firm sent to this case; send it first if there is none.",
    ),
    "document": (
        "请选择本单位在这个案件里上传的支付后佐证材料；还没有的，请先上传。",
        "Choose a proof that your firm sent to this case; send it first if there is none.",
    ),
}


@router.get("/deadlines")
def show(request: Request, after: Annotated[str | None, Query(max_length=20)] = None) -> HTMLResponse:
    """The caller's duties: a firm's own, or a person's share."""
    return _page(request, after)


@router.post("/deadlines/{obligation_id}/report")
def report(
    obligation_id: str, request: Request, paid_on: Short = "", amount: Short = "", slip_document: Short = ""
) -> Response:
    """The firm reports when it paid the person, with the bank's slip."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            open_duty(service, session, who, obligation_id)
            body = _report(paid_on, amount, slip_document)
            duties.report(service, session, who, obligation_id, body)
    except Refusal as refusal:
        return _refused(request, refusal)
    return see_other(f"{PAGE}?told=reported")


@router.post("/deadlines/{obligation_id}/proof")
def prove(obligation_id: str, request: Request, document: Short = "") -> Response:
    """The firm files the signed proof."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            duties.prove(service, session, who, obligation_id, document)
    except Refusal as refusal:
        return _refused(request, refusal)
    return see_other(f"{PAGE}?told=filed")


@router.post("/deadlines/{obligation_id}/deny")
def deny(obligation_id: str, request: Request) -> Response:
    """A worker or relative says that the money did not come."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        duties.deny(service, session, who, obligation_id, NOT_COME)
    return see_other(f"{PAGE}?told=denied")


def fen_of(text: str) -> int | None:
    """Read yuan as a person writes them (2,345.67): fen, or None where it is no amount."""
    found = _YUAN.fullmatch(text.strip().replace(",", "").replace("，", "").removesuffix("元").strip())
    return None if found is None else int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _report(paid_on: str, amount: str, slip: str) -> ReportBody:
    try:
        day = date.fromisoformat(paid_on)
    except ValueError:
        raise Refusal("BAD_VALUE", more={"field": "paid_on"}) from None
    if not slip:
        raise Refusal("BAD_VALUE", more={"field": "slip_document"})
    try:
        return ReportBody(paid_on=day, amount_fen=fen_of(amount) or 0, slip_document=slip)
    except ValidationError:
        raise Refusal("BAD_VALUE", more={"field": "amount_fen"}) from None


def _refused(request: Request, refusal: Refusal) -> HTMLResponse:
    """The page again, with the sentence about the field; another's duty stays a missing one."""
    if refusal.code in {"NOT_FOUND", "FORBIDDEN"}:
        raise refusal
    pair = _WRONG.get(str(refusal.more.get("field")))
    if pair is not None:
        refusal = Refusal(refusal.code, pair[in_english(request)])
    return _page(request, None, refusal)


def _page(request: Request, after: str | None, refusal: Refusal | None = None) -> HTMLResponse:
    english, who = in_english(request), who_asks(request)
    told = request.query_params.get("told", "")
    return render(
        request,
        "submitting/deadlines.html",
        refusal.status if refusal else 200,
        path=PAGE,
        elder=is_person(who),
        duties=view_duties(runtime_of(request).service, who, after, english=english),
        told=told if told in TOLD else "",
        trouble=sentence_of(refusal, english=english),
        claim_no=who.bound.claim,
    )
