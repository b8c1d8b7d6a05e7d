"""The whole service on a day that a test sets: `python -m tests.services.on_a_day serve`, and each role by its name.

Here: one clock for all roles, read from the file that `TEST_DAY` names, running on from there; and a sweeper that looks
every second. Everything else is the product. Not here: tokens, whose days are the machine's own.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import intake.sweeper
from intake import wiring
from intake.cli import main

FILE = "TEST_DAY"


def set_moment(file: Path, moment: datetime) -> None:
    """Let it be a moment for the service that reads this file."""
    draft = file.with_suffix(".new")
    draft.write_text(f"{moment.timestamp()} {time.time()}", encoding="ascii")
    draft.replace(file)


def moment_now() -> datetime:
    """Give the moment that was set, and what has gone by since."""
    was, at = (float(one) for one in Path(os.environ[FILE]).read_text(encoding="ascii").split())
    return datetime.fromtimestamp(was, UTC) + timedelta(seconds=time.time() - at)


def run(role: str) -> int:
    """Run a role on that clock, or all of them under the supervisor."""
    if role == "serve":
        from intake.supervisor import Supervisor

        return Supervisor(os.environ, program=("-m", "tests.services.on_a_day")).run()
    wiring.wire.__defaults__ = (moment_now,)
    intake.sweeper.MINUTE = 1.0
    return main([role])


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
