"""A line of an unclear page beside a reader of days: agreement is worth much, its word alone little."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.engines.day_beam import DayInLine
from ocr.engines.mixed_readings import DIFFERS
from ocr.engines.written_days import has_lost_a_day, where_a_day_may_stand, with_day, with_its_day
from ocr.lines import Glyph, Line


def line(text: str, probability: float = 0.9, wide: float = 100.0) -> Line:
    """A reading of one line, its signs evenly along it."""
    quad = ((0.0, 0.0), (wide, 0.0), (wide, 10.0), (0.0, 10.0))
    glyphs = tuple(Glyph(sign, probability, (n + 0.5) / max(1, len(text))) for n, sign in enumerate(text))
    return Line(quad, glyphs, probability)


def said(value: str, text: str, share: float = 0.98, start: float = 0.0) -> DayInLine:
    """A day that the reader of days says, its signs from `start` to the line's end."""
    step = (1 - start) / len(text)
    return DayInLine(value, tuple(Glyph(c, 0.9, start + (n + 0.5) * step) for n, c in enumerate(text)), share)


def test_what_both_say_is_surer_than_either() -> None:
    """日期：2023年1月5日 read so by both: every sign of the day has 0.997, those of its label what they had."""
    told = with_day(line("日期：2023年1月5日"), said("2023-01-05", "2023年1月5日", start=0.25))
    assert told.text == "日期：2023年1月5日"
    assert [glyph.probability for glyph in told.glyphs[:3]] == [0.9] * 3
    assert {glyph.probability for glyph in told.glyphs[3:]} == {0.997}


def test_an_agreement_of_a_reader_in_doubt_adds_nothing() -> None:
    """Near miss: the same day, of which the reader of days is not half sure."""
    read = line("日期：2023年1月5日")
    assert with_day(read, said("2023-01-05", "2023年1月5日", share=0.42)) == read


def test_a_day_that_the_line_lost_is_put_where_its_ink_is() -> None:
    """日期：20Z3w1F5 has no day: the reader's stands behind the label, worth its own word and never more than 0.975."""
    told = with_day(line("日期：20Z3w1F5E"), said("2023-01-05", "2023年1月5日", 0.999, start=0.25))
    assert told.text == "日期：2023年1月5日"
    assert {glyph.probability for glyph in told.glyphs[3:]} == {0.975}
    assert [glyph.at for glyph in told.glyphs] == sorted(glyph.at for glyph in told.glyphs)
    unsure = with_day(line("日期：20Z3w1F5E"), said("2023-01-05", "2023年1月5日", 0.64, start=0.25))
    assert {round(glyph.probability, 2) for glyph in unsure.glyphs[3:]} == {0.64}


def test_a_guess_is_not_put_there() -> None:
    """Near miss: a reader that is less than half sure leaves the line as it was read."""
    read = line("日期：20Z3w1F5E")
    assert with_day(read, said("2023-01-05", "2023年1月5日", 0.42, start=0.25)) == read
    assert with_day(read, None) == read


@pytest.mark.parametrize(("sure", "text"), [(0.8, "2023年1月8日"), (0.6, "2023年1月5日")])
def test_of_two_days_the_surer_stands_and_is_doubted(sure: float, text: str) -> None:
    """Where the line says the 5th and the reader of days the 8th, nobody is sure, whichever stands."""
    told = with_day(line("2023年1月5日"), said("2023-01-08", "2023年1月8日", sure))
    assert told.text == text
    assert {glyph.probability for glyph in told.glyphs} == {DIFFERS}


def test_a_reader_that_hardly_says_another_day_changes_nothing() -> None:
    """Near miss: less than half sure of another day."""
    read = line("2023年1月5日")
    assert with_day(read, said("2023-01-08", "2023年1月8日", 0.42)) == read


def test_blanks_between_signs_are_no_other_day() -> None:
    """2023 年 1 月 5 日 is the day that 2023年1月5日 is."""
    told = with_day(line("2023 年 1 月 5 日"), said("2023-01-05", "2023年1月5日"))
    assert max(glyph.probability for glyph in told.glyphs) == 0.997


@pytest.mark.parametrize(
    ("text", "wide", "start"),
    [
        ("2023年1月5日", 100.0, 0.0),
        ("日期：2023年1月5日", 100.0, 0.25),
        ("日期：2o2E年月1", 100.0, 0.3),
        ("日 期 ：2023.1.5", 100.0, 0.385),
        ("关系：母亲 日期：2022年11月30日", 200.0, 0.45),  # the row is long, what stands behind its last label is not
        ("日期20223元", 100.0, 0.25),
        ("日期：", 60.0, None),  # nothing that was read is a figure
        ("职工：2个 签名：", 60.0, None),  # what is one stands before the label
        ("本人于2023年1月5日在车间受伤", 200.0, None),  # a sentence
        ("", 60.0, None),
        ("票据代码：20211203", 100.0, None),  # a number that looks like one
    ],
)
def test_where_a_day_may_stand(text: str, wide: float, start: float | None) -> None:
    """Behind a line's last label or alone, where figures were read; not in sentences: the network saw none of them."""
    told = where_a_day_may_stand(line(text, wide=wide))
    assert told == (None if start is None else pytest.approx(start, abs=0.02))


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("2022年Ⅱ月2日", True),
        ("日期：2022年Ⅱ月2", True),
        ("2024.115", True),
        ("20211", True),  # of 2022.1.1
        ("2024", False),
        ("2022年11月2日", False),
        ("（2022）粤01号", False),
        ("1,234.56", False),
        ("449900202201011234", False),
    ],
)
def test_clear_lines_that_lost_a_day_are_asked_too(text: str, lost: bool) -> None:
    """A line that begins like a day and has none; not one that has a day, nor numbers and amounts."""
    assert has_lost_a_day(line(text)) is lost


class Days:
    """A reader of days that says one, and keeps what it was shown."""

    charset = ("", *"0123456789年月日.-/:□")

    def __init__(self, text: str) -> None:
        self._text, self.shown = text, (0, 0)

    def distribution(self, crop: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
        """Each sign once, a blank after it."""
        self.shown = (crop.shape[0], crop.shape[1])
        table = np.zeros((2 * len(self._text), len(self.charset)), np.float32)
        table[1::2, 0] = 1
        for place, sign in enumerate(self._text):
            table[2 * place, self.charset.index(sign)] = 0.999
        return table, 1.0


def test_the_reader_of_days_sees_what_stands_behind_the_label() -> None:
    """Of a relative's row it is shown the end, and its day stands there: what is before stays as it was read."""
    days = Days("2022年11月30日")
    row = line("关系：母亲日期：20223元", wide=210.0)
    told = with_its_day(row, days, np.full((20, 220, 3), 255, np.uint8))
    assert told.text == "关系：母亲日期：2022年11月30日"
    assert days.shown[1] < 150  # stretched, and still less than the row
    assert [glyph.at for glyph in told.glyphs] == sorted(glyph.at for glyph in told.glyphs)
    assert with_its_day(line("单位：虚构公司", wide=100.0), days, np.full((20, 220, 3), 255, np.uint8)).text[-1] == "司"


def test_a_day_before_another_label_is_not_the_one_that_was_asked_for() -> None:
    """受伤日期：2021年7月1日 签名日期：20Z1年7月2: what the reader of days says of the end raises nothing before it."""
    row = line("受伤日期：2021年7月1日 签名日期：20Z1年7月2E", wide=260.0)
    told = with_day(row, said("2021-07-01", "2021年7月1日", 0.99, start=0.7))
    assert told.text == "受伤日期：2021年7月1日 签名日期：2021年7月1日"
    assert {glyph.probability for glyph in told.glyphs[:15]} == {0.9}
