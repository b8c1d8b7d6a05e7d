"""Short questions to the judge: which codes a paper or a case gets. Not here: any test."""

from datetime import date

from tests.builders import POLICY, TABLE, TODAY
from validators.judge import judge_case, judge_document
from validators.model.claim import ClaimRecord
from validators.model.codes import Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement
from validators.model.others import OtherClaims
from validators.model.policy import Policy


def paper_codes(reading: DocumentReading, *, today: date = TODAY, policy: Policy = POLICY) -> set[str]:
    """Give the codes that one paper gets by itself."""
    return {finding.code for finding in judge_document(reading, today=today, policy=policy)}


def ask(
    record: ClaimRecord,
    *documents: DocumentReading,
    today: date = TODAY,
    policy: Policy = POLICY,
    inside: bool = False,
    others: OtherClaims | None = None,
) -> CaseJudgement:
    """Judge a case as `verify` does."""
    return judge_case(
        record,
        documents,
        today=today,
        policy=policy,
        table=TABLE,
        inside_service=inside,
        other_claims=others,
    )


def case_codes(
    record: ClaimRecord,
    *documents: DocumentReading,
    today: date = TODAY,
    policy: Policy = POLICY,
    others: OtherClaims | None = None,
) -> set[str]:
    """Give the codes that a case gets."""
    answer = ask(record, *documents, today=today, policy=policy, inside=others is not None, others=others)
    return {finding.code for finding in answer.findings}


def blocking(judgement: CaseJudgement) -> set[str]:
    """Give the codes of severity B and F, and of checks that did not run and hold."""
    codes = {finding.code for finding in judgement.findings if finding.severity is not Severity.I}
    return codes | {gap.code for gap in judgement.not_run if gap.holds}
