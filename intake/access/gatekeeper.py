"""The check before every endpoint: who asks, and does the table let that role call this route?

Here: bearer token or session cookie → `Who`; role against the table; nothing of a body is read before that, and of a
JSON body never more than a limit. Not here: the object (binding.py).
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from intake.access.cookies import session_word
from intake.access.limits import ROUTES, Limits
from intake.access.proven import ProvenTokens
from intake.access.sessions import prove_session
from intake.access.table import BY_ROUTE, Binding, Row
from intake.access.tokens import TokenFault, prove_token
from intake.access.who import Who
from intake.problems import Refusal
from intake.settings import Settings
from intake.wiring import Service
from storage.faults import TransientFault

if TYPE_CHECKING:
    from intake.access.oidc import Provider

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_PAGE = "x-claimgate"  # our scripts send this header; a form of another site cannot


MAX_JSON_BYTES = 4_000_000  # 5,000 claim numbers of 64 signs, each of them escaped


class GuardedRoute(APIRoute):
    """A route that asks the gatekeeper first: the framework itself would read the body before any dependency."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give the handler behind the gatekeeper."""
        handle, takes_json = super().get_route_handler(), self.body_field is not None

        async def guarded(request: Request) -> Response:
            gatekeeper = request.app.state.gatekeeper
            assert isinstance(gatekeeper, Gatekeeper)
            await gatekeeper.check(request)
            return await handle(Request(request.scope, _limited(request.receive)) if takes_json else request)

        return guarded


def _limited(receive: Receive) -> Receive:
    """Receive a body up to the limit; HTTPException is what the framework lets through while it reads."""
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_JSON_BYTES:
            raise HTTPException(413)
        return message

    return receive_limited


class Gatekeeper:
    """One of the whole application, held in `app.state`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._tokens = ProvenTokens(lambda token: prove_token(service.settings, token))
        self._limits = Limits() if service.settings.limits else None
        self.provider = open_provider(service.settings)

    async def check(self, request: Request) -> None:
        """Refuse with 401, 403 or 429, or leave the caller in `request.state.who`."""
        row = row_of(request)
        limited = ROUTES.get((row.method, row.path)) if self._limits is not None else None
        if limited is not None and self._limits is not None:
            self._limits.take_for_address(limited, request.client.host if request.client else None)
        if row.binding is Binding.PUBLIC:
            request.state.who = await self._if_known(request)
            return
        who = await self._who(request)
        if who.role not in row.roles:
            raise Refusal("FORBIDDEN")
        if limited is not None and self._limits is not None:
            self._limits.take_for_account(limited, f"{who.role} {who.subject}")
        request.state.who = who

    async def _if_known(self, request: Request) -> Who | None:
        # A public page greets whoever has a session, and asks nothing of whoever has none.
        word = session_word(request)
        try:
            return await self._by_session(word) if word else None
        except (TokenFault, TransientFault):
            return None

    async def _who(self, request: Request) -> Who:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer" and token:
                return await self._by_token(token.strip())
            word = session_word(request)
            if word is None or scheme:
                raise Refusal("NOT_AUTHENTICATED")
            if request.method not in SAFE_METHODS and not sent_by_our_page(request):
                raise Refusal("FORBIDDEN")
            return await self._by_session(word)
        except TokenFault:
            raise Refusal("NOT_AUTHENTICATED") from None

    async def _by_token(self, token: str) -> Who:
        if self.provider is None:
            return self._tokens.who(token)
        now = self._service.clock()
        if self.provider.has_at_hand(token):
            return self.provider.prove_access_token(token, now).who
        proven = await run_in_threadpool(self.provider.prove_access_token, token, now)
        return proven.who

    async def _by_session(self, word: str) -> Who:
        if self._service.database.is_local:
            return prove_session(self._service, word)
        return await run_in_threadpool(prove_session, self._service, word)  # another machine is asked


def open_provider(settings: Settings) -> "Provider | None":
    """Give the identity provider, if one is set; its libraries are imported then only."""
    if settings.oidc is None:
        return None
    from intake.access.oidc import Provider

    return Provider(settings.oidc)


def provider_of(request: Request) -> "Provider | None":
    """Give the identity provider of the application that answers this request."""
    gatekeeper = request.app.state.gatekeeper
    assert isinstance(gatekeeper, Gatekeeper)
    return gatekeeper.provider


def sent_by_our_page(request: Request) -> bool:
    """Say whether a script of ours or a form of one of our pages sent this; a form of another site can do neither.

    A form names where it comes from in headers that no page can write (Fetch Metadata; Origin, RFC 6454). Without any
    of them the answer is no.
    """
    if SAME_PAGE in request.headers:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc == request.headers.get("host")


def row_of(request: Request) -> Row:
    """Find the table's row of the matched route; a route without a row is closed to everybody."""
    path = getattr(request.scope.get("route"), "path", "")
    method = "GET" if request.method == "HEAD" else request.method
    row = BY_ROUTE.get((method, path))
    if row is None:
        raise Refusal("FORBIDDEN")
    return row


def who_asks(request: Request) -> Who:
    """Give the caller that the gatekeeper let in."""
    who = request.state.who
    assert isinstance(who, Who)
    return who
