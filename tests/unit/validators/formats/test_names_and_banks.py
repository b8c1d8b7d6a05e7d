"""Comparing names of persons, firms and banks, and offering other readings."""

import pytest
from stdnum.iso7064 import mod_11_10

from validators.formats.bank_names import bank_of, fits_card, fits_cnaps, same_bank
from validators.formats.citizen_id import check_digit_ok
from validators.formats.confusions import (
    GROUPS,
    amount_candidates,
    candidates,
    confusable,
    differs_by_confusion,
    digit_candidates,
    doubtful_places,
)
from validators.formats.names import NameComparison, compare_names, near_name, same_name
from validators.formats.org_name import same_org


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("陈示例", "陈 示 例", "EQUAL"),
        ("买买提·示例", "买买提•示例", "EQUAL"),
        ("陈示例", "陳示例", "VARIANT"),
        ("萧国华", "肖國華", "VARIANT"),
        ("陈示例", "陈示列", "ONE_CHARACTER"),
        ("李明", "李民", "ONE_CHARACTER"),
        ("陈示例", "陳示列", "DIFFERENT"),
        ("陈示例", "陈示", "DIFFERENT"),
        ("陈示例", "王虚拟", "DIFFERENT"),
        ("", "", "DIFFERENT"),
    ],
)
def test_names_compare(one: str, other: str, result: str) -> None:
    """Names are equal after folding, near by one variant or one character, else different; both ways alike."""
    assert compare_names(one, other) == compare_names(other, one) == NameComparison(result)
    assert same_name(one, other) is (result == "EQUAL")
    assert near_name(one, other) is (result in {"VARIANT", "ONE_CHARACTER"})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("虚构市示例（华南）有限公司", "虚构市示例(华南)有限公司", True),
        ("虚构市示例 有限公司", "虚构市示例有限公司", True),
        ("虚构市示例有限公司", "虚构市示例有限责任公司", False),
        ("虚构市示例有限公司", "虚构市示例有限公司虚构分公司", False),
        ("", "", False),
    ],
)
def test_firms_compare(one: str, other: str, same: bool) -> None:
    """Only brackets, width and blanks fold; another legal form or a branch is another firm."""
    assert same_org(one, other) is same


@pytest.mark.parametrize(
    ("text", "bank"),
    [
        ("工行虚构支行", "中国工商银行"),
        ("中国工商银行股份有限公司虚构支行", "中国工商银行"),
        ("工商银行", "中国工商银行"),
        ("农行", "中国农业银行"),
        ("中国农业发展银行", "中国农业发展银行"),
        ("中行虚构支行", "中国银行"),
        ("建行", "中国建设银行"),
        ("邮储", "中国邮政储蓄银行"),
        ("浦发银行虚构支行", "上海浦东发展银行"),
        ("虚构农商行", "虚构农村商业银行"),
        ("虚构市农村商业银行股份有限公司", "虚构农村商业银行"),
        ("虚构县农村信用合作联社", "虚构农村信用合作社"),
        ("示例银行虚构支行", "示例银行"),
        ("虚构支行", None),
        ("", None),
    ],
)
def test_bank_names_fold(text: str, bank: str | None) -> None:
    """Short names and branches fold to the bank's full name."""
    assert bank_of(text) == bank


def test_banks_compare_and_stay_silent_on_the_unknown() -> None:
    """Two names are one bank or two; without a bank there is no answer."""
    assert same_bank("工行", "中国工商银行虚构支行") is True
    assert same_bank("工行", "农行") is False
    assert same_bank("工行", "虚构支行") is None


def test_bank_against_branch_code() -> None:
    """A bank of the table must carry its own class; an unknown bank with an unknown class is no finding."""
    assert fits_cnaps("虚构商业银行", "313651027012") is None
    assert fits_cnaps("工行", "313651027012") is False
    assert fits_cnaps("示例银行", "999588100016") is None
    assert fits_cnaps("工行", "999588100019") is None


@pytest.mark.parametrize(
    ("name", "bank_class"),
    [
        ("工行", "102"), ("ICBC", "102"), ("农行", "103"), ("中行", "104"), ("建行", "105"), ("国开行", "201"),
        ("农发行", "203"), ("交行", "301"), ("交通银行", "301"), ("中信银行", "302"), ("光大银行", "303"),
        ("华夏银行", "304"), ("民生银行", "305"), ("广发银行", "306"), ("平安银行", "307"), ("招行", "308"),
        ("兴业银行", "309"), ("浦发", "310"), ("邮储", "403"), ("虚构农商行", "314"), ("虚构农信社", "402"),
    ],
)  # fmt: skip
def test_bank_classes_of_branch_codes(name: str, bank_class: str) -> None:
    """Each bank carries its own class, and no other bank's."""
    code = bank_class + "58810001"
    assert fits_cnaps(name, code + mod_11_10.calc_check_digit(code)) is True
    other = "102" if bank_class != "102" else "103"
    assert fits_cnaps(name, other + "58810001" + mod_11_10.calc_check_digit(other + "58810001")) is False


def test_bank_against_card() -> None:
    """First digits that the table does not know are no finding."""
    assert fits_card("示例银行", "6299990000000001010") is None
    assert fits_card("工行", "6222020000000000000") is True
    assert fits_card("农行", "6222020000000000000") is False


def test_confusion_table() -> None:
    """Signs are doubtful only with others of their own group."""
    assert GROUPS == ("0OoD〇○", "1lI", "5S", "8B", "Xx×", "己已巳", "佰伯", "壹壶", "柒染", "未末", "士土", "元无")
    for one, other in [
        "0O",
        "1l",
        "1I",
        "5S",
        "8B",
        "X×",
        "己巳",
        "佰伯",
        "壹壶",
        "柒染",
        "未末",
        "士土",
        "元无",
        "〇○",
    ]:
        assert confusable(one, other)
        assert confusable(other, one)
    assert not confusable("0", "8")
    assert not confusable("0", "0")
    assert doubtful_places("4499O") == (4,)


def test_repairs_are_offered_not_made() -> None:
    """Other readings are offered apart; a clean text offers nothing."""
    assert digit_candidates("44990O19900307118×") == ("44990019900307118X",)
    assert digit_candidates("44990019900307118X") == ()
    assert amount_candidates("人民币壶伯无整") == ("人民币壹佰元整",)
    assert amount_candidates("人民币壹佰元整") == ()
    assert candidates("44990O19900307101S", check_digit_ok) == ()
    assert candidates("44990O199003071016", check_digit_ok) == ("449900199003071016",)


def test_difference_by_confusion() -> None:
    """Two readings of one length may differ in look-alikes only."""
    assert differs_by_confusion("壹佰元", "壶伯元")
    assert not differs_by_confusion("壹佰元", "壹佰元")
    assert not differs_by_confusion("壹佰元", "贰佰元")
    assert not differs_by_confusion("壹佰", "壹佰元")
