"""The identity provider: its discovery document, its keys with their rotation, and the proof of what it signed.

Here: what is fetched, how long it is believed, which tokens are true. Not here: what claims mean (oidc_who.py), signing
in (oidc_login.py). A token is proven by issuer, audience, end, an algorithm of a short list, and a key that the
provider publishes now. Nothing of a token chooses where keys are fetched from.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from intake.access.cookies import is_loopback
from intake.access.oidc_settings import Oidc
from intake.access.oidc_who import who_of
from intake.access.tokens import Proven, TokenFault
from intake.problems import Refusal

log = structlog.get_logger()
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384")  # never none, never a shared secret
FRESH_SECONDS = 600.0  # after that a fetch is tried; keys that are withdrawn end so soon
BELIEVED_SECONDS = 3600.0  # so long a provider that does not answer may leave us with what it said
AGAIN_SECONDS = 5.0  # between fetches for a key that nobody published: a stranger's tokens must not make us ask
TIMEOUT_SECONDS = 5.0
LEEWAY_SECONDS = 30
LONGEST_TOKEN = 16_000
SIGNING_TYPES = frozenset({"RSA", "EC"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the discovery document says of the provider's addresses."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was fetched, and when by the monotonic clock."""

    metadata: Metadata
    keys: KeySet
    kids: frozenset[str]
    at: float


class Provider:
    """One provider for a whole process; threads share it."""

    def __init__(self, oidc: Oidc, clock: Callable[[], float] = time.monotonic) -> None:
        self.oidc = oidc
        self._clock = clock
        self._known: _Known | None = None
        self._tried = float("-inf")
        self._fetching = threading.Lock()

    def client_options(self) -> Mapping[str, Any]:
        """Options of every HTTP client that talks to the provider; a proxy stands before no own machine."""
        own = is_loopback(urlsplit(self.oidc.issuer).hostname)
        return {"timeout": TIMEOUT_SECONDS, "trust_env": not own, "follow_redirects": False}

    def metadata(self) -> Metadata:
        """Give the provider's addresses, or refuse while it does not answer."""
        return self._get(None).metadata

    def has_at_hand(self, token: str) -> bool:
        """Say whether proving this token needs no fetch, so that it may happen on the event loop."""
        known = self._known
        return known is not None and self._is_fresh(known) and kid_of(token) in known.kids

    def prove_access_token(self, token: str, now: datetime) -> Proven:
        """Say whom an access token names, or raise TokenFault."""
        claims = self.prove(token, self.oidc.audience, now)
        return Proven(who_of(self.oidc, claims), datetime.fromtimestamp(float(claims["exp"]), UTC))

    def prove(self, token: str, audience: str, now: datetime) -> Mapping[str, Any]:
        """Give the claims of a token that the provider signed for an audience, or raise TokenFault."""
        kid = kid_of(token)
        known = self._get(kid)
        if kid not in known.kids:
            raise TokenFault("令牌的签名密钥不在身份提供方公布的密钥之中。")
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.oidc.issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            proven = jwt.decode(token, known.keys, algorithms=list(ALGORITHMS))
            registry.validate(proven.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise TokenFault("令牌无效或已过期。") from error
        return proven.claims

    def _get(self, kid: str | None) -> _Known:
        """What is known, fetched again when it is old or lacks a key that a token names."""
        known = self._known
        if known is not None and self._is_fresh(known) and (kid is None or kid in known.kids):
            return known
        with self._fetching:
            known = self._known
            lacking = known is not None and kid is not None and kid not in known.kids
            if known is not None and self._is_fresh(known) and not lacking:
                return known
            if self._clock() - self._tried >= AGAIN_SECONDS:
                self._tried = self._clock()
                known = self._fetch() or known
                self._known = known
        if known is None or self._clock() - known.at > BELIEVED_SECONDS:
            raise Refusal("SIGN_IN_UNAVAILABLE")
        return known

    def _is_fresh(self, known: _Known) -> bool:
        return self._clock() - known.at < FRESH_SECONDS

    def _fetch(self) -> _Known | None:
        try:
            with httpx2.Client(**self.client_options()) as client:
                metadata = self._discover(client)
                published = client.get(metadata.jwks_uri).raise_for_status().json()
            usable = [key for key in published["keys"] if _signs(key)]
            keys = KeySet.import_key_set({"keys": usable})
        except (httpx2.HTTPError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("oidc.not_fetched", error=type(error).__name__)
            return None
        return _Known(metadata, keys, frozenset(key["kid"] for key in usable), self._clock())

    def _discover(self, client: httpx2.Client) -> Metadata:
        address = f"{self.oidc.issuer.rstrip('/')}/.well-known/openid-configuration"
        said = client.get(address).raise_for_status().json()
        if said["issuer"] != self.oidc.issuer:
            raise ValueError("the discovery document is another issuer's")
        return Metadata(
            authorization_endpoint=_safe(said["authorization_endpoint"]),
            token_endpoint=_safe(said["token_endpoint"]),
            jwks_uri=_safe(said["jwks_uri"]),
            userinfo_endpoint=_safe(said["userinfo_endpoint"]) if said.get("userinfo_endpoint") else None,
            end_session_endpoint=_safe(said["end_session_endpoint"]) if said.get("end_session_endpoint") else None,
        )


def _signs(key: Mapping[str, object]) -> bool:
    """Say whether a published key is one that signs, under a name, and no shared secret."""
    return key.get("kty") in SIGNING_TYPES and key.get("use", "sig") == "sig" and isinstance(key.get("kid"), str)


def _safe(address: str) -> str:
    """An address of the provider's that nobody on the way can change."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ValueError("an address of the provider is not https")
    return address


def kid_of(token: str) -> str:
    """Give the name of the key that a token says it was signed with, or raise TokenFault."""
    head = token.partition(".")[0]
    try:
        if len(token) > LONGEST_TOKEN:
            raise ValueError("too long")
        kid = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TokenFault("令牌无效。") from error
    if not isinstance(kid, str):
        raise TokenFault("令牌无效。")
    return kid
