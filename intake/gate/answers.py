"""What the routes of the gate answer and refuse, for the API's description.

Here: shapes of answers. Not here: the routes (endpoints.py, signed.py), what is answered when (service.py, paying.py).
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from intake.openapi.said import Answer, Box, Code, Day, Digest, Fen, Moment, Route, Said, Store, Success, ok
from validators.model.codes import LegStatus, Payee


class LegShown(Answer):
    """One part of an item for one payee; `account_digest` is not for submitters."""

    leg_id: str
    item: str
    payee: Payee
    beneficiary: int | None
    fen: Fen
    status: LegStatus
    code: Code
    reasons: list[Code]
    account_digest: Digest | None = None
    obligation_fen: Fen | None = None


class Verdict(Answer):
    """Which part of which item may go to whom now; `code` UNKNOWN_CLAIM, without legs, means HOLD."""

    claim_no: str
    as_of: Moment
    rule_version: str
    revision: int | None
    legs: list[LegShown]
    code: Literal["UNKNOWN_CLAIM"] | None = None


class SignedVerdict(Answer):
    """The verdict as a compact JWS (docs/signed-verdicts.md)."""

    claim_no: str
    verdict: str = Field(pattern=r"^[\w-]+\.[\w-]+\.[\w-]+$")


class Verdicts(Answer):
    """Verdicts in the order of the question."""

    verdicts: list[Verdict]


class Fault(Answer):
    """What a side must bring or mend, and how; `document` is null where a paper is missing."""

    document: str | None
    page: int | None
    box: Box | None
    code: Code
    message: str
    cure: str
    new: bool


class PersonLeg(Answer):
    """What a person gets whatever the faults."""

    item: str
    fen: Fen
    status: LegStatus
    code: Code


class Notice(Answer):
    """Everything that the caller's side must bring or mend, all at once."""

    claim_no: str
    as_of: Moment
    round: int = Field(ge=1)
    until: Day
    faults: list[Fault]
    person_legs: list[PersonLeg]


class AccountDigest(Answer):
    """The keyed digest of an account and its holder."""

    account_digest: Digest


class Reserved(Answer):
    """One row of a batch: ALLOW with a token, HOLD or DENY with codes."""

    answer: Literal["ALLOW", "HOLD", "DENY"]
    codes: list[Code]
    token: str | None
    expires_at: Moment | None


class TokenAnswer(Answer):
    """Whether an event of a token was accepted."""

    answer: Literal["OK", "REFUSED"]
    code: Code | None


class FreezeSet(Answer):
    """The freeze that holds from the next question on."""

    id: str


class FreezeLifted(Answer):
    """The freeze that has ended."""

    id: str
    state: Literal["LIFTED"]


class ObjectionKept(Answer):
    """The objection and the freeze that came with it."""

    id: str
    freeze_id: str


class Jwk(Answer):
    """A public key (RFC 7517); one that was replaced says until when it verifies."""

    kty: str
    crv: str
    x: str
    kid: str
    alg: str
    use: Literal["sig"]
    exp: int | None = None


class Jwks(Answer):
    """The public keys that verify signed verdicts now."""

    keys: list[Jwk]


_EVENT = Said(ok("What became of the event.", TokenAnswer), keyed=True)

SAID: Mapping[Route, Said] = {
    ("GET", "/v1/claims/{claim_no}/verdict"): Said(ok("The verdict; signed on request.", Verdict, SignedVerdict)),
    ("GET", "/v1/claims/{claim_no}/notice"): Said(ok("The notice.", Notice)),
    ("POST", "/v1/verdicts:evaluate"): Said(ok("One verdict a claim.", Verdicts), store=Store.READ),
    ("POST", "/v1/accounts:digest"): Said(ok("The digest; nothing is kept.", AccountDigest), store=Store.NOTHING),
    ("POST", "/v1/gate:reserve"): Said(
        ok("The answer about this row.", Reserved), refuses=("IDEMPOTENCY_MISMATCH",), keyed=True
    ),
    ("POST", "/v1/gate:consume"): _EVENT,
    ("POST", "/v1/gate:release"): _EVENT,
    ("POST", "/v1/gate:settled"): Said(
        ok("What became of the event.", TokenAnswer), refuses=("BAD_VALUE",), keyed=True
    ),
    ("POST", "/v1/gate:returned"): _EVENT,
    ("POST", "/v1/gate:retry"): _EVENT,
    ("POST", "/v1/gate:give_up"): _EVENT,
    ("POST", "/v1/gate:cancel"): _EVENT,
    ("POST", "/v1/gate:reconciled"): _EVENT,
    ("POST", "/v1/gate:recovered"): _EVENT,
    ("POST", "/v1/freezes"): Said(
        ok("The freeze is in force.", FreezeSet, status=201), refuses=("NOT_FOUND",), keyed=True
    ),
    ("POST", "/v1/freezes/{freeze_id}/lift"): Said(
        ok("The freeze has ended.", FreezeLifted), refuses=("WRONG_STATE",), keyed=True
    ),
    ("POST", "/v1/claims/{claim_no}/objections"): Said(
        ok("The objection is kept, its freeze in force.", ObjectionKept, status=201), keyed=True
    ),
    ("GET", "/.well-known/jwks.json"): Said(
        {200: Success("The keys; they may be kept for five minutes.", (Jwks,))}, store=Store.NOTHING
    ),
}
