"""Checks that ask sources beside our own records: what fires, near misses, silence, and what is not connected."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.builders import (
    HOSPITAL,
    POLICY,
    SPOUSE,
    STRANGER,
    TABLE,
    TODAY,
    leaf,
    living_case,
    make_death_record,
    make_joint_letter,
    make_receipt,
    make_record,
    make_slip,
    with_field,
)
from validators.catalogue import BY_CODE
from validators.judge import judge_case
from validators.model.claim import ClaimRecord
from validators.model.codes import Payee, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement
from validators.model.others import Agreements, OtherClaims, Outside, Source

LIVING = (make_record(), living_case())
DEATH = (make_death_record(), (make_joint_letter(),))
VOUCHER = living_case()[0].sha256
NUMBER = "440601210000000001"  # of the first receipt, 2021-07-02
SOURCE_OF = {
    "X-026": "agreements",
    "K-002": "similar_pages",
    "K-003": "same_signatures",
    "K-004": "one_hand",
    "K-007": "agents",
    "K-009": "same_seals",
    "K-010": "patterns",
    "K-011": "edited_files",
    "K-013": "settled_directly",
    "K-014": "shared_devices",
}
BY_PAPER = sorted(SOURCE_OF.keys() - {"X-026", "K-007", "K-013"})
CASES: dict[str, tuple[ClaimRecord, tuple[DocumentReading, ...]]] = dict.fromkeys(SOURCE_OF, LIVING) | {"K-007": DEATH}


def agreed(name: str = HOSPITAL, first: str = "2020-01-01", last: str | None = None, *emergencies: str) -> Agreements:
    """Build a list with one hospital."""
    end = date.fromisoformat(last) if last else None
    return Agreements({name: (date.fromisoformat(first), end)}, frozenset(emergencies))


def ask(code: str, answer: object, *more: DocumentReading) -> CaseJudgement:
    """Judge a valid case inside the service with one source answering."""
    record, documents = CASES[code]
    return judge_case(
        record,
        (*documents, *more),
        today=TODAY,
        policy=POLICY,
        table=TABLE,
        inside_service=True,
        other_claims=OtherClaims(),
        outside=replace(Outside(), **{SOURCE_OF[code]: answer}),  # type: ignore[arg-type]
    )


def codes(judged: CaseJudgement) -> set[str]:
    """Give the codes of all findings."""
    return {finding.code for finding in judged.findings}


@pytest.mark.parametrize("code", BY_PAPER)
def test_named_paper_fires(code: str) -> None:
    """A paper that the source names gives the finding on that paper; another paper's name gives none."""
    [finding] = [one for one in ask(code, frozenset({VOUCHER})).findings if one.code == code]
    assert finding.documents == (0,)
    assert code not in codes(ask(code, frozenset({"another"})))


AGREED_FIRING = [
    agreed("虚构市另一医院"),
    agreed(first="2021-07-03"),
    agreed(last="2021-07-01"),
    agreed(HOSPITAL, "2021-07-03", None, "440601210000000009"),
]
AGREED_NEAR = [
    agreed(),
    agreed(HOSPITAL.replace("（", "(").replace("）", ")")),
    agreed(first="2021-07-02"),
    agreed("虚构市另一医院", "2020-01-01", None, NUMBER, "440601210000000002"),
]


@pytest.mark.parametrize("listed", AGREED_FIRING)
def test_hospital_without_agreement(listed: Agreements) -> None:
    """A hospital not on the list on the receipt's day takes that receipt out of the proven advance."""
    judged = ask("X-026", listed)
    assert "X-026" in codes(judged)
    assert judged.verified_fen.get("MEDICAL", 0) < 1000000


@pytest.mark.parametrize("listed", AGREED_NEAR)
def test_hospital_under_agreement_or_emergency(listed: Agreements) -> None:
    """A listed hospital, in any brackets and on its first day, or an emergency on record is fine."""
    judged = ask("X-026", listed)
    assert codes(judged) == set()
    assert judged.verified_fen == {"MEDICAL": 1000000}


def test_last_day_of_an_agreement_counts() -> None:
    """The last day is included."""
    listed = agreed(last="2021-07-20")
    assert "X-026" not in codes(ask("X-026", listed))


def test_doubted_hospital_is_asked_later() -> None:
    """A hospital's name that a person must read first is not held against the list."""
    receipt = with_field(make_receipt("0000000009"), "hospital_name", leaf("虚构市别的医院", sure=False))
    assert "X-026" not in codes(ask("X-026", agreed(), receipt))


def test_direct_settlement() -> None:
    """A receipt that the fund has paid already proves nothing; another's number changes nothing."""
    judged = ask("K-013", frozenset({NUMBER}))
    assert {"K-013", "X-007"} <= codes(judged)
    assert judged.verified_fen == {"MEDICAL": 140000}
    assert codes(ask("K-013", frozenset({"440601219999999999"}))) == set()


def test_agents_of_the_employer() -> None:
    """A joint account of the employer's clerk or agent is for a person to look at."""
    assert "K-007" in codes(ask("K-007", frozenset({SPOUSE})))
    assert "K-007" not in codes(ask("K-007", frozenset({STRANGER})))


@pytest.mark.parametrize("code", sorted(SOURCE_OF))
def test_silent_source_holds(code: str) -> None:
    """A connected source without an answer is a check that did not run: at B or F it holds third parties' legs."""
    judged = ask(code, Source.SILENT)
    [gap] = [one for one in judged.not_run if one.code == code]
    serious = BY_CODE[code].severity is not Severity.I
    assert gap.holds is serious
    third = [leg for leg in judged.legs if leg.payee in (Payee.EMPLOYER, Payee.JOINT)]
    assert third
    assert all((leg.code == code) is serious for leg in third)


def test_nothing_connected_is_not_applicable() -> None:
    """Inside the service a source that is not connected says nothing and holds nothing."""
    judged = ask("X-026", Source.NOT_CONNECTED)
    assert judged.findings == ()
    assert judged.not_run == ()
    assert {field.name for field in fields(Outside)} == set(SOURCE_OF.values())


def _doubted(name: str, value: str | None) -> tuple[DocumentReading, ...]:
    """Give the valid case with one value of the first receipt in doubt, or gone."""
    voucher, first, *others = living_case()
    new = None if value is None else leaf(value, sure=False)
    return (voucher, with_field(first, name, new), *others)


def _judge(
    documents: tuple[DocumentReading, ...], outside: Outside, used: frozenset[str] = frozenset()
) -> CaseJudgement:
    return judge_case(
        make_record(),
        documents,
        today=TODAY,
        policy=POLICY,
        table=TABLE,
        inside_service=True,
        other_claims=OtherClaims(used_numbers=used),
        outside=outside,
    )


def test_doubted_number_proves_nothing_where_it_is_excluded() -> None:
    """A receipt that may be one that the fund or another claim has paid is out, though its number is in doubt."""
    papers = _doubted("receipt_number", "0000000001")
    settled = Outside(settled_directly=frozenset({NUMBER}))
    assert _judge(papers, settled).verified_fen == {"MEDICAL": 140000}
    assert _judge(papers, Outside(), used=frozenset({NUMBER})).verified_fen == {"MEDICAL": 140000}
    assert _judge((*papers, living_case()[1]), settled).verified_fen == {"MEDICAL": 140000}
    slip = living_case()[3]
    in_doubt = with_field(slip, "slip_no", leaf(slip.fields["slip_no"].value, sure=False))
    elsewhere = frozenset({str(slip.fields["slip_no"].value)})
    assert _judge((*living_case()[:3], in_doubt), Outside(), used=elsewhere).verified_fen == {}


def test_money_of_an_excluded_receipt_feeds_no_other() -> None:
    """A slip that names a receipt pays that one alone, also when it does not count (§2.3)."""
    voucher, first, second, *_ = living_case()
    slip = with_field(make_slip("S1", "2021-07-20", 1000000), "purpose", leaf("医疗费 0000000001"))
    assert _judge((voucher, first, second, slip), Outside()).verified_fen == {"MEDICAL": 860000}
    settled = Outside(settled_directly=frozenset({NUMBER}))
    assert _judge((voucher, first, second, slip), settled).verified_fen == {}


@pytest.mark.parametrize("value", ["虚构市人民医院", None])
def test_unknown_hospital_is_no_hospital_under_agreement(value: str | None) -> None:
    """With a list and no sure hospital to look for in it the check did not run and holds; an emergency needs none."""
    judged = _judge(_doubted("hospital_name", value), Outside(agreements=agreed()))
    assert [(gap.code, gap.holds, gap.documents) for gap in judged.not_run] == [("X-026", True, (1,))]
    asked = [one for one in judged.findings if one.code == "FLD-002"]
    assert [(one.field, one.documents) for one in asked] == ([("hospital_name", (1,))] if value else [])
    listed = agreed(HOSPITAL, "2020-01-01", None, NUMBER)
    assert _judge(_doubted("hospital_name", value), Outside(agreements=listed)).not_run == ()


def test_silent_source_without_its_subject_holds_nothing() -> None:
    """No receipt, no joint letter: what is asked about them is not in the case, so silence is not applicable."""
    voucher, _, _, *slips = living_case()
    silent = Outside(agreements=Source.SILENT, settled_directly=Source.SILENT, agents=Source.SILENT)
    assert _judge((voucher, *slips), silent).not_run == ()
    record, documents = DEATH
    judged = judge_case(
        record,
        documents,
        today=TODAY,
        policy=POLICY,
        table=TABLE,
        inside_service=True,
        other_claims=OtherClaims(),
        outside=silent,
    )
    assert [(gap.code, gap.documents) for gap in judged.not_run] == [("K-007", (0,))]
