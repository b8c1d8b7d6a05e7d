"""How often one account and one address may sign in, make links and upload: buckets of tokens in this process.

Here: which routes are limited, and the counting. Not here: the payout system's questions, whose speed is measured and
whom nobody holds up. Each API process counts by itself; where several stand behind a proxy, it counts for all of them.
"""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from intake.problems import Refusal

MOST = 50_000  # buckets at a time; of those that nobody used for longest, the oldest goes


class Limited(StrEnum):
    """What is counted together."""

    SESSION = "session"
    LINK = "link"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and so many a second after that."""

    burst: int
    per_second: float


ROUTES: Mapping[tuple[str, str], Limited] = {
    ("POST", "/session"): Limited.SESSION,
    ("POST", "/session/link"): Limited.SESSION,
    ("POST", "/session/demo"): Limited.SESSION,
    ("GET", "/login"): Limited.SESSION,
    ("GET", "/login/callback"): Limited.SESSION,
    ("POST", "/v1/links"): Limited.LINK,
    ("POST", "/v1/claims/{claim_no}/documents"): Limited.UPLOAD,
    ("POST", "/v1/documents/{document_id}/replace"): Limited.UPLOAD,
    ("POST", "/v1/uploads"): Limited.UPLOAD,
    ("POST", "/cases/{claim_no}/documents"): Limited.UPLOAD,
    ("POST", "/documents/{document_id}/replace"): Limited.UPLOAD,
}
# A counter hall or a firm stands behind one address: an address may several times what an account may.
OF_ADDRESS: Mapping[Limited, Allowance] = {
    Limited.SESSION: Allowance(60, 1.0),
    Limited.LINK: Allowance(240, 0.4),
    Limited.UPLOAD: Allowance(1200, 8.0),
}
OF_ACCOUNT: Mapping[Limited, Allowance] = {
    Limited.LINK: Allowance(60, 0.1),
    Limited.UPLOAD: Allowance(300, 2.0),
}


class Limits:
    """The buckets of one process; used on the event loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[Limited, str], tuple[float, float]] = OrderedDict()  # left, when

    def take_for_address(self, kind: Limited, address: str | None) -> None:
        """Count one of an address, or refuse."""
        self._take(kind, f"at {network_of(address)}", OF_ADDRESS.get(kind))

    def take_for_account(self, kind: Limited, account: str) -> None:
        """Count one of an account, or refuse."""
        self._take(kind, f"by {account}", OF_ACCOUNT.get(kind))

    def _take(self, kind: Limited, key: str, allowed: Allowance | None) -> None:
        if allowed is None:
            return
        now = self._clock()
        left, seen = self._buckets.pop((kind, key), (float(allowed.burst), now))
        left = min(float(allowed.burst), left + (now - seen) * allowed.per_second)
        enough = left >= 1.0
        self._buckets[(kind, key)] = (left - 1.0 if enough else left, now)
        while len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        if not enough:
            seconds = max(1, ceil((1.0 - left) / allowed.per_second))
            raise Refusal("RATE_LIMITED", f"操作太频繁了，请等 {seconds} 秒再试。", {"retry_after": seconds})


def network_of(address: str | None) -> str:
    """Give what counts as one address: of IPv6 the /64, since a subscriber has all of it."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return "-"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.IPv6Network((known, 64), strict=False))
    return str(known)
