"""The page of one paper: faults circled at their places, sentence and cure beside them, and what can be done."""

import re
from dataclasses import replace

import pytest

from intake.replay import blank_png
from intake.web.submitting.places import Rect, Sheet
from storage.records import pages
from storage.records.pages import PageRaster
from tests.builders import (
    FIRM,
    leaf,
    living_case,
    make_death_record,
    make_joint_letter,
    make_record,
    make_voucher,
    seal,
    with_field,
    with_marks,
)
from tests.desk import CLERK, HANDLER, OFFICE, Desk, worker_of
from tests.unit.intake.pages.forms import forms_of, links_of, send_files, words_of
from validators.model.codes import MarkRole, MarkType
from validators.model.evidence import DocumentReading, Mark

PLACE = (400, 1800, 900, 1900)


def unsigned(**changes: object) -> DocumentReading:
    """A voucher whose place for the worker's signature is empty."""
    missing = Mark(MarkType.SIGNATURE, MarkRole.WORKER, "陈示例", present=False, box=PLACE)
    return replace(with_marks(make_voucher(), missing, seal()), **changes)  # type: ignore[arg-type]


def bring(desk: Desk, reading: DocumentReading, claim_no: str = "P-1") -> str:
    """Register a claim and put a paper with one raster into it."""
    desk.register(replace(make_record(), claim_no=claim_no, office=OFFICE))
    [paper] = desk.bring(CLERK, claim_no, reading)
    with desk.service.database.write() as session:
        pages.save_pages(session, paper, [PageRaster(0, "0" * 64, 1654, 2339)])
    return paper


def give_back(desk: Desk, paper: str) -> None:
    """A handler sends the paper back."""
    assert desk.post(HANDLER, f"/v1/documents/{paper}/return", {"reason": "缺少签名"}).status_code == 200


def test_a_fault_is_circled_where_it_is(desk: Desk) -> None:
    """The circle lies around the promised place, the sentence and its cure stand beside a crop of it."""
    paper = bring(desk, unsigned())
    page = desk.page(CLERK, f"/documents/{paper}")
    assert f'href="/v1/documents/{paper}/pages/0.png"' in page.text
    words = words_of(page)
    assert "缺少职工本人签名。" in words
    assert "请本人手写签名并写明日期" in words
    assert "第 1 页 下部中间" in words
    circles = re.findall(r'<ellipse cx="(\d+)" cy="(\d+)" rx="(\d+)" ry="(\d+)"', page.text)
    x0, y0, x1, y1 = PLACE
    around = [
        (x, y, across, down)
        for x, y, across, down in (map(int, one) for one in circles)
        if x - across <= x0 and x + across >= x1 and y - down <= y0 and y + down >= y1
    ]
    assert around


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        (0, Rect(10, 20, 30, 10)),
        (90, Rect(170, 10, 10, 30)),
        (180, Rect(60, 170, 30, 10)),
        (270, Rect(20, 60, 10, 30)),
        (-90, Rect(20, 60, 10, 30)),
    ],
)
def test_a_turned_page_is_laid_upright(turned: int, expected: Rect) -> None:
    """A box of the page as uploaded lies where the turned picture shows it: the box's pixel goes with the picture's."""
    sheet = Sheet(100, 200, turned)
    assert sheet.upright((10, 20, 40, 30)) == expected
    assert (sheet.across, sheet.down) == ((200, 100) if turned % 180 else (100, 200))
    shift_x, shift_y, angle = map(int, re.findall(r"-?\d+", sheet.transform))
    x, y = {0: (10, 20), 90: (-20, 10), 180: (-10, -20), 270: (20, -10)}[angle]
    corner = (x + shift_x, y + shift_y)
    corners = {
        (a, b) for a in (expected.x, expected.x + expected.width) for b in (expected.y, expected.y + expected.height)
    }
    assert corner in corners


def test_nothing_of_a_box_leaves_its_page() -> None:
    """A box beyond the page is kept within it, and never empty."""
    rect = Sheet(100, 200, 0).upright((-50, 190, 500, 900))
    assert (rect.x, rect.y, rect.width, rect.height) == (0, 190, 100, 10)
    assert Sheet(100, 200, 0).upright((100, 200, 100, 200)).width == 1


def test_a_paper_in_order_says_so(desk: Desk) -> None:
    """Without a fault there is one quiet sentence and no circle."""
    desk.register(replace(make_record(), claim_no="P-1"))
    [receipt, *_] = desk.bring(CLERK, "P-1", *reversed(living_case()))
    page = desk.page(CLERK, f"/documents/{receipt}")
    assert "没有发现需要补正的地方。" in words_of(page)
    assert "<ellipse" not in page.text


def test_a_returned_paper_can_be_contested_with_a_reason(desk: Desk) -> None:
    """The form names the point and the reason; then a person looks, and the form is gone."""
    paper = bring(desk, unsigned())
    assert f"/documents/{paper}/contest" not in forms_of(desk.page(CLERK, f"/documents/{paper}"))
    give_back(desk, paper)
    page = desk.page(CLERK, f"/documents/{paper}")
    assert f"/documents/{paper}/contest" in forms_of(page)
    assert '<option value="SIG-001">' in page.text
    answer = desk.page(CLERK, f"/documents/{paper}/contest", {"about": "SIG-001", "reason": " 签名在右下角 "})
    after = desk.page(CLERK, answer.headers["location"])
    assert "您的说明已经收到" in words_of(after)
    assert desk.get(CLERK, f"/v1/documents/{paper}").json()["state"] == "IN_REVIEW"
    assert f"/documents/{paper}/contest" not in forms_of(after)


@pytest.mark.parametrize("form", [{"reason": "  "}, {}, {"reason": "x", "about": "<script>"}, {"reason": "x" * 1801}])
def test_a_contest_says_why(desk: Desk, form: dict[str, str]) -> None:
    """Without a reason, or with one that is no reason, nothing happens."""
    paper = bring(desk, unsigned())
    give_back(desk, paper)
    assert desk.page(CLERK, f"/documents/{paper}/contest", form or {"about": ""}).status_code == 422
    assert desk.get(CLERK, f"/v1/documents/{paper}").json()["state"] == "RETURNED"


def test_a_paper_is_taken_back(desk: Desk) -> None:
    """Withdrawing leads back to the claim, where the paper stands among the past ones."""
    paper = bring(desk, unsigned())
    answer = desk.page(CLERK, f"/documents/{paper}/withdraw", {"reason": "传错了"})
    page = desk.page(CLERK, answer.headers["location"])
    assert "已撤回这份材料。" in words_of(page)
    assert "以前的版本和撤回的材料（1）" in words_of(page)
    assert forms_of(desk.page(CLERK, f"/documents/{paper}")) == set()


def test_a_paper_is_replaced_by_a_form(desk: Desk) -> None:
    """The new version has its own page; the old one is superseded."""
    paper = bring(desk, unsigned())
    files = [("", b""), ("new.png", blank_png(70, 90))]
    answer = send_files(desk, CLERK, f"/documents/{paper}/replace", files)
    assert answer.status_code == 303
    assert "新的一份已经收到" in words_of(desk.page(CLERK, answer.headers["location"]))
    assert desk.get(CLERK, f"/v1/documents/{paper}").json()["state"] == "SUPERSEDED"


def test_a_replacement_that_cannot_be_taken_changes_nothing(desk: Desk) -> None:
    """A refused form shows the page again, and the old paper stands."""
    paper = bring(desk, unsigned())
    answer = send_files(desk, CLERK, f"/documents/{paper}/replace", [("a.txt", b"hello")])
    assert answer.status_code == 415
    assert "只能上传" in words_of(answer)
    assert desk.get(CLERK, f"/v1/documents/{paper}").json()["state"] == "IN_REVIEW"


def test_another_sides_paper_is_a_missing_one(desk: Desk) -> None:
    """The worker does not open the firm's paper, by page or form."""
    paper = bring(desk, unsigned())
    mine, missing = (desk.page(worker_of("P-1"), f"/documents/{one}") for one in (paper, "d-none"))
    assert mine.status_code == missing.status_code == 404
    assert mine.text.replace(paper, "") == missing.text.replace("d-none", "")
    assert desk.page(worker_of("P-1"), f"/documents/{paper}/withdraw", {"reason": "x"}).status_code == 404


def test_scores_are_for_reviewers_only(desk: Desk) -> None:
    """A submitter reads values, a reviewer also what the machine saw and how sure it was."""
    paper = bring(desk, with_field(unsigned(), "worker_name", leaf("陈示例", raw="陈示例（原文）", confidence=0.6123)))
    mine, theirs = (words_of(desk.page(who, f"/documents/{paper}")) for who in (CLERK, HANDLER))
    assert "0.6123" not in mine
    assert "原文" not in mine
    assert "0.6123" in theirs


def test_what_was_read_is_no_markup(desk: Desk) -> None:
    """Text of a paper that looks like markup is shown as text, in attributes too."""
    nasty = '"><script>alert(1)</script>'
    paper = bring(desk, with_field(unsigned(), "payee_bank", leaf(nasty, box=(10, 10, 60, 30))))
    page = desk.page(CLERK, f"/documents/{paper}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_a_paper_that_is_being_read_asks_again_by_itself(desk: Desk) -> None:
    """Without a script the page reloads; the stage is said in words."""
    desk.register(replace(make_record(), claim_no="P-1"))
    answer = send_files(desk, CLERK, "/cases/P-1/documents", [("a.png", blank_png(9, 9))])
    [paper] = [one for one in links_of(desk.page(CLERK, answer.headers["location"])) if one.startswith("/documents/")]
    page = desk.page(CLERK, paper)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert "1 / 5 已收到" in words_of(page)


def test_a_place_is_named_as_people_say_it() -> None:
    """The middle of the page is the middle, once; every other place has its height and its side."""
    sheet = Sheet(300, 300, 0)
    assert sheet.words_for(Rect(140, 140, 20, 20), english=False) == "中间"
    assert sheet.words_for(Rect(140, 140, 20, 20), english=True) == "centre"
    assert sheet.words_for(Rect(250, 140, 20, 20), english=False) == "中部右边"
    assert sheet.words_for(Rect(140, 250, 20, 20), english=False) == "下部中间"


def test_what_was_read_stands_in_words(desk: Desk) -> None:
    """No code of ours stands for what the paper says, and the day of the only signature is told once."""
    paper = bring(desk, with_field(unsigned(), "pay_method", leaf("TRANSFER")))
    page = desk.page(CLERK, f"/documents/{paper}")
    words = words_of(page)
    assert "支付方式 转账" in words
    assert "TRANSFER" not in words
    assert len(re.findall(r'<th scope="row"[^>]*>签名日期</th>', page.text)) == 1


def test_an_english_page_says_in_english_what_was_found(desk: Desk) -> None:
    """Labels stand as they are printed on the paper; what was found under them is in the reader's language."""
    paper = bring(desk, unsigned())
    words = words_of(desk.page(CLERK, f"/documents/{paper}", **{"Accept-Language": "en"}))
    assert "signature（陈示例） not found" in words
    assert f"seal（{FIRM}） present" in words
    assert "支付方式 transfer" in words


def test_what_can_be_mended_does_not_wait_for_staff(desk: Desk) -> None:
    """Whoever must mend something is not told to wait; whoever need not is."""
    sentence = "写着“须补正”的，现在就可以补"
    voucher, *rest = living_case()
    doubted = replace(voucher, lists={**voucher.lists, "sign_dates": (leaf("2021-07-20", sure=False),)})
    desk.register(replace(make_record(), claim_no="P-2", office=OFFICE))
    paper, *_ = desk.bring(CLERK, "P-2", doubted, *rest)
    words = words_of(desk.page(CLERK, f"/documents/{paper}"))
    assert "这份材料由工作人员在看，看完会告诉您。" in words
    assert "不用处理，工作人员看过会告诉您。" in words
    assert sentence not in words
    assert sentence in words_of(desk.page(CLERK, f"/documents/{bring(desk, unsigned())}"))


def test_a_relative_is_not_shown_a_long_table_at_once(desk: Desk) -> None:
    """What was read is folded on the large pages and open for a firm; whether somebody is supported is a yes or no."""
    desk.register(replace(make_death_record(), claim_no="P-1"))
    [letter] = desk.bring(worker_of("P-1"), "P-1", make_joint_letter())
    page = desk.page(worker_of("P-1"), f"/documents/{letter}")
    assert re.search(r"<details><summary>读到的内容（\d+ 项）</summary>\s*<table", page.text)
    assert re.search(r"是否供养亲属 (是|否)", words_of(page))
    assert "<h2>读到的内容</h2>" in desk.page(CLERK, f"/documents/{bring(desk, unsigned(), 'P-2')}").text
