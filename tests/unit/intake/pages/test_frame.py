"""What all pages share: the door for strangers, refusals as pages, the language, forms of our own pages only."""

from dataclasses import replace

import pytest

from intake.access.cookies import COOKIE
from intake.web.pages import local_path
from tests.builders import make_record
from tests.desk import CLERK, HANDLER, Desk, worker_of


def test_a_stranger_is_led_to_the_door_and_back(desk: Desk) -> None:
    """A page without a session leads to the entry, which knows where to go on."""
    answer = desk.page(None, "/cases/P-1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter?to=%2Fcases%2FP-1")


def test_a_program_is_told_in_its_own_form(desk: Desk) -> None:
    """Whoever asks for no page gets problem+json, as ever."""
    answer = desk.page(None, "/cases/P-1", Accept="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_AUTHENTICATED")


def test_anothers_claim_and_a_missing_one_are_the_same_page(desk: Desk) -> None:
    """A page tells nobody which claims there are."""
    desk.register(replace(make_record(), claim_no="P-1"))
    other, missing = desk.page(worker_of("P-2"), "/cases/P-1"), desk.page(worker_of("P-2"), "/cases/P-3")
    assert other.status_code == missing.status_code == 404
    assert other.text.replace("P-1", "") == missing.text.replace("P-3", "")
    assert "没有找到，或您无权查看。" in other.text


def test_the_language_is_chosen_and_kept(desk: Desk) -> None:
    """Chinese first; a button asks for English, and a cookie remembers it."""
    assert "工伤待遇材料核对" in desk.page(CLERK, "/").text
    chosen = desk.page(None, "/language", {"to": "en", "back": "/enter"})
    assert chosen.headers["location"] == "/enter"
    assert 'lang="en"' in desk.page(None, "/", Cookie="claimgate_language=en").text
    assert 'lang="en"' in desk.page(None, "/", **{"Accept-Language": "en-GB"}).text


def test_another_language_shows_the_same(desk: Desk) -> None:
    """The button of the language keeps what a page was asked for."""
    page = desk.page(HANDLER, "/queue?code=SIG-001&order=oldest").text
    assert 'name="back" value="/queue?code=SIG-001&amp;order=oldest"' in page
    long = "/queue?code=" + "x" * 600
    assert 'name="back" value="/queue"' in desk.page(HANDLER, long).text


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\\b", "", "/a\nb"])
def test_no_form_leads_to_another_site(path: str) -> None:
    """Where a form goes back to is a page of ours."""
    assert local_path(path) == "/"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"X-Claimgate": "1"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_send_with_a_session(desk: Desk, headers: dict[str, str], taken: bool) -> None:
    """A session's cookie alone changes nothing: the browser must say that a page of ours sent it."""
    desk.register(replace(make_record(), claim_no="P-1"))
    cookie = desk.page(HANDLER, "/").request.headers["cookie"]
    answer = desk.client.post(
        "/v1/claims/P-1/objections",
        json={"item": None, "by": "worker", "channel": "PHONE", "reason": "来电"},
        headers={"Cookie": cookie, **headers},
    )
    assert cookie.startswith(COOKIE)
    assert (answer.status_code != 403) is taken


def test_signing_out_ends_the_session(desk: Desk) -> None:
    """A person who signs out is led to the first page without a session."""
    answer = desk.page(CLERK, "/session/end", {})
    assert answer.status_code == 303
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
