"""Routes of the pages: frames without data, whose scripts ask /v1, and the exchange of a token for a session.

Here: HTTP of the pages. Not here: what anybody may see (access, presenting).
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, select_autoescape

from intake.access.gatekeeper import SAME_PAGE, GuardedRoute
from intake.access.sessions import COOKIE, LIFETIME, open_session
from intake.access.tokens import TokenFault, prove_token
from intake.presenting.words import page_words
from intake.problems import Refusal
from intake.runtime import runtime_of

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
HERE = Path(__file__).parent
MAX_TOKEN_BYTES = 8_192
PAGE_WORDS = page_words()
templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())


def mount_static(app: FastAPI) -> None:
    """Serve styles and scripts; they hold no data."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Where to begin."""
    return _page(request, "home.html")


@router.get("/enter")
def enter(request: Request) -> HTMLResponse:
    """Takes the token out of the link's fragment, which never reaches a server log."""
    return _page(request, "enter.html")


@router.get("/cases/{claim_no}")
def case(claim_no: str, request: Request) -> HTMLResponse:
    """The page of one claim."""
    return _page(request, "case.html", claim_no=claim_no, words=PAGE_WORDS)


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
def end_session() -> Response:
    """Forget the session."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response


def _page(request: Request, name: str, **values: str) -> HTMLResponse:
    demo = runtime_of(request).service.settings.allow_fictional
    html = templates.get_template(name).render(demo=demo, **values)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})
