"""What the routes of links take, checked.

Here: bodies. Not here: what they lead to (service.py).
"""

from typing import Annotated

from pydantic import Field

from intake.gate.schemas import Body, Name

MOST_HOURS = 336
USUAL_HOURS = 72


class LinkBody(Body):
    """For whom a link is: a place in the claim's relatives, or nothing for the worker; and for how many hours."""

    claim_no: Name
    relative: Annotated[int, Field(ge=0, le=1000)] | None = None
    hours: Annotated[int, Field(ge=1, le=MOST_HOURS)] = USUAL_HOURS
