"""A firm reports what it paid on and files the proof: the right amount, a possible day, its own live papers."""

from datetime import date

import pytest

from storage.records import documents
from tests.builders import STRANGER, make_receipt, make_slip
from tests.desk import CLERK, HANDLER, SECOND, Desk, worker_of
from tests.unit.intake.duties.firm import (
    AFTER_MONTH,
    DUE,
    PAID,
    bring_to,
    log_of,
    open_duty,
    pass_days,
    prove,
    report,
    say,
    shown,
    worker_proof,
)

NEXT_DAY = date(2021, 9, 11)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount_fen": DUE - 1}, "amount_fen"),
        ({"amount_fen": DUE + 1}, "amount_fen"),
        ({"paid_on": NEXT_DAY.isoformat()}, "paid_on"),
        ({"paid_on": "2021-09-04"}, "paid_on"),
        ({"slip_document": "d-none"}, "slip_document"),
    ],
)
def test_a_report_that_cannot_be_is_refused(desk: Desk, changes: dict[str, object], field: str) -> None:
    """One fen too little or too much, a day to come or before the credit, no slip: 422 that names the member."""
    duty = open_duty(desk)
    answer = report(desk, duty, **changes)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "BAD_VALUE", field)
    assert shown(desk, duty)["state"] == "PASS_ON_DUE"


@pytest.mark.parametrize("body", [{}, {"amount_fen": "234567"}, {"amount_fen": 234567.0}, {"more": 1}])
def test_a_report_of_another_shape_is_refused(desk: Desk, body: dict[str, object]) -> None:
    """Money that is no integer, members that are missing or unknown: 422."""
    duty = open_duty(desk)
    whole: dict[str, object] = {"paid_on": "2021-09-05", "amount_fen": DUE, "slip_document": "d-x"}
    answer = say(desk, CLERK, duty, "report", {**whole, **body} if body else {"reason": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_REQUEST")


def test_the_slip_is_the_firms_own_live_slip_of_that_claim(desk: Desk) -> None:
    """The worker's slip, another claim's, a receipt and a withdrawn slip do not stand for the payment."""
    duty = open_duty(desk)
    other = open_duty(desk, "C-2")
    desk.set_day(PAID)
    [workers] = desk.bring(worker_of("C-1"), "C-1", make_slip("TEST1"))
    [elsewhere] = desk.bring(CLERK, "C-2", make_slip("TEST2"))
    [receipt] = desk.bring(CLERK, "C-1", make_receipt())
    [replaced] = desk.bring(CLERK, "C-1", make_slip("TEST3"))
    desk.bring(CLERK, "C-1", make_slip("TEST4"), replaces=replaced)
    _kill(desk, replaced)
    for paper in (workers, elsewhere, receipt, replaced):
        assert report(desk, duty, slip_document=paper).json()["field"] == "slip_document"
    assert report(desk, other, slip_document=elsewhere).status_code == 200


def test_the_proof_is_the_firms_own_proof_of_that_claim(desk: Desk) -> None:
    """A slip, the worker's paper, another claim's proof and none at all cannot be filed as the proof."""
    duty = bring_to(desk, "PROOF_DUE")
    open_duty(desk, "C-2")
    desk.set_day(NEXT_DAY)
    [slip] = desk.bring(CLERK, "C-1", make_slip("TEST1"))
    [workers] = desk.bring(worker_of("C-1"), "C-1", worker_proof())
    [elsewhere] = desk.bring(CLERK, "C-2", worker_proof())
    for paper in (slip, workers, elsewhere, "d-none"):
        answer = say(desk, CLERK, duty, "proof", {"document": paper})
        assert (answer.status_code, answer.json()["field"]) == (422, "document")
    assert shown(desk, duty)["state"] == "PROOF_DUE"


def test_a_late_payment_stays_on_record(desk: Desk) -> None:
    """Reported after the final day the duty goes on, is closed in the end, and is late for ever."""
    duty = bring_to(desk, "PASS_ON_OVERDUE")
    assert report(desk, duty, day=AFTER_MONTH).json()["state"] == "PROOF_DUE"
    assert shown(desk, duty)["late"] is True
    assert prove(desk, duty, worker_proof(pay_date="2021-10-09", slip_no="TEST20211009")).status_code == 200
    assert say(desk, SECOND, duty, "accept").json() == {"id": duty, "state": "CLOSED"}
    assert shown(desk, duty)["late"] is True


def test_a_payment_in_time_is_not_late(desk: Desk) -> None:
    """Paid on the final working day itself, after the nominal Saturday or holiday, nobody is late."""
    duty = open_duty(desk)
    assert report(desk, duty, day=date(2021, 10, 8)).status_code == 200
    assert (shown(desk, duty)["late"], shown(desk, duty)["pass_on_final"]) == (False, "2021-10-08")


def test_the_day_that_is_over_comes_before_the_report(desk: Desk) -> None:
    """A report after the final day is late even if no sweeper has looked yet, and both events are on record."""
    duty = open_duty(desk)
    desk.set_day(AFTER_MONTH)
    assert report(desk, duty, day=PAID).json()["state"] == "PROOF_DUE"
    assert [event for event, *_ in log_of(desk, duty)] == ["due_set", "month_over", "reported"]
    assert shown(desk, duty)["late"] is True


def test_a_returned_proof_is_filed_again(desk: Desk) -> None:
    """The handler returns the proof; the firm files another paper, and that one counts."""
    duty = bring_to(desk, "PROOF_IN_REVIEW")
    first = shown(desk, duty)["proof_document"]
    assert say(desk, HANDLER, duty, "return").json()["state"] == "PROOF_DUE"
    assert prove(desk, duty).json()["state"] == "PROOF_IN_REVIEW"
    assert shown(desk, duty)["proof_document"] not in (None, first)


def test_reasons_are_not_kept_in_plain(desk: Desk) -> None:
    """What people write about a duty stands sealed in the database."""
    duty = open_duty(desk)
    reason = f"{STRANGER}没有收到款项"
    say(desk, worker_of("C-1"), duty, "deny", {"reason": reason})
    pass_days(desk, AFTER_MONTH)
    with desk.service.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM steps").all()
        rows += connection.exec_driver_sql("SELECT * FROM obligations").all()
    haystack = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert duty.encode() in haystack
    assert STRANGER.encode() not in haystack


def _kill(desk: Desk, document: str) -> None:
    with desk.service.database.write() as session:
        found = documents.find(session, document)
        assert found is not None
        if found.live:
            documents.move(session, document, found.state, "SUPERSEDED", desk.now[0])
