"""Bodies of the reviewers' routes (CONTRACT §4). Unknown members are refused.

Here: shapes and their limits. Not here: what they lead to.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from intake.gate.schemas import MOST_FEN, Body, Digest, Item, Reason

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}-\d{3}$|^[A-Z_]{1,40}$")]
Sentence = Annotated[str, StringConstraints(max_length=2000)]
Value = Annotated[str, StringConstraints(max_length=200)] | int | bool | None


class KeyBody(Body):
    """A keyed value, the place on the page that shows it, and why."""

    value: Value
    page: Annotated[int, Field(ge=0, le=200)] = 0
    box: Annotated[list[int], Field(min_length=4, max_length=4)] | None = None
    reason: Reason


class CloseBody(Body):
    """How a flag ends; `value` goes with CORRECTED."""

    outcome: Literal["OK", "CORRECTED", "UPHELD"]
    reason: Reason
    value: Value = None


class Override(Body):
    """An open B that two people let pass, with the written reason."""

    code: Code
    reason: Reason


class DecisionBody(Body):
    """A proposal about one part of a claim; `from` UNDECIDED is about money that nobody gets yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    item: Item
    payee: Literal["EMPLOYER", "JOINT", "PERSON"]
    from_: Annotated[Literal["UNDECIDED"] | None, Field(alias="from")] = None
    cap_fen: Annotated[int, Field(ge=0, lt=MOST_FEN)]
    reasons: Annotated[list[Sentence], Field(max_length=50)] = Field(default_factory=list)
    overrides: Annotated[list[Override], Field(max_length=50)] = Field(default_factory=list)


class GiveBackBody(Body):
    """Why a proposal goes back, and, where the caller says it, of which evidence."""

    reason: Reason
    evidence_digest: Digest | None = None


class ConfirmBody(Body):
    """A second person's word on the very evidence that the first one saw."""

    reason: Reason
    evidence_digest: Digest
