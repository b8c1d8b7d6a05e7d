"""Numbers that prove themselves by a check digit, or fail to."""

from dataclasses import replace

import pytest

from ocr.calibration import is_sure, spoilt
from ocr.extract.leaves import FieldLeaf
from ocr.extract.proving import settled


def leaf(value: str, sort: str, confidence: float = 0.8) -> FieldLeaf:
    """A leaf of that value, read without a flag."""
    return FieldLeaf(value, value, confidence, 0.9, 0, (0.0, 0.0, 9.0, 9.0), 0, 0, len(value), sort=sort)


@pytest.mark.parametrize(
    ("value", "sort", "becomes", "flags"),
    [
        ("449900197005098133", "id", "id", ()),
        ("440900197005098133", "id", "id", ("CHECK_FAILS",)),  # one digit read wrongly: the last place says so
        ("449900700509813", "id", "id", ("NO_CHECK_DIGIT",)),  # of the old fifteen places
        ("91449900MA000FK13J", "code_uscc", "uscc", ()),
        ("91449900MA000FK13K", "code_uscc", "uscc", ("CHECK_FAILS",)),
        ("0755123456", "code_uscc", "uscc", ("NO_CHECK_DIGIT",)),  # an employer's local number
        ("6299997502558103", "account", "card", ()),
        ("6299997502568103", "account", "account", ()),  # no card by its Luhn digit: an account without proof
        ("4499008474676161943", "account", "account", ()),
    ],
)
def test_a_check_digit_speaks_for_its_number_or_not_at_all(
    value: str, sort: str, becomes: str, flags: tuple[str, ...]
) -> None:
    """What its own last place contradicts is not believed at the floor of numbers that it proves, nor what has none."""
    found = settled(leaf(value, sort))
    assert (found.sort, found.flags) == (becomes, flags)
    assert is_sure(found.sort, found.confidence, found.fit, found.flags) is (becomes != "account" and not flags)


def test_a_number_that_fails_its_check_must_have_been_read_without_a_doubt() -> None:
    """A wrong number on the paper is still told: read clearly, it is sure."""
    for confidence, sure in ((0.8, False), (0.97, True)):
        found = settled(replace(leaf("440900197005098133", "id"), confidence=confidence))
        assert is_sure(found.sort, found.confidence, found.fit, found.flags) is sure


@pytest.mark.parametrize(
    ("sort", "confidence", "page", "answer"),
    [
        ("id", 0.90, 0.93, True),
        ("id", 0.96, 0.93, False),
        ("id", 0.90, 0.975, False),
        ("statement", 0.5, 0.8, False),
        ("item", 0.96, 0.8, False),
        ("money", 0.999, 0.96, True),
        ("name", 0.999, 0.96, True),
        ("account", 0.94, 0.972, True),
        ("account", 0.98, 0.972, False),
        ("account", 0.93, 0.985, False),
    ],
)
def test_a_page_that_reads_badly_proves_little(sort: str, confidence: float, page: float, answer: bool) -> None:
    """On a poor page a fitting check digit and a word of a closed list count if read well; else nothing does."""
    assert spoilt(sort, confidence, page) is answer


def test_a_number_that_fails_its_check_proves_nothing_on_a_poor_page() -> None:
    """Without a check digit that fits, a number on a page that reads badly is never sure by itself."""
    assert spoilt("id", 0.999, 0.96, ("CHECK_FAILS",))


@pytest.mark.parametrize(
    ("sort", "confidence", "page", "flags", "answer"),
    [
        ("date", 0.995, 0.80, (), False),
        ("date", 0.999, 0.80, (), False),
        ("date", 0.994, 0.80, (), True),
        ("date", 0.999, 0.799, (), True),
        ("code", 0.98, 0.80, (), False),
        ("code", 0.979, 0.80, (), True),
        ("code", 0.999, 0.80, ("READ_DIFFERENTLY",), True),
        ("date", 0.999, 0.0, (), True),
        ("date", 0.999, 0.90, ("READ_DIFFERENTLY",), True),
        ("date", 0.999, 0.90, ("TWO_DIGIT_YEAR",), True),
        ("money", 0.999, 0.90, (), True),
        ("words", 0.999, 0.90, (), True),
        ("account", 0.999, 0.90, (), True),
        ("name", 0.999, 0.90, (), True),
    ],
)
def test_a_day_read_without_any_doubt_stands_on_an_unclear_page(
    sort: str, confidence: float, page: float, flags: tuple[str, ...], answer: bool
) -> None:
    """Only a day or a number, with no flag at all, on a page that can be read: of no other was it seen to be right."""
    assert spoilt(sort, confidence, page, flags) is answer
