"""Signing in by a real identity provider, and its machines' tokens, over the real application in this process."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from intake.access import oidc
from intake.access.cookies import COOKIE
from intake.access.oidc import Provider
from intake.access.oidc_login import PURPOSE, begin_login, finish_login
from intake.access.tokens import TokenFault, issue_token
from intake.access.who import Role, Who
from intake.settings import read_settings
from tests.desk import Desk, open_desk
from tests.services.identity import AUDIENCE, CLIENT, OURS, SECRET, Identity, new_key, provider

pytestmark = pytest.mark.service

ACCOUNTS: dict[str, dict[str, object]] = {
    "wang-handler": {"role": "pay-clerk", "office": "O1"},
    "li-firm": {"role": ["staff", "submitter"], "uscc": "91449900MA000FK13J"},
    "zhao-nobody": {},
    "qian-both": {"role": ["pay-clerk", "second_reviewer"], "office": "O1"},
    "sun-firmless": {"role": "submitter"},
    "zhou-odd": {"role": "submitter", "uscc": ["91449900MA000FK13J", "92449900MA000FK482"]},
}
MACHINES: dict[str, dict[str, object]] = {
    "payout": {"role": "payout_system"},
    "elsewhere": {"role": "payout_system", "audience": "urn:another-service"},
}
PAGE = {"Accept": "text/html", "Accept-Language": "zh-CN"}


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    """One provider for this file; a test that changes what it says starts it anew."""
    with provider(tmp_path_factory.mktemp("identity")) as made:
        made.accounts, made.machines = ACCOUNTS, MACHINES
        made.start()
        yield made


@pytest.fixture(scope="module")
def shared(identity: Identity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service that trusts the provider."""
    opened = open_desk(
        tmp_path_factory.mktemp("trusting") / "home",
        environ={
            "OIDC_ISSUER": identity.issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_SCOPE": "openid claimgate",
            "OIDC_ROLES": "pay-clerk=handler",
            "CLAIMGATE_PUBLIC_URL": OURS,
        },
    )
    yield opened
    opened.service.close()


@pytest.fixture
def desk(shared: Desk) -> Desk:
    """The service now, with a provider of which it knows nothing yet and a browser that was nowhere yet."""
    shared.now[0] = datetime.now(UTC)
    shared.client.cookies.clear()
    trust(shared, time.monotonic)
    return shared


def trust(desk: Desk, clock: Callable[[], float]) -> Provider:
    """Have the application know the provider anew, by a clock."""
    fresh = Provider(provider_of(desk).oidc, clock)
    desk.client.app.state.gatekeeper.provider = fresh  # type: ignore[attr-defined]
    return fresh


def provider_of(desk: Desk) -> Provider:
    """The provider as the application knows it."""
    known: Provider = desk.client.app.state.gatekeeper.provider  # type: ignore[attr-defined]
    return known


def me(desk: Desk, token: str) -> httpx.Response:
    """Ask as whoever has the token."""
    return desk.client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})


def log_in(desk: Desk, identity: Identity, account: str, to: str = "/queue") -> httpx.Response:
    """Sign in as a browser does, there and back."""
    away = desk.client.get("/login", params={"to": to}, headers=PAGE, follow_redirects=False)
    assert away.status_code == 303
    back = identity.sign_in(away.headers["location"], account)
    return desk.client.get(back.removeprefix(OURS), headers=PAGE, follow_redirects=False)


def test_a_machine_comes_in_with_its_token(desk: Desk, identity: Identity) -> None:
    """Client credentials of the provider: the role that it gives, at the service that they are for."""
    answer = me(desk, identity.machine_token("payout"))
    assert (answer.status_code, answer.json()["subject"], answer.json()["role"]) == (200, "payout", "payout_system")
    assert me(desk, identity.machine_token("elsewhere")).status_code == 401


def claims_of(identity: Identity, **more: object) -> dict[str, object]:
    """True claims of a machine, but for what is named."""
    now = int(datetime.now(UTC).timestamp())
    true = {"iss": identity.issuer, "aud": AUDIENCE, "sub": "payout", "role": "payout_system", "iat": now}
    return {**true, "exp": now + 600, **more}


def signed(identity: Identity, key: dict[str, Any] | None = None, **more: object) -> str:
    """A token signed with the provider's own key, or with another one of the same name."""
    signing = RSAKey.import_key(key or identity.keys[0])
    return jwt.encode({"alg": "RS256", "kid": "key-1"}, claims_of(identity, **more), signing)


def by_hand(identity: Identity, algorithm: str) -> str:
    """Head and claims of a token that no library would make, without its signature."""
    parts = [json.dumps(part).encode() for part in ({"alg": algorithm, "kid": "key-1"}, claims_of(identity))]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def shared_secret(identity: Identity) -> str:
    """The old trick: the published key's text as a shared secret."""
    published = RSAKey.import_key(identity.keys[0]).as_pem(private=False)
    text = by_hand(identity, "HS256")
    signature = hmac.new(published, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


PAST = int((datetime.now(UTC) - timedelta(hours=1)).timestamp())
FORGED: dict[str, Callable[[Identity], str]] = {
    "another key of that name": lambda identity: signed(identity, new_key("key-1")),
    "shared secret": shared_secret,
    "unsigned": lambda identity: by_hand(identity, "none") + ".",
    "expired": lambda identity: signed(identity, exp=PAST),
    "no end": lambda identity: signed(identity, exp=None),
    "another issuer": lambda identity: signed(identity, iss="https://id.example"),
    "for another": lambda identity: signed(identity, aud="urn:another-service"),
    "for who signs in": lambda identity: signed(identity, aud=CLIENT),  # what an ID token is
    "for nobody": lambda identity: signed(identity, aud=None),
    "no role": lambda identity: signed(identity, role=None),
    "a role that is none": lambda identity: signed(identity, role="emperor"),
    "nobody": lambda identity: signed(identity, sub=""),
    "nonsense": lambda identity: "a.b.c",
    "no name of a key": lambda identity: "e30.e30.e30",
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_the_provider_did_not_say_to_us_is_not_believed(desk: Desk, identity: Identity, forged: str) -> None:
    """Whatever is wrong with a token: 401, the same words, and the true one still counts."""
    answer = me(desk, FORGED[forged](identity))
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_AUTHENTICATED")
    assert me(desk, signed(identity)).status_code == 200


def test_local_tokens_are_over(desk: Desk, identity: Identity) -> None:
    """Where a provider is set, a token with our own key opens nothing, neither as bearer nor for a session."""
    without = read_settings({"CLAIMGATE_HOME": str(desk.settings.home)})
    local = issue_token(without, Who("x", Role.AUDITOR), now=datetime.now(UTC))
    assert me(desk, local).status_code == 401
    for token in (local, signed(identity)):
        assert desk.client.post("/session", json={"token": token}, headers={"X-Claimgate": "1"}).status_code == 401


def test_keys_are_fetched_again_when_they_change(identity: Identity, desk: Desk) -> None:
    """A new key is found by its first token, a withdrawn one ends soon, and strangers' tokens make nobody ask."""
    seconds = [0.0]
    known = trust(desk, lambda: seconds[0])
    first = signed(identity)
    old_keys = identity.keys
    assert me(desk, first).status_code == 200
    try:
        identity.keys = [new_key("key-2", "EC")]
        identity.algorithm = "ES256"
        identity.keys.append(new_key("key-3"))  # the provider signs ID tokens with RSA
        identity.start()
        second = identity.machine_token("payout")
        assert me(desk, second).status_code == 401  # asked a moment ago
        seconds[0] += oidc.AGAIN_SECONDS
        assert me(desk, second).status_code == 200
        assert me(desk, first).status_code == 401
        seconds[0] += oidc.AGAIN_SECONDS
        fetched = []
        known._fetch = lambda: fetched.append(1)  # type: ignore[method-assign,assignment,func-returns-value]
        strangers = [me(desk, signed_as(identity, f"stranger-{number}")).status_code for number in range(5)]
        assert (strangers, len(fetched)) == ([401] * 5, 1)
    finally:
        identity.keys, identity.algorithm = old_keys, "RS256"
        identity.start()


def signed_as(identity: Identity, kid: str) -> str:
    """A token that names a key that nobody published."""
    return jwt.encode({"alg": "RS256", "kid": kid}, claims_of(identity), RSAKey.import_key(identity.keys[-1]))


def test_a_provider_that_does_not_answer(identity: Identity, desk: Desk) -> None:
    """Known keys are believed for an hour; without any, machines and people are told to try again."""
    seconds = [0.0]
    trust(desk, lambda: seconds[0])
    token = signed(identity)
    assert me(desk, token).status_code == 200
    try:
        identity.stop()
        seconds[0] += oidc.FRESH_SECONDS + 1
        assert me(desk, token).status_code == 200
        seconds[0] += oidc.BELIEVED_SECONDS
        late = me(desk, token)
        assert (late.status_code, late.json()["code"], late.headers["retry-after"]) == (503, "SIGN_IN_UNAVAILABLE", "3")
        page = desk.client.get("/login", headers=PAGE, follow_redirects=False)
        assert page.status_code == 503
        assert "暂时联系不上" in page.text
    finally:
        identity.start()


def test_staff_sign_in_there_and_back(desk: Desk, identity: Identity) -> None:
    """Code, PKCE, state and nonce; the session is whom the provider named, and leads to the page that was wanted."""
    away = desk.client.get("/login?to=/queue", headers=PAGE, follow_redirects=False)
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"code_challenge", "state", "nonce"} <= asked.keys()
    assert "samesite=lax" in away.headers["set-cookie"].lower()

    back = log_in(desk, identity, "wang-handler")
    assert (back.status_code, back.headers["refresh"]) == (200, "0; url=/queue")
    assert "samesite=strict" in back.headers["set-cookie"].lower()
    shown = desk.client.get("/v1/me").json()
    assert (shown["subject"], shown["role"]) == ("wang-handler", "handler")
    assert shown["bound"] == {"claim": None, "uscc": None, "office": "O1"}


def test_a_firm_signs_in(desk: Desk, identity: Identity) -> None:
    """Of several words of the provider the one that is a role counts; the firm is bound to its credit code."""
    log_in(desk, identity, "li-firm")
    shown = desk.client.get("/v1/me").json()
    assert (shown["role"], shown["bound"]["uscc"]) == ("submitter", "91449900MA000FK13J")


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ("zhao-nobody", "还没有本系统的角色"),
        ("qian-both", "不止一个角色"),
        ("sun-firmless", "没有写明单位"),
        ("zhou-odd", "不能使用"),
    ],
)
def test_an_account_that_fits_nowhere_is_told_so(desk: Desk, identity: Identity, account: str, sentence: str) -> None:
    """No role, two roles, a firm without a code, two codes: a page says what is missing, and there is no session."""
    answer = log_in(desk, identity, account)
    assert answer.status_code == 403
    assert sentence in answer.text
    assert desk.client.get("/v1/me").status_code == 401


def test_only_the_browser_that_went_comes_back(desk: Desk, identity: Identity) -> None:
    """Another state, no cookie, another sign-in's cookie, the same code twice, an error: no session, a sentence."""
    away = desk.client.get("/login", headers=PAGE, follow_redirects=False)
    back = identity.sign_in(away.headers["location"], "wang-handler").removeprefix(OURS)
    mine = desk.client.cookies["claimgate_login"]
    other = desk.client.get("/login", headers=PAGE, follow_redirects=False).cookies["claimgate_login"]
    wrong_state = re.sub(r"state=[^&]+", "state=x", back)
    error = re.sub(r"code=[^&]+", "error=access_denied", back)
    for path, cookie in (
        (wrong_state, mine),
        (back, ""),
        (back, other),
        (back, "x"),
        (error, mine),
        ("/login/callback", mine),
    ):
        desk.client.cookies.clear()
        refused = desk.client.get(path, headers={**PAGE, "Cookie": f"claimgate_login={cookie}"})
        assert refused.status_code == 403, path
        assert "没有登录成功" in refused.text
        assert COOKIE not in desk.client.cookies
    taken = desk.client.get(back, headers={**PAGE, "Cookie": f"claimgate_login={mine}"})
    assert taken.status_code == 200
    desk.client.cookies.clear()
    again = desk.client.get(back, headers={**PAGE, "Cookie": f"claimgate_login={mine}"})
    assert again.status_code == 403


@pytest.mark.parametrize("changed", ["nonce", "verifier", "at"])
def test_what_was_remembered_must_fit(desk: Desk, identity: Identity, changed: str) -> None:
    """An ID token of another sign-in, a code that another browser asked for, a sign-in of an hour ago: refused."""
    known, vault, back = provider_of(desk), desk.service.vault, f"{OURS}/login/callback"
    now = desk.now[0]
    begun = begin_login(known, vault, back, "/", now)
    address = identity.sign_in(begun.address, "wang-handler")
    kept = vault.unseal_json(base64.urlsafe_b64decode(begun.remembered), PURPOSE)
    kept[changed] = kept["at"] - 3600 if changed == "at" else "x" * 43
    remembered = base64.urlsafe_b64encode(vault.seal_json(kept, PURPOSE)).decode()
    answer = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    with pytest.raises(TokenFault):
        finish_login(known, vault, back, remembered, answer, now)


def test_nobody_is_led_elsewhere(desk: Desk, identity: Identity) -> None:
    """The page that was wanted is one of ours, whatever the link said; our own address is the one that is set."""
    assert log_in(desk, identity, "wang-handler", "https://evil.example/").headers["refresh"] == "0; url=/"
    away = desk.client.get("/login", headers={**PAGE, "Host": "localhost:1"}, follow_redirects=False)
    assert parse_qs(urlsplit(away.headers["location"]).query)["redirect_uri"] == [f"{OURS}/login/callback"]


def test_the_session_ends_with_what_the_provider_said(desk: Desk, identity: Identity) -> None:
    """An ID token of an hour makes a session of an hour."""
    log_in(desk, identity, "wang-handler")
    assert desk.client.get("/v1/me").status_code == 200
    desk.now[0] += timedelta(hours=1, minutes=1)
    assert desk.client.get("/v1/me").status_code == 401


def test_signing_out_ends_the_session_here_and_there(desk: Desk, identity: Identity) -> None:
    """Our session is over at once; the way to end the provider's carries no token and leads back to us."""
    log_in(desk, identity, "wang-handler")
    word = desk.client.cookies[COOKIE]
    gone = desk.client.post("/session/end", headers={**PAGE, "Sec-Fetch-Site": "same-origin"}, follow_redirects=False)
    leads_to = gone.headers["refresh"].removeprefix("0; url=")
    assert leads_to.startswith(f"{identity.issuer}/session/end?")
    assert parse_qs(urlsplit(leads_to).query) == {"client_id": [CLIENT], "post_logout_redirect_uri": [f"{OURS}/"]}
    assert httpx.get(leads_to, trust_env=False).status_code == 200
    assert desk.client.get("/v1/me", headers={"Cookie": f"{COOKIE}={word}"}).status_code == 401


def test_claims_may_stand_in_the_user_info_alone(desk: Desk, identity: Identity) -> None:
    """Many providers keep the ID token small: what it lacks is asked for with the access token."""
    try:
        identity.only_user_info = True
        identity.start()
        assert log_in(desk, identity, "wang-handler").status_code == 200
        assert desk.client.get("/v1/me").json()["role"] == "handler"
    finally:
        identity.only_user_info = False
        identity.start()


def test_where_no_provider_is_set_nobody_is_sent_away(tmp_path: Path) -> None:
    """The addresses answer as any that does not exist, and the entry offers none."""
    opened = open_desk(tmp_path / "home")
    assert opened.page(None, "/login").status_code == 404
    assert opened.page(None, "/login/callback?code=x&state=x").status_code == 404
    assert "/login" not in opened.page(None, "/enter").text
    opened.service.close()


def test_the_entry_offers_the_way_to_the_provider(desk: Desk) -> None:
    """And back to the page that was wanted."""
    page = desk.page(None, "/enter?to=%2Fcases%2FP-1")
    assert 'href="/login?to=%2Fcases%2FP-1"' in page.text
