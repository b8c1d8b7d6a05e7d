"""Compare what `claimgate verify --cases` said with the factory's truth.

Here: counting. Not here: drawing and running (tests.bench.__main__).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.interval import share_of

LONE_PAPER = frozenset(
    {"X-007", "X-009", "X-014", "X-019", "X-021", "DOC-003"}
)  # expected where evidence is not in the case


# Members of the published reading; a paper's truth may hold more than anybody asks for (cashier, ward, serial number).
PUBLISHED = frozenset(
    """worker_name worker_id employer_name employer_uscc injury_date decision_no lines total_figures total_upper
    pay_method consent payee_name payee_account payee_bank payee_cnaps sign_date sign_dates deceased_name deceased_id
    death_date relatives completeness dispute items holder_name account bank_name cnaps advanced_total
    advanced_total_upper pass_on_promise beneficiaries received_total retained_advance passed_total
    passed_total_upper pay_date slip_no receipt_code receipt_number check_code issue_date patient_name patient_id
    paid_insurance paid_account paid_cash hospital_name payer_name payer_account amount_figures amount_upper
    trade_date purpose worker_phone name id_no relation guardian supported minor phone""".split()  # noqa: SIM905 - a table of words
)


_BANDS = (0.99, 0.97, 0.95, 0.9, 0.8, 0.6, 0.0)  # lower bounds of confidence


@dataclass(slots=True)
class Tally:
    """Everything that is counted over a set of cases."""

    fields: dict[tuple[str, str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    clean: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    false_alarms: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sure_wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    reliability: dict[tuple[str, float], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def tally(results: Path, truth: Path) -> Tally:
    """Count every case of a JSON-lines file of results against the truth folder."""
    counted = Tally()
    for line in results.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        real = json.loads((truth / f"{said['case']}.json").read_text(encoding="utf-8"))
        if "documents" not in said:
            counted.failed.append(f"{said['case']}: {said.get('error')}")
            continue
        _count_documents(counted, said, real)
        _count_verdict(counted, said, real)
    return counted


def alarms(said: Mapping[str, Any], severities: str = "BF") -> set[str]:
    """The codes of all B and F findings of a case, wherever they stand."""
    found = list(said.get("findings", []))
    for document in said["documents"]:
        found += document.get("findings", [])
    return {finding["code"] for finding in found if finding["severity"] in severities}


def _count_verdict(counted: Tally, said: Mapping[str, Any], real: Mapping[str, Any]) -> None:
    profile, allowed = real["profile"], set(real.get("allowed", ()))
    if len(real["files"]) == 1:
        allowed |= LONE_PAPER
    seen = alarms(said) - allowed
    if real["clean"]:
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


def _count_documents(counted: Tally, said: Mapping[str, Any], real: Mapping[str, Any]) -> None:
    by_file = {document["file"]: document for document in said["documents"]}
    for name, paper in real["files"].items():
        document = by_file.get(name)
        profile = real["profile"]
        right = bool(document) and document["kind"] == paper["kind"]
        counted.kinds[(paper["kind"], profile)]["right" if right else "wrong"] += 1
        if not paper.get("fields"):
            continue
        for field_name, expected, leaf, how in _pairs(paper, document or {"fields": {}}):
            if how != "printed":
                continue
            value = leaf.get("value") if leaf else None
            exact = value == expected
            key = (paper["kind"], field_name.split("[")[0] + field_name.partition("]")[2], profile)
            counted.fields[key]["exact" if exact else "wrong"] += 1
            if leaf and leaf.get("sure"):
                counted.fields[key]["sure"] += 1
            if leaf and value is not None:
                _count_confidence(counted, profile, leaf, exact)
            if not exact:
                note = f"{said['case']}/{name} {profile} {field_name}: {expected!r} read {value!r}"
                counted.wrong.append(note)
                if leaf and leaf.get("sure") and value is not None:
                    counted.sure_wrong.append(note)


def _count_confidence(counted: Tally, profile: str, leaf: Mapping[str, Any], exact: bool) -> None:
    band = next(bound for bound in _BANDS if leaf["confidence"] >= bound)
    sure = bool(leaf.get("sure"))
    names = ["all", *["wrong"] * (not exact), *["sure"] * sure, *["sure and wrong"] * (sure and not exact)]
    counted.reliability[(profile, band)].update(names)


def _pairs(
    paper: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Mapping[str, Any] | None, str]]:
    """Yield (name, true value, leaf or None, printed | handwritten) for every field and row member of a paper."""
    read = document.get("fields", {})
    hand = set(paper.get("handwritten", ()))
    for name, value in paper["fields"].items():
        if name not in PUBLISHED:
            continue
        got = read.get(name)
        if isinstance(value, list):
            partners = _partners(value, got if isinstance(got, list) else [])
            for index, (row, there) in enumerate(zip(value, partners, strict=True)):
                if isinstance(row, dict):
                    for member, expected in row.items():
                        leaf = there.get(member) if isinstance(there, dict) else None
                        how = (
                            "handwritten"
                            if {name, f"{name}[].{member}", f"{name}[{index}].{member}"} & hand
                            else "printed"
                        )
                        yield f"{name}[{index}].{member}", expected, leaf, how
                else:
                    yield f"{name}[{index}]", row, there, "handwritten" if name in hand else "printed"
            continue
        yield name, value, got if isinstance(got, dict) else None, "handwritten" if name in hand else "printed"


def _partners(true_rows: Sequence[Any], read_rows: Sequence[Any]) -> list[Any]:
    """For each true row the read one that agrees most, the best pairs first: columns may be read in either order.

    A row that was not read has none, so that no other row's values count as its own read wrongly.
    """

    def agreement(row: Any, candidate: Any) -> int:
        if not isinstance(row, dict):
            return int(isinstance(candidate, dict) and candidate.get("value") == row)
        return sum(candidate.get(member, {}).get("value") == expected for member, expected in row.items())

    pairs = [(agreement(row, read), at, got) for at, row in enumerate(true_rows) for got, read in enumerate(read_rows)]
    partners: list[Any] = [None] * len(true_rows)
    free, taken = set(range(len(true_rows))), set()
    for _, at, got in sorted(pairs, key=lambda pair: -pair[0]):
        if at in free and got not in taken:
            partners[at] = read_rows[got]
            free.discard(at)
            taken.add(got)
    return partners


def share(counter: Mapping[str, int], *good: str) -> str:
    """`97.1 % (34/35; 85.5–99.5)` of a counter's outcomes."""
    return share_of(
        sum(counter.get(key, 0) for key in good), sum(count for key, count in counter.items() if key != "sure")
    )


def _reliability(counted: Tally) -> list[str]:
    """Return the curve: of the printed values with a confidence in each band, how many were wrong."""
    out = ["", "### How far a confidence can be believed", ""]
    out += ["| confidence | profile | values | wrong | of them sure | sure and wrong |", "|---|---|---|---|---|---|"]
    for (profile, band), c in sorted(counted.reliability.items(), key=lambda item: (item[0][0], -item[0][1])):
        span = f"{band:.2f}–{_BANDS[_BANDS.index(band) - 1]:.2f}" if band != _BANDS[0] else f"from {band:.2f}"
        out.append(f"| {span} | {profile} | {c['all']} | {c['wrong']} | {c['sure']} | {c['sure and wrong']} |")
    return out


def report(counted: Tally) -> str:
    """The whole table as Markdown."""
    out = [
        "### Printed fields exact, by kind and degradation",
        "",
        "| kind | profile | exact | sure |",
        "|---|---|---|---|",
    ]
    by_kind: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_profile: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, _, profile), counter in counted.fields.items():
        by_kind[(kind, profile)].update(counter)
        by_profile[profile].update(counter)
    for (kind, profile), counter in sorted(by_kind.items()):
        out.append(f"| {kind} | {profile} | {share(counter, 'exact')} | {counter['sure']} |")
    for profile, counter in sorted(by_profile.items()):
        out.append(f"| **all** | {profile} | **{share(counter, 'exact')}** | {counter['sure']} |")
    out += ["", "### Printed fields below 97 %", "", "| kind | field | profile | exact |", "|---|---|---|---|"]
    for (kind, name, profile), counter in sorted(counted.fields.items()):
        if counter["wrong"] > 0.03 * (counter["wrong"] + counter["exact"]):
            out.append(f"| {kind} | {name} | {profile} | {share(counter, 'exact')} |")
    out += _reliability(counted)
    out += ["", "### Kind told right", "", "| kind | profile | right |", "|---|---|---|"]
    out += [f"| {kind} | {profile} | {share(c, 'right')} |" for (kind, profile), c in sorted(counted.kinds.items())]
    out += ["", "### Clean cases with no B and no F", "", "| profile | clean |", "|---|---|"]
    out += [f"| {profile} | {share(c, 'clean')} |" for profile, c in sorted(counted.clean.items())]
    out += [
        "",
        "### Planted faults",
        "",
        "| code | right code | other code | foreign hand not matched | nothing to see |",
        "|---|---|---|---|---|",
    ]
    for code, c in sorted(counted.faults.items()):
        out.append(f"| {code} | {c['right code']} | {c['other code']} | {c['not matched']} | {c['unseen']} |")
    out += ["", f"False alarms on clean cases: {dict(counted.false_alarms.most_common())}"]
    out += [f"Planted faults with nothing to see: {len(counted.unseen)} {counted.unseen[:40]}"]
    out += [f"Sure and wrong printed fields: {len(counted.sure_wrong)}", f"Cases that failed: {counted.failed}"]
    return "\n".join(out)
