"""The page of a claim in a real browser: enter by link, upload, follow, see boxes and the notice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from intake.access.who import Role
from tests.browser.axe import violations
from tests.browser.visiting import PATIENCE_MS, PHONE, SMALLEST_TARGET, enter, open_page
from tests.builders import FIRM_USCC, make_record, make_voucher, with_marks
from tests.services.running import Running, picture, serve

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with recorded readings for this file."""
    with serve(tmp_path_factory.mktemp("page") / "home") as running:
        yield running


def test_a_clerk_uploads_and_sees_what_is_missing(service: Running, browser: Browser, tmp_path: Path) -> None:
    """From the link to the notice: upload, stages, the cure, the box at its place, and no complaint of the browser."""
    service.register(replace(make_record(), claim_no="B-1"))
    service.record_answer(picture(1), [with_marks(make_voucher())], seconds=1)
    photo = tmp_path / "voucher.png"
    photo.write_bytes(picture(1))
    page, complaints = enter(browser, service, "B-1", service.token(Role.SUBMITTER, "clerk", uscc=FIRM_USCC))

    page.locator("#files").set_input_files(photo)
    page.locator("#kind").select_option("ADV_VOUCHER")
    page.locator("#send").click()

    expect(page.locator("#progress-text")).to_contain_text("共 5 步", timeout=PATIENCE_MS)
    expect(page.locator("#notice")).to_contain_text("缺少职工本人签名", timeout=PATIENCE_MS)
    expect(page.locator("#notice")).to_contain_text("2,345.67 元不受影响")
    expect(page.locator(".banner")).to_contain_text("演示数据")
    expect(page.locator(".document[open] .spot").first).to_be_visible()
    page.locator(".document[open] .spot").first.dispatch_event("click")
    expect(page.locator(".said")).not_to_contain_text("点一下方框")
    assert complaints == []
    assert "token" not in page.url


def test_a_file_chosen_while_the_page_loads_is_kept(service: Running, browser: Browser, tmp_path: Path) -> None:
    """On a slow line the form stands before its program: what was chosen by then can be sent."""
    service.register(replace(make_record(), claim_no="B-9"))
    photo = tmp_path / "voucher.png"
    photo.write_bytes(picture(1))
    page, _ = open_page(browser, PHONE)
    held: list[Route] = []
    page.route("**/upload.js*", lambda route: held.append(route))
    token = service.token(Role.SUBMITTER, "clerk", uscc=FIRM_USCC)
    with page.expect_request("**/upload.js*"):
        page.goto(f"{service.base}/enter#token={token}&to=%2Fcases%2FB-9", wait_until="commit")
    page.locator("#files").set_input_files(photo)
    held.pop().continue_()
    expect(page.locator("#send")).to_be_enabled(timeout=PATIENCE_MS)
    expect(page.locator("#chosen")).to_contain_text("voucher.png")


def test_touch_targets_and_text_are_large_enough(service: Running, browser: Browser) -> None:
    """Buttons, inputs and the text of a phone page keep to the sizes of the norm."""
    service.register(replace(make_record(), claim_no="B-2"))
    page, _ = enter(browser, service, "B-2", service.token(Role.SUBMITTER, "clerk", uscc=FIRM_USCC))
    expect(page.locator("#upload-part")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    for target in page.locator("button:visible, select:visible, .button:visible, summary:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET, target.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_a_stranger_is_told_quietly(service: Running, browser: Browser) -> None:
    """Another firm's link shows one sentence and nothing of the claim."""
    service.register(replace(make_record(), claim_no="B-3"))
    token = service.token(Role.SUBMITTER, "other", uscc="92449900MA000FK482")
    page, _ = enter(browser, service, "B-3", token)
    expect(page.locator("main")).to_contain_text("没有找到，或您无权查看。")
    expect(page.locator("#legs-part")).to_have_count(0)
    assert "陈示例" not in page.content()
