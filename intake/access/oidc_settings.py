"""What is set about an identity provider: whom we trust, who we are to it, and which of its words mean what here.

Here: reading and checking. Not here: talking to it (oidc.py). Standard library only, as all of settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

CLAIMS = ("subject", "role", "uscc", "office")
USUAL_CLAIMS = "subject=sub,role=role,uscc=uscc,office=office"
USUAL_AUDIENCE = "claimgate"
USUAL_SCOPE = "openid"


class OidcFault(Exception):
    """A setting cannot be used as it is; the text names it."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """An identity provider; without a client id it proves machines' tokens only and nobody signs in by it."""

    issuer: str
    client_id: str | None
    client_secret: str | None = field(repr=False)
    audience: str
    scope: str
    claims: Mapping[str, str]  # our word → its claim
    roles: Mapping[str, str]  # its word → our role; a word that is not here must be our own


def read_oidc(env: Mapping[str, str], issuer: str) -> Oidc:
    """Read what is set about a provider, or raise OidcFault."""
    client_id = env.get("OIDC_CLIENT_ID") or None
    audience = env.get("OIDC_AUDIENCE") or USUAL_AUDIENCE
    if audience == client_id:
        # An ID token's audience is the client: whoever signed in could pass theirs off as an access token.
        raise OidcFault("OIDC_AUDIENCE 不能与 OIDC_CLIENT_ID 相同。")
    scope = env.get("OIDC_SCOPE") or USUAL_SCOPE
    if "openid" not in scope.split():
        raise OidcFault("OIDC_SCOPE 应包含 openid，例如 openid profile。")
    claims = _pairs(env, "OIDC_CLAIMS", USUAL_CLAIMS)
    if not {"subject", "role"} <= claims.keys() <= set(CLAIMS):
        raise OidcFault(f"OIDC_CLAIMS 应写成 {USUAL_CLAIMS}（subject 和 role 不能少）。")
    return Oidc(
        issuer=issuer,
        client_id=client_id,
        client_secret=env.get("OIDC_CLIENT_SECRET") or None,
        audience=audience,
        scope=scope,
        claims=claims,
        roles=_pairs(env, "OIDC_ROLES", ""),
    )


def _pairs(env: Mapping[str, str], name: str, default: str) -> Mapping[str, str]:
    pairs: dict[str, str] = {}
    for part in (env.get(name) or default).split(","):
        if not part.strip():
            continue
        left, equals, right = part.partition("=")
        if not equals or not left.strip() or not right.strip() or left.strip() in pairs:
            raise OidcFault(f"{name} 应写成 甲=乙,丙=丁。")
        pairs[left.strip()] = right.strip()
    return pairs
