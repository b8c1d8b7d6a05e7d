"""Rejecting takes two people: one proposes, another confirms, while the paper stays where it was."""

from dataclasses import replace
from datetime import timedelta

from intake.access.who import Bound, Role, Who
from tests.builders import make_voucher
from tests.desk import CLERK, HANDLER, OFFICE, SECOND, Desk
from tests.unit.intake.uploads_steps.papers import CASE, WHY, force, log_of, paper_in, state_of


def reject(desk: Desk, paper: str, who: Who) -> tuple[int, str]:
    """Ask for the rejection as somebody; gives status and code, or state."""
    answer = desk.post(who, f"/v1/documents/{paper}/reject", WHY)
    return answer.status_code, str(answer.json().get("code") or answer.json()["state"])


def test_without_a_proposal_nothing_is_confirmed(desk: Desk) -> None:
    """A second reviewer alone rejects nothing."""
    paper = paper_in(desk, "IN_REVIEW")
    assert reject(desk, paper, SECOND) == (409, "WRONG_STATE")
    assert log_of(desk, paper) == []


def test_one_person_in_two_roles_is_one_person(desk: Desk) -> None:
    """Who proposed as a handler does not confirm as a second reviewer."""
    paper = paper_in(desk, "IN_REVIEW")
    assert reject(desk, paper, HANDLER)[0] == 200
    same = Who(HANDLER.subject, Role.SECOND_REVIEWER, Bound(office=OFFICE))
    assert reject(desk, paper, same) == (409, "G-008")
    assert reject(desk, paper, SECOND) == (200, "REJECTED")


def test_who_brought_a_paper_does_not_judge_it(desk: Desk) -> None:
    """An uploader who is also a reviewer neither returns nor rejects the own paper."""
    paper = paper_in(desk, "IN_REVIEW")
    for role in (Role.HANDLER, Role.SECOND_REVIEWER):
        assert reject(desk, paper, Who(CLERK.subject, role, Bound(office=OFFICE))) == (409, "G-008")
    handler = Who(CLERK.subject, Role.HANDLER, Bound(office=OFFICE))
    assert desk.post(handler, f"/v1/documents/{paper}/return", WHY).json()["code"] == "G-008"
    assert state_of(desk, paper) == "IN_REVIEW"


def test_a_proposal_ends_when_the_paper_moves(desk: Desk) -> None:
    """Returned and contested meanwhile, the paper needs a new proposal."""
    paper = paper_in(desk, "IN_REVIEW")
    assert reject(desk, paper, HANDLER)[0] == 200
    assert desk.post(HANDLER, f"/v1/documents/{paper}/return", WHY).status_code == 200
    assert desk.post(CLERK, f"/v1/documents/{paper}/contest", WHY).status_code == 200
    assert reject(desk, paper, SECOND) == (409, "WRONG_STATE")


def test_a_proposal_ends_when_the_machine_moves_the_paper(desk: Desk) -> None:
    """Accepted and doubted again meanwhile, the paper needs a new proposal, though no person moved it."""
    paper = paper_in(desk, "IN_REVIEW")
    assert reject(desk, paper, HANDLER)[0] == 200
    desk.now[0] += timedelta(seconds=1)
    force(desk, paper, "ACCEPTABLE")
    force(desk, paper, "IN_REVIEW")
    assert reject(desk, paper, SECOND) == (409, "WRONG_STATE")


def test_a_rejected_paper_counts_no_more(desk: Desk) -> None:
    """Its flags are moot, and its side may send the papers anew."""
    paper = paper_in(desk, "IN_REVIEW")
    desk.bring(CLERK, CASE, replace(make_voucher(), file="second.jpg"))
    reject(desk, paper, HANDLER)
    assert reject(desk, paper, SECOND) == (200, "REJECTED")
    left = {one["document"] for one in desk.get(HANDLER, "/v1/flags").json()["flags"]}
    assert paper not in left
