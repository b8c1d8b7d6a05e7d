"""From readings and a record to a judgement: every check once, every crash told, nothing passed in silence.

Here: the order of the work and what happens when a check fails. Not here: the checks (rules), the legs (legs).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from validators.advance import Claimed, Verified, claimed_advance, claimed_whole, verified_advance
from validators.calendar import HolidayTable
from validators.catalogue import BY_CODE, ORDER
from validators.legs import judge_legs
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Finding, NotRun
from validators.model.others import NOTHING_CONNECTED, OtherClaims, Outside
from validators.model.policy import Policy
from validators.registry import CASE_CHECKS, PAPER_CHECKS, PaperCheck, absent_sources, rule_version
from validators.rules.case import Case, CaseCheck
from validators.rules.outside import excluded_receipts
from validators.rules.view import Missing, Paper, effective_kind

CRASHED = "crash"
"""`needs` of a check that crashed: it holds every third party's leg at any severity (DOMAIN §2.5)."""

CURED_BY_LETTER = frozenset({"SIG-001", "SIG-007", "X-015"})
"""Missing signatures of a voucher that a clean JOINT_EMPLOYER letter replaces (AMB-08)."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PaperJudgement:
    """What the checks say about one paper, and which of them crashed."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]


def judge_document(reading: DocumentReading, *, today: date, policy: Policy) -> tuple[Finding, ...]:
    """Judge one paper by itself, free of any claim (scope doc)."""
    return examine_paper(Paper(reading, 0, today, policy, None, (reading,))).findings


def examine_paper(paper: Paper, checks: tuple[PaperCheck, ...] = PAPER_CHECKS) -> PaperJudgement:
    """Run every check of one paper; a check that crashes is told as not run and holds."""
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for check in checks:
        try:
            findings.extend(check.run(paper))
        except Exception:  # noqa: BLE001 - the edge of the registry: no crash may pass for a pass
            not_run.append(NotRun(check.code, CRASHED, holds=True, documents=(paper.index,)))
    return PaperJudgement(in_order(findings), tuple(not_run))


def judge_case(
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    *,
    today: date,
    policy: Policy,
    table: HolidayTable,
    inside_service: bool,
    other_claims: OtherClaims | None = None,
    outside: Outside = NOTHING_CONNECTED,
    policy_digest: str | None = None,
) -> CaseJudgement:
    """Judge a whole case on one day, before any human decision; unknown holds third parties, never the person."""
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for index, reading in enumerate(documents):
        paper = examine_paper(Paper(reading, index, today, policy, record, documents))
        findings.extend(paper.findings)
        not_run.extend(paper.not_run)
    crashed: list[str] = []
    claimed: Claimed = _or_else(lambda: claimed_advance(record, documents), claimed_whole(record), crashed)
    used = other_claims.used_numbers if other_claims is not None else frozenset()

    def prove(*, believe: bool) -> Verified:
        out = excluded_receipts(documents, outside)
        return verified_advance(record, documents, believe=believe, used=used, excluded=out)

    verified = _or_else(lambda: prove(believe=False), Verified({}), crashed)
    believed = _or_else(lambda: prove(believe=True), Verified({}), crashed)
    if crashed:
        not_run.append(NotRun("X-007", CRASHED))
    case = Case(
        record,
        documents,
        today,
        policy,
        table,
        inside_service,
        claimed,
        verified,
        believed,
        other_claims,
        outside,
    )
    for code, run in CASE_CHECKS:
        _run_case_check(code, run, case, findings, not_run)
    fired = {finding.code for finding in findings}
    not_run.extend(gap for gap in absent_sources(inside_service, other_claims) if gap.code not in fired)
    kept = cure_by_letter(in_order(findings), tuple(not_run), documents, death=record.death)
    gaps = _each_once(not_run)
    legs = judge_legs(record, documents, kept, gaps, claimed, verified, policy)
    version = rule_version(policy, policy_digest)
    return CaseJudgement(kept, gaps, (), legs, version, verified.fen, claimed.fen, claimed.doubtful)


def without(
    judgement: CaseJudgement,
    closed: Callable[[Finding], bool],
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    policy: Policy,
) -> CaseJudgement:
    """Leave out findings whose flags people have closed, and route again; amounts and gaps stay as they were judged."""
    kept = tuple(finding for finding in judgement.findings if not closed(finding))
    if len(kept) == len(judgement.findings):
        return judgement
    claimed = Claimed(judgement.claimed_fen, judgement.doubtful)
    legs = judge_legs(record, documents, kept, judgement.not_run, claimed, Verified(judgement.verified_fen), policy)
    return replace(judgement, findings=kept, legs=legs)


def _run_case_check(code: str, run: CaseCheck, case: Case, findings: list[Finding], not_run: list[NotRun]) -> None:
    try:
        results = tuple(run(case))
    except Exception:  # noqa: BLE001 - the edge of the registry: no crash may pass for a pass
        not_run.append(NotRun(code, CRASHED))
        return
    for result in results:
        if isinstance(result, Missing):
            holds = BY_CODE[result.code].severity is not Severity.I
            not_run.append(NotRun(result.code, result.needs, holds=holds, documents=result.documents))
        else:
            findings.append(result)


def _or_else(compute: Callable[[], _T], instead: _T, crashed: list[str]) -> _T:
    try:
        return compute()
    except Exception:  # noqa: BLE001 - an amount that cannot be worked out counts against third parties
        crashed.append(CRASHED)
        return instead


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by check, paper and place, each once, so that the order of work cannot be seen."""
    unique: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.documents, finding.field, finding.page, tuple(sorted(finding.about.items())))
        unique.setdefault(key, finding)
    return tuple(
        sorted(
            unique.values(),
            key=lambda f: (ORDER[f.code], f.documents, f.field or "", f.page or 0, sorted(f.about.items())),
        )
    )


def cure_by_letter(
    findings: tuple[Finding, ...],
    not_run: tuple[NotRun, ...],
    documents: tuple[DocumentReading, ...],
    *,
    death: bool,
) -> tuple[Finding, ...]:
    """Drop a voucher's missing signatures where the relatives signed a letter without an open B (AMB-08)."""
    letters = [i for i, one in enumerate(documents) if effective_kind(one) is DocumentKind.JOINT_EMPLOYER]
    shut = {i for f in findings if f.severity is Severity.B for i in f.documents}
    shut |= {i for gap in not_run if gap.holds for i in gap.documents}
    if not death or not any(index not in shut for index in letters):
        return findings

    def cured(finding: Finding) -> bool:
        kinds = {effective_kind(documents[index]) for index in finding.documents}
        return finding.code in CURED_BY_LETTER and kinds == {DocumentKind.ADV_VOUCHER}

    return tuple(finding for finding in findings if not cured(finding))


def _each_once(gaps: list[NotRun]) -> tuple[NotRun, ...]:
    unique = dict.fromkeys(gaps)
    return tuple(sorted(unique, key=lambda gap: (ORDER[gap.code], gap.needs, gap.documents)))
