"""Sessions of the pages: a signed cookie that a script of our own exchanged for a token.

The cookie is HttpOnly and SameSite=Strict, so that no script and no other site can use it. Not here: what a caller
may do (table.py).
"""

from datetime import datetime, timedelta

import jwt

from intake.access.tokens import TokenFault, token_key
from intake.access.who import Bound, Role, Who
from intake.settings import Settings

COOKIE = "claimgate_session"
ISSUER = "claimgate-session"  # another issuer than a token's: the one never passes for the other
LIFETIME = timedelta(hours=8)  # a working day at the counter


def open_session(settings: Settings, who: Who, *, now: datetime) -> str:
    """Give the value of the session cookie for a caller whose token was proven."""
    claims = {
        "iss": ISSUER,
        "sub": who.subject,
        "role": who.role.value,
        "claim": who.bound.claim,
        "uscc": who.bound.uscc,
        "office": who.bound.office,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
    }
    return jwt.encode(claims, token_key(settings.home), algorithm="HS256")


def prove_session(settings: Settings, cookie: str) -> Who:
    """Say who a session names, or raise TokenFault."""
    try:
        claims = jwt.decode(
            cookie,
            token_key(settings.home),
            algorithms=["HS256"],
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "iss"]},
        )
        bound = Bound(claims.get("claim"), claims.get("uscc"), claims.get("office"))
        return Who(subject=str(claims["sub"]), role=Role(claims["role"]), bound=bound)
    except (jwt.PyJWTError, ValueError, KeyError) as error:
        raise TokenFault("请重新登录。") from error
