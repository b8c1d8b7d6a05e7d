"""What the reviewers' routes answer and refuse, for the API's description.

Here: shapes of answers. Not here: the routes (endpoints.py), what a word leads to (flags.py, keying.py, decisions.py).
"""

from collections.abc import Mapping
from typing import Annotated

from intake.openapi.said import Answer, Code, Day, Digest, Moment, Route, Said, ok, states
from validators.keyed import KeyingState
from validators.lifecycle import DECISION, FLAG
from validators.model.codes import Scope, Severity

FlagState = Annotated[str, states(FLAG)]
DecisionState = Annotated[str, states(DECISION)]


class FlagShown(Answer):
    """A flag of the queue."""

    id: str
    claim_no: str
    document: str | None
    code: Code
    severity: Severity
    scope: Scope
    field: str | None
    state: FlagState
    lease_until: Moment | None


class FlagPage(Answer):
    """One page of the queue; `next` goes into `after`."""

    flags: list[FlagShown]
    next: str | None


class FlagTaken(Answer):
    """The lease of a flag."""

    id: str
    state: FlagState
    lease_until: Moment


class FlagMoved(Answer):
    """Where the flag stands now; `keying` where a value was keyed with it."""

    id: str
    state: FlagState
    keying: KeyingState | None = None


class FieldKeyed(Answer):
    """Whether the keyed value counts."""

    state: KeyingState


class DecisionProposed(Answer):
    """A proposal, and the digest that its confirmation must name."""

    id: str
    state: DecisionState
    evidence_digest: Digest
    valid_until: Day


class DecisionMoved(Answer):
    """Where the decision stands now."""

    id: str
    state: DecisionState


_DECIDED = Said(ok("Done.", DecisionMoved), refuses=("WRONG_STATE", "GATE_REFUSES"), keyed=True)

SAID: Mapping[Route, Said] = {
    ("GET", "/v1/flags"): Said(ok("One page, oldest first.", FlagPage)),
    ("POST", "/v1/flags/{flag_id}/take"): Said(
        ok("The flag is the caller's for a while.", FlagTaken), refuses=("LEASED", "WRONG_STATE", "GATE_REFUSES")
    ),
    ("POST", "/v1/flags/{flag_id}/close"): Said(
        ok("Done.", FlagMoved),
        refuses=("LEASED", "ESCALATE_FIRST", "WRONG_STATE", "GATE_REFUSES", "BAD_VALUE"),
        keyed=True,
    ),
    ("POST", "/v1/flags/{flag_id}/escalate"): Said(
        ok("Done.", FlagMoved), refuses=("LEASED", "WRONG_STATE"), keyed=True
    ),
    ("PUT", "/v1/documents/{document_id}/fields/{name}"): Said(
        ok("The word is kept.", FieldKeyed), refuses=("WRONG_STATE", "GATE_REFUSES", "BAD_VALUE"), keyed=True
    ),
    ("POST", "/v1/claims/{claim_no}/decisions"): Said(
        ok("The proposal is kept.", DecisionProposed, status=201),
        refuses=("WRONG_STATE", "GATE_REFUSES", "NOT_OVERRIDABLE"),
        keyed=True,
    ),
    ("POST", "/v1/decisions/{decision_id}/confirm"): _DECIDED,
    ("POST", "/v1/decisions/{decision_id}/return"): Said(
        ok("Done.", DecisionMoved), refuses=("WRONG_STATE",), keyed=True
    ),
    ("POST", "/v1/decisions/{decision_id}/retract"): _DECIDED,
}
