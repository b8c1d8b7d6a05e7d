"""The words in which a package says what its routes answer and refuse.

Here: one row a route, the base of all answers' shapes, the few types that several share. Not here: the rows
(answers.py of each package), what follows from the table of access and the request alone (document.py). Shapes describe
answers and never make them: members may be added, so that none is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from validators.lifecycle import Machine

Route = tuple[str, str]  # method and path, as in the table of access
Schema = dict[str, Any]
JSON = "application/json"


class Store(StrEnum):
    """What a route needs of the database: decides which failures of it a caller can meet."""

    NOTHING = "nothing"
    READ = "read"  # 503
    WRITE = "write"  # 503, 507


class Answer(BaseModel):
    """The base of the shapes; a member with a default may be left out."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Success:
    """One status of success: what it means, the shapes of its body (one of them), further headers."""

    meaning: str
    shapes: tuple[type[Answer], ...] = ()
    headers: tuple[str, ...] = ()
    media: str = JSON  # "": an answer without a body
    schema: Schema | None = None  # of a body that is no JSON object


@dataclass(frozen=True, slots=True)
class Said:
    """What one route says about itself beyond its parameters and JSON body, which the framework knows."""

    answers: Mapping[int, Success]
    refuses: tuple[str, ...] = ()  # codes beyond those that follow from access, body and database
    keyed: bool = False  # takes an Idempotency-Key
    store: Store | None = None  # None: GET reads, all others write
    body: Schema | None = None  # a request body that the handler reads by itself
    parameters: tuple[Schema, ...] = ()  # headers that the handler reads by itself
    records: Mapping[str, type[BaseModel]] = field(default_factory=lambda: MappingProxyType({}))  # shapes that it names


def ok(meaning: str, *shapes: type[Answer], status: int = 200, headers: tuple[str, ...] = ()) -> Mapping[int, Success]:
    """Say the one success of a route that answers JSON."""
    return {status: Success(meaning, shapes, headers)}


def states(machine: Machine) -> WithJsonSchema:
    """Say that a word is a state of one machine."""
    return WithJsonSchema({"type": "string", "enum": sorted(machine.states)})


Fen = Annotated[int, Field(ge=0, description="Money in fen.")]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time", "pattern": "Z$"})]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Field(description="A check's code (docs/rules.md), or REVIEW where people look.")]
Box = Annotated[
    list[int], Field(min_length=4, max_length=4, description="x0, y0, x1, y1 in pixels of the page as uploaded.")
]
