"""Bodies of the gate's routes, as callers send them (CONTRACT §4). Unknown members are refused.

Here: shapes and their limits. Not here: what they lead to.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from intake.claims.schemas import Day
from intake.openapi.patterns import NOT_BLANK, NOT_WHITE

MOST_FEN = 10**13
MOST_CLAIMS = 5000
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
NotBlank = Field(json_schema_extra={"pattern": NOT_WHITE})  # what remains when blanks are stripped is not empty
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), NotBlank]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Item = Annotated[str, StringConstraints(pattern=r"^[A-Z_]{1,32}$")]


class Body(BaseModel):
    """A closed body."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EvaluateBody(Body):
    """Which claims are asked about, in order."""

    claims: Annotated[list[Name], Field(max_length=MOST_CLAIMS)]


class AccountBody(Body):
    """An account that will really be paid, and its holder."""

    account: Annotated[str, StringConstraints(min_length=1, max_length=64), Field(json_schema_extra={"pattern": r"\d"})]
    holder: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ReserveBody(Body):
    """One row of a batch: this much of this part to this account."""

    claim_no: Name
    item: Item
    payee: Literal["PERSON", "EMPLOYER", "JOINT", "UNDECIDED"]
    beneficiary: Annotated[int, Field(ge=0, le=1000)] | None = None
    amount_fen: Annotated[int, Field(gt=0, lt=MOST_FEN)]
    account_digest: Digest | None = None
    batch_row: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TokenBody(Body):
    """A token, and why where it matters."""

    token: Token
    reason: Reason | None = None


class SettledBody(Body):
    """A token and the bank's credit date: the first day of the month for passing on."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)  # JSON has no dates of its own

    token: Token
    credit_date: Day


class ReasonedTokenBody(Body):
    """A token and a reason that must be given."""

    token: Token
    reason: Reason


class RetryBody(Body):
    """The token of the returned payment, and the new one that was reserved for it (found where it is left out)."""

    token: Token
    new_token: Token | None = None


class FreezeBody(Body):
    """What is frozen and why; `value` is the claim's number, a credit code, a city; nothing for the province."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        json_schema_extra={
            "anyOf": [
                {"properties": {"scope": {"const": "province"}}},
                {"required": ["value"], "properties": {"value": {"type": "string", "pattern": NOT_BLANK}}},
            ]
        },
    )

    scope: Literal["claim", "employer", "city", "province"]
    value: Annotated[str, StringConstraints(max_length=200)] | None = None
    reason: Reason


class ReasonBody(Body):
    """Why."""

    reason: Reason


class ObjectionBody(Body):
    """Who objects to what, through which channel, and why."""

    item: Item | None = None
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NotBlank]
    channel: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), NotBlank]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
