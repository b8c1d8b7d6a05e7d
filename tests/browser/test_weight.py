"""What a page costs: its bytes for the first page of each role, and how long a slow phone waits for it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from intake.access.who import Bound, Role, Who
from tests.browser.axe import violations
from tests.browser.visiting import DESK, PATIENCE_MS, PHONE, visit
from tests.builders import FIRM_USCC
from tests.desk import OFFICE, Desk, open_desk
from tests.services.a_year import fill_year
from tests.services.populated import Populated, fill_desk
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

MOST_BYTES = 150_000  # HTML, styles, scripts and icon together, not compressed
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
USABLE_SECONDS = 8.0
FIRST_PAGES = {
    "firm": (Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC)), "/?show=all"),
    "person": (Who("worker", Role.SUBMITTER, Bound(claim="W-draft")), "/cases/W-draft"),
    "handler": (Who("handler", Role.HANDLER, Bound(office=OFFICE)), "/"),
    "second reviewer": (Who("second", Role.SECOND_REVIEWER, Bound(office=OFFICE)), "/"),
    "risk officer": (Who("risk", Role.RISK_OFFICER), "/overview?period=365"),
    "stranger": (None, "/enter"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service with everything in it, and a year before it."""
    home = tmp_path_factory.mktemp("weight") / "home"
    opened = open_desk(home)
    fill_desk(opened, Populated(home))
    fill_year(opened.service.database, opened.now[0], cases=300)
    yield opened
    opened.service.close()


@pytest.fixture(scope="module")
def service(desk: Desk) -> Iterator[Running]:
    """The same home, served."""
    with serve(Path(desk.settings.home)) as running:
        yield running


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_a_first_page_is_light(desk: Desk, name: str) -> None:
    """Whoever begins loads at most 150 kB, styles, scripts and what these import included."""
    who, path = FIRST_PAGES[name]
    page = desk.page(who, path)
    assert page.status_code == 200
    weight, todo, done = len(page.content), set(re.findall(r'(?:src|href)="(/static/[^"?]+)', page.text)), set()
    while todo - done:
        one = sorted(todo - done)[0]
        done.add(one)
        answer = desk.client.get(one)
        assert answer.status_code == 200, one
        weight += len(answer.content)
        todo |= {urljoin(one, near) for near in re.findall(r'(?:from|import) "(\.[^"]+)"', answer.text)}
    assert len(done) >= 2
    assert weight <= MOST_BYTES, f"{name}: {weight} bytes with {sorted(done)}"


def test_a_slow_phone_can_begin_soon(service: Running, browser: Browser) -> None:
    """At 400 kbit/s, 400 ms and a fourth of the processor, the firm's list and its form stand within eight seconds."""
    page, complaints = visit(browser, service, "/", service.token(Role.SUBMITTER, "clerk", uscc=FIRM_USCC))
    channel = page.context.new_cdp_session(page)
    channel.send("Network.enable")
    channel.send("Network.setCacheDisabled", {"cacheDisabled": True})
    channel.send("Network.emulateNetworkConditions", SLOW)
    channel.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = []
    for path, ready in (("/?show=all", "#number"), ("/cases/W-draft", "#files")):
        begun = time.monotonic()
        page.goto(f"{service.base}{path}", wait_until="commit")
        expect(page.locator(ready)).to_be_enabled(timeout=PATIENCE_MS)
        took.append(time.monotonic() - begun)
    assert max(took) < USABLE_SECONDS, took
    assert complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_use_the_first_pages(service: Running, browser: Browser, size: dict[str, int]) -> None:
    """No first page has a fault that axe knows, complains, or hangs over the edge."""
    for who, path in FIRST_PAGES.values():
        if who is None:
            continue
        bound = {name: value for name in ("claim", "uscc", "office") if (value := getattr(who.bound, name))}
        page, complaints = visit(browser, service, path, service.token(who.role, who.subject, **bound), size)  # type: ignore[arg-type]
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], path
        assert complaints == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        page.context.close()
