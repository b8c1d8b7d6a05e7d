"""Whole stories through the pages alone, over the real service and its real reader: nothing is recorded or short-cut.

But for three words: the core system registers claims, the office's own system makes a one-time link, and the payout
system asks before its batch. The papers are drawn and photographed for the stories. PICTURES names a folder in which
the pages stay as these people saw them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.album import Album
from tests.browser.axe import violations
from tests.browser.guest import READING_MS, Guest
from tests.browser.town import HURT, KIN, OTHER_KIN, OWN_FEN, Town, open_town
from tests.browser.visiting import DESK, PATIENCE_MS, PHONE
from tests.services.family import Sheet

pytestmark = [pytest.mark.service, pytest.mark.engine, pytest.mark.timeout(1800)]

CLERK, HANDLER, SECOND = "用人单位经办人", "经办人员", "复核人员"
KEYS = ("Enter", "o", "1")  # take and open, nothing wrong, the first reason: all that a flag may cost
TWO_LINES = 45  # pixels, in type of 18


@pytest.fixture(scope="module")
def town(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all stories: what one of them brought, the next ones find."""
    with open_town(tmp_path_factory.mktemp("town") / "home", models, Album.open(tmp_path_factory)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Whatever is expected has a minute to come about: a machine of the continuous build is slow."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


def place_of(sheet: Sheet, name: str) -> tuple[float, float]:
    """Where the place for somebody's signature lies on the upright page, as shares of its width and height."""
    [box] = [one["box"] for one in sheet.truth["marks"] if one["type"] == "signature" and one["name"] == name]
    wide, high = sheet.truth["size"]
    x, y = (box[0] + box[2]) / 2 / wide, (box[1] + box[3]) / 2 / high
    return {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[sheet.truth["turned"]]


def circled(page: Page, at: tuple[float, float]) -> bool:
    """Say whether a circle of this paper's page stands around a place."""
    sheet = page.locator("svg.sheet").first
    _, _, wide, high = (float(one) for one in (sheet.get_attribute("viewBox") or "").split())
    for ring in sheet.locator(".fault ellipse").all():
        cx, cy, rx, ry = (float(ring.get_attribute(name) or "nan") for name in ("cx", "cy", "rx", "ry"))
        if ((at[0] * wide - cx) / rx) ** 2 + ((at[1] * high - cy) / ry) ** 2 < 1:
            return True
    return False


def open_case(clerk: Guest) -> None:
    """From the firm's list to the claim of its worker."""
    clerk.page.locator(".claim h2 a", has_text=clerk.town.families[HURT].record.worker.name).click()
    clerk.page.wait_for_url(f"**/cases/{HURT}")


def bring_the_rest(clerk: Guest) -> None:
    """On the claim's page: send what has not been sent yet, wait until all of it is read, and hand the claim in."""
    page, town = clerk.page, clerk.town
    for sheet in town.families[HURT].sheets:
        if sheet.name not in town.sent:
            clerk.send(sheet, sheet.kind)
            town.sent.add(sheet.name)
            page.locator(".back").click()
            page.wait_for_url(f"**/cases/{HURT}")
    expect(page.locator("#reading")).to_have_count(0, timeout=READING_MS * len(town.sent))
    hand_in = page.get_by_role("button", name="提交案件")
    if hand_in.count():
        hand_in.click()
        expect(page.locator("#told")).to_contain_text("已提交")


def handed_in(town: Town, browser: Browser) -> None:
    """The claim as its clerk leaves it; what an earlier story brought is not brought again."""
    clerk = Guest.by_choice(town, browser, CLERK, HURT, "/?show=all", DESK)
    open_case(clerk)
    bring_the_rest(clerk)
    clerk.page.context.close()


def test_a_clerk_sends_a_signed_voucher_in_place_of_an_unsigned_one(town: Town, browser: Browser) -> None:
    """On a phone: the photograph is read, its fault circled, told at once, mended, handed in; the deadlines stand."""
    family = town.families[HURT]
    unsigned, signed = family.faulty, family.sheets[0]
    assert unsigned is not None
    clerk = Guest.by_choice(town, browser, CLERK, HURT, "/", PHONE)
    page = clerk.page
    open_case(clerk)
    clerk.picture("case")
    clerk.send(unsigned, "ADV_VOUCHER")
    expect(page.locator("#stage")).to_contain_text("正在读取")
    clerk.wait_until_read()
    expect(page.locator(".findings")).to_contain_text("缺少职工本人签名")
    assert circled(page, place_of(unsigned, family.record.worker.name))
    assert violations(page) == []
    clerk.picture("paper")

    page.locator(".back").click()
    expect(page.locator(".faults")).to_contain_text("缺少职工本人签名")
    page.get_by_role("link", name="一次性告知（可打印）").click()
    expect(page.locator(".letter")).to_contain_text("缺少职工本人签名")
    expect(page.locator(".letter")).to_contain_text(f"{OWN_FEN / 100:,.2f} 元 不受影响")
    assert violations(page) == []
    clerk.picture("notice")

    page.locator(".points li", has_text="缺少职工本人签名").get_by_role("link").click()
    page.get_by_text("换一份：补好后重新上传").click()
    clerk.send(signed)
    town.sent.add(signed.name)
    clerk.wait_until_read()
    expect(page.locator(".findings")).to_contain_text("请写明四位年份")
    expect(page.locator("main")).not_to_contain_text("缺少职工本人签名")
    page.locator(".back").click()
    bring_the_rest(clerk)
    expect(page.locator("main")).not_to_contain_text("缺少职工本人签名")
    expect(page.get_by_text("以前的版本和撤回的材料（1）")).to_be_visible()
    clerk.picture("case-handed-in")

    page.get_by_role("link", name="期限").click()
    expect(page.locator(".duty")).to_contain_text("2,345.67 元")
    expect(page.locator(".duty")).to_contain_text("最后一天")
    assert max(box["height"] for one in page.locator(".duty dd").all() if (box := one.bounding_box())) < TWO_LINES
    assert violations(page) == []
    clerk.picture("deadlines")
    assert clerk.complaints == []


@pytest.mark.parametrize(("claim_no", "size"), [(KIN, PHONE), (OTHER_KIN, DESK)], ids=["phone", "desk"])
def test_a_relative_sends_a_letter_that_one_of_them_has_not_signed(
    town: Town, browser: Browser, claim_no: str, size: ViewportSize
) -> None:
    """By a one-time link, in large type: a joint letter is read, and she is told by name whose signature is missing."""
    letter = town.families[claim_no].faulty
    assert letter is not None
    [missing] = [one["name"] for one in letter.truth["marks"] if one["type"] == "signature" and not one["present"]]
    relative = Guest.by_link(town, browser, claim_no, 0, size)
    page = relative.page
    expect(page.locator("html")).to_have_class("elder")
    page.get_by_role("link", name="发材料过来").click()
    relative.send(letter)
    expect(page.locator("#stage")).to_contain_text("正在读取")
    relative.wait_until_read()
    expect(page.locator("h1")).to_have_text("共同指定账户确认书")
    expect(page.locator(".findings")).to_contain_text(missing)
    assert circled(page, place_of(letter, missing))
    assert violations(page) == []
    relative.picture(f"relative-paper-{claim_no}")
    page.locator(".back").click()
    expect(page.locator("main")).to_contain_text("件事要您帮忙补上")
    expect(page.get_by_role("link", name="看我交的材料（1）")).to_be_visible()
    assert violations(page) == []
    relative.picture(f"relative-{claim_no}")
    page.get_by_role("link", name="看看要补什么").click()
    expect(page.locator(".letter")).to_contain_text(missing)
    relative.fits()
    assert relative.complaints == []


def choose_claim(guest: Guest) -> None:
    """Filter the queue by the claim."""
    guest.page.locator(".filters [name=claim]").fill(HURT)
    guest.page.get_by_role("button", name="查看").click()
    guest.page.wait_for_url(re.compile(f"claim={HURT}"))


def settle_flags(handler: Guest, *, pictures: bool = False) -> int:
    """By three keys each: open every flag of the claim and end it; gives how many there were."""
    page, ended = handler.page, 0
    while page.locator("[data-row]").count():
        page.keyboard.press(KEYS[0])
        page.wait_for_url(re.compile(r"/review\?flag="))
        expect(page.locator(".flag.at")).to_be_visible()
        if pictures and not ended:
            assert violations(page) == []
            handler.picture("review", whole=False)
        flag = page.locator(".flag.at").get_attribute("id")
        for key in KEYS[1:]:
            page.keyboard.press(key)
        expect(page.locator(f"[id='{flag}']")).to_have_count(0)
        ended += 1
        page.goto(f"{handler.town.service.base}/queue?claim={HURT}")
    return ended


def propose(handler: Guest) -> None:
    """From the claim to a proposal for the firm's part, by keyboard."""
    page = handler.page
    page.goto(f"{handler.town.service.base}/cases/{HURT}/review")
    handler.picture("compare", whole=False)
    page.keyboard.press("d")
    page.wait_for_url("**/decide")
    handler.fits()
    page.locator("[name=reason][value=ADVANCE_PROVEN]").press("Space")
    page.locator("[name=cap]").press("Enter")
    page.wait_for_url("**/decisions/*")
    expect(page.locator("main")).to_contain_text("等待另一位工作人员复核")


def confirm(second: Guest) -> None:
    """Open what waits and sign it."""
    page = second.page
    page.locator(".proposals a", has_text=HURT).click()
    page.wait_for_url("**/decisions/*")
    expect(page.locator("main")).to_contain_text("证据未变")
    second.picture("decision")
    page.get_by_role("button", name="已逐项核对").click()
    page.wait_for_url("**/queue?done=confirmed")


def decided(town: Town, browser: Browser) -> None:
    """The claim as two people leave it; what an earlier story decided is not decided again."""
    handed_in(town, browser)
    if town.stands(HURT)["EMPLOYER"][0] == "OPEN":
        return
    handler = Guest.by_choice(town, browser, HANDLER, HURT, "/queue", DESK)
    choose_claim(handler)
    settle_flags(handler)
    propose(handler)
    confirm(Guest.by_choice(town, browser, SECOND, HURT, "/queue", DESK))


def test_two_people_let_the_firms_part_out(town: Town, browser: Browser) -> None:
    """A flag ends by three keys, one proposes, another confirms, and the payout system is told OPEN."""
    handed_in(town, browser)
    assert town.stands(HURT)["EMPLOYER"][0] == "HOLD"
    handler = Guest.by_choice(town, browser, HANDLER, HURT, "/queue", DESK)
    expect(handler.page.locator("[data-row]").first).to_be_visible()
    assert violations(handler.page) == []
    handler.picture("queue")
    choose_claim(handler)
    assert settle_flags(handler, pictures=True) > 0
    propose(handler)
    assert handler.page.locator("form[action$='/confirm']").count() == 0
    assert town.stands(HURT)["EMPLOYER"] == ("HOLD", "NO_DECISION")

    second = Guest.by_choice(town, browser, SECOND, HURT, "/queue", DESK)
    confirm(second)
    assert town.stands(HURT)["EMPLOYER"][0] == "OPEN"
    second.page.get_by_role("link", name="概览").click()
    expect(second.page.locator(".tiles")).to_be_visible()
    second.picture("overview")
    assert handler.complaints == []
    assert second.complaints == []


def test_the_worker_stops_the_firms_part_between_decision_and_batch(town: Town, browser: Browser) -> None:
    """By her link on a phone she sees the signature and does not agree: HOLD at once, her own part stays OPEN."""
    decided(town, browser)
    assert {payee: status for payee, (status, _) in town.stands(HURT).items()} == {"EMPLOYER": "OPEN", "PERSON": "OPEN"}
    worker = Guest.by_link(town, browser, HURT, None, PHONE)
    page = worker.page
    expect(page.locator("main")).to_contain_text("发到单位账户，您同意吗？")
    expect(page.locator("img.signature")).to_be_visible()
    worker.picture("worker")
    page.get_by_role("link", name="我不同意").click()
    expect(page.locator("main")).to_contain_text("您本人的钱不受影响")
    assert violations(page) == []
    worker.picture("objection")
    page.get_by_role("button", name="确认，我不同意").click()
    expect(page.locator("#told")).to_contain_text("您的意见已经收到")
    assert town.stands(HURT)["EMPLOYER"] == ("HOLD", "OBJECTION")
    assert town.stands(HURT)["PERSON"][0] == "OPEN"
    expect(page.locator("main")).to_contain_text("已经停下")
    worker.fits()
    assert worker.complaints == []
