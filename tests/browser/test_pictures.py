"""The main pages as pictures, for whoever looks at a test run."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pictures import PICTURES, fill, take
from tests.services.running import serve

pytestmark = pytest.mark.service


def test_every_main_page_can_be_looked_at(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each picture is of its size and not of one colour; PICTURES names the folder where they stay."""
    folder = Path(os.environ.get("PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    home = tmp_path_factory.mktemp("looked-at") / "home"
    fill(home)
    with serve(home) as service:
        for one in PICTURES:
            with Image.open(take(browser, service, folder, one)) as image:
                assert image.width == one.size["width"], one.name
                assert image.height >= one.size["height"], one.name
                assert len(image.convert("RGB").getcolors(1_000_000) or range(1_000_000)) > 50, one.name
