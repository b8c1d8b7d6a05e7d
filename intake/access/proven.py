"""Tokens that were proven a moment ago: a payout system asks thousands of times with one token.

Here: remembering who a token names until it ends, and no longer than a minute, so that a key that was changed counts
soon. Not here: proving (tokens.py). What is remembered is a digest of the token, never the token.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable

import jwt

from intake.access.who import Who

TRUST_SECONDS = 60.0
MOST = 1_024  # callers at a time; the oldest goes first

Prove = Callable[[str], Who]


class ProvenTokens:
    """Asks `prove` once a minute and token; a refusal is never remembered."""

    def __init__(self, prove: Prove, clock: Callable[[], float] = time.time) -> None:
        self._prove, self._clock = prove, clock
        self._known: OrderedDict[bytes, tuple[Who, float]] = OrderedDict()

    def who(self, token: str) -> Who:
        """Say who a token names, or raise TokenFault as `prove` does."""
        digest, now = hashlib.sha256(token.encode()).digest(), self._clock()
        known = self._known.get(digest)
        if known is not None and now < known[1]:
            return known[0]
        who = self._prove(token)
        self._known[digest] = who, min(now + TRUST_SECONDS, _end_of(token))
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return who


def _end_of(token: str) -> float:
    # The token was proven: its own words may be believed here.
    claims = jwt.decode(token, options={"verify_signature": False, "verify_exp": False})
    return float(claims["exp"])
