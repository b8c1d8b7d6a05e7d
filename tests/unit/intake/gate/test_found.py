"""Histories in which the service once did not do what the state tables say, each in its shortest form.

Here: one named test a difference. Not here: the machine itself (tests.properties.test_gate_model).
"""

from datetime import timedelta

from tests.builders import WORKER, make_receipt, with_remark
from tests.desk import CLERK, HANDLER, Desk, worker_of


def test_an_objection_leaves_the_persons_decided_money_alone(desk: Desk, case: str) -> None:
    """Money that two people gave to the worker stays his when he objects to the firm: a person's leg has no gate."""
    desk.decide(case, 600_000)
    desk.gate("consume", desk.reserve(case, 600_000, "row-1")["token"])
    assert desk.decide(case, 400_000, payee="PERSON", **{"from": "UNDECIDED"}).status_code == 200
    before = [leg for leg in desk.legs(case) if leg["payee"] == "PERSON"]
    body = {"item": None, "by": WORKER, "channel": "电话", "reason": "单位未垫付"}
    assert desk.post(worker_of(case), f"/v1/claims/{case}/objections", body).status_code == 201
    assert [leg for leg in desk.legs(case) if leg["payee"] == "PERSON"] == before
    assert [(leg["fen"], leg["status"]) for leg in before] == [(234_567, "OPEN"), (400_000, "OPEN")]


def test_a_final_refusal_is_not_talked_over(desk: Desk, case: str) -> None:
    """A part that two people refused for good takes no new proposal; only a reopened case ends the refusal."""
    assert desk.decide(case, 0).status_code == 200
    again = desk.decide(case, 1_000_000)
    assert (again.status_code, again.json()["code"]) == (409, "REFUSED")
    assert desk.states(case)["EMPLOYER"] == (0, "DENY", "REFUSED")


def test_a_reservation_that_ran_out_does_not_stand_in_a_retrys_way(desk: Desk, case: str) -> None:
    """A returned payment goes out under its one live token, whatever older token of the part has run out."""
    desk.decide(case, 1_000_000)
    token = desk.reserve(case, 1_000_000, "row-1")["token"]
    desk.gate("consume", token)
    desk.gate("returned", token, reason="户名不符")
    assert desk.reserve(case, 1_000_000, "row-2")["answer"] == "ALLOW"
    desk.now[0] += timedelta(hours=24)
    assert desk.gate("retry", token) == {"answer": "REFUSED", "code": "NO_DECISION"}
    assert desk.reserve(case, 1_000_000, "row-3")["answer"] == "ALLOW"
    assert desk.gate("retry", token) == {"answer": "OK", "code": None}


def test_a_flag_that_outlives_its_paper_can_be_judged(desk: Desk, case: str) -> None:
    """A waiver of benefits holds on when its paper is withdrawn, stays in the queue, and ends by a person's word."""
    waiver = with_remark(make_receipt("0000000007", fen=10_000), "WAIVER", field="total_figures")
    [paper] = desk.bring(CLERK, case, waiver)
    assert desk.post(CLERK, f"/v1/documents/{paper}/withdraw", {"reason": "撤回"}).status_code == 200
    [leg] = [one for one in desk.legs(case) if one["payee"] == "EMPLOYER"]
    assert leg["reasons"] == ["STM-002"]
    shown = desk.get(HANDLER, "/v1/flags").json()["flags"]
    [flag] = [one for one in shown if (one["document"], one["code"]) == (paper, "STM-002")]
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    closed = desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "OK", "reason": "本人到场确认"})
    assert closed.status_code == 200
    [leg] = [one for one in desk.legs(case) if one["payee"] == "EMPLOYER"]
    assert (leg["code"], leg["reasons"]) == ("NO_DECISION", [])
