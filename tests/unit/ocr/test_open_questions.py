"""What stays in doubt on one paper is asked for what other papers say, and what its ink may say is nobody's witness."""

from dataclasses import replace

import pytest

from ocr.open_questions import (
    READ_WITH_PAPERS,
    Asked,
    Ink,
    OpenQuestion,
    asked_for,
    can_be_asked,
    leaf_at,
    with_answers,
)
from tests.builders import leaf, make_proof, make_receipt, make_slip, make_voucher, with_field, with_rows
from validators.model.evidence import POOR_PAGE, DocumentReading, Leaf, PageQuality, PageReading, Scalar

INK = Ink(1, 1, b"\0\0\0")
ACCOUNT = "6299990517062393"
MISREAD = "6290990517062303"


def doubted(value: Scalar, *flags: str, confidence: float = 0.6) -> Leaf:
    """A value that was read without certainty."""
    return leaf(value, sure=False, confidence=confidence, flags=flags)


def slip(account: Leaf) -> DocumentReading:
    """A slip of its own picture with one account, its payee's."""
    return replace(with_field(with_field(make_slip(), "payee_account", account), "payer_account", None), sha256="")


def asked(*readings: DocumentReading, place: str = "payee_account", of: int = 0) -> Asked | None:
    """What is asked of a place of one of some papers."""
    found = asked_for(readings, [OpenQuestion(of, place, (INK,))])
    return found[0][1] if found else None


def test_an_account_is_asked_for_what_another_paper_says_surely() -> None:
    """A slip's unclear account is asked for the sure ones of the claim's other papers, not for its own."""
    found = asked(slip(doubted(MISREAD)), slip(leaf(ACCOUNT)))
    assert found is not None
    assert (found.script, found.read, found.own, found.inks) == ("number", MISREAD, MISREAD, (INK,))
    assert ACCOUNT in found.values
    assert MISREAD not in found.values


@pytest.mark.parametrize(
    ("others", "is_asked"),
    [
        ([doubted(ACCOUNT)], False),
        ([doubted(ACCOUNT), doubted(ACCOUNT)], True),
        ([doubted(ACCOUNT, POOR_PAGE, confidence=0.95)], True),
        ([doubted(ACCOUNT, POOR_PAGE, "READ_DIFFERENTLY", confidence=0.95)], False),
        ([doubted(ACCOUNT, "READ_AS_CARD", confidence=0.4), doubted(ACCOUNT, "READ_AS_CARD", confidence=0.4)], False),
        ([leaf(MISREAD)], False),
    ],
)
def test_only_what_is_well_read_or_stands_twice_is_asked_for(others: list[Leaf], is_asked: bool) -> None:
    """What one unclear paper says once, what was chosen there, and what was read here ask nothing."""
    found = asked(slip(doubted(MISREAD)), *map(slip, others))
    assert (found is not None and ACCOUNT in found.values) == is_asked


def test_a_sure_value_is_asked_nothing() -> None:
    """A slip whose account was read surely keeps it, whatever another paper says."""
    assert asked(slip(leaf(MISREAD)), slip(leaf(ACCOUNT))) is None


def test_amounts_are_asked_in_their_script() -> None:
    """Figures as figures, capitals as capitals, for the whole amounts of other papers; trifles are asked nowhere."""
    voucher = with_field(make_voucher(), "total_figures", doubted(123))
    voucher = with_field(voucher, "total_upper", doubted(None))
    other = with_field(make_slip(fen=99), "amount_upper", leaf(456700))
    figures, capitals = (asked(voucher, other, place=place) for place in ("total_figures", "total_upper"))
    assert figures is not None
    assert capitals is not None
    assert (figures.script, capitals.script) == ("figures", "capitals")
    assert figures.values == capitals.values == (456700,)


def test_a_printed_day_is_asked_for_those_of_other_papers() -> None:
    """A bill's day, unclear, is asked for those of other bills, a payment's for those of payments."""
    unclear = replace(with_field(make_receipt(), "issue_date", doubted("2021-07-08")), sha256="")
    bill = replace(with_field(make_receipt(), "issue_date", leaf("2021-07-03")), sha256="")
    paid = replace(with_field(make_slip(), "trade_date", leaf("2021-07-04")), sha256="")
    found = asked(unclear, bill, paid, place="issue_date")
    assert found is not None
    assert (found.script, found.values) == ("day", ("2021-07-03",))
    assert asked(with_field(make_slip(), "trade_date", doubted("2021-07-08")), bill, place="trade_date") is None


def test_papers_of_before_are_asked_like_those_of_this_upload() -> None:
    """A paper read alone is asked for what was kept of the claim's others."""
    question = OpenQuestion(0, "payee_account", (INK,))
    [(_, found)] = asked_for([slip(doubted(MISREAD))], [question], [slip(leaf(ACCOUNT))])
    assert ACCOUNT in found.values


def test_a_value_that_stands_elsewhere_is_asked_for_no_other() -> None:
    """What another paper says as well, or this one in capitals, is told by that, and is not asked away."""
    assert asked(slip(doubted(MISREAD)), slip(leaf(ACCOUNT)), slip(doubted(MISREAD))) is None
    voucher = with_field(with_field(make_voucher(), "total_figures", doubted(5000)), "total_upper", doubted(5000))
    assert asked(voucher, with_field(make_slip(), "amount_figures", leaf(8000)), place="total_figures") is None


@pytest.mark.parametrize(
    ("flag", "is_asked"),
    [("ALTERED", False), ("TOO_MANY_DECIMALS", False), ("READ_WITH_RECORD", False), ("READ_AS_CARD", True)],
)
def test_what_is_in_doubt_for_another_reason_is_not_asked(flag: str, is_asked: bool) -> None:
    """A value that was changed on paper, is no amount, or is the record's, is nothing that other papers tell."""
    assert (asked(slip(doubted(MISREAD, flag)), slip(leaf(ACCOUNT))) is not None) == is_asked


def test_one_picture_that_was_sent_twice_says_a_thing_once() -> None:
    """Two unsure readings of one picture are not two papers, and it asks itself nothing; two papers in it are."""
    one = replace(slip(doubted(ACCOUNT)), sha256="a")
    assert asked(slip(doubted(MISREAD)), one, one) is None
    other = replace(one, pages=(PageReading(1, 9, 9, 0, PageQuality("good")),))
    assert asked(slip(doubted(MISREAD)), one, other) is not None
    sure = replace(slip(leaf(ACCOUNT)), sha256="b")
    assert asked(replace(slip(doubted(MISREAD)), sha256="b"), sure) is None


def test_two_writings_of_a_name_are_one() -> None:
    """（西埔） and (西埔) are no two values."""
    wide, narrow = (with_field(make_slip(), "payee_name", one) for one in (doubted("甲（乙）厂"), leaf("甲(乙)厂")))
    assert asked(wide, narrow, place="payee_name") is None


@pytest.mark.parametrize("place", ["purpose", "sign_dates[0]", "payee_bank", "nothing"])
def test_what_stands_on_one_paper_only_is_not_asked(place: str) -> None:
    """Banks, purposes and days beside signatures are no values that several papers share here."""
    assert not can_be_asked(make_slip(), place)


def test_an_answer_stands_in_its_place_in_doubt() -> None:
    """The value is what the ink may say, offered beside it what was read; flagged, below what agreement makes sure."""
    before = slip(doubted(MISREAD, POOR_PAGE))
    [after] = with_answers([before], [(OpenQuestion(0, "payee_account", (INK,)), ACCOUNT)])
    found = after.fields["payee_account"]
    assert (found.value, found.raw, found.sure, found.confidence) == (ACCOUNT, MISREAD, False, 0.4)
    assert found.flags == (POOR_PAGE, READ_WITH_PAPERS)
    assert found.alternatives[0].value == MISREAD
    assert {**after.fields, "payee_account": before.fields["payee_account"]} == before.fields


def test_answers_find_cells_and_list_members() -> None:
    """A row's cell and a list's member take their answers, their neighbours stay; no answer changes nothing."""
    proof = make_proof()
    rows = tuple({**row, "payee_account": doubted(MISREAD)} for row in proof.rows["beneficiaries"])
    proof = replace(with_rows(proof, "beneficiaries", *rows), lists={"slip_no": (doubted("1"), doubted("2"))})
    cell, member, silent = (
        OpenQuestion(0, place, (INK,)) for place in ("beneficiaries[1].payee_account", "slip_no[1]", "slip_no[0]")
    )
    [after] = with_answers([proof], [(cell, ACCOUNT), (member, "3"), (silent, None)])
    assert [row["payee_account"].value for row in after.rows["beneficiaries"]] == [MISREAD, ACCOUNT]
    assert [one.value for one in after.lists["slip_no"]] == ["1", "3"]
    assert leaf_at(after, "beneficiaries[1].payee_account") == after.rows["beneficiaries"][1]["payee_account"]


@pytest.mark.parametrize("place", ["beneficiaries[9].name", "slip_no[9]", "none", "a b", "none[0]", "none[0].x"])
def test_a_place_that_is_not_there_has_no_value(place: str) -> None:
    """A question about a row that a paper does not have is no error."""
    assert leaf_at(make_proof(), place) is None
