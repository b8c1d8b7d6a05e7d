"""Two people over HTTP: who may decide what on which evidence, and what ends a decision."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.access.who import Bound, Role, Who
from tests.builders import living_case, make_record, make_voucher, with_marks
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, RISK, SECOND, Desk, worker_of

BODY = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1_000_000, "reasons": ["ADVANCE_PROVEN"]}


def propose(desk: Desk, case: str, who: Who = HANDLER, **more: object) -> dict[str, str]:
    """Propose the employer's whole part, or what is named."""
    answer = desk.post(who, f"/v1/claims/{case}/decisions", {**BODY, **more})
    assert answer.status_code == 201, answer.text
    shown: dict[str, str] = answer.json()
    return shown


def test_one_person_alone_opens_nothing(desk: Desk, case: str) -> None:
    """The handler under another role is the same person; her confirmation is refused with G-008."""
    proposed = propose(desk, case)
    same = Who(HANDLER.subject, Role.SECOND_REVIEWER, Bound(office=OFFICE))
    answer = desk.confirm(proposed, same)
    assert (answer.status_code, answer.json()["code"]) == (409, "G-008")
    assert desk.states(case)["EMPLOYER"][1] == "HOLD"


def test_who_uploaded_does_not_decide(desk: Desk) -> None:
    """Counter staff who brought the paper can neither propose nor confirm about it."""
    desk.register(replace(make_record(), claim_no="C-2", office=OFFICE))
    desk.bring(Who(SECOND.subject, Role.SUBMITTER, Bound(uscc=CLERK.bound.uscc)), "C-2", *living_case())
    answer = desk.confirm(propose(desk, "C-2"))
    assert (answer.status_code, answer.json()["code"]) == (409, "G-008")
    uploader = Who(SECOND.subject, Role.HANDLER, Bound(office=OFFICE))
    answer = desk.post(uploader, "/v1/claims/C-2/decisions", BODY)
    assert (answer.status_code, answer.json()["code"]) == (409, "G-008")


@pytest.mark.parametrize(("cap", "code"), [(1_000_001, "X-023"), (10_000_000, "X-023")])
def test_no_more_than_is_proven(desk: Desk, case: str, cap: int, code: str) -> None:
    """A proposal above what is approved and proven is refused with its check."""
    answer = desk.post(HANDLER, f"/v1/claims/{case}/decisions", {**BODY, "cap_fen": cap})
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_lower_cap_leaves_the_rest_undecided(desk: Desk, case: str) -> None:
    """Two people give the firm less: the rest waits, and by their further word goes to the worker."""
    desk.decide(case, 600_000)
    assert desk.states(case)["EMPLOYER"] == (600_000, "OPEN", "ADVANCE_PROVEN")
    assert desk.states(case)["UNDECIDED"] == (400_000, "HOLD", "ADVANCE_UNPROVEN")
    assert desk.decide(case, 400_000, payee="PERSON", **{"from": "UNDECIDED"}).status_code == 200
    persons = [leg for leg in desk.legs(case) if leg["payee"] == "PERSON"]
    assert sorted((leg["fen"], leg["status"]) for leg in persons) == [(234_567, "OPEN"), (400_000, "OPEN")]
    assert "UNDECIDED" not in desk.states(case)
    token = desk.reserve(case, 634_567, "p", payee="PERSON")["token"]
    assert desk.gate("consume", token)["answer"] == "OK"
    assert [leg for leg in desk.legs(case) if leg["payee"] == "PERSON" and leg["status"] == "OPEN"] == []


def test_a_refusal_is_final_and_its_money_waits(desk: Desk, case: str) -> None:
    """A cap of nothing refuses the firm; the money stays until two people give it to the person."""
    assert desk.decide(case, 0).status_code == 200
    assert desk.states(case)["EMPLOYER"] == (0, "DENY", "REFUSED")
    assert desk.states(case)["UNDECIDED"] == (1_000_000, "HOLD", "ADVANCE_UNPROVEN")
    assert desk.reserve(case, 1, "row")["answer"] == "DENY"


def test_confirming_needs_the_digest_that_was_proposed(desk: Desk, case: str) -> None:
    """A second person who confirms another evidence than the proposal's is refused with G-002."""
    proposed = propose(desk, case)
    body = {"reason": "ok", "evidence_digest": "0" * 64}
    answer = desk.post(SECOND, f"/v1/decisions/{proposed['id']}/confirm", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "G-002")


def test_a_new_paper_makes_a_decision_stale(desk: Desk, case: str) -> None:
    """While the reviewer looks, the clerk brings another paper: confirming is refused, and so is paying."""
    waiting = propose(desk, case)
    desk.bring(CLERK, case, replace(living_case()[1], sha256="sha-more", file="more.jpg"))
    assert desk.confirm(waiting).json()["code"] == "G-002"
    assert desk.states(case)["EMPLOYER"][1] == "HOLD"


def test_a_changed_record_shuts_an_open_gate(desk: Desk, case: str) -> None:
    """Another account on record: the decision is stale, a token reserved before takes nothing."""
    desk.decide(case, 1_000_000)
    token = desk.reserve(case, 1_000_000, "row")["token"]
    record = make_record()
    employer = replace(record.employer, account="4499000099000000999")
    desk.put(replace(record, claim_no=case, office=OFFICE, employer=employer))
    assert desk.states(case)["EMPLOYER"][1] == "HOLD"
    assert desk.gate("consume", token)["answer"] == "REFUSED"


def test_a_decision_ends_after_thirty_days(desk: Desk, case: str) -> None:
    """What was not paid within the validity needs a new decision."""
    desk.decide(case, 1_000_000)
    desk.set_day(date(2021, 10, 1))
    assert desk.states(case)["EMPLOYER"][1] == "OPEN"
    desk.set_day(date(2021, 10, 2))
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")


def test_an_objection_freezes_between_decision_and_batch(desk: Desk, case: str) -> None:
    """The worker objects by phone: the firm's row holds at once, the worker is paid, a lift reopens nothing."""
    desk.decide(case, 1_000_000)
    token = desk.reserve(case, 1_000_000, "row")["token"]
    body = {"item": None, "by": "本人", "channel": "phone", "reason": "没有同意"}
    freeze = desk.post(HANDLER, f"/v1/claims/{case}/objections", body).json()["freeze_id"]
    assert desk.states(case)["EMPLOYER"] == (1_000_000, "HOLD", "OBJECTION")
    assert desk.states(case)["PERSON"][1] == "OPEN"
    assert desk.gate("consume", token) == {"answer": "REFUSED", "code": "OBJECTION"}
    assert desk.post(SECOND, f"/v1/freezes/{freeze}/lift", {"reason": "已核实"}).status_code == 200
    assert desk.post(SECOND, f"/v1/freezes/{freeze}/lift", {"reason": "x"}).status_code == 409
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "NO_DECISION")
    desk.now[0] += timedelta(seconds=1)
    assert desk.decide(case, 1_000_000).status_code == 200
    assert desk.states(case)["EMPLOYER"][1] == "OPEN"


def test_the_worker_objects_with_one_call(desk: Desk, case: str) -> None:
    """A submitter bound to the claim may object; a firm may not, and another claim's worker finds nothing."""
    body = {"by": "本人", "channel": "page", "reason": ""}
    assert desk.post(worker_of(case), f"/v1/claims/{case}/objections", body).status_code == 201
    assert desk.post(CLERK, f"/v1/claims/{case}/objections", body).status_code == 403
    assert desk.post(worker_of("C-9"), f"/v1/claims/{case}/objections", body).status_code == 404


@pytest.mark.parametrize(
    ("scope", "value"),
    [("claim", "C-1"), ("employer", "91449900MA000FK13J"), ("city", "虚构市"), ("province", "")],
)
def test_every_scope_of_a_freeze_is_in_force_at_the_next_call(desk: Desk, case: str, scope: str, value: str) -> None:
    """Claim, firm, city or province: the firm's leg is FROZEN at once, the worker's is not."""
    desk.decide(case, 1_000_000)
    answer = desk.post(RISK, "/v1/freezes", {"scope": scope, "value": value, "reason": "核查"})
    assert answer.status_code == 201
    # The claim's city is not on record: it is held by every freeze of a city.
    assert desk.states(case)["EMPLOYER"][1:] == ("HOLD", "FROZEN")
    assert desk.states(case)["PERSON"][1] == "OPEN"
    assert desk.reserve(case, 1_000_000, "row")["codes"][0] == "FROZEN"


def test_an_override_names_every_open_b(desk: Desk) -> None:
    """An unsigned voucher opens only when two people let SIG-001 pass with a reason; what may not pass is refused."""
    desk.register(replace(make_record(), claim_no="C-3", office=OFFICE))
    desk.bring(CLERK, "C-3", with_marks(make_voucher(), *make_voucher().marks[1:]), *living_case()[1:])
    held = desk.states("C-3")["EMPLOYER"]
    assert held[1] == "HOLD"
    assert desk.confirm(propose(desk, "C-3")).json()["code"] == "G-001"
    refused = desk.post(
        HANDLER_2, "/v1/claims/C-3/decisions", {**BODY, "overrides": [{"code": "K-001", "reason": "x"}]}
    )
    assert refused.json()["code"] == "NOT_OVERRIDABLE"
