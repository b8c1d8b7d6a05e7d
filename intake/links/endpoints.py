"""Routes of one-time links for people without an account.

Here: HTTP only. Not here: who may get one (service.py), the page on which it is opened (web.sessions).
"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.links.schemas import LinkBody
from intake.links.service import issue, revoke
from intake.runtime import runtime_of

router = APIRouter(prefix="/v1", tags=["links"], route_class=GuardedRoute)
FRESH = {"Cache-Control": "no-store"}


@router.post("/links", status_code=201)
def post_link(body: LinkBody, request: Request) -> JSONResponse:
    """Make a one-time link for one person of a claim; it is shown in this answer only."""
    service = runtime_of(request).service
    base = service.settings.public_url or str(request.base_url).rstrip("/")
    with service.database.write() as session:
        answer = issue(service, session, who_asks(request), body, base)
    return JSONResponse(answer, 201, FRESH)


@router.delete("/links/{link_id}")
def delete_link(link_id: str, request: Request) -> JSONResponse:
    """Revoke a link, used or not, and end the session that it opened."""
    service = runtime_of(request).service
    with service.database.write() as session:
        answer = revoke(service, session, who_asks(request), link_id)
    return JSONResponse(answer, headers=FRESH)
