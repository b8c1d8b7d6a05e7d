"""A payment that the fund recovered: nothing is left to pass on, nobody is in arrears for it, the case stays open."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import FATHER, advance_case, make_employer_letter, make_record
from tests.desk import CLERK, FINANCE, OFFICE, RISK, SECOND, Desk
from tests.unit.intake.duties.firm import AFTER_MONTH, duties, log_of, pass_days, say
from tests.unit.intake.duties.test_assessing import ADVANCED, WHOLE, death_record, lenient, paid_out
from validators.model.claim import Settled

__all__ = ["lenient"]


def recover_payment(desk: Desk, row: str = "row-1") -> None:
    """Finance says that the money of a batch row came back."""
    body = {"item": "DEATH_LUMP"}
    token = desk.reserve("C-1", WHOLE, row, **body)["token"]
    assert desk.gate("recovered", token, reason="追回") == {"answer": "OK", "code": None}


def states(desk: Desk) -> list[str]:
    """The state of each duty."""
    return [one["state"] for one in duties(desk)]


def test_recovered_money_is_owed_to_nobody(lenient: Desk) -> None:
    """Each relative's duty ends as one with nothing to pass on, and says why; no day makes the firm late for it."""
    paid_out(lenient, death_record())
    first, _ = (one["id"] for one in duties(lenient))
    recover_payment(lenient)
    assert states(lenient) == ["NOT_REQUIRED"] * 2
    assert log_of(lenient, first)[-1] == ("nothing_to_pass_on", "ASSESSED", "NOT_REQUIRED", "system")
    assert pass_days(lenient, AFTER_MONTH) == 0


def test_arrears_end_with_the_money(lenient: Desk) -> None:
    """A firm that is overdue holds its next claim; once the fund has the money back it does not, lateness stays."""
    paid_out(lenient, death_record())
    firm = death_record().employer
    lenient.register(replace(make_record(), claim_no="C-9", office=OFFICE, employer=firm))
    pass_days(lenient, AFTER_MONTH)
    assert "K-008" in reasons(lenient)
    recover_payment(lenient)
    assert "K-008" not in reasons(lenient)
    assert [one["late"] for one in duties(lenient)] == [True, True]


def reasons(desk: Desk) -> list[str]:
    """Why the firm's part of its other claim waits."""
    [leg] = [one for one in desk.legs("C-9") if one["payee"] == "EMPLOYER"]
    found: list[str] = leg["reasons"]
    return found


def test_what_is_over_stays_as_it_ended(lenient: Desk) -> None:
    """One share was in recovery: it ends as paid back. What is over is not touched by the money's return."""
    paid_out(lenient, death_record())
    first, _ = (one["id"] for one in duties(lenient))
    pass_days(lenient, AFTER_MONTH)
    assert say(lenient, RISK, first, "recover").status_code == 200
    recover_payment(lenient)
    assert states(lenient) == ["CLOSED", "NOT_REQUIRED"]
    assert log_of(lenient, first)[-1] == ("paid_back", "RECOVERY", "CLOSED", "agency_finance")


def test_the_records_word_about_the_same_money_ends_too(lenient: Desk) -> None:
    """The record told of the credit first: its duties are the payment's; the next payment has duties of its own."""
    row = (Settled("DEATH_LUMP", WHOLE, ADVANCED, date(2021, 9, 5)),)
    lenient.register(death_record(settled=row))
    lenient.bring(CLERK, "C-1", *advance_case(), make_employer_letter())
    pay(lenient, "row-1")
    assert states(lenient) == ["PASS_ON_DUE"] * 2
    recover_payment(lenient)
    assert states(lenient) == ["NOT_REQUIRED"] * 2
    pay(lenient, "row-2")
    assert states(lenient) == ["NOT_REQUIRED"] * 2 + ["PASS_ON_DUE"] * 2
    assert duties(lenient, CLERK)[2]["beneficiary_name"] == FATHER


def pay(desk: Desk, row: str) -> None:
    """Decide and pay the whole lump sum to the firm."""
    assert desk.decide("C-1", WHOLE, "DEATH_LUMP").status_code == 200
    token = desk.reserve("C-1", WHOLE, row, item="DEATH_LUMP")["token"]
    assert desk.gate("consume", token)["answer"] == "OK"
    assert desk.gate("settled", token, credit_date="2021-09-05")["answer"] == "OK"


@pytest.mark.parametrize("back", [False, True])
def test_a_case_whose_money_came_back_is_not_closed(lenient: Desk, back: bool) -> None:
    """With every duty over a paid case closes; one whose money the fund has back waits to be taken up again."""
    lenient.register(death_record())
    lenient.bring(CLERK, "C-1", *advance_case(), make_employer_letter())
    lenient.post(CLERK, "/v1/claims/C-1/submit")
    pay(lenient, "row-1")
    assert case_state(lenient) == "POST_PAYOUT"
    pass_days(lenient, AFTER_MONTH)
    for duty in duties(lenient):
        say(lenient, RISK, duty["id"], "recover")
    if back:
        recover_payment(lenient)
        assert case_state(lenient) == "POST_PAYOUT"
        body = {"reason": "追回后重新审核"}
        assert lenient.post(SECOND, "/v1/claims/C-1/reopen", body).json()["state"] == "UNDER_REVIEW"
    else:
        for duty in duties(lenient):
            assert say(lenient, FINANCE, duty["id"], "paid_back").status_code == 200
        assert case_state(lenient) == "CLOSED"


def case_state(desk: Desk) -> str:
    """The state of the case."""
    state: str = desk.get(RISK, "/v1/claims/C-1").json()["state"]
    return state
