"""The one-time notice as a letter: first what is to be done, then until when, then who helps; and the worker's part."""

from dataclasses import replace

from tests.builders import make_receipt, make_record, make_voucher, seal, with_marks
from tests.desk import CLERK, HANDLER, OFFICE, Desk, worker_of
from tests.unit.intake.pages.forms import forms_of, links_of, words_of


def test_the_letter_of_a_firm(desk: Desk) -> None:
    """What, until when, who helps, each point, and what the worker gets regardless, in this order."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()), make_receipt())
    page = desk.page(CLERK, "/cases/P-1/notice")
    words = words_of(page)
    told = [
        "材料补正一次性告知",
        "处需要补正，全部列在这里，没有别的。",
        "请在 2021年10月1日 前补交。可以上传，可以邮寄，也可以到窗口。",
        "12333",
        "《垫付费用凭证》",
        "缺少职工本人签名。",
        "职工本人应得的 工伤医疗费 2,345.67 元 不受影响",
    ]
    places = [words.index(one) for one in told]
    assert places == sorted(places)
    faults = desk.get(CLERK, "/v1/claims/P-1/notice").json()["faults"]
    assert all(one["message"] in words and one["cure"] in words for one in faults)


def test_the_letter_of_a_worker_names_only_his_own(desk: Desk) -> None:
    """A worker is told nothing of the firm's faults, and reads of his own money in plain words."""
    desk.register(replace(make_record(), claim_no="P-1"))
    desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()))
    page = desk.page(worker_of("P-1"), "/cases/P-1/notice")
    words = words_of(page)
    assert "缺少职工本人签名" not in words
    assert "目前没有需要补正的地方。 没有期限。" in words
    assert "您本人应得的 工伤医疗费 2,345.67 元 不受影响" in words
    assert "申请人" not in words
    assert 'class="elder"' in page.text


def test_a_second_round_says_what_is_new(desk: Desk) -> None:
    """What an earlier notice did not tell is marked; the round is counted on the letter."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()))
    desk.page(CLERK, "/cases/P-1/submit", {})
    assert "第 2 次告知" not in words_of(desk.page(CLERK, "/cases/P-1/notice"))
    desk.bring(CLERK, "P-1", replace(make_receipt("0000000009"), fields={}))
    desk.page(CLERK, "/cases/P-1/submit", {})
    assert "这是第 2 次告知。" in words_of(desk.page(CLERK, "/cases/P-1/notice"))


def test_a_reviewer_has_no_notice_of_a_side(desk: Desk) -> None:
    """The notice is a side's own, as in /v1."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    assert desk.page(HANDLER, "/cases/P-1/notice").status_code == 403


def test_each_point_leads_to_its_place(desk: Desk) -> None:
    """From the letter one click leads to the circled fault."""
    desk.register(replace(make_record(), claim_no="P-1"))
    [paper] = desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()))
    assert f"/documents/{paper}#fault-SIG-001" in links_of(desk.page(CLERK, "/cases/P-1/notice"))


def test_the_letter_offers_no_button_that_is_not_there(desk: Desk) -> None:
    """Of a paper that people look at already it says whom to call; only of a returned one that it can be contested."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    [paper] = desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()))
    words = words_of(desk.page(CLERK, "/cases/P-1/notice"))
    assert "如果认为某一处没有问题，请打 12333 说明" in words
    assert "我认为机器看错了" not in words
    assert desk.post(HANDLER, f"/v1/documents/{paper}/return", {"reason": "缺少签名"}).status_code == 200
    words = words_of(desk.page(CLERK, "/cases/P-1/notice"))
    assert "点“我认为机器看错了”" in words
    assert f"/documents/{paper}/contest" in forms_of(desk.page(CLERK, f"/documents/{paper}"))
