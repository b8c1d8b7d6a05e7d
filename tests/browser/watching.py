"""Looking at pages in a real browser, and noting whatever a page must never do.

Here: foreign addresses, dialogs, complaints of the console, what hangs over the edge, what runs. Not here: which pages
(all_pages.py), what else a page must be like (the tests that look).
"""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.visiting import PATIENCE_MS

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
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
        context.set_default_timeout(2 * PATIENCE_MS)
        return context.new_page()

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
        """Open a page, and see that nothing ran and nothing hangs over; `whole` waits for all that it loads."""
        self.now = f"{self.base}{path}"
        page.goto(self.now, wait_until="networkidle" if whole else "load")
        if page.evaluate(f"{OPEN_ALL}; document.querySelectorAll('details').length") and whole:
            page.wait_for_load_state("networkidle")
        ran, focus = page.evaluate(
            """() => { const at = document.activeElement;
                return [window.ran, at.autofocus && !("ours" in at.dataset)]; }"""
        )
        if ran is not None:
            self.note("runs what was written")
        if focus:
            self.note("gives the focus to what was written")
        self.measure(page)
        self.visited += 1

    def measure(self, page: Page) -> None:
        """See that nothing hangs over the edge of the page as it stands."""
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            width = (page.viewport_size or {}).get("width")
            self.note(f"hangs {wide} pixels over the edge of {width}: {page.evaluate(OVER_THE_EDGE)}")
