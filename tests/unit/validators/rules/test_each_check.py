"""Each of the 97 checks: a paper or case that fires it, a near miss that does not, and silence once it is off.

Here: the rows that the tables of papers, cases, sources and gate leave over, and the count over all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from tests.builders import (
    CHILD_ID,
    FATHER,
    FATHER_CARD,
    MOTHER,
    SPOUSE,
    SPOUSE_ID,
    WORKER,
    WORKER_ID,
    advance_case,
    fields,
    leaf,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_reading,
    make_receipt,
    make_settled_record,
    make_voucher,
    seal,
    signature,
    with_field,
    with_list,
    with_marks,
    with_remark,
    with_rows,
    with_value,
)
from tests.unit.validators.gate import test_gate
from tests.unit.validators.gate.asking import EMPLOYER_LEG
from tests.unit.validators.rules import test_cases, test_outside, test_papers
from tests.unit.validators.rules.asking import case_codes, paper_codes
from tests.unit.validators.rules.test_cases import Documents, advance, joint, lines, living, passed, proof_rows
from validators import judge
from validators.catalogue import CATALOGUE
from validators.gate import ask_gate
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, MarkRole
from validators.model.evidence import DocumentReading
from validators.model.others import OtherClaims
from validators.model.policy import Policy
from validators.registry import CASE_CHECKS, GATE_CHECKS, PAPER_CHECKS, PaperCheck

K = DocumentKind
ALL = [entry.code for entry in CATALOGUE]


@dataclass(frozen=True)
class Row:
    """A case with its day, policy and what other claims hold."""

    code: str
    make: Callable[[], tuple[ClaimRecord, Documents]]
    today: date = date(2021, 9, 1)
    policy: Policy = field(default_factory=Policy)
    others: OtherClaims | None = None

    def codes(self) -> set[str]:
        """Give the codes that the case gets."""
        record, documents = self.make()
        return case_codes(record, *documents, today=self.today, policy=self.policy, others=self.others)


def plain(paper: DocumentReading) -> Callable[[], tuple[ClaimRecord, Documents]]:
    """Put one more paper into the valid living case."""
    return living(None, paper)


def id_card(valid_to: str) -> DocumentReading:
    """Build the worker's ID card with its last day."""
    return make_reading(K.ID_CARD, "id", fields=fields(name=WORKER, id_no=WORKER_ID, valid_to=valid_to))


def two_pages() -> DocumentReading:
    """Build the valid receipt again, as another page of the same file."""
    receipt = make_receipt()
    return replace(receipt, pages=(replace(receipt.pages[0], index=1),))


def power_of_attorney() -> DocumentReading:
    """Build the paper by which the worker lets the spouse sign."""
    return make_reading(K.POA, "poa", lists={"names": (leaf(WORKER), leaf(SPOUSE))})


BY_PROXY = with_marks(make_voucher(), signature(WORKER, MarkRole.WORKER, proxy=SPOUSE), seal())
PHONE = with_value(make_voucher(), "worker_phone", "13800138000")
DOUBTED_SIGNER = with_marks(make_proof(), signature(FATHER), signature(MOTHER, sure=False), seal())
OVERDUE, ON_TIME = date(2021, 10, 9), date(2021, 10, 8)
LATE = date(2022, 10, 1)
PROOF_DAY = test_cases.PROOF_DAY

FIRING = [
    Row("DOC-005", plain(make_receipt())),
    Row("ID-006", plain(id_card("2021.07.24"))),
    Row("USC-002", living(with_value(make_voucher(), "employer_uscc", "91449900MA000FK14M"))),
    Row("SIG-004", living(), policy=Policy(fingerprint_required=True)),
    Row("K-006", living(PHONE), others=OtherClaims(busy_phones=frozenset({"13800138000"}))),
    Row("K-008", living(), others=OtherClaims(overdue_obligations=True)),
    Row("K-012", joint(), others=OtherClaims(repeated_relatives=frozenset({SPOUSE_ID}))),
    Row("O-001", lambda: (make_settled_record(), ()), today=OVERDUE),
    Row("O-002", passed(with_list(make_proof(), "sign_dates", "2021-10-19")), today=LATE),
]
NEAR = [
    Row("DOC-001", living(with_remark(make_voucher(), "READER_DIED"))),
    Row("DOC-004", living(with_remark(make_voucher(), "BLANK_PAGE", page=1))),
    Row("DOC-005", plain(two_pages())),
    Row("DOC-006", living(make_reading(K.ADV_VOUCHER, "empty"))),
    Row("DOC-007", living(with_field(make_voucher(), "payee_account", leaf("4499000099000000123", flags=("X",))))),
    Row("DOC-008", living(with_remark(make_voucher(), "ALTERED", field="total_figures"))),
    Row("ID-005", living(with_value(make_voucher(), "worker_id", "44990019900307101"))),
    Row("ID-006", plain(id_card("2021.07.25"))),
    Row("USC-002", living(with_value(make_voucher(), "employer_uscc", "91449900MA000FK130"))),
    Row("AMT-003", living(with_field(make_voucher(), "total_upper", leaf(1000000, raw="人民币壹万元整")))),
    Row("DAT-002", living(with_field(make_voucher(), "injury_date", leaf("2021-06-28", raw="2021.6.28")))),
    Row("SIG-008", living(BY_PROXY, power_of_attorney())),
    Row("STM-001", living(with_field(make_voucher(), "consent", leaf(None, raw="同意将…", sure=False)))),
    Row("STM-002", living(with_remark(make_voucher(), "PROXY", field="signatures", detail=SPOUSE))),
    Row("X-003", living(with_field(make_voucher(), "payee_name", leaf("虚构市示例公司", sure=False)))),
    Row("X-016", joint(with_list(make_joint_letter(), "items", "FUNERAL", "DEATH_LUMP"))),
    Row("X-024", advance(*advance_case(), with_list(make_employer_letter(), "items", "DEATH_LUMP", "FUNERAL"))),
    Row("X-024", living(lines({}, {"item": "DISABILITY_PENSION_56"}))),
    Row("X-025", living(lines({}, {"item": "REHAB"}))),
    Row("K-005", passed(with_rows(make_proof(), "beneficiaries", *make_proof().rows["beneficiaries"] * 2))),
    Row("K-006", living(PHONE), others=OtherClaims(busy_phones=frozenset({"13900139000"}))),
    Row("K-008", living(), others=OtherClaims()),
    Row("K-012", joint(), others=OtherClaims(repeated_relatives=frozenset({CHILD_ID}))),
    Row("O-001", lambda: (make_settled_record(), ()), today=ON_TIME),
    Row("O-002", passed(with_list(make_proof(), "sign_dates", "2021-10-18")), today=LATE),
    Row(
        "O-003",
        passed(with_marks(make_proof(), signature(FATHER), signature(MOTHER, sure=False), seal())),
        today=PROOF_DAY,
    ),
    Row("O-004", passed(with_field(make_proof(), "passed_total", leaf(67667900, sure=False))), today=PROOF_DAY),
    Row("O-006", passed(proof_rows(pay_date="2021-09-05")), today=PROOF_DAY),
    Row("O-007", passed(proof_rows(payee_account=FATHER_CARD)), today=PROOF_DAY),
    Row("O-007", passed(proof_rows(pay_method="CASH")), today=PROOF_DAY, policy=Policy(cash_is_flagged=False)),
]


@pytest.mark.parametrize("row", FIRING, ids=lambda one: one.code)
def test_fires(row: Row) -> None:
    """One fault gives the code of its check."""
    assert row.code in row.codes()


@pytest.mark.parametrize("row", NEAR, ids=lambda one: one.code)
def test_near_miss(row: Row) -> None:
    """What only looks like the fault does not give the code."""
    assert row.code not in row.codes()


def asked_of_each_check() -> Iterator[tuple[str, Callable[[], set[str]]]]:
    """Give one question for each check that its code answers."""
    seen: set[str] = set()
    for code, ask in _every_firing_row():
        if code not in seen:
            seen.add(code)
            yield code, ask


def _every_firing_row() -> Iterator[tuple[str, Callable[[], set[str]]]]:
    for row in FIRING:
        yield row.code, row.codes
    for code, make in test_papers.FIRING:
        yield code, lambda make=make: paper_codes(make())
    for code, case in test_cases.FIRING:
        yield code, lambda case=case: _of_case(*case())
    for code in test_outside.BY_PAPER:
        yield code, lambda code=code: test_outside.codes(test_outside.ask(code, frozenset({test_outside.VOUCHER})))
    yield "X-026", lambda: test_outside.codes(test_outside.ask("X-026", test_outside.AGREED_FIRING[0]))
    yield "K-013", lambda: test_outside.codes(test_outside.ask("K-013", frozenset({test_outside.NUMBER})))
    for code, facts in test_gate.FIRING:
        yield code, lambda facts=facts: set(ask_gate(EMPLOYER_LEG, facts).codes)


def _of_case(record: ClaimRecord, documents: Documents) -> set[str]:
    proofs = any(one.kind is K.PASS_ON_PROOF for one in documents)
    return case_codes(record, *documents, today=PROOF_DAY if proofs else date(2021, 9, 1))


EACH = list(asked_of_each_check())


def test_every_check_has_a_row_and_a_near_miss() -> None:
    """None of the 97 checks is without a row that fires it and one that nearly does."""
    assert sorted(code for code, _ in EACH) == sorted(ALL)
    near = {row.code for row in NEAR} | {code for code, _ in (*test_papers.NEAR, *test_cases.NEAR, *test_gate.NEAR)}
    assert near | set(test_outside.SOURCE_OF) == set(ALL)


@pytest.mark.parametrize(("code", "ask"), EACH, ids=[code for code, _ in EACH])
def test_the_row_comes_from_that_check_alone(
    code: str, ask: Callable[[], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its check turned off the code is gone: no other function gives it, so its row would fail."""
    assert code in ask()
    off = tuple(one if one.code != code else PaperCheck(code, lambda paper: iter(())) for one in PAPER_CHECKS)
    monkeypatch.setattr(judge.examine_paper, "__defaults__", (off,))
    monkeypatch.setattr(judge, "CASE_CHECKS", tuple(one for one in CASE_CHECKS if one[0] != code))
    monkeypatch.setattr("validators.gate.GATE_CHECKS", tuple(one for one in GATE_CHECKS if one[0] != code))
    assert code not in ask()
