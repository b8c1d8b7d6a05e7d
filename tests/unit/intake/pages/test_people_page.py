"""A claim's people at the reviewers' desk: links made and voided, an objection heard, a freeze lifted by another."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from intake.access.who import Bound, Role, Who
from tests.builders import make_death_record, make_record
from tests.desk import HANDLER, OFFICE, SECOND, Desk
from tests.unit.intake.pages.forms import forms_of, words_of

PEOPLE = "/cases/P-1/people"
OTHER_OFFICE = Who("stranger", Role.HANDLER, Bound(office="O-elsewhere"))


@pytest.fixture
def claim(desk: Desk) -> Desk:
    """A living worker's claim with money for the firm."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    return desk


def made_link(desk: Desk, **form: str) -> str:
    """Make a link and give its address as the page shows it."""
    page = desk.page(HANDLER, "/cases/P-1/links", form)
    assert page.status_code == 200, page.text
    found = re.search(r">(http[^<]+/enter#link=[\w-]+)<", page.text)
    assert found is not None
    return found[1]


def test_a_link_is_shown_once_and_opens_the_claim(claim: Desk) -> None:
    """The page after the form has the link; the list has who, how it stands and until when, and never the link."""
    link = made_link(claim, hours="24")
    token = urlsplit(link).fragment.removeprefix("link=")
    listed = claim.page(HANDLER, PEOPLE)
    assert token not in listed.text
    assert "陈示例 还没有打开" in words_of(listed)
    digits = make_record().worker.id_no[-4:]
    opened = claim.client.post("/session/link", json={"token": token, "digits": digits}, headers={"X-Claimgate": "1"})
    assert opened.status_code == 204
    assert "陈示例 已打开" in words_of(claim.page(HANDLER, PEOPLE))


def test_a_link_is_voided(claim: Desk) -> None:
    """One press makes it worthless; the page says so, and no second press is offered."""
    made_link(claim)
    [revoke] = [one for one in forms_of(claim.page(HANDLER, PEOPLE)) if one.startswith("/links/")]
    answer = claim.page(HANDLER, revoke, {})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PEOPLE}?done=revoked")
    after = claim.page(HANDLER, f"{PEOPLE}?done=revoked")
    assert "链接已作废" in words_of(after) and "陈示例 已作废" in words_of(after)
    assert not [one for one in forms_of(after) if one.startswith("/links/")]


def test_of_a_family_the_living_with_a_number_may_come_in(desk: Desk) -> None:
    """A relative whose ID number is not on record gets a sentence, not a link."""
    record = make_death_record()
    first, *rest = record.relatives or ()
    desk.register(replace(record, claim_no="P-1", office=OFFICE, relatives=(replace(first, id_no=None), *rest)))
    page = desk.page(HANDLER, PEOPLE)
    assert f"{first.name} ：案件记录里没有身份证号码" in words_of(page).replace(f"{first.name}：", f"{first.name} ：")
    assert record.worker.name not in re.findall(r"<option value=\"\d*\">([^<]+)</option>", page.text)
    assert "#link=" in made_link(desk, person="1")
    assert desk.page(HANDLER, "/cases/P-1/links", {"person": "0"}).status_code == 422
    assert desk.page(HANDLER, "/cases/P-1/links", {"person": "x"}).status_code == 422


def test_an_objection_heard_is_in_force_at_once_and_lifted_by_another(claim: Desk) -> None:
    """A handler writes it down; the firm's part stops; only a second reviewer is offered to end it, with a reason."""
    form = {"by": "陈示例本人", "channel": "phone", "item": "MEDICAL", "reason": "没有同意"}
    answer = claim.page(HANDLER, "/cases/P-1/heard", form)
    assert answer.headers["location"] == f"{PEOPLE}?done=heard"
    legs = claim.get(HANDLER, "/v1/claims/P-1/verdict").json()["legs"]
    assert ("EMPLOYER", "OBJECTION") in {(leg["payee"], leg["code"]) for leg in legs}
    assert not [one for one in forms_of(claim.page(HANDLER, PEOPLE)) if one.startswith("/freezes/")]
    [lift] = [one for one in forms_of(claim.page(SECOND, PEOPLE)) if one.startswith("/freezes/")]
    assert claim.page(SECOND, lift, {"reason": " "}).status_code == 422
    assert claim.page(HANDLER, lift, {"reason": "已核实"}).status_code == 403
    assert claim.page(SECOND, lift, {"reason": "已向本人核实"}).headers["location"] == f"{PEOPLE}?done=lifted"
    assert "没有暂停。" in words_of(claim.page(SECOND, PEOPLE))


@pytest.mark.parametrize("form", [{"by": " ", "channel": "phone"}, {"by": "本人", "channel": "pigeon"}])
def test_an_objection_without_who_or_how_is_asked_for(claim: Desk, form: dict[str, str]) -> None:
    """Nothing is frozen by half a form."""
    assert claim.page(HANDLER, "/cases/P-1/heard", form).status_code == 422
    assert "没有暂停。" in words_of(claim.page(HANDLER, PEOPLE))


def test_another_office_sees_none_of_it(claim: Desk) -> None:
    """The page and its acts are as if missing to another office."""
    for path, form in ((PEOPLE, None), ("/cases/P-1/links", {}), ("/cases/P-1/heard", {"by": "x", "channel": "phone"})):
        assert claim.page(OTHER_OFFICE, path, form).status_code == 404
