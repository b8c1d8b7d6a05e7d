"""The reviewers' queue over HTTP: leases, closing, keying by two, escalation, and what each does to the firm's part."""

from dataclasses import replace
from datetime import timedelta

from intake.access.who import Bound, Role, Who
from tests.builders import leaf, living_case, make_record, make_voucher, signature, with_marks
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, SECOND, Desk
from validators.model.codes import MarkRole, NameMatch
from validators.model.evidence import DocumentReading

DAY = "2021-07-20"


def doubtful(desk: Desk, claim_no: str = "C-2") -> list[str]:
    """A case whose voucher's date was read without certainty; gives the ids of its papers."""
    voucher, *rest = living_case()
    unsure = replace(voucher, lists={**voucher.lists, "sign_dates": (leaf(DAY, sure=False),)})
    return brought(desk, claim_no, unsure, *rest)


def brought(desk: Desk, claim_no: str, *readings: DocumentReading) -> list[str]:
    """A claim of the office with these papers."""
    desk.register(replace(make_record(), claim_no=claim_no, office=OFFICE))
    return desk.bring(CLERK, claim_no, *readings)


def flags_of(desk: Desk, who: Who = HANDLER, state: str = "OPEN,TAKEN,ESCALATED") -> list[dict[str, str]]:
    """The queue of an office."""
    answer = desk.get(who, f"/v1/flags?state={state}")
    assert answer.status_code == 200, answer.text
    shown: list[dict[str, str]] = answer.json()["flags"]
    return shown


def test_a_clean_case_raises_no_flag(desk: Desk, case: str) -> None:
    """Nothing is asked of anybody where nothing is doubtful."""
    assert flags_of(desk) == []


def test_a_doubt_is_in_the_queue_of_its_office_only(desk: Desk) -> None:
    """The office that has the claim sees its flags; another office sees none."""
    doubtful(desk)
    assert {flag["code"] for flag in flags_of(desk)} == {"FLD-002"}
    assert flags_of(desk, Who("h", Role.HANDLER, Bound(office="O2"))) == []


def test_a_lease_keeps_others_away_until_it_ends(desk: Desk) -> None:
    """While one works on a flag another is told so; after half an hour she may take it."""
    doubtful(desk)
    [flag, *_] = flags_of(desk)
    assert desk.post(HANDLER, f"/v1/flags/{flag['id']}/take").json()["state"] == "TAKEN"
    taken = desk.post(HANDLER_2, f"/v1/flags/{flag['id']}/take")
    assert (taken.status_code, taken.json()["code"]) == (409, "LEASED")
    close = {"outcome": "OK", "reason": "看清了"}
    assert desk.post(HANDLER_2, f"/v1/flags/{flag['id']}/close", close).status_code == 409
    desk.now[0] += timedelta(minutes=31)
    assert desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", close).status_code == 409
    assert desk.post(HANDLER_2, f"/v1/flags/{flag['id']}/take").status_code == 200


def test_a_critical_value_counts_when_two_people_keyed_it(desk: Desk) -> None:
    """One word leaves the doubt, the same word of another person ends it, and the firm's part waits for a decision."""
    [voucher, *_] = doubtful(desk)
    path = f"/v1/documents/{voucher}/fields/sign_dates[0]"
    body = {"value": DAY, "page": 0, "box": [10, 10, 60, 40], "reason": "照片上看得清"}
    assert desk.call(HANDLER, "PUT", path, body).json() == {"state": "NEEDS_SECOND"}
    assert desk.call(HANDLER, "PUT", path, body).json() == {"state": "NEEDS_SECOND"}
    assert [flag["code"] for flag in flags_of(desk)] == ["FLD-002"]
    assert desk.call(HANDLER_2, "PUT", path, body).json() == {"state": "SET"}
    assert flags_of(desk) == []
    assert desk.states("C-2")["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")
    assert desk.get(HANDLER, f"/v1/documents/{voucher}").json()["state"] == "ACCEPTABLE"


def test_two_words_that_differ_settle_nothing(desk: Desk) -> None:
    """Two people keyed two values: nobody's counts."""
    [voucher, *_] = doubtful(desk)
    path = f"/v1/documents/{voucher}/fields/sign_dates[0]"
    desk.call(HANDLER, "PUT", path, {"value": DAY, "reason": "a"})
    assert desk.call(HANDLER_2, "PUT", path, {"value": "2021-07-21", "reason": "b"}).json() == {"state": "CONFLICT"}
    assert [flag["code"] for flag in flags_of(desk)] == ["FLD-002"]


def test_the_second_reviewer_who_keyed_may_not_confirm(desk: Desk) -> None:
    """Who keyed a value of the paper does not confirm the payment that rests on it."""
    [voucher, *_] = doubtful(desk)
    path = f"/v1/documents/{voucher}/fields/sign_dates[0]"
    for who in (HANDLER_2, Who(SECOND.subject, Role.HANDLER, Bound(office=OFFICE))):
        desk.call(who, "PUT", path, {"value": DAY, "reason": "a"})
    assert desk.decide("C-2", 1_000_000).json()["code"] == "G-008"


def test_values_that_cannot_stand_are_refused(desk: Desk) -> None:
    """Money as text, a date that is none, a field that cannot be, a box off the page: 422 and what would do."""
    [voucher, *_] = doubtful(desk)
    for field, body in (
        ("total_figures", {"value": "10,000.00"}),
        ("total_figures", {"value": -1}),
        ("injury_date", {"value": "2021-02-30"}),
        ("no such", {"value": 1}),
        ("lines[9].amount", {"value": 1}),
        ("total_figures", {"value": 1, "box": [0, 0, 99_999, 10]}),
    ):
        answer = desk.call(HANDLER, "PUT", f"/v1/documents/{voucher}/fields/{field}", {**body, "reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (422, "BAD_VALUE"), field


def test_a_false_alarm_is_closed_with_a_reason(desk: Desk) -> None:
    """A handler who has looked closes an F; the paper is acceptable and the part waits for its decision only."""
    [voucher, *_] = brought(desk, "C-2", *_close_hand())
    [flag] = flags_of(desk)
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    assert desk.states("C-2")["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")
    assert desk.decide("C-2", 1_000_000).json()["code"] == "G-001"
    closed = desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "OK", "reason": "是本人笔迹"})
    assert closed.json() == {"id": flag["id"], "state": "CLOSED_OK"}
    assert desk.get(HANDLER, f"/v1/documents/{voucher}").json()["state"] == "ACCEPTABLE"


def _close_hand() -> tuple[DocumentReading, ...]:
    voucher, *rest = living_case()
    marks = tuple(mark for mark in voucher.marks if mark.type != "signature")
    close = signature(make_voucher().fields["worker_name"].raw, MarkRole.WORKER, name_match=NameMatch.CLOSE)
    return with_marks(voucher, close, *marks), *rest


def test_a_grave_finding_goes_to_a_second_reviewer(desk: Desk) -> None:
    """A B is not closed by one handler; another person decides, and the escalating one may not."""
    voucher, *rest = living_case()
    brought(desk, "C-2", with_marks(voucher, *(one for one in voucher.marks if one.type != "signature")), *rest)
    [flag] = [one for one in flags_of(desk) if one["code"] == "SIG-001"]
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    alone = desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "OK", "reason": "x"})
    assert (alone.status_code, alone.json()["code"]) == (409, "ESCALATE_FIRST")
    assert desk.post(HANDLER, f"/v1/flags/{flag['id']}/escalate", {"reason": "请复核"}).status_code == 200
    same = Who(HANDLER.subject, Role.SECOND_REVIEWER, Bound(office=OFFICE))
    body = {"outcome": "OK", "reason": "签名在背面"}
    assert desk.post(same, f"/v1/flags/{flag['id']}/close", body).json()["code"] == "G-008"
    assert desk.post(SECOND, f"/v1/flags/{flag['id']}/close", body).json()["state"] == "CLOSED_OK"
    assert "SIG-001" not in {one["code"] for one in flags_of(desk)}
    assert desk.states("C-2")["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")


def test_an_upheld_fault_sends_the_paper_back(desk: Desk) -> None:
    """A handler who upholds a fault returns the paper to its side."""
    [voucher, *_] = brought(desk, "C-2", *_close_hand())
    [flag] = flags_of(desk)
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    closed = desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "UPHELD", "reason": "不像本人"})
    assert closed.json()["state"] == "CLOSED_UPHELD"
    assert desk.get(HANDLER, f"/v1/documents/{voucher}").json()["state"] == "RETURNED"
    assert desk.states("C-2")["EMPLOYER"][1] == "HOLD"


def test_the_queue_goes_on_page_by_page(desk: Desk) -> None:
    """More flags than a page: `next` leads through all of them, each once."""
    for number in range(12):  # claims that share receipts: many flags each
        doubtful(desk, f"C-{number}")
    seen: list[str] = []
    after = "0"
    while after is not None:
        page = desk.get(HANDLER, f"/v1/flags?after={after}").json()
        seen += [flag["id"] for flag in page["flags"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) > 50


def test_contesting_an_upheld_fault_asks_a_person_again(desk: Desk) -> None:
    """The side says that the machine and the handler are wrong: the same fault is a new question in the queue."""
    [voucher, *_] = brought(desk, "C-2", *_close_hand())
    [flag] = flags_of(desk)
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/take")
    desk.post(HANDLER, f"/v1/flags/{flag['id']}/close", {"outcome": "UPHELD", "reason": "不像本人"})
    assert flags_of(desk) == []
    contested = desk.post(CLERK, f"/v1/documents/{voucher}/contest", {"reason": "是本人签的"})
    assert contested.json()["state"] == "IN_REVIEW"
    [again] = flags_of(desk)
    assert (again["code"], again["document"]) == (flag["code"], voucher)
    assert again["id"] != flag["id"]
    desk.post(HANDLER_2, f"/v1/flags/{again['id']}/take")
    desk.post(HANDLER_2, f"/v1/flags/{again['id']}/close", {"outcome": "OK", "reason": "与身份证一致"})
    assert desk.get(HANDLER, f"/v1/documents/{voucher}").json()["state"] == "ACCEPTABLE"


def test_a_doubt_that_new_papers_clear_leaves_nobody_waiting(desk: Desk) -> None:
    """A voucher in review for want of its receipts is acceptable once they come; no flag is left standing."""
    voucher, *rest = living_case()
    [first] = brought(desk, "C-2", voucher)
    assert desk.get(HANDLER, f"/v1/documents/{first}").json()["state"] == "IN_REVIEW"
    desk.bring(CLERK, "C-2", *rest)
    assert flags_of(desk) == []
    assert desk.get(HANDLER, f"/v1/documents/{first}").json()["state"] == "ACCEPTABLE"
