"""Routes of one paper's page: showing it, saying a word about a flag, keying a field, showing a masked number.

Here: HTTP of that page. Not here: what it shows (paper.py), what a form says (saying.py).
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_document
from intake.problems import Refusal
from intake.review.reasons import REASONS, written_reason
from intake.review.revealing import reveal
from intake.runtime import runtime_of
from intake.uploads.steps import give_back, reject
from intake.web.pages import in_english, is_page, render, see_other
from intake.web.reviewing.paper import show_paper
from intake.web.reviewing.saying import Said, explained, key, say

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Text = Annotated[str, Form(max_length=600)]
Field = Annotated[str, Form(max_length=200)]
Short = Annotated[str, Query(max_length=80)]


@router.get("/documents/{document_id}/review")
def paper(document_id: str, request: Request, flag: Short = "", done: Short = "") -> HTMLResponse:
    """One paper on one screen."""
    service, who, english = runtime_of(request).service, who_asks(request), in_english(request)
    with service.database.read() as session:
        page = show_paper(service, session, who, document_id, english=english)
    return render(request, "reviewing/paper.html", page=page, chosen=flag, done=done, reasons=REASONS)


@router.post("/queue/{flag_id}/say")
def say_word(
    flag_id: str, request: Request, word: Field, reason: Field, note: Text = "", value: Text = ""
) -> RedirectResponse:
    """Close a flag, correct its value or hand it on, with a reason."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            return see_other(say(service, session, who, flag_id, Said(word, reason, note, value)))
    except Refusal as refusal:
        raise explained(refusal) from None


@router.post("/documents/{document_id}/key")
def key_field(
    document_id: str, request: Request, field: Field, reason: Field, note: Text = "", value: Text = ""
) -> RedirectResponse:
    """Key one field of a paper."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            done = key(service, session, who, document_id, field, Said("CORRECTED", reason, note, value))
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other(f"/documents/{document_id}/review?done={done}")


@router.post("/documents/{document_id}/give_back")
def send_back(document_id: str, request: Request, reason: Text = "") -> RedirectResponse:
    """Send a paper back to its side, with what is wanted."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            open_document(service, session, who, document_id)
            give_back(service, session, who, document_id, in_words(reason))
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other(f"/documents/{document_id}/review?done=given_back")


@router.post("/documents/{document_id}/reject")
def reject_paper(document_id: str, request: Request, reason: Text = "") -> RedirectResponse:
    """Propose not to accept a paper, or confirm what another proposed."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            open_document(service, session, who, document_id)
            answer = reject(service, session, who, document_id, in_words(reason))
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other(f"/documents/{document_id}/review?done={'proposed' if answer.get('proposed') else 'rejected'}")


def in_words(reason: str) -> str:
    """Give a reason in words; without one nothing is sent back."""
    if not reason.strip():
        raise Refusal("BAD_REQUEST", "请写明理由。")
    return reason.strip()


@router.post("/documents/{document_id}/reveal")
def reveal_field(document_id: str, request: Request, field: Field, reason: Field, note: Text = "") -> Response:
    """Show a masked number whole; who, what and why are kept."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        value = reveal(service, session, who, document_id, field, written_reason("REVEAL", reason, note))
    if not is_page(request):
        return JSONResponse({"value": value}, headers={"Cache-Control": "no-store"})
    return render(request, "reviewing/revealed.html", document_id=document_id, value=value)
