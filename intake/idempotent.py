"""One effect a key for every writing route that takes JSON: the same key and body get the same bytes again.

Here: Idempotency-Key and body into one transaction with the effect. Not here: what an effect does.
"""

import json
from collections.abc import Callable, Mapping

from fastapi import Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from intake.access.gatekeeper import who_asks
from intake.access.who import Who
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.wiring import Service
from storage.records import idempotency
from storage.records.idempotency import Answer, RequestKey

LONGEST_KEY = 200
Effect = Callable[[Session], tuple[int, Json]]


def answer_once(
    request: Request, body: BaseModel, effect: Effect, headers: Mapping[str, str] | None = None
) -> Response:
    """Run the effect in one write transaction, once for its key; without a key every time."""
    service, who = runtime_of(request).service, who_asks(request)
    key = request_key(service, who, request, body)
    with service.database.write() as session:

        def work() -> Answer:
            status, answer = effect(session)
            return Answer(status, json.dumps(answer, ensure_ascii=False).encode())

        answer = idempotency.once(session, service.vault, key, service.clock(), work)
    more = {**(headers or {}), "Cache-Control": "no-store"}
    if answer.replayed:
        more["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, more, "application/json")


def request_key(service: Service, who: Who, request: Request, body: BaseModel) -> RequestKey | None:
    """Give the key of this request within its caller and route, or None; a key that cannot be one is refused."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Refusal("BAD_IDEMPOTENCY_KEY")
    caller = json.dumps([who.role, who.subject, who.bound.uscc, who.bound.claim, who.bound.office])
    place = f"{request.method} {request.url.path}\n{caller}"
    return RequestKey(
        scope=f"json:{service.vault.digest(place, 'idempotency-scope')}",
        key=key,
        request_digest=service.vault.digest(body.model_dump_json(), "idempotency-request"),
    )
