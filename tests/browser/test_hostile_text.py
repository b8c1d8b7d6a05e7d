"""Whatever people write stays text, on every page, for every role, in a real browser."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from intake.access.tokens import issue_token
from intake.access.who import Role, Who
from tests.browser import hostile
from tests.browser.all_pages import addresses, page_rows
from tests.browser.visiting import PATIENCE_MS, PHONE
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
MOST = 2  # things of one kind that are visited with each page
IGNORED = "Failed to load resource"  # said of a page that refuses; a picture that is missing is seen by its address


OVER_THE_EDGE = """[...document.querySelectorAll('main *')]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest('.scroll'))
    .slice(-3).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 20)).join(' | ')"""


class Watch:
    """What a browser did of which it must not do anything."""

    def __init__(self, base: str) -> None:
        self.base, self.seen, self.now = base, [], ""
        self.visited = 0

    def over(self, context: BrowserContext) -> Page:
        """Watch one context; gives its page."""
        context.on("request", lambda request: self.note(f"asks {request.url[:200]}") if self.far(request.url) else None)
        context.on("dialog", lambda dialog: (self.note(f"dialog {dialog.message}"), dialog.dismiss()))
        context.on("page", lambda page: self.note("opens a window") if len(context.pages) > 1 else None)
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.note(f"fails: {error.error}"))
        page = context.new_page()
        page.set_default_timeout(2 * PATIENCE_MS)
        return page

    def far(self, url: str) -> bool:
        """Say whether an address is not ours."""
        return not url.startswith((self.base, "blob:", "data:", "about:"))

    def hear(self, line: ConsoleMessage) -> None:
        """Note complaints, but for the browser's word that a page itself was refused."""
        refused = line.text.startswith(IGNORED) and line.location["url"].split("#")[0] == self.now
        if line.type in {"error", "warning"} and not refused:
            self.note(f"says {line.text[:300]} ({line.location['url'][:200]})")

    def note(self, what: str) -> None:
        """Keep what happened and where."""
        self.seen.append(f"{self.now}: {what}")

    def look(self, page: Page, path: str, *, whole: bool = True) -> None:
        """Open a page, and see that nothing ran and nothing hangs over; `whole` waits for all it loads."""
        self.now = f"{self.base}{path}"
        page.goto(self.now, wait_until="networkidle" if whole else "load")
        if page.evaluate(f"{OPEN_ALL}; document.querySelectorAll('details').length") and whole:
            page.wait_for_load_state("networkidle")
        ran, wide, focus = page.evaluate(
            """() => { const at = document.activeElement;
                return [window.ran, document.documentElement.scrollWidth - window.innerWidth,
                    at.autofocus && !("ours" in at.dataset)]; }"""
        )
        if ran is not None:
            self.note("runs what was written")
        if wide > 0:
            self.note(f"hangs {wide} pixels over the edge: {page.evaluate(OVER_THE_EDGE)}")
        if focus:
            self.note("gives the focus to what was written")
        self.visited += 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> hostile.Hostile:
    """A home folder full of such strings."""
    return hostile.fill(tmp_path_factory.mktemp("hostile") / "home")


def token_of(service: Running, who: Who) -> str:
    """A token as whoever it is."""
    return issue_token(service.settings, who, now=datetime.now(UTC))


def test_nothing_that_people_write_runs(made: hostile.Hostile, browser: Browser) -> None:
    """More than a hundred strings in names, file names, readings and reasons, on every page and for every role."""
    assert len(hostile.STRINGS) >= 100
    with serve(made.home) as service:
        watch = Watch(service.base)
        for role, people in made.callers().items():
            rows = [row for row in page_rows() if role in row.roles]
            if not rows:
                continue  # only the pages for everybody, which are the same for all
            for who in people:
                context = browser.new_context(viewport=PHONE, locale="zh-CN")
                page = watch.over(context)
                page.goto(f"{service.base}/enter#token={token_of(service, who)}&to=%2F")
                page.wait_for_url(lambda url: urlsplit(url).path != "/enter")
                most = MOST if role in (Role.SUBMITTER, Role.HANDLER) else 1
                for row in (*rows, *(one for one in page_rows() if not one.roles)):
                    for number, path in enumerate(addresses(row, made.known, most)):
                        watch.look(page, path, whole=number == 0 and who == people[0])
                if who == people[0] and role is Role.SUBMITTER:
                    watch.look(page, "/?show=all")
                    told = page.locator("main").inner_text()
                context.close()
    assert not watch.seen, "\n".join(watch.seen)
    assert watch.visited >= len(page_rows())
    shown = [text for text in hostile.STRINGS if text in told]
    assert len(shown) > 40, "what people wrote is not on the page as text: this test would see nothing"
