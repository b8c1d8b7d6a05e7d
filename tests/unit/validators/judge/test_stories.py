"""Stories of the paper factory, read without a flaw: clean ones stay clean, every planted fault shows."""

from datetime import timedelta

import pytest

from intake.claims.schemas import parse_record
from tests.as_read import as_read, told
from tests.factory import faults
from tests.factory.build import STORIES
from tests.unit.validators.rules.asking import ask, blocking
from validators.corroborate import corroborate
from validators.model.findings import CaseJudgement

LONE_PAPER = {"X-007", "X-009", "X-014", "X-019", "X-021", "DOC-003"}
UNREAD_HERE = {"DOC-002"}  # a smear that a flawless reader reads is no fault
SEEDS = range(12)


def judged(story: str, fault: str | None, seed: int) -> tuple[CaseJudgement, set[str], set[str]]:
    """Judge a told story; with what it allows and what the fault should show."""
    plan = told(story, fault, seed)
    record = parse_record(plan.claim).record
    documents = corroborate(record, as_read(plan))
    judgement = ask(record, *documents, today=plan.today + timedelta(days=365 if story == "lone" else 0))
    lone = LONE_PAPER if len(documents) == 1 else set()
    return judgement, set(plan.allowed) | lone, set(plan.expected)


@pytest.mark.parametrize("story", STORIES)
def test_clean_stories(story: str) -> None:
    """A story without a fault has no B, no F and nothing that holds for want of a datum."""
    for seed in SEEDS:
        judgement, allowed, _ = judged(story, None, seed)
        assert blocking(judgement) - allowed == set(), f"{story} {seed}"


@pytest.mark.parametrize(("fault", "story"), [pair for pair in faults.pairs(None, None) if pair[0] not in UNREAD_HERE])
def test_planted_faults(fault: str, story: str) -> None:
    """A planted fault comes out under one of the codes that may show it."""
    for seed in (1, 2):
        judgement, _, expected = judged(story, fault, seed)
        codes = {finding.code for finding in judgement.findings}
        assert codes & expected or (expected == {"any"} and codes), f"{fault} {story} {seed}"
