"""What reviewers do at the console by keyboard, one act after another, each seen in the service afterwards.

Here: the acts that change something or that one key does. Not here: links, folds and fields that change nothing
(by_keyboard.walk), and whether anything was left out (test_keyboard.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, expect

from intake.access.who import Role
from intake.review.revealing import leaf_at
from storage.records import decisions, documents, rechecks, steps
from tests.browser.acts import pattern_of
from tests.browser.all_pages import addresses, page_rows
from tests.browser.axe import violations
from tests.browser.by_keyboard import Keyboard
from tests.browser.console_home import CLEAN, DOUBTED, FAMILY, NOT_READ, Console
from tests.browser.visiting import DESK, PATIENCE_MS, open_page
from tests.builders import FIRM_BANK, WORKER_ID
from tests.desk import OFFICE
from tests.services.running import Running

DOOR = "/enter"  # before the console; its own tests are in test_doors.py
OWN_WORDS = "与原件一致，已电话核实"


@dataclass(slots=True)
class Chair:
    """A role's work of one day: whose keyboards, and the keys that each page's list names."""

    browser: Browser
    service: Running
    console: Console
    role: Role
    people: list[Keyboard] = field(default_factory=list)
    complaints: list[list[str]] = field(default_factory=list)
    told: dict[str, set[str]] = field(default_factory=dict)

    def sit_down(self, subject: str) -> Keyboard:
        """Somebody of the role comes in and stands at the queue."""
        page, complaints = open_page(self.browser, DESK)
        keyboard = Keyboard(page)
        token = self.service.token(self.role, subject, office=OFFICE)
        page.goto(f"{self.service.base}{DOOR}#token={token}&to=%2Fqueue")
        page.wait_for_url("**/queue")
        self.people.append(keyboard)
        self.complaints.append(complaints)
        return keyboard

    def open(self, who: Keyboard, path: str) -> None:
        """Type an address."""
        who.page.goto(f"{self.service.base}{path}")

    def look_around(self, who: Keyboard, known: dict[str, list[str]]) -> None:
        """Walk through every page of the role, and read the keys that it tells."""
        rows = [row for row in page_rows() if self.role in row.roles or row.path == "/"]
        for path in (path for row in rows for path in addresses(row, known, 1)):
            self.open(who, path)
            if who.page.locator("#keys").count():
                self.told.setdefault(pattern_of(path), set()).update(who.keys_told())
            who.walk()
            assert violations(who.page) == [], path
            who.places()


def flag_at(who: Keyboard) -> str:
    """Give the flag that is chosen on the page."""
    flag = who.page.locator(".flag.at").get_attribute("id")
    assert flag is not None
    return flag


def find(chair: Chair, who: Keyboard, claim_no: str) -> None:
    """Filter the queue for a claim, and go down and up in what is left."""
    chair.open(who, "/queue")
    who.press("f")
    assert who.ask("at(given)", "[name=order]")
    who.to("[name=claim]")
    who.type(claim_no)
    who.follow("Enter", rf"claim={claim_no}")
    expect(who.page.locator("[data-row]").first).to_contain_text(claim_no)
    who.press("j", "k")
    assert who.ask("at(given)", "tr.at:first-child")


def take_first(chair: Chair, who: Keyboard, claim_no: str) -> str:
    """Take what stands first of a claim in the queue; gives the flag, which has the focus."""
    find(chair, who, claim_no)
    who.send("Enter", "/review.flag=")
    assert who.ask("at(given)", ".flag.at"), "the focus is not on the flag"
    assert chair.console.flag(flag_at(who)).state == "TAKEN"
    return flag_at(who)


def take_here(chair: Chair, who: Keyboard) -> str:
    """Take the flag at which the page stands, where it is not taken yet."""
    if who.page.locator(".flag.at [data-take]").count():
        who.send("Enter", "/review.flag=")
    assert chair.console.flag(flag_at(who)).state == "TAKEN"
    return flag_at(who)


def say(chair: Chair, who: Keyboard, key: str, state: str, own_words: str = "") -> None:
    """Say a word about the flag at which the page stands, with a digit or in own words, and see what became of it."""
    flag = flag_at(who)
    who.press(key)
    assert who.ask("at(given)", f"[data-key={key}] > summary")
    if own_words:
        who.press("9")
        assert who.ask("at(given)", "[name=note]")
        who.type(own_words)
        who.send("Enter", "done=")
    else:
        who.send("1", "done=")
    assert chair.console.flag(flag).state == state


def correct(chair: Chair, who: Keyboard, value: str, own_words: str = "") -> None:
    """Key the value of the flag at which the page stands; one person alone does not end it."""
    flag = flag_at(who)
    who.press("c")
    assert who.ask("at(given)", "[data-value]")
    who.type(value)
    if own_words:
        who.to(".say[open] [name=note]")
        who.type(own_words)
        who.send("Enter", "done=second")
    else:
        who.press("Escape")  # out of the field, where digits are part of the value
        assert who.ask("at(given)", ".say[open] > summary")
        who.send("1", "done=second")
    assert chair.console.flag(flag).state == "TAKEN"
    assert flag_at(who) == flag


def key_again(chair: Chair, who: Keyboard, flag: str, value: str) -> None:
    """A second person keys the same from the paper, without a flag of her own: now it counts."""
    kept = chair.console.flag(flag)
    chair.open(who, f"/documents/{kept.document_id}/review")
    row = f"[id='v-{kept.field}']"
    who.to(f"{row} .say > summary")
    who.press("Enter")
    who.to(f"{row} [name=value]")
    who.type(value)
    who.to(f"{row} [name=reason]")
    who.send("Enter", "done=keyed")
    assert chair.console.flag(flag).state == "CLOSED_CORRECTED"


def key_what_was_not_read(chair: Chair, who: Keyboard, document: str) -> None:
    """A value that the machine has not found is keyed, and a statement that it has."""
    chair.open(who, f"/documents/{document}/review")
    folded = ".rest:has(select[name=field]) > summary"
    who.to(folded)
    who.press("Enter")
    who.to("select[name=field]")
    who.press("ArrowDown")
    assert who.ask("state()") == NOT_READ[1]
    who.to(".rest form:has(select[name=field]) [name=value]")
    who.type(FIRM_BANK)
    who.to(".rest form:has(select[name=field]) [name=reason]")
    who.send("Enter", "done=keyed")
    assert not any(one.stands for one in chair.console.flags(DOUBTED) if one.field == NOT_READ[1])
    who.to(".rest:has([id='v-consent']) > summary")
    who.press("Enter")
    who.to("[id='v-consent'] .say > summary")
    who.press("Enter")
    who.to("[id='v-consent'] select")
    who.press("ArrowDown", "ArrowUp")
    who.to("[id='v-consent'] [name=reason]")
    who.send("Enter", "done=")
    assert "v-consent" in who.page.content()


def reveal(chair: Chair, who: Keyboard, document: str) -> None:
    """See one masked number whole, with a reason that is kept; the focus goes to the number."""
    chair.open(who, f"/documents/{document}/review")
    row = "[id='v-worker_id']"
    expect(who.page.locator(row)).not_to_contain_text(WORKER_ID)
    if not who.page.locator(f"{row} .reveal").is_visible():
        who.to(f".rest:has({row}) > summary")
        who.press("Enter")
    who.to(f"{row} .reveal > summary")
    who.press("Enter")
    who.to(f"{row} [name=reason]")
    who.page.keyboard.press("Enter")
    expect(who.page.locator("output.whole")).to_have_text(WORKER_ID, timeout=PATIENCE_MS)
    assert who.ask("at(given)", "output.whole")
    database, vault = chair.console.desk.service.database, chair.console.desk.service.vault
    with database.read() as session:
        kept = steps.of_thing(session, vault, "reveal", f"{document} worker_id")
    assert chair.role.value in {one.step.actor for one in kept}


def look_closely(chair: Chair, who: Keyboard, document: str) -> None:
    """Values and their places, zoom, pan and ink by keys alone; each changes the picture and nothing else."""
    chair.open(who, f"/documents/{document}/review")
    sheet = who.page.locator(".sheet-svg")
    whole = sheet.get_attribute("data-whole")
    views = []
    for key in ("v", "v", "V", "s", "0", "z", "z", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "Z", "0"):
        who.press(key)
        views.append(sheet.get_attribute("viewBox"))
        if key in "vV":
            assert who.ask("at(given)", "tr.at [data-find]")
            expect(who.page.locator(".box.at")).to_have_count(1)
        elif key == "s":
            assert who.ask("at(given)", ".sheet-svg")
    assert views[0] == views[2] != views[1]
    assert views[4] == views[-1] == whole
    moved = [before != after for before, after in pairwise(views[4:])]
    assert all(moved), f"a key does not move the picture: {moved}"
    picture = who.page.locator("[data-raster]")
    for layer in ("red", "pen", "print"):
        who.to(f"[data-layer={layer}]")
        who.press("Space")
        expect(picture).to_have_attribute("href", re.compile("^blob:"), timeout=PATIENCE_MS)
        who.press("Space")
        expect(picture).to_have_attribute("href", re.compile(r"\.png$"), timeout=PATIENCE_MS)
    for press in ("in", "out", "all"):
        before = sheet.get_attribute("viewBox")
        who.to(f"[data-zoom={press}]")
        who.press("Enter")
        assert press == "all" or sheet.get_attribute("viewBox") != before
    who.press("j", "k")
    who.follow("q", "/queue$")


def turn_pages(chair: Chair, who: Keyboard) -> None:
    """More flags than one page of the queue holds: on, and back to the first; each filter asks for its own."""
    chair.open(who, "/queue")
    first = who.page.locator("[data-row]").first.inner_text()
    who.follow("n", "after=")
    assert who.page.locator("[data-row]").first.inner_text() != first
    who.follow("p", "/queue[?]order=risk$")
    assert who.page.locator("[data-row]").first.inner_text() == first
    for name, asked in (("order", "order=due"), ("code", "code=[A-Z]"), ("kind", "kind=[A-Z]")):
        chair.open(who, "/queue")
        who.to(f"[name={name}]")
        who.press("ArrowDown")
        who.to(".filters button")
        who.follow("Enter", asked)
    chair.open(who, "/queue?claim=nobody")
    who.to("main a[href='/queue']")
    who.follow("Enter", "/queue$")
    who.press("f", "Escape")
    assert who.ask("at(given)", "tr.at"), "leaving a field loses the focus"


def speak_of_what_stands_on_no_paper(chair: Chair, who: Keyboard, claim_no: str, words: str, ends: str) -> None:
    """On the claim's own page: choose, look at each word, say one; open a flag's paper; back."""
    chair.open(who, f"/cases/{claim_no}/review")
    flag = next(one.id for one in chair.console.flags(claim_no) if one.document_id is None)
    while not who.ask("at(given)", f"[id='{flag}']"):
        who.press("j")
    if chair.role is Role.HANDLER:
        who.send("Enter", "/review.flag=")
        assert chair.console.flag(flag).state == "TAKEN"
    who.walk()
    for key in words:
        who.press(key)
        assert who.ask("at(given)", f"[data-key={key}] > summary")
    who.press("9")
    assert who.ask("at(given)", "[name=note]")
    who.press("Escape")
    assert who.ask("at(given)", ".say[open] > summary")
    who.send("1", "done=")
    assert chair.console.flag(flag).state == ends
    chair.open(who, f"/cases/{claim_no}/review")
    who.press("j", "k")
    who.follow("Enter", "/documents/.*/review[?]flag=")
    chair.open(who, f"/cases/{claim_no}/review")
    who.follow("q", "/queue$")


def propose(chair: Chair, who: Keyboard) -> str:
    """From the claim to a proposal, by one key, a tick, an amount and a word; gives the proposal."""
    chair.open(who, f"/cases/{CLEAN}/review")
    who.follow("d", "/decide$")
    who.walk()
    who.to("[name=reason][value=ADVANCE_PROVEN]")
    who.press("Space")
    who.to("[name=note]")
    who.type("已核对原件")
    who.press("Escape")
    who.to("[name=cap]")
    who.type("9000")
    who.send("Enter", "/decisions/")
    decision = who.page.url.rpartition("/")[2].partition("?")[0]
    assert kept_decision(chair, decision) == "PROPOSED"
    expect(who.page.locator(".told").first).to_be_focused()
    return decision


def let_pass(chair: Chair, who: Keyboard) -> None:
    """A proposal that lets a finding pass, which takes a tick and a written reason."""
    chair.open(who, f"/cases/{CLEAN}/decide")
    who.walk()  # where a proposal waits
    chair.open(who, f"/cases/{FAMILY}/decide")
    form = "section:first-of-type form.propose"
    for name, press in (("reason", "Space"), ("override", "Space")):
        who.to(f"{form} [name={name}]")
        who.press(press)
    who.to(f"{form} [name=why]")
    who.type("社区证明已当面核对")
    who.to(f"{form} [name=cap]")
    who.type("0")
    who.to(f"{form} .main-button")
    who.send("Enter", "/decisions/")
    assert kept_decision(chair, who.page.url.rpartition("/")[2].partition("?")[0]) == "PROPOSED"
    expect(who.page.locator("main")).to_contain_text("社区证明已当面核对")


def kept_decision(chair: Chair, decision: str) -> str:
    """Give the state of a decision as it is now."""
    service = chair.console.desk.service
    with service.database.read() as session:
        kept = decisions.find(session, service.vault, decision)
    assert kept is not None
    return kept.state


def retract(chair: Chair, who: Keyboard, decision: str) -> None:
    """Take an own proposal back."""
    chair.open(who, f"/decisions/{decision}")
    who.to("form[action$='/retract'] button")
    who.send("Enter", "done=retracted")
    assert kept_decision(chair, decision) == "WITHDRAWN"


def end_decision(chair: Chair, who: Keyboard, decision: str, word: str, own_words: str = "") -> None:
    """Confirm a proposal, or send it back with a reason."""
    chair.open(who, f"/decisions/{decision}")
    form = f"form[action$='/{word}']"
    if own_words:
        who.to(f"{form} [name=note]")
        who.type(own_words)
    who.to(f"{form} [value='9']" if own_words and word == "return" else f"{form} button")
    who.send("Enter", "done=")
    assert kept_decision(chair, decision) == {"confirm": "CONFIRMED", "return": "RETURNED"}[word]


def read_blind(chair: Chair, who: Keyboard) -> None:
    """Read a value without the machine's, and say of another that nobody can read it."""
    service = chair.console.desk.service
    chair.open(who, "/recheck")
    assert who.ask("at(given)", "[name=value]"), "the field does not wait for its reading"
    form = who.page.locator("form:has([name=value])")
    document = (form.get_attribute("action") or "").split("/")[2]
    with service.database.read() as session:
        before = rechecks.figures(session, OFFICE)
        reading = documents.load_reading(session, service.vault, document)
    assert reading is not None
    leaf = leaf_at(reading, form.locator("[name=field]").input_value())
    assert leaf is not None
    who.type(f"{leaf.value / 100:.2f}" if isinstance(leaf.value, int) else str(leaf.value))
    who.send("Enter", "done=kept")
    who.to("[name=unreadable]")
    who.send("Enter", "done=kept")
    with service.database.read() as session:
        after = rechecks.figures(session, OFFICE)
    assert {state: after.get(state, 0) - before.get(state, 0) for state in ("AGREED", "UNREADABLE", "OPEN")} == {
        "AGREED": 1,
        "UNREADABLE": 1,
        "OPEN": -2,
    }


def look_at_figures(chair: Chair, who: Keyboard) -> None:
    """The office's figures of other days, and the same for a spreadsheet."""
    chair.open(who, "/overview")
    who.to("a[href='/overview?period=90']")
    who.follow("Enter", "period=90")
    year = datetime.now(UTC).year - 1
    chair.open(who, f"/overview?from={year}-06-15&to={year}-08-15")
    who.to("[name=from]")
    who.press("ArrowDown")  # a day, a month or a year earlier, as the browser's language writes a day
    first = who.page.locator("[name=from]").input_value()
    assert first != f"{year}-06-15"
    who.to(".period form button")
    who.follow("Enter", f"from={first}")
    who.to("a[href^='/overview.csv']")
    with who.page.expect_download() as download:
        who.page.keyboard.press("Enter")
    assert first in Path(download.value.path()).read_text(encoding="utf-8-sig")


def leave_fields(chair: Chair, who: Keyboard, paths: Sequence[str]) -> None:
    """On pages of fields Escape leaves a field, and q leads back to the queue."""
    for path in paths:
        chair.open(who, path)
        field_of = "main input:not([type=hidden]):not([type=checkbox])"
        if who.page.locator(field_of).count():
            who.to(field_of)
            who.press("Escape")
        who.follow("q", "/queue$")


def switch_keys_off(chair: Chair, who: Keyboard, claim_no: str) -> None:
    """Single keys can be switched off and on again: then they do nothing, and everything goes on by Tab."""
    for works in (False, True):
        chair.open(who, f"/queue?claim={claim_no}")
        who.to("#keys-button")
        who.press("Enter")
        assert who.ask("at(given)", "#keys-on")
        who.press("Space")
        who.to("dialog button")
        who.press("Enter")
        expect(who.page.locator("#keys")).to_be_hidden()
        who.page.keyboard.press("j")
        assert who.ask("at(given)", "tr.at") is works


def come_and_go(chair: Chair, who: Keyboard) -> None:
    """The first page by number, past the head of a page, the other language and back, and out."""
    chair.open(who, "/")
    who.to(".skip")
    who.press("Enter")
    assert who.ask("at(given)", "main")
    who.to("[name=number]")
    who.type(DOUBTED)
    who.follow("Enter", f"/cases/{DOUBTED}$")
    for language in ("en", "zh-CN"):
        chair.open(who, "/queue")
        who.to(".language button")
        who.follow("Enter", "/queue$")
        expect(who.page.locator("html")).to_have_attribute("lang", language)
    chair.open(who, "/queue")
    who.to(".leave button")
    who.follow("Enter", "/$")
    chair.open(who, "/queue")
    assert DOOR in who.page.url
