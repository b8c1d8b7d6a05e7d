"""One browser for every test of this folder; what a test opened is closed after it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import hostile
from tests.browser.visiting import launch


@pytest.fixture(scope="package")
def browser_process() -> Iterator[Browser]:
    """Debian's chromium, started once; no longer, since an event loop of Playwright's own stands in this thread."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def browser(browser_process: Browser) -> Iterator[Browser]:
    """The browser, without the pages of earlier tests."""
    yield browser_process
    for context in browser_process.contexts:
        context.close()


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> hostile.Hostile:
    """A home folder full of strings that must stay text; its tests look and change nothing."""
    return hostile.fill(tmp_path_factory.mktemp("hostile") / "home")
