"""A folder of real papers with the values that a person read on them: how much of it the reader reads.

`python -m tests.bench --folder DIR` (in `make bench BENCH="--folder DIR"`). `DIR/labels.json` names each file:

    {"receipt.jpg": {"kind": "MED_RECEIPT", "fields": {"total_figures": 123456, "issue_date": "2024-03-05"}}}

`kind` and `fields` may each be absent; amounts are integer fen, days are written 2024-03-05, and null says that nothing
is printed there. Nothing else of a paper is compared. Here: comparing and the table. Not here: drawn papers (accuracy).
"""

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.interval import share_of

LABELS = "labels.json"


class LabelsFault(Exception):
    """The folder cannot be measured; the text says what to mend."""


@dataclass(slots=True)
class Labelled:
    """What was counted: by field and by kind, and every value that was not read as labelled."""

    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def measure(folder: Path) -> str:
    """Read every labelled file of a folder as a user would and return the table."""
    labels = read_labels(folder)
    files = [str(folder / name) for name in labels]
    done = subprocess.run([".venv/bin/claimgate", "read", *files, "--json"], capture_output=True, check=False)
    if not done.stdout:
        raise LabelsFault(f"The papers of {folder} could not be read: {done.stderr.decode(errors='replace')[-400:]}")
    return table(compare(labels, json.loads(done.stdout)["documents"]))


def read_labels(folder: Path) -> dict[str, Any]:
    """Return the labels of a folder; raises LabelsFault with what to mend."""
    try:
        labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise LabelsFault(f"{folder / LABELS} must be a JSON object from file name to labels: {fault}") from None
    if not isinstance(labels, dict) or not all(isinstance(entry, dict) for entry in labels.values()):
        raise LabelsFault(f"{folder / LABELS} must be a JSON object from file name to labels.")
    elsewhere = [name for name in labels if Path(name).name != name]
    if elsewhere:
        raise LabelsFault(f"Files are named without a folder; these are not: {', '.join(elsewhere)}")
    missing = [name for name in labels if not (folder / name).is_file()]
    if missing:
        raise LabelsFault(f"Labelled, but not in {folder}: {', '.join(missing)}")
    return labels


def compare(labels: Mapping[str, Any], documents: list[dict[str, Any]]) -> Labelled:
    """Count each labelled value as exact, doubted (wrong or none, and not sure) or surely wrong."""
    counted = Labelled()
    for name, entry in labels.items():
        document = _labelled_one(entry, [document for document in documents if document["file"] == name])
        if "kind" in entry:
            counted.kinds["right" if document["kind"] == entry["kind"] else "wrong"] += 1
        for place, expected in entry.get("fields", {}).items():
            leaf = document["fields"].get(place) or {}
            value = leaf.get("value")
            exact = value == expected
            outcome = "exact" if exact else "surely wrong" if leaf.get("sure") and value is not None else "doubted"
            counted.fields[place][outcome] += 1
            if not exact:
                counted.notes.append(f"{name} {place}: {expected!r} read {value!r} ({outcome})")
    return counted


def _labelled_one(entry: Mapping[str, Any], papers: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose the paper that the label is about: a file may hold several; that of the labelled kind, else the first."""
    of_kind = [paper for paper in papers if paper["kind"] == entry.get("kind")]
    return (of_kind or papers or [{"kind": None, "fields": {}}])[0]


def table(counted: Labelled) -> str:
    """Return the table as Markdown, every miss below it."""
    out = ["| field | exact | doubted | surely wrong |", "|---|---|---|---|"]
    whole: Counter[str] = Counter()
    for place, counter in sorted(counted.fields.items()):
        whole += counter
        out.append(_row(place, counter))
    out.append(_row("**all**", whole))
    kinds = share_of(counted.kinds["right"], counted.kinds.total())
    return "\n".join([*out, "", f"Kind told right: {kinds}", "", *counted.notes])


def _row(name: str, counter: Mapping[str, int]) -> str:
    total = sum(counter.values())
    exact = share_of(counter.get("exact", 0), total)
    return f"| {name} | {exact} | {counter.get('doubted', 0)} | {counter.get('surely wrong', 0)} |"
