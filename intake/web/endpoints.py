"""Routes of the pages: frames without data, whose scripts ask /v1, and the exchange of a token for a session.

Here: HTTP of the pages. Not here: what anybody may see (access, presenting).
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from intake.access.gatekeeper import SAME_PAGE, GuardedRoute, who_asks
from intake.access.opening import open_head
from intake.access.sessions import COOKIE, LIFETIME, open_session
from intake.access.tokens import TokenFault, prove_token
from intake.presenting.words import page_words
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import LANGUAGE_COOKIE, is_page, render, see_other

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
HERE = Path(__file__).parent
MAX_TOKEN_BYTES = 8_192
YEAR_SECONDS = 31_536_000


def mount_static(app: FastAPI) -> None:
    """Serve styles and scripts; they hold no data."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Where to begin."""
    return render(request, "home.html")


@router.get("/enter")
def enter(request: Request) -> HTMLResponse:
    """Takes the token out of the link's fragment, which never reaches a server log."""
    return render(request, "enter.html")


@router.get("/cases/{claim_no}")
def case(claim_no: str, request: Request) -> HTMLResponse:
    """The page of one claim."""
    service = runtime_of(request).service
    with service.database.read() as session:
        open_head(service, session, who_asks(request), claim_no)
    return render(request, "case.html", claim_no=claim_no, page_words=page_words())


@router.post("/session")
async def begin_session(request: Request) -> Response:
    """Exchange a token for a session cookie."""
    settings = runtime_of(request).service.settings
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_TOKEN_BYTES:
            raise Refusal("BAD_REQUEST")
    if SAME_PAGE not in request.headers:
        raise Refusal("FORBIDDEN")
    try:
        sent = json.loads(bytes(body))
        who = prove_token(settings, str(sent["token"]))
    except (ValueError, KeyError, TypeError, TokenFault):
        raise Refusal("NOT_AUTHENTICATED") from None
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        open_session(settings, who, now=datetime.now(UTC)),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/session/end")
def end_session(request: Request) -> Response:
    """Forget the session."""
    response = see_other("/") if is_page(request) else Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response


@router.post("/language")
def choose_language(to: Annotated[str, Form(max_length=8)], back: Annotated[str, Form(max_length=500)]) -> Response:
    """Keep the chosen language of the pages in a cookie, and go back to the page."""
    response = see_other(local_path(back))
    if to in {"zh", "en"}:
        response.set_cookie(LANGUAGE_COOKIE, to, max_age=YEAR_SECONDS, httponly=True, samesite="lax")
    return response


def local_path(path: str) -> str:
    """Give the path if it leads to a page of ours, else the first page: no link of ours sends anybody elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine and "\\" not in path else "/"
