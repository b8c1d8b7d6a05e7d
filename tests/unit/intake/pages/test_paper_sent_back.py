"""A paper as a whole at the reviewers' desk: sent back by a handler, rejected by two people."""

from tests.desk import HANDLER, SECOND, Desk
from tests.unit.intake.pages.forms import forms_of, words_of
from tests.unit.intake.pages.test_queue_page import brought
from tests.unit.intake.pages.test_review_page import open_flag, unsure_day


def in_review(desk: Desk) -> str:
    """The address of a paper about which something is open."""
    brought(desk, "P-1", *unsure_day())
    return f"/documents/{open_flag(desk)['document']}"


def state_of(desk: Desk, paper: str) -> str:
    """The state of a paper, as programs see it."""
    state: str = desk.get(HANDLER, f"/v1{paper}").json()["state"]
    return state


def test_a_handler_sends_a_paper_back_with_a_reason(desk: Desk) -> None:
    """Without a reason nothing happens; with one its side may replace it, and the form is gone."""
    paper = in_review(desk)
    assert f"{paper}/give_back" in forms_of(desk.page(HANDLER, f"{paper}/review"))
    refused = desk.page(HANDLER, f"{paper}/give_back", {"reason": " "})
    assert refused.status_code == 422 and "请写明理由。" in words_of(refused)
    assert state_of(desk, paper) == "IN_REVIEW"
    answer = desk.page(HANDLER, f"{paper}/give_back", {"reason": "请补签"})
    assert answer.headers["location"] == f"{paper}/review?done=given_back"
    assert state_of(desk, paper) == "RETURNED"
    after = desk.page(HANDLER, f"{paper}/review?done=given_back")
    assert "已退回。" in words_of(after)
    assert not forms_of(after) & {f"{paper}/give_back", f"{paper}/reject"}


def test_a_paper_is_rejected_by_two(desk: Desk) -> None:
    """A handler proposes and cannot again; the second reviewer sees why, and her word ends it."""
    paper = in_review(desk)
    assert f"{paper}/reject" not in forms_of(desk.page(SECOND, f"{paper}/review"))
    proposed = desk.page(HANDLER, f"{paper}/reject", {"reason": "不是本案的材料"})
    assert proposed.headers["location"] == f"{paper}/review?done=proposed"
    assert state_of(desk, paper) == "IN_REVIEW"
    assert f"{paper}/reject" not in forms_of(desk.page(HANDLER, f"{paper}/review"))
    shown = desk.page(SECOND, f"{paper}/review")
    assert "有人提请不予接受这份材料：不是本案的材料" in words_of(shown)
    assert f"{paper}/give_back" not in forms_of(shown)
    assert desk.page(SECOND, f"{paper}/reject", {"reason": "同意"}).headers["location"].endswith("done=rejected")
    assert state_of(desk, paper) == "REJECTED"
