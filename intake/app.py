"""The API and the pages as one FastAPI application.

Here: putting routers, the gatekeeper, refusals and headers together. Not here: any endpoint's work. This process never
imports OpenCV, the engine or a PDF library.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from intake.access.gatekeeper import Gatekeeper, GuardedRoute, who_asks
from intake.access.table import BY_ROUTE
from intake.around import Around
from intake.claims.endpoints import router as claims_router
from intake.duties.endpoints import router as duties_router
from intake.gate.endpoints import router as gate_router
from intake.gate.signed import router as keys_router
from intake.links.endpoints import router as links_router
from intake.observability import place_of
from intake.presenting.shapes import Json
from intake.problems import MEDIA_TYPE, Refusal, problem, wants_english
from intake.review.endpoints import router as review_router
from intake.ringing import open_bell
from intake.runtime import Runtime, runtime_of
from intake.uploads.endpoints import router as documents_router
from intake.uploads.tus import router as tus_router
from intake.web.demo import router as demo_router
from intake.web.endpoints import mount_static
from intake.web.endpoints import router as web_router
from intake.web.home import router as home_router
from intake.web.login import router as login_router
from intake.web.overview.endpoints import router as overview_router
from intake.web.pages import is_page, refuse_page
from intake.web.reviewing.deciding_endpoints import router as deciding_router
from intake.web.reviewing.endpoints import router as reviewing_router
from intake.web.reviewing.paper_endpoints import router as paper_router
from intake.web.reviewing.people_endpoints import router as people_router
from intake.web.reviewing.recheck import router as recheck_router
from intake.web.sessions import router as sessions_router
from intake.web.submitting.case import router as case_pages
from intake.web.submitting.deadlines import router as deadline_pages
from intake.web.submitting.letter import router as letter_pages
from intake.web.submitting.papers import router as paper_pages
from intake.web.submitting.signature import router as signature_router
from intake.wiring import Service
from ocr.sandbox.client import Sandbox
from storage import faults

log = structlog.get_logger()
health = APIRouter(tags=["health"], route_class=GuardedRoute)


@health.get("/healthz")
def healthz() -> Json:
    """The process runs."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """The database answers."""
    try:
        runtime_of(request).service.database.ping()
    except faults.StorageFault:
        return JSONResponse({"status": "not ready"}, 503)
    return JSONResponse({"status": "ready"})


@health.get("/v1/me")
def read_me(request: Request) -> Json:
    """Who the caller is, for the pages."""
    who = who_asks(request)
    return {
        "subject": who.subject,
        "role": who.role.value,
        "bound": {"claim": who.bound.claim, "uscc": who.bound.uscc, "office": who.bound.office},
        "demo": runtime_of(request).service.settings.allow_fictional,
    }


def build_app(service: Service, sandbox: Sandbox) -> FastAPI:
    """Build the application over a wired service."""
    runtime = Runtime(service, sandbox, open_bell(service.settings))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        runtime.start()
        yield
        runtime.stop()
        service.close()

    app = FastAPI(
        title="claimgate",
        version="1",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.runtime = runtime
    app.state.gatekeeper = Gatekeeper(service)
    for router in (  # routes are tried in this order: what is asked most stands first
        gate_router,
        health,
        claims_router,
        documents_router,
        tus_router,
        keys_router,
        review_router,
        duties_router,
        links_router,
        home_router,
        overview_router,
        web_router,
        sessions_router,
        reviewing_router,
        people_router,
        login_router,
        demo_router,
        case_pages,
        paper_pages,
        letter_pages,
        deadline_pages,
        paper_router,
        signature_router,
        deciding_router,
        recheck_router,
    ):
        app.include_router(router)
    mount_static(app)
    app.add_middleware(Around)
    if service.settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(service.settings.trusted_proxies))
    _handle_errors(app)
    check_table(app)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def described(app: FastAPI) -> dict[str, Any]:
    """Give the API's description; worked out when it is first asked for, since few processes ever are."""
    kept: dict[str, Any] | None = getattr(app.state, "described", None)
    if kept is None:
        from intake.openapi.document import describe

        kept = app.state.described = describe(app)
    return kept


def check_table(app: FastAPI) -> None:
    """Stop the start when a route has no row of access, a row no route, or a route no gatekeeper before it."""
    routes = {
        (method, route.path)
        for route in routes_of(app)
        for method in route.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }
    missing = routes - BY_ROUTE.keys()
    if missing:
        raise RuntimeError(f"routes without a row of access: {sorted(missing)}")
    unused = BY_ROUTE.keys() - routes
    if unused:
        raise RuntimeError(f"rows of access without a route: {sorted(unused)}")
    open_ones = sorted(
        route.path for route in routes_of(app) if isinstance(route, APIRoute) and not isinstance(route, GuardedRoute)
    )
    if open_ones:
        raise RuntimeError(f"routes without the gatekeeper: {open_ones}")


def routes_of(app: FastAPI) -> Iterator[Route]:
    """Give every route of the application, those of included routers too (newer FastAPI keeps them as one entry)."""
    for entry in app.routes:
        inner = getattr(entry, "original_router", None)
        for route in [entry] if inner is None else inner.routes:
            if isinstance(route, Route):
                yield route


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return send_problem(request, refusal)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        codes = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 412: "TUS_VERSION", 413: "BODY_TOO_LARGE"}
        headers = error.headers if error.status_code != 405 else _allowed(app, request) or error.headers
        return send_problem(request, Refusal(codes.get(error.status_code, "BAD_REQUEST")), headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # A path that no object can have is a missing thing; nothing of the input is echoed.
        path_only = all(one.get("loc", ("",))[0] == "path" for one in error.errors())
        return send_problem(request, Refusal("NOT_FOUND" if path_only else "BAD_REQUEST"))

    for kind, code in (
        (faults.StorageFull, "STORAGE_FULL"),
        (faults.IdempotencyInFlight, "IN_FLIGHT"),
        (faults.IdempotencyMismatch, "IDEMPOTENCY_MISMATCH"),
        (faults.ObjectTooLarge, "TOO_LARGE"),
        (faults.WrongState, "WRONG_STATE"),
        (faults.TransientFault, "BUSY"),
        (faults.DurabilityLost, "BUSY"),
    ):
        app.add_exception_handler(kind, _refuse_with(code))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("request.failed", error=type(error).__name__, place=place_of(error))
        return send_problem(request, Refusal("FAILED"))


def _allowed(app: FastAPI, request: Request) -> dict[str, str]:
    """Every method that the address takes (RFC 9110): the framework names those of one route only."""
    fitting = [route for route in routes_of(app) if route.matches(request.scope)[0] is not Match.NONE]
    methods = sorted({method for route in fitting for method in route.methods or ()})
    return {"Allow": ", ".join(methods)} if methods else {}


def _refuse_with(code: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        log.warning("request.refused", code=code, error=type(error).__name__)
        return send_problem(request, Refusal(code))

    return handler


def send_problem(request: Request, refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Send a refusal as problem+json in the caller's language, or as a page where a browser asks for one."""
    if is_page(request):
        page = refuse_page(request, refusal)
        page.headers.update(_wait(refusal))
        return page
    english = wants_english(request.headers.get("accept-language"))
    more = {**(headers or {}), **_wait(refusal)}
    if refusal.status == 401:
        more["WWW-Authenticate"] = 'Bearer realm="claimgate"'
    more["Content-Language"] = "en" if english else "zh-CN"
    return JSONResponse(problem(refusal, english=english), refusal.status, more, MEDIA_TYPE)


def _wait(refusal: Refusal) -> dict[str, str]:
    """After how many seconds another try makes sense."""
    if refusal.status == 503:
        return {"Retry-After": "3"}
    seconds = refusal.more.get("retry_after")
    return {} if seconds is None else {"Retry-After": str(seconds)}
