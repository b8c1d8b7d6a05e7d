"""What a page costs: ours against stock engines and against *bare*, same pages, rounds in turn, fresh processes.

CPU seconds, user and system, children included. Ours and *bare* with one thread, stock engines with as many as they
take by themselves. Here: the rounds, medians, ratios and their table. Not here: how an engine is started (engines).
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import engines
from tests.bench.found import asked, found
from tests.bench.interval import share_of

ROUNDS = 3
NAMES = {
    "ours": "ours, one thread",
    "rapidocr": "stock RapidOCR",
    "paddleocr": "stock PaddleOCR, same weights",
    "bare": "bare PaddleOCR, one thread",
    "tesseract": "Tesseract, chi_sim",
}
WANTED = {"rapidocr": "≤ 0.6", "paddleocr": "≤ 0.7"}
_ONE_THREAD = frozenset({"ours", "bare"})


@dataclass(slots=True)
class Cost:
    """What one engine took: CPU seconds a page by round, peak MiB, each page's lines; or why it did not run."""

    seconds: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    lines: list[list[str]] = field(default_factory=list)
    absent: str = ""

    @property
    def median(self) -> float:
        """CPU seconds a page, the middle of the rounds."""
        return statistics.median(self.seconds)


def compare(models: Path, files: Sequence[Path], rounds: int = ROUNDS) -> dict[str, Cost]:
    """Let every engine read the files in turn, as often as there are rounds."""
    costs = {name: Cost() for name in NAMES}
    for _ in range(rounds):
        for name, cost in costs.items():
            if not cost.absent:
                _one_round(name, cost, models, files)
    return costs


def _one_round(name: str, cost: Cost, models: Path, files: Sequence[Path]) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
    if name in _ONE_THREAD:
        environment["OMP_NUM_THREADS"] = "1"
    command = [sys.executable, "-m", "tests.bench.engines", name, str(models), *map(str, files)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    said = (done.stdout.decode().splitlines() or [""])[-1]
    if done.returncode == engines.ABSENT:
        cost.absent = said
        return
    if done.returncode:
        raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-800:]}")
    answer: dict[str, Any] = json.loads(said)
    cost.seconds.append(answer["cpu"] / len(files))
    cost.peak_mb = max(cost.peak_mb, answer["peak_mb"])
    cost.lines = answer["lines"]


def table(costs: Mapping[str, Cost], papers: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> str:
    """Return cost, ratio and values found as Markdown; `papers` are truth and our reading of each file."""
    values = [asked(paper, document) for paper, document in papers]
    total = sum(map(len, values))
    out = [
        "| engine | CPU s a page | ours / it | wanted | peak memory | printed critical values |",
        "|---|---|---|---|---|---|",
    ]
    ours = costs["ours"].median
    for name, cost in costs.items():
        if cost.absent:
            out.append(f"| {NAMES[name]} | not measured: {cost.absent} | | | | |")
            continue
        if name == "ours":
            seen = sum(value.exact for page in values for _, value in page)
        else:
            seen = sum(found(text, lines) for page, lines in zip(values, cost.lines, strict=True) for text, _ in page)
        ratio = "" if name == "ours" else f"**{ours / cost.median:.2f}**"
        how = "exact in their field" if name == "ours" else "found in a line"
        out.append(
            f"| {NAMES[name]} | {cost.median:.2f} | {ratio} | {WANTED.get(name, '')} | {cost.peak_mb:.0f} MiB "
            f"| {share_of(seen, total)} {how} |"
        )
    return "\n".join([*out, "", _NOTE])


_NOTE = (
    "CPU seconds, user and system, children included; weights and one warm-up page not counted; median of rounds in "
    "turn. The last column asks the same printed critical values of each: of ours that they are exact in their field, "
    "of an engine that reads lines only that their text occurs somewhere in one line (compatibility form, without "
    "blanks, commas and currency signs)."
)
