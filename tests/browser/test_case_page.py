"""Submitters' pages in a real browser: a clerk, a relative, with a script and without, and everybody can use them."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from intake.access.who import Role
from storage.objects.base import document_digest
from tests.browser.axe import violations
from tests.browser.visiting import DESK, PATIENCE_MS, PHONE, SMALLEST_TARGET, enter, open_page, visit
from tests.builders import FIRM_USCC, make_death_record, make_record, make_voucher, seal, with_marks
from tests.services.running import Running, picture, serve
from validators.model.claim import ClaimRecord, Settled
from validators.model.codes import MarkRole, MarkType
from validators.model.evidence import DocumentReading, Mark

pytestmark = pytest.mark.service

ELDER_TARGET, ELDER_TEXT = 60, 24  # CSS pixels: 18 pt, DOMAIN §5.2
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with recorded readings for this file."""
    with serve(tmp_path_factory.mktemp("page") / "home") as running:
        yield running


def unsigned() -> DocumentReading:
    """A voucher whose place for the worker's signature is empty."""
    place = Mark(MarkType.SIGNATURE, MarkRole.WORKER, "陈示例", present=False, box=(400, 1800, 900, 1900))
    return with_marks(make_voucher(), place, seal())


def clerk(service: Running) -> str:
    """The token of the firm's clerk."""
    return service.token(Role.SUBMITTER, "clerk", uscc=FIRM_USCC)


def owing(claim_no: str) -> ClaimRecord:
    """A claim whose firm was credited more than it had advanced, some days ago."""
    paid = (Settled("MEDICAL", 1234567, 1000000, date(2026, 11, 10)),)
    return replace(make_record(), claim_no=claim_no, settled=paid)


def smallest(page: Page, targets: str) -> float:
    """The lowest height of what can be touched on a page."""
    heights = [box["height"] for one in page.locator(targets).all() if (box := one.bounding_box()) is not None]
    assert heights
    return min(heights)


TARGETS = "main button:visible, main select:visible, main .button:visible, summary:visible, .picker:visible, .papers a"


def test_a_clerks_day(service: Running, browser: Browser, tmp_path: Path) -> None:
    """Send a voucher, follow it, see the circled fault, read the notice, hand in, look at the deadlines."""
    service.register(replace(make_record(), claim_no="B-1"))
    service.register(owing("B-4"))
    service.record_answer(picture(1), [unsigned()], seconds=1)
    photo = tmp_path / "voucher.png"
    photo.write_bytes(picture(1))
    page, complaints = enter(browser, service, "B-1", clerk(service))
    assert violations(page) == []
    assert smallest(page, TARGETS) >= SMALLEST_TARGET

    page.locator("#files").set_input_files(photo)
    page.locator("#kind").select_option("ADV_VOUCHER")
    page.locator("#send").click()
    page.wait_for_url("**/documents/*")
    expect(page.locator(".findings")).to_contain_text("缺少职工本人签名", timeout=PATIENCE_MS)
    expect(page.locator(".findings")).to_contain_text("请本人手写签名并写明日期")
    assert page.locator(".fault ellipse").count() >= 1
    drawn = (
        "async (one) => { const p = new Image(); p.src = one.getAttribute('href'); await p.decode(); return p.width }"
    )
    assert page.locator("svg.sheet image").first.evaluate(drawn) == 1654
    assert violations(page) == []
    page.locator(".back").click()
    expect(page.locator(".faults")).to_contain_text("缺少职工本人签名")
    page.get_by_role("link", name="一次性告知（可打印）").click()
    expect(page.locator(".letter")).to_contain_text("2,345.67 元 不受影响")
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    page.emulate_media(media="screen")
    page.goto(f"{service.base}/deadlines")
    expect(page.locator(".duty")).to_contain_text("2,345.67 元")
    assert violations(page) == []
    assert complaints == []
    assert "token" not in page.url


def test_a_clerk_without_a_script(service: Running, browser: Browser, tmp_path: Path) -> None:
    """The same forms, taken by a browser that runs no script; the page asks again by itself until the paper is read."""
    service.register(replace(make_record(), claim_no="B-5"))
    service.record_answer(picture(5), [unsigned()], seconds=1)
    photo = tmp_path / "voucher.png"
    photo.write_bytes(picture(5))
    entered, _ = enter(browser, service, "B-5", clerk(service))
    state = entered.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN", viewport=DESK)
    page = context.new_page()
    page.goto(f"{service.base}/cases/B-5")
    page.locator("#files").set_input_files(photo)
    page.locator("#send").click()
    expect(page.locator("#told")).to_contain_text("已收到")
    expect(page.locator(".papers")).to_contain_text("垫付费用凭证", timeout=PATIENCE_MS)
    page.locator(".papers a").first.click()
    expect(page.locator(".findings")).to_contain_text("缺少职工本人签名")
    page.locator("summary", has_text="撤回这份材料").click()
    page.locator("#withdraw-reason").fill("传错了")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("#told")).to_contain_text("已撤回")


def test_a_relative_on_a_phone(service: Running, browser: Browser) -> None:
    """Large and quiet: every text and target is large enough, one tap and one confirmation stop the money."""
    service.register(replace(make_record(), claim_no="B-2"))
    page, complaints = enter(browser, service, "B-2", service.token(Role.SUBMITTER, "worker", claim="B-2"))
    expect(page.locator("main")).to_contain_text("单位申请把 10,000.00 元 发到单位账户，您同意吗？")
    for screen in ("", "?do=send", "?do=papers", "?do=object"):
        page.goto(f"{service.base}/cases/B-2{screen}")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= ELDER_TEXT
        assert smallest(page, TARGETS) >= ELDER_TARGET
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
    page.get_by_role("button", name="确认，我不同意").click()
    expect(page.locator("#told")).to_contain_text("您的意见已经收到")
    expect(page.locator("main")).to_contain_text("已经停下")
    page.goto(f"{service.base}/cases/B-2/notice")
    assert violations(page) == []
    assert complaints == []


def test_a_worker_reads_what_is_owed_to_him(service: Running, browser: Browser) -> None:
    """What the firm must pass on stands in large type, with its days, and hangs over no phone's edge."""
    service.register(owing("B-11"))
    page, complaints = visit(
        browser, service, "/deadlines", service.token(Role.SUBMITTER, "worker", claim="B-11"), PHONE
    )
    expect(page.locator(".duty")).to_contain_text("2,345.67 元")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    assert complaints == []


def test_a_family_is_spoken_to_as_a_family(service: Running, browser: Browser) -> None:
    """A death claim's page has no jargon, fits a phone and can be used by everybody."""
    service.register(replace(make_death_record(), claim_no="B-6"))
    page, _ = enter(browser, service, "B-6", service.token(Role.SUBMITTER, "wife", claim="B-6"))
    assert "申请人" not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_a_file_chosen_while_the_page_loads_is_kept(service: Running, browser: Browser, tmp_path: Path) -> None:
    """On a slow line the form stands before its program: what was chosen by then can be sent."""
    service.register(replace(make_record(), claim_no="B-9"))
    photo = tmp_path / "voucher.png"
    photo.write_bytes(picture(1))
    page, _ = open_page(browser)
    held: list[Route] = []
    page.route("**/send.js*", lambda route: held.append(route))
    with page.expect_request("**/send.js*"):
        page.goto(f"{service.base}/enter#token={clerk(service)}&to=%2Fcases%2FB-9", wait_until="commit")
    page.locator("#files").set_input_files(photo)
    held.pop().continue_()
    expect(page.locator("#chosen")).to_contain_text("voucher.png", timeout=PATIENCE_MS)
    expect(page.locator("#send")).to_be_enabled()


DRAW = """async ([kind]) => {
  const { look } = await import("/static/submitting/look.js");
  const canvas = new OffscreenCanvas(640, 900);
  const pen = canvas.getContext("2d");
  pen.fillStyle = kind === "dark" ? "#181818" : "#6a6258";
  pen.fillRect(0, 0, 640, 900);
  if (kind === "blurred") pen.filter = "blur(3px)";
  pen.fillStyle = kind === "dark" ? "#505050" : "#f4f1e8";
  pen.fillRect(kind === "cut" ? -40 : 60, 70, 520, 760);
  pen.fillStyle = kind === "dark" ? "#101010" : "#222";
  pen.font = "18px sans-serif";
  for (let y = 110; y < 800; y += 34) pen.fillText("垫付费用凭证 10000.00 2021-07-25 ABCDEFG", 90, y);
  return look(pen.getImageData(0, 0, 640, 900));
}"""


def test_a_quick_look_before_sending(service: Running, browser: Browser, tmp_path: Path) -> None:
    """Dark, blurred and cut-off pages are told apart from a good one; the hint never bars the way."""
    service.register(replace(make_record(), claim_no="B-7"))
    page, _ = enter(browser, service, "B-7", clerk(service))
    seen = {kind: page.evaluate(DRAW, [kind]) for kind in ("good", "dark", "blurred", "cut")}
    assert seen == {"good": [], "dark": ["dark"], "blurred": ["blurred"], "cut": ["cut"]}
    blank = tmp_path / "blank.png"
    blank.write_bytes(picture(7))  # a white page without a word: nothing on it is sharp
    page.locator("#files").set_input_files(blank)
    expect(page.locator("#looks")).to_contain_text("有点模糊")
    expect(page.locator("#send")).to_be_enabled()


def test_a_page_is_light(service: Running, browser: Browser) -> None:
    """A page with its styles and scripts stays small, so that it opens on a slow line."""
    service.register(replace(make_record(), claim_no="B-8"))
    page, _ = enter(browser, service, "B-8", clerk(service))
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.reload(wait_until="networkidle")
    assert 0 < sum(sizes) <= MOST_BYTES


def test_a_stranger_is_told_quietly(service: Running, browser: Browser) -> None:
    """Another firm's link shows one sentence and nothing of the claim."""
    service.register(replace(make_record(), claim_no="B-3"))
    token = service.token(Role.SUBMITTER, "other", uscc="92449900MA000FK482")
    page, _ = visit(browser, service, "/cases/B-3", token)
    expect(page.locator("main")).to_contain_text("没有找到，或您无权查看。")
    assert "陈示例" not in page.content()


def test_a_large_file_over_a_line_that_breaks(service: Running, browser: Browser, tmp_path: Path) -> None:
    """The page goes on where the service is: what had arrived is not sent again, and the paper is whole."""
    service.register(replace(make_record(), claim_no="B-10"))
    content = picture(10) + bytes(Random(10).randbytes(3_000_000))
    photo = tmp_path / "large.png"
    photo.write_bytes(content)
    page, _ = enter(browser, service, "B-10", clerk(service))
    sent: list[int] = []
    cut = 1_000_000

    def break_once(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        sent.append(len(body))
        if len(sent) == 1:  # the line breaks after a million bytes: what had arrived stays at the service
            route.fetch(post_data=body[:cut])
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(
        "**/v1/uploads/*", lambda route: break_once(route) if route.request.method == "PATCH" else route.continue_()
    )
    page.locator("#files").set_input_files(photo)
    page.locator("#send").click()
    page.wait_for_url("**/documents/*")
    assert sent == [len(content), len(content) - cut]
    document = page.url.rpartition("/")[2]
    with service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as client:
        shown = client.get(f"/v1/documents/{document}").json()
    part = hashlib.sha256(content).hexdigest()
    assert shown["sha256"] == document_digest([part])
