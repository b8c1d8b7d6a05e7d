"""The cookie of a session: its name and flags by the way in which the request came.

Over TLS it is `__Host-claimgate`: Secure, for this host and the whole of it, so that no other host and no plain request
can set or read it. Over plain HTTP there is another one, and only where the browser talks to its own machine. Here:
names, flags, which of both counts. Not here: what the word in it opens (sessions.py).
"""

import ipaddress

from fastapi import Request, Response

from intake.problems import Refusal

SECURE_COOKIE = "__Host-claimgate"
COOKIE = "claimgate_session"  # plain HTTP on the own machine


def is_secure(request: Request) -> bool:
    """Say whether the request came over TLS; a trusted proxy's word for it counts (CLAIMGATE_TRUSTED_PROXIES)."""
    return request.url.scheme == "https"


def session_word(request: Request) -> str | None:
    """Give the word of the session's cookie, if the request carries the one that counts on its way."""
    if is_secure(request):
        return request.cookies.get(SECURE_COOKIE)
    return request.cookies.get(COOKIE) if is_loopback(request.url.hostname) else None


def require_safe_way(request: Request) -> None:
    """Refuse to open a session where its cookie could be read on the way."""
    if not is_secure(request) and not is_loopback(request.url.hostname):
        raise Refusal("NEEDS_TLS")


def set_session_cookie(request: Request, response: Response, word: str, seconds: int) -> None:
    """Put the session's word into the cookie that counts on this way."""
    require_safe_way(request)
    secure = is_secure(request)
    name = SECURE_COOKIE if secure else COOKIE
    response.set_cookie(name, word, max_age=seconds, path="/", httponly=True, samesite="strict", secure=secure)


def drop_session_cookie(request: Request, response: Response) -> None:
    """Have the browser forget the cookie; it must be named as it was set, or a browser ignores it."""
    secure = is_secure(request)
    response.delete_cookie(
        SECURE_COOKIE if secure else COOKIE, path="/", httponly=True, samesite="strict", secure=secure
    )


def is_loopback(name: str | None) -> bool:
    """Say whether a host's name or address is the own machine."""
    if name is None:
        return False
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
