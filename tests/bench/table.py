"""The tables of what was counted, as Markdown: the four rows first, details below.

Here: wording and layout. Not here: counting, speed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from tests.bench.counting import BANDS, Tally
from tests.bench.interval import share_of, wilson

Row = tuple[str, Callable[[Tally, str], str], str]


def report(counted: Tally) -> str:
    """Everything: the four rows, then printed fields by kind, confidences, kinds, faults."""
    parts = [four_rows(counted), _printed(counted), _reliability(counted), _kinds(counted), _faults(counted)]
    return "\n\n".join(parts)


def four_rows(counted: Tally) -> str:
    """The table by which the reader is judged, and what lies outside its shares."""
    profiles = counted.profiles
    out = [f"| | {' | '.join(profiles)} | wanted (scan / photo / hurried) |", "|---" * (len(profiles) + 2) + "|"]
    for name, cell, wanted in _ROWS:
        out.append(f"| {name} | {' | '.join(cell(counted, profile) for profile in profiles)} | {wanted} |")
    out += ["", _NOTE]
    for profile in profiles:
        if hidden := counted.hidden.get(profile):
            out.append(
                f"\n- {profile}: of {hidden.total()} critical values that no person can read, "
                f"{hidden['sure and right']} sure and right, {hidden['sure and wrong']} sure and wrong"
            )
        if apart := counted.clean_hidden.get(profile):
            out.append(
                f"- {profile}: clean cases with such a value, outside the share: {apart['clean']} of {apart.total()} "
                "with no B and no F"
            )
    return "\n".join(out)


_NOTE = (
    "Shares with their 95 % interval. Critical: names, numbers of persons and firms, accounts, amounts, dates, items, "
    "receipt numbers (`validators.requirements.CRITICAL`). A value that no person can read is asked only not to be "
    "sure and wrong; one that was crossed out is wrong unless it is said to be altered. Not there: a value said to be "
    "sure at a place that the paper does not have, and that stands nowhere on it."
)


def _exact(counted: Tally, profile: str) -> str:
    whole: Counter[str] = Counter()
    for (_, _, of_profile), counter in counted.printed.items():
        if of_profile == profile:
            whole.update(counter)
    return share_of(whole["exact"], whole["exact"] + whole["wrong"])


def _surely_wrong(counted: Tally, profile: str) -> str:
    counter = counted.sure.get(profile, Counter())
    wrong = {how: counter[f"{how} wrong"] for how in ("printed", "handwritten", "nowhere")}
    total, failed = counter.total(), sum(wrong.values())
    if total == 0:
        return "–"
    low, high = wilson(failed, total)
    split = f"printed {wrong['printed']}, handwritten {wrong['handwritten']}, not there {wrong['nowhere']}"
    return f"{1000 * failed / total:.1f} ({failed}/{total}; {1000 * low:.1f}–{1000 * high:.1f}): {split}"


def _written(counted: Tally, profile: str) -> str:
    c = counted.written.get(profile, Counter())
    return share_of(c["right"] + c["doubted"], c.total()) + (f", right {c['right']}" if c else "")


def _clean(counted: Tally, profile: str) -> str:
    c = counted.clean.get(profile, Counter())
    return share_of(c["clean"], c.total())


_ROWS: tuple[Row, ...] = (
    ("printed critical fields exact", _exact, "≥ 99.5 / 99 / 95 %"),
    ("critical fields said to be sure that are wrong, per 1,000", _surely_wrong, "≤ 1"),
    ("handwritten digits and names right, or said to be unsure", _written, "≥ 99 %"),
    ("clean cases with no B and no F", _clean, "≥ 95 / 90 / 60 %"),
)


def share(counter: Mapping[str, int], *good: str) -> str:
    """`97.1 % (34/35; 85.5–99.5)` of a counter's outcomes."""
    return share_of(
        sum(counter.get(key, 0) for key in good), sum(count for key, count in counter.items() if key != "sure")
    )


def _printed(counted: Tally) -> str:
    out = ["### Printed critical fields by kind", "", "| kind | profile | exact | sure |", "|---|---|---|---|"]
    by_kind: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (kind, _, profile), counter in counted.printed.items():
        by_kind[(kind, profile)].update(counter)
    for (kind, profile), counter in sorted(by_kind.items()):
        out.append(f"| {kind} | {profile} | {share(counter, 'exact')} | {counter['sure']} |")
    out += ["", "### Of them below 97 %", "", "| kind | field | profile | exact |", "|---|---|---|---|"]
    for (kind, name, profile), counter in sorted(counted.printed.items()):
        if counter["wrong"] > 0.03 * (counter["wrong"] + counter["exact"]):
            out.append(f"| {kind} | {name} | {profile} | {share(counter, 'exact')} |")
    return "\n".join(out)


def _reliability(counted: Tally) -> str:
    """Return the curve: of the printed values with a confidence in each band, how many were wrong."""
    out = ["### How far a confidence can be believed", ""]
    out += ["| confidence | profile | values | wrong | of them sure | sure and wrong |", "|---|---|---|---|---|---|"]
    for (profile, band), c in sorted(counted.reliability.items(), key=lambda item: (item[0][0], -item[0][1])):
        span = f"{band:.2f}–{BANDS[BANDS.index(band) - 1]:.2f}" if band != BANDS[0] else f"from {band:.2f}"
        out.append(f"| {span} | {profile} | {c['all']} | {c['wrong']} | {c['sure']} | {c['sure and wrong']} |")
    return "\n".join(out)


def _kinds(counted: Tally) -> str:
    out = ["### Kind told right", "", "| kind | profile | right |", "|---|---|---|"]
    out += [f"| {kind} | {profile} | {share(c, 'right')} |" for (kind, profile), c in sorted(counted.kinds.items())]
    return "\n".join(out)


def _faults(counted: Tally) -> str:
    out = ["### Planted faults", "", "| code | right code | other code | foreign hand not matched | nothing to see |"]
    out += ["|---|---|---|---|---|"]
    for code, c in sorted(counted.faults.items()):
        out.append(f"| {code} | {c['right code']} | {c['other code']} | {c['not matched']} | {c['unseen']} |")
    out += ["", f"False alarms on clean cases: {dict(counted.false_alarms.most_common())}"]
    out += [f"Planted faults with nothing to see: {len(counted.unseen)} {counted.unseen[:40]}"]
    out += [f"Sure and wrong critical fields: {len(counted.sure_wrong)}", f"Cases that failed: {counted.failed}"]
    return "\n".join(out)
