"""Command line of the paper factory: `cases OUT` draws cases with truth apart, `samples DIR` the committed samples."""

from __future__ import annotations

import argparse
import json
import os
import sys
from multiprocessing import Pool
from pathlib import Path

from tests.factory import fonts
from tests.factory.build import draw_case, plan_run
from tests.factory.case import DrawnCase


def store(out: Path, case: DrawnCase) -> None:
    """Write a case's papers and, in a tree apart, its truth."""
    folder = out / "papers" / case.name
    folder.mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    for name, data in case.files.items():
        (folder / name).write_bytes(data)
    (folder / "claim.json").write_text(json.dumps(case.claim, ensure_ascii=False, indent=1) + "\n")
    (out / "truth" / f"{case.name}.json").write_text(json.dumps(case.truth, ensure_ascii=False, indent=1) + "\n")


def _job(args: tuple[Path, dict]) -> str:  # type: ignore[type-arg]
    out, how = args
    case = draw_case(**how)
    store(out, case)
    return case.name


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory")
    sub = parser.add_subparsers(dest="command", required=True)
    cases = sub.add_parser("cases")
    cases.add_argument("out", type=Path)
    cases.add_argument("--seed", type=int, default=7)
    cases.add_argument("--count", type=int, default=20)
    cases.add_argument("--profile", default="mix", choices=["scan", "photo", "hurried", "mix"])
    cases.add_argument("--set", dest="which", default="tuning", choices=["tuning", "reserved"])
    cases.add_argument("--clean-share", type=float, default=0.5)
    cases.add_argument("--story", default=None)
    cases.add_argument("--fault", default=None, help="plant only this fault; the clean share still applies")
    cases.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    samples = sub.add_parser("samples")
    samples.add_argument("out", type=Path)
    args = parser.parse_args()
    if sentence := fonts.missing():
        sys.exit(sentence)
    if args.command == "samples":
        from tests.factory.samples import draw_samples

        draw_samples(args.out)
        return
    jobs = plan_run(
        args.seed,
        args.count,
        profile=args.profile,
        reserved=args.which == "reserved",
        clean_share=args.clean_share,
        story=args.story,
        fault=args.fault,
    )
    with Pool(args.jobs) as pool:
        for n, name in enumerate(pool.imap_unordered(_job, [(args.out, j) for j in jobs]), 1):
            print(f"\r{n}/{len(jobs)} {name}    ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
