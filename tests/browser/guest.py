"""Somebody at a browser, from the door to what she came for: comes in, sends papers, waits, looks.

Here: what several stories do in the same way, by the pages alone. Not here: what must come of it.
"""

from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.town import Town
from tests.browser.visiting import PHONE, open_page
from tests.services.family import Sheet

READING_MS = 240_000  # one paper on a machine that does other things as well
TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Guest:
    """A person at her own browser."""

    town: Town
    page: Page
    complaints: list[str]  # of the browser

    @classmethod
    def by_choice(cls, town: Town, browser: Browser, whom: str, claim_no: str, to: str, size: ViewportSize) -> "Guest":
        """Come in at the demonstration's door as one of the people of a claim."""
        page, complaints = open_page(browser, size)
        page.goto(f"{town.service.base}/enter?to={quote(to, safe='')}")
        page.locator("#demo-claim").select_option(claim_no)
        page.get_by_role("button", name=whom).click()
        page.wait_for_url(f"{town.service.base}{to}")
        return cls(town, page, complaints)

    @classmethod
    def by_link(cls, town: Town, browser: Browser, claim_no: str, relative: int | None, size: ViewportSize) -> "Guest":
        """Come in by a one-time link, with the last digits of the own ID number."""
        record = town.families[claim_no].record
        person = record.worker if relative is None else (record.relatives or ())[relative]
        page, complaints = open_page(browser, size)
        page.goto(town.link(claim_no, relative))
        page.locator("#digits").fill((person.id_no or "")[-4:])
        page.locator("#digits-form button").click()
        page.wait_for_url(f"**/cases/{claim_no}")
        return cls(town, page, complaints)

    def send(self, sheet: Sheet, kind: str = "") -> None:
        """Choose a paper in the form of this page and send it; the page of the paper opens by itself."""
        content = {"name": sheet.name, "mimeType": TYPES[sheet.name.rpartition(".")[2]], "buffer": sheet.content}
        here = self.page.url
        if kind:
            self.page.locator("#kind").select_option(kind)
        self.page.locator("#files").set_input_files(files=[content])  # type: ignore[list-item]
        expect(self.page.locator("#chosen li")).to_contain_text(sheet.name)
        self.page.locator("#send").click()
        self.page.wait_for_url(lambda url: url != here and "/documents/" in url)

    def wait_until_read(self) -> None:
        """Wait on a paper's page until its result shows by itself."""
        expect(self.page.locator("#paper")).to_be_visible()
        expect(self.page.locator("#paper[data-reading]")).to_have_count(0, timeout=READING_MS)

    def fits(self) -> None:
        """See that nothing hangs over the edge, on a phone's width too."""
        before = self.page.viewport_size
        assert before is not None
        for size in (before, PHONE):
            self.page.set_viewport_size(size)
            over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, (self.page.url, size, over)
        self.page.set_viewport_size(before)

    def picture(self, name: str, *, whole: bool = True) -> None:
        """Leave a picture of this page, which fits its screen and a phone's."""
        self.fits()
        self.town.album.take(self.page, name, whole=whole)
