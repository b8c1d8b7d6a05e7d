"""Routes of signing in by an identity provider: off to it, and back from it.

Here: HTTP, and the cookie that lasts while somebody is away. Not here: the protocol (access.oidc_login), which is
imported when somebody signs in. Where no provider is set, these addresses are as if they did not exist.
"""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from intake.access.cookies import is_secure, require_safe_way
from intake.access.gatekeeper import GuardedRoute, provider_of
from intake.access.sessions import Source, open_session
from intake.access.tokens import TokenFault
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.onward import lead_on, own_address
from intake.web.pages import local_path, render
from intake.web.sessions import enter

if TYPE_CHECKING:
    from intake.access.oidc import Provider

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
AWAY_SECONDS = 600


@router.get("/login")
async def log_in(request: Request, to: str = "/") -> Response:
    """Send the person to the identity provider."""
    from intake.access.oidc_login import begin_login

    provider, back = _provider(request), _back(request)
    require_safe_way(request)
    service = runtime_of(request).service
    begun = await run_in_threadpool(begin_login, provider, service.vault, back, local_path(to), service.clock())
    response = RedirectResponse(begun.address, 303, {"Cache-Control": "no-store"})
    secure = is_secure(request)
    response.set_cookie(
        _cookie(request),
        begun.remembered,
        max_age=AWAY_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",  # the way back comes from the provider's site, as a plain navigation
        secure=secure,
    )
    return response


@router.get("/login/callback")
async def come_back(request: Request) -> Response:
    """Take up who comes back from the identity provider."""
    from intake.access.oidc_login import finish_login

    provider, back = _provider(request), _back(request)
    service, answer = runtime_of(request).service, dict(request.query_params)
    try:
        remembered = request.cookies.get(_cookie(request), "")
        proven, to = await run_in_threadpool(
            finish_login, provider, service.vault, back, remembered, answer, service.clock()
        )
        word = await run_in_threadpool(open_session, service, proven.who, Source.OIDC, proven.until)
    except TokenFault as fault:
        response: Response = render(request, "refused.html", 403, sentence=str(fault), code="SIGN_IN_FAILED")
    else:
        # A page of ours that leads on, and no redirect: the cookie is SameSite=Strict, and a browser sends it to no
        # address that another site's navigation leads to, be it by a redirect of ours.
        response = await enter(request, lead_on(request, to), word)
    response.delete_cookie(_cookie(request), path="/", httponly=True, samesite="lax", secure=is_secure(request))
    return response


def _provider(request: Request) -> "Provider":
    provider = provider_of(request)
    if provider is None or provider.oidc.client_id is None:
        raise Refusal("NOT_FOUND")
    return provider


def _back(request: Request) -> str:
    return f"{own_address(request)}/login/callback"


def _cookie(request: Request) -> str:
    return "__Host-claimgate-login" if is_secure(request) else "claimgate_login"
