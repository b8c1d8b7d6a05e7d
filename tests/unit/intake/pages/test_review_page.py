"""One paper's page: what is asked, what is folded, keying by two who do not see each other, masked numbers."""

import re
from dataclasses import replace

import pytest

from intake.access.who import Bound, Role, Who
from storage.records import flags, pages, steps
from storage.records.pages import PageRaster
from tests.builders import (
    FIRM_ACCOUNT,
    WORKER_ID,
    leaf,
    living_case,
    make_voucher,
    seal,
    signature,
    with_field,
    with_marks,
)
from tests.desk import CLERK, HANDLER, HANDLER_2, SECOND, Desk
from tests.unit.intake.pages.test_queue_page import brought
from validators.model.codes import MarkRole, NameMatch
from validators.model.evidence import DocumentReading

DAY = "2021-07-20"


def unsure_day() -> tuple[DocumentReading, ...]:
    """Papers of which the voucher's date was read without certainty."""
    voucher, *rest = living_case()
    return replace(voucher, lists={**voucher.lists, "sign_dates": (leaf(DAY, sure=False),)}), *rest


def open_flag(desk: Desk, who: Who = HANDLER) -> dict[str, str]:
    """The first open flag of the office."""
    found: dict[str, str] = desk.get(who, "/v1/flags?state=OPEN,TAKEN,ESCALATED").json()["flags"][0]
    return found


def taken(desk: Desk) -> dict[str, str]:
    """The doubted date's flag, taken by the handler."""
    brought(desk, "P-1", *unsure_day())
    flag = open_flag(desk)
    assert desk.page(HANDLER, f"/queue/{flag['id']}/take", {}).status_code == 303
    return flag


def paper(desk: Desk, who: Who, flag: dict[str, str]) -> str:
    """The page of the flag's paper."""
    answer = desk.page(who, f"/documents/{flag['document']}/review?flag={flag['id']}")
    assert answer.status_code == 200, answer.text
    return answer.text


def state_of(desk: Desk, flag: dict[str, str]) -> str:
    """Where a flag stands."""
    with desk.service.database.read() as session:
        found = flags.find(session, flag["id"])
    assert found is not None
    return found.state


def test_only_what_is_doubtful_asks(desk: Desk) -> None:
    """The flag and the doubted value stand open; the values that are sure are folded and counted."""
    flag = taken(desk)
    shown = paper(desk, HANDLER, flag)
    assert re.search(r"要处理的 <span class=\"quiet\">1</span>", shown)
    assert re.search(r"待核对的读数 <span class=\"quiet\">1</span>", shown)
    assert re.search(r"<summary>其余 \d+ 项，机器确定</summary>", shown)


def test_a_seal_fits_a_body_and_a_hand_a_name(desk: Desk) -> None:
    """What fits is said of a seal in other words than of a signature."""
    voucher, *rest = unsure_day()
    fitting = with_marks(voucher, signature("陈示例", MarkRole.WORKER), seal(name_match=NameMatch.MATCH))
    brought(desk, "P-1", fitting, *rest)
    shown = paper(desk, HANDLER, open_flag(desk))
    assert "有，与姓名相符" in shown
    assert "有，与名称相符" in shown


def test_a_flag_is_closed_by_a_word_and_a_digit(desk: Desk) -> None:
    """Taking, one word, one reason: the flag is closed and the handler is back in the queue."""
    flag = taken(desk)
    said = desk.page(HANDLER, f"/queue/{flag['id']}/say", {"word": "OK", "reason": "1"})
    assert (said.status_code, said.headers["location"]) == (303, "/queue?done=closed")
    assert state_of(desk, flag) == "CLOSED_OK"
    with desk.service.database.read() as session:
        kept = steps.of_thing(session, desk.service.vault, "flag", flag["id"])
    assert kept[-1].step.reason == "OK-1 原件清楚，机器误判"


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"word": "OK", "reason": "8"}, 422, "请选择一个理由"),
        ({"word": "OK", "reason": "9"}, 422, "请写明理由"),
        ({"word": "OK", "reason": "9", "note": "看过原件"}, 303, ""),
        ({"word": "NICE", "reason": "1"}, 422, "请求内容有误"),
        ({"word": "CORRECTED", "reason": "1", "value": "20.07.2021"}, 422, "这个值不能填在这一栏"),
    ],
)
def test_what_a_form_may_say(desk: Desk, form: dict[str, str], status: int, sentence: str) -> None:
    """A reason is one of the list, or one's own words; a value must fit its field; else nothing is kept."""
    flag = taken(desk)
    said = desk.page(HANDLER, f"/queue/{flag['id']}/say", form)
    assert said.status_code == status and sentence in said.text
    assert state_of(desk, flag) == ("TAKEN" if status == 422 else "CLOSED_OK")


def test_a_grave_finding_goes_to_a_second_person(desk: Desk) -> None:
    """A B offers no letting pass to a handler; escalated, the second reviewer decides it on the same page."""
    brought(desk, "P-2", with_marks(make_voucher()))
    flag = next(one for one in desk.get(HANDLER, "/v1/flags").json()["flags"] if one["code"] == "SIG-001")
    desk.page(HANDLER, f"/queue/{flag['id']}/take", {})
    shown = paper(desk, HANDLER, flag)
    card = shown[shown.index(f'id="{flag["id"]}"') : shown.index("</article>", shown.index(f'id="{flag["id"]}"'))]
    assert 'value="OK"' not in card and 'value="ESCALATE"' in card and "按 e 送复核" in card
    assert desk.page(HANDLER, f"/queue/{flag['id']}/say", {"word": "OK", "reason": "1"}).status_code == 409
    desk.page(HANDLER, f"/queue/{flag['id']}/say", {"word": "ESCALATE", "reason": "1"})
    assert 'value="UPHELD"' in paper(desk, SECOND, flag)
    assert desk.page(SECOND, f"/queue/{flag['id']}/say", {"word": "UPHELD", "reason": "1"}).status_code == 303
    assert state_of(desk, flag) == "CLOSED_UPHELD"


def test_the_second_keyer_does_not_see_the_first_value(desk: Desk) -> None:
    """A critical value counts when two keyed the same; until then nobody reads the other's, afterwards the machine's
    stays beside it."""
    flag = taken(desk)
    form = {"word": "CORRECTED", "reason": "1", "value": "2021-07-24"}
    said = desk.page(HANDLER, f"/queue/{flag['id']}/say", form)
    assert "done=second" in said.headers["location"] and state_of(desk, flag) == "TAKEN"
    for who in (HANDLER_2, SECOND, HANDLER):
        assert "2021-07-24" not in paper(desk, who, flag)
    assert "等第二人录入" in desk.page(HANDLER_2, "/queue").text
    assert "等第二人录入" not in desk.page(HANDLER, "/queue").text
    assert "独立录入一次" in paper(desk, HANDLER_2, flag)
    key = {"field": "sign_dates[0]", "reason": "1", "value": "2021-07-24"}
    assert "done=keyed" in desk.page(HANDLER_2, f"/documents/{flag['document']}/key", key).headers["location"]
    shown = paper(desk, HANDLER_2, flag)
    assert "2021-07-24" in shown and f"机器读作 {DAY}" in shown


def test_two_who_differ_are_told_so(desk: Desk) -> None:
    """Another value from the second person is a conflict, and neither counts."""
    flag = taken(desk)
    path = f"/documents/{flag['document']}/key"
    desk.page(HANDLER, path, {"field": "sign_dates[0]", "reason": "1", "value": "2021-07-24"})
    other = desk.page(HANDLER_2, path, {"field": "sign_dates[0]", "reason": "1", "value": "2021-07-26"})
    assert "done=conflict" in other.headers["location"]
    shown = paper(desk, HANDLER, flag)
    assert "两人录入的不一致" in shown and "2021-07-26" not in shown


def test_numbers_are_masked_and_shown_only_with_a_reason_in_the_log(desk: Desk) -> None:
    """ID numbers and accounts are masked; a reveal keeps who, which field and why, and not the number."""
    flag = taken(desk)
    shown = paper(desk, HANDLER, flag)
    assert WORKER_ID not in shown and FIRM_ACCOUNT not in shown and "449***********1016" in shown
    path = f"/documents/{flag['document']}/reveal"
    assert desk.page(HANDLER, path, {"field": "worker_id", "reason": "7"}).status_code == 422
    assert desk.page(CLERK, path, {"field": "worker_id", "reason": "1"}).status_code == 403
    answer = desk.page(HANDLER, path, {"field": "worker_id", "reason": "1"})
    assert answer.status_code == 200 and WORKER_ID in answer.text and answer.headers["cache-control"] == "no-store"
    with desk.service.database.read() as session:
        [kept] = steps.of_thing(session, desk.service.vault, "reveal", f"{flag['document']} worker_id")
    assert (kept.step.actor, kept.step.reason) == ("handler", "REVEAL-1 与纸面逐位核对")
    assert WORKER_ID not in repr(kept)
    as_json = desk.page(HANDLER, path, {"field": "worker_id", "reason": "1"}, Accept="application/json")
    assert as_json.json() == {"value": WORKER_ID}
    assert desk.page(HANDLER, path, {"field": "lines[99].amount", "reason": "1"}).status_code == 404


def test_another_office_sees_no_paper(desk: Desk) -> None:
    """A paper of another office and a missing one are the same page, whatever is asked of them."""
    flag = taken(desk)
    stranger = Who("h", Role.HANDLER, Bound(office="O2"))
    for path, form in (
        (f"/queue/{flag['id']}/say", {"word": "CORRECTED", "reason": "1", "value": "x"}),
        (f"/documents/{flag['document']}/review", None),
        ("/documents/d-none/review", None),
        (f"/documents/{flag['document']}/key", {"field": "worker_id", "reason": "1", "value": "x"}),
        (f"/documents/{flag['document']}/reveal", {"field": "worker_id", "reason": "1"}),
        (f"/queue/{flag['id']}/say", {"word": "OK", "reason": "1"}),
        ("/queue/f-none/say", {"word": "OK", "reason": "1"}),
    ):
        assert desk.page(stranger, path, form).status_code == 404, path


def test_boxes_stand_over_our_raster_upright(desk: Desk) -> None:
    """The page is our raster, turned upright, with a box for what was read; a box and its value point at each other."""
    voucher, *rest = unsure_day()
    turned = replace(voucher, pages=(replace(voucher.pages[0], turned=90),))
    document = brought(desk, "P-1", turned, *rest)[0]
    with desk.service.database.write() as session:
        pages.save_pages(session, document, (PageRaster(0, "0" * 64, 100, 100),))
    shown = desk.page(HANDLER, f"/documents/{document}/review").text
    assert f'href="/v1/documents/{document}/pages/0.png"' in shown
    assert 'viewBox="0 0 2339 1654"' in shown and 'transform="translate(2339 0) rotate(90)"' in shown
    assert 'href="#v-sign_dates[0]"' in shown and 'data-find="b-sign_dates[0]"' in shown


def test_what_a_paper_says_is_text_and_never_markup(desk: Desk) -> None:
    """A hostile name on a paper stays text."""
    voucher, *rest = living_case()
    hostile = replace(voucher, fields={**voucher.fields, "payee_bank": leaf("<script>alert(1)</script>", sure=False)})
    document = brought(desk, "P-1", hostile, *rest)[0]
    shown = desk.page(HANDLER, f"/documents/{document}/review").text
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_a_second_reviewer_of_another_office_learns_nothing_of_a_flag(desk: Desk) -> None:
    """Handing on what is another office's answers like a flag that does not exist."""
    flag = taken(desk)
    stranger = Who("s", Role.SECOND_REVIEWER, Bound(office="O2"))
    form = {"word": "ESCALATE", "reason": "1"}
    assert {desk.page(stranger, f"/queue/{one}/say", form).status_code for one in (flag["id"], "f-none")} == {404}
    assert desk.page(SECOND, f"/queue/{flag['id']}/say", form).status_code == 403


@pytest.mark.parametrize(
    ("flag", "sentence"),
    [
        ("READ_WITH_RECORD", "按案件登记辨认，请对照原件逐字核对"),
        ("READ_WITH_PAPERS", "按本案其他材料辨认，请对照原件逐字核对"),
        ("READ_TOGETHER", "按大小写金额互相辨认"),
        ("READ_AS_ITEM", "按待遇项目名称辨认"),
        ("READ_AS_WORD", "按单位名称常用字词辨认"),
        ("READ_AS_CARD", "借助卡号校验位辨认"),
        ("READ_AS_HOLDER", "按案件登记的人员和证件号码辨认"),
        ("READ_IN_TIME", "按案件发生的时间辨认"),
        ("READ_WITH_TOTAL", "按合计金额辨认"),
        ("", ""),
    ],
)
def test_what_was_chosen_between_readings_says_by_what(desk: Desk, flag: str, sentence: str) -> None:
    """A value that the record, its twin, a list or a check digit chose asks to be compared; it stays masked."""
    doubtful = leaf(WORKER_ID, raw=WORKER_ID[:-1], sure=False, confidence=0.4, flags=(flag,) if flag else ())
    brought(desk, "P-9", with_field(make_voucher(), "worker_id", doubtful))
    shown = paper(desk, HANDLER, next(one for one in desk.get(HANDLER, "/v1/flags").json()["flags"]))
    assert WORKER_ID not in shown and WORKER_ID[:-1] not in shown
    assert ("请对照原件" in shown) is bool(flag)
    assert sentence in shown
