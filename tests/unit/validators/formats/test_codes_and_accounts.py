"""Credit codes, accounts, branch codes and receipts beyond the table."""

from datetime import date

import pytest

from validators.formats.bank_account import AccountKind, judge_bank_account, looks_like_citizen_id
from validators.formats.cnaps import bank_class, judge_cnaps
from validators.formats.credit_code import (
    check_character,
    is_fictional,
    judge_credit_code,
    organisation_check,
)
from validators.formats.receipt import judge_fiscal, receipt_key


def test_organisation_code_digit() -> None:
    """The inner digit follows GB 11714, with X for ten and 0 for eleven."""
    assert organisation_check("60003734") == "1"
    assert organisation_check("M000100Y") == "4"
    endings = {organisation_check(f"{number:08d}") for number in range(200)}
    assert endings == set("0123456789X")


@pytest.mark.parametrize(("place", "check"), list(enumerate("84216379")))
def test_each_weight_of_the_organisation_code(place: int, check: str) -> None:
    """A single 1 at each place gives eleven less the weight of that place (3 7 9 10 5 8 4 2)."""
    assert organisation_check("0" * place + "1" + "0" * (7 - place)) == check


@pytest.mark.parametrize(
    ("authority", "flagged"), [*((one, False) for one in "123456789ANY"), ("X", True), ("B", True)]
)
def test_authorities(authority: str, flagged: bool) -> None:
    """Each authority of the standard stands without a flag, another letter only warns."""
    first17 = f"{authority}1449900MA000FK13"
    verdict = judge_credit_code(first17 + check_character(first17))
    assert (verdict.verdict, "UNKNOWN_AUTHORITY" in verdict.flags) == ("OK", flagged)


def test_wrong_inner_digit_only_leaves_a_flag() -> None:
    """A wrong organisation digit warns and rejects nothing."""
    first17 = "91449900MA000FK14"
    verdict = judge_credit_code(first17 + check_character(first17))
    assert (verdict.verdict, verdict.flags) == ("OK", ("BAD_ORGANISATION_CHECK",))


def test_region_of_a_code_is_digits() -> None:
    """A letter inside the region is outside the character set, though its check character fits."""
    for first17 in ("9144990AMA000FK13", "91A49900MA000FK13"):
        assert judge_credit_code(first17 + check_character(first17)).verdict == "BAD_CHARSET"


def test_unknown_authority_is_a_flag() -> None:
    """An authority that the standard does not list warns only."""
    first17 = "B1449900MA000FK13"
    assert "UNKNOWN_AUTHORITY" in judge_credit_code(first17 + check_character(first17)).flags


def test_every_letter_left_out_is_outside_the_set() -> None:
    """I, O, S, V and Z do not occur in credit codes."""
    for letter in "IOSVZ":
        assert judge_credit_code(f"91449900MA000FK1{letter}J").verdict == "BAD_CHARSET"


def test_fictional_codes_are_known() -> None:
    """The region 449900 marks a test code."""
    assert is_fictional("91449900MA000FK13J")
    assert not is_fictional("91350100M000100Y43")


def test_id_number_is_recognised_among_accounts() -> None:
    """Only a number that passes GB 11643 gets the hint."""
    assert looks_like_citizen_id("4499 0019 9003 0710 16")
    assert not looks_like_citizen_id("449900199003071010")
    assert judge_bank_account("6299990000000001010", AccountKind.CARD).flags == ()


def test_branch_codes_name_a_bank() -> None:
    """The first three digits are the bank, of a code that passes only."""
    assert bank_class("999588100016") == "999"
    assert bank_class("999588100019") is None


@pytest.mark.parametrize("place", range(12))
def test_every_digit_of_a_branch_code_is_checked(place: int) -> None:
    """One wrong digit anywhere is found."""
    code = "999588100016"
    wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
    assert judge_cnaps(wrong).verdict == "BAD_CHECK_DIGIT"


def test_receipt_without_a_date_is_not_compared() -> None:
    """Without a date there is no year to differ from."""
    assert judge_fiscal("44060121", "0000000001", "fc0971", None).verdict == "OK"
    assert judge_fiscal("44060122", "0000000001", "fc0971", date(2021, 1, 1)).verdict == "WARN_YEAR_MISMATCH"


def test_receipt_key_is_code_and_number() -> None:
    """A receipt counts once under code and number; misshapen numbers give no key."""
    assert receipt_key("4406-0121", "0000000001") == "440601210000000001"
    assert receipt_key("4400211130", "12345678") == "440021113012345678"
    assert receipt_key("", "24442000000012345678") == "24442000000012345678"
    assert receipt_key("4406012", "0000000001") is None
    assert receipt_key("44060121", "00000001") is None
