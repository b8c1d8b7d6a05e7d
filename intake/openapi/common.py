"""What the routes of no package answer: health, and who the caller is.

Here: shapes. Not here: the routes (app.py).
"""

from collections.abc import Mapping
from typing import Literal

from intake.access.who import Role
from intake.openapi.said import Answer, Route, Said, Store, Success, ok


class Health(Answer):
    """The process runs."""

    status: Literal["ok"]


class Ready(Answer):
    """Whether the database answers."""

    status: Literal["ready", "not ready"]


class BoundTo(Answer):
    """What a token is bound to."""

    claim: str | None
    uscc: str | None
    office: str | None


class Caller(Answer):
    """Who the caller is."""

    subject: str
    role: Role
    bound: BoundTo
    demo: bool


SAID: Mapping[Route, Said] = {
    ("GET", "/healthz"): Said(ok("The process runs.", Health), store=Store.NOTHING),
    ("GET", "/readyz"): Said(
        {200: Success("The database answers.", (Ready,)), 503: Success("The database does not answer.", (Ready,))},
        store=Store.NOTHING,
    ),
    ("GET", "/v1/me"): Said(ok("Who the caller is.", Caller), store=Store.NOTHING),
}
