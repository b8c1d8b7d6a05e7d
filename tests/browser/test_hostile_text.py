"""Whatever people write stays text, on every page, for every role, in a real browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from intake.access.tokens import issue_token
from intake.access.who import Role, Who
from tests.browser import hostile
from tests.browser.all_pages import addresses, page_rows
from tests.browser.visiting import PHONE
from tests.browser.watching import Watch
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

MOST = 2  # things of one kind that are visited with each page


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
                page.wait_for_url(lambda url: "/enter" not in url)
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
