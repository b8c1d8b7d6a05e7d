"""Routes of the pages that everybody meets: the first page, the door, the language, beginning and ending a session.

Here: HTTP of these. Not here: what anybody may see (access, presenting), submitters' pages (submitting).
"""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from intake.access.demo import DemoClaim, Part, demo_claims, is_offered
from intake.access.gatekeeper import GuardedRoute
from intake.runtime import runtime_of
from intake.web.pages import BACK_LENGTH, LANGUAGE_COOKIE, local_path, render, see_other

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
HERE = Path(__file__).parent
YEAR_SECONDS = 31_536_000


def mount_static(app: FastAPI) -> None:
    """Serve styles and scripts; they hold no data."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")


@router.get("/enter")
def enter(request: Request) -> HTMLResponse:
    """Takes the token out of the link's fragment, which never reaches a server log."""
    oidc = runtime_of(request).service.settings.oidc
    sign_in = oidc is not None and oidc.client_id is not None
    to = local_path(request.query_params.get("to", "/"))
    return render(request, "enter.html", sign_in=sign_in, to=to, parts=_parts(request), claims=_demo_claims(request))


def _parts(request: Request) -> tuple[Part, ...]:
    return tuple(Part) if is_offered(runtime_of(request).service.settings, request) else ()


def _demo_claims(request: Request) -> tuple[DemoClaim, ...]:
    service = runtime_of(request).service
    if not is_offered(service.settings, request):
        return ()
    with service.database.read() as session:
        return demo_claims(service, session)


@router.post("/language")
def choose_language(
    to: Annotated[str, Form(max_length=8)], back: Annotated[str, Form(max_length=BACK_LENGTH)]
) -> Response:
    """Keep the chosen language of the pages in a cookie, and go back to the page."""
    response = see_other(local_path(back))
    if to in {"zh", "en"}:
        response.set_cookie(LANGUAGE_COOKIE, to, max_age=YEAR_SECONDS, httponly=True, samesite="lax")
    return response
