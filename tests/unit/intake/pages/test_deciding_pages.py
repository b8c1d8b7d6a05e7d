"""Proposing and confirming as pages: what is offered, what the second person sees, whose word counts."""

import re
from dataclasses import replace

import pytest

from intake.access.who import Bound, Role, Who
from tests.builders import FIRM_ACCOUNT, WORKER_ID, living_case, make_receipt, make_voucher, with_marks, with_value
from tests.desk import CLERK, HANDLER, HANDLER_2, SECOND, Desk
from tests.unit.intake.pages.test_queue_page import brought

PART = "MEDICAL|EMPLOYER|"
GOOD = {"part": PART, "cap": "10,000.00", "reason": "ADVANCE_PROVEN"}


def proposed(desk: Desk, **changes: str) -> str:
    """The address of a proposal of a clean claim."""
    brought(desk, "P-1", *living_case())
    answer = desk.page(HANDLER, "/cases/P-1/decide", {**GOOD, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def digest_in(page: str) -> str:
    """The digest that the form of a page signs."""
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None, page
    return found[1]


def test_a_proposal_and_its_confirmation(desk: Desk) -> None:
    """The handler proposes by form, another person confirms by form, and the firm's part opens."""
    brought(desk, "P-1", *living_case())
    shown = desk.page(HANDLER, "/cases/P-1/decide").text
    assert f'value="{PART}"' in shown and 'value="10000.00"' in shown and "***0123" in shown
    address = desk.page(HANDLER, "/cases/P-1/decide", GOOD).headers["location"].partition("?")[0]
    page = desk.page(SECOND, address).text
    for part in ("10,000.00", "0123", "证据未变", "垫付已由凭证", "没有放行", "陈示例"):
        assert part in page
    assert FIRM_ACCOUNT not in page and WORKER_ID not in page
    done = desk.page(SECOND, f"{address}/confirm", {"digest": digest_in(page), "reason": "1"})
    assert done.headers["location"] == "/queue?done=confirmed"
    assert desk.states("P-1")["EMPLOYER"] == (1000000, "OPEN", "ADVANCE_PROVEN")
    assert "已确认" in desk.page(SECOND, address).text


def test_nobody_confirms_an_own_proposal(desk: Desk) -> None:
    """The proposer's page has no confirming, whatever role she acts in, and the service refuses it anyway."""
    address = proposed(desk)
    mine = desk.page(HANDLER, address).text
    assert "/confirm" not in mine and "收回这份提议" in mine
    digest = digest_in(desk.page(SECOND, address).text)
    assert desk.page(HANDLER, f"{address}/confirm", {"digest": digest, "reason": "1"}).status_code == 403
    both = Who(HANDLER.subject, Role.SECOND_REVIEWER, HANDLER.bound)
    assert "/confirm" not in desk.page(both, address).text
    refused = desk.page(both, f"{address}/confirm", {"digest": digest, "reason": "1"})
    assert refused.status_code == 409 and "G-008" in refused.text


def test_a_proposal_on_evidence_that_changed_cannot_be_confirmed(desk: Desk) -> None:
    """A new paper makes it stale: the page says so, and the digest signed before is refused."""
    address = proposed(desk)
    digest = digest_in(desk.page(SECOND, address).text)
    desk.bring(CLERK, "P-1", make_receipt("0000000009", "2021-07-22", 5000))
    page = desk.page(SECOND, address).text
    assert "证据已变" in page and "/confirm" not in page
    refused = desk.page(SECOND, f"{address}/confirm", {"digest": digest, "reason": "1"})
    assert refused.status_code == 409 and "G-002" in refused.text


def test_sent_back_and_taken_back(desk: Desk) -> None:
    """The second person sends back with a reason, the proposer takes back; another handler can do neither."""
    address = proposed(desk)
    assert desk.page(HANDLER_2, f"{address}/retract", {"reason": "1"}).status_code == 409
    assert desk.page(SECOND, f"{address}/return", {"reason": "9"}).status_code == 422
    assert desk.page(SECOND, f"{address}/return", {"reason": "2"}).status_code == 303
    assert "已退回" in desk.page(SECOND, address).text
    again = desk.page(HANDLER, "/cases/P-1/decide", GOOD).headers["location"].partition("?")[0]
    assert desk.page(HANDLER, f"{again}/retract", {"reason": "1"}).status_code == 303
    assert "已收回" in desk.page(HANDLER, again).text


def test_what_can_never_pass_is_not_offered(desk: Desk) -> None:
    """An overridable B has its box and its reason; K-001 is named and has none, and the service refuses it."""
    brought(desk, "P-0", make_receipt())
    voucher, *rest = living_case()
    brought(desk, "P-1", with_value(voucher, "worker_name", "周旁人"), *rest)
    shown = desk.page(HANDLER, "/cases/P-1/decide").text
    assert 'name="override" value="X-001"' in shown
    assert 'name="override" value="K-001"' not in shown
    form = {**GOOD, "override": "K-001", "code": "K-001", "why": "看过"}
    assert desk.page(HANDLER, "/cases/P-1/decide", form).status_code == 409
    no_reason = {**GOOD, "override": "X-001", "code": "X-001", "why": " "}
    answer = desk.page(HANDLER, "/cases/P-1/decide", no_reason)
    assert answer.status_code == 422 and "放行 X-001 要写明理由" in answer.text


def test_a_missing_voucher_is_named_as_what_nobody_lets_pass(desk: Desk) -> None:
    """What holds a part and is no check that two people may override has its sentence and no box."""
    brought(desk, "P-1", make_receipt())
    shown = desk.page(HANDLER, "/cases/P-1/decide").text
    assert "不能放行" in shown and "NO_VOUCHER" in shown and 'value="NO_VOUCHER"' not in shown


def test_an_override_is_shown_with_its_reason(desk: Desk) -> None:
    """Whoever signs second reads which check is let pass and why."""
    brought(desk, "P-1", with_marks(make_voucher()), *living_case()[1:])
    form = {**GOOD, "override": "SIG-005", "code": "SIG-005", "why": "单位已注销，另有证明"}
    answer = desk.page(HANDLER, "/cases/P-1/decide", form)
    page = desk.page(SECOND, answer.headers["location"]).text
    assert "SIG-005</span> 单位已注销，另有证明" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": "12,345.67"},
        {"cap": "x"},
        {"cap": "1.234"},
        {"cap": "-1"},
        {"part": "MEDICAL|JOINT|"},
        {"part": "a|b|c"},
    ],
)
def test_what_cannot_be_proposed_is_refused_with_a_sentence(desk: Desk, changes: dict[str, str]) -> None:
    """Too much, no amount, no such part: a page says so and nothing is kept."""
    brought(desk, "P-1", *living_case())
    answer = desk.page(HANDLER, "/cases/P-1/decide", {**GOOD, **changes})
    assert answer.status_code in {409, 422} and "<h1>" in answer.text
    assert "/decisions/" not in desk.page(HANDLER, "/cases/P-1/decide").text


def test_nothing_is_proposed_without_a_reason(desk: Desk) -> None:
    """A reason of the list or own words."""
    brought(desk, "P-1", *living_case())
    form = {"part": PART, "cap": "1"}
    assert "至少选择一个理由" in desk.page(HANDLER, "/cases/P-1/decide", form).text
    assert desk.page(HANDLER, "/cases/P-1/decide", {**form, "note": "见附件"}).status_code == 303


def test_another_office_sees_no_decision(desk: Desk) -> None:
    """A decision of another office and none are the same."""
    address = proposed(desk)
    stranger = Who("s", Role.SECOND_REVIEWER, Bound(office="O2"))
    digest = "0" * 64
    for path in (address, "/decisions/x-none"):
        assert desk.page(stranger, path).status_code == 404
        assert desk.page(stranger, f"{path}/confirm", {"digest": digest, "reason": "1"}).status_code == 404
        assert desk.page(stranger, f"{path}/return", {"reason": "1"}).status_code == 404
    assert desk.page(replace(HANDLER, bound=Bound(office="O2")), "/cases/P-1/decide").status_code == 404


def test_no_page_offers_several_at_once(desk: Desk) -> None:
    """Each proposal is confirmed on its own page: the queue has links and no confirming."""
    proposed(desk)
    seen = desk.page(SECOND, "/queue").text.replace('type="checkbox" id="keys-on"', "")  # of the list of keys
    assert "/confirm" not in seen and 'type="checkbox"' not in seen
