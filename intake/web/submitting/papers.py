"""The page of one paper and its forms: contest what the machine found, replace the paper, take it back.

Here: HTTP of these pages. Not here: what is shown (paper_view.py), what an event leads to (uploads.steps). A form that
is refused shows the same page again with the sentence.
"""

import json
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_document
from intake.access.who import Role
from intake.duties.showing import is_person
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.uploads import steps
from intake.uploads.receiving import receive_document
from intake.web.pages import in_english, render, see_other
from intake.web.submitting import wording
from intake.web.submitting.addresses import case_path, paper_path
from intake.web.submitting.paper_view import view_paper
from intake.web.submitting.trouble import sentence_of

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
TOLD = frozenset({"contested", "replaced"})
Reason = Annotated[str, Form(max_length=1800)]
About = Annotated[str, Form(max_length=12, pattern=r"^([A-Z]{1,3}-\d{3})?$")]


@router.get("/documents/{document_id}")
def show(document_id: str, request: Request) -> HTMLResponse:
    """The page of one paper."""
    return _page(request, document_id)


@router.post("/documents/{document_id}/contest")
def contest(document_id: str, request: Request, reason: Reason = "", about: About = "") -> Response:
    """The submitter says that the machine is wrong, and about what."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        open_document(service, session, who, document_id)
        said = f"{about} {_given(reason)}".strip()
        steps.contest(service, session, who, document_id, said)
    return see_other(paper_path(document_id, told="contested"))


@router.post("/documents/{document_id}/withdraw")
def withdraw(document_id: str, request: Request, reason: Reason = "") -> Response:
    """Take a paper back."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        document, _ = open_document(service, session, who, document_id)
        steps.withdraw(service, session, who, document_id, _given(reason))
    return see_other(case_path(document.claim_no, told="withdrawn"))


@router.post("/documents/{document_id}/replace")
async def replace(document_id: str, request: Request) -> Response:
    """Take a new version of a paper from a form, as /v1 takes it."""
    service, who = runtime_of(request).service, who_asks(request)

    def claim_of() -> str:
        with service.database.read() as session:
            return open_document(service, session, who, document_id)[0].claim_no

    claim_no = await run_in_threadpool(claim_of)
    try:
        answer = await receive_document(
            request, claim_no, lambda *sent: steps.replace(service, who, document_id, *sent)
        )
    except Refusal as refusal:
        return await run_in_threadpool(_page, request, document_id, refusal)
    return see_other(paper_path(json.loads(answer.body)["id"], told="replaced"))


def _given(reason: str) -> str:
    """A reason that says something; every event of a person carries one."""
    text = reason.strip()
    if not text:
        raise Refusal("BAD_REQUEST", "请写一句原因。")
    return text


def _page(request: Request, document_id: str, refusal: Refusal | None = None) -> HTMLResponse:
    english, who = in_english(request), who_asks(request)
    service = runtime_of(request).service
    told = request.query_params.get("told", "")
    return render(
        request,
        "submitting/paper.html",
        refusal.status if refusal else 200,
        path=paper_path(document_id),
        elder=is_person(who),
        paper=view_paper(service, who, document_id, english=english),
        kinds=wording.kinds(english=english),
        told=told if told in TOLD else "",
        trouble=sentence_of(refusal, english=english),
        watcher=who.role is not Role.SUBMITTER,
    )
