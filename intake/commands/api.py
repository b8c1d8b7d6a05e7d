"""`claimgate api`: the api alone, for the distributed profile."""

import argparse

from intake.commands.roles import run_role


def run(args: argparse.Namespace) -> int:
    """Run the role until it is told to stop."""
    del args
    return run_role("api")
