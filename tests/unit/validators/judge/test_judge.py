"""The edge of the registry: crashes, sources that are not there, versions, what submitters may know."""

from dataclasses import replace

import pytest

from tests.builders import (
    POLICY,
    TODAY,
    living_case,
    make_record,
    make_voucher,
    with_field,
    with_remark,
)
from tests.unit.validators.rules.asking import ask
from validators import judge
from validators.catalogue import CATALOGUE, ORDER
from validators.model.codes import Payee, Scope, Severity
from validators.model.findings import Finding
from validators.model.others import OtherClaims
from validators.model.policy import Policy
from validators.registry import CASE_CHECKS, PAPER_CHECKS, absent_sources, rule_version
from validators.rules.view import Paper
from validators.texts import legal_basis, message_for_reviewer, message_for_submitter, submitter_view
from validators.texts.reviewer import REVIEWER
from validators.texts.submitter import SUBMITTER


def _crash(*_: object) -> None:
    raise ZeroDivisionError


def test_every_check_once() -> None:
    """There are 97 checks, each run by one function or answered by a source that is not ours."""
    codes = [entry.code for entry in CATALOGUE]
    run = [check.code for check in PAPER_CHECKS] + [code for code, _ in CASE_CHECKS]
    sources = {gap.code for gap in absent_sources(False, None)}
    assert len(codes) == len(set(codes)) == 97
    assert len(run) == len(set(run))
    assert set(codes) == set(run) | sources | {"X-023"}


def test_every_check_has_both_texts() -> None:
    """Every check speaks to reviewers; every check but those that people explain speaks to submitters."""
    for entry in CATALOGUE:
        assert entry.code in REVIEWER
        assert (entry.code in SUBMITTER) is not entry.human_only
        assert legal_basis(entry.code)


def test_human_checks_are_never_explained() -> None:
    """A submitter learns of a check that people explain only that a person is looking."""
    for code in ("STM-002", "X-012", "K-003"):
        finding = Finding(code, Severity.F, Scope.DOC)
        assert submitter_view(finding) == "REVIEW"
        assert "核对" in message_for_submitter(finding)
        assert message_for_submitter(finding) != message_for_reviewer(finding)


def test_messages_name_the_field() -> None:
    """A message names the field as it stands on the paper."""
    lacking = with_field(make_voucher(), "payee_account", None)
    [finding] = judge.judge_document(lacking, today=TODAY, policy=POLICY)
    assert message_for_submitter(finding, (lacking,)) == "缺少“收款账号”。"
    unsigned = replace(make_voucher(), marks=(replace(make_voucher().marks[0], present=False), make_voucher().marks[1]))
    [finding] = judge.judge_document(unsigned, today=TODAY, policy=POLICY)
    assert message_for_submitter(finding, (unsigned,)) == "缺少职工本人签名。"


def test_crash_in_a_paper_check_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that crashes is told as not run and holds third parties, never the worker."""
    broken = (replace(PAPER_CHECKS[0], run=_crash), *PAPER_CHECKS[1:])  # type: ignore[arg-type]
    paper = Paper(make_voucher(), 0, TODAY, POLICY)
    assert [gap.code for gap in judge.examine_paper(paper, broken).not_run] == ["DOC-001"]


def test_crash_in_a_case_check_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crashed check of severity F holds like a B."""
    checks = tuple((code, _crash if code == "X-004" else run) for code, run in CASE_CHECKS)
    monkeypatch.setattr(judge, "CASE_CHECKS", checks)
    judged = ask(make_record(), *living_case())
    assert [(gap.code, gap.needs) for gap in judged.not_run if gap.holds] == [("X-004", "crash")]
    assert [leg.code for leg in judged.legs] == ["X-004", "SSC"]


def test_crash_of_the_amounts_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the amounts cannot be worked out everything counts as claimed and nothing as proven."""
    monkeypatch.setattr(judge, "claimed_advance", _crash)
    [leg] = ask(make_record(), *living_case()).legs
    assert (leg.payee, leg.fen, leg.code) == (Payee.EMPLOYER, 1234567, "X-007")


def test_outside_the_service() -> None:
    """Outside, checks on other claims, payouts and lists stand once as not run and hold nothing."""
    gaps = ask(make_record(), *living_case()).not_run
    codes = [gap.code for gap in gaps]
    assert codes == sorted(set(codes), key=ORDER.__getitem__)
    assert {"K-001", "K-014", "G-001", "G-008", "X-026"} <= set(codes)
    assert not any(gap.holds for gap in gaps)


def test_inside_the_service() -> None:
    """Inside, sources that are not connected are not applicable; our own records answer, or their silence holds."""
    assert ask(make_record(), *living_case(), inside=True, others=OtherClaims()).not_run == ()
    silent = ask(make_record(), *living_case(), inside=True)
    assert {gap.code for gap in silent.not_run} == {"K-001", "K-005", "K-006", "K-008", "K-012"}
    assert silent.legs[0].code == "K-001"


def test_rule_version() -> None:
    """The version names the policy's digest as soon as the policy is not the default."""
    assert rule_version(Policy()) == "gd-2021-228/1"
    assert rule_version(Policy(seal_required=False), "abc") == "gd-2021-228/1+abc"
    assert rule_version(Policy(seal_required=False)) != "gd-2021-228/1"


def test_dead_reader_is_for_a_person() -> None:
    """A paper whose reader died gives FLD-002 and nothing that blames the submitter."""
    died = with_remark(replace(make_voucher(), fields={}, rows={}, marks=()), "READER_DIED")
    judged = ask(make_record(), died)
    assert {finding.code for finding in judged.findings} == {"FLD-002"}
    assert judged.legs[0].reasons == ("FLD-002",)


def test_nothing_at_all() -> None:
    """A case without papers is judged: the worker's part goes out, the employer's waits for a voucher."""
    judged = ask(make_record())
    assert judged.findings == ()
    assert [leg.code for leg in judged.legs] == ["NO_VOUCHER", "SSC"]
