"""A person without a mouse: Tab, Enter, Space, arrows, letters, and nothing else ever touches the page.

Here: going to a control, pressing, walking through a whole page. Not here: what a control is called (acts.py), what
must come of it (test_keyboard.py).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.acts import SCRIPT, Told, name_of, names, pattern_of
from tests.browser.visiting import PATIENCE_MS

FAR = 400  # controls that lie between two, at most
# What is pressed on the way at the first control of a name, and undone; what sends something waits for a story.
KEYS: Mapping[str, tuple[str, ...]] = {
    "link": ("Enter",),
    "fold": ("Enter",),
    "tick": ("Space", "Space"),
    "choice": ("ArrowDown", "ArrowUp"),
    "text": ("1", "Backspace"),
    "date": ("ArrowUp", "ArrowDown"),
    "press": ("Enter",),
    "region": ("ArrowRight", "ArrowDown"),
}
CHANGES = ("fold", "tick", "choice", "text", "date")
NATIVE = {"Esc": "Escape", "←": "ArrowLeft", "↑": "ArrowUp", "↓": "ArrowDown", "→": "ArrowRight"}


class Keyboard:
    """One person's keyboard in one tab, and what she has done with it."""

    def __init__(self, page: Page) -> None:
        page.context.add_init_script(path=SCRIPT)
        self.page = page
        self.done: set[str] = set()
        self.walked: set[str] = set()
        self.closed_by_escape: set[str] = set()  # pages whose list of keys was; the browser does that by itself

    def ask(self, what: str, given: object = None) -> Any:
        """Ask the script in the page."""
        return self.page.evaluate(f"(given) => acts.{what}", given)

    def press(self, *keys: str) -> None:
        """Press keys that stay on the page; the focus is somewhere afterwards."""
        for key in keys:
            self.page.keyboard.press(key)
        expect(self.page.locator(":focus")).to_have_count(1, timeout=PATIENCE_MS)

    def type(self, text: str) -> None:
        """Write over what stands in the field that has the focus."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def follow(self, key: str, to: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation(url=re.compile(to), timeout=PATIENCE_MS):
            self.page.keyboard.press(key)

    def send(self, key: str, to: str) -> None:
        """Press a key that sends a form; the focus is on what the service says of it, or on what comes next."""
        self.follow(key, to)
        expect(self.page.locator(":focus")).to_have_count(1, timeout=PATIENCE_MS)

    def to(self, selector: str) -> None:
        """Go to the nearest control that fits, by Tab or Shift+Tab."""
        way = self.ask("way(given)", selector)
        assert way, f"nothing fits {selector} on {self.page.url}"
        for _ in range(FAR):
            if self.ask("at(given)", selector):
                return
            self.page.keyboard.press(way)
        raise AssertionError(f"{way} never comes to {selector} on {self.page.url}")

    def walk(self) -> None:
        """Tab through the whole page, using whatever sends nothing: every control is reached, and so is the end."""
        self.ask("walking = true")
        first, lost = None, 0
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            step = self.ask("step()")
            if step is None:  # past the last control, where a browser's own bar would be
                lost += 1
                assert lost < len(KEYS), f"the focus is lost on {self.page.url}"
                continue
            if step["id"] == first:
                break
            first = step["id"] if first is None else first
            assert step["inside"], f"{name_of(step['told'])} has the focus off the screen"
            self._use(step)
        else:
            raise AssertionError(f"the focus never comes round on {self.page.url}")
        left = names(self.ask("unreached()"))
        assert not left, f"Tab never reaches on {self.page.url}: {sorted(left)}"
        self.ask("walking = false")
        self.walked.add(pattern_of(urlsplit(self.page.url).path))

    def _use(self, step: Mapping[str, Any]) -> None:
        name, kind = name_of(step["told"]), step["kind"]
        if (name in self.done and not step["outer"]) or kind not in KEYS:
            return
        self.done.add(name)
        before = self.ask("state()") if kind in CHANGES else None
        for at, key in enumerate(KEYS[kind]):
            self.page.keyboard.press(key)
            if at == 0 and kind in CHANGES:
                assert self.ask("state()") != before, f"{key} does nothing to {name}"

    def places(self) -> None:
        """Follow each sort of link within the page: the focus goes where it leads."""
        for told in self.ask("kept('shown')"):
            if told["to"] == "#" and name_of(told) not in self.done and self.ask("way(given)", _selector(told)):
                self.to(_selector(told))
                target = self.page.evaluate("document.activeElement.getAttribute('href').slice(1)")
                self.page.keyboard.press("Enter")
                within = self.page.locator(f"[id='{target}']:focus, [id='{target}'] :focus")
                expect(within, f"{target} gets the focus").to_have_count(1, timeout=PATIENCE_MS)
                self.done.add(name_of(told))

    def keys_told(self) -> set[str]:
        """Open the list of keys by its button and by its key, and close it again; gives the keys that it names."""
        dialog = self.page.locator("#keys")
        self.to("#keys-button")
        self.press("Enter")
        expect(dialog).to_be_visible()
        self.press("Escape")
        expect(dialog).to_be_hidden()
        assert self.ask("at(given)", "#keys-button"), "closing the list takes the focus away"
        self.closed_by_escape.add(pattern_of(urlsplit(self.page.url).path))
        self.press("?")
        expect(dialog).to_be_visible()
        text = " ".join(dialog.locator("kbd").all_inner_texts()).replace("1 … 9", " ".join("123456789"))
        self.press("?")
        expect(dialog).to_be_hidden()
        return {NATIVE.get(key, key) for key in re.split(r"[\s/]+", text)}

    def kept(self, what: str) -> list[Told]:
        """Give what the page's script has kept in this tab: shown, used, keys, unseen."""
        found: list[Told] = self.ask(f"kept('{what}')")
        return found


def _selector(told: Told) -> str:
    sort = "".join(f".{part}" for part in told["sort"].split())
    return f"a[href^='#']{sort}"
