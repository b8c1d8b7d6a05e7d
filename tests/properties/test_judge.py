"""Properties of the judgement: order never matters, doubt and faults never open a leg, legs add up."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    advance_case,
    leaf,
    living_case,
    make_advance_record,
    make_death_record,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_record,
    with_remark,
)
from tests.unit.validators.rules.asking import ask
from validators import judge
from validators.corroborate import corroborate
from validators.model.claim import ClaimItem, ClaimRecord
from validators.model.codes import CardStatus, DocumentKind, LegStatus, Payee
from validators.model.evidence import DocumentReading, MarkType
from validators.model.findings import CaseJudgement
from validators.registry import CASE_CHECKS

CASES: tuple[tuple[ClaimRecord, tuple[DocumentReading, ...]], ...] = (
    (make_record(), living_case()),
    (make_death_record(), (make_joint_letter(),)),
    (make_advance_record(), (*advance_case(), make_employer_letter(), make_proof())),
)
REMARKS = ("NOT_OPENABLE", "READER_DIED", "PAGE_MISSING", "BLANK_FORM", "BLANK_PAGE", "WAIVER", "ALTERED")
fen = st.integers(0, 200_000_00)


@st.composite
def damaged(draw: st.DrawFn, reading: DocumentReading) -> DocumentReading:
    """Take values, marks or certainty from a paper, or add a remark."""
    fields = {
        name: one if draw(st.integers(0, 5)) else replace(one, sure=False)
        for name, one in reading.fields.items()
        if draw(st.integers(0, 8))
    }
    marks = tuple(
        replace(mark, present=bool(draw(st.integers(0, 3))), sure=bool(draw(st.integers(0, 4))))
        for mark in reading.marks
        if draw(st.integers(0, 8))
    )
    rows = {table: several for table, several in reading.rows.items() if draw(st.integers(0, 5))}
    changed = replace(reading, fields=fields, marks=marks, rows=rows)
    remark = draw(st.one_of(st.none(), st.sampled_from(REMARKS)))
    return changed if remark is None else with_remark(changed, remark)


@st.composite
def damaged_cases(draw: st.DrawFn) -> tuple[ClaimRecord, tuple[DocumentReading, ...]]:
    """Damage some papers of a valid case and lose others; change what the record knows."""
    record, documents = draw(st.sampled_from(CASES))
    kept = tuple(draw(damaged(one)) for one in documents if draw(st.integers(0, 4)))
    items = tuple(
        replace(
            item,
            approved_fen=draw(fen),
            claimed_advance_fen=draw(st.one_of(st.none(), fen)),
            remainder_to=draw(st.sampled_from((None, Payee.PERSON, Payee.JOINT, Payee.EMPLOYER))),
        )
        for item in record.items
    )
    relatives = draw(st.sampled_from((record.relatives, None)))
    return replace(record, items=items, relatives=relatives), kept


def by_payee(judged: CaseJudgement) -> Counter[tuple[str, str]]:
    """Sum the legs of each item by payee."""
    sums: Counter[tuple[str, str]] = Counter()
    for leg in judged.legs:
        sums[leg.item, leg.payee.value] += leg.fen
    return sums


@settings(max_examples=60, deadline=None)
@given(damaged_cases())
def test_legs_add_up(case: tuple[ClaimRecord, tuple[DocumentReading, ...]]) -> None:
    """The legs of an item add up to the approved amount, to the fen, whatever the papers look like (INV-04)."""
    record, documents = case
    judged = ask(record, *documents)
    for item in record.items:
        assert sum(leg.fen for leg in judged.legs if leg.item == item.code) == item.approved_fen


@settings(max_examples=60, deadline=None)
@given(damaged_cases())
def test_no_third_party_leg_is_open(case: tuple[ClaimRecord, tuple[DocumentReading, ...]]) -> None:
    """No paper and no gap in the record opens a leg to an employer or a joint account (INV-01, INV-02)."""
    record, documents = case
    for leg in ask(record, *documents).legs:
        if leg.payee in (Payee.EMPLOYER, Payee.JOINT):
            assert leg.status is not LegStatus.OPEN


@settings(max_examples=40, deadline=None)
@given(damaged_cases(), st.randoms(use_true_random=False))
def test_order_of_papers(case: tuple[ClaimRecord, tuple[DocumentReading, ...]], random: object) -> None:
    """The legs and the codes are the same for papers in any order."""
    record, documents = case
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = ask(record, *documents), ask(record, *shuffled)
    assert one.legs == other.legs
    assert Counter(f.code for f in one.findings) == Counter(f.code for f in other.findings)


@settings(max_examples=20, deadline=None)
@given(damaged_cases(), st.permutations(CASE_CHECKS))
def test_order_of_checks(case: tuple[ClaimRecord, tuple[DocumentReading, ...]], checks: list[object]) -> None:
    """The judgement is the same for checks in any order."""
    record, documents = case
    before = ask(record, *documents)
    kept = judge.CASE_CHECKS
    try:
        judge.CASE_CHECKS = tuple(checks)  # type: ignore[misc, assignment, arg-type]
        assert ask(record, *documents) == before
    finally:
        judge.CASE_CHECKS = kept  # type: ignore[misc]


@settings(max_examples=60, deadline=None)
@given(damaged_cases())
def test_third_parties_never_hold_the_person(case: tuple[ClaimRecord, tuple[DocumentReading, ...]]) -> None:
    """A living worker's own part is open with an active card, whatever the employer's papers look like (INV-03)."""
    record, documents = case
    for leg in ask(record, *documents).legs:
        if not record.death and leg.payee is Payee.PERSON:
            assert record.worker.card is CardStatus.ACTIVE
            assert leg.status is LegStatus.OPEN


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_one_more_bad_paper(case: tuple[ClaimRecord, tuple[DocumentReading, ...]], data: st.DataObject) -> None:
    """One more damaged paper never takes a block away from the employer or the joint account.

    JOINT_EMPLOYER is left out: a clean one is meant to cure a voucher's missing signatures.
    """
    record, documents = case
    more = data.draw(
        damaged(data.draw(st.sampled_from([d for d in documents if d.kind is not DocumentKind.JOINT_EMPLOYER])))
    )
    before, after = ask(record, *documents), ask(record, *documents, replace(more, sha256="more"))
    for leg in before.legs:
        if leg.payee in (Payee.EMPLOYER, Payee.JOINT):
            [now] = [one for one in after.legs if (one.item, one.payee) == (leg.item, leg.payee)]
            assert now.status is leg.status
            assert set(leg.reasons) <= set(now.reasons)


@settings(max_examples=30, deadline=None)
@given(damaged_cases())
def test_corroboration_only_raises(case: tuple[ClaimRecord, tuple[DocumentReading, ...]]) -> None:
    """Agreement never lowers a sure value, changes a sure value, or touches what stands on the paper."""
    record, documents = case
    for before, after in zip(documents, corroborate(record, documents), strict=True):
        for name, one in before.fields.items():
            now = after.fields[name]
            assert now.raw == one.raw
            assert now.sure or not one.sure
            assert now.value == one.value or not one.sure


def test_missing_signature_or_voucher_never_opens() -> None:
    """Taking away signatures or the voucher leaves every third party's leg shut under a code of its own."""
    for record, documents in CASES:
        unsigned = tuple(
            replace(one, marks=tuple(m for m in one.marks if m.type is not MarkType.SIGNATURE)) for one in documents
        )
        for papers in (unsigned, ()):
            for leg in ask(record, *papers).legs:
                if leg.payee in (Payee.EMPLOYER, Payee.JOINT):
                    assert leg.status is LegStatus.HOLD
                    assert leg.code not in ("NO_DECISION", "")


def test_claims_of_any_size() -> None:
    """An item of nothing gives no leg."""
    assert ask(make_record(items=(ClaimItem("MEDICAL", 0, 0),))).legs == ()
    assert leaf(0).value == 0
