"""Signing in by the identity provider: authorization code with PKCE, state and nonce.

Here: where a person is sent, and what comes back. Not here: keys and proofs (oidc.py), HTTP of our own (web.login).
What must be remembered in between lies sealed in a cookie of that browser, for ten minutes: nobody else can finish it.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from intake.access.oidc import LEEWAY_SECONDS, Provider
from intake.access.oidc_who import who_of
from intake.access.tokens import Proven, TokenFault
from intake.problems import Refusal
from storage.faults import PermanentFault
from storage.vault import Vault

PURPOSE = "oidc-login"
PATIENCE = timedelta(minutes=10)
FAILED = "没有登录成功，请重新登录。"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the person, and what the browser keeps until they come back."""

    address: str
    remembered: str


def begin_login(provider: Provider, vault: Vault, back: str, to: str, now: datetime) -> Begun:
    """Begin a sign-in; `back` is our callback, `to` the page that was wanted."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            provider.metadata().authorization_endpoint,
            state=kept["state"],
            nonce=kept["nonce"],
            code_verifier=kept["verifier"],
        )
    sealed = vault.seal_json({**kept, "to": to, "at": now.timestamp()}, PURPOSE)
    return Begun(str(address), base64.urlsafe_b64encode(sealed).decode())


def finish_login(
    provider: Provider, vault: Vault, back: str, remembered: str, answer: Mapping[str, str], now: datetime
) -> tuple[Proven, str]:
    """Say who came back and which page was wanted, or raise TokenFault."""
    kept = _recall(vault, remembered, now)
    if not hmac.compare_digest(kept["state"].encode(), answer.get("state", "").encode()):
        raise TokenFault(FAILED)
    if answer.get("iss", provider.oidc.issuer) != provider.oidc.issuer or "code" not in answer:
        raise TokenFault(FAILED)
    tokens = _exchange(provider, back, answer["code"], kept["verifier"])
    claims = _id_claims(provider, str(tokens.get("id_token", "")), kept["nonce"], now)
    if provider.oidc.claims["role"] not in claims:
        claims = claims | _user_info(provider, str(tokens.get("access_token", "")), claims["sub"])
    until = datetime.fromtimestamp(float(claims["exp"]), UTC)
    return Proven(who_of(provider.oidc, claims), until), kept["to"]


def _client(provider: Provider, back: str) -> Any:
    oidc = provider.oidc
    return OAuth2Client(
        client_id=oidc.client_id,
        client_secret=oidc.client_secret,
        token_endpoint_auth_method="client_secret_basic" if oidc.client_secret else "none",
        scope=oidc.scope,
        redirect_uri=back,
        code_challenge_method="S256",
        **provider.client_options(),
    )


def _recall(vault: Vault, remembered: str, now: datetime) -> dict[str, str]:
    try:
        kept: dict[str, Any] = vault.unseal_json(base64.urlsafe_b64decode(remembered), PURPOSE)
    except (PermanentFault, binascii.Error, ValueError) as error:
        raise TokenFault(FAILED) from error
    if now.timestamp() - kept["at"] > PATIENCE.total_seconds():
        raise TokenFault("登录用的时间太长了，请重新登录。")
    return {name: str(value) for name, value in kept.items()}


def _exchange(provider: Provider, back: str, code: str, verifier: str) -> Mapping[str, Any]:
    try:
        with _client(provider, back) as client:
            tokens: Mapping[str, Any] = client.fetch_token(
                provider.metadata().token_endpoint, code=code, code_verifier=verifier, grant_type="authorization_code"
            )
            return tokens
    except AuthlibBaseError as error:
        raise TokenFault(FAILED) from error
    except httpx2.HTTPError as error:
        raise Refusal("SIGN_IN_UNAVAILABLE") from error


def _id_claims(provider: Provider, token: str, nonce: str, now: datetime) -> dict[str, Any]:
    """Prove the ID token: by signature, issuer, audience, end, and that it answers this very sign-in."""
    client_id = provider.oidc.client_id or ""
    proven = provider.prove(token, client_id, now)
    claims = CodeIDToken(dict(proven), {}, {}, {"nonce": nonce, "client_id": client_id})
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
        raise TokenFault(FAILED) from error
    return dict(claims)


def _user_info(provider: Provider, token: str, subject: str) -> dict[str, Any]:
    """Ask for claims that the ID token does not carry; they must be of the same person."""
    address = provider.metadata().userinfo_endpoint
    if address is None or not token:
        return {}
    try:
        with httpx2.Client(**provider.client_options()) as client:
            said = client.get(address, headers={"Authorization": f"Bearer {token}"}).raise_for_status().json()
    except (httpx2.HTTPError, ValueError) as error:
        raise Refusal("SIGN_IN_UNAVAILABLE") from error
    if not isinstance(said, dict) or said.get("sub") != subject:
        raise TokenFault(FAILED)
    return {name: value for name, value in said.items() if name not in {"iss", "aud", "exp", "iat", "nonce"}}
