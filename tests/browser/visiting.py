"""Going to pages in a real browser as somebody, and hearing what the browser complains of.

Here: flags, sizes, entering by a link. Not here: the browser itself (conftest: fixture `browser`), any page's content.
"""

import shutil
from urllib.parse import quote

from playwright.sync_api import Browser, Page, Playwright, ViewportSize

from tests.services.running import Running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE_MS = 60_000
SMALLEST_TARGET = 44  # CSS pixels, DOMAIN §5.2
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)


def launch(playwright: Playwright) -> Browser:
    """Start Debian's chromium."""
    path = shutil.which("chromium")
    assert path, "apt-get install chromium"
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def open_page(browser: Browser, size: ViewportSize = PHONE, locale: str = "zh-CN") -> tuple[Page, list[str]]:
    """Give an empty page of a new visitor and the list that grows with whatever the console complains of."""
    page = browser.new_context(viewport=size, locale=locale).new_page()
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def visit(
    browser: Browser, service: Running, path: str, token: str, size: ViewportSize = PHONE, locale: str = "zh-CN"
) -> tuple[Page, list[str]]:
    """Open a page by a link with a token; gives the page and whatever the console complained of."""
    page, complaints = open_page(browser, size, locale)
    page.goto(f"{service.base}/enter#token={token}&to={quote(path, safe='')}")
    page.wait_for_url(f"**{path}")
    return page, complaints


def enter(browser: Browser, service: Running, claim_no: str, token: str) -> tuple[Page, list[str]]:
    """Open a claim by a link as on a phone."""
    return visit(browser, service, f"/cases/{claim_no}", token)
