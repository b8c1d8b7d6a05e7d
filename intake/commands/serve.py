"""`claimgate serve`: API, pages, worker and sweeper on the embedded default, one command."""

import argparse
import os

from intake.commands.roles import settings_or_usage


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; no child stays behind."""
    del args
    settings = settings_or_usage()
    from intake.observability import set_up_logs
    from intake.supervisor import Supervisor

    set_up_logs("serve")
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Supervisor(os.environ).run(
        lambda: print(f"claimgate: http://{settings.host}:{settings.port}/  (Ctrl-C 结束)", flush=True)
    )
