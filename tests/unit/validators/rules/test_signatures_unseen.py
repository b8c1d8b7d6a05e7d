"""A paper whose picture is past reading: what it does not show may stand there all the same."""

from dataclasses import replace

import pytest

from tests.builders import WORKER, make_receipt, make_record, make_voucher, seal, signature, with_marks
from tests.unit.validators.judge.test_outcomes import ended
from tests.unit.validators.rules.asking import ask, paper_codes
from validators.model.codes import MarkRole, Severity
from validators.model.evidence import DocumentReading, Mark, PageQuality
from validators.outcomes import Outcome


def photographed(verdict: str, *marks: Mark) -> DocumentReading:
    """Give a voucher with these marks whose page has this verdict."""
    voucher = with_marks(make_voucher(), *marks)
    return replace(voucher, pages=(replace(voucher.pages[0], quality=PageQuality(verdict, ("blur",))),))


@pytest.mark.parametrize(("verdict", "code"), [("poor", "FLD-002"), ("fair", "SIG-001"), ("good", "SIG-001")])
def test_no_place_to_sign_on_a_page_past_reading_is_a_question(verdict: str, code: str) -> None:
    """A person looks whether somebody signed; where the page can be read, nobody did."""
    codes = paper_codes(photographed(verdict, seal()))
    assert {"FLD-002", "SIG-001"} & codes == {code}


def test_the_last_page_is_the_one_to_sign_on() -> None:
    """A poor first page hides no signature of the second."""
    poor = photographed("poor", seal())
    good = replace(poor.pages[0], index=1, quality=PageQuality("good"))
    assert "SIG-001" in paper_codes(replace(poor, pages=(poor.pages[0], good)))


def test_a_place_that_was_found_without_ink_is_told_whatever_the_page() -> None:
    """An empty place that was surely seen lacks its signature."""
    empty = signature(WORKER, MarkRole.WORKER, present=False)
    assert "SIG-001" in paper_codes(photographed("poor", empty, seal()))


def test_a_question_is_no_passed_check() -> None:
    """Checks of ink at a place to sign have not run where no place was found; a receipt has none to find."""
    outcome = ended(make_record(), photographed("poor", seal()), make_receipt())
    assert {outcome[f"SIG-00{n}"] for n in (1, 2, 3, 7, 8)} == {Outcome.NOT_RUN}
    assert outcome["FLD-002"] is Outcome.FIRED
    signed = ended(make_record(), photographed("poor", signature(WORKER, MarkRole.WORKER), seal()), make_receipt())
    assert signed["SIG-001"] is Outcome.PASS


def test_the_question_holds_a_payment_to_the_firm() -> None:
    """It is a flag that a reviewer must close, at the place where a signature would stand."""
    found = ask(make_record(), photographed("poor", seal()), make_receipt()).findings
    assert [one.severity for one in found if one.field == "signatures[0]"] == [Severity.F]
