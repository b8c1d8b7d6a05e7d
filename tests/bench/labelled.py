"""A folder of real papers with the values that a person read on them: how much of it the reader reads.

`python -m tests.bench --folder DIR` (in `make bench BENCH="--folder DIR"`). `DIR/labels.json` names each file:

    {"receipt.jpg": {"kind": "MED_RECEIPT", "fields": {"total_figures": 123456, "issue_date": "2024-03-05"}},
     "letter.jpg": {"signed": true}}

`kind`, `fields` and `signed` may each be absent; amounts are integer fen, days are written 2024-03-05, null says that
nothing is printed there, and `signed` whether somebody signed the paper by hand. Nothing else of a paper is compared.
Here: reading labels, comparing, the table. Not here: drawn papers (accuracy).
"""

import difflib
import json
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.interval import share_of
from validators.model.codes import DocumentKind
from validators.texts.labels import FIELD_NAMES

LABELS = "labels.json"
_ENTRY = ("kind", "fields", "signed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class LabelsFault(Exception):
    """The folder cannot be measured; the text says what to mend."""


@dataclass(slots=True)
class Labelled:
    """What was counted: by field, kind and signature, and every value that was not read as labelled."""

    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: Counter[str] = field(default_factory=Counter)
    signed: dict[bool, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)


def measure(folder: Path) -> str:
    """Read every labelled file of a folder as a user would and return the table."""
    labels = read_labels(folder)
    files = [str(folder / name) for name in labels]
    if not files:
        raise LabelsFault(f"{folder / LABELS} names no paper yet.")
    done = subprocess.run([".venv/bin/claimgate", "read", *files, "--json"], stdout=subprocess.PIPE, check=False)
    if not done.stdout:  # progress and reasons have gone to stderr
        raise LabelsFault(f"The papers of {folder} could not be read; the reason stands above.")
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
    faults = [f"{name}: {fault}" for name, entry in labels.items() for fault in _faults(entry)]
    if faults:
        raise LabelsFault("\n".join([f"{folder / LABELS} cannot be used as it is:", *faults]))
    return labels


def _faults(entry: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with one paper's labels, a sentence each."""
    out = [f"{key!r} is no label{_meant(key, _ENTRY)}" for key in entry if key not in _ENTRY]
    kinds = [kind.value for kind in DocumentKind]
    if "kind" in entry and entry["kind"] not in kinds:
        out.append(f"{entry['kind']!r} is no kind{_meant(entry['kind'], kinds)}; kinds are {', '.join(kinds)}.")
    if "signed" in entry and not isinstance(entry["signed"], bool):
        out.append(f"'signed' is true or false, not {entry['signed']!r}.")
    fields = entry.get("fields", {})
    if not isinstance(fields, dict):
        return [*out, "'fields' is an object from field name to value."]
    return [*out, *(fault for name, value in fields.items() for fault in _field_faults(name, value))]


def _field_faults(name: str, value: object) -> list[str]:
    if name not in FIELD_NAMES:
        return [f"{name!r} is no field of a reading{_meant(name, FIELD_NAMES)}"]
    if isinstance(value, float):
        return [f"{name} is {value!r}; amounts are whole fen, {round(value * 100)} if these are yuan."]
    if isinstance(value, list | dict):
        return [f"{name} is a list; only single values are compared."]
    if name.endswith("_date") and value is not None and not _DAY.fullmatch(str(value)):
        return [f"{name} is {value!r}; days are written 2024-03-05."]
    return []


def _meant(word: object, known: Collection[str]) -> str:
    """Say which known word may have been meant."""
    near = difflib.get_close_matches(str(word), known, 1, 0.6)
    return f"; {near[0]!r} was meant, perhaps." if near else "."


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
        if "signed" in entry:
            outcome = _signed(document)
            counted.signed[entry["signed"]][outcome] += 1
            if outcome != ("signed" if entry["signed"] else "unsigned"):
                counted.notes.append(f"{name} is {'' if entry['signed'] else 'not '}signed: {outcome}")
    return counted


def _signed(document: Mapping[str, Any]) -> str:
    """Say whether the reading has a sure handwritten signature, none at all, or one that a person is asked about."""
    marks = [mark for mark in document.get("marks", ()) if mark["type"] == "signature"]
    present = [mark for mark in marks if mark["present"]]
    if any(mark["handwritten"] and mark["sure"] and not mark["pasted"] for mark in present):
        return "signed"
    return "doubted" if present or any(not mark["sure"] for mark in marks) else "unsigned"


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
    return "\n".join([*out, "", f"Kind told right: {kinds}", "", *_signed_rows(counted), *counted.notes])


def _signed_rows(counted: Labelled) -> list[str]:
    """Return the table of signatures: what was found on signed and on unsigned papers."""
    if not counted.signed:
        return []
    out = ["| labelled | found signed | a person is asked | found unsigned |", "|---|---|---|---|"]
    for signed, name in ((True, "signed"), (False, "not signed")):
        found = counted.signed[signed]
        shares = [share_of(found[what], found.total()) for what in ("signed", "doubted", "unsigned")]
        out.append(f"| {name} | {' | '.join(shares)} |")
    return [*out, ""]


def _row(name: str, counter: Mapping[str, int]) -> str:
    total = sum(counter.values())
    exact = share_of(counter.get("exact", 0), total)
    return f"| {name} | {exact} | {counter.get('doubted', 0)} | {counter.get('surely wrong', 0)} |"
