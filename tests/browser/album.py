"""Pictures that a run of stories leaves: the main pages as people saw them, with papers that were really read.

Here: taking one and seeing that something is on it. Not here: which pages (the stories), what a page must be like.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

FEWEST_COLOURS = 50  # of a page with text, edges smoothed
MOST_COLOURS = 1_000_000


@dataclass(frozen=True, slots=True)
class Album:
    """A folder of pictures: the one that PICTURES names, where somebody wants to look at them, or one of the run."""

    folder: Path

    @classmethod
    def open(cls, tmp_path_factory: pytest.TempPathFactory) -> "Album":
        """Open the folder."""
        folder = Path(os.environ.get("PICTURES") or tmp_path_factory.mktemp("pictures"))
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Take a page as it stands, all of it or what the screen shows, and see that it is no empty one."""
        page.wait_for_load_state("networkidle")
        size = page.viewport_size
        assert size is not None
        target = self.folder / f"story-{name}.png"
        page.screenshot(path=target, full_page=whole)
        with Image.open(target) as image:
            assert image.width == size["width"], name
            assert image.height >= size["height"], name
            colours = image.convert("RGB").getcolors(MOST_COLOURS)
            assert colours is None or len(colours) > FEWEST_COLOURS, name
