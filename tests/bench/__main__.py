"""`python -m tests.bench`: draw papers, verify them as a user would, print the tables.

--profiles scan,photo,hurried (or `each`) draws and reads --count cases of each and prints one table; without it the
mix is drawn. --set reserved|tuning, --seed, --jobs, --keep DIR (papers and results stay), --detail (every miss),
--no-speed, --rounds and --pages of the cost of a page. --folder DIR measures a folder of real papers with a labels.json
instead (tests/bench/labelled.py). Here: the order of a run. Not here: counting, tables, engines.
"""

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import labelled, speed, steps
from tests.bench.counting import Tally, tally
from tests.bench.table import report

EVALUATION_SEED = 20_261_227  # not used for tuning
EACH = ("scan", "photo", "hurried")
PICTURES = frozenset({".jpg", ".png"})  # what every engine opens by itself


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
    profiles = EACH if options.profiles == "each" else tuple(options.profiles.split(","))
    counted = Tally()
    drawn = [_drawn(keep, profile, options) for profile in profiles]
    wall = sum(_verify(folder, options.jobs) for folder in drawn)
    for folder in drawn:
        tally(folder / "results.jsonl", folder / "truth", counted)
    papers = sum(map(_papers, drawn))
    print(
        f"## {dt.datetime.now(dt.UTC):%Y-%m-%d} · {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"\n{options.count} cases of {', '.join(profiles)}, {papers} papers, set {options.set}, seed {options.seed}, "
        f"{wall / papers:.2f} s a paper with {options.jobs} jobs\n"
    )
    print(report(counted))
    if options.detail:
        print("\n### Every sure and wrong value, then every printed one not exact\n")
        print("\n".join([*counted.sure_wrong, "", *counted.wrong]))
    if not options.no_speed:
        _print_cost(drawn, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=EVALUATION_SEED)
    parser.add_argument("--profiles", "--profile", default="mix")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--set", default="reserved")
    parser.add_argument("--keep")
    parser.add_argument("--folder")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--rounds", type=int, default=speed.ROUNDS)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--detail", action="store_true")
    return parser.parse_args()


def _drawn(keep: Path, profile: str, options: argparse.Namespace) -> Path:
    """Draw the cases of a profile, unless they were drawn before; return their folder."""
    drawn = keep / f"{options.set}-{options.seed}-{profile}-{options.count}"
    if not (drawn / "truth").exists():
        command = [sys.executable, "-m", "tests.factory", "cases", str(drawn), "--seed", str(options.seed)]
        command += ["--count", str(options.count), "--profile", profile, "--set", options.set]
        subprocess.run(command, check=True)
    return drawn


def _verify(drawn: Path, jobs: int) -> float:
    """Let the product read and judge all cases; return the seconds it took."""
    started = time.monotonic()
    with (drawn / "results.jsonl").open("wb") as stream:
        command = [".venv/bin/claimgate", "verify", "--cases", str(drawn / "papers"), "--jobs", str(jobs), "--json"]
        subprocess.run(command, stdout=stream, check=True)
    return time.monotonic() - started


def _papers(drawn: Path) -> int:
    return sum(1 for path in (drawn / "papers").glob("*/*") if path.suffix != ".json")


def _print_cost(drawn: list[Path], options: argparse.Namespace) -> None:
    models = Path(os.environ.get("CLAIMGATE_MODELS") or Path(os.environ.get("CLAIMGATE_HOME", "var")) / "models")
    pages = [page for folder in drawn for page in _pages(folder)]
    chosen = pages[:: max(1, len(pages) // options.pages)][: options.pages]  # from all over: every kind in its share
    files = [file for file, _, _ in chosen]
    print(f"\n### Cost of a page: {len(files)} pages, {options.rounds} rounds\n")
    print(speed.table(speed.compare(models, files, options.rounds), [(paper, read) for _, paper, read in chosen]))
    print("\n### What each step of ours costs, the same pages, one thread\n")
    print(steps.table(steps.of_pages(models, files)))


def _pages(drawn: Path) -> list[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Return every picture that can be opened, with its truth and what was read of it."""
    pages = []
    for line in (drawn / "results.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        truth = json.loads((drawn / "truth" / f"{said['case']}.json").read_text(encoding="utf-8"))
        broken = (truth["fault"] or {}).get("code") == "DOC-001" and truth["fault"]["file"]
        for document in said.get("documents", ()):
            file = drawn / "papers" / said["case"] / document["file"]
            if file.suffix in PICTURES and file.name != broken:
                pages.append((file, truth["files"][file.name], document))
    return sorted(pages, key=lambda page: page[0])


if __name__ == "__main__":
    sys.exit(main())
