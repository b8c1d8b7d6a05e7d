"""`python -m tests.bench`: draw reserved papers, verify them as a user would, print the tables.

Options: --count (cases, 200), --seed, --profile, --jobs, --keep DIR, --set tuning|reserved, --no-speed, --detail.
--folder DIR measures a folder of real papers with a labels.json instead (tests/bench/labelled.py).
"""

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import accuracy, labelled, speed

EVALUATION_SEED = 20_261_210  # not used for tuning
TIMED_PAGES = 12


def main() -> None:
    """Run the whole measurement."""
    options = _options()
    if options.folder:
        try:
            print(labelled.measure(Path(options.folder)))
        except labelled.LabelsFault as fault:
            sys.exit(str(fault))
        return
    keep = Path(options.keep) if options.keep else Path(tempfile.mkdtemp(prefix="bench-"))
    drawn = keep / f"{options.set}-{options.seed}-{options.profile}-{options.count}"
    if not (drawn / "truth").exists():
        _draw(drawn, options)
    results = drawn / "results.jsonl"
    started = time.monotonic()
    with results.open("wb") as stream:
        command = [".venv/bin/claimgate", "verify", "--cases", str(drawn / "papers"), "--jobs", str(options.jobs)]
        subprocess.run([*command, "--json"], stdout=stream, check=True)
    wall = time.monotonic() - started
    counted = accuracy.tally(results, drawn / "truth")
    papers = _papers(drawn)
    print(
        f"## {dt.datetime.now(dt.UTC):%Y-%m-%d} · {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"\n{options.count} cases, {papers} papers, set {options.set}, seed {options.seed}, "
        f"{wall / papers:.2f} s a paper with {options.jobs} jobs\n"
    )
    print(accuracy.report(counted))
    if options.detail:
        print("\n".join(counted.wrong))
    if not options.no_speed:
        _print_speed(drawn)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=EVALUATION_SEED)
    parser.add_argument("--profile", default="mix")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--set", default="reserved")
    parser.add_argument("--keep")
    parser.add_argument("--folder")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--detail", action="store_true")
    return parser.parse_args()


def _draw(drawn: Path, options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "tests.factory", "cases", str(drawn), "--seed", str(options.seed)]
    command += ["--count", str(options.count), "--profile", options.profile, "--set", options.set]
    subprocess.run(command, check=True)


def _papers(drawn: Path) -> int:
    return sum(1 for path in (drawn / "papers").glob("*/*") if path.suffix != ".json")


def _print_speed(drawn: Path) -> None:
    models = Path(os.environ.get("CLAIMGATE_MODELS") or Path(os.environ.get("CLAIMGATE_HOME", "var")) / "models")
    pages = sorted(drawn.glob("papers/*/*.jpg"))
    files = pages[:: max(1, len(pages) // TIMED_PAGES)][:TIMED_PAGES]  # from all over the set: every kind in its share
    figures = speed.compare(models, files)
    print("\n### Cost of a page (CPU seconds, one thread, median of alternating rounds)\n")
    print("| ours | bare | ratio | peak memory of the reader |\n|---|---|---|---|")
    print(
        f"| {figures['ours_s']:.2f} s | {figures['bare_s']:.2f} s "
        f"| {figures['ratio']:.2f} | {figures['peak_mb']:.0f} MiB |"
    )


if __name__ == "__main__":
    sys.exit(main())
