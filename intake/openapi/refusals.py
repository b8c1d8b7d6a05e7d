"""Refusals as the description says them: one shape, and for each status the codes that a route can give.

Here: the schema of problem+json and its responses. Not here: the codes and their sentences (problems.py), which route
refuses what (document.py).
"""

from collections.abc import Iterable

from intake.openapi.said import Schema
from intake.problems import KINDS, MEDIA_TYPE, TYPE_BASE

NAME = "Problem"
BY_GATE = "GATE_REFUSES"  # its answers carry the code of the check that refuses
CHECK_CODE = "^[A-Z]{1,4}-[0-9]{3}$|^[A-Z_]{1,40}$"

PROBLEM: Schema = {
    "type": "object",
    "title": NAME,
    "description": "Why a request was refused (RFC 9457). Programs go by `code`, which is stable; people by `detail`.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "pattern": f"^{TYPE_BASE}[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "zh-CN unless Accept-Language asks for English."},
        "code": {"type": "string"},
        "field": {"type": "string", "description": "The member of the request that BAD_VALUE is about."},
        "retry_after": {"type": "integer", "description": "Seconds after which RATE_LIMITED is over."},
        "expects": {"type": "string", "description": "What can stand there."},
    },
}

_HEADERS: dict[int, Schema] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}},
    503: {"Retry-After": {"required": True, "description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}},
}


def refusals_of(codes: Iterable[str], shared: dict[str, Schema]) -> dict[str, Schema]:
    """Give the responses of a route by status, each with the codes that it can carry; those of one code are shared."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(KINDS[code].status, []).append(code)
    return {str(status): _shared(status, named, shared) for status, named in sorted(by_status.items())}


def _shared(status: int, codes: list[str], shared: dict[str, Schema]) -> Schema:
    if len(codes) > 1:
        return _response(status, codes)
    shared.setdefault(codes[0], _response(status, codes))
    return {"$ref": f"#/components/responses/{codes[0]}"}


def _response(status: int, codes: list[str]) -> Schema:
    meanings = [f"`{code}`: {KINDS[code].english}" for code in codes if code != BY_GATE]
    if BY_GATE in codes:
        meanings.append(f"The code of the gate's check (`G-002`, `G-008` …): {KINDS[BY_GATE].english}")
    shape = {"allOf": [{"$ref": f"#/components/schemas/{NAME}"}, {"properties": {"code": _code(codes)}}]}
    response: Schema = {"description": "\n\n".join(meanings), "content": {MEDIA_TYPE: {"schema": shape}}}
    headers = {"Content-Language": {"required": True, "schema": {"type": "string", "enum": ["zh-CN", "en"]}}}
    return response | {"headers": headers | _HEADERS.get(status, {})}


def _code(codes: list[str]) -> Schema:
    if BY_GATE in codes:
        return {"type": "string", "pattern": CHECK_CODE}
    return {"type": "string", "enum": codes}
