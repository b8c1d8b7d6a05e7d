"""The page of one claim: what may be paid, what is to be mended, papers, and its forms, without any script."""

from dataclasses import replace

import pytest

from intake.access.who import Bound, Role, Who
from intake.presenting.in_english import SAID
from intake.replay import blank_png
from storage.records import steps
from tests.builders import (
    living_case,
    make_death_record,
    make_joint_letter,
    make_receipt,
    make_record,
    make_voucher,
    seal,
    with_marks,
)
from tests.desk import CLERK, HANDLER, OFFICE, Desk, worker_of
from tests.unit.intake.pages.forms import forms_of, links_of, send_files, words_of
from validators.model.claim import ClaimItem
from validators.texts.submitter import SUBMITTER

COUNTER = Who("counter", Role.SUBMITTER, Bound(office=OFFICE))
WORKER_HERE = worker_of("P-1")


@pytest.fixture
def papers(desk: Desk) -> list[str]:
    """A living worker's claim with an unsigned voucher and a receipt of the firm."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    return desk.bring(CLERK, "P-1", with_marks(make_voucher(), seal()), make_receipt())


def test_the_workers_part_stands_first_and_apart(desk: Desk, papers: list[str]) -> None:
    """A clerk sees what is the worker's, before and apart from the firm's, so that nobody claims it by mistake."""
    words = words_of(desk.page(CLERK, "/cases/P-1"))
    own, firm = words.index("职工本人的部分"), words.index("其他部分")
    assert own < words.index("2,345.67 元") < firm < words.index("10,000.00 元")
    assert "工伤医疗费 → 陈示例" in words


def test_every_fault_stands_with_its_cure_and_its_place(desk: Desk, papers: list[str]) -> None:
    """What is to be mended is told at once, each point with the way to its place."""
    page = desk.page(CLERK, "/cases/P-1")
    assert "缺少职工本人签名。" in page.text
    assert "请本人手写签名并写明日期" in page.text
    assert f"/documents/{papers[0]}#fault-SIG-001" in links_of(page)
    assert "/cases/P-1/notice" in links_of(page)


def test_every_form_of_a_clerk_is_there_without_a_script(desk: Desk, papers: list[str]) -> None:
    """Sending and handing in are plain forms; a paper is a link."""
    page = desk.page(CLERK, "/cases/P-1")
    assert forms_of(page) == {"/cases/P-1/documents", "/cases/P-1/submit"}
    assert 'enctype="multipart/form-data"' in page.text
    assert {f"/documents/{one}" for one in papers} <= links_of(page)


def test_a_reviewer_only_looks(desk: Desk, papers: list[str]) -> None:
    """Reviewers see the same page with codes and without forms."""
    page = desk.page(HANDLER, "/cases/P-1")
    assert page.status_code == 200
    assert forms_of(page) == set()
    assert "SIG-001" in words_of(page)


def test_several_pictures_become_one_paper(desk: Desk, papers: list[str]) -> None:
    """The files of one form are the pages of one document; the empty picker beside them is nothing."""
    files = [("", b""), ("a.png", blank_png(60, 80)), ("b.png", blank_png(61, 80))]
    answer = send_files(desk, CLERK, "/cases/P-1/documents", files, {"kind": "BANK_SLIP"})
    assert answer.status_code == 303
    page = desk.page(CLERK, answer.headers["location"])
    assert "已收到：银行回单。已经保存好，正在读取。" in words_of(page)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text


def test_the_same_paper_twice_is_said_quietly(desk: Desk, papers: list[str]) -> None:
    """A form sent once more makes no second paper."""
    files = [("a.png", blank_png(60, 80))]
    for _ in range(2):
        answer = send_files(desk, CLERK, "/cases/P-1/documents", files)
    assert "这份材料以前已经收到" in words_of(desk.page(CLERK, answer.headers["location"]))


@pytest.mark.parametrize(
    ("files", "form", "status", "sentence"),
    [
        ([("a.txt", b"hello")], {}, 415, "只能上传 JPEG"),
        ([("", b"")], {}, 422, "没有收到文件"),
        ([("a.png", b"")], {}, 415, "文件是空的"),
        ([("a.png", blank_png(9, 9))], {"kind": "<b>"}, 422, "材料种类不在列表中"),
    ],
)
def test_a_refused_form_shows_the_page_with_the_sentence(
    desk: Desk, papers: list[str], files: list[tuple[str, bytes]], form: dict[str, str], status: int, sentence: str
) -> None:
    """What cannot be taken is said on the page that holds the form, with the refusal's status."""
    answer = send_files(desk, CLERK, "/cases/P-1/documents", files, form)
    assert answer.status_code == status
    assert sentence in words_of(answer)
    assert "/cases/P-1/documents" in forms_of(answer)


def test_a_form_of_another_site_sends_nothing(desk: Desk, papers: list[str]) -> None:
    """Without the browser's word that the form is ours nothing is taken."""
    cookie = desk.page(CLERK, "/cases/P-1").request.headers["cookie"]
    for path in ("submit", "documents", "objection"):
        answer = desk.client.post(f"/cases/P-1/{path}", headers={"Cookie": cookie, "Origin": "http://evil.example"})
        assert answer.status_code == 403


def test_handing_in_leads_back_to_the_page(desk: Desk, papers: list[str]) -> None:
    """A case with gaps is handed in, the notice follows, and then it can be handed in again."""
    answer = desk.page(CLERK, "/cases/P-1/submit", {})
    assert answer.status_code == 303
    words = words_of(desk.page(CLERK, answer.headers["location"]))
    assert "已提交。" in words
    assert "等您补交材料" in words
    assert "补好了，再次提交" in words


def test_a_worker_does_not_hand_in_what_the_firm_must_mend(desk: Desk, papers: list[str]) -> None:
    """A notice to the firm puts no button on the worker's page, which has nothing to be mended."""
    desk.page(CLERK, "/cases/P-1/submit", {})
    page = desk.page(WORKER_HERE, "/cases/P-1")
    assert "现在没有要您补的。" in words_of(page)
    assert forms_of(page) == set()


def test_a_case_of_which_nothing_is_left_to_mend_says_so(desk: Desk, papers: list[str]) -> None:
    """Once everything is mended the page does not ask for papers, but to hand the case in again."""
    desk.page(CLERK, "/cases/P-1/submit", {})
    desk.page(CLERK, f"/documents/{papers[0]}/withdraw", {"reason": "没有签名"})
    voucher, _, *rest = living_case()
    desk.bring(CLERK, "P-1", voucher, *rest)
    words = words_of(desk.page(CLERK, "/cases/P-1"))
    assert "目前没有需要您补正的地方。" in words
    assert "没有要补的了，请再次提交" in words
    assert "等您补交材料" not in words


def test_a_case_that_waits_for_nobody_is_not_handed_in_twice(desk: Desk) -> None:
    """What the state does not allow is a sentence on the page, with 409, and the button is gone."""
    desk.register(replace(make_record(), claim_no="P-9", items=(ClaimItem("MEDICAL", 1234567, 0),)))
    assert desk.page(CLERK, "/cases/P-9/submit", {}).status_code == 303
    answer = desk.page(CLERK, "/cases/P-9/submit", {})
    assert answer.status_code == 409
    assert "当前状态下不能进行这项操作。" in words_of(answer)
    assert "/cases/P-9/submit" not in forms_of(answer)


def test_a_worker_is_asked_in_plain_words_on_a_large_page(desk: Desk, papers: list[str]) -> None:
    """Own money first, then what the firm asks for; large text by the page's class."""
    page = desk.page(WORKER_HERE, "/cases/P-1")
    words = words_of(page)
    assert 'class="elder"' in page.text
    assert words.index("您能得到") < words.index("2,345.67 元") < words.index("单位申请把 10,000.00 元 发到单位账户")
    assert "/cases/P-1?do=object" in links_of(page)
    assert "申请人" not in words


def test_one_tap_and_one_confirmation_stop_the_money(desk: Desk, papers: list[str]) -> None:
    """The first tap explains and changes nothing; the confirmation stops third parties, never the person's own part."""
    asked = desk.page(WORKER_HERE, "/cases/P-1?do=object")
    assert forms_of(asked) == {"/cases/P-1/objection"}
    assert "10,000.00 元 马上停下" in words_of(asked)
    before = desk.legs("P-1")
    answer = desk.page(WORKER_HERE, "/cases/P-1/objection", {})
    words = words_of(desk.page(WORKER_HERE, answer.headers["location"]))
    assert answer.status_code == 303
    assert "您的意见已经收到" in words
    assert "已经停下" in words
    after = {leg["payee"]: leg for leg in desk.legs("P-1")}
    assert "OBJECTION" in after["EMPLOYER"]["reasons"] or after["EMPLOYER"]["code"] == "OBJECTION"
    assert after["PERSON"] == next(leg for leg in before if leg["payee"] == "PERSON")


def test_a_firm_cannot_object_for_the_worker(desk: Desk, papers: list[str]) -> None:
    """The objection is the person's own."""
    assert desk.page(CLERK, "/cases/P-1/objection", {}).status_code == 403
    with desk.service.database.read() as session:
        assert not steps.happened_since(session, "P-1", "gate", "objection", 0)


def test_a_relative_reads_of_relatives_by_surname_only(desk: Desk) -> None:
    """In a death claim names of others are masked, as /v1 masks them."""
    record = replace(make_death_record(), claim_no="P-2")
    desk.register(record)
    desk.bring(worker_of("P-2"), "P-2", make_joint_letter())
    page = desk.page(worker_of("P-2"), "/cases/P-2")
    words = words_of(page)
    assert "这样发，您同意吗" in words
    for relative in record.relatives or ():
        assert relative.name not in words


def test_another_sides_paper_is_nowhere_on_a_workers_page(desk: Desk, papers: list[str]) -> None:
    """A worker's page names none of the firm's papers."""
    page = desk.page(WORKER_HERE, "/cases/P-1?do=papers")
    assert "还没有收到材料。" in words_of(page)
    assert not any(one in page.text for one in papers)


def test_counter_staff_name_for_whom_they_send(desk: Desk, papers: list[str]) -> None:
    """The counter's form asks on whose behalf, and a form without it is refused with the sentence."""
    assert 'name="on_behalf_of"' in desk.page(COUNTER, "/cases/P-1").text
    answer = send_files(desk, COUNTER, "/cases/P-1/documents", [("a.png", blank_png(9, 9))])
    assert answer.status_code == 422
    assert "请写明代谁办理" in words_of(answer)


def test_words_of_people_are_words_and_no_markup(desk: Desk) -> None:
    """A name that looks like markup is shown as it is."""
    record = make_record()
    worker = replace(record.worker, name="<b>陈</b>")
    desk.register(replace(record, claim_no="P-3", worker=worker))
    for who in (CLERK, worker_of("P-3")):
        page = desk.page(who, "/cases/P-3")
        assert "<b>陈" not in page.text
        assert "&lt;b&gt;陈" in page.text


def test_the_page_speaks_english_second(desk: Desk, papers: list[str]) -> None:
    """Every word of the frame has its English; what a check says stands in English first, then in the original."""
    page = desk.page(CLERK, "/cases/P-1", **{"Accept-Language": "en"})
    words = words_of(page)
    assert "The worker's own part" in words
    assert "points are to be mended" in words
    assert "A signature is missing." in words and "The person signs by hand" in words
    assert '<span class="quiet" lang="zh-CN">缺少职工本人签名。</span>' in page.text
    assert "请本人手写签名" not in words


def test_every_sentence_has_its_english() -> None:
    """Whatever a submitter can be told in Chinese has a sentence of its own in English."""
    assert SAID.keys() == SUBMITTER.keys()
    for code, (what, cure) in SAID.items():
        assert what.endswith(".") and what.isascii(), code
        assert not cure or cure.endswith("."), code
