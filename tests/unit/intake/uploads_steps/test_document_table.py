"""The rows of the document table that people cause, each by its route, and everything else refused."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import func, select

from intake.access.who import Bound, Role, Who
from storage.records.tables import jobs
from tests.desk import CLERK, HANDLER, HANDLER_2, PAYOUT, RISK, SECOND, Desk, worker_of
from tests.unit.intake.uploads_steps.papers import (
    CASE,
    WHY,
    close_flags,
    force,
    log_of,
    moves_of,
    paper_in,
    register,
    state_of,
)
from tests.unit.intake.uploads_steps.sending import png, send
from validators.lifecycle import ANY, DOCUMENT, Transition, events_of

GUARD = Who("guard", Role.SECURITY_ADMIN)
ROUTES = ("contest", "withdraw", "replace", "return", "reject", "release")
USUAL = {"contest": CLERK, "withdraw": CLERK, "replace": CLERK, "return": HANDLER, "reject": HANDLER, "release": GUARD}
EVENT = {"replace": "replaced"}
ACTOR = {"return": "handler", "reject": "second_reviewer", "release": "security_admin"}
LIVE = sorted(DOCUMENT.states - DOCUMENT.final)


def ask(desk: Desk, route: str, paper: str, who: Who | None = None) -> httpx.Response:
    """Ask for an event of a paper, as whoever usually may."""
    who, path = who or USUAL[route], f"/v1/documents/{paper}/{route}"
    return send(desk, who, path, png(7)) if route == "replace" else desk.post(who, path, WHY)


def by_route(route: str) -> Callable[[Desk, str], None]:
    """Cause an event by its route."""

    def cause(desk: Desk, paper: str) -> None:
        assert ask(desk, route, paper).status_code in {200, 201}

    return cause


def key(desk: Desk, paper: str) -> None:
    """Two people key the same."""
    for who in (HANDLER, HANDLER_2):
        body = {"value": 1_000_000, "page": 0, **WHY}
        assert desk.call(who, "PUT", f"/v1/documents/{paper}/fields/total_figures", body).status_code == 200


def reject_by_two(desk: Desk, paper: str) -> None:
    """A handler proposes, a second reviewer confirms."""
    assert ask(desk, "reject", paper).json() == {"id": paper, "state": "IN_REVIEW", "proposed": True}
    assert ask(desk, "reject", paper, SECOND).json() == {"id": paper, "state": "REJECTED"}


CAUSES: dict[str, Callable[[Desk, str], None]] = {
    "release": by_route("release"),
    "return": by_route("return"),
    "keyed": key,
    "flags_closed": lambda desk, _: close_flags(desk),
    "reject": reject_by_two,
    "replaced": by_route("replace"),
    "contest": by_route("contest"),
    "withdraw": by_route("withdraw"),
}
BY_PEOPLE = [
    (row, state)
    for row in DOCUMENT.transitions
    if row.actor != "system"
    for state in (LIVE if row.source == ANY else [row.source])
]


@pytest.mark.parametrize(("row", "state"), BY_PEOPLE, ids=lambda one: one if isinstance(one, str) else one.event)
def test_every_row_of_people_happens(desk: Desk, row: Transition, state: str) -> None:
    """Each row of the table whose actor is a person is caused by its route from each state that it names."""
    paper = paper_in(desk, state)
    CAUSES[row.event](desk, paper)
    assert (state, row.target) in moves_of(desk, paper)


@pytest.mark.parametrize("state", sorted(DOCUMENT.states))
def test_what_the_state_does_not_allow_is_refused(desk: Desk, state: str) -> None:
    """In each state every route whose event is not in the table there is 409 and leaves no trace."""
    paper = paper_in(desk, state)
    before = log_of(desk, paper)
    for route in ROUTES:
        if EVENT.get(route, route) not in events_of(DOCUMENT, state, ACTOR.get(route, "submitter")):
            answer = ask(desk, route, paper)
            assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_STATE"), route
    assert (state_of(desk, paper), log_of(desk, paper)) == (state, before)


@pytest.mark.parametrize("route", ROUTES)
def test_a_wrong_actor_is_refused(desk: Desk, route: str) -> None:
    """Whoever is not the event's actor is 403, whatever the paper."""
    paper = paper_in(desk, "IN_REVIEW")
    may = {USUAL[route].role} | ({Role.SECOND_REVIEWER} if route == "reject" else set())
    for who in (CLERK, HANDLER, SECOND, RISK, PAYOUT, GUARD):
        if who.role not in may:
            assert ask(desk, route, paper, who).status_code == 403
    assert state_of(desk, paper) == "IN_REVIEW"


@pytest.mark.parametrize("route", ["contest", "withdraw", "replace"])
@pytest.mark.parametrize(
    "who", [worker_of(CASE), Who("other", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))], ids=["worker", "firm"]
)
def test_another_sides_paper_is_a_missing_paper(desk: Desk, route: str, who: Who) -> None:
    """A paper of another side answers, byte for byte, as one that does not exist, and stays as it is."""
    paper = paper_in(desk, "RETURNED")
    theirs, missing = (ask(desk, route, one, who) for one in (paper, "d-none"))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert state_of(desk, paper) == "RETURNED"


@pytest.mark.parametrize(
    ("route", "who"),
    [
        ("return", Who("far", Role.HANDLER, Bound(office="O2"))),
        ("reject", Who("far", Role.SECOND_REVIEWER, Bound(office="O2"))),
    ],
)
def test_another_offices_paper_is_a_missing_paper(desk: Desk, route: str, who: Who) -> None:
    """A reviewer of another office learns nothing of the paper."""
    paper = paper_in(desk, "IN_REVIEW")
    assert ask(desk, route, paper, who).content == ask(desk, route, "d-none", who).content


def test_every_step_keeps_who_and_why(desk: Desk) -> None:
    """A step names its event, its actor as a keyed digest, and the sealed reason; nothing without a reason is done."""
    paper = paper_in(desk, "RETURNED")
    assert desk.post(CLERK, f"/v1/documents/{paper}/contest", {}).status_code == 422
    assert ask(desk, "contest", paper).json() == {"id": paper, "state": "IN_REVIEW"}
    [step] = log_of(desk, paper)
    assert (step.event, step.source, step.target, step.actor) == ("contest", "RETURNED", "IN_REVIEW", "submitter")
    assert (step.reason, step.claim_no) == (WHY["reason"], CASE)
    assert step.by is not None
    assert CLERK.subject not in step.by


def test_contesting_is_always_possible(desk: Desk) -> None:
    """However often a paper comes back, its side may say that this is wrong."""
    paper = paper_in(desk, "RETURNED")
    for _ in range(3):
        assert ask(desk, "contest", paper).status_code == 200
        assert ask(desk, "return", paper).status_code == 200
    assert ask(desk, "contest", paper).status_code == 200


def test_counter_staff_act_for_the_side_they_serve(desk: Desk) -> None:
    """Staff of the claim's office contest a paper of a side that stands at the counter."""
    paper = paper_in(desk, "RETURNED")
    staff = Who("counter", Role.SUBMITTER, Bound(office="O1"))
    assert ask(desk, "contest", paper, staff).status_code == 200


def test_a_released_paper_is_read(desk: Desk) -> None:
    """Out of quarantine there is a job for the paper, so that somebody reads it."""
    register(desk)
    paper = send(desk, CLERK, f"/v1/claims/{CASE}/documents", png(1)).json()["id"]
    force(desk, paper, "QUARANTINED")
    before = _jobs(desk, paper)
    assert ask(desk, "release", paper).json() == {"id": paper, "state": "STORED"}
    assert _jobs(desk, paper) == before + 1


def _jobs(desk: Desk, paper: str) -> int:
    with desk.service.database.read() as session:
        count = select(func.count()).select_from(jobs).where(jobs.c.document_id == paper)
        return int(session.execute(count).scalar_one())
