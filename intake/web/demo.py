"""The route by which somebody at a demonstration chooses whom to be.

Here: HTTP. Not here: when that is offered, and whom a choice makes the caller (access.demo). Where it is not offered,
the address is as if it did not exist.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.concurrency import run_in_threadpool

from intake.access.demo import Part, demo_claims, demo_who, is_offered
from intake.access.gatekeeper import GuardedRoute, sent_by_our_page
from intake.access.sessions import Source, begin
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import local_path, see_other
from intake.web.sessions import enter
from intake.wiring import Service

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Word = Annotated[str, Form(max_length=64)]
Path = Annotated[str, Form(max_length=500)]


@router.post("/session/demo")
async def begin_demo(request: Request, role: Word, claim: Word = "", to: Path = "/") -> Response:
    """Open the session of a fictional person."""
    service = runtime_of(request).service
    if not is_offered(service.settings, request):
        raise Refusal("NOT_FOUND")
    if not sent_by_our_page(request):
        raise Refusal("FORBIDDEN")
    if role not in set(Part):
        raise Refusal("BAD_REQUEST")
    word = await run_in_threadpool(_begin, service, Part(role), claim)
    return await enter(request, see_other(local_path(to)), word)


def _begin(service: Service, part: Part, claim_no: str) -> str:
    with service.database.write() as session:
        who = demo_who(part, demo_claims(service, session), claim_no or None)
        return begin(service, session, who, Source.DEMO)
