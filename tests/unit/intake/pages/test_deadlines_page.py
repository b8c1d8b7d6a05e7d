"""The page of deadlines: a firm's duties with their days and forms, and a worker's word that nothing came."""

from datetime import date

import pytest

from intake.access.who import Bound, Role, Who
from intake.web.submitting.deadlines import fen_of
from tests.builders import WORKER, make_slip, with_value
from tests.desk import CLERK, Desk, worker_of
from tests.unit.intake.duties.firm import (
    AFTER_MONTH,
    CARD,
    DUE,
    FILED,
    PAID,
    bring_to,
    open_duty,
    pass_days,
    shown,
    worker_proof,
)
from tests.unit.intake.pages.forms import forms_of, words_of


def slip(desk: Desk, claim_no: str = "C-1") -> str:
    """The firm's slip of its payment to the worker."""
    paper = make_slip("TEST20210910", PAID.isoformat(), DUE, WORKER)
    [brought] = desk.bring(CLERK, claim_no, with_value(paper, "payee_account", CARD))
    return brought


def test_a_duty_stands_with_its_days_and_what_is_left(desk: Desk) -> None:
    """Nominal and last day apart, the days left counted to the last one."""
    open_duty(desk)
    desk.set_day(date(2021, 10, 1))
    words = words_of(desk.page(CLERK, "/deadlines"))
    assert "工伤医疗费 · 2,345.67 元" in words
    assert f"转给{WORKER}：还有 7 天" in words
    assert "2021年10月5日" in words
    assert "2021年10月8日" in words


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2021, 10, 8), "今天是最后一天"), (date(2021, 10, 9), "已过 1 天"), (date(2021, 9, 5), "还有 33 天")],
)
def test_days_are_counted_like_people_do(desk: Desk, day: date, said: str) -> None:
    """Today, left and over are said in words."""
    open_duty(desk)
    pass_days(desk, day)
    assert said in words_of(desk.page(CLERK, "/deadlines"))


def test_a_firm_reports_and_files_by_form(desk: Desk) -> None:
    """From passing on to the filed proof without a script, each step said on the page."""
    duty = open_duty(desk)
    desk.set_day(PAID)
    assert "请先在案件页面上传银行回单" in words_of(desk.page(CLERK, "/deadlines"))
    paper = slip(desk)
    page = desk.page(CLERK, "/deadlines")
    assert forms_of(page) == {f"/deadlines/{duty}/report"}
    assert 'value="2345.67"' in page.text
    form = {"paid_on": PAID.isoformat(), "amount": "2,345.67", "slip_document": paper}
    answer = desk.page(CLERK, f"/deadlines/{duty}/report", form)
    assert answer.status_code == 303
    assert "已登记转付。" in words_of(desk.page(CLERK, answer.headers["location"]))
    assert shown(desk, duty)["state"] == "PROOF_DUE"
    desk.set_day(FILED)
    [proof] = desk.bring(CLERK, "C-1", worker_proof())
    assert forms_of(desk.page(CLERK, "/deadlines")) == {f"/deadlines/{duty}/proof"}
    filed = desk.page(CLERK, f"/deadlines/{duty}/proof", {"document": proof})
    assert "佐证材料已经收到" in words_of(desk.page(CLERK, filed.headers["location"]))
    assert shown(desk, duty)["state"] == "PROOF_IN_REVIEW"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "2345.66"}, "金额要和应转付的金额一分不差。"),
        ({"amount": "much"}, "金额要和应转付的金额一分不差。"),
        ({"paid_on": "2021-09-04"}, "付款日期不能早于收到拨款的那天"),
        ({"paid_on": "soon"}, "付款日期不能早于收到拨款的那天"),
        ({"slip_document": "d-none"}, "请选择本单位在这个案件里上传的银行回单"),
        ({"slip_document": ""}, "请选择本单位在这个案件里上传的银行回单"),
    ],
)
def test_a_wrong_report_names_the_field(desk: Desk, changes: dict[str, str], sentence: str) -> None:
    """What does not fit is said in one sentence on the page, and nothing is reported."""
    duty = open_duty(desk)
    desk.set_day(PAID)
    form = {"paid_on": PAID.isoformat(), "amount": "2345.67", "slip_document": slip(desk)} | changes
    answer = desk.page(CLERK, f"/deadlines/{duty}/report", form)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert shown(desk, duty)["state"] == "PASS_ON_DUE"


def test_a_worker_says_that_nothing_came(desk: Desk) -> None:
    """The worker sees the own share without anybody's name, and one form that says no."""
    duty = open_duty(desk)
    desk.set_day(PAID)
    worker = worker_of("C-1")
    page = desk.page(worker, "/deadlines")
    assert forms_of(page) == {f"/deadlines/{duty}/deny"}
    assert WORKER not in words_of(page)
    assert "/deadlines" in desk.page(worker, "/cases/C-1").text
    answer = desk.page(worker, f"/deadlines/{duty}/deny", {})
    assert "您说没有收到，已经记下" in words_of(desk.page(worker, answer.headers["location"]))
    assert shown(desk, duty)["state"] == "DISPUTED"


def test_an_overdue_duty_is_marked_and_still_reported(desk: Desk) -> None:
    """Late is said and stays on record; the form is still there."""
    duty = open_duty(desk)
    pass_days(desk, AFTER_MONTH)
    slip(desk)
    page = desk.page(CLERK, "/deadlines")
    assert "已超过一个月，请马上转付" in words_of(page)
    assert "曾经逾期，已记录" in words_of(page)
    assert forms_of(page) == {f"/deadlines/{duty}/report"}


def test_what_is_done_stands_apart(desk: Desk) -> None:
    """A closed duty has no days any more."""
    bring_to(desk, "CLOSED")
    words = words_of(desk.page(CLERK, "/deadlines"))
    assert "已经办完的（1）" in words
    assert "还有" not in words


def test_anothers_duty_is_a_missing_one(desk: Desk) -> None:
    """Another firm sees nothing and can do nothing."""
    duty = open_duty(desk)
    other = Who("clerk-2", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))
    assert "现在没有要转付的钱。" in words_of(desk.page(other, "/deadlines"))
    form = {"paid_on": PAID.isoformat(), "amount": "2345.67", "slip_document": "d-x"}
    assert desk.page(other, f"/deadlines/{duty}/report", form).status_code == 404


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("2,345.67", 234567),
        ("2345.6", 234560),
        (" 2345 元", 234500),
        ("2，345.67", 234567),
        ("0.01", 1),
        ("-1", None),
        ("1.234", None),
        ("", None),
        ("１２", 1200),
        ("1e3", None),
    ],
)
def test_yuan_as_people_write_them(text: str, fen: int | None) -> None:
    """Commas, a missing decimal and the word 元 are read; anything else is no amount."""
    assert fen_of(text) == fen
