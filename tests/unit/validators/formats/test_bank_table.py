"""Every bank of the table by each of its spellings, its class in branch codes and the first digits of its cards."""

from typing import Any

import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_11_10

from tests.data import table
from validators.formats.bank_names import bank_of, fits_card, fits_cnaps, same_bank

BANKS = table("banks")
CLASSES = [row[2] for row in BANKS]


def branch_code(of_class: str) -> str:
    """Build a branch code of a class; city and branch belong to nobody."""
    body = f"{of_class}58810001"
    return body + mod_11_10.calc_check_digit(body)


def card(first: str) -> str:
    """Build a card number with these first digits."""
    body = f"{first}000000000001"
    return body + luhn.calc_check_digit(body)


@pytest.mark.parametrize("row", BANKS, ids=lambda row: row[0])
def test_every_spelling_means_its_bank(row: Any) -> None:
    """Each spelling is the bank, with a branch and a legal form behind it, and in lower case too."""
    full, spellings, _, _ = row
    for spelling in spellings:
        assert bank_of(f"{spelling}虚构支行") == full
        assert bank_of(f"{spelling.lower()}股份有限公司虚构支行") == full
        assert same_bank(spelling, full) is True
        other = BANKS[0][0] if full != BANKS[0][0] else BANKS[1][0]
        assert same_bank(spelling, other) is False


@pytest.mark.parametrize("row", BANKS, ids=lambda row: row[0])
def test_class_in_branch_codes(row: Any) -> None:
    """A bank fits branch codes of its own class and of no other."""
    full, _, own, _ = row
    for of_class in {*CLASSES, "313", "314", "402"}:
        assert fits_cnaps(full, branch_code(of_class)) is (of_class == own)


@pytest.mark.parametrize("row", BANKS, ids=lambda row: row[0])
def test_first_digits_of_cards(row: Any) -> None:
    """A card's first digits fit their bank, contradict another and say nothing about a bank that is not named."""
    full, _, _, prefixes = row
    other = BANKS[0][0] if full != BANKS[0][0] else BANKS[1][0]
    for first in prefixes:
        assert fits_card(full, card(first)) is True
        assert fits_card(other, card(first)) is False
        assert fits_card("虚构支行", card(first)) is None


def test_banks_outside_the_table() -> None:
    """Rural banks, credit unions and unknown banks have a class or are contradicted by a known one alone."""
    assert fits_cnaps("虚构农商行", branch_code("314")) is True
    assert fits_cnaps("虚构农村信用社", branch_code("402")) is True
    assert fits_cnaps("虚构城市商业银行", branch_code("999")) is None
    assert fits_cnaps("虚构城市商业银行", branch_code("102")) is False
    assert fits_card("虚构银行", card("629999")) is None
    assert fits_card("工行", "62") is None
    assert bank_of("XX支行") is None
    assert bank_of("虚构市建设银行") == "中国建设银行"
    assert bank_of("虚构市工行") is None
    assert bank_of("虚构市招商银行示例支行") == "招商银行"
