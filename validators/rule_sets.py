"""The rules by date (AMB-24): a claim is judged by the set in force on its filing day; a used set never changes.

Here: versions and their days. A changed rule is a new row; a test holds each row to the digest of its published
checks. Not here: the checks (registry), what they are called outside (catalogue).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version with its first and last day of filing (both included; None: still in force)."""

    version: str
    valid_from: date
    valid_to: date | None


RULE_SETS: tuple[RuleSet, ...] = (RuleSet("gd-2021-228/1", date(2021, 6, 15), None),)
"""The notice took effect on its own day (article 一); an earlier claim has no rule set here."""

CURRENT = RULE_SETS[-1]
IN_FORCE_FROM = RULE_SETS[0].valid_from


def rule_set_on(day: date) -> RuleSet | None:
    """Give the set in force on a filing day; None before the notice."""
    for rules in RULE_SETS:
        if rules.valid_from <= day and (rules.valid_to is None or day <= rules.valid_to):
            return rules
    return None
