"""Routes of the reviewers' queue and of what people say about a flag, as forms.

Here: HTTP of these pages. Not here: what a word leads to (review.flags, review.keying), what a page shows (queue.py,
paper.py, case.py), proposals and their confirmation (deciding_endpoints.py).
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.review import flags as flag_words
from intake.runtime import runtime_of
from intake.web.pages import in_english, render, see_other
from intake.web.reviewing.case import show_case
from intake.web.reviewing.queue import Filter, place_of_flag, show_queue
from storage.records import flags

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Short = Annotated[str, Query(max_length=80)]


@router.get("/queue")
def queue(
    request: Request,
    order: Short = "risk",
    code: Short = "",
    claim: Short = "",
    kind: Short = "",
    after: Short = "",
    whose: Short = "",
    done: Short = "",
) -> HTMLResponse:
    """What waits in the caller's office."""
    service, who = runtime_of(request).service, who_asks(request)
    chosen, english = Filter(order, code, claim, kind, after, whose), in_english(request)
    with service.database.read() as session:
        page = show_queue(service, session, who, chosen, english=english)
    return render(request, "reviewing/queue.html", page=page, chosen=chosen, done=done)


@router.get("/cases/{claim_no}/review")
def case(claim_no: str, request: Request, flag: Short = "", done: Short = "") -> HTMLResponse:
    """One claim: papers side by side, earlier uses, open flags, legs."""
    service, who = runtime_of(request).service, who_asks(request)
    page = show_case(service, who, claim_no, english=in_english(request))
    return render(request, "reviewing/case.html", page=page, chosen=flag, done=done)


@router.post("/queue/{flag_id}/take")
def take(flag_id: str, request: Request) -> RedirectResponse:
    """Lease a flag, or take it over when another's lease has ended, and open what it is about."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        flag_words.take(service, session, who, flag_id)
        flag = flags.find(session, flag_id)
        assert flag is not None
    return see_other(place_of_flag(flag))
