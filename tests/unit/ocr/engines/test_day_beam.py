"""The day a line ends in: found behind its label, weighed against every other day, refused where none stands."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ocr.engines.day_beam import DayInLine, days_in, likeliest

CHARSET = ("", *"0123456789年月日.-/:()A□ ")


def steps(text: str, probability: float = 0.99, **other: tuple[str, float]) -> NDArray[np.float32]:
    """Two steps a sign, the second blank; `other` gives a place another sign's probability (p5=("1", 0.4))."""
    table = np.zeros((2 * len(text), len(CHARSET)), np.float32)
    for place, sign in enumerate(text):
        table[2 * place, CHARSET.index(sign)] = probability
        if f"p{place}" in other:
            second, much = other[f"p{place}"]
            table[2 * place, CHARSET.index(sign)] -= much
            if second:
                table[2 * place, CHARSET.index(second)] = much
        table[2 * place, 0] = 1 - table[2 * place].sum()
        table[2 * place + 1, 0] = 1
    return table


def day_in(table: NDArray[np.float32], used: float = 1.0) -> DayInLine | None:
    """The likeliest day of one view."""
    return likeliest([days_in(table, CHARSET, used)])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年11月25日", "2023-11-25"),
        ("□□:2023年1月5日", "2023-01-05"),
        ("□□□:2023.1.5", "2023-01-05"),
        ("2023-01-05", "2023-01-05"),
        ("20230105", "2023-01-05"),
        ("2023年11月25", "2023-11-25"),
        ("2023年11月25日□", "2023-11-25"),  # a border behind it
        ("2023 年 1 月 5 日", "2023-01-05"),
        ("A:2023年1月5日", "2023-01-05"),
    ],
)
def test_a_day_is_found_as_people_write_it(text: str, day: str) -> None:
    """With words, stops, strokes or nothing between its figures, behind a label or alone."""
    found = day_in(steps(text))
    assert found is not None
    assert found.value == day
    assert found.share > 0.9
    assert "".join(glyph.char for glyph in found.glyphs).strip().startswith("2023")


@pytest.mark.parametrize(
    "text",
    [
        "2023.1-5",  # two sorts of signs are none that people write
        "12,314.44".replace(",", "."),
        "□□□:999588110708",
        "□□:2023□1□5□",
        "2023年1月5日2023年1月6日",
        "",
    ],
)
def test_what_is_no_day_gives_none(text: str) -> None:
    """Amounts, numbers and two days in a row are no day."""
    assert day_in(steps(text)) is None


def test_days_that_the_ink_may_say_share_what_is_said() -> None:
    """11月 of which the second 1 has 0.6: 2023-11-25 has that share, 2023-01-25 the rest."""
    found = day_in(steps("2023年11月25日", p6=("", 0.39)))
    assert found is not None
    assert found.value == "2023-11-25"
    assert found.share == pytest.approx(0.56, abs=0.03)
    shares = {day.value: day.share for day in days_in(steps("2023年11月25日", p6=("", 0.39)), CHARSET, 1.0)}
    assert shares["2023-01-25"] == pytest.approx(0.37, abs=0.03)
    assert sum(shares.values()) <= 1.0


def test_ink_that_is_rather_no_day_says_little() -> None:
    """Where 年 is most likely another sign, the day has no more of a share than 年 has."""
    found = day_in(steps("2023.11月25日", p4=("年", 0.3)))
    assert found is not None
    assert found.value == "2023-11-25"
    assert found.share == pytest.approx(0.3, abs=0.05)


def test_a_day_that_no_calendar_has_leaves_others_hardly_a_share() -> None:
    """Of a 2023年13月25日 other days are what is left of the ink, next to nothing."""
    found = day_in(steps("2023年13月25日"))
    assert found is None or found.share < 0.1


def test_padding_is_not_searched() -> None:
    """Steps behind the used share of a line say nothing."""
    table = np.concatenate([steps("2023.1.5"), steps("1111")])
    found = day_in(table, 2 / 3)
    whole = day_in(table)
    assert found is not None
    assert found.value == "2023-01-05"
    assert whole is None or whole.value != found.value


@given(
    st.dates(dt.date(2001, 1, 1), dt.date(2060, 12, 31)),
    st.sampled_from(("{0}年{1}月{2}日", "{0}.{1}.{2}", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}")),
)
def test_every_day_is_read_back(day: dt.date, form: str) -> None:
    """Whatever the day and however it is written, clear ink says it, with nearly all of the share."""
    found = day_in(steps(form.format(day.year, day.month, day.day), 0.999))
    assert found is not None
    assert found.value == day.isoformat()
    assert found.share > 0.95


def test_several_views_are_weighed_alike() -> None:
    """A day that one view says with 0.9 and the other not at all has less than one that both say with 0.6."""
    one, other = DayInLine("2023-01-05", (), 0.6), DayInLine("2023-01-08", (), 0.9)
    said = likeliest([[one, other], [one]])
    assert said is not None
    assert (said.value, said.share) == ("2023-01-05", pytest.approx(0.6))
    assert likeliest([[], [other]]) == DayInLine("2023-01-08", (), 0.45)
    assert likeliest([[], []]) is None
