"""Sessions of the pages: the cookie's name and flags by the way of the request, their end, their source's end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from intake.access.cookies import COOKIE, SECURE_COOKIE, is_loopback
from intake.access.sessions import LIFETIME, Source, open_session, prove_session, source_of
from intake.access.tokens import TokenFault, issue_token
from intake.access.who import Bound, Role, Who
from storage.records.access_tables import page_sessions
from tests.desk import CLERK, Desk, open_desk

OURS = {"X-Claimgate": "1"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service over an empty home."""
    opened = open_desk(tmp_path / "home")
    yield opened
    opened.service.close()


def client_at(desk: Desk, address: str, client: str = "127.0.0.1") -> TestClient:
    """A browser that opens the service under an address."""
    return TestClient(desk.client.app, address, raise_server_exceptions=False, client=(client, 50_000))


def token(desk: Desk, lifetime: timedelta | None = None) -> str:
    """A clerk's token; with a lifetime, one that ends so soon."""
    now = datetime.now(UTC)
    return issue_token(desk.settings, CLERK, now=now if lifetime is None else now - timedelta(hours=24) + lifetime)


def test_over_tls_the_cookie_is_of_this_host_alone(desk: Desk) -> None:
    """`__Host-` with Secure, Path=/ and no Domain: no other host and no plain request sets or reads it."""
    client = client_at(desk, "https://claims.example", "203.0.113.9")
    entered = client.post("/session", json={"token": token(desk)}, headers=OURS)
    set_cookie = entered.headers["set-cookie"]
    assert (entered.status_code, set_cookie.partition("=")[0]) == (204, SECURE_COOKIE)
    flags = {part.strip().lower() for part in set_cookie.split(";")[1:]}
    assert {"secure", "httponly", "path=/", "samesite=strict"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)
    assert client.get("/v1/me").json()["subject"] == CLERK.subject
    word = client.cookies[SECURE_COOKIE]
    client.cookies.clear()
    assert client.get("/v1/me", headers={"Cookie": f"{COOKIE}={word}"}).status_code == 401


def test_plain_http_is_for_the_own_machine_only(desk: Desk) -> None:
    """Elsewhere nobody signs in over plain HTTP, and a cookie that came over it opens nothing."""
    elsewhere = client_at(desk, "http://claims.example", "203.0.113.9")
    refused = elsewhere.post("/session", json={"token": token(desk)}, headers=OURS)
    assert (refused.status_code, refused.json()["code"]) == (403, "NEEDS_TLS")
    word = open_session(desk.service, CLERK)
    for name in (COOKIE, SECURE_COOKIE):
        assert elsewhere.get("/v1/me", headers={"Cookie": f"{name}={word}"}).status_code == 401
    own = desk.client.get("/v1/me", headers={"Cookie": f"{COOKIE}={word}"})
    assert own.status_code == 200


def test_a_proxys_word_counts_only_where_it_is_trusted(tmp_path: Path) -> None:
    """X-Forwarded-Proto makes the way safe from a trusted proxy, and from nobody else."""
    proxied = {**OURS, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    desk = open_desk(tmp_path / "behind", environ={"CLAIMGATE_TRUSTED_PROXIES": "10.0.0.0/8"})
    answers = []
    for address in ("10.1.2.3", "192.0.2.1"):
        client = client_at(desk, "http://claims.example", address)
        answers.append(client.post("/session", json={"token": token(desk)}, headers=proxied))
    assert [one.status_code for one in answers] == [204, 403]
    assert answers[0].headers["set-cookie"].startswith(f"{SECURE_COOKIE}=")
    desk.service.close()


@pytest.mark.parametrize(
    ("name", "own"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True)]
    + [(other, False) for other in ("localhost.example", "127.0.0.1.example", "10.0.0.1", "", None, "0.0.0.0")],
)
def test_what_the_own_machine_is_called(name: str | None, own: bool) -> None:
    """Only loopback counts, and no name that merely begins like it."""
    assert is_loopback(name) is own


def test_a_session_never_outlives_its_token(desk: Desk) -> None:
    """It ends with the token, and after a working day at the latest."""
    now = desk.now[0]
    short = open_session(desk.service, CLERK, Source.TOKEN, now + timedelta(minutes=5))
    long = open_session(desk.service, CLERK, Source.TOKEN, now + timedelta(days=9))
    assert prove_session(desk.service, short) == prove_session(desk.service, long) == CLERK
    desk.now[0] = now + timedelta(minutes=5)
    with pytest.raises(TokenFault):
        prove_session(desk.service, short)
    desk.now[0] = now + LIFETIME
    with pytest.raises(TokenFault):
        prove_session(desk.service, long)
    with pytest.raises(TokenFault):
        open_session(desk.service, CLERK, Source.TOKEN, now)


def test_the_exchange_hands_the_tokens_end_on(desk: Desk) -> None:
    """A token that ends in ten minutes makes a session of ten minutes."""
    desk.now[0] = datetime.now(UTC)
    desk.client.post("/session", json={"token": token(desk, timedelta(minutes=10))}, headers=OURS)
    assert desk.client.get("/v1/me").status_code == 200
    desk.now[0] += timedelta(minutes=11)
    assert desk.client.get("/v1/me").status_code == 401


def test_signing_in_again_ends_the_session_before(desk: Desk) -> None:
    """A browser has one session: the earlier cookie opens nothing, whoever kept it."""
    first = open_session(desk.service, CLERK)
    headers = {**OURS, "Cookie": f"{COOKIE}={first}"}
    assert desk.client.post("/session", json={"token": token(desk)}, headers=headers).status_code == 204
    assert source_of(desk.service, first) is None


@pytest.mark.parametrize("word", ["", "x", "a" * 4000, "字", "a.b.c", "\x00"])
def test_what_is_no_session_opens_nothing(desk: Desk, word: str) -> None:
    """Whatever stands in the cookie: refused, and never a crash."""
    with pytest.raises(TokenFault):
        prove_session(desk.service, word)


def test_nothing_of_a_session_lies_open_in_the_database(desk: Desk) -> None:
    """The row has neither the cookie's word nor who it names; old rows go."""
    who = Who("canary-subject", Role.SUBMITTER, Bound(uscc="91449900MA000FK13J"))
    word = open_session(desk.service, who)
    with desk.service.database.read() as session:
        [row] = session.execute(page_sessions.select()).all()
    everything = b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
    for canary in (word, "canary-subject", "91449900MA000FK13J"):
        assert canary.encode() not in everything
    desk.now[0] += timedelta(days=3)
    open_session(desk.service, CLERK)
    with desk.service.database.read() as session:
        assert len(session.execute(page_sessions.select()).all()) == 1
