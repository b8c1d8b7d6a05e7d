"""What is counted over a set of cases, from `claimgate verify --cases --json` and the factory's truth.

A value that a person cannot read is asked only not to be sure and wrong; a value that the truth calls none (a date that
is no date) likewise, because where nothing is read nothing would be exact. Not here: which value belongs to which
(pairing), the tables (table).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.pairing import TrueValue, invented, true_values

LONE_PAPER = frozenset(
    {"X-007", "X-009", "X-014", "X-019", "X-021", "DOC-003"}
)  # expected where evidence is not in the case
BANDS = (0.99, 0.97, 0.95, 0.9, 0.8, 0.6, 0.0)  # lower bounds of confidence


def _counters() -> Any:
    return defaultdict(Counter)


@dataclass(slots=True)
class Tally:
    """Everything that is counted over a set of cases, by the profile of the paper or, of cases, of the case."""

    printed: dict[tuple[str, str, str], Counter[str]] = field(
        default_factory=_counters
    )  # kind, column, profile: exact, wrong, sure
    sure: dict[str, Counter[str]] = field(
        default_factory=_counters
    )  # (printed | handwritten | nowhere) and (right | wrong)
    written: dict[str, Counter[str]] = field(default_factory=_counters)  # right, doubted, wrong
    hidden: dict[str, Counter[str]] = field(
        default_factory=_counters
    )  # what nobody can read: doubted, sure and right, sure and wrong
    clean: dict[str, Counter[str]] = field(default_factory=_counters)  # clean, alarmed
    clean_hidden: dict[str, Counter[str]] = field(
        default_factory=_counters
    )  # the same of cases that hold what nobody can read
    kinds: dict[tuple[str, str], Counter[str]] = field(default_factory=_counters)
    faults: dict[str, Counter[str]] = field(default_factory=_counters)
    reliability: dict[tuple[str, float], Counter[str]] = field(default_factory=_counters)
    false_alarms: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sure_wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def profiles(self) -> list[str]:
        """The profiles that were counted, the easiest first."""
        seen = {profile for _, _, profile in self.printed} | set(self.clean) | set(self.clean_hidden) | set(self.sure)
        order = ("scan", "photo", "hurried")
        return sorted(seen, key=lambda name: order.index(name) if name in order else len(order))


def tally(results: Path, truth: Path, into: Tally | None = None) -> Tally:
    """Count every case of a JSON-lines file of results against the truth folder."""
    counted = into or Tally()
    for line in results.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        real = json.loads((truth / f"{said['case']}.json").read_text(encoding="utf-8"))
        if "documents" not in said:
            counted.failed.append(f"{said['case']}: {said.get('error')}")
            continue
        hidden = _count_documents(counted, said, real)
        _count_verdict(counted, said, real, hidden)
    return counted


def alarms(said: Mapping[str, Any], severities: str = "BF") -> set[str]:
    """The codes of all B and F findings of a case, wherever they stand."""
    found = list(said.get("findings", []))
    for document in said["documents"]:
        found += document.get("findings", [])
    return {finding["code"] for finding in found if finding["severity"] in severities}


def _count_verdict(counted: Tally, said: Mapping[str, Any], real: Mapping[str, Any], hidden: bool) -> None:
    profile, allowed = real["profile"], set(real.get("allowed", ()))
    if len(real["files"]) == 1:
        allowed |= LONE_PAPER
    seen = alarms(said) - allowed
    if real["clean"]:
        if hidden:  # a person would have sent it back as well
            counted.clean_hidden[profile]["clean" if not seen else "alarmed"] += 1
            return
        counted.clean[profile]["clean" if not seen else "alarmed"] += 1
        for code in seen:
            counted.false_alarms[f"{profile} {code}"] += 1
        return
    code = (real.get("fault") or {}).get("code", "?")
    if real["fault"].get("severity") == "I" and code in alarms(said, "BFI"):  # shows and stops nothing, as it should
        seen |= {code}
    visible = bool(alarms(said)) if not seen else True
    expected = set(real.get("expected_visible", ()))
    outcome = "unseen" if not visible else ("right code" if not expected or seen & expected else "other code")
    if outcome == "unseen" and real["fault"].get("not_match_is_enough") and not _all_matched(said, real):
        outcome = "not matched"
    counted.faults[code][outcome] += 1
    if not seen and outcome == "unseen":
        counted.unseen.append(f"{said['case']} {profile} {code}")


def _all_matched(said: Mapping[str, Any], real: Mapping[str, Any]) -> bool:
    """Whether every signature of the faulty paper was taken for the one expected: the foreign one with them."""
    name = real["fault"]["file"]
    signed = [mark for mark in real["files"][name]["marks"] if mark["type"] == "signature" and mark["present"]]
    marks = [mark for document in said["documents"] if document["file"] == name for mark in document["marks"]]
    matched = [mark for mark in marks if mark["type"] == "signature" and mark.get("name_match") == "MATCH"]
    return len(matched) >= len(signed)


def _count_documents(counted: Tally, said: Mapping[str, Any], real: Mapping[str, Any]) -> bool:
    """Count all papers of a case; return whether a person cannot read one of its critical values."""
    hidden = False
    for name, paper in real["files"].items():
        profile = paper.get("profile", real["profile"])
        papers = [document for document in said["documents"] if document["file"] == name]
        of_kind = [document for document in papers if document["kind"] == paper["kind"]]
        if not set(paper["printed"]) <= set(paper.get("illegible", ())):  # else it could not even be opened
            counted.kinds[(paper["kind"], profile)]["right" if of_kind else "wrong"] += 1
        document = (of_kind or papers or [{"kind": paper["kind"], "fields": {}}])[0]
        known = list(true_values(paper, document))
        where = f"{said['case']}/{name} {profile}"
        for value in known:
            hidden |= value.critical and not value.legible
            _count_value(counted, paper, profile, value, where)
        _count_invented(counted, paper, document, known, profile, where)
    return hidden


def _count_value(counted: Tally, paper: Mapping[str, Any], profile: str, value: TrueValue, where: str) -> None:
    note = f"{where} {value.place}: {value.expected!r} read {(value.leaf or {}).get('value')!r}"
    if value.critical and value.sure:
        how = "handwritten" if value.written else "printed"
        counted.sure[profile][f"{how} {'wrong' if value.surely_wrong else 'right'}"] += 1
        if value.surely_wrong:
            counted.sure_wrong.append(f"{note} ({how})")
    if not paper["fields"]:  # of kinds that are only classed nothing is promised but that nothing false is sure
        return
    if not value.legible:
        if value.critical:
            outcome = "doubted" if not value.sure else "sure and wrong" if value.surely_wrong else "sure and right"
            counted.hidden[profile][outcome] += 1
        return
    if value.expected is None:
        return
    if value.written:
        counted.written[profile]["right" if value.exact else "wrong" if value.sure else "doubted"] += 1
        return
    if value.critical:
        _count_printed(counted, paper["kind"], profile, value)
        if not value.exact:
            counted.wrong.append(note)


def _count_printed(counted: Tally, kind: str, profile: str, value: TrueValue) -> None:
    counter = counted.printed[(kind, value.column, profile)]
    counter["exact" if value.exact else "wrong"] += 1
    counter["sure"] += value.sure
    if value.leaf is not None and value.leaf.get("value") is not None:
        band = next(bound for bound in BANDS if value.leaf["confidence"] >= bound)
        names = ["all", *["wrong"] * (not value.exact), *["sure"] * value.sure]
        counted.reliability[(profile, band)].update([*names, *["sure and wrong"] * value.surely_wrong])


def _count_invented(
    counted: Tally,
    paper: Mapping[str, Any],
    document: Mapping[str, Any],
    known: list[TrueValue],
    profile: str,
    where: str,
) -> None:
    for extra in invented(paper, document, known):
        counted.sure[profile][f"nowhere {'right' if extra.stands_elsewhere else 'wrong'}"] += 1
        if not extra.stands_elsewhere:
            counted.sure_wrong.append(f"{where} {extra.place}: not there, read {extra.leaf['value']!r}")
