"""The reviewers' queue as a page: whose flags, in which order, who has one until when, taking and taking over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.access.who import Bound, Role, Who
from tests.builders import FIRM_USCC, leaf, living_case, make_record, make_voucher, with_marks
from tests.desk import CLERK, HANDLER, HANDLER_2, OFFICE, RISK, SECOND, Desk
from validators.model.evidence import DocumentReading

ELSEWHERE = Who("h", Role.HANDLER, Bound(office="O2"))


def brought(desk: Desk, claim_no: str, *readings: DocumentReading) -> list[str]:
    """A claim of the office with these papers."""
    desk.register(replace(make_record(), claim_no=claim_no, office=OFFICE))
    return desk.bring(CLERK, claim_no, *readings)


def doubtful(desk: Desk, claim_no: str = "Q-1") -> None:
    """A case whose voucher's date was read without certainty."""
    voucher, *rest = living_case()
    unsure = replace(voucher, lists={**voucher.lists, "sign_dates": (leaf("2021-07-20", sure=False),)})
    brought(desk, claim_no, unsure, *rest)


def flag_id(desk: Desk) -> str:
    """The first flag of the office."""
    found: str = desk.get(HANDLER, "/v1/flags?state=OPEN,TAKEN").json()["flags"][0]["id"]
    return found


def test_the_queue_shows_what_waits_in_ones_own_office(desk: Desk) -> None:
    """Code, sentence, claim, money and deadline of the office's flags; nothing of another office's."""
    doubtful(desk)
    shown = desk.page(HANDLER, "/queue").text
    for part in ("FLD-002", "“签名日期”读数不够确定", "Q-1", "垫付费用凭证", "10,000.00", "还有 22 天", "领取"):
        assert part in shown
    assert "没有待办事项" in desk.page(ELSEWHERE, "/queue").text


@pytest.mark.parametrize("who", [CLERK, RISK, Who("c", Role.SUBMITTER, Bound(uscc=FIRM_USCC))])
def test_only_reviewers_see_a_queue(desk: Desk, who: Who) -> None:
    """Submitters and others are refused with a page."""
    assert desk.page(who, "/queue").status_code == 403


def test_a_lease_names_nobody(desk: Desk) -> None:
    """Others see that somebody works on a flag and until when, and no name."""
    doubtful(desk)
    taken = desk.page(HANDLER, f"/queue/{flag_id(desk)}/take", {})
    assert taken.status_code == 303 and "/review?flag=" in taken.headers["location"]
    assert "您" in desk.page(HANDLER, "/queue").text
    seen = desk.page(HANDLER_2, "/queue").text
    assert "另一位工作人员，至 11:30" in seen
    assert f"{HANDLER.subject}<" not in seen and ">领取<" not in seen
    refused = desk.page(HANDLER_2, f"/queue/{flag_id(desk)}/take", {})
    assert refused.status_code == 409 and "另一位工作人员" in refused.text


def test_a_lapsed_lease_is_taken_over(desk: Desk) -> None:
    """After half an hour anybody of the office may take the flag over."""
    doubtful(desk)
    desk.page(HANDLER, f"/queue/{flag_id(desk)}/take", {})
    desk.now[0] += timedelta(minutes=31)
    assert "接手" in desk.page(HANDLER_2, "/queue").text
    assert desk.page(HANDLER_2, f"/queue/{flag_id(desk)}/take", {}).status_code == 303


def test_the_gravest_stands_first_and_filters_narrow(desk: Desk) -> None:
    """By risk a B stands before an F; a code, a claim or a kind of paper leaves the rest out."""
    doubtful(desk, "Q-1")
    brought(desk, "Q-2", with_marks(make_voucher()))
    shown = desk.page(HANDLER, "/queue").text
    assert shown.index("Q-2</a>") < shown.index("Q-1</a>")
    by_age = desk.page(HANDLER, "/queue?order=age").text
    assert by_age.index("Q-1</a>") < by_age.index("Q-2</a>")
    for query in ("claim=Q-1", "code=FLD-002"):
        narrow = desk.page(HANDLER, f"/queue?{query}").text
        assert "Q-1</a>" in narrow and "Q-2</a>" not in narrow
    assert "没有待办事项" in desk.page(HANDLER, "/queue?kind=BANK_SLIP").text


@pytest.mark.parametrize("query", ["after=x", "after=9_9_9", "order=zzz", "after=-1", f"after={'9' * 60}", "code=%00"])
def test_a_query_that_cannot_be_one_shows_the_beginning(desk: Desk, query: str) -> None:
    """Nobody is refused for an address that was cut or made up."""
    doubtful(desk)
    assert "Q-1</a>" in desk.page(HANDLER, f"/queue?{query}").text


def test_a_second_reviewer_sees_what_was_escalated_and_what_was_proposed(desk: Desk) -> None:
    """Escalated flags and waiting proposals of the office; open flags are the handlers'."""
    brought(desk, "Q-3", *living_case())
    body = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 1000000, "reasons": ["ADVANCE_PROVEN"]}
    assert desk.post(HANDLER, "/v1/claims/Q-3/decisions", body).status_code == 201
    doubtful(desk)
    seen = desk.page(SECOND, "/queue").text
    assert "Q-3 · 工伤医疗费" in seen and "10,000.00" in seen and "Q-1</a>" not in seen
    found = flag_id(desk)
    desk.post(HANDLER, f"/v1/flags/{found}/take")
    desk.post(HANDLER, f"/v1/flags/{found}/escalate", {"reason": "请看"})
    assert "Q-1</a>" in desk.page(SECOND, "/queue").text
    assert 'class="code">FLD-002' not in desk.page(HANDLER, "/queue").text
    assert "Q-3 ·" not in desk.page(Who("s", Role.SECOND_REVIEWER, Bound(office="O2")), "/queue").text
