"""What the routes of links answer and refuse, for the API's description.

Here: shapes of answers. Not here: the routes (endpoints.py), what is answered when (service.py).
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from intake.openapi.said import Answer, Moment, Route, Said, ok


class LinkIssued(Answer):
    """A link, shown this once: nobody can have it shown again."""

    id: str
    url: str = Field(pattern=r"^https?://[^#]+/enter#link=[\w-]+$")
    expires_at: Moment


class LinkRevoked(Answer):
    """The link opens nothing any more, and what it opened is over."""

    id: str
    state: Literal["REVOKED"]


SAID: Mapping[Route, Said] = {
    ("POST", "/v1/links"): Said(
        ok("The link; hand it to that person.", LinkIssued, status=201), refuses=("NOT_FOUND", "BAD_VALUE")
    ),
    ("DELETE", "/v1/links/{link_id}"): Said(ok("It is over.", LinkRevoked)),
}
