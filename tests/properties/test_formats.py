"""What holds for every value: round trips and found single faults."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from validators.formats.chinese_date import judge_date, parse_date
from validators.formats.citizen_id import CHECK_CHARACTERS, check_character, judge_citizen_id
from validators.formats.credit_code import ALPHABET, judge_credit_code
from validators.formats.credit_code import check_character as credit_check
from validators.formats.dispatch import KINDS, judge_format
from validators.formats.money_figures import judge_money_figures, parse_money_figures, write_money_figures
from validators.formats.money_words import LIMIT_FEN, judge_money_words, parse_money_words, write_money_words
from validators.formats.names import compare_names, judge_person_name, normal_name

DAY = date(2026, 11, 24)
amounts = st.one_of(
    st.integers(0, 10**5),
    st.integers(0, LIMIT_FEN - 1),
    # Amounts with many zeros are where 零 goes wrong.
    st.builds(lambda digits: int("".join(digits)), st.lists(st.sampled_from("00001"), min_size=1, max_size=14)),
)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PLAIN, CAPITAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


@given(amounts)
def test_words_round_trip(fen: int) -> None:
    """Every amount written in words is read back to the fen, without any remark on style."""
    verdict = judge_money_words(write_money_words(fen))
    assert (verdict.verdict, verdict.normal, verdict.flags) == ("OK", str(fen), ())


@given(amounts)
def test_words_have_no_doubled_zero(fen: int) -> None:
    """A run of zeros is one 零, and none stands at the end."""
    words = write_money_words(fen)
    assert "零零" not in words
    assert not re.search(r".零(?:元|万|亿|整|$)", words.removeprefix("人民币")) or fen == 0


@given(amounts, st.data())
def test_damaged_words_never_read_as_the_same_amount(fen: int, data: st.DataObject) -> None:
    """Another digit in the words is another amount or none."""
    words = write_money_words(fen)
    places = [place for place, sign in enumerate(words) if sign in CAPITAL[1:]]
    if places:
        place = data.draw(st.sampled_from(places))
        other = data.draw(st.sampled_from([sign for sign in CAPITAL[1:] if sign != words[place]]))
        assert parse_money_words(words[:place] + other + words[place + 1 :]) != fen


@given(st.integers(0, LIMIT_FEN - 1))
def test_figures_round_trip(fen: int) -> None:
    """Every amount written in figures is read back."""
    assert parse_money_figures(write_money_figures(fen)) == fen
    assert judge_money_figures(f"{fen // 100}.{fen % 100:02d}元").normal == str(fen)


def _numeral(number: int, signs: str, ten: str) -> str:
    tens, ones = divmod(number, 10)
    head = (signs[tens] if tens > 1 or signs == CAPITAL else "") + ten if tens else ""
    return head + (signs[ones] if ones else "")


def _spellings(day: date) -> list[str]:
    year, month, number = day.year, day.month, day.day
    plain = "".join(PLAIN[int(digit)] for digit in str(year))
    capital = "".join(CAPITAL[int(digit)] for digit in str(year))
    return [
        day.isoformat(),
        f"{year}年{month}月{number}日",
        f"{year}/{month}/{number}",
        f"{year}.{month:02d}.{number:02d}",
        f"{year}{month:02d}{number:02d}",
        f"{plain}年{_numeral(month, PLAIN, '十')}月{_numeral(number, PLAIN, '十')}日",
        f"{capital}年零{_numeral(month, CAPITAL, '拾')}月{_numeral(number, CAPITAL, '拾')}日",
    ]


@given(days)
def test_dates_round_trip(day: date) -> None:
    """Every day is read from each way of writing it."""
    for text in _spellings(day):
        assert parse_date(text) == day


@given(days)
def test_short_years_are_flagged(day: date) -> None:
    """A year of two places counts as 20xx and is flagged, unless that day does not exist."""
    verdict = judge_date(f"{day.year % 100:02d}年{day.month}月{day.day}日")
    if verdict.normal is not None:
        assert verdict.normal == f"20{day.year % 100:02d}{day.isoformat()[4:]}"
        assert verdict.flags == ("TWO_DIGIT_YEAR",)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1950, 1, 1), date(2020, 12, 31)))
    first17 = f"449900{born:%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first17 + check_character(first17)


@given(id_numbers(), st.integers(0, 17), st.sampled_from(CHECK_CHARACTERS))
def test_one_wrong_place_of_an_id_number_is_found(number: str, place: int, sign: str) -> None:
    """A right number passes, and one changed place never does."""
    assert judge_citizen_id(number, DAY).verdict == "OK"
    if number[place] != sign:
        assert judge_citizen_id(number[:place] + sign + number[place + 1 :], DAY).verdict != "OK"


@given(id_numbers(), st.integers(0, 16))
def test_swapped_neighbours_of_an_id_number_are_found(number: str, place: int) -> None:
    """Two neighbours the wrong way round are found."""
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert judge_citizen_id(swapped, DAY).verdict != "OK"


@given(st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9), st.data())
def test_one_wrong_place_of_a_credit_code_is_found(region: str, body: str, data: st.DataObject) -> None:
    """A code with its check character passes, and one changed place never does."""
    first17 = "91" + region + body
    code = first17 + credit_check(first17)
    assert judge_credit_code(code).verdict == "OK"
    place, sign = data.draw(st.integers(0, 17)), data.draw(st.sampled_from(ALPHABET))
    if code[place] != sign:
        assert judge_credit_code(code[:place] + sign + code[place + 1 :]).verdict != "OK"


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=40), st.sampled_from(["CARD", "PASSBOOK", "CORPORATE", None]))
def test_any_text_gets_a_verdict(kind: str, text: str, as_: str | None) -> None:
    """Nothing that anybody may write makes a judge fail, and blanks around it change nothing."""
    verdict = judge_format(kind, text, as_, DAY)
    assert verdict.verdict
    assert judge_format(kind, f" {text}\t", as_, DAY) == verdict


@given(st.text("陈示例王虚拟·•・ ", max_size=12), st.text("陈示例王虚拟·•・ ", max_size=12))
def test_names_compare_alike_both_ways(one: str, other: str) -> None:
    """Comparing is symmetric and blind to what the normal form folds."""
    assert compare_names(one, other) == compare_names(other, one)
    assert compare_names(normal_name(one), other) == compare_names(one, other)
    assert judge_person_name(normal_name(one)) == judge_person_name(one)
