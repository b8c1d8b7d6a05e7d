"""Every row of the obligation table by its route or by time; who may not, and when not."""

from dataclasses import replace

import pytest

from intake.access.who import Bound, Role, Who
from storage.records import claims
from tests.desk import CLERK, FINANCE, HANDLER, RISK, SECOND, Desk, worker_of
from tests.unit.intake.duties.firm import (
    EVENTS,
    WAYS,
    bring_to,
    log_of,
    open_duty,
    prove,
    report,
    say,
    settled_record,
    shown,
)
from validators.lifecycle import OBLIGATION, Transition
from validators.model.claim import Settled

ROWS = [row for row in OBLIGATION.transitions if row.source != OBLIGATION.initial]
ROUTES = ["accept", "settle", "return", "deny", "recover", "paid_back", "court_closed", "report", "proof"]
OTHER_FIRM = Who("clerk-2", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))
OTHER_OFFICE = {role: Who("x", role, Bound(office="O2")) for role in (Role.HANDLER, Role.SECOND_REVIEWER)}
BODIES = {
    "report": {"paid_on": "2021-09-05", "amount_fen": 234567, "slip_document": "d-x"},
    "proof": {"document": "d-x"},
    "court_closed": {"reason": "x", "document": "d-x"},
}
ALLOWED = {
    "accept": SECOND,
    "settle": SECOND,
    "return": HANDLER,
    "deny": worker_of("C-1"),
    "recover": RISK,
    "paid_back": FINANCE,
    "court_closed": FINANCE,
    "report": CLERK,
    "proof": CLERK,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.source}-{row.event}")
def test_every_row_of_the_table(desk: Desk, row: Transition) -> None:
    """Each event leads from its state to the table's state, and the log keeps who did it."""
    duty = bring_to(desk, row.source)
    answer = EVENTS[row.event](desk, duty)
    if answer is not None:
        assert (answer.status_code, answer.json()) == (200, {"id": duty, "state": row.target})
    assert shown(desk, duty)["state"] == row.target
    assert log_of(desk, duty)[-1] == (row.event, row.source, row.target, row.actor)


def test_due_is_set_when_money_beyond_the_advance_came(desk: Desk) -> None:
    """More than the verified advance opens a duty of the difference, and the log says so."""
    duty = open_duty(desk)
    assert shown(desk, duty)["due_fen"] == 234567
    assert log_of(desk, duty) == [("due_set", "ASSESSED", "PASS_ON_DUE", "system")]


def test_nothing_to_pass_on_is_kept_with_its_reason(desk: Desk) -> None:
    """A firm that was credited its own advance only owes nothing, and that is on record."""
    desk.register(replace(settled_record(), settled=(Settled("MEDICAL", 1000000, 1000000, None),)))
    answer = desk.put(replace(settled_record(), settled=(Settled("MEDICAL", 1000000, 1000000, desk.now[0].date()),)))
    assert answer.status_code == 200
    [one] = desk.get(RISK, "/v1/obligations").json()["obligations"]
    assert (one["state"], one["due_fen"]) == ("NOT_REQUIRED", 0)
    assert log_of(desk, one["id"]) == [("nothing_to_pass_on", "ASSESSED", "NOT_REQUIRED", "system")]


def test_no_state_and_no_event_is_left_out() -> None:
    """The walk knows a way into every state that has rows, and every event that is not of the assessment."""
    assert {row.source for row in ROWS} <= WAYS.keys()
    assert {row.event for row in ROWS} == EVENTS.keys()


@pytest.mark.parametrize("state", [state for state in WAYS if state != "WRITTEN_OFF"])
def test_what_the_table_does_not_have_is_a_wrong_state(desk: Desk, state: str) -> None:
    """In each state every event without a row is 409 WRONG_STATE and changes nothing."""
    duty = bring_to(desk, state)
    event_of = {"accept": "accepted", "settle": "settled", "return": "returned", "deny": "beneficiary_denies"}
    event_of |= {"report": "reported", "proof": "filed"}
    possible = {row.event for row in ROWS if row.source == state}
    for word in ROUTES:
        if event_of.get(word, word) not in possible:
            answer = say(desk, ALLOWED[word], duty, word, BODIES.get(word))
            assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_STATE"), word
    assert shown(desk, duty)["state"] == state


@pytest.mark.parametrize("word", ROUTES)
def test_the_wrong_actor_is_refused(desk: Desk, word: str) -> None:
    """Every other role, and a submitter who is bound to the other thing, is 403."""
    duty = open_duty(desk)
    for who in (CLERK, worker_of("C-1"), HANDLER, SECOND, RISK, FINANCE):
        if who != ALLOWED[word]:
            assert say(desk, who, duty, word, BODIES.get(word)).status_code == 403, who


@pytest.mark.parametrize("word", ROUTES)
def test_anothers_duty_and_none_answer_alike(desk: Desk, word: str) -> None:
    """Another firm's, another claim's and another office's duty is the same 404 as one that does not exist."""
    duty, body = open_duty(desk), BODIES.get(word)
    allowed = ALLOWED[word]
    if allowed in (RISK, FINANCE):
        assert say(desk, allowed, "b-none", word, body).status_code == 404
        return
    stranger = OTHER_OFFICE.get(allowed.role, OTHER_FIRM if allowed == CLERK else worker_of("C-2"))
    answers = [say(desk, stranger, duty, word, body), say(desk, allowed, "b-none", word, body)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_token_must_fit_in_every_binding(desk: Desk) -> None:
    """A clerk whose token also names another claim, and staff of the counter, see nothing of the duty."""
    duty = open_duty(desk)
    for bound in (Bound(uscc=CLERK.bound.uscc, claim="C-2"), Bound(office="O1")):
        assert say(desk, Who("x", Role.SUBMITTER, bound), duty, "report", BODIES["report"]).status_code == 404


def test_a_repeated_key_has_one_effect(desk: Desk) -> None:
    """The same key and body answer the same bytes and write one event."""
    duty = bring_to(desk, "PASS_ON_OVERDUE")
    path = f"/v1/obligations/{duty}/recover"
    first, again = (desk.post(RISK, path, {"reason": "追回"}, key="k") for _ in range(2))
    assert first.content == again.content
    assert [event for event, *_ in log_of(desk, duty)].count("recover") == 1


def test_a_case_whose_duties_are_done_is_closed(desk: Desk) -> None:
    """The last duty that ends closes a paid case."""
    duty = open_duty(desk)
    with desk.service.database.write() as session:
        claims.move(session, "C-1", "DRAFT", "POST_PAYOUT", desk.now[0])
    report(desk, duty)
    prove(desk, duty)
    assert desk.get(HANDLER, "/v1/claims/C-1").json()["state"] == "POST_PAYOUT"
    assert say(desk, SECOND, duty, "accept").status_code == 200
    assert desk.get(HANDLER, "/v1/claims/C-1").json()["state"] == "CLOSED"
