"""Rule sets by date: which one judges, and that a used one never changes."""

import hashlib
import itertools
from datetime import date

import pytest

from validators.catalogue import CATALOGUE
from validators.registry import CASE_CHECKS, GATE_CHECKS, PAPER_CHECKS, RULE_VERSION
from validators.rule_sets import RULE_SETS, rule_set_on

PUBLISHED = {"gd-2021-228/1": "fa520648c93e5002"}


def _digest() -> str:
    rows = [f"{one.code} {one.severity} {one.scope} {one.clause} {one.human_only}" for one in CATALOGUE]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2021, 6, 14), None), (date(2021, 6, 15), "gd-2021-228/1"), (date(2030, 1, 1), "gd-2021-228/1")],
)
def test_set_of_a_filing_day(day: date, version: str | None) -> None:
    """A claim is judged by the set in force on its filing day; before the notice there is none."""
    rules = rule_set_on(day)
    assert (rules.version if rules else None) == version


def test_sets_follow_each_other() -> None:
    """Sets do not overlap, only the last is open-ended, and no version is there twice."""
    for one, other in itertools.pairwise(RULE_SETS):
        assert one.valid_to is not None
        assert one.valid_from <= one.valid_to < other.valid_from
    assert RULE_SETS[-1].valid_to is None
    assert len({one.version for one in RULE_SETS}) == len(RULE_SETS)


def test_published_set_is_unchanged() -> None:
    """Severity, scope and clause of a published set never change: a change needs a new version with a new digest."""
    assert PUBLISHED[RULE_VERSION] == _digest()
    assert set(PUBLISHED) == {one.version for one in RULE_SETS}


def test_each_of_the_97_checks_is_one_function() -> None:
    """Every published check has exactly one function of its own."""
    functions = [(one.code, one.run) for one in PAPER_CHECKS] + [*CASE_CHECKS, *GATE_CHECKS]
    assert sorted(code for code, _ in functions) == sorted(one.code for one in CATALOGUE)
    assert len({run for _, run in functions}) == len(CATALOGUE) == 97
