"""What time brings to cases, flags and judgements; a fault of one claim never stops the others."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from intake import sweeper
from intake.claims import clock
from intake.claims.clock import free_leases, tick_cases
from intake.standings import refresh, standing_now
from intake.wiring import Service
from tests.builders import make_record, make_slip
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, Desk
from tests.unit.intake.claims_steps import ways
from tests.unit.intake.claims_steps.ways import CASE, WHY, act, later, log_of, state_of
from tests.unit.intake.uploads_steps.sending import png, send


def test_a_notice_may_be_answered_on_its_last_day(desk: Desk) -> None:
    """The thirtieth day counts whole; the day after, a person decides, and nothing is refused."""
    ways.notice_sent(desk)
    later(desk, 30)
    assert state_of(desk) == "NOTICE_SENT"
    later(desk, 1)
    assert state_of(desk) == "UNDER_REVIEW"
    assert desk.states(CASE)["PERSON"][1] == "OPEN"


def test_a_second_notice_starts_its_own_term(desk: Desk) -> None:
    """Whoever answered with a gap left has thirty days from the new notice."""
    ways.notice_sent(desk)
    later(desk, 20)
    assert act(desk, "submit") == 200
    later(desk, 20)
    assert state_of(desk) == "NOTICE_SENT"
    later(desk, 11)
    assert state_of(desk) == "UNDER_REVIEW"


def test_a_draft_lapses_after_ninety_idle_days(desk: Desk) -> None:
    """The ninetieth day counts whole."""
    ways.draft(desk)
    later(desk, 90)
    assert state_of(desk) == "DRAFT"
    later(desk, 1)
    assert state_of(desk) == "ABANDONED"


def test_whatever_is_done_about_a_draft_keeps_it(desk: Desk) -> None:
    """A new paper, a paper taken back and a new record each begin the ninety days again."""
    first, *_ = ways.draft(desk)
    later(desk, 80)
    desk.bring(CLERK, CASE, make_slip("TEST202107200009", "2021-07-21", 1))
    later(desk, 80)
    assert desk.post(CLERK, f"/v1/documents/{first}/withdraw", WHY).status_code == 200
    later(desk, 80)
    assert desk.put(replace(make_record(), claim_no=CASE, office=OFFICE)).status_code == 200
    later(desk, 80)
    assert state_of(desk) == "DRAFT"
    later(desk, 11)
    assert state_of(desk) == "ABANDONED"


def test_a_draft_with_a_paper_to_be_read_does_not_lapse(desk: Desk) -> None:
    """As long as a paper waits for us, it is not the submitter who is idle."""
    ways.draft(desk)
    waiting = send(desk, CLERK, f"/v1/claims/{CASE}/documents", png(1)).json()["id"]
    later(desk, 200)
    assert state_of(desk) == "DRAFT"
    ways.read(desk, waiting, make_slip("TEST202107200009", "2021-07-21", 1))
    later(desk, 1)
    assert state_of(desk) == "ABANDONED"


def test_a_draft_of_which_money_went_out_does_not_lapse(desk: Desk) -> None:
    """The worker's own part may be paid before anything is handed in: such a case goes on."""
    ways.draft(desk)
    token = desk.reserve(CASE, 234_567, "row", payee="PERSON")["token"]
    assert desk.gate("consume", token)["answer"] == "OK"
    later(desk, 200)
    assert state_of(desk) == "DRAFT"


def test_a_lapsed_lease_frees_its_flag(desk: Desk) -> None:
    """A flag that nobody closed within its lease is another person's to take."""
    ways.notice_sent(desk)
    flag = desk.get(HANDLER, "/v1/flags").json()["flags"][0]["id"]
    assert desk.post(HANDLER, f"/v1/flags/{flag}/take").status_code == 200
    assert desk.post(HANDLER_2, f"/v1/flags/{flag}/take").status_code == 409
    desk.now[0] += timedelta(minutes=29)
    free_leases(desk.service, desk.now[0])
    assert flag not in {one["id"] for one in desk.get(HANDLER, "/v1/flags").json()["flags"]}
    desk.now[0] += timedelta(minutes=2)
    free_leases(desk.service, desk.now[0])
    assert flag in {one["id"] for one in desk.get(HANDLER, "/v1/flags").json()["flags"]}
    assert log_of(desk, "flag", flag)[-1].event == "lease_expired"


def test_old_judgements_are_made_again(desk: Desk) -> None:
    """After a new day the kept judgement is old, and the look at the clock renews it without being asked."""
    ways.under_review(desk)
    desk.now[0] += timedelta(days=1)
    with desk.service.database.read() as session:
        assert standing_now(desk.service, session, CASE, desk.now[0]) is None
    tick_cases(desk.service, desk.now[0])
    with desk.service.database.read() as session:
        assert standing_now(desk.service, session, CASE, desk.now[0]) is not None


def test_a_fault_of_one_claim_stops_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One claim that cannot be judged keeps its old judgement; all others, and the notices, go on."""
    for number in ("C-0", "C-9"):
        desk.register(replace(make_record(), claim_no=number, office=OFFICE))
    ways.notice_sent(desk)

    def crash(service: Service, session: Session, claim_no: str, now: object) -> object:
        if claim_no == "C-0":
            raise RuntimeError("boom")
        return refresh(service, session, claim_no, now)  # type: ignore[arg-type]

    monkeypatch.setattr(clock, "refresh", crash)
    later(desk, 31)
    assert state_of(desk) == "UNDER_REVIEW"
    with desk.service.database.read() as session:
        fresh = {no: standing_now(desk.service, session, no, desk.now[0]) is not None for no in ("C-0", CASE, "C-9")}
    assert fresh == {"C-0": False, CASE: True, "C-9": True}


def test_claims_that_never_judge_take_no_turn_from_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many broken claims as one look takes, and the oldest: the next look takes the others; theirs comes again."""
    numbers = ("C-0", "C-1", "C-2", "C-3")
    for number in numbers:
        desk.register(replace(make_record(), claim_no=number, office=OFFICE))
        desk.now[0] += timedelta(seconds=1)
    tried: list[str] = []

    def crash(service: Service, session: Session, claim_no: str, now: object) -> object:
        tried.append(claim_no)
        if claim_no in ("C-0", "C-1"):
            raise RuntimeError("boom")
        return refresh(service, session, claim_no, now)  # type: ignore[arg-type]

    monkeypatch.setattr(clock, "refresh", crash)
    monkeypatch.setattr(clock, "MOST_AT_ONCE", 2)
    desk.now[0] += timedelta(days=1)
    failed = clock.Resting()
    for _ in range(3):
        desk.now[0] += timedelta(minutes=1)
        tick_cases(desk.service, desk.now[0], failed)
    assert tried == list(numbers)
    desk.now[0] += clock.REST_TIME
    tick_cases(desk.service, desk.now[0], failed)
    assert tried[4:] == ["C-0", "C-1"]


def test_the_sweeper_looks_at_cases_once_a_minute_and_at_leases_always(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In many rounds of one minute cases are looked at once, flag leases in each."""
    stopping, rounds, looks = threading.Event(), [], []

    def count_round(*_: object) -> None:
        rounds.append(1)
        if len(rounds) == 5:
            stopping.set()

    monkeypatch.setattr(sweeper, "ROUND_SECONDS", 0.001)
    monkeypatch.setattr(sweeper, "sweep", lambda *_: None)
    monkeypatch.setattr(sweeper, "free_leases", count_round)
    monkeypatch.setattr(sweeper, "tick_cases", lambda *_: looks.append(1))
    assert sweeper.run_sweeper(desk.settings, stopping) == 0
    assert (len(rounds), len(looks)) == (5, 1)
