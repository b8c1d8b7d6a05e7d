"""The case table, row by row over HTTP, and everything that is not in it refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from intake.access.who import Bound, Role, Who
from intake.claims.progress import progress_case
from intake.results import give_to_person
from storage.records import obligations
from tests.builders import make_voucher
from tests.desk import CLERK, CORE, HANDLER, PAYOUT, RISK, SECOND, Desk, worker_of
from tests.unit.intake.claims_steps import ways
from tests.unit.intake.claims_steps.ways import CASE, WAYS, WHY, act, later, log_of, state_of
from validators.lifecycle import CASE as TABLE
from validators.lifecycle import Transition, transitions_from


@dataclass(frozen=True, slots=True)
class Scene:
    """How a claim comes to a row's state, and what then causes its event."""

    arrive: Callable[[Desk], object]
    cause: Callable[[Desk, object], object]


def by_route(event: str) -> Callable[[Desk, object], object]:
    """Cause an event by its route."""

    def cause(desk: Desk, _: object) -> None:
        assert act(desk, event) == 200

    return cause


def after(days: int) -> Callable[[Desk, object], object]:
    """Cause an event by waiting."""
    return lambda desk, _: later(desk, days)


def end_duties(desk: Desk, _: object) -> None:
    """Let the firm have done all that it owes."""
    with desk.service.database.write() as session:
        for duty in obligations.listed(session, claim_no=CASE):
            obligations.move(session, duty, "CLOSED", desk.now[0])
        progress_case(desk.service, session, CASE, desk.now[0])


SCENES = {
    ("DRAFT", "submit"): Scene(ways.draft, by_route("submit")),
    ("DRAFT", "lapse"): Scene(ways.draft, after(91)),
    ("SUBMITTED", "gaps"): Scene(ways.submitted, lambda desk, paper: ways.read(desk, str(paper), ways.UNSIGNED)),
    ("SUBMITTED", "complete"): Scene(ways.submitted, lambda desk, paper: ways.read(desk, str(paper), make_voucher())),
    ("NOTICE_SENT", "resubmit"): Scene(ways.notice_sent, by_route("submit")),
    ("NOTICE_SENT", "no_answer"): Scene(ways.notice_sent, after(31)),
    ("UNDER_REVIEW", "gap_found"): Scene(ways.under_review, by_route("gap")),
    ("UNDER_REVIEW", "decided"): Scene(ways.under_review, lambda desk, _: desk.decide(CASE, 1_000_000)),
    ("UNDER_REVIEW", "suspend"): Scene(ways.under_review, by_route("suspend")),
    ("DECIDED", "suspend"): Scene(ways.decided, by_route("stop")),
    ("SUSPENDED", "resume"): Scene(ways.suspended, by_route("resume")),
    ("DECIDED", "all_legs_done"): Scene(ways.decided, lambda desk, _: ways.pay(desk)),
    ("DECIDED", "reopened"): Scene(ways.decided, by_route("reopen")),
    ("POST_PAYOUT", "obligations_done"): Scene(ways.paid, end_duties),
    ("POST_PAYOUT", "reopened"): Scene(ways.paid, by_route("reopen")),
}


@pytest.mark.parametrize("row", TABLE.transitions, ids=lambda row: f"{row.source}-{row.event}")
def test_every_row_happens(desk: Desk, row: Transition) -> None:
    """Each row of the table is caused by its route, by time or by progress, and stands in the case's log."""
    scene = SCENES[row.source, row.event]
    thing = scene.arrive(desk)
    assert state_of(desk) == row.source
    scene.cause(desk, thing)
    moves = [(one.source, one.event, one.target, one.actor) for one in log_of(desk)]
    assert (row.source, row.event, row.target, row.actor) in moves


ACTORS = {"submit": "submitter", "gap": "handler", "suspend": "handler", "stop": "risk_officer"}
EVENTS = {
    "submit": ("submit", "resubmit"),
    "gap": ("gap_found",),
    "suspend": ("suspend",),
    "stop": ("suspend",),
    "resume": ("resume",),
    "reopen": ("reopened",),
}


@pytest.mark.parametrize("state", sorted(TABLE.states))
def test_what_the_state_does_not_allow_is_refused(desk: Desk, state: str) -> None:
    """In each state every route whose event is not in the table there is 409 and changes nothing."""
    WAYS[state](desk)
    assert state_of(desk) == state
    possible = {(row.event, row.actor) for row in transitions_from(TABLE, state)}
    for route, names in EVENTS.items():
        if not possible & {(name, ACTORS.get(route, "second_reviewer")) for name in names}:
            assert act(desk, route) == 409, route
    assert state_of(desk) == state


@pytest.mark.parametrize(
    ("route", "strangers"),
    [
        ("submit", (HANDLER, SECOND, RISK, CORE, PAYOUT)),
        ("gap", (CLERK, SECOND, RISK, CORE, PAYOUT)),
        ("suspend", (CLERK, SECOND, CORE, PAYOUT)),
        ("resume", (CLERK, HANDLER, RISK, CORE, PAYOUT)),
        ("reopen", (CLERK, HANDLER, RISK, CORE, PAYOUT)),
    ],
)
def test_a_wrong_actor_is_refused(desk: Desk, route: str, strangers: tuple[Who, ...]) -> None:
    """Whoever is not the event's actor is 403, whatever the state."""
    ways.under_review(desk)
    body = None if route == "submit" else WHY
    for who in strangers:
        assert desk.post(who, f"/v1/claims/{CASE}/{route}", body).status_code == 403
    assert state_of(desk) == "UNDER_REVIEW"


@pytest.mark.parametrize(
    ("route", "who"),
    [
        ("submit", Who("other", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))),
        ("gap", Who("far", Role.HANDLER, Bound(office="O2"))),
        ("reopen", Who("far", Role.SECOND_REVIEWER, Bound(office="O2"))),
    ],
)
def test_another_ones_case_is_a_missing_case(desk: Desk, route: str, who: Who) -> None:
    """Another firm's or office's case answers as one that does not exist, and stays as it is."""
    ways.draft(desk)
    body = None if route == "submit" else WHY
    theirs, missing = (desk.post(who, f"/v1/claims/{one}/{route}", body) for one in (CASE, "C-none"))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.json() == missing.json()
    assert state_of(desk) == "DRAFT"


def test_the_worker_may_hand_the_case_in(desk: Desk) -> None:
    """A worker bound to the claim submits it as a clerk would; a repeated key does it once."""
    ways.draft(desk)
    path = f"/v1/claims/{CASE}/submit"
    first, again = (desk.post(worker_of(CASE), path, {}, key="k") for _ in range(2))
    assert first.json() == {"claim_no": CASE, "state": "UNDER_REVIEW"}
    assert again.content == first.content
    assert desk.post(CLERK, path).json()["code"] == "WRONG_STATE"


def test_a_paper_that_nobody_can_read_keeps_no_case_waiting(desk: Desk) -> None:
    """When the last paper's reader has died for good, a person has the paper and the case goes on."""
    paper = ways.submitted(desk)
    assert state_of(desk) == "SUBMITTED"
    with desk.service.database.write() as session:
        give_to_person(desk.service, session, paper, desk.now[0])
    assert state_of(desk) in {"NOTICE_SENT", "UNDER_REVIEW"}


def test_events_need_a_reason(desk: Desk) -> None:
    """An event of a reviewer without a reason is refused and changes nothing."""
    ways.under_review(desk)
    for body in ({}, {"reason": " "}):
        assert desk.post(HANDLER, f"/v1/claims/{CASE}/suspend", body).status_code == 422
    assert state_of(desk) == "UNDER_REVIEW"


def test_a_suspension_stops_third_parties_and_ends_what_was_decided(desk: Desk) -> None:
    """Suspended, the firm's part holds, and resumed it needs a new decision; the worker's own part never waits."""
    ways.decided(desk)
    assert act(desk, "stop") == 200
    assert desk.states(CASE)["EMPLOYER"][1:] == ("HOLD", "FROZEN")
    assert desk.states(CASE)["PERSON"][1] == "OPEN"
    assert act(desk, "resume") == 200
    assert state_of(desk) == "UNDER_REVIEW"
    assert desk.states(CASE)["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")
    desk.now[0] += timedelta(seconds=1)
    assert desk.decide(CASE, 1_000_000).status_code == 200
    assert state_of(desk) == "DECIDED"


def test_reopening_ends_a_refusal(desk: Desk) -> None:
    """A refused part is denied until the case is reopened; then two people decide anew, and may open it."""
    ways.under_review(desk)
    assert desk.decide(CASE, 0).status_code == 200
    assert desk.states(CASE)["EMPLOYER"][1:] == ("DENY", "REFUSED")
    assert state_of(desk) == "DECIDED"
    assert act(desk, "reopen") == 200
    assert desk.states(CASE)["EMPLOYER"] == (1_000_000, "HOLD", "NO_DECISION")
    desk.now[0] += timedelta(seconds=1)
    assert desk.decide(CASE, 1_000_000).status_code == 200
    assert desk.states(CASE)["EMPLOYER"][1] == "OPEN"
    assert state_of(desk) == "DECIDED"


def test_a_reopened_case_stays_open_until_people_decide(desk: Desk) -> None:
    """What was decided and paid before does not close a reopened case by itself, whatever paper comes in."""
    ways.paid(desk)
    assert act(desk, "reopen") == 200
    end_duties(desk, None)
    later(desk, 1)
    assert state_of(desk) == "UNDER_REVIEW"
    assert act(desk, "suspend") == 200
    assert act(desk, "resume") == 200
    assert state_of(desk) == "CLOSED"
