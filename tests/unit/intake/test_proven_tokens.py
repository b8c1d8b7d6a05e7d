"""A proven token is believed for a minute, never beyond its own end; a refused one is asked again each time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.access.proven import MOST, TRUST_SECONDS, ProvenTokens
from intake.access.tokens import LIFETIME, TokenFault, issue_token, prove_token
from intake.access.who import Role, Who
from intake.settings import Settings, read_settings

WHO = Who("payout", Role.PAYOUT_SYSTEM)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty home."""
    return read_settings({"CLAIMGATE_HOME": str(tmp_path)})


def opened(settings: Settings) -> tuple[ProvenTokens, list[str], list[float]]:
    """The memory, the tokens that it had proven, and its clock."""
    asked: list[str] = []
    now = [datetime.now(UTC).timestamp()]

    def prove(token: str) -> Who:
        asked.append(token)
        return prove_token(settings, token)

    return ProvenTokens(prove, lambda: now[0]), asked, now


def test_a_token_is_proven_once_a_minute(settings: Settings) -> None:
    """Within the minute it is believed; after it, proven anew."""
    tokens, asked, now = opened(settings)
    token = issue_token(settings, WHO, now=datetime.now(UTC))
    assert [tokens.who(token), tokens.who(token)] == [WHO, WHO]
    assert len(asked) == 1
    now[0] += TRUST_SECONDS + 1
    assert tokens.who(token) == WHO
    assert len(asked) == 2


def test_a_token_ends_at_its_own_second(settings: Settings) -> None:
    """A token that ends within the minute is refused from its end on, though it was proven before."""
    tokens, asked, now = opened(settings)
    token = issue_token(settings, WHO, now=datetime.now(UTC) - LIFETIME + timedelta(seconds=2))
    assert tokens.who(token) == WHO
    now[0] += 2.5
    tokens.who(token)  # the real clock has not passed its end, ours has: it is proven anew instead of believed
    assert len(asked) == 2


def test_a_refusal_is_not_remembered(settings: Settings) -> None:
    """Each try with a false token is looked at by itself."""
    tokens, asked, _ = opened(settings)
    for _ in range(2):
        with pytest.raises(TokenFault):
            tokens.who("false")
    assert len(asked) == 2


def test_the_memory_is_bounded(settings: Settings) -> None:
    """More callers than the bound push the oldest out."""
    tokens, asked, _ = opened(settings)
    first = issue_token(settings, WHO, now=datetime.now(UTC))
    tokens.who(first)
    for number in range(MOST):
        tokens.who(issue_token(settings, Who(f"p{number}", Role.PAYOUT_SYSTEM), now=datetime.now(UTC)))
    tokens.who(first)
    assert asked.count(first) == 2
