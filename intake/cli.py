"""The command `claimgate`: parses the command line and hands over to one file per command.

Here: names, options and exit codes. Not here: any work; each command is imported only when it is called, so that
`--help`, `format` and `route` start at once.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes: the command did its work; we failed; bad usage or claim record; a path could not be opened."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PATH = 3


class UsageFault(Exception):
    """The call cannot be carried out as it stands; the text is one sentence for the person who typed it."""


ROLES = (
    "submitter",
    "handler",
    "second_reviewer",
    "risk_officer",
    "payout_system",
    "core_system",
    "agency_finance",
    "security_admin",
    "auditor",
    "admin",
)


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("应是 1 到 256 的整数")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser; every sub-command names the module that carries it out."""
    parser = argparse.ArgumentParser(
        prog="claimgate", description="读工伤待遇发放材料，逐项核对，回答哪一笔钱现在可以发给谁。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="API, pages, worker and sweeper on the embedded default")
    commands.add_parser("api", help="only the API and the pages")
    commands.add_parser("worker", help="only a worker")
    commands.add_parser("sweeper", help="only the sweeper, which rings again for what was lost")
    _add_reading(commands)
    for name, help_text in (
        ("route", "routes items: one JSON line in, one out"),
        ("format", "judges single values: one JSON line in, one out"),
    ):
        lines = commands.add_parser(name, help=help_text)
        lines.add_argument("--json", action="store_true", help="accepted for symmetry: output is JSON lines")
    token = commands.add_parser("token", help="a bearer token on the embedded default")
    token.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    for option, meaning in (
        ("subject", "who"),
        ("claim", "claim number"),
        ("uscc", "credit code"),
        ("office", "office"),
        ("person", "ID number, or name, of the claim's relative who asks"),
    ):
        token.add_argument(f"--{option}", help=f"binding of the token: {meaning}")
    token.add_argument("--json", action="store_true", help="one JSON object on stdout")
    keys = commands.add_parser("keys", help="changes the keys that seal and sign")
    keys.add_argument("action", choices=("rotate",), metavar="rotate", help="new keys; the old ones open and verify on")
    keys.add_argument("--json", action="store_true", help="one JSON object on stdout")
    check = commands.add_parser("selfcheck", help="proves the set-up")
    check.add_argument("--json", action="store_true", help="one JSON object on stdout")
    demo = commands.add_parser("demo", help="serves, and sends the sample papers through the real path")
    demo.add_argument("--once", action="store_true", help="stop after the table")
    demo.add_argument("samples", nargs="?", default="samples", help="folder of sample cases (default: samples)")
    return parser


def _add_reading(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    read = commands.add_parser("read", help="reads documents, stores nothing")
    read.add_argument("files", nargs="+", metavar="FILE", help="a.jpg+b.jpg is one document of two pages")
    read.add_argument("--kind", help="the kind that the papers are said to be")
    read.add_argument("--json", action="store_true", help="one JSON object on stdout")
    verify = commands.add_parser("verify", help="the whole main job in process, stores nothing")
    verify.add_argument("files", nargs="*", metavar="FILE", help="a.jpg+b.jpg is one document of two pages")
    verify.add_argument("--claim", metavar="CLAIM.json", help="the claim record")
    verify.add_argument("--cases", metavar="DIR", help="a folder of cases, one JSON line each")
    verify.add_argument("--jobs", type=_count, help="reader processes with --cases (default: cores)")
    verify.add_argument("--today", metavar="DATE", help="the day of judgement, YYYY-MM-DD (default: today)")
    verify.add_argument("--json", action="store_true", help="one JSON object on stdout")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = build_parser().parse_args(argv)
    _speak_utf8()
    name = "cases" if args.command == "verify" and args.cases is not None else args.command
    module = importlib.import_module(f"intake.commands.{name}")
    try:
        return int(module.run(args))
    except UsageFault as fault:
        print(f"claimgate: {fault}", file=sys.stderr)
        return Exit.USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output left: point stdout elsewhere, else the interpreter complains while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED


def _speak_utf8() -> None:
    """Contract: JSON and texts are UTF-8 whatever the locale of the terminal."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
