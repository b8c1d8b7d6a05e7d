"""What the routes of duties answer and refuse, for the API's description.

Here: shapes of answers. Not here: the routes (endpoints.py), which duties are whose (showing.py).
"""

from collections.abc import Mapping
from typing import Annotated

from intake.openapi.said import Answer, Day, Fen, Route, Said, ok, states
from validators.lifecycle import OBLIGATION

DutyState = Annotated[str, states(OBLIGATION)]


class DutyShown(Answer):
    """A duty with its days; a worker or relative sees no name and no paper."""

    id: str
    claim_no: str
    item: str
    beneficiary: int | None
    due_fen: Fen
    received_on: Day
    paid_on: Day | None
    pass_on_nominal: Day
    pass_on_final: Day | None
    proof_nominal: Day | None
    proof_final: Day | None
    calendar_unknown: bool
    state: DutyState
    late: bool
    reminders: list[str]
    beneficiary_name: str | None = None
    slip_document: str | None = None
    proof_document: str | None = None


class DutyPage(Answer):
    """One page of duties; `next` goes into `after`."""

    obligations: list[DutyShown]
    next: str | None


class DutyMoved(Answer):
    """Where the duty stands now."""

    id: str
    state: DutyState


def _event(*codes: str) -> Said:
    return Said(ok("Done.", DutyMoved), refuses=("WRONG_STATE", *codes), keyed=True)


SAID: Mapping[Route, Said] = {
    ("GET", "/v1/obligations"): Said(ok("One page, in the order in which they arose.", DutyPage)),
    ("POST", "/v1/obligations/{obligation_id}/report"): _event("BAD_VALUE"),
    ("POST", "/v1/obligations/{obligation_id}/proof"): _event("BAD_VALUE"),
    ("POST", "/v1/obligations/{obligation_id}/accept"): _event("GATE_REFUSES"),
    ("POST", "/v1/obligations/{obligation_id}/return"): _event(),
    ("POST", "/v1/obligations/{obligation_id}/deny"): _event(),
    ("POST", "/v1/obligations/{obligation_id}/settle"): _event(),
    ("POST", "/v1/obligations/{obligation_id}/recover"): _event(),
    ("POST", "/v1/obligations/{obligation_id}/paid_back"): _event(),
    ("POST", "/v1/obligations/{obligation_id}/court_closed"): _event("BAD_VALUE"),
}
