"""Amounts in figures and the typed short cuts of words and dates."""

from datetime import date

import pytest

from validators.formats.chinese_date import parse_date
from validators.formats.money_figures import judge_money_figures, parse_money_figures, write_money_figures
from validators.formats.money_words import LIMIT_FEN, judge_money_words, parse_money_words, write_money_words


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("¥10,000.00", 1000000),
        ("￥10，000．00", 1000000),
        ("10000元", 1000000),
        ("10000", 1000000),
        ("8600.5", 860050),
        ("0.01", 1),
        ("人民币8,600.00元", 860000),
        ("RMB 1,234,567.89", 123456789),
        ("10 000.00", 1000000),
        ("1000元整", 100000),
        ("876680.00圆", 87668000),
    ],
)
def test_figures_are_read(text: str, fen: int) -> None:
    """Common ways of writing an amount in figures give fen without any flag."""
    verdict = judge_money_figures(text)
    assert (verdict.verdict, verdict.normal, verdict.flags) == ("OK", str(fen), ())
    assert parse_money_figures(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "¥",
        "1.2万",
        "20万元",
        "1,00.00",
        "1,0000",
        "10,00",
        "1.",
        ".50",
        "1.2.3",
        "12a",
        "壹万元",
        "1O0",
        "12,345,67",
    ],
)
def test_what_is_no_amount_in_figures(text: str) -> None:
    """Broken grouping, units of ten thousand and letters are no amount; a person reads them."""
    assert judge_money_figures(text).verdict == "NOT_AN_AMOUNT"
    assert parse_money_figures(text) is None


@pytest.mark.parametrize(
    ("text", "normal", "flags"),
    [
        ("10.500", "1050", ("MORE_THAN_TWO_DECIMALS",)),
        ("10.005", None, ("MORE_THAN_TWO_DECIMALS",)),
        ("-5.00", "-500", ("NOT_POSITIVE",)),
        ("−5.00", "-500", ("NOT_POSITIVE",)),
        ("0.00", "0", ("NOT_POSITIVE",)),
    ],
)
def test_odd_figures_are_flagged(text: str, normal: str | None, flags: tuple[str, ...]) -> None:
    """More than two decimals and amounts not above zero leave a flag; nothing is rounded."""
    verdict = judge_money_figures(text)
    assert (verdict.normal, verdict.flags) == (normal, flags)


def test_figures_are_written() -> None:
    """Fen are written with groups and two decimals."""
    assert write_money_figures(1000000) == "¥10,000.00"
    assert write_money_figures(-5) == "-¥0.05"


def test_words_short_cuts() -> None:
    """The short cuts give fen or nothing, and refuse to write what words cannot hold."""
    assert parse_money_words("人民币壹万元整") == 1000000
    assert parse_money_words("壹万仟") is None
    for fen in (-1, LIMIT_FEN):
        with pytest.raises(ValueError, match="outside"):
            write_money_words(fen)


def test_dates_short_cut() -> None:
    """The short cut gives a calendar day or nothing."""
    assert parse_date("二〇二一年六月十五日") == date(2021, 6, 15)
    assert parse_date("六月十五日") is None


@pytest.mark.parametrize("text", ["人民币壹万壹", "人民币壹万玖", "人民币贰佰壹"])
def test_two_readings_are_no_amount(text: str) -> None:
    """A single digit behind a unit without 元 could be ten times or one: no amount, whichever digit it is."""
    assert judge_money_words(text).verdict == "NOT_AN_AMOUNT"


def test_order_of_style_flags() -> None:
    """The missing prefix is told first, then plain numerals, then the rest."""
    assert judge_money_words("一万二千元").flags[:3] == ("NO_RMB_PREFIX", "LOWERCASE_NUMERAL", "NO_ZHENG_AFTER_YUAN")
