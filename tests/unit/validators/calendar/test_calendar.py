"""Deadlines: every worked row, months without the day, and a year without a table."""

from datetime import date, timedelta

import pytest

from tests.data import table
from validators.calendar import (
    HolidayTable,
    deadlines,
    is_overdue,
    month_later,
    next_working_day,
    reminder_days,
)
from validators.duties import last_starts
from validators.holidays import HOLIDAYS


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize("row", table("deadlines"), ids=lambda row: row[0])
def test_worked_row(row: list[str | None]) -> None:
    """Nominal and final days are those of the worked table; a final day of an unknown year is unknown."""
    received, paid, *expected = map(_day, row)
    assert received is not None
    found = deadlines(received, paid, HOLIDAYS)
    days = [found.pass_on_nominal, found.pass_on_final, found.proof_nominal, found.proof_final]
    assert days == expected
    assert found.calendar_unknown is (expected[1] is None)


def test_proof_in_an_unknown_year() -> None:
    """A proof due beyond the table keeps its nominal day and marks the calendar unknown."""
    found = deadlines(date(2026, 11, 24), date(2026, 12, 23), HOLIDAYS)
    assert (found.pass_on_final, found.proof_nominal) == (date(2026, 12, 24), date(2027, 1, 2))
    assert found.proof_final is None
    assert found.calendar_unknown


def test_moving_into_an_unknown_year() -> None:
    """A rest day at the end of the last known year cannot be moved."""
    known = HolidayTable(frozenset({2023}), frozenset(), frozenset())
    assert next_working_day(date(2023, 12, 29), known) == date(2023, 12, 29)
    assert next_working_day(date(2023, 12, 30), known) is None


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2023-01-28", "2023-02-28"),
        ("2023-01-29", "2023-02-28"),
        ("2024-01-30", "2024-02-29"),
        ("2024-03-31", "2024-04-30"),
        ("2024-02-29", "2024-03-29"),
        ("2024-12-31", "2025-01-31"),
    ],
)
def test_a_month_later(day: str, later: str) -> None:
    """The corresponding day, or the last day of a shorter month."""
    assert month_later(date.fromisoformat(day)) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2021-09-26", True),  # a worked Sunday
        ("2021-09-25", False),
        ("2021-10-01", False),
        ("2021-10-08", True),
        ("2021-10-09", True),
        ("2020-01-31", False),  # prolonged Spring Festival
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2025-10-08", False),
        ("2024-02-09", True),  # New Year's Eve was worked in 2024
        ("2023-10-06", False),
        ("2022-06-03", False),
        ("2019-12-31", None),
        ("2027-01-01", None),
    ],
)
def test_days_of_the_table(day: str, works: bool | None) -> None:
    """The calendar of the State Council holds, and years outside it are unknown."""
    assert HOLIDAYS.is_working_day(date.fromisoformat(day)) is works


def test_table_is_consistent() -> None:
    """Rest days named are weekdays, worked days named are weekends, all inside the years named."""
    assert {2020, 2021, 2022, 2023, 2024, 2025, 2026} == HOLIDAYS.years
    assert all(day.weekday() < 5 for day in HOLIDAYS.rest_days)
    assert all(day.weekday() >= 5 for day in HOLIDAYS.work_days)
    assert {day.year for day in HOLIDAYS.rest_days | HOLIDAYS.work_days} == HOLIDAYS.years


@pytest.mark.parametrize(
    ("year", "days"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, days: int) -> None:
    """Each year has as many working days as published."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    assert sum(HOLIDAYS.is_working_day(first + timedelta(n)) is True for n in range(length)) == days


def test_reminders_come_before_the_nominal_day() -> None:
    """Seven and three days ahead, and on the day itself."""
    assert reminder_days(date(2021, 8, 15)) == (date(2021, 8, 8), date(2021, 8, 12), date(2021, 8, 15))


def test_nobody_is_late_on_the_last_day_or_without_a_calendar() -> None:
    """Late is the day after the final day; an unknown final day never makes late."""
    assert not is_overdue(date(2021, 8, 16), date(2021, 8, 16))
    assert is_overdue(date(2021, 8, 16), date(2021, 8, 17))
    assert not is_overdue(None, date(2099, 1, 1))


def test_whatever_can_be_overdue_started_early_enough() -> None:
    """On the first day on which blame is possible, the credit day and the payment day lie among those looked at."""
    for number in range(3 * 365):
        day = date(2021, 1, 1) + timedelta(days=number)
        days = deadlines(day, day, HOLIDAYS)
        for final, place in ((days.pass_on_final, 0), (days.proof_final, 1)):
            assert final is not None
            assert day <= last_starts(final + timedelta(days=1))[place]
        assert day > last_starts(days.pass_on_nominal - timedelta(days=3))[0]
        assert day > last_starts(day + timedelta(days=10))[1]
