"""Tokens over HTTP: reserved, consumed once, released, settled, returned; whatever is unknown holds."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from tests.desk import PAYOUT, Desk


def opened(desk: Desk, case: str) -> Mapping[str, Any]:
    """The employer's leg decided by two people, and reserved whole."""
    assert desk.decide(case, 1_000_000).status_code == 200
    return desk.reserve(case, 1_000_000, "row-1")


def test_two_people_open_the_firms_part(desk: Desk, case: str) -> None:
    """Without a decision the firm's part waits; with one it is open to the account that was decided."""
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "HOLD", "NO_DECISION")
    desk.decide(case, 1_000_000)
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "OPEN", "ADVANCE_PROVEN")
    [leg] = [one for one in desk.legs(case) if one["payee"] == "EMPLOYER"]
    assert leg["account_digest"] == desk.account_digest()


def test_a_token_is_consumed_once(desk: Desk, case: str) -> None:
    """The second consume is refused, and the leg shows that it is spent."""
    token = opened(desk, case)["token"]
    assert desk.gate("consume", token) == {"answer": "OK", "code": None}
    assert desk.gate("consume", token) == {"answer": "REFUSED", "code": "G-006"}
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "HOLD", "G-006")


def test_thirty_two_at_once_consume_once(desk: Desk, case: str) -> None:
    """Thirty-two callers with one token at the same moment: exactly one is told OK."""
    token = opened(desk, case)["token"]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: desk.gate("consume", token)["answer"], range(32)))
    assert sorted(answers) == ["OK"] + ["REFUSED"] * 31


def test_two_batches_share_one_leg(desk: Desk, case: str) -> None:
    """A second batch row over the same leg holds while the first lives, and gets it after a release."""
    first = opened(desk, case)
    assert desk.reserve(case, 400_000, "row-2")["codes"] == ["G-006"]
    assert desk.gate("release", first["token"])["answer"] == "OK"
    assert desk.reserve(case, 400_000, "row-3")["answer"] == "ALLOW"
    assert desk.gate("consume", first["token"])["answer"] == "REFUSED"


def test_the_same_batch_row_gets_the_same_token(desk: Desk, case: str) -> None:
    """A repeated row is answered as before; another question under its name is refused."""
    first = opened(desk, case)
    assert desk.reserve(case, 1_000_000, "row-1") == first
    body = {"claim_no": case, "item": "MEDICAL", "payee": "EMPLOYER", "amount_fen": 5, "batch_row": "row-1"}
    other = desk.post(PAYOUT, "/v1/gate:reserve", body)
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"amount_fen": 1_000_001}, ["G-006"]),
        ({"account_digest": "0" * 64}, ["G-005"]),
        ({"item": "FUNERAL"}, ["G-006"]),
        ({"payee": "JOINT", "account_digest": "0" * 64}, ["G-006"]),
        ({"payee": "UNDECIDED"}, ["G-006"]),
        ({"claim_no": "nobody"}, ["UNKNOWN_CLAIM"]),
    ],
)
def test_what_was_not_decided_holds(desk: Desk, case: str, more: dict[str, object], codes: list[str]) -> None:
    """One fen above the cap, another account, another item, another payee, an unknown claim: HOLD and no token."""
    desk.decide(case, 1_000_000)
    question = {"claim_no": case, "amount_fen": 1_000_000, "batch_row": "row", **more}
    answer = desk.reserve(**question)  # type: ignore[arg-type]
    assert (answer["answer"], answer["codes"], answer["token"]) == ("HOLD", codes, None)


def test_a_reservation_ends_with_its_day(desk: Desk, case: str) -> None:
    """A token that was not used within its batch day takes nothing, and the leg is free again."""
    token = opened(desk, case)["token"]
    desk.now[0] += timedelta(hours=24)
    assert desk.gate("consume", token)["answer"] == "REFUSED"
    assert desk.reserve(case, 1_000_000, "row-2")["answer"] == "ALLOW"


def test_the_worker_is_paid_whatever_the_firm_does(desk: Desk, case: str) -> None:
    """The worker's own part goes out at once, in one or several payments, never twice."""
    first = desk.reserve(case, 200_000, "p-1", payee="PERSON")
    assert desk.gate("consume", first["token"])["answer"] == "OK"
    assert desk.reserve(case, 34_568, "p-2", payee="PERSON")["answer"] == "HOLD"
    rest = desk.reserve(case, 34_567, "p-3", payee="PERSON")
    assert desk.gate("consume", rest["token"])["answer"] == "OK"
    assert [leg for leg in desk.legs(case) if leg["payee"] == "PERSON" and leg["status"] == "OPEN"] == []


def test_returned_money_goes_out_again_under_a_new_token(desk: Desk, case: str) -> None:
    """The bank sends money back: the leg opens again on the same decision, and the notice is retried."""
    token = opened(desk, case)["token"]
    desk.gate("consume", token)
    assert desk.gate("returned", token, reason="户名不符")["answer"] == "OK"
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "OPEN", "ADVANCE_PROVEN")
    assert desk.gate("retry", token) == {"answer": "REFUSED", "code": "NO_DECISION"}
    again = desk.reserve(case, 1_000_000, "row-2")
    assert desk.gate("retry", token)["answer"] == "OK"
    assert desk.gate("give_up", token)["answer"] == "REFUSED"
    assert desk.gate("settled", again["token"], credit_date="2021-09-05")["answer"] == "OK"
    assert desk.gate("reconciled", again["token"])["answer"] == "OK"
    assert desk.gate("returned", again["token"], reason="x")["answer"] == "REFUSED"


def test_recovered_money_needs_a_new_decision(desk: Desk, case: str) -> None:
    """A wrong payment that came back does not open its leg again by itself."""
    token = opened(desk, case)["token"]
    desk.gate("consume", token)
    desk.gate("settled", token, credit_date="2021-09-05")
    assert desk.gate("recovered", token, reason="追回")["answer"] == "OK"
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")
    assert desk.decide(case, 1_000_000).status_code == 200
    assert desk.reserve(case, 1_000_000, "row-9")["answer"] == "ALLOW"


def test_settled_money_of_its_own_advance_owes_nothing(desk: Desk, case: str) -> None:
    """A firm that got no more than it proved has nothing to pass on, and that is kept."""
    token = opened(desk, case)["token"]
    desk.gate("consume", token)
    assert desk.gate("settled", token, credit_date=date(2021, 9, 5).isoformat())["answer"] == "OK"
    assert desk.gate("settled", token, credit_date="2021-09-05")["answer"] == "OK"
    assert desk.gate("settled", token, credit_date="2021-09-06")["answer"] == "REFUSED"


@pytest.mark.parametrize(("day", "fits"), [("2021-06-27", False), ("2021-06-28", True), ("2023-09-03", False)])
def test_a_credit_day_that_cannot_be_is_told(desk: Desk, case: str, day: str, fits: bool) -> None:
    """Before the injury, or years ahead of the first of September 2021: nothing is settled, and the day is named."""
    token = opened(desk, case)["token"]
    desk.gate("consume", token)
    answer = desk.post(PAYOUT, "/v1/gate:settled", {"token": token, "credit_date": day})
    if fits:
        assert answer.json() == {"answer": "OK", "code": None}
        return
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "BAD_VALUE", "credit_date")
    assert desk.gate("settled", token, credit_date="2021-09-01")["answer"] == "OK"


def test_a_key_replays_the_very_bytes(desk: Desk, case: str) -> None:
    """The same key and body get the same bytes, without a second effect; another body is refused."""
    token = opened(desk, case)["token"]
    first, again = (desk.post(PAYOUT, "/v1/gate:consume", {"token": token}, key="k") for _ in range(2))
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    other = desk.post(PAYOUT, "/v1/gate:consume", {"token": "x"}, key="k")
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")
