"""Citizen ID numbers beyond the table: what a number says about a person, and speed."""

import time
from datetime import date

import pytest

from validators.formats.citizen_id import (
    age_on,
    birth_date,
    check_character,
    check_digit_ok,
    is_fictional,
    judge_citizen_id,
    sex_of,
    widen_15,
)

PEOPLE = {
    "449900199003071016": "男",
    "449900198503071093": "男",
    "449900198802291029": "女",
    "449900196203121010": "男",
    "449900196408051028": "女",
    "449900199211201049": "女",
    "449900201605181036": "男",
    "449900199509091057": "男",
    "449900198510011080": "女",
    "449900197801011078": "男",
}


def _number(first17: str) -> str:
    return first17 + check_character(first17)


@pytest.mark.parametrize("id_no", PEOPLE)
def test_fictional_people_have_right_numbers(id_no: str) -> None:
    """Every fictional person passes, carries the sex that the table says, and is known as fictional."""
    assert judge_citizen_id(id_no, date(2021, 6, 15)).verdict == "OK"
    assert sex_of(id_no) == PEOPLE[id_no]
    assert is_fictional(id_no)


def test_real_region_is_not_fictional() -> None:
    """The standard's own example belongs to a place."""
    assert not is_fictional("11010519491231002X")
    assert not is_fictional("449900")


def test_birth_date_of_both_lengths() -> None:
    """The day of birth stands in the number, in the old form without the century."""
    assert birth_date("449900199003071016") == date(1990, 3, 7)
    assert birth_date("449900900307101") == date(1990, 3, 7)
    assert birth_date("449900198702291021") is None
    assert birth_date("4499001990030710") is None
    assert sex_of("12") is None
    assert age_on("12", date(2021, 1, 1)) is None
    assert widen_15("449900199003071016") is None


@pytest.mark.parametrize(
    ("day", "age"), [("2021-03-06", 30), ("2021-03-07", 31), ("2021-03-08", 31), ("1990-03-07", 0), ("1989-03-07", -1)]
)
def test_age_counts_completed_years(day: str, age: int) -> None:
    """A year of life is complete on the birthday."""
    assert age_on("449900199003071016", date.fromisoformat(day)) == age


def test_age_limit_is_120_completed() -> None:
    """A person of 120 is possible, one of 121 is not."""
    number = _number("44990019000615101")
    assert judge_citizen_id(number, date(2021, 6, 14)).verdict == "OK"
    assert judge_citizen_id(number, date(2021, 6, 15)).verdict == "IMPLAUSIBLE_AGE"


def test_born_on_the_reference_day_is_no_future() -> None:
    """Only a birth after the reference day lies in the future."""
    number = _number("44990020210615101")
    assert judge_citizen_id(number, date(2021, 6, 15)).verdict == "OK"
    assert judge_citizen_id(number, date(2021, 6, 14)).verdict == "BIRTH_IN_FUTURE"


@pytest.mark.parametrize(
    ("first17", "verdict"),
    [
        ("81000019900307101", "OK"),  # residence permit for Hong Kong residents
        ("82000019900307101", "OK"),
        ("83000019900307101", "OK"),
        ("91144019900307101", "OK"),  # foreigners' card of 2023
        ("00000019900307101", "OK"),  # regions never reject
        ("44990019900307000", "ORDER_CODE_000"),
        ("44990018000307000", "IMPLAUSIBLE_AGE"),  # the earlier fault in the order counts
    ],
)
def test_region_never_rejects_and_order_of_faults(first17: str, verdict: str) -> None:
    """Numbers of residence cards pass; of several faults the first in the order is named."""
    assert judge_citizen_id(_number(first17), date(2021, 6, 15)).verdict == verdict


def test_birth_fault_comes_before_check_digit() -> None:
    """An impossible birthday is named even where the check digit is wrong too."""
    right = _number("44990019900231101")
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    assert judge_citizen_id(wrong, date(2021, 6, 15)).verdict == "BAD_BIRTH_DATE"


def test_check_digit_helper_wants_the_whole_shape() -> None:
    """The quick question is yes only for eighteen right places."""
    assert check_digit_ok("44990019900307118x")
    assert not check_digit_ok("449900199003071010")
    assert not check_digit_ok("449900900307101")


def test_a_thousand_numbers_take_little_time() -> None:
    """A thousand lines are judged well within two seconds."""
    started = time.perf_counter()
    for number in range(1000):
        judge_citizen_id(f"4499001990030{number:05d}", date(2021, 6, 15))
    assert time.perf_counter() - started < 1.0
