"""Local bearer tokens of the embedded default: HS256 with a key that lies under the home folder.

Here: issuing and proving. They end as soon as OIDC_ISSUER names a real identity provider. Not here: what a caller
may do (table.py).
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt

from intake.access.who import Bound, Role, Who
from intake.settings import Settings

ISSUER = "claimgate-local"
LIFETIME = timedelta(hours=24)  # long enough for a day of trying, short enough to forget
KEY_BYTES = 32
_KNOWN_KEYS: dict[Path, bytes] = {}


class TokenFault(Exception):
    """A token is not issued or not believed; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom a token names, and until when."""

    who: Who
    until: datetime


def issue_token(settings: Settings, who: Who, *, now: datetime) -> str:
    """Issue a token for one caller, or refuse where a real identity provider is configured."""
    if settings.oidc_issuer is not None:
        raise TokenFault("已配置正式的身份提供方（OIDC_ISSUER），不再签发本地令牌。")
    claims = {
        "iss": ISSUER,
        "sub": who.subject,
        "role": who.role.value,
        "claim": who.bound.claim,
        "uscc": who.bound.uscc,
        "office": who.bound.office,
        "person": who.bound.person,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
    }
    return jwt.encode(claims, token_key(settings.home), algorithm="HS256")


def prove_token(settings: Settings, token: str) -> Who:
    """Say who a token names, or raise TokenFault."""
    return read_token(settings, token).who


def read_token(settings: Settings, token: str) -> Proven:
    """Prove a token, or raise TokenFault; nothing in it is believed before its signature."""
    if settings.oidc_issuer is not None:
        raise TokenFault("本地令牌已停用。")
    try:
        claims = jwt.decode(
            token,
            token_key(settings.home),
            algorithms=["HS256"],
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "iss"]},
        )
        who = Who(
            subject=str(claims["sub"]),
            role=Role(claims["role"]),
            bound=Bound(claims.get("claim"), claims.get("uscc"), claims.get("office"), claims.get("person")),
        )
        return Proven(who, datetime.fromtimestamp(claims["exp"], UTC))
    except (jwt.PyJWTError, ValueError, KeyError) as error:
        raise TokenFault("令牌无效或已过期。") from error


def token_key(home: Path) -> bytes:
    """Give the signing key, read from disk once a process: it is made once and never replaced."""
    path = home / "keys" / "token.key"
    known = _KNOWN_KEYS.get(path)
    if known is None:
        known = _read_key(path)
        _KNOWN_KEYS[path] = known  # threads that get here together have read the same bytes
    return known


def _read_key(path: Path) -> bytes:
    """Read the key, made first with mode 0600 where there is none; two processes starting together agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"token.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, secrets.token_bytes(KEY_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            os.link(draft, path)  # the first one wins; an existing key is never replaced
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_bytes()
    if len(key) < KEY_BYTES:  # a cut-off file must not become a key that anybody can guess
        raise TokenFault("本机的令牌密钥不完整，请联系管理员。")
    return key
