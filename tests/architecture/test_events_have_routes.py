"""Every event that somebody causes has its route, and the route lets that somebody in.

Here: which routes cause which events. Not here: that they do it (tests of each service).
"""

import pytest

from intake.access.table import BY_ROUTE
from intake.access.who import Role
from validators.lifecycle import MACHINES, Transition

CLOSE_FLAG = ("POST", "/v1/flags/{flag_id}/close")
KEY_FIELD = ("PUT", "/v1/documents/{document_id}/fields/{name}")
CONFIRM = ("POST", "/v1/decisions/{decision_id}/confirm")
OBJECT = ("POST", "/v1/claims/{claim_no}/objections")
FREEZE = ("POST", "/v1/freezes")
SUSPEND = ("POST", "/v1/claims/{claim_no}/suspend")
SUBMIT = ("POST", "/v1/claims/{claim_no}/submit")
CONSUME, RETRY = ("POST", "/v1/gate:consume"), ("POST", "/v1/gate:retry")

Route = tuple[str, str]


def _document(event: str) -> Route:
    return "POST", f"/v1/documents/{{document_id}}/{event}"


def _case(event: str) -> Route:
    return "POST", f"/v1/claims/{{claim_no}}/{event}"


def _duty(event: str) -> Route:
    return "POST", f"/v1/obligations/{{obligation_id}}/{event}"


ROUTES: dict[tuple[str, str], tuple[Route, ...]] = {
    ("document", "release"): (_document("release"),),
    ("document", "return"): (_document("return"), CLOSE_FLAG),
    ("document", "keyed"): (KEY_FIELD, CLOSE_FLAG),
    ("document", "flags_closed"): (CLOSE_FLAG, KEY_FIELD),
    ("document", "reject"): (_document("reject"),),
    ("document", "replaced"): (_document("replace"),),
    ("document", "contest"): (_document("contest"),),
    ("document", "withdraw"): (_document("withdraw"),),
    ("flag", "take"): (("POST", "/v1/flags/{flag_id}/take"),),
    ("flag", "false_alarm"): (CLOSE_FLAG,),
    ("flag", "correct"): (CLOSE_FLAG, KEY_FIELD),
    ("flag", "uphold"): (CLOSE_FLAG,),
    ("flag", "escalate"): (("POST", "/v1/flags/{flag_id}/escalate"),),
    ("flag", "decide_ok"): (CLOSE_FLAG,),
    ("flag", "decide_bad"): (CLOSE_FLAG,),
    ("decision", "confirm"): (CONFIRM,),
    ("decision", "return"): (("POST", "/v1/decisions/{decision_id}/return"),),
    ("decision", "retract"): (("POST", "/v1/decisions/{decision_id}/retract"),),
    ("gate", "decision_confirmed"): (CONFIRM,),
    ("gate", "override_confirmed"): (CONFIRM,),
    ("gate", "refuse_confirmed"): (CONFIRM,),
    ("gate", "consume"): (CONSUME, RETRY),
    ("gate", "objection"): (OBJECT,),
    ("gate", "freeze"): (FREEZE, SUSPEND),
    ("gate", "lift"): (("POST", "/v1/freezes/{freeze_id}/lift"), _case("resume")),
    ("payout_notice", "bank_ok"): (("POST", "/v1/gate:settled"),),
    ("payout_notice", "bank_return"): (("POST", "/v1/gate:returned"),),
    ("payout_notice", "retry"): (RETRY, CONSUME),
    ("payout_notice", "give_up"): (("POST", "/v1/gate:give_up"),),
    ("payout_notice", "cancel"): (("POST", "/v1/gate:cancel"),),
    ("payout_notice", "reconciled"): (("POST", "/v1/gate:reconciled"),),
    ("payout_notice", "recovered"): (("POST", "/v1/gate:recovered"),),
    ("obligation", "reported"): (_duty("report"),),
    ("obligation", "filed"): (_duty("proof"),),
    ("obligation", "accepted"): (_duty("accept"),),
    ("obligation", "returned"): (_duty("return"),),
    ("obligation", "beneficiary_denies"): (_duty("deny"),),
    ("obligation", "recover"): (_duty("recover"),),
    ("obligation", "settled"): (_duty("settle"),),
    ("obligation", "paid_back"): (_duty("paid_back"),),
    ("obligation", "court_closed"): (_duty("court_closed"),),
    ("case", "submit"): (SUBMIT,),
    ("case", "resubmit"): (SUBMIT,),
    ("case", "gap_found"): (_case("gap"),),
    ("case", "decided"): (CONFIRM,),
    ("case", "suspend"): (SUSPEND,),
    ("case", "resume"): (_case("resume"),),
    ("case", "reopened"): (_case("reopen"),),
}
ROLE_OF = {"beneficiary": Role.SUBMITTER, "employer": Role.SUBMITTER}
CAUSED = [(name, row) for name, machine in MACHINES.items() for row in machine.transitions if row.actor != "system"]


@pytest.mark.parametrize(("name", "row"), CAUSED, ids=lambda one: one if isinstance(one, str) else _name(one))
def test_whoever_causes_an_event_has_a_route_for_it(name: str, row: Transition) -> None:
    """Each row of a state table whose actor is not the system names its routes; they exist and admit the actor."""
    routes = ROUTES.get((name, row.event), ())
    assert routes, f"no route causes {name}: {row.event}"
    role = ROLE_OF.get(row.actor) or Role(row.actor)
    for route in routes:
        assert route in BY_ROUTE, f"{route} does not exist"
        assert role in BY_ROUTE[route].roles, f"{route} does not admit {role}"


def test_no_entry_is_about_an_event_that_nobody_causes() -> None:
    """Each entry of the table above belongs to a row of a state table that somebody causes."""
    assert set(ROUTES) == {(name, row.event) for name, row in CAUSED}


def _name(row: Transition) -> str:
    return f"{row.source}-{row.event}"
