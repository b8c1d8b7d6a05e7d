"""A printed day of a moved page is the one of the claim's time that its ink says first, and never sure."""

from datetime import date

import pytest

from ocr.calibration import CHOSEN, NEVER_SURE
from ocr.day_look import READ_IN_TIME, look_at_days
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import Inked, Seen, ink, leaf
from validators.model.codes import DocumentKind

CLAIM = ExpectedNames(since=date(2025, 5, 29), filed_on=date(2025, 8, 1))


def day(
    read: str,
    others: Seen,
    value: str | None = None,
    *,
    name: str = "date",
    kind: DocumentKind = DocumentKind.ADV_VOUCHER,
    confidence: float = 0.58,
    claim: ExpectedNames = CLAIM,
    twice: bool = True,
) -> FieldLeaf:
    """A row's day after the look."""
    lines = (line(read, 100, 5),)
    page = Inked((ink(read, others), ink(read, others)), twice=twice)
    rows = {"lines": ({name: leaf(lines, 0, value, "date", confidence)},)}
    _, found = look_at_days({}, rows, kind, claim, page, page)  # type: ignore[arg-type]
    return found["lines"][0][name]


def test_what_is_no_day_becomes_the_day_that_its_ink_says() -> None:
    """2025-06-00 with 9 less likely than 0 at its end: the ninth, chosen, in doubt."""
    found = day("2025-06-00", {9: ("9", 0.2)})
    assert (found.value, found.confidence, found.flags) == ("2025-06-09", CHOSEN, (READ_IN_TIME,))
    assert READ_IN_TIME in NEVER_SURE


def test_a_day_before_the_injury_may_be_one_after_it() -> None:
    """2005-06-09 where a 2 may stand for the second 0: the claim's year, the other beside it."""
    found = day("2005-06-09", {2: ("2", 0.1)}, "2005-06-09")
    assert (found.value, [one.value for one in found.alternatives]) == ("2025-06-09", ["2005-06-09"])


def test_a_day_that_the_ink_says_stays_however_odd() -> None:
    """2005-06-09 and nothing else in both recognisers: the paper says that."""
    assert day("2005-06-09", {}, "2005-06-09").value == "2005-06-09"
    assert day("2005-06-09", {2: ("2", 1e-4)}, "2005-06-09").value == "2005-06-09"


def test_a_day_that_no_calendar_has_stays_where_the_ink_says_it() -> None:
    """2025-06-31 in clear ink is what the paper says, and no day."""
    assert day("2025-06-31", {8: ("2", 1e-4)}).value is None


def test_a_day_of_the_claim_stays_unless_another_is_far_likelier() -> None:
    """2025-06-08 that may a little more be the ninth was read as the eighth; at a hundred to one it is the ninth."""
    assert day("2025-06-08", {9: ("9", 0.7)}, "2025-06-08").value == "2025-06-08"
    assert day("2025-06-08", {9: ("9", 0.99)}, "2025-06-08").value == "2025-06-09"


@pytest.mark.parametrize("read", ["2025-06-00", "2025-06-39"])
def test_where_two_days_are_as_likely_none_is_named(read: str) -> None:
    """The last figure may be 1 or 2 alike: no day."""
    assert day(read[:-1] + "1", {9: ("2", 0.5)}).value is None


def test_a_paper_of_later_may_tell_a_later_day() -> None:
    """A proof of October names a day of October; a voucher filed in August cannot."""
    read, others = "2025-10-00", {9: ("9", 0.2)}
    assert day(read, others, kind=DocumentKind.PASS_ON_PROOF).value == "2025-10-09"
    assert day(read, others).value is None


@pytest.mark.parametrize(
    "otherwise",
    [
        {"name": "sign_date"},
        {"name": "birth_date"},
        {"claim": ExpectedNames()},
        {"twice": False},
        {"kind": DocumentKind.KINSHIP},
        {"claim": ExpectedNames(since=date(2000, 1, 1), filed_on=date(2025, 8, 1))},
        {"value": "2025-06-08", "confidence": 0.95},
    ],
    ids=["written", "birth", "no claim", "read once", "a certificate", "a long time", "clear"],
)
def test_what_is_not_asked_stays(otherwise: dict[str, object]) -> None:
    """Days of a pen, without a claim, on a clear page, and clear days of the claim are no such look's."""
    value = otherwise.pop("value", None)
    assert day("2025-06-08", {9: ("9", 0.6)}, value, **otherwise).value == value  # type: ignore[arg-type]
