"""The reviewers' desk in a real browser: from the queue by keyboard alone to what another person confirms."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.access.who import Role
from tests.browser.axe import violations
from tests.browser.visiting import DESK, visit
from tests.builders import FIRM_USCC, leaf, living_case, make_record
from tests.desk import OFFICE
from tests.services.running import Running, picture, serve, upload, wait_at_rest

pytestmark = pytest.mark.service
CLAIM = "D-1"
MOST_BYTES = 150_000  # of a page with its scripts and styles, without pictures


def bring_papers(service: Running) -> None:
    """A claim whose papers are read, one day in doubt: nobody but a person can settle it."""
    service.register(replace(make_record(), claim_no=CLAIM, office=OFFICE))
    voucher, *rest = living_case()
    unsure = replace(voucher, lists={**voucher.lists, "sign_dates": (leaf("2021-07-20", sure=False),)})
    with service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as clerk:
        for number, reading in enumerate((unsure, *rest), 1):
            service.record_answer(picture(number), [reading])
            sent = upload(clerk, CLAIM, picture(number), kind=reading.kind)
            wait_at_rest(clerk, sent.json()["id"])


def weigh(page: Page) -> int:
    """Bytes of the page with its scripts and styles."""
    return int(
        page.evaluate(
            """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .filter((one) => !["img", "image"].includes(one.initiatorType))
            .reduce((sum, one) => sum + one.decodedBodySize, 0)"""
        )
    )


def check(page: Page) -> None:
    """Everybody can use the page, and a slow line too."""
    assert violations(page) == []
    assert weigh(page) <= MOST_BYTES


def look_closer(page: Page) -> None:
    """A click on a value shows its place; a layer that is switched off changes the picture and no other thing."""
    sheet = page.locator(".sheet-svg")
    page.keyboard.press("0")
    whole = sheet.get_attribute("data-whole")
    assert sheet.get_attribute("viewBox") == whole
    page.locator("summary", has_text="机器确定").click()
    page.locator("[data-find='b-worker_name']").click()
    assert sheet.get_attribute("viewBox") != whole
    expect(page.locator("#b-worker_name")).to_have_class(re.compile(r"\bat\b"))
    page.locator("[data-layer=red]").uncheck()
    expect(page.locator("[data-raster]")).to_have_attribute("href", re.compile("^blob:"))
    page.locator("[data-layer=red]").check()
    expect(page.locator("[data-raster]")).to_have_attribute("href", re.compile(r"\.png$"))
    page.locator("[data-layer=red]").blur()


def test_from_the_queue_to_a_confirmed_decision(browser: Browser, tmp_path: Path) -> None:
    """Three keys end a flag; a proposal is made and read, and another person confirms what may be paid out."""
    with serve(tmp_path / "home") as service:
        bring_papers(service)
        token = service.token(Role.HANDLER, "handler", office=OFFICE)
        page, complaints = visit(browser, service, "/queue", token, DESK)
        expect(page.locator("[data-row].at")).to_have_count(1)
        check(page)
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_hidden()

        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/*/review?flag=*")
        expect(page.locator(".flag.at")).to_contain_text("FLD-002")
        expect(page.locator(".flag.at .say")).to_have_count(4)
        expect(page.locator("svg.sheet-svg a.box.finding.at")).to_have_count(1)
        check(page)
        look_closer(page)
        page.keyboard.press("o")
        page.keyboard.press("1")
        page.wait_for_url("**/queue?done=closed")
        expect(page.locator("main")).to_contain_text("没有待办事项")

        page.goto(f"{service.base}/cases/{CLAIM}/review")
        check(page)
        page.keyboard.press("d")
        page.wait_for_url("**/decide")
        check(page)
        page.locator("[name=reason][value=ADVANCE_PROVEN]").press("Space")
        page.locator("[name=cap]").press("Enter")
        page.wait_for_url("**/decisions/*")
        expect(page.locator("main")).to_contain_text("等待另一位工作人员复核")
        assert page.locator("form[action$='/confirm']").count() == 0
        check(page)
        assert complaints == []

        token = service.token(Role.SECOND_REVIEWER, "second", office=OFFICE)
        page, complaints = visit(browser, service, "/queue", token, DESK)
        page.locator(".proposals a").click()
        page.wait_for_url("**/decisions/*")
        expect(page.locator("main")).to_contain_text("10,000.00")
        expect(page.locator("main")).to_contain_text("证据未变")
        check(page)
        page.get_by_role("button", name="已逐项核对").click()
        page.wait_for_url("**/queue?done=confirmed")
        assert complaints == []
        with service.client(Role.PAYOUT_SYSTEM) as payout:
            legs = payout.get(f"/v1/claims/{CLAIM}/verdict").json()["legs"]
        assert ("EMPLOYER", 1000000, "OPEN") in {(leg["payee"], leg["fen"], leg["status"]) for leg in legs}
