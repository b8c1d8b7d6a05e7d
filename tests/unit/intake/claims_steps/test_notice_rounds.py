"""The notice counts its rounds, keeps its term, and says which fault it has told before (一次性告知)."""

from datetime import date, timedelta
from typing import Any

from intake.gate.rounds import rounds_of
from tests.builders import make_slip, make_voucher
from tests.desk import CLERK, HANDLER, Desk, worker_of
from tests.unit.intake.claims_steps import ways
from tests.unit.intake.claims_steps.ways import CASE, UNSIGNED, WHY, act


def notice(desk: Desk) -> dict[str, Any]:
    """The notice as the firm's clerk gets it."""
    shown: dict[str, Any] = desk.get(CLERK, f"/v1/claims/{CASE}/notice").json()
    return shown


def faults(desk: Desk) -> dict[str, bool]:
    """Which faults the notice names, and whether each is new."""
    return {fault["code"]: fault["new"] for fault in notice(desk)["faults"]}


def test_before_the_first_notice_everything_is_new(desk: Desk) -> None:
    """The pre-check of a draft is round one, its term counts from today, and each fault is new."""
    ways.draft(desk, UNSIGNED)
    shown = notice(desk)
    assert (shown["round"], shown["until"]) == (1, "2021-10-01")
    assert faults(desk)["SIG-001"]


def test_the_term_counts_from_the_newest_notice(desk: Desk) -> None:
    """Ten days later the last day is still the notice's; a second notice has its own, and is round two."""
    ways.notice_sent(desk)
    desk.set_day(date(2021, 9, 11))
    assert (notice(desk)["round"], notice(desk)["until"]) == (1, "2021-10-01")
    assert act(desk, "submit") == 200
    assert (notice(desk)["round"], notice(desk)["until"]) == (2, "2021-10-11")


def test_an_old_fault_is_told_apart_from_a_new_one(desk: Desk) -> None:
    """In round two what round one told is not new; the same fault on another paper is."""
    first, *_ = ways.notice_sent(desk)
    assert faults(desk)["SIG-001"]
    [second] = desk.bring(CLERK, CASE, UNSIGNED)
    assert act(desk, "submit") == 200
    told = {fault["document"]: fault["new"] for fault in notice(desk)["faults"] if fault["code"] == "SIG-001"}
    assert told == {first: False, second: True}


def test_a_missing_paper_that_was_told_is_not_new(desk: Desk) -> None:
    """A voucher that is not there is named in every round, new in the first only."""
    ways.draft(desk, make_slip())
    assert act(desk, "submit") == 200
    assert faults(desk)["NO_VOUCHER"]
    assert act(desk, "submit") == 200
    assert faults(desk)["NO_VOUCHER"] is False


def test_a_handlers_gap_is_a_round_and_keeps_what_it_told(desk: Desk) -> None:
    """A handler's further notice counts; its step keeps the reason and all that stood then."""
    ids = ways.notice_sent(desk)
    desk.now[0] += timedelta(days=1)
    assert act(desk, "submit") == 200
    ways.later(desk, 31)
    assert act(desk, "gap") == 200
    with desk.service.database.read() as session:
        rounds = rounds_of(desk.service, session, CASE)
    assert len(rounds) == 3
    assert all(("SIG-001", ids[0]) in one.told for one in rounds)
    assert notice(desk)["round"] == 3
    assert faults(desk)["SIG-001"] is False


def test_each_side_is_told_its_own_faults_of_a_common_round(desk: Desk) -> None:
    """The worker's notice has the same round and term, and none of the firm's papers."""
    ways.notice_sent(desk)
    shown = desk.get(worker_of(CASE), f"/v1/claims/{CASE}/notice").json()
    assert (shown["round"], shown["until"]) == (1, "2021-10-01")
    assert [fault for fault in shown["faults"] if fault["document"]] == []


def test_a_mended_case_goes_on(desk: Desk) -> None:
    """Once the signed voucher is there and the unsigned one withdrawn, resubmitting sends no further notice."""
    unsigned, *_ = ways.notice_sent(desk)
    desk.bring(CLERK, CASE, make_voucher())
    assert desk.post(CLERK, f"/v1/documents/{unsigned}/withdraw", WHY).status_code == 200
    assert desk.post(CLERK, f"/v1/claims/{CASE}/submit").json()["state"] == "UNDER_REVIEW"
    assert desk.get(HANDLER, f"/v1/claims/{CASE}").json()["state"] == "UNDER_REVIEW"
    assert notice(desk)["round"] == 1
