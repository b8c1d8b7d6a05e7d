"""Everything that reviewers do, by keyboard alone, in a real browser; what there is to do is asked of the pages.

Which pages and forms a role must have met stands in the table of routes; which links, buttons, fields and keys, in the
pages themselves (acts.py). Whatever nobody here has done fails the test, so that a new act needs its story.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from intake.access.who import Role
from tests.browser import console_people
from tests.browser import console_stories as stories
from tests.browser.acts import console_forms, console_pages, name_of, names, page_of, pattern_of
from tests.browser.by_keyboard import NATIVE
from tests.browser.console_home import (
    CLEAN,
    DOUBTED,
    FAMILY,
    FAMILY_SENT_ON,
    FROZEN,
    MANY,
    SENT_ON,
    Console,
    fill_console,
)
from tests.browser.console_stories import DOOR, OWN_WORDS, Chair
from tests.services.running import Running, serve

pytestmark = pytest.mark.service

OTHER_DIGITS = set("2345678")  # one digit is pressed for all
OF_MANY_PAGES = {"n", "p"}  # told where there is another page
DOCS = Path(__file__).resolve().parents[2] / "docs/pages.md"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A home folder with something for every act."""
    made = fill_console(tmp_path_factory.mktemp("console") / "home")
    yield made
    made.desk.service.close()


@pytest.fixture(scope="module")
def service(console: Console) -> Iterator[Running]:
    """The same, served."""
    with serve(Path(console.desk.settings.home)) as running:
        yield running


def left_by(chair: Chair) -> list[str]:
    """Everything that the role was offered and nobody did, and every place where the focus was not seen."""
    kept = {what: [one for who in chair.people for one in who.kept(what)] for what in ("shown", "used", "keys")}
    shown = names(one for one in kept["shown"] if page_of(one) != DOOR)
    pressed = [one for one in kept["used"] if one["method"] == "POST" and one["tag"] == "button"]
    sent = {f"POST {pattern_of(one['action'])}" for one in pressed}
    heard = {f"{page_of(one)}: key {one['key']}" for one in kept["keys"]}
    heard |= {f"{page}: key Escape" for who in chair.people for page in who.closed_by_escape}
    keys = {f"{page}: key {key}" for page, told in chair.told.items() for key in told - OTHER_DIGITS}
    walked = {page for who in chair.people for page in who.walked}
    unseen = {f"focus not seen: {name_of(one)}" for who in chair.people for one in who.kept("unseen")}
    pages = {f"page {page}" for page in console_pages(chair.role) - walked}
    forms = {f"POST {path}" for path in console_forms(chair.role)} - sent
    return sorted((shown - names(kept["used"])) | (keys - heard) | unseen | pages | forms)


def documented(role: Role) -> dict[str, set[str]]:
    """Give the keys that docs/pages.md names, by page."""
    told: dict[str, set[str]] = {}
    for line in DOCS.read_text(encoding="utf-8").partition("## Keys")[2].splitlines():
        if line.startswith("| `/"):
            _, pages, both, handler, _ = line.split("|")
            named = (both + handler if role is Role.HANDLER else both).replace("`1` … `9`", "`1` `9`")
            for page in re.findall(r"`(/[^`]+)`", pages):
                told[page] = {NATIVE.get(key, key) for key in re.findall(r"`([^`]+)`", named)} | {"Escape", "?"}
    return told


def assert_told_as_documented(chair: Chair) -> None:
    """The list of each page names the keys that the documentation names."""
    named = documented(chair.role)
    for page, told in chair.told.items():
        assert (told - OTHER_DIGITS) ^ named[page] <= OF_MANY_PAGES, page


def test_a_handler_does_everything_by_keyboard(console: Console, service: Running, browser: Browser) -> None:
    """Two handlers take, end and send on doubts, key, reveal, propose, retract and read blind without a mouse."""
    chair = Chair(browser, service, console, Role.HANDLER)
    voucher = console.papers[DOUBTED][0]
    one, two = chair.sit_down("handler-1"), chair.sit_down("handler-2")
    stories.take_first(chair, two, MANY)  # another's lease has run out: she takes it over
    stories.take_first(chair, one, FAMILY)
    stories.take_first(chair, one, SENT_ON)
    known = {"claim_no": [FAMILY], "document_id": [console.papers[SENT_ON][0]], "decision_id": console.decisions}
    chair.look_around(one, known)
    stories.turn_pages(chair, one)
    stories.look_closely(chair, one, voucher)
    stories.reveal(chair, one, voucher)
    stories.key_what_was_not_read(chair, one, voucher)

    stories.take_first(chair, one, DOUBTED)
    for word, state in (("e", "ESCALATED"), ("o", "CLOSED_OK")):  # the gravest comes first, and is not for one person
        for own_words in ("", OWN_WORDS):
            stories.take_here(chair, one)
            stories.say(chair, one, word, state, own_words)
    flag = stories.take_here(chair, one)
    stories.correct(chair, one, "2021-06-20")
    stories.correct(chair, one, "2021-06-21", OWN_WORDS)
    stories.key_again(chair, two, flag, "2021-06-21")
    stories.take_first(chair, one, DOUBTED)
    for own_words in ("", OWN_WORDS):
        stories.take_here(chair, one)
        stories.say(chair, one, "u", "CLOSED_UPHELD", own_words)

    stories.speak_of_what_stands_on_no_paper(chair, one, FAMILY, "oue", "ESCALATED")
    decision = stories.propose(chair, one)
    stories.leave_fields(
        chair, one, (f"/cases/{CLEAN}/people", f"/cases/{CLEAN}/decide", f"/decisions/{decision}", "/recheck")
    )
    stories.let_pass(chair, one)
    stories.retract(chair, one, decision)
    console_people.care_for_people(chair, one, CLEAN)
    stories.read_blind(chair, one)
    stories.switch_keys_off(chair, one, MANY)
    console_people.end_paper(chair, one, console.papers[MANY][0], "reject", "proposed")
    console_people.end_paper(chair, one, console.papers[MANY][0], "give_back", "given_back")
    assert console_people.state_of(chair, console.papers[MANY][0]) == "RETURNED"
    stories.come_and_go(chair, one)
    left = left_by(chair)
    assert not left, "not done by keyboard:\n" + "\n".join(left)
    assert chair.complaints == [[], []]
    assert_told_as_documented(chair)


def test_a_second_reviewer_does_everything_by_keyboard(console: Console, service: Running, browser: Browser) -> None:
    """A second reviewer ends what was sent on, reveals, confirms, sends back and looks at figures without a mouse."""
    chair = Chair(browser, service, console, Role.SECOND_REVIEWER)
    paper = console.papers[SENT_ON][0]
    one = chair.sit_down("second-1")
    known = {"claim_no": [FAMILY_SENT_ON], "document_id": [paper], "decision_id": console.decisions}
    chair.look_around(one, known)
    stories.look_closely(chair, one, paper)
    stories.reveal(chair, one, paper)
    stories.find(chair, one, SENT_ON)
    one.send("Enter", "/review.flag=")
    for word, state in (("o", "CLOSED_OK"), ("u", "CLOSED_UPHELD")):
        for own_words in ("", OWN_WORDS):
            stories.say(chair, one, word, state, own_words)
    stories.speak_of_what_stands_on_no_paper(chair, one, FAMILY_SENT_ON, "ou", "CLOSED_UPHELD")
    first, second, third = console.decisions
    stories.leave_fields(chair, one, (f"/decisions/{first}", f"/cases/{FROZEN}/people"))
    console_people.end_a_freeze(chair, one, FROZEN)
    stories.end_decision(chair, one, first, "confirm", OWN_WORDS)
    stories.end_decision(chair, one, second, "return")
    stories.end_decision(chair, one, third, "return", OWN_WORDS)
    stories.look_at_figures(chair, one)
    stories.switch_keys_off(chair, one, SENT_ON)
    console_people.end_paper(chair, one, console.papers[FAMILY_SENT_ON][0], "reject", "rejected")
    assert console_people.state_of(chair, console.papers[FAMILY_SENT_ON][0]) == "REJECTED"
    stories.come_and_go(chair, one)
    left = left_by(chair)
    assert not left, "not done by keyboard:\n" + "\n".join(left)
    assert chair.complaints == [[]]
    assert_told_as_documented(chair)
