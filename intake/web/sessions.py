"""Routes by which people come in and leave: the exchange of a token for a session, and its end.

Here: HTTP of sessions. Not here: what a session is (access.sessions), its cookie (access.cookies), what anybody sees.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from intake.access.cookies import drop_session_cookie, require_safe_way, session_word, set_session_cookie
from intake.access.gatekeeper import SAME_PAGE, GuardedRoute, sent_by_our_page
from intake.access.sessions import LIFETIME, Source, end_session, open_session, source_of
from intake.access.tokens import TokenFault, read_token
from intake.links.service import enter_by_link
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.onward import goodbye_address, lead_on
from intake.web.pages import is_page, see_other

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
MAX_BODY_BYTES = 8_192


@router.post("/session")
async def begin_session(request: Request) -> Response:
    """Exchange a token for a session cookie."""
    sent = await read_small_json(request)
    require_safe_way(request)
    service = runtime_of(request).service
    try:
        proven = read_token(service.settings, _text(sent, "token"))
        word = await run_in_threadpool(open_session, service, proven.who, Source.TOKEN, proven.until)
    except TokenFault:
        raise Refusal("NOT_AUTHENTICATED") from None
    return await enter(request, Response(status_code=204), word)


@router.post("/session/link")
async def begin_by_link(request: Request) -> Response:
    """Open a one-time link: its token and the last digits of the person's ID number for a session cookie."""
    sent = await read_small_json(request)
    require_safe_way(request)
    service = runtime_of(request).service
    word = await run_in_threadpool(enter_by_link, service, _text(sent, "token"), _text(sent, "digits"))
    return await enter(request, Response(status_code=204), word)


@router.post("/session/end")
async def leave_session(request: Request) -> Response:
    """End the session: on the server, and in this browser."""
    if not sent_by_our_page(request):
        raise Refusal("FORBIDDEN")
    service, word = runtime_of(request).service, session_word(request)
    source = await run_in_threadpool(source_of, service, word) if word else None
    await _end_present(request)
    away = await goodbye_address(request) if source is Source.OIDC else None
    response = _farewell(request, away)
    drop_session_cookie(request, response)
    return response


def _farewell(request: Request, away: str | None) -> Response:
    """Lead to the first page, or to where the identity provider ends its own session too."""
    if is_page(request):
        # No redirect: a form's may lead to our own site only (form-action of the Content-Security-Policy).
        return see_other("/") if away is None else lead_on(request, away)
    return Response(status_code=204) if away is None else JSONResponse({"to": away})


async def enter(request: Request, response: Response, word: str, lifetime: timedelta = LIFETIME) -> Response:
    """Put a new session into the browser; one that it had before is over."""
    await _end_present(request)
    set_session_cookie(request, response, word, int(lifetime.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return response


async def _end_present(request: Request) -> None:
    word = session_word(request)
    if word:
        await run_in_threadpool(end_session, runtime_of(request).service, word)


async def read_small_json(request: Request) -> Mapping[str, object]:
    """Read a small JSON object that a script of our own pages sent."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Refusal("BAD_REQUEST")
    if SAME_PAGE not in request.headers:
        raise Refusal("FORBIDDEN")
    try:
        sent = json.loads(bytes(body))
    except ValueError:
        raise Refusal("NOT_AUTHENTICATED") from None
    if not isinstance(sent, dict):
        raise Refusal("NOT_AUTHENTICATED")
    return sent


def _text(sent: Mapping[str, object], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""
