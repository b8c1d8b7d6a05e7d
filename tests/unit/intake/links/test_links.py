"""One-time links for people without an account, over the real application: who gets one, what it opens, how it ends."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from intake.access.cookies import COOKIE
from intake.access.who import Bound, Role, Who
from tests.builders import make_death_record, make_record, make_voucher, with_marks
from tests.desk import BASE, CLERK, HANDLER, Desk, open_desk

OURS = {"X-Claimgate": "1"}
ELSEWHERE = Who("handler-9", Role.HANDLER, Bound(office="O9"))
RECORD = replace(make_record(), claim_no="L-1", office="O1")
DEATH = replace(make_death_record(), claim_no="L-2", office="O1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service with a living worker's claim and a death case."""
    opened = open_desk(tmp_path / "home")
    opened.register(RECORD)
    opened.register(DEATH)
    yield opened
    opened.service.close()


def issue(desk: Desk, **body: object) -> Mapping[str, Any]:
    """A link as the handler gets it, with its token."""
    answer = desk.post(HANDLER, "/v1/links", {"claim_no": "L-1", **body})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown | {"token": shown["url"].partition("#link=")[2]}


def enter(desk: Desk, token: str, digits: str) -> httpx.Response:
    """Open a link as its page does."""
    return desk.client.post("/session/link", json={"token": token, "digits": digits}, headers=OURS)


def test_a_worker_comes_in_by_link_and_digits(desk: Desk) -> None:
    """The session is bound to the claim and the person; the link is used up and stands in no server's log."""
    with capture_logs() as lines:
        link = issue(desk)
        assert link["url"].startswith(f"{BASE}/enter#link=")
        digits = RECORD.worker.id_no[-4:]
        assert enter(desk, link["token"], digits).status_code == 204
        me = desk.client.get("/v1/me").json()
    assert (me["role"], me["bound"]) == ("submitter", {"claim": "L-1", "uscc": None, "office": None})
    assert RECORD.worker.id_no not in me["subject"]
    assert desk.client.get("/v1/claims/L-1").status_code == 200
    assert desk.client.get("/v1/claims/L-2").status_code == 404
    desk.client.cookies.clear()
    again = enter(desk, link["token"], digits)
    assert (again.status_code, again.json()["code"]) == (410, "LINK_OVER")
    assert not any(word in str(lines) for word in (link["token"], digits, RECORD.worker.id_no))


def test_each_relative_is_a_side_of_its_own(desk: Desk) -> None:
    """Two relatives of one claim do not see each other's papers; the same person by a second link sees its own."""
    first, second = (index for index in (0, 1))
    relatives = DEATH.relatives or ()
    sides = []
    for index in (first, second, first):
        link = issue(desk, claim_no="L-2", relative=index)
        assert enter(desk, link["token"], str(relatives[index].id_no)[-4:]).status_code == 204
        sides.append(desk.client.get("/v1/me").json()["subject"])
    assert sides[0] == sides[2] != sides[1]
    [paper] = desk.bring(Who(sides[1], Role.SUBMITTER, Bound(claim="L-2")), "L-2", with_marks(make_voucher()))
    assert desk.client.get(f"/v1/documents/{paper}").status_code == 404


def test_wrong_digits_are_counted_and_then_it_is_over(desk: Desk) -> None:
    """Each answer says how many tries are left; the fifth wrong one ends the link for the right digits too."""
    link = issue(desk)
    answers = [enter(desk, link["token"], "0000") for _ in range(5)]
    assert [one.json().get("left") for one in answers] == [4, 3, 2, 1, None]
    assert [one.json()["code"] for one in answers] == ["WRONG_DIGITS"] * 4 + ["LINK_OVER"]
    assert enter(desk, link["token"], RECORD.worker.id_no[-4:]).status_code == 410
    assert COOKIE not in desk.client.cookies


@pytest.mark.parametrize("digits", ["", "12", "12345", "x123", "ABCD", " ", "字字字字"])
def test_what_cannot_be_the_digits_is_no_try(desk: Desk, digits: str) -> None:
    """A slip of the finger costs nothing: the page says what is asked for."""
    link = issue(desk)
    answer = enter(desk, link["token"], digits)
    assert (answer.status_code, answer.json()["field"]) == (422, "digits")
    full_width = "".join(chr(ord(one) + 0xFEE0) for one in RECORD.worker.id_no[-4:])
    assert enter(desk, link["token"], f" {full_width} ").status_code == 204


def test_every_dead_link_answers_alike(desk: Desk) -> None:
    """Unknown, expired, revoked, replaced by a newer one: the same words, so that nobody learns which."""
    expired, revoked = issue(desk, hours=1), issue(desk, claim_no="L-2", relative=0)
    desk.call(HANDLER, "DELETE", f"/v1/links/{revoked['id']}")
    desk.now[0] += timedelta(hours=1)
    replaced = issue(desk)
    issue(desk)
    bodies = {enter(desk, token, "1234").text for token in ("x", expired["token"], revoked["token"], replaced["token"])}
    assert len(bodies) == 1
    assert "LINK_OVER" in bodies.pop()


def test_revoking_a_link_ends_its_session(desk: Desk) -> None:
    """Whoever came in by it is out at the next click; another office's handler cannot do that, nor learn of it."""
    link = issue(desk)
    enter(desk, link["token"], RECORD.worker.id_no[-4:])
    others = desk.call(ELSEWHERE, "DELETE", f"/v1/links/{link['id']}")
    missing = desk.call(ELSEWHERE, "DELETE", "/v1/links/k-none")
    assert (others.status_code, others.content) == (404, missing.content)
    assert desk.client.get("/v1/claims/L-1").status_code == 200
    for _ in range(2):
        ended = desk.call(HANDLER, "DELETE", f"/v1/links/{link['id']}")
        assert ended.json() == {"id": link["id"], "state": "REVOKED"}
    assert desk.client.get("/v1/claims/L-1").status_code == 401


def test_the_session_ends_with_its_link(desk: Desk) -> None:
    """A link of an hour opens a session of what is left of that hour."""
    link = issue(desk, hours=1)
    desk.now[0] += timedelta(minutes=50)
    enter(desk, link["token"], RECORD.worker.id_no[-4:])
    assert desk.client.get("/v1/me").status_code == 200
    desk.now[0] += timedelta(minutes=10)
    assert desk.client.get("/v1/me").status_code == 401


def test_a_link_of_somebody_whom_the_record_lost_opens_nothing(desk: Desk) -> None:
    """The core system took the relative out of the claim after the link was made."""
    link = issue(desk, claim_no="L-2", relative=1)
    relatives = DEATH.relatives or ()
    assert desk.put(replace(DEATH, relatives=relatives[:1], allocation=None)).status_code == 200
    assert enter(desk, link["token"], str(relatives[1].id_no)[-4:]).status_code == 410


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"claim_no": "L-2"}, 422, "BAD_VALUE"),  # the worker is dead
        ({"claim_no": "L-2", "relative": 99}, 422, "BAD_VALUE"),
        ({"claim_no": "L-0"}, 404, "NOT_FOUND"),
        ({"claim_no": "L-1", "hours": 0}, 422, "BAD_REQUEST"),
        ({"claim_no": "L-1", "hours": 337}, 422, "BAD_REQUEST"),
        ({}, 422, "BAD_REQUEST"),
    ],
)
def test_a_link_is_for_somebody_who_is_there(desk: Desk, body: object, status: int, code: str) -> None:
    """For nobody else is one made; another office's claim is as if it were missing."""
    answer = desk.post(HANDLER, "/v1/links", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert desk.post(ELSEWHERE, "/v1/links", {"claim_no": "L-1"}).status_code == 404
    assert desk.post(CLERK, "/v1/links", {"claim_no": "L-1"}).status_code == 403


def test_a_relative_without_a_number_gets_none(desk: Desk) -> None:
    """Without an ID number on record nobody could prove to be that person: the counter helps."""
    relatives = tuple(replace(one, id_no=None) for one in DEATH.relatives or ())
    desk.put(replace(DEATH, relatives=relatives))
    answer = desk.post(HANDLER, "/v1/links", {"claim_no": "L-2", "relative": 0})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_VALUE")
    assert "窗口" in answer.json()["detail"]


def test_another_sites_page_opens_no_link(desk: Desk) -> None:
    """Without the header of our own scripts a try is refused before anything is counted."""
    link = issue(desk)
    sent = desk.client.post("/session/link", json={"token": link["token"], "digits": "0000"})
    assert sent.status_code == 403
    assert enter(desk, link["token"], "0000").json()["left"] == 4


def test_over_plain_http_elsewhere_a_link_is_not_used_up(desk: Desk) -> None:
    """Where no session may be opened, nothing is tried either."""
    link, digits = issue(desk), RECORD.worker.id_no[-4:]
    elsewhere = TestClient(desk.client.app, "http://claims.example")
    sent = elsewhere.post("/session/link", json={"token": link["token"], "digits": digits}, headers=OURS)
    assert (sent.status_code, sent.json()["code"]) == (403, "NEEDS_TLS")
    assert enter(desk, link["token"], digits).status_code == 204
