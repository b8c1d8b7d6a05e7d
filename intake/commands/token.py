"""`claimgate token`: a bearer token on the embedded default, for trying and testing."""

import argparse
import json
from datetime import UTC, datetime

from intake.access.tokens import TokenFault, issue_token
from intake.access.who import Bound, Role, Who
from intake.cli import Exit, UsageFault
from intake.settings import SettingsFault, read_settings


def run(args: argparse.Namespace) -> int:
    """Print a token, or refuse where a real identity provider decides who is who."""
    try:
        settings = read_settings()
        who = Who(
            subject=args.subject or f"demo-{args.role}",
            role=Role(args.role),
            bound=Bound(claim=args.claim, uscc=args.uscc, office=args.office),
        )
        token = issue_token(settings, who, now=datetime.now(UTC))
    except (SettingsFault, TokenFault) as fault:
        raise UsageFault(str(fault)) from None
    print(json.dumps({"token": token, "role": args.role}) if args.json else token)
    return Exit.DONE
