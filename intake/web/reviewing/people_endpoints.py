"""Routes of a claim's people: links, objections heard, freezes lifted.

Here: HTTP of that page. Not here: what it shows (people.py), what each act leads to (links.service, gate.freezing).
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_head
from intake.gate import freezing
from intake.gate.schemas import ObjectionBody
from intake.links.schemas import LinkBody
from intake.links.service import issue, revoke
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import render, see_other
from intake.web.reviewing.people import show_people
from intake.web.reviewing.saying import explained
from intake.web.submitting.addresses import case_path
from storage.records import entry_links, freezes

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Text = Annotated[str, Form(max_length=600)]
Word = Annotated[str, Form(max_length=64)]
Short = Annotated[str, Query(max_length=80)]
HOURS = (24, 72, 168, 336)
CHANNELS = ("phone", "counter", "letter")


@router.get("/cases/{claim_no}/people")
def people(claim_no: str, request: Request, done: Short = "") -> HTMLResponse:
    """A claim's people, its links and what holds it."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        page = show_people(service, session, who, claim_no)
    return render(request, "reviewing/people.html", page=page, done=done, hours=HOURS, channels=CHANNELS)


@router.post("/cases/{claim_no}/links")
def make_link(claim_no: str, request: Request, person: Word = "", hours: Word = "72") -> HTMLResponse:
    """Make a one-time link; this page shows it and no other ever will."""
    runtime, who = runtime_of(request), who_asks(request)
    service = runtime.service
    base = service.settings.public_url or str(request.base_url).rstrip("/")
    with service.database.write() as session:
        open_head(service, session, who, claim_no)  # before a word is looked at
        try:
            body = LinkBody(claim_no=claim_no, relative=int(person) if person else None, hours=int(hours))
        except ValueError:
            raise Refusal("BAD_REQUEST") from None
        made = issue(service, session, who, body, base)
        page = show_people(service, session, who, claim_no)
    name = next((one.name for one in page.people if one.value == person), "")
    path = f"{case_path(claim_no)}/people"
    return render(request, "reviewing/link_made.html", page=page, name=name, url=made["url"], hours=hours, path=path)


@router.post("/links/{link_id}/revoke")
def end_link(link_id: str, request: Request) -> RedirectResponse:
    """Make a link worthless, and end what it opened."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        revoke(service, session, who, link_id)
        link = entry_links.find(session, link_id)
    assert link is not None
    return see_other(f"{case_path(link.claim_no)}/people?done=revoked")


@router.post("/cases/{claim_no}/heard")
def hear(
    claim_no: str, request: Request, by: Text = "", channel: Word = "", item: Word = "", reason: Text = ""
) -> RedirectResponse:
    """Write down an objection that somebody made by telephone, at the counter or by letter; it is in force at once."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        open_head(service, session, who, claim_no)
        if channel not in CHANNELS or not by.strip():
            raise Refusal("BAD_REQUEST", "请写明是谁提出的、通过什么途径。")
        try:
            body = ObjectionBody(item=item or None, by=by, channel=channel, reason=reason)
        except ValidationError:
            raise Refusal("BAD_REQUEST") from None
        freezing.object_to(service, session, who, claim_no, body)
    return see_other(f"{case_path(claim_no)}/people?done=heard")


@router.post("/freezes/{freeze_id}/lift")
def lift(freeze_id: str, request: Request, reason: Text = "") -> RedirectResponse:
    """End a freeze after it was looked into; what was decided before it stays over."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            freezing.lift(service, session, who, freeze_id, reason.strip())
            found = freezes.find(session, freeze_id)
    except Refusal as refusal:
        raise explained(refusal) from None
    if found is None or found.claim_no is None:
        return see_other("/queue?done=lifted")
    return see_other(f"{case_path(found.claim_no)}/people?done=lifted")
