"""`claimgate token`: a bearer token on the embedded default, for trying and testing."""

import argparse
import json
from datetime import UTC, datetime

from intake.access.tokens import TokenFault, issue_token
from intake.access.who import Bound, Role, Who
from intake.cli import Exit, UsageFault
from intake.people import digest_named
from intake.settings import Settings, SettingsFault, read_settings
from storage.vault import key_file_of, open_vault


def run(args: argparse.Namespace) -> int:
    """Print a token, or refuse where a real identity provider decides who is who."""
    try:
        settings = read_settings()
        who = Who(
            subject=args.subject or f"demo-{args.role}",
            role=Role(args.role),
            bound=Bound(args.claim, args.uscc, args.office, _person(settings, args.person)),
        )
        token = issue_token(settings, who, now=datetime.now(UTC))
    except (SettingsFault, TokenFault) as fault:
        raise UsageFault(str(fault)) from None
    print(json.dumps({"token": token, "role": args.role}) if args.json else token)
    return Exit.DONE


def _person(settings: Settings, word: str | None) -> str | None:
    """A token carries no number and no name: the keyed digest says who somebody is."""
    if word is None:
        return None
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return digest_named(open_vault(key_file_of(settings.home)), word)
