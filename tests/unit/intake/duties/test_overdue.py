"""What time does: overdue only past a known final day, and the firm's other claims feel it until it is over."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from intake import sweeper
from intake.duties import clock
from tests.builders import living_case, make_record
from tests.desk import CLERK, OFFICE, RISK, SECOND, Desk
from tests.unit.intake.duties.firm import (
    AFTER_MONTH,
    EVENTS,
    bring_to,
    deny,
    log_of,
    open_duty,
    pass_days,
    prove,
    recover,
    report,
    say,
    settled_record,
    shown,
    worker_proof,
)


def test_nobody_is_late_on_the_final_day(desk: Desk) -> None:
    """The nominal day and the final day pass without blame; the day after brings it, once."""
    duty = open_duty(desk)
    for day in (date(2021, 10, 5), date(2021, 10, 6), date(2021, 10, 8)):
        assert pass_days(desk, day) == 0
    assert (shown(desk, duty)["state"], shown(desk, duty)["late"]) == ("PASS_ON_DUE", False)
    assert pass_days(desk, AFTER_MONTH) == 1
    assert (shown(desk, duty)["state"], shown(desk, duty)["late"]) == ("PASS_ON_OVERDUE", True)
    assert pass_days(desk, AFTER_MONTH) == 0
    assert [event for event, *_ in log_of(desk, duty)] == ["due_set", "month_over"]


def test_the_proof_is_late_after_its_own_final_day(desk: Desk) -> None:
    """Paid on 10 September: 20 and 21 September 2021 are rest days, so the proof is in time on the 22nd."""
    duty = bring_to(desk, "PROOF_DUE")
    assert shown(desk, duty)["proof_final"] == "2021-09-22"
    assert pass_days(desk, date(2021, 9, 22)) == 0
    assert pass_days(desk, date(2021, 9, 23)) == 1
    assert (shown(desk, duty)["state"], shown(desk, duty)["late"]) == ("PROOF_OVERDUE", True)


def test_an_unknown_calendar_blames_nobody(desk: Desk) -> None:
    """A month that ends in a year without a holiday table never becomes overdue, however long it takes."""
    duty = open_duty(desk, received=date(2026, 12, 10))
    assert pass_days(desk, date(2031, 1, 1)) == 0
    one = shown(desk, duty)
    assert (one["state"], one["late"], one["calendar_unknown"], one["pass_on_final"]) == (
        "PASS_ON_DUE",
        False,
        True,
        None,
    )


def test_every_page_of_duties_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """More duties than one look holds are all moved."""
    monkeypatch.setattr(clock, "PAGE", 2)
    for number in range(5):
        open_duty(desk, f"C-{number}")
    assert pass_days(desk, AFTER_MONTH) == 5


def test_one_duty_that_breaks_spares_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A duty that cannot be moved today is left for the next look, and the others are moved."""
    first, second = open_duty(desk, "C-1"), open_duty(desk, "C-2")
    move = clock.move_duty

    def broken(service, session, seen, *args, **more):  # type: ignore[no-untyped-def]
        if seen.id == first:
            raise RuntimeError("boom")
        return move(service, session, seen, *args, **more)

    with monkeypatch.context() as breaking:
        breaking.setattr(clock, "move_duty", broken)
        assert pass_days(desk, AFTER_MONTH) == 1
    assert [shown(desk, one)["state"] for one in (first, second)] == ["PASS_ON_DUE", "PASS_ON_OVERDUE"]
    assert pass_days(desk, AFTER_MONTH) == 1


def test_only_duties_whose_days_can_be_over_are_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every minute the rows of months and of ten days that still run are left alone; what is due is found."""
    young, due = open_duty(desk), open_duty(desk, "C-2", received=date(2021, 8, 2))
    paid = bring_to(desk, "PROOF_DUE", "C-3")
    looked: list[str] = []
    ask = clock._event
    monkeypatch.setattr(clock, "_event", lambda duty, today: (looked.append(duty.id), ask(duty, today))[1])
    desk.set_day(date(2021, 9, 20))
    assert clock.tick_duties(desk.service, desk.now[0]) == 1
    assert set(looked) == {due}
    assert [shown(desk, one)["state"] for one in (young, due, paid)] == ["PASS_ON_DUE", "PASS_ON_OVERDUE", "PROOF_DUE"]


def test_the_sweeper_lets_time_pass(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweeper looks at the duties in its first round, and not again within a minute."""
    duty = open_duty(desk)
    desk.set_day(AFTER_MONTH)
    looks = []

    def look(service: object, now: object) -> int:
        looks.append(now)
        return clock.tick_duties(service, now)  # type: ignore[arg-type]

    class Rounds(threading.Event):
        """Stops after three rounds without waiting."""

        left: Iterator[bool] = iter((False, False, False, True))

        def wait(self, timeout: float | None = None) -> bool:
            """Say whether to stop."""
            return next(self.left)

    monkeypatch.setattr(sweeper, "tick_duties", look)
    monkeypatch.setattr(sweeper, "wire", lambda _: desk.service)
    assert sweeper.run_sweeper(desk.settings, Rounds()) == 0
    assert looks == [desk.now[0]]
    assert shown(desk, duty)["state"] == "PASS_ON_OVERDUE"


def reasons(desk: Desk, claim_no: str = "C-9") -> list[str]:
    """Why the firm's part of another claim waits."""
    [leg] = [one for one in desk.legs(claim_no) if one["payee"] == "EMPLOYER"]
    found: list[str] = leg["reasons"]
    return found


@pytest.fixture
def other(desk: Desk) -> str:
    """Another claim of the same firm with clean papers."""
    desk.register(replace(make_record(), claim_no="C-9", office=OFFICE))
    desk.bring(CLERK, "C-9", *living_case())
    assert "K-008" not in reasons(desk)
    return "C-9"


def test_arrears_hold_the_firms_other_claim_until_they_end(desk: Desk, other: str) -> None:
    """Overdue: the firm's part of its other claim waits for K-008. Reported: it is free again, and when closed too."""
    duty = open_duty(desk)
    assert "K-008" not in reasons(desk)
    pass_days(desk, AFTER_MONTH)
    assert "K-008" in reasons(desk)
    assert [one["status"] for one in desk.legs(other) if one["payee"] == "PERSON"] == ["OPEN"]
    report(desk, duty, day=AFTER_MONTH)
    assert "K-008" not in reasons(desk)
    pass_days(desk, date(2021, 10, 20))
    assert shown(desk, duty)["state"] == "PROOF_OVERDUE"
    assert "K-008" in reasons(desk)
    prove(desk, duty, worker_proof(pay_date="2021-10-09", slip_no="TEST20211009"))
    assert say(desk, SECOND, duty, "accept").status_code == 200
    assert "K-008" not in reasons(desk)


@pytest.mark.parametrize("end", ["paid_back", "court_closed"])
def test_a_recovery_holds_until_it_ends(desk: Desk, other: str, end: str) -> None:
    """While money is claimed back the firm stays in arrears; paid back or closed by a court it is not."""
    duty = bring_to(desk, "PASS_ON_OVERDUE")
    recover(desk, duty)
    assert "K-008" in reasons(desk, other)
    answer = EVENTS[end](desk, duty)
    assert answer is not None
    assert answer.status_code == 200
    assert "K-008" not in reasons(desk, other)


def test_arrears_of_two_duties_end_with_the_last(desk: Desk, other: str) -> None:
    """With two overdue duties the one that ends leaves the firm in arrears."""
    first, second = open_duty(desk, "C-1"), open_duty(desk, "C-2")
    assert pass_days(desk, AFTER_MONTH) == 2
    assert deny(desk, first).json()["state"] == "DISPUTED"
    assert "K-008" in reasons(desk, other)
    assert deny(desk, second).json()["state"] == "DISPUTED"
    assert "K-008" not in reasons(desk, other)
    assert recover(desk, first).json()["state"] == "RECOVERY"
    assert "K-008" in reasons(desk, other)


def test_a_firm_without_a_credit_code_has_duties_all_the_same(desk: Desk) -> None:
    """A claim whose firm has no code keeps its duty; it becomes overdue and nobody's other claim feels it."""
    record = settled_record()
    desk.register(replace(record, employer=replace(record.employer, uscc=None)))
    assert pass_days(desk, AFTER_MONTH) == 1
    [one] = desk.get(RISK, "/v1/obligations").json()["obligations"]
    assert one["state"] == "PASS_ON_OVERDUE"
