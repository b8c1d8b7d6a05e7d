"""Everybody can use every page: axe finds nothing, nothing hangs over the edge, no console complains."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from intake.access.table import Row
from intake.access.tokens import issue_token
from intake.access.who import Role, Who
from tests.browser.all_pages import addresses, page_rows
from tests.browser.axe import violations
from tests.browser.hostile import Hostile
from tests.browser.visiting import DESK, PHONE
from tests.browser.watching import Watch
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

# Where axe looks, and where the same page is only measured: it takes longer over a page than everything else together.
LOOKS: tuple[tuple[str, ViewportSize, ViewportSize], ...] = (("zh-CN", PHONE, DESK), ("en-GB", DESK, PHONE))
WITH_PAGES = [role for role in Role if any(role in row.roles for row in page_rows())]
REFUSED = ("/cases/nobody", "/nowhere")
# What the form of a masked number answers without a script.
SEND_REVEAL = """(form) => { form.insertAdjacentHTML("beforeend", "<input type=hidden name=reason value=1>");
    HTMLFormElement.prototype.submit.call(form); }"""


@pytest.fixture(scope="module")
def service(made: Hostile) -> Iterator[Running]:
    """A service in which people have written what they liked."""
    with serve(made.home) as running:
        yield running


def paths_of(made: Hostile, role: Role | None, who: Who | None) -> Iterator[str]:
    """Give every page that somebody may open, and its other faces; the door and what is refused look alike for all."""
    for row in page_rows():
        if role in row.roles if row.roles else row.path == "/" or role is None:
            most = 2 if row.path.endswith("/decide") else 1  # on the first one a proposal waits
            for path in addresses(row, made.known_to(who), most):
                yield path
                yield from (path + asked for asked in _faces(row, who))
    if role in (None, Role.SUBMITTER):
        yield from REFUSED


def _faces(row: Row, who: Who | None) -> tuple[str, ...]:
    if who is None:
        return ()
    if who.bound.claim is not None:  # one thing a screen
        return ("?do=send", "?do=papers", "?do=object") if row.path == "/cases/{claim_no}" else ()
    if who.bound.uscc is not None:
        return ("?show=all",) if row.path == "/" else ()
    return {"/overview": ("?period=365",), "/queue": ("?whose=second", "?claim=nobody")}.get(row.path, ())


class Look:
    """One person at one page after another; keeps what is wrong."""

    def __init__(self, watch: Watch, page: Page, size: ViewportSize, other: ViewportSize) -> None:
        self.watch, self.page, self.size, self.other = watch, page, size, other

    def at(self, path: str) -> None:
        """Open a page and look at it."""
        self.watch.look(self.page, path, whole=False)
        self.now()

    def now(self) -> None:
        """Look at the page as it stands."""
        for line in violations(self.page):
            self.watch.note(f"{self.size['width']} wide: {line}")
        self.page.set_viewport_size(self.other)
        self.watch.measure(self.page)
        self.page.set_viewport_size(self.size)


def enter(context: BrowserContext, watch: Watch, service: Running, who: Who | None) -> Page:
    """Come in as somebody, or as nobody."""
    page = watch.over(context)
    if who is not None:
        token = issue_token(service.settings, who, now=datetime.now(UTC))
        page.goto(f"{service.base}/enter#token={token}&to={quote('/', safe='')}")
        page.wait_for_url(lambda url: "/enter" not in url)
    return page


@pytest.mark.parametrize("role", [*WITH_PAGES, None], ids=lambda role: role or "nobody")
def test_everybody_can_use_every_page(made: Hostile, service: Running, browser: Browser, role: Role | None) -> None:
    """Every page of a role, on a phone and at a desk, in Chinese and English, with everything unfolded."""
    watch = Watch(service.base)
    for who in made.callers()[role] if role else [None]:
        for locale, size, other in LOOKS:
            context = browser.new_context(viewport=size, locale=locale)
            look = Look(watch, enter(context, watch, service, who), size, other)
            for path in paths_of(made, role, who):
                look.at(path)
                reveal = look.page.locator("[data-reveal]")
                if reveal.count():
                    with look.page.expect_navigation():
                        reveal.first.evaluate(SEND_REVEAL)
                    look.now()
            context.close()
    assert not watch.seen, "\n".join(watch.seen)
    assert watch.visited > len(REFUSED)
