"""Written days whose signs or last figure the reading lost are told, and the days that they may mean."""

import pytest

from ocr.extract.leaves import FieldLeaf
from ocr.short_days import figure_lost, goes_on, is_either, lost_a_stop, may_go_on, with_days_it_may_be
from validators.model.evidence import Alternative


def day(value: str | None, raw: str, *flags: str, others: tuple[str, ...] = (), sort: str = "date") -> FieldLeaf:
    """A date as it was read, with other days that it may be."""
    alternatives = tuple(Alternative(one, 0.2) for one in others)
    return FieldLeaf(value, raw, 0.9, 0.9, sort=sort, flags=flags, alternatives=alternatives)


@pytest.mark.parametrize(
    ("raw", "open_end"),
    [
        ("2022.7.3", True),
        ("2022-07-1 ", True),
        ("2022/7/2", True),
        ("2022.7.4", False),  # no day begins with a 4
        ("2022.7.0", False),
        ("2022.7.31", False),
        ("2022.7.3日", False),
        ("2022年7月3", False),  # its missing sign is a flag of its own
        ("20220703", False),
    ],
)
def test_a_day_of_one_figure_with_nothing_behind_may_go_on(raw: str, open_end: bool) -> None:
    """3 may be what is left of 30 or 31; two figures, a sign behind, or a 4 may not go on."""
    assert may_go_on(raw) is open_end


@pytest.mark.parametrize(
    ("value", "raw", "sort", "lost"),
    [
        (None, "2022.115", "date", True),
        (None, " 20252.24", "date", True),
        (None, "2022.15", "date", False),  # too few figures for a day
        (None, "2022.115日", "date", False),
        (None, "1922.115", "date", False),
        ("2022-11-05", "2022.115", "date", False),
        (None, "2022.115", "money", False),
        (None, "2022.2.30", "date", False),  # all its signs stand: a day that no calendar has
    ],
)
def test_all_figures_of_a_day_that_was_not_made_lost_a_stop(value: str | None, raw: str, sort: str, lost: bool) -> None:
    """Seven or eight figures without a value lack a sign; fewer lack their day, and other values are no dates."""
    assert lost_a_stop(day(value, raw, sort=sort)) is lost


@pytest.mark.parametrize(
    ("raw", "either"),
    [
        ("2022.115", True),
        ("2022115", True),
        ("2022.131", False),  # no thirteenth month
        ("2022.230", False),  # no month of 23
        ("20252.24", False),
        ("2022.1.15", False),
        ("2022.15", False),
    ],
)
def test_figures_that_run_together_may_be_two_days(raw: str, either: bool) -> None:
    """2022.115 is 1.15 and 11.5; one stop, or a month that no year has, leaves one day."""
    assert is_either(raw) is either


@pytest.mark.parametrize(
    ("read", "raw", "flags", "found", "lost"),
    [
        ("2022-07-03", "2022.7.3", (), "2022-07-31", False),  # it may go on, and is asked for that by itself
        ("2022-07-31", "2022.7.31", (), "2022-07-03", False),
        ("2022-07-03", "2022.7.3", (), "2022-08-31", False),
        ("2022-07-03", "2022.7.3", (), "2022-07-21", False),
        ("2022-07-03", "2022.7.3日", (), "2022-07-31", False),
        ("2025-06-01", "2025年6月1", ("DAY_SIGN_MISSING",), "2025-06-15", True),
        ("2025-06-15", "2025年6月15", ("DAY_SIGN_MISSING",), "2025-06-01", False),
        ("2025-06-13", "2025年6月13", ("DAY_SIGN_MISSING",), "2025-06-30", False),
        ("2022-07-01", "2022年7月1日", (), "2022-07-11", True),
        ("2022-07-11", "2022年7月11日", (), "2022-07-01", False),
        ("2022-01-06", "2022年1月6日", (), "2022-11-06", True),
        (None, "2022.115", (), "2022-11-05", False),
    ],
)
def test_a_day_loses_figures_and_gains_none(
    read: str | None, raw: str, flags: tuple[str, ...], found: str, lost: bool
) -> None:
    """3 of 31 with nothing behind and 1 of 11 lost a figure; 31 of 3 and 11 of 1 gained one, and that was not seen."""
    assert figure_lost(day(read, raw, *flags), found) is lost


@pytest.mark.parametrize(
    ("read", "found", "on"),
    [
        ("2022-07-03", "2022-07-31", True),
        ("2022-07-01", "2022-07-15", True),
        ("2022-07-31", "2022-07-03", False),
        ("2022-07-13", "2022-07-30", False),
        ("2022-07-03", "2022-08-31", False),
        ("2022-07-03", "2022-07-03", False),
        (None, "2022-07-03", False),
    ],
)
def test_a_day_goes_on_to_one_that_begins_with_its_figure(read: str | None, found: str, on: bool) -> None:
    """3 goes on to 30 and 31 of its month; 13 to nothing."""
    assert goes_on(day(read, "2022.7.3"), found) is on


@pytest.mark.parametrize(
    ("raw", "days"),
    [
        ("2022.115", ["2022-01-15", "2022-11-05"]),
        ("20252.24", ["2025-02-24"]),
        ("2022.1115", ["2022-11-15"]),
        ("2023.229", []),  # a year without a 29th of February, and no month of 22
        ("2022.131", ["2022-01-31"]),
        ("2022.1.1.15", []),
        ("2022.7", []),
    ],
)
def test_figures_without_a_stop_are_offered_as_the_days_that_they_may_be(raw: str, days: list[str]) -> None:
    """A person chooses between 1.15 and 11.5; a day that no calendar has is none of them."""
    offered = with_days_it_may_be(day(None, raw)).alternatives
    assert [one.value for one in offered] == days
    assert {one.probability for one in offered} <= {0.5}


def test_a_day_that_is_known_is_not_offered_again() -> None:
    """What stands there already, as the value or beside it, stays as it is; other values are left alone."""
    value = day("2022-11-05", "2022.115")
    assert with_days_it_may_be(value).alternatives == (Alternative("2022-01-15", 0.5),)
    beside = day(None, "2022.115", others=("2022-11-05",))
    assert with_days_it_may_be(beside).alternatives == (Alternative("2022-11-05", 0.2), Alternative("2022-01-15", 0.5))
    amount = day(None, "2022.115", sort="money")
    assert with_days_it_may_be(amount) == amount
