"""Leading a person on: by a page of ours where a redirect would not do, and to where a provider's session ends.

Here: addresses and the page between. Not here: signing in and out (login.py, sessions.py).
"""

from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from intake.access.gatekeeper import provider_of
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import render


def lead_on(request: Request, to: str) -> Response:
    """A page that leads on by itself, with a link for whom it does not."""
    response = render(request, "onward.html", to=to)
    response.headers["Refresh"] = f"0; url={to}"
    return response


async def goodbye_address(request: Request) -> str | None:
    """Where the provider's own session is ended, if it says so; no token stands in that address."""
    provider = provider_of(request)
    if provider is None or provider.oidc.client_id is None:
        return None
    try:
        address = (await run_in_threadpool(provider.metadata)).end_session_endpoint
    except Refusal:
        return None  # our own session is over whether it answers or not
    if address is None:
        return None
    home = own_address(request) + "/"
    return f"{address}?" + urlencode({"client_id": provider.oidc.client_id, "post_logout_redirect_uri": home})


def own_address(request: Request) -> str:
    """Our own address, as it is set: what a request calls us is nobody's to choose who is sent elsewhere."""
    base = runtime_of(request).service.settings.public_url
    assert base is not None  # settings.py: no client id without it
    return base
