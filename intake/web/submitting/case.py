"""The page of one claim and its forms: send a paper, hand the case in, object.

Here: HTTP of these pages. Not here: what is shown (case_view.py), what an event leads to (claims, uploads, gate): the
forms call what /v1 calls. A form that is refused shows the same page again with the sentence.
"""

import json

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_claim
from intake.access.who import Role
from intake.claims import steps
from intake.gate import freezing
from intake.gate.schemas import ObjectionBody
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.uploads.receiving import receive_document
from intake.uploads.service import take_in
from intake.web.pages import in_english, render, see_other
from intake.web.submitting import wording
from intake.web.submitting.addresses import case_path
from intake.web.submitting.case_view import CaseView, view_case
from intake.web.submitting.trouble import sentence_of

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
SCREENS = frozenset({"send", "papers", "object"})  # of the elder pages: one thing a screen
TOLD = frozenset({"received", "again", "submitted", "objected", "withdrawn"})
CHANNEL = "WEB"
PERSON_HERE = "职工本人或亲属（网页）"


@router.get("/cases/{claim_no}")
def show(claim_no: str, request: Request) -> HTMLResponse:
    """The page of one claim; `do` chooses a screen of the elder pages, `told` says what has just been done."""
    return _page(request, claim_no)


@router.post("/cases/{claim_no}/documents")
async def send(claim_no: str, request: Request) -> Response:
    """Take a paper from a form, as /v1 takes it: streamed to disk, durable before anything is said."""
    service, who = runtime_of(request).service, who_asks(request)

    def check_claim() -> None:
        with service.database.read() as session:
            open_claim(service, session, who, claim_no)

    await run_in_threadpool(check_claim)
    try:
        answer = await receive_document(request, claim_no, lambda *sent: take_in(service, who, *sent))
    except Refusal as refusal:
        return await run_in_threadpool(_page, request, claim_no, refusal)
    paper = json.loads(answer.body)["id"]
    return see_other(case_path(claim_no, told="received" if answer.status == 201 else "again", paper=paper))


@router.post("/cases/{claim_no}/submit")
def submit(claim_no: str, request: Request) -> Response:
    """Hand the case in, or in again after a notice."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            steps.submit(service, session, who, claim_no)
    except Refusal as refusal:
        return _page(request, claim_no, refusal)
    return see_other(case_path(claim_no, told="submitted"))


@router.post("/cases/{claim_no}/objection")
def object_to(claim_no: str, request: Request) -> Response:
    """A worker or relative does not agree: third parties' money stops at once."""
    service, who = runtime_of(request).service, who_asks(request)
    body = ObjectionBody(item=None, by=PERSON_HERE, channel=CHANNEL, reason="")
    with service.database.write() as session:
        freezing.object_to(service, session, who, claim_no, body)
    return see_other(case_path(claim_no, told="objected"))


def _page(request: Request, claim_no: str, refusal: Refusal | None = None) -> HTMLResponse:
    english = in_english(request)
    who = who_asks(request)
    case = view_case(runtime_of(request).service, who, claim_no, english=english)
    told = request.query_params.get("told", "")
    screen = request.query_params.get("do", "")
    template = "submitting/elder.html" if case.person else "submitting/case.html"
    return render(
        request,
        template,
        refusal.status if refusal else 200,
        path=case_path(claim_no),
        elder=case.person,
        case=case,
        kinds=wording.kinds(english=english),
        day=lambda text: wording.day(text, english=english),
        told=told if told in TOLD else "",
        paper=_named(case, request.query_params.get("paper", "")),
        do=("send" if refusal else screen) if screen in SCREENS or refusal else "",
        trouble=sentence_of(refusal, english=english),
        watcher=who.role is not Role.SUBMITTER,
    )


def _named(case: CaseView, paper: str) -> str:
    """The name of the paper that was just sent; nothing where the address names no paper of the page."""
    return next((one.name for one in (*case.papers, *case.past) if one.id == paper), "")
