"""Ways by which money could once have gone out twice, or to nobody who was asked; each stays shut.

Here: one named history a way. Not here: the state machine that walks all of them (tests.properties.test_gate_model).
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.access.who import Bound, Role, Who
from storage.faults import SealBroken
from storage.records import claims, documents
from tests.builders import (
    WORKER,
    leaf,
    living_case,
    make_death_record,
    make_record,
    make_voucher,
    with_field,
)
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, PAYOUT, RISK, SECOND, Desk
from validators.model.claim import Allocation


def paid(desk: Desk, case: str, fen: int = 1_000_000) -> str:
    """The firm's part decided and consumed; gives the token."""
    assert desk.decide(case, fen).status_code == 200
    token = str(desk.reserve(case, fen, "paid")["token"])
    assert desk.gate("consume", token)["answer"] == "OK"
    return token


def test_receipts_that_were_paid_for_are_never_let_go(desk: Desk, case: str) -> None:
    """Papers replaced after the payout do not free their receipts: another claim that brings them is told K-001."""
    paid(desk, case)
    papers = desk.get(HANDLER, f"/v1/claims/{case}").json()["documents"]
    for number, paper in enumerate(papers):
        blank = replace(
            make_voucher(), fields={}, rows={}, lists={}, marks=(), file=f"{number}.jpg", sha256=f"b{number}"
        )
        with desk.service.database.write() as session:
            kept = documents.find(session, paper["id"])
            assert kept is not None
            documents.move(session, kept.id, kept.state, "SUPERSEDED", desk.now[0])
        desk.bring(CLERK, case, blank)
    desk.register(replace(make_record(), claim_no="C-2", office=OFFICE))
    desk.bring(CLERK, "C-2", *living_case())
    [leg] = [one for one in desk.legs("C-2") if one["payee"] == "EMPLOYER"]
    assert "K-001" in leg["reasons"]


def test_the_newest_word_about_a_part_is_the_only_one(desk: Desk, case: str) -> None:
    """A refusal after a decision, taken back by reopening the case, does not bring the older decision to life."""
    desk.decide(case, 1_000_000)
    desk.decide(case, 0)
    assert desk.states(case)["EMPLOYER"][1] == "DENY"
    with desk.service.database.write() as session:
        claims.move(session, case, "DRAFT", "DECIDED", desk.now[0])
    assert desk.post(SECOND, f"/v1/claims/{case}/reopen", {"reason": "复核"}).status_code == 200
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "HOLD", "NO_DECISION")


def test_an_older_decision_does_not_revive_when_the_newer_is_recovered(desk: Desk, case: str) -> None:
    """Two decisions one after the other: when the newer one's money is recovered, the older one opens nothing."""
    desk.decide(case, 1_000_000)
    desk.now[0] += timedelta(seconds=1)
    token = paid(desk, case, 400_000)
    desk.gate("settled", token, credit_date="2021-09-01")
    desk.gate("recovered", token, reason="追回")
    assert [leg["status"] for leg in desk.legs(case) if leg["payee"] == "EMPLOYER"] == ["HOLD"]


def test_undecided_money_needs_new_evidence_towards_the_firm(desk: Desk, case: str) -> None:
    """What two people left undecided does not go to the firm on the papers that they have seen."""
    paid(desk, case, 400_000)
    answer = desk.decide(case, 600_000, **{"from": "UNDECIDED"})
    assert (answer.status_code, answer.json()["code"]) == (409, "ADVANCE_UNPROVEN")


def test_money_given_to_the_worker_adds_up(desk: Desk, case: str) -> None:
    """Three decisions over undecided money, paid in between: the worker gets all of it, to the fen."""
    paid(desk, case, 600_000)
    total = 0
    for number, fen in enumerate((100_000, 200_000, 100_000)):
        assert desk.decide(case, fen, payee="PERSON", **{"from": "UNDECIDED"}).status_code == 200
        opened = sum(one["fen"] for one in desk.legs(case) if (one["payee"], one["status"]) == ("PERSON", "OPEN"))
        token = desk.reserve(case, opened, f"own-{number}", payee="PERSON")["token"]
        assert desk.gate("consume", str(token))["answer"] == "OK"
        total += opened
    assert total == 234_567 + 400_000
    assert "UNDECIDED" not in desk.states(case)


def test_a_suspended_case_revives_no_decision(desk: Desk, case: str) -> None:
    """Money that comes back after a suspension needs a new decision, although its own was never frozen by a row."""
    desk.register(replace(make_record(), claim_no="C-4", office=OFFICE))
    token = paid(desk, case)
    with desk.service.database.write() as session:
        claims.move(session, case, "DRAFT", "UNDER_REVIEW", desk.now[0])
    assert desk.post(HANDLER, f"/v1/claims/{case}/suspend", {"reason": "争议"}).status_code == 200
    desk.now[0] += timedelta(seconds=1)
    assert desk.post(SECOND, f"/v1/claims/{case}/resume", {"reason": "已结"}).status_code == 200
    assert desk.gate("returned", token, reason="户名不符")["answer"] == "OK"
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")


def test_a_person_is_known_wherever_the_record_puts_him(desk: Desk) -> None:
    """Relatives listed in another order after a payment: who was paid is not paid again, and the other still is."""
    record = replace(make_death_record(), claim_no="D-1", office=OFFICE, dispute_recorded=False)
    item = record.items[0].code
    shares = (Allocation(item, 0, 300_000), Allocation(item, 1, record.items[0].approved_fen - 300_000))
    items = (replace(record.items[0], claimed_advance_fen=0, remainder_to=None),)
    record = replace(record, items=items, allocation=shares)
    desk.register(record)
    first = desk.reserve("D-1", 300_000, "one", item=item, payee="PERSON", beneficiary=0)
    assert desk.gate("consume", str(first["token"]))["answer"] == "OK"
    people = record.relatives
    assert people is not None
    swapped = (people[1], people[0], *people[2:])
    turned = (Allocation(item, 1, 300_000), Allocation(item, 0, record.items[0].approved_fen - 300_000))
    desk.put(replace(record, relatives=swapped, allocation=turned))
    legs = {(one["beneficiary"], one["fen"]): one["status"] for one in desk.legs("D-1")}
    assert legs[1, 300_000] == "HOLD"
    assert legs[0, record.items[0].approved_fen - 300_000] == "OPEN"
    assert desk.reserve("D-1", 300_000, "two", item=item, payee="PERSON", beneficiary=1)["answer"] == "HOLD"
    desk.put(replace(record, relatives=people[1:], allocation=None))  # the paid one is on record no more
    assert [one["beneficiary"] for one in desk.legs("D-1") if one["code"] == "G-006"] == [None]


def test_one_leg_is_one_leg_whatever_beneficiary_stands_beside_it(desk: Desk, case: str) -> None:
    """A firm's part reserved for "beneficiary 3" is not free for "beneficiary 4"."""
    desk.decide(case, 1_000_000)
    assert desk.reserve(case, 500_000, "r-3", beneficiary=3)["answer"] == "ALLOW"
    assert desk.reserve(case, 500_000, "r-4", beneficiary=4)["codes"] == ["G-006"]


def test_a_repeated_row_tells_what_holds_now(desk: Desk, case: str) -> None:
    """After an objection, and after a release, the same row is not told ALLOW again."""
    desk.decide(case, 1_000_000)
    token = desk.reserve(case, 1_000_000, "row")["token"]
    assert desk.reserve(case, 1_000_000, "row")["token"] == token
    freeze = desk.post(RISK, "/v1/freezes", {"scope": "claim", "value": case, "reason": "x"}).json()["id"]
    assert desk.reserve(case, 1_000_000, "row")["answer"] == "HOLD"
    desk.post(SECOND, f"/v1/freezes/{freeze}/lift", {"reason": "x"})
    desk.gate("release", str(token))
    assert desk.reserve(case, 1_000_000, "row")["answer"] == "HOLD"


def test_who_froze_does_not_lift(desk: Desk, case: str) -> None:
    """The person who set a freeze, under whatever role, may not end it; nor may a reviewer of another office."""
    freeze = desk.post(RISK, "/v1/freezes", {"scope": "claim", "value": case, "reason": "x"}).json()["id"]
    same = Who(RISK.subject, Role.SECOND_REVIEWER, Bound(office=OFFICE))
    other = Who("far", Role.SECOND_REVIEWER, Bound(office="O9"))
    refused = desk.post(same, f"/v1/freezes/{freeze}/lift", {"reason": "x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "G-008")
    assert desk.post(other, f"/v1/freezes/{freeze}/lift", {"reason": "x"}).status_code == 404
    assert desk.post(SECOND, f"/v1/freezes/{freeze}/lift", {"reason": "x"}).status_code == 200


def test_a_closed_flag_covers_only_what_was_compared(desk: Desk) -> None:
    """A difference to the record closed as a false alarm comes back when the record says a third thing."""
    voucher, *rest = living_case()
    desk.register(replace(make_record(), claim_no="C-5", office=OFFICE))
    desk.bring(CLERK, "C-5", with_field(voucher, "decision_no", leaf("虚工伤认〔2021〕0009号")), *rest)
    [flag] = [one for one in desk.get(HANDLER, "/v1/flags").json()["flags"] if one["code"] == "X-004"]
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "OK", "reason": "笔误"})
    assert desk.get(HANDLER, "/v1/flags").json()["flags"] == []
    desk.put(replace(make_record(), claim_no="C-5", office=OFFICE, decision_no="虚工伤认〔2021〕7777号"))
    assert [one["code"] for one in desk.get(HANDLER, "/v1/flags").json()["flags"]] == ["X-004"]


def test_a_corrected_flag_whose_finding_stands_stays_open(desk: Desk) -> None:
    """Two people key the value that the paper really shows: the difference to the record is still a question."""
    voucher, *rest = living_case()
    desk.register(replace(make_record(), claim_no="C-6", office=OFFICE))
    wrong = "虚工伤认〔2021〕0009号"
    [paper, *_] = desk.bring(CLERK, "C-6", with_field(voucher, "decision_no", leaf(wrong)), *rest)
    [flag] = [one for one in desk.get(HANDLER, "/v1/flags").json()["flags"] if one["code"] == "X-004"]
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    for who in (HANDLER, HANDLER_2):
        body = {"value": wrong, "reason": "x"}
        assert desk.call(who, "PUT", f"/v1/documents/{paper}/fields/decision_no", body).status_code == 200
    shown = desk.get(HANDLER, "/v1/flags?state=OPEN,TAKEN").json()["flags"]
    assert "X-004" in {one["code"] for one in shown}


@pytest.mark.parametrize("route", ["objection", "freeze"])
def test_a_freeze_stays_when_the_case_cannot_be_judged(
    desk: Desk, case: str, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own fault while judging does not undo an objection or a freeze: it is in force once we can judge again."""

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    desk.decide(case, 1_000_000)
    desk.now[0] += timedelta(days=1)
    with monkeypatch.context() as broken:
        broken.setattr("intake.casefile.judge_case", crash)
        if route == "objection":
            body = {"by": WORKER, "channel": "phone", "reason": "x"}
            answer = desk.post(HANDLER, f"/v1/claims/{case}/objections", body)
        else:
            answer = desk.post(RISK, "/v1/freezes", {"scope": "claim", "value": case, "reason": "x"})
        assert answer.status_code == 201
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "OBJECTION" if route == "objection" else "FROZEN")


def test_a_reading_that_does_not_open_holds_only_the_firm(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged reading counts as unread: the firm's part holds, the worker is paid, no answer is 5xx."""

    def broken(*_: object) -> None:
        raise SealBroken("a sealed field does not open for its purpose")

    desk.now[0] += timedelta(days=1)
    monkeypatch.setattr("storage.records.documents.load_reading", broken)
    assert desk.states(case)["EMPLOYER"][1] == "HOLD"
    assert desk.states(case)["PERSON"][1] == "OPEN"
    assert desk.reserve(case, 234_567, "own", payee="PERSON")["answer"] == "ALLOW"


def test_the_way_back_carries_the_digest_too(desk: Desk, case: str) -> None:
    """A proposal is sent back with or without the digest; a freeze of the province needs no value."""
    body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1, "reasons": []}
    for more in ({}, {"evidence_digest": "0" * 64}):
        shown = desk.post(HANDLER, f"/v1/claims/{case}/decisions", body).json()
        assert desk.post(SECOND, f"/v1/decisions/{shown['id']}/return", {"reason": "x", **more}).status_code == 200
    assert desk.post(RISK, "/v1/freezes", {"scope": "province", "value": None, "reason": "x"}).status_code == 201
    assert desk.get(PAYOUT, f"/v1/claims/{case}/verdict").status_code == 200
