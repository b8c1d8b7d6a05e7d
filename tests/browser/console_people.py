"""What reviewers do with a claim's people, and with a paper as a whole, by keyboard.

Here: links, an objection heard, a freeze that ends, a paper sent back or rejected, each seen in the service or on the
page afterwards. Not here: flags, values, decisions (console_stories.py).
"""

from playwright.sync_api import expect

from storage.records import documents, entry_links
from tests.browser.by_keyboard import Keyboard
from tests.browser.console_stories import Chair


def care_for_people(chair: Chair, who: Keyboard, claim_no: str) -> None:
    """A link is made and voided, an objection heard is written down: by keys, seen in the database."""
    path = f"/cases/{claim_no}/people"
    service = chair.console.desk.service
    chair.open(who, path)
    who.to("[name=person]")
    who.to("[name=hours]")
    who.press("ArrowDown")
    who.to("form[action$='/links'] button")
    who.send("Enter", "/links$")
    who.walk()
    expect(who.page.locator(".whole-link")).to_contain_text("/enter#link=")
    who.to(f"main a[href='{path}']")
    who.follow("Enter", "/people$")
    who.walk()
    who.to("form[action$='/revoke'] button")
    who.send("Enter", "done=revoked")
    with service.database.read() as session:
        assert [one.revoked for one in entry_links.of_claim(session, claim_no)] == [True]
    who.to("[name=by]")
    who.type("本人")
    who.to("[name=channel]")
    who.press("ArrowDown")
    who.to("[name=item]")
    who.press("ArrowDown")
    who.to("[name=reason]")
    who.type("没有同意")
    who.to("form[action$='/heard'] button")
    who.send("Enter", "done=heard")
    expect(who.page.locator("#freezes-title ~ .part")).to_have_count(1)


def end_paper(chair: Chair, who: Keyboard, document: str, word: str, done: str) -> None:
    """Send a paper back, propose not to accept it, or confirm that, with a reason in words."""
    chair.open(who, f"/documents/{document}/review")
    form = f"form[action$='/{word}']"
    if not who.page.locator(f"{form} [name=reason]").is_visible():
        who.to(f".rest:has({form}) > summary")
        who.press("Enter")
    who.to(f"{form} [name=reason]")
    who.type("请补签后重新上传")
    who.to(f"{form} button")
    who.send("Enter", f"done={done}")


def state_of(chair: Chair, document: str) -> str:
    """Give the state of a paper as it is now."""
    with chair.console.desk.service.database.read() as session:
        found = documents.find(session, document)
    assert found is not None
    return found.state


def end_a_freeze(chair: Chair, who: Keyboard, claim_no: str) -> None:
    """A second reviewer says what was found, and the freeze is over."""
    chair.open(who, f"/cases/{claim_no}/people")
    who.walk()
    who.to("form[action$='/lift'] [name=reason]")
    who.type("已向本人核实")
    who.to("form[action$='/lift'] button")
    who.send("Enter", "done=lifted")
    expect(who.page.locator("#freezes-title ~ .part")).to_have_count(0)
