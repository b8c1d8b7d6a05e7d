"""Agreement makes a doubted value sure; a confident value that differs is never touched."""

from dataclasses import replace

import pytest

from tests.builders import (
    FATHER_CARD,
    FIRM,
    HOSPITAL,
    SPOUSE_CARD,
    WORKER,
    leaf,
    living_case,
    make_death_record,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_receipt,
    make_record,
    make_settled_record,
    make_slip,
    make_voucher,
    with_field,
    with_rows,
)
from validators.corroborate import corroborate
from validators.model.claim import ClaimItem
from validators.model.evidence import POOR_PAGE, Alternative, DocumentReading, Leaf, Scalar

RECORD = make_record(items=())


def doubt(value: Scalar, confidence: float = 0.7, *others: tuple[Scalar, float], **more: object) -> Leaf:
    """Build a value that was read without certainty, with its likely others."""
    alternatives = tuple(Alternative(one, probability) for one, probability in others)
    return leaf(value, sure=False, confidence=confidence, alternatives=alternatives, **more)  # type: ignore[arg-type]


def settled(reading: DocumentReading, name: str, *beside: DocumentReading) -> Leaf:
    """Give a value of the first paper after all readings have been held together."""
    return corroborate(RECORD, (reading, *beside))[0].fields[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("worker_name", WORKER),
        ("worker_id", "449900199003071016"),
        ("employer_name", FIRM),
        ("payee_account", "4499000099000000123"),
        ("injury_date", "2021-06-28"),
        ("payee_bank", "示例银行虚构支行"),
    ],
)
def test_record_confirms(name: str, value: str) -> None:
    """A value that the core system knows as well is sure, however faint it was."""
    assert settled(with_field(make_voucher(), name, doubt(value, 0.4)), name).sure


def test_record_does_not_overwrite() -> None:
    """A confident reading that differs from the record stays as it was read."""
    wrong = leaf("4499000099000000124", alternatives=(Alternative("4499000099000000123", 0.4),))
    assert settled(with_field(make_voucher(), "payee_account", wrong), "payee_account") == wrong


def test_confident_but_unsure_stays() -> None:
    """A strongly read value is not exchanged for the record's even where it is not sure."""
    wrong = doubt("4499000099000000124", 0.95, ("4499000099000000123", 0.05))
    assert settled(with_field(make_voucher(), "payee_account", wrong), "payee_account") == wrong


def test_weak_print_follows_the_record() -> None:
    """Weak print takes the likely other value that the record names; what was read stays beside it."""
    weak = doubt("4499000099000000128", 0.6, ("4499000099000000123", 0.3), raw="4499000099000000128")
    found = settled(with_field(make_voucher(), "payee_account", weak), "payee_account")
    assert (found.value, found.sure, found.raw) == ("4499000099000000123", True, "4499000099000000128")


@pytest.mark.parametrize(
    "weak",
    [
        doubt("4499000099000000128", 0.6, ("4499000099000000123", 0.04)),
        doubt("4499000099000000128", 0.6, ("4499000099000000123", 0.3), handwritten=True),
        doubt("4499000099000000128", 0.6),
    ],
    ids=["unlikely", "handwritten", "no other value"],
)
def test_weak_print_that_stays(weak: Leaf) -> None:
    """An unlikely other value, a hand, or no other value: the doubt stays."""
    assert settled(with_field(make_voucher(), "payee_account", weak), "payee_account") == weak


def test_figures_and_words() -> None:
    """Figures and words that agree confirm each other; words that differ keep their doubt."""
    faint = with_rows(
        with_field(with_field(make_voucher(), "total_figures", doubt(1000000)), "total_upper", doubt(1000000)), "lines"
    )
    assert settled(faint, "total_figures").sure
    assert settled(faint, "total_upper").sure
    differing = with_field(make_voucher(), "total_upper", doubt(1000100))
    assert not settled(differing, "total_upper").sure


POOR = "POOR_PAGE"


@pytest.mark.parametrize(
    ("figures", "words", "confidence", "sure"),
    [
        ((POOR, "ODD_SEPARATOR"), (POOR, "UNIT_FORM"), 0.45, False),  # ¥09,455,48 and 壹零玖仟…: 19,455.48
        ((POOR, "READ_DIFFERENTLY"), (POOR, "MISREAD"), 0.58, False),
        ((POOR, "READ_DIFFERENTLY"), (POOR, "READ_DIFFERENTLY"), 0.58, True),  # each has an amount's form
        ((POOR, "ODD_SEPARATOR"), (POOR,), 0.97, True),  # one of them is clear
        (("ODD_SEPARATOR",), ("UNIT_FORM",), 0.7, True),  # a clear page
    ],
)
def test_unclear_readings_without_an_amounts_form_do_not_confirm_each_other(
    figures: tuple[str, ...], words: tuple[str, ...], confidence: float, sure: bool
) -> None:
    """Under one glare figures and capitals lose the same sign, and what is left of both agrees."""
    voucher = with_field(make_voucher(), "total_figures", doubt(1000000, confidence, flags=figures))
    voucher = with_rows(with_field(voucher, "total_upper", doubt(1000000, confidence, flags=words)), "lines")
    assert settled(voucher, "total_figures").sure is sure
    assert settled(voucher, "total_upper").sure is sure


@pytest.mark.parametrize(("flags", "sure"), [((POOR, "READ_WITH_TOTAL"), False), ((POOR,), True)])
def test_a_sum_that_the_total_made_confirms_nothing(flags: tuple[str, ...], sure: bool) -> None:
    """Cash that was read as what insurance leaves of the total makes the total whatever insurance was read as."""
    receipt = with_field(make_receipt(), "paid_insurance", doubt(60000, 0.5, flags=(POOR, "ODD_SEPARATOR")))
    total = receipt.fields["total_figures"].value
    assert isinstance(total, int)
    receipt = with_field(with_field(receipt, "paid_cash", leaf(total - 60000, flags=flags)), "paid_account", leaf(0))
    assert settled(receipt, "paid_insurance").sure is sure


def test_lines_and_total() -> None:
    """Lines that make the total to the fen are sure, the total too."""
    cells = [{**row, "amount": replace(row["amount"], sure=False)} for row in make_voucher().rows["lines"]]
    faint = with_rows(with_field(make_voucher(), "total_figures", doubt(1000000)), "lines", *cells)
    [found] = corroborate(RECORD, (faint,))
    assert found.fields["total_figures"].sure
    assert all(row["amount"].sure for row in found.rows["lines"])


@pytest.mark.parametrize(("amount", "box"), [(1000000, (300, 900, 420, 940)), (0, None)])
def test_one_ink_and_nothing_at_all_make_no_total(amount: int, box: tuple[int, int, int, int] | None) -> None:
    """A line and a total that were read from one place prove nothing of each other, and nothing adds up to nothing."""
    place = {} if box is None else {"box": box}
    first = make_voucher().rows["lines"][0]
    line = {**first, "amount": doubt(amount, **place)}  # type: ignore[arg-type]
    faint = with_field(make_voucher(), "total_figures", doubt(amount, **place))  # type: ignore[arg-type]
    faint = with_rows(with_field(faint, "total_upper", None), "lines", line)
    assert not settled(faint, "total_figures").sure


@pytest.mark.parametrize(("words", "sure"), [(825100, True), (3625100, False)])
def test_a_claimed_amount_is_no_total_where_the_words_say_another(words: int, sure: bool) -> None:
    """One of two claimed amounts may stand in the total's place by a mistake of reading; the capitals tell."""
    record = make_record(items=(ClaimItem("MEDICAL", 9000000, 2800000), ClaimItem("ASSISTIVE", 900000, 825100)))
    faint = with_field(make_voucher(), "total_figures", doubt(825100))
    faint = with_rows(with_field(faint, "total_upper", doubt(words, 0.58)), "lines")
    assert corroborate(record, (faint,))[0].fields["total_figures"].sure is sure


def test_one_weak_line_follows_the_total() -> None:
    """The one weak line takes the likely amount that makes the total."""
    first, second = make_voucher().rows["lines"]
    weak = {**second, "amount": doubt(190000, 0.6, (140000, 0.3))}
    [found] = corroborate(RECORD, (with_rows(make_voucher(), "lines", first, weak),))
    assert found.rows["lines"][1]["amount"].value == 140000


def test_lines_that_do_not_add_up_stay() -> None:
    """A planted wrong line is not repaired from the total."""
    first, second = make_voucher().rows["lines"]
    planted = {**second, "amount": leaf(150000)}
    [found] = corroborate(RECORD, (with_rows(make_voucher(), "lines", first, planted),))
    assert found.rows["lines"][1]["amount"].value == 150000


def test_check_digits() -> None:
    """A number whose check digit fits and that was read decently is sure; a faint one is not."""
    letter = with_field(make_joint_letter(), "account", doubt(SPOUSE_CARD, 0.85))
    faint = with_field(make_joint_letter(), "account", doubt(SPOUSE_CARD, 0.6))
    wrong = with_field(make_joint_letter(), "account", doubt("6299990000000001011", 0.85))
    assert settled(letter, "account").sure
    assert not settled(faint, "account").sure
    assert not settled(wrong, "account").sure


def test_receipt_and_voucher_line() -> None:
    """A receipt and the line that names it confirm each other's number, day and amount."""
    receipt = make_receipt()
    for name in ("receipt_number", "issue_date", "total_figures"):
        receipt = with_field(receipt, name, doubt(receipt.fields[name].value))
    found = corroborate(RECORD, (receipt, make_voucher()))[0]
    assert all(found.fields[name].sure for name in ("receipt_number", "issue_date", "total_figures"))


def test_slip_and_proof_row() -> None:
    """A slip and the proof's row that names it confirm each other."""
    slip = make_slip("TEST202110080001", "2021-10-08", 33834000, "李父示")
    slip = with_field(with_field(slip, "amount_figures", doubt(33834000)), "payee_account", doubt(FATHER_CARD))
    found = corroborate(make_death_record(relatives=()), (slip, make_proof()))[0]
    assert found.fields["amount_figures"].sure
    assert found.fields["payee_account"].sure


def test_receipt_and_slip() -> None:
    """A receipt and a slip of one day and one amount speak of one payment."""
    receipt = with_field(with_field(make_receipt(), "total_figures", doubt(860000)), "paid_cash", None)
    assert settled(receipt, "total_figures", make_slip()).sure


def line_and_slip(amount: Leaf, day: Leaf, paid: Leaf, traded: Leaf) -> tuple[bool, ...]:
    """Whether amount and day of a voucher's only line, and of a slip without capitals, are sure beside each other."""
    voucher = with_rows(make_voucher(), "lines", {"amount": amount, "date": day})
    slip = with_field(with_field(make_slip(), "amount_figures", paid), "amount_upper", None)
    read = corroborate(RECORD, (voucher, with_field(slip, "trade_date", traded)))
    line, fields = read[0].rows["lines"][0], read[1].fields
    return line["amount"].sure, line["date"].sure, fields["amount_figures"].sure, fields["trade_date"].sure


FEN, DAY = 860000, "2021-07-02"


def test_a_line_and_the_slip_that_paid_it() -> None:
    """A voucher's line and a slip of one amount and one day confirm both on both papers."""
    assert line_and_slip(doubt(FEN), doubt(DAY), doubt(FEN), doubt(DAY)) == (True, True, True, True)
    assert line_and_slip(doubt(FEN), doubt(DAY), leaf(FEN), leaf(DAY)) == (True, True, True, True)


@pytest.mark.parametrize(
    ("paid", "traded"),
    [
        (doubt(FEN + 1), doubt(DAY)),
        (doubt(FEN), doubt("2021-07-03")),
        (leaf(FEN * 10), leaf(DAY)),
        (doubt(None), doubt(DAY)),
        (doubt(FEN), doubt(None)),
    ],
    ids=["another amount", "another day", "a figure more", "no amount", "no day"],
)
def test_a_line_and_a_slip_of_another_payment(paid: Leaf, traded: Leaf) -> None:
    """Amount or day alone prove nothing: a slip of the same sum may have paid something else."""
    assert line_and_slip(doubt(FEN), doubt(DAY), paid, traded) == (False, False, paid.sure, traded.sure)


def test_a_line_of_nothing_and_one_that_may_be_changed_are_not_settled_by_a_slip() -> None:
    """0.00 is no payment; what may be altered is settled by nothing and settles nothing, its day beside it does."""
    assert line_and_slip(doubt(0), doubt(DAY), doubt(0), doubt(DAY)) == (False, False, False, False)
    altered = doubt(FEN, flags=("MAYBE_ALTERED",))
    assert line_and_slip(altered, doubt(DAY), doubt(FEN), doubt(DAY)) == (False, True, False, True)


def test_two_days_that_were_not_read_settle_no_amount() -> None:
    """No day is like no day: amounts of papers without a day that was read are not one payment, nor a receipt's."""
    assert line_and_slip(doubt(FEN), doubt(None), doubt(FEN), doubt(None)) == (False, False, False, False)
    receipt = with_field(with_field(make_receipt(), "total_figures", doubt(860000)), "issue_date", doubt(None))
    receipt = with_field(with_field(receipt, "total_upper", None), "paid_cash", None)
    assert not settled(receipt, "total_figures", with_field(make_slip(), "trade_date", doubt(None))).sure


def test_one_ink_is_no_payment_of_itself() -> None:
    """The same place on a voucher and on a slip is one picture sent as both."""
    here, there = (10, 20, 300, 60), (10, 80, 300, 120)
    same = line_and_slip(doubt(FEN, box=here), doubt(DAY), doubt(FEN, box=here), doubt(DAY))
    apart = line_and_slip(doubt(FEN, box=here), doubt(DAY), doubt(FEN, box=there), doubt(DAY))
    assert (same, apart) == ((False, False, False, False), (True, True, True, True))


def test_same_party_on_two_slips() -> None:
    """One payee on two slips is sure; a person's name twice is not, one face of type misleads twice alike."""
    slips = [with_field(make_slip(number), "payee_name", doubt(HOSPITAL)) for number in ("S1", "S2")]
    assert settled(slips[0], "payee_name", slips[1]).sure
    receipts = [with_field(make_receipt(n), "patient_name", doubt("陈示倒")) for n in ("0000000001", "0000000002")]
    assert not settled(receipts[0], "patient_name", receipts[1]).sure


def test_hands_of_a_page_that_reads_badly_confirm_no_day() -> None:
    """Two like days beside signatures of an unclear page stay for a person: hands are misread alike there."""
    days = tuple(doubt("2021-08-07", flags=(POOR_PAGE,)) for _ in range(2))
    letter = replace(make_joint_letter(), lists={**make_joint_letter().lists, "sign_dates": days})
    assert [one.sure for one in corroborate(RECORD, (letter,))[0].lists["sign_dates"]] == [False, False]


@pytest.mark.parametrize(("flags", "sure"), [((POOR_PAGE, "READ_DIFFERENTLY"), False), ((POOR_PAGE,), True)])
def test_two_amounts_that_may_be_misread_alike_prove_no_third(flags: tuple[str, ...], sure: bool) -> None:
    """What stays and what is passed on make what came; of an unclear page of which one is read two ways they do not."""
    proof = make_proof()
    for name in ("received_total", "retained_advance", "passed_total"):
        of_it = flags if name == "retained_advance" else (POOR_PAGE,)
        proof = with_field(proof, name, doubt(proof.fields[name].value, flags=of_it))
    proof = with_field(replace(proof, rows={}), "passed_total_upper", None)
    [found] = corroborate(RECORD, (proof,))
    assert [found.fields[name].sure for name in ("received_total", "retained_advance")] == [sure, sure]


UNCLEAR = (POOR_PAGE, "READ_DIFFERENTLY")


@pytest.mark.parametrize(
    ("insurance", "cash", "total", "sure"),
    [
        (doubt(0, flags=UNCLEAR), leaf(860000), leaf(860000), True),
        (doubt(0, 0.4, flags=("READ_WITH_TOTAL", "READ_TOGETHER")), leaf(860000), leaf(860000), True),
        (doubt(100, flags=UNCLEAR), leaf(860000), leaf(860000), False),
        (doubt(0, flags=("ALTERED",)), leaf(860000), leaf(860000), False),
        (doubt(0, flags=UNCLEAR), doubt(860000, flags=UNCLEAR), leaf(860000), False),
        (doubt(0, flags=UNCLEAR), leaf(860000), doubt(860000, flags=UNCLEAR), False),
        (doubt(0, flags=UNCLEAR), leaf(860000, flags=("READ_WITH_TOTAL",)), leaf(860000), False),
        (doubt(0, flags=UNCLEAR), leaf(860000), leaf(860000, flags=("READ_TOGETHER",)), False),
    ],
)
def test_what_sure_payers_leave_of_a_sure_total_is_settled(
    insurance: Leaf, cash: Leaf, total: Leaf, sure: bool
) -> None:
    """0.00 under a stamp beside a cash that is the total; nothing where either is in doubt or chose the other."""
    receipt = with_field(with_field(make_receipt(), "paid_insurance", insurance), "paid_cash", cash)
    receipt = with_field(with_field(receipt, "paid_account", leaf(0)), "total_figures", total)
    [found] = corroborate(None, (with_field(receipt, "total_upper", None),))
    assert found.fields["paid_insurance"].sure is sure


def test_a_payer_of_nothing_is_no_third_amount() -> None:
    """0.00 by the account makes two misread amounts no better proven."""
    receipt = make_receipt()
    for name, fen in (
        ("paid_insurance", 86068090),
        ("paid_account", 0),
        ("paid_cash", 1600000),
        ("total_figures", 87668090),
    ):
        receipt = with_field(receipt, name, doubt(fen, 0.6, flags=(POOR_PAGE, "READ_DIFFERENTLY")))
    [found] = corroborate(None, (with_field(receipt, "total_upper", None),))
    assert not any(found.fields[name].sure for name in ("paid_insurance", "paid_cash", "total_figures"))


def test_a_total_that_chose_its_parts_is_not_proven_by_them() -> None:
    """The cash was read with the total: the sum comes out by itself and says nothing of the total."""
    receipt = with_field(make_receipt(), "paid_cash", doubt(860000, flags=("READ_WITH_TOTAL",)))
    receipt = with_field(with_field(receipt, "paid_insurance", doubt(0)), "total_figures", doubt(860000))
    [found] = corroborate(None, (with_field(receipt, "total_upper", None),))
    assert (found.fields["total_figures"].sure, found.fields["paid_insurance"].sure) == (False, True)


def test_one_row_that_is_its_total_proves_nothing_of_an_unclear_page() -> None:
    """400.00 twice of 221,400.00 under one glare: a row alone and the total may lack the same signs."""
    rows = [make_voucher().rows["lines"][0]]
    for flags, sure in (((POOR_PAGE, "READ_DIFFERENTLY"), False), ((POOR_PAGE,), True)):
        only = [{**row, "amount": doubt(40000, flags=flags)} for row in rows]
        voucher = with_field(with_rows(make_voucher(), "lines", *only), "total_figures", doubt(40000, flags=flags))
        [found] = corroborate(None, (with_field(voucher, "total_upper", None),))
        assert found.rows["lines"][0]["amount"].sure is sure


def test_payout_confirms_the_proof() -> None:
    """What the fund paid confirms the proof's total."""
    proof = with_field(make_proof(), "received_total", doubt(87668000))
    assert corroborate(make_settled_record(), (proof,))[0].fields["received_total"].sure


def test_repeated_value_follows_its_row() -> None:
    """A value that repeats its list at the top is as sure as the list."""
    faint = with_field(make_voucher(), "sign_date", doubt("2021-07-25"))
    assert settled(faint, "sign_date").sure


def test_days_of_several_hands() -> None:
    """The same day in two places of one paper is sure; one day alone, or too faint a one, is not."""
    days = (doubt("2021-08-06"), doubt("2021-08-07"), doubt("2021-08-07"), doubt("2021-08-07", 0.3))
    letter = replace(make_joint_letter(), lists={**make_joint_letter().lists, "sign_dates": days})
    found = corroborate(RECORD, (letter,))[0].lists["sign_dates"]
    assert [one.sure for one in found] == [False, True, True, False]


def test_days_that_were_read_otherwise_do_not_settle_each_other() -> None:
    """Four hands write 11 and all are read as 1: agreeing in that is no proof."""
    days = tuple(replace(doubt("2025-01-12", 0.69), flags=("READ_DIFFERENTLY",)) for _ in range(2))
    letter = replace(make_joint_letter(), lists={**make_joint_letter().lists, "sign_dates": days})
    found = corroborate(RECORD, (letter,))[0].lists["sign_dates"]
    assert [one.sure for one in found] == [False, False]


TWO = (("2022-01-15", 0.5), ("2022-11-05", 0.5))
BOX = (300, 900, 420, 940)


def short(
    value: str | None,
    *others: tuple[str, float],
    flags: tuple[str, ...] = (),
    box: tuple[int, int, int, int] | None = None,
) -> Leaf:
    """Give a written day that lacks a stop or a figure."""
    return replace(doubt(value, 0.6, *others, flags=(*flags, "SHORT_DAY")), box=box)


def beside_hands(written: Leaf, *hands: Leaf) -> Leaf:
    """Give a written day after its paper's other hands were held beside it."""
    letter = replace(make_joint_letter(), lists={"sign_dates": (written, *hands)})
    return corroborate(None, (letter,))[0].lists["sign_dates"][0]


@pytest.mark.parametrize(
    "written",
    [
        doubt(None, 0.6, *TWO, raw="2022.115", flags=("NOT_A_DATE", "MISREAD", "SHORT_DAY")),
        doubt("2022-01-15", 0.6, ("2022-11-05", 0.5), flags=("FIGURE_IN_DOUBT", "SHORT_DAY")),
        doubt("2022-11-06", 0.6, ("2022-11-05", 0.73), flags=("READ_DIFFERENTLY", "SHORT_DAY"), handwritten=True),
    ],
    ids=["either", "the other one", "read differently"],
)
def test_of_the_days_that_figures_may_be_another_hands_is_taken(written: Leaf) -> None:
    """2022.115 beside a hand that surely wrote 2022-11-05 is that day; what was read stays beside it."""
    found = beside_hands(written, leaf("2022-11-05"), leaf("2022-11-09"))
    assert (found.value, found.sure, found.raw) == ("2022-11-05", True, written.raw)
    assert "NOT_A_DATE" not in found.flags  # DAT-001 would say that it is none


@pytest.mark.parametrize(
    ("written", "hands"),
    [
        (short(None, *TWO), (leaf("2022-01-15"), leaf("2022-11-05"))),  # each of them
        (short(None, *TWO), (leaf("2022-11-06"),)),  # neither
        (short(None, *TWO), (doubt("2022-11-05"),)),  # not for sure
        (short(None, *TWO, box=BOX), (leaf("2022-11-05", box=BOX),)),  # the same ink
        (short(None, ("2022-01-15", 0.5), ("2022-11-05", 0.49)), (leaf("2022-11-05"),)),
        (
            short("2022-11-06", ("2022-11-05", 0.7), flags=("READ_DIFFERENTLY",)),
            (leaf("2022-11-06"), leaf("2022-11-05")),  # what was read is another hand's too
        ),
        *((short(None, *TWO, flags=(flag,)), (leaf("2022-11-05"),)) for flag in ("ALTERED", "MAYBE_ALTERED")),
        *((short(None, *TWO, flags=(flag,)), (leaf("2022-11-05"),)) for flag in (POOR_PAGE, "LOOKS_LIKE_KNOWN")),
        (doubt(None, 0.6, *TWO), (leaf("2022-11-05"),)),  # figures and signs are all there
        (
            leaf("2022-01-15", flags=("SHORT_DAY",), alternatives=(Alternative("2022-11-05", 0.6),)),
            (leaf("2022-11-05"),),
        ),
    ],
)
def test_a_day_that_other_hands_do_not_settle_stays(written: Leaf, hands: tuple[Leaf, ...]) -> None:
    """Two days of other hands, none, an unsure one, its own ink, an unlikely one, or ink that was not seen for sure."""
    assert beside_hands(written, *hands).value == written.value


def test_two_days_that_lost_a_figure_do_not_prove_each_other() -> None:
    """A cell's border behind two threes makes two thirty-ones: figures are lost, and made up, alike."""
    flags = ("READ_AS_DATE", "FIGURE_IN_DOUBT")
    one, other = short("2022-07-31", flags=flags), short("2022-07-31", flags=flags, box=BOX)
    assert not beside_hands(one, other).sure
    assert beside_hands(one, doubt("2022-07-31", 0.6, flags=("FIGURE_IN_DOUBT",), box=BOX)).sure


def test_another_papers_day_or_one_that_was_not_signed_settles_no_hand() -> None:
    """Only hands of one paper write one day."""
    written = doubt(None, 0.6, *TWO)
    letter = replace(make_joint_letter(), lists={"sign_dates": (written,)})
    other = replace(make_joint_letter(), lists={"sign_dates": (leaf("2022-11-05"),)})
    dated = with_field(letter, "death_date", leaf("2022-11-05"))
    assert corroborate(None, (dated, other))[0].lists["sign_dates"] == (written,)


MAYBE = ("MAYBE_ALTERED",)


@pytest.mark.parametrize("flags", [(), MAYBE, ("ALTERED",)])
def test_what_may_be_altered_is_not_made_sure_by_what_says_the_same(flags: tuple[str, ...]) -> None:
    """Capitals, a check digit, a slip and another paper may be what somebody changed it to, and are no surer for it."""
    voucher = with_rows(with_field(make_voucher(), "total_upper", doubt(1000000)), "lines")
    [found] = corroborate(None, (with_field(voucher, "total_figures", doubt(1000000, flags=flags)),))
    number, account = (make_voucher().fields[name].value for name in ("worker_id", "payee_account"))
    single = with_field(make_voucher(), "worker_id", doubt(number, 0.95, flags=flags))
    changed = with_field(make_voucher(), "payee_account", doubt(account, flags=flags))
    other = with_field(make_employer_letter(), "payee_account", replace(doubt(account), page=0, box=BOX))
    sure = [
        found.fields["total_figures"].sure,
        found.fields["total_upper"].sure,
        settled(single, "worker_id").sure,
        corroborate(None, (changed, other))[0].fields["payee_account"].sure,
    ]
    assert sure == [not flags] * 4


def test_what_may_be_altered_is_not_made_sure_by_a_sum() -> None:
    """What fits may be what somebody wished to stand there, so it proves nothing that it is added up with."""
    first, second = make_voucher().rows["lines"]
    line = {**second, "amount": doubt(140000, flags=MAYBE)}
    voucher = with_field(with_field(make_voucher(), "total_upper", None), "total_figures", doubt(1000000))
    [found] = corroborate(None, (with_rows(voucher, "lines", first, line),))
    assert (found.rows["lines"][1]["amount"].sure, found.fields["total_figures"].sure) == (False, False)
    total = with_field(voucher, "total_figures", doubt(1000000, flags=MAYBE))
    assert not settled(total, "total_figures").sure


def test_what_may_be_altered_is_not_made_sure_by_what_is_left_or_by_the_record() -> None:
    """Neither the payers beside it nor an amount that the core system has prove such ink."""
    receipt = with_field(with_field(make_receipt(), "paid_insurance", doubt(0, flags=MAYBE)), "total_upper", None)
    [found] = corroborate(None, (receipt,))
    assert not found.fields["paid_insurance"].sure
    proof = with_field(make_proof(), "received_total", doubt(87668000, flags=MAYBE))
    alone = replace(proof, rows={}, fields={"received_total": proof.fields["received_total"]})
    assert not corroborate(make_settled_record(), (alone,))[0].fields["received_total"].sure
    weak = doubt(190000, 0.6, (140000, 0.3), flags=MAYBE)
    first, second = make_voucher().rows["lines"]
    [paper] = corroborate(None, (with_rows(make_voucher(), "lines", first, {**second, "amount": weak}),))
    assert paper.rows["lines"][1]["amount"] == weak


def test_nothing_to_do() -> None:
    """Sure readings come back as they were."""
    case = living_case()
    assert corroborate(make_record(), case) == case


def test_a_sign_read_as_a_digit_gives_way_to_the_words() -> None:
    """A hurried ¥ reads as a 4 nearly without doubt; the words and the ink's other likely reading tell it."""
    voucher = make_voucher()
    words = voucher.fields["total_upper"].value
    read = int(f"4{words}")
    sign = leaf(read, confidence=0.975, alternatives=(Alternative(words, 0.015),))
    assert settled(with_field(voucher, "total_figures", sign), "total_figures").value == words
    digit = leaf(read, confidence=0.975, alternatives=(Alternative(words, 0.004),))
    assert settled(with_field(voucher, "total_figures", digit), "total_figures").value == read
    for flag, share, taken in (
        ("READ_DIFFERENTLY", 0.08, words),
        ("READ_DIFFERENTLY", 0.04, read),
        ("ALTERED", 0.08, read),
    ):
        seen = leaf(read, confidence=0.87, sure=False, flags=(flag,), alternatives=(Alternative(words, share),))
        assert settled(with_field(voucher, "total_figures", seen), "total_figures").value == taken
    other = leaf(read + 100, confidence=0.975, alternatives=(Alternative(words, 0.015),))
    assert settled(with_field(voucher, "total_figures", other), "total_figures").value == read + 100


def test_what_the_record_chose_is_confirmed_by_nothing() -> None:
    """A value that was chosen because the record has it stays for a person, though record and other papers agree."""
    chosen = doubt("4499000099000000123", 0.4, flags=("READ_WITH_RECORD",))
    voucher, slip = (
        with_field(make_voucher(), "payee_account", chosen),
        with_field(make_slip(), "payer_account", chosen),
    )
    found = corroborate(RECORD, (voucher, slip))
    assert (found[0].fields["payee_account"], found[1].fields["payer_account"]) == (chosen, chosen)


@pytest.mark.parametrize(
    "flag",
    [
        "READ_WITH_RECORD",
        "READ_WITH_PAPERS",
        "READ_TOGETHER",
        "READ_AS_ITEM",
        "READ_AS_WORD",
        "READ_AS_CARD",
        "READ_AS_HOLDER",
        "READ_IN_TIME",
    ],
)
def test_what_the_record_chose_does_not_follow_its_rows(flag: str) -> None:
    """A proof's account above its rows repeats a sure one of theirs; chosen, it stays for a person all the same."""
    proof = make_proof()
    account = proof.rows["beneficiaries"][0]["payee_account"]
    chosen = replace(account, sure=False, flags=(flag,))
    [found] = corroborate(make_settled_record(), (with_field(proof, "payee_account", chosen),))
    assert not found.fields["payee_account"].sure
    [twin] = corroborate(make_settled_record(), (with_field(proof, "payee_account", replace(chosen, flags=())),))
    assert twin.fields["payee_account"].sure


def test_an_amount_chosen_for_its_twin_proves_nothing() -> None:
    """Figures that were chosen because the capitals say them leave these as doubtful as they were, and so the lines."""
    chosen = doubt(1000000, 0.4, flags=("READ_TOGETHER",))
    voucher = with_field(with_field(make_voucher(), "total_figures", chosen), "total_upper", doubt(1000000))
    rows = [{**row, "amount": replace(row["amount"], sure=False)} for row in make_voucher().rows["lines"]]
    [found] = corroborate(RECORD, (with_rows(voucher, "lines", *rows),))
    assert found.fields["total_figures"] == chosen
    assert not found.fields["total_upper"].sure
    assert not any(row["amount"].sure for row in found.rows["lines"])


@pytest.mark.parametrize(("again", "sure"), [((790, 340, 976, 371), False), ((790, 352, 976, 383), True)])
def test_one_picture_sent_twice_is_one_witness(again: tuple[int, int, int, int], sure: bool) -> None:
    """A number misread on a slip is misread on the same picture sent anew; at another place it is another ink."""
    first, second = (
        with_field(make_slip(), "payee_account", doubt("1499008906773767388", 0.58, box=box))
        for box in ((790, 340, 976, 371), again)
    )
    found = corroborate(None, (first, second))
    assert [one.fields["payee_account"].sure for one in found] == [sure, sure]
