"""Pictures of the main pages: `python -m tests.browser.pictures FOLDER` writes those that the README shows.

Here: which pages, as whom, how large; a service with something on every page. Not here: what a page must be like (the
tests of each page). The test run takes all of them into a folder of its own, or into the one that PICTURES names.
"""

import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from intake.access.opening import office_side
from intake.access.who import Bound, Role, Who
from tests.browser.visiting import DESK, PHONE, launch, open_page, visit
from tests.builders import FIRM_USCC
from tests.desk import OFFICE, open_desk
from tests.services.a_year import fill_year
from tests.services.populated import Populated, fill_desk
from tests.services.running import Running, serve

FIRM = Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC))
HANDLER = Who("handler", Role.HANDLER, Bound(office=OFFICE))
SECOND = Who("second", Role.SECOND_REVIEWER, Bound(office=OFFICE))
RISK = Who("risk", Role.RISK_OFFICER)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as somebody sees it; `whole` takes all of it, else what stands on the screen."""

    name: str
    who: Who | None
    path: str
    size: ViewportSize
    whole: bool = False
    in_readme: bool = False


PICTURES = (
    Picture("start", None, "/", PHONE),
    Picture("firm", FIRM, "/", PHONE, in_readme=True),
    Picture("firm-desk", FIRM, "/?show=all", DESK),
    Picture("case", FIRM, "/cases/W-draft", PHONE),
    Picture("case-desk", HANDLER, "/cases/W-draft", DESK),
    Picture("handler", HANDLER, "/", DESK),
    Picture("second-reviewer", SECOND, "/", DESK),
    Picture("overview", RISK, "/overview?period=365", ViewportSize(width=1280, height=960), in_readme=True),
    Picture("overview-whole", RISK, "/overview?period=365", DESK, whole=True),
    Picture("overview-phone", RISK, "/overview?period=90", PHONE, whole=True),
)


def fill(home: Path) -> None:
    """Put something on every page, and a year before it."""
    desk = open_desk(home)
    fill_desk(desk, Populated(home))
    side = office_side(desk.service, OFFICE)
    fill_year(desk.service.database, datetime.now(UTC) - timedelta(hours=1), cases=900, counter_sides=(side,))
    desk.service.close()


def take(browser: Browser, service: Running, folder: Path, picture: Picture) -> Path:
    """Take one picture."""
    who, target = picture.who, folder / f"{picture.name}.png"
    if who is None:
        page, _ = open_page(browser, picture.size)
        page.goto(f"{service.base}{picture.path}")
    else:
        bound = {name: value for name in ("claim", "uscc", "office") if (value := getattr(who.bound, name))}
        token = service.token(who.role, who.subject, **bound)
        page, _ = visit(browser, service, picture.path, token, picture.size)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, full_page=picture.whole)
    page.context.close()
    return target


def main(folder: Path) -> None:
    """Write the pictures of the README."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        fill(home)
        with serve(home) as service, sync_playwright() as playwright:
            browser = launch(playwright)
            for one in PICTURES:
                if one.in_readme:
                    print(take(browser, service, folder, one), file=sys.stderr)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
