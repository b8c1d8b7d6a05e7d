"""The four ways in which a check ends."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import (
    POLICY,
    TABLE,
    TODAY,
    living_case,
    make_death_record,
    make_joint_letter,
    make_record,
    make_settled_record,
    with_remark,
)
from tests.unit.validators.rules import test_cases, test_each_check, test_papers
from tests.unit.validators.rules.asking import ask
from tests.unit.validators.rules.test_outside import NUMBER, SOURCE_OF, VOUCHER, agreed
from validators.catalogue import CATALOGUE
from validators.judge import judge_case
from validators.model.claim import ClaimRecord
from validators.model.codes import Scope
from validators.model.evidence import DocumentReading, Leaf
from validators.model.others import OtherClaims, Outside, Source
from validators.outcomes import Outcome, outcomes

LIVING = living_case()


def ended(
    record: ClaimRecord, *documents: DocumentReading, outside: Outside | None = None, others: OtherClaims | None = None
) -> dict[str, Outcome]:
    """Judge inside the service and say how each check ended."""
    outside = outside or Outside()
    judged = judge_case(
        record,
        documents,
        today=TODAY,
        policy=POLICY,
        table=TABLE,
        inside_service=True,
        other_claims=others or OtherClaims(),
        outside=outside,
    )
    return dict(outcomes(judged, record, documents, outside))


def test_every_check_ends_once() -> None:
    """A valid case: all 97 end, none fired, those without a subject are not applicable, the gate's wait."""
    answers = ended(make_record(), *LIVING)
    assert list(answers) == [entry.code for entry in CATALOGUE]
    assert set(answers.values()) == {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert {answers[code] for code in ("SIG-001", "X-005", "X-007", "AMT-001", "K-001", "DOC-001")} == {Outcome.PASS}
    absent = ("X-015", "X-016", "X-020", "ID-003", "ID-006", "O-001", "O-003", "K-012", *SOURCE_OF)
    assert {answers[code] for code in absent} == {Outcome.NOT_APPLICABLE}
    gate = [entry.code for entry in CATALOGUE if entry.scope is Scope.GATE]
    assert {answers[code] for code in gate} == {Outcome.NOT_APPLICABLE}


def test_empty_case_has_nothing_to_check() -> None:
    """Without any paper nothing is a pass."""
    assert set(ended(make_record()).values()) == {Outcome.NOT_APPLICABLE}


def test_death_and_duty_bring_their_checks() -> None:
    """A joint letter is the subject of the relatives' checks, what the fund paid that of the firm's duties."""
    answers = ended(make_death_record(), make_joint_letter())
    for code in ("X-014", "X-015", "X-016", "X-017", "X-018", "X-019", "X-020", "X-021", "X-028", "K-012"):
        assert answers[code] is Outcome.PASS, code
    assert ended(make_settled_record(), make_joint_letter())["O-001"] is Outcome.PASS
    assert ended(make_record(), make_joint_letter())["X-015"] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("code", sorted(SOURCE_OF.keys() - {"K-007"}))
def test_connected_sources(code: str) -> None:
    """A source that answers gives PASS or FIRED, a silent one NOT_RUN, an unconnected one NOT_APPLICABLE."""
    clean = agreed() if code == "X-026" else frozenset({"another"})
    bad = {"X-026": agreed("虚构市另一医院"), "K-013": frozenset({NUMBER})}.get(code, frozenset({VOUCHER}))
    pairs = [
        (Source.NOT_CONNECTED, Outcome.NOT_APPLICABLE),
        (Source.SILENT, Outcome.NOT_RUN),
        (clean, Outcome.PASS),
        (bad, Outcome.FIRED),
    ]
    for answer, outcome in pairs:
        outside = replace(Outside(), **{SOURCE_OF[code]: answer})  # type: ignore[arg-type]
        assert ended(make_record(), *LIVING, outside=outside)[code] is outcome


def test_missing_datum_is_not_run() -> None:
    """Without the relatives on record the checks about them did not run, and that is no pass."""
    answers = ended(make_death_record(relatives=None), make_joint_letter())
    assert {answers[code] for code in ("X-013", "X-014", "X-015")} == {Outcome.NOT_RUN}


ROWS: list[tuple[str, Callable[[], tuple[ClaimRecord, tuple[DocumentReading, ...]]]]] = [
    *((code, lambda make=make: (make_record(), (make(),))) for code, make in test_papers.FIRING),
    *test_cases.FIRING,
    *((row.code, row.make) for row in test_each_check.FIRING),
]


@pytest.mark.parametrize(("code", "make"), ROWS, ids=[f"{n}-{code}" for n, (code, _) in enumerate(ROWS)])
def test_what_can_fire_has_its_subject(
    code: str, make: Callable[[], tuple[ClaimRecord, tuple[DocumentReading, ...]]]
) -> None:
    """Where a check fires its subject is in the case: without its findings the same case says PASS."""
    record, documents = make()
    judged = ask(record, *documents)
    silent = replace(judged, findings=(), not_run=())
    policy = replace(POLICY, fingerprint_required=True)
    assert outcomes(silent, record, documents, policy=policy)[code] is Outcome.PASS


@pytest.mark.parametrize("remark", ["READER_DIED", "NOT_OPENABLE"])
def test_an_unread_paper_passes_nothing(remark: str) -> None:
    """Of a paper that was not read only the file is judged; what asks for its words did not run (INV-14)."""
    unread = with_remark(replace(LIVING[0], fields={}, rows={}, lists={}, marks=()), remark)
    for papers in ((unread,), (unread, *LIVING[1:])):
        answers = ended(make_record(), *papers)
        about_words = ("SIG-001", "STM-001", "ID-001", "AMT-001", "X-001", "X-004", "X-011", "X-025", "K-001")
        for code in about_words:
            assert answers[code] in {Outcome.NOT_RUN, Outcome.FIRED}, code
        assert answers["X-015"] is Outcome.NOT_APPLICABLE
    assert ended(make_record(), unread)["DOC-003"] is Outcome.PASS


def test_nobody_of_the_employer_is_known() -> None:
    """Without agents and a legal representative nobody can be compared with the account's holder."""
    assert ended(make_death_record(), make_joint_letter())["K-007"] is Outcome.NOT_APPLICABLE
    asked = Outside(agents=frozenset({"别人"}))
    assert ended(make_death_record(), make_joint_letter(), outside=asked)["K-007"] is Outcome.PASS
    employer = replace(make_death_record().employer, legal_representative="别人")
    assert ended(make_death_record(employer=employer), make_joint_letter())["K-007"] is Outcome.PASS


def test_a_policy_that_does_not_ask_for_a_check_makes_it_not_applicable() -> None:
    """Fingerprints and a recorded dispute are asked for by some cities only: what is not asked for is no pass."""
    record, papers = make_death_record(), (make_joint_letter(),)
    silent = replace(ask(record, *papers), findings=(), not_run=())
    asked = outcomes(silent, record, papers, policy=replace(POLICY, fingerprint_required=True))
    free = outcomes(silent, record, papers, policy=replace(POLICY, joint_needs_recorded_dispute=False))
    assert (asked["SIG-004"], asked["X-028"]) == (Outcome.PASS, Outcome.PASS)
    assert (free["SIG-004"], free["X-028"]) == (Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE)


COMPARED = [
    ("X-001", ("worker_name", "worker_id")),
    ("X-002", ("employer_name", "employer_uscc")),
    ("X-003", ("payee_name",)),
    ("X-004", ("injury_date", "decision_no")),
    ("AMT-001", ("total_figures", "total_upper")),
]


@pytest.mark.parametrize(("code", "names"), COMPARED)
def test_what_compared_nothing_is_no_pass(code: str, names: tuple[str, ...]) -> None:
    """A paper that does not name what a check compares is no subject; one that does so doubtfully was not compared."""
    voucher = LIVING[0]

    def with_leaves(change: Callable[[Leaf], Leaf | None]) -> Outcome:
        kept = {
            name: changed for name, one in voucher.fields.items() if (changed := _of(name, one, change)) is not None
        }
        paper = replace(voucher, fields=kept)
        silent = replace(ask(make_record(), paper), findings=(), not_run=())
        return outcomes(silent, make_record(), (paper,))[code]

    def _of(name: str, one: Leaf, change: Callable[[Leaf], Leaf | None]) -> Leaf | None:
        return change(one) if name in names else one

    assert with_leaves(lambda leaf: leaf) is Outcome.PASS
    assert with_leaves(lambda leaf: replace(leaf, sure=False)) is Outcome.NOT_RUN
    assert with_leaves(lambda leaf: None) is Outcome.NOT_APPLICABLE


def test_figures_beside_doubtful_words_are_compared_with_nothing() -> None:
    """AMT-001 needs both: one of the two alone is no pass."""
    voucher = LIVING[0]
    words = replace(voucher.fields["total_upper"], sure=False)
    paper = replace(voucher, fields={**voucher.fields, "total_upper": words})
    silent = replace(ask(make_record(), paper), findings=(), not_run=())
    assert outcomes(silent, make_record(), (paper,))["AMT-001"] is Outcome.NOT_RUN
