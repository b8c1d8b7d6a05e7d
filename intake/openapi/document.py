"""The served OpenAPI document: the framework's own, made true.

Here: security, headers, limits of path parameters, answers and refusals put to every route. Not here: what each route
answers (answers.py of each package). What follows from the table of access, from a body or from the database is said
here once, for all routes.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from intake.access.limits import ROUTES as LIMITED_ROUTES
from intake.access.table import BY_ROUTE, EVERYONE, Binding, Row
from intake.claims.answers import SAID as CLAIMS
from intake.duties.answers import SAID as DUTIES
from intake.gate.answers import SAID as GATE
from intake.links.answers import SAID as LINKS
from intake.openapi.common import SAID as COMMON
from intake.openapi.refusals import NAME, PROBLEM, refusals_of
from intake.openapi.said import Route, Said, Schema, Store, Success
from intake.review.answers import SAID as REVIEW
from intake.uploads.answers import SAID as UPLOADS

SAID: Mapping[Route, Said] = {**COMMON, **CLAIMS, **UPLOADS, **GATE, **REVIEW, **DUTIES, **LINKS}
SCHEMAS = "#/components/schemas/"
ABOUT = (
    "Decides whether the work-injury fund may pay a firm. Money is integer fen, times are UTC. Another's thing and a "
    "missing thing answer alike. Whatever fails on our side answers 500 with code FAILED and the same shape as every "
    "refusal."
)
_OURS = frozenset({"HTTPValidationError", "ValidationError"})  # the framework's shapes of refusals, which nobody sends
_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body get the same bytes again; another body under the same key is refused.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]{1,200}$"},
}
_ID: Schema = {"type": "string", "minLength": 1, "maxLength": 64}
_PATH: Mapping[str, Schema] = {
    "page": {"type": "integer", "minimum": 0},
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
}
_HEADERS: Mapping[str, Schema] = {
    "Location": {"required": True, "schema": {"type": "string", "pattern": "^/v1/"}},
    "Location?": {"schema": {"type": "string", "pattern": "^/v1/"}},
    "Idempotency-Replayed": {"description": "An answer given before.", "schema": {"type": "string", "const": "true"}},
    "X-Request-Id": {"required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"}},
}


class _Untitled(GenerateJsonSchema):
    """Leaves out the title of every member: it only repeats the member's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def describe(app: FastAPI) -> Schema:
    """Give the document of an application."""
    document: Schema = copy.deepcopy(FastAPI.openapi(app))
    document["info"]["description"] = ABOUT
    shared: dict[str, Schema] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            row = BY_ROUTE[(method.upper(), path)]
            _complete(operation, row, SAID[(row.method, row.path)], shared)
    components = document.setdefault("components", {})
    components["responses"] = dict(sorted(shared.items()))
    theirs = {name: shape for name, shape in components.get("schemas", {}).items() if name not in _OURS}
    ours = {**_shapes(), NAME: PROBLEM}
    if twice := theirs.keys() & ours.keys():
        raise RuntimeError(f"two shapes of one name: {sorted(twice)}")
    components["schemas"] = dict(sorted((theirs | ours).items()))
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    return document


def _complete(operation: Schema, row: Row, said: Said, shared: dict[str, Schema]) -> None:
    if row.binding is not Binding.PUBLIC:
        operation["security"] = [{"bearer": []}]
        operation["description"] = f"{operation['description']}\n\nFor: {', '.join(sorted(row.roles))}."
    by_itself = "requestBody" in operation
    if said.body is not None:
        operation["requestBody"] = said.body
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            parameter["schema"] = _PATH.get(parameter["name"], _ID)
        if "anyOf" in parameter["schema"]:  # what may be left out; nobody can send null in an address
            [parameter["schema"]] = [one for one in parameter["schema"]["anyOf"] if one != {"type": "null"}]
    parameters = [*operation.get("parameters", ()), *said.parameters, *([_KEY] if said.keyed else ())]
    if parameters:
        operation["parameters"] = parameters
    answers = {str(status): _answer(one) for status, one in said.answers.items()}
    operation["responses"] = answers | refusals_of(_codes(operation, row, said, by_itself=by_itself), shared)


def _codes(operation: Schema, row: Row, said: Said, *, by_itself: bool) -> Iterator[str]:
    """Every refusal of a route: what follows from access, request and database, then its own."""
    places = {parameter["in"] for parameter in operation.get("parameters", ())}
    if row.binding is not Binding.PUBLIC:
        yield from ("NOT_AUTHENTICATED", "SIGN_IN_UNAVAILABLE")
        if row.roles != EVERYONE:
            yield "FORBIDDEN"
    if (row.method, row.path) in LIMITED_ROUTES:
        yield "RATE_LIMITED"
    if "path" in places:
        yield "NOT_FOUND"
    if by_itself:
        yield "BODY_TOO_LARGE"
    if by_itself or "query" in places:
        yield "BAD_REQUEST"
    if said.keyed:
        yield from ("BAD_IDEMPOTENCY_KEY", "IDEMPOTENCY_MISMATCH", "IN_FLIGHT")
    yield from said.refuses
    store = said.store or (Store.READ if row.method == "GET" else Store.WRITE)
    if store is not Store.NOTHING:
        yield "BUSY"
    if store is Store.WRITE:
        yield "STORAGE_FULL"


def _answer(one: Success) -> Schema:
    headers = {name.removesuffix("?"): _HEADERS[name] for name in (*one.headers, "X-Request-Id")}
    shapes = [{"$ref": SCHEMAS + shape.__name__} for shape in one.shapes]
    schema = shapes[0] if len(shapes) == 1 else {"anyOf": shapes} if shapes else one.schema
    content = {} if schema is None else {"schema": schema}
    said: Schema = {"description": one.meaning, "headers": headers}
    return said | ({"content": {one.media: content}} if one.media else {})


def _shapes() -> dict[str, Schema]:
    """The schemas of all answers, and of bodies that handlers read by themselves, under their classes' names."""
    models: dict[type[BaseModel], None] = {}
    for said in SAID.values():
        for success in said.answers.values():
            models.update(dict.fromkeys(success.shapes))
        models.update(dict.fromkeys(said.records.values()))
    _, made = models_json_schema(
        [(model, "validation") for model in models], ref_template=SCHEMAS + "{model}", schema_generator=_Untitled
    )
    shapes: dict[str, Schema] = made["$defs"]
    return shapes
