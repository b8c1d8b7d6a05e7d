"""Who may see which claim and which side's papers; tokens and sessions that prove it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from intake.access.binding import ClaimTies, may_see_claim, sees_every_side
from intake.access.tokens import LIFETIME, TokenFault, issue_token, prove_token, token_key
from intake.access.who import Bound, Role, Who
from intake.settings import Settings, read_settings

CLAIM = ClaimTies("C-1", "91449900MA000FK13J", "O1")
NOW = datetime.now(UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty home folder."""
    return read_settings({"CLAIMGATE_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("role", "bound", "sees"),
    [
        (Role.SUBMITTER, Bound(), False),
        (Role.SUBMITTER, Bound(claim="C-1"), True),
        (Role.SUBMITTER, Bound(claim="C-2"), False),
        (Role.SUBMITTER, Bound(uscc="91449900ma000fk13j"), True),
        (Role.SUBMITTER, Bound(uscc="92449900MA000FK482"), False),
        (Role.SUBMITTER, Bound(uscc="91449900MA000FK13J", claim="C-2"), False),
        (Role.SUBMITTER, Bound(office="O1"), True),
        (Role.SUBMITTER, Bound(office="O2"), False),
        (Role.HANDLER, Bound(office="O1"), True),
        (Role.HANDLER, Bound(office="O2"), False),
        (Role.HANDLER, Bound(), False),
        (Role.SECOND_REVIEWER, Bound(office="O1"), True),
        (Role.AUDITOR, Bound(), True),
        (Role.RISK_OFFICER, Bound(), True),
        (Role.PAYOUT_SYSTEM, Bound(), True),
    ],
)
def test_a_claim_is_seen_only_by_those_whom_it_binds(role: Role, bound: Bound, sees: bool) -> None:
    """Every binding that a token carries must fit, and a submitter needs one."""
    assert may_see_claim(Who("s", role, bound), CLAIM) is sees


def test_an_unknown_code_or_office_matches_nobody_bound() -> None:
    """A claim without a credit code is no firm's; one without an office is for tokens without one."""
    bare = ClaimTies("C-1", None, None)
    assert not may_see_claim(Who("s", Role.SUBMITTER, Bound(uscc="91449900MA000FK13J")), bare)
    assert not may_see_claim(Who("s", Role.HANDLER, Bound(office="O1")), bare)
    assert may_see_claim(Who("s", Role.HANDLER), bare)


def test_sides() -> None:
    """A firm is one side, each person of a claim another; counter staff and reviewers see all."""
    assert Who("a", Role.SUBMITTER, Bound(uscc="x")).side == Who("b", Role.SUBMITTER, Bound(uscc="X")).side
    assert Who("a", Role.SUBMITTER, Bound(claim="C")).side != Who("b", Role.SUBMITTER, Bound(claim="C")).side
    assert not sees_every_side(Who("a", Role.SUBMITTER, Bound(uscc="x")))
    assert sees_every_side(Who("a", Role.SUBMITTER, Bound(office="O1")))
    assert sees_every_side(Who("a", Role.HANDLER, Bound(office="O1")))


def test_a_token_comes_back_as_its_caller(settings: Settings) -> None:
    """Issue and prove are inverse, and the key is for its owner only."""
    who = Who("clerk", Role.SUBMITTER, Bound(uscc="91449900MA000FK13J"))
    assert prove_token(settings, issue_token(settings, who, now=NOW)) == who
    assert (settings.home / "keys" / "token.key").stat().st_mode & 0o077 == 0


def test_old_forged_and_foreign_tokens_are_not_believed(settings: Settings, tmp_path: Path) -> None:
    """Expired, unsigned, signed with another key, or no token at all."""
    who = Who("x", Role.AUDITOR)
    old = issue_token(settings, who, now=NOW - LIFETIME - timedelta(minutes=1))
    unsigned = jwt.encode({"sub": "x", "role": "admin", "iss": "claimgate-local", "iat": 0, "exp": 9e9}, "", "none")
    other = issue_token(read_settings({"CLAIMGATE_HOME": str(tmp_path / "other")}), who, now=NOW)
    for token in (old, unsigned, other, "", "a.b.c"):
        with pytest.raises(TokenFault):
            prove_token(settings, token)


def test_two_starts_agree_on_one_key(tmp_path: Path) -> None:
    """An existing key is never replaced."""
    assert token_key(tmp_path) == token_key(tmp_path) == (tmp_path / "keys" / "token.key").read_bytes()


def test_the_key_is_read_from_disk_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proving a token opens no file: the payout system's calls would pay for it; another home has another key."""
    who = Who("payout", Role.PAYOUT_SYSTEM)
    token = issue_token(settings, who, now=NOW)

    def no_disk(*_: object) -> bool:
        raise AssertionError("the disk was asked")

    with monkeypatch.context() as nothing:
        for name in ("read_bytes", "exists", "mkdir"):
            nothing.setattr(Path, name, no_disk)
        assert prove_token(settings, token) == who
    assert token_key(settings.home / "elsewhere") != token_key(settings.home)


def test_a_key_that_was_cut_off_signs_nothing(settings: Settings) -> None:
    """A file that lost its bytes does not become a key that anybody can guess."""
    path = settings.home / "keys" / "token.key"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    with pytest.raises(TokenFault):
        issue_token(settings, Who("x", Role.AUDITOR), now=NOW)
