"""What insurance and patient paid under a stamp is the pair that makes the total and that both inks say."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from ocr.amount_ink import READ_TOGETHER
from ocr.calibration import CHOSEN
from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf
from ocr.pages import Image
from ocr.payers_look import BY_TOTAL
from ocr.payers_together import look_at_payers_together
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import ROW, Inked, ink, leaf

INSURANCE, CASH = "医保统筹基金支付", "个人现金支付"
TOTAL = 171639


def paid(
    read: Mapping[str, int],
    seen: tuple[str | LogProbabilities, str | LogProbabilities],
    *more: str,
    labels: tuple[str, str] = (INSURANCE, CASH),
    layer: bool = False,
    twice: bool = True,
) -> dict[str, tuple[object, tuple[str, ...]]]:
    """Values and flags of the payers after the look: the first two rows are theirs, the third the total."""
    texts = (*labels, "1716.39", *more)
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked(
        *((ink(one) if isinstance(one, str) else one,) for one in seen),
        *[()] * (1 + len(more)),
        layer=layer,
        twice=twice,
    )
    rows = {"paid_insurance": 0, "paid_cash": 1}
    fields: dict[str, FieldLeaf] = {name: leaf(lines, rows[name], fen, "money") for name, fen in read.items()}
    fields |= {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    return {name: (found[name].value, found[name].flags) for name in rows if name in found}


TOLD = (BY_TOTAL, READ_TOGETHER)
EITHER = ("1716.39", ink("1776.39", {2: ("1", 0.12)}))  # by as much the worse as the law speaks for it


def test_amounts_that_were_not_read_are_what_ink_and_total_say() -> None:
    """Both labels lost their amounts to a stamp: nothing by the insurance, all in cash, so the ink and the total."""
    assert paid({}, ("0.00", "1716.39")) == {"paid_insurance": (0, TOLD), "paid_cash": (TOTAL, TOLD)}


def test_what_is_left_of_a_label_is_its_label() -> None:
    """医保统 and 个人现金支 tell their payers."""
    assert paid({}, ("0.00", "1716.39"), labels=("医保统", "个人现金支"))["paid_cash"] == (TOTAL, TOLD)


def test_an_amount_that_was_read_is_one_of_the_pair() -> None:
    """700.00 by the insurance leaves 1,016.39, which the other ink says."""
    found = paid({"paid_insurance": 70000}, ("700.00", "1016.39"))
    assert found == {"paid_insurance": (70000, ()), "paid_cash": (101639, TOLD)}


def test_payers_that_make_the_total_are_left_alone() -> None:
    """700.00 and 1,016.39 were read: whatever the ink says besides, nothing is asked."""
    read = {"paid_insurance": 70000, "paid_cash": 101639}
    assert paid(read, ("0.00", "1716.39")) == {name: (fen, ()) for name, fen in read.items()}


def test_a_cash_that_was_only_what_the_insurance_left_is_asked_again() -> None:
    """6.00 misread of 0.00 left 1,710.39: what the patient bears and both inks say nothing and all."""
    texts = (INSURANCE, CASH, "1716.39", "个人自费：1716.39", "个人自付：0.00")
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked((ink("6.00", {0: ("0", 0.2)}),), (ink("1716.39"),), (), (), ())
    fields = {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    fields["paid_insurance"] = leaf(lines, 0, 600, "money")
    fields["paid_cash"] = replace(leaf(lines, 1, TOTAL - 600, "money"), flags=TOLD)
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    assert (found["paid_insurance"].value, found["paid_cash"].value) == (0, TOTAL)


def test_clear_ink_on_a_clear_page_is_told_as_it_is() -> None:
    """1,710.39 in cash in clear ink, 6 yuan short of the total: on a page that was read once it stays, and is told."""
    short = (ink("0.00"), ink("1710.39", {3: ("6", 0.02)}))
    read = {"paid_insurance": 0, "paid_cash": 171039}
    assert paid(read, short)["paid_cash"] == (TOTAL, TOLD)
    assert paid(read, short, twice=False)["paid_cash"] == (171039, ())


def test_ink_that_says_neither_pair_says_nothing() -> None:
    """Two inks that say other amounts of all: nothing is put in their place."""
    assert paid({}, ("4.44", "55.55")) == {}
    assert paid({}, ("0.00", ink("1776.39", {2: ("1", 1e-6)}, 1e-30))) == {}


def test_what_the_patient_bears_tells_where_the_ink_does_not() -> None:
    """Either ink may be 1,716.39: 个人自费 of that amount printed elsewhere speaks for the cash."""
    told = {"paid_insurance": (0, TOLD), "paid_cash": (TOTAL, TOLD)}
    assert paid({}, EITHER) == {}
    assert paid({}, EITHER, "个人自费：1716.39", "个人自付：0.00") == told
    assert paid({}, EITHER, "个人自费：1716.30") == {}


def test_one_part_of_what_the_patient_bears_that_is_all_leaves_nothing_for_the_other() -> None:
    """个人自费 of the whole total speaks for the cash though 个人自付 was not read; one of less does not."""
    assert paid({}, EITHER, "个人自费：1716.39")["paid_cash"] == (TOTAL, TOLD)
    assert paid({}, EITHER, "个人自费：1016.39") == {}


def test_what_is_borne_is_an_amount_to_ask_for() -> None:
    """700.00 and 1,016.39, neither read: what the patient bears tells which pair the inks are asked for."""
    own = ("个人自费：1016.39", "个人自付：0.00")
    found = paid({}, ("700.00", "1016.39"), *own)
    assert {name: fen for name, (fen, _) in found.items()} == {"paid_insurance": 70000, "paid_cash": 101639}


def test_medical_insurance_bears_no_work_injury() -> None:
    """Where both inks say the total as well, it is the cash."""
    assert paid({}, ("1716.39", "1716.39"))["paid_cash"] == (TOTAL, TOLD)


def test_an_amount_that_no_look_sees_leaves_the_place_to_the_next_pair() -> None:
    """A misread 个人自费 of 800.00 would leave 916.39 that no ink says: the pair that both may say is taken."""
    own = ("个人自费：800.00", "个人自付：0.00")
    assert paid({}, ("0.00", "1716.39"), *own)["paid_cash"] == (TOTAL, TOLD)


@pytest.mark.parametrize(
    ("cash", "borne", "twice", "flags"),
    [
        ("1716.39", "1716.39", False, (BY_TOTAL,)),
        ("1716.39", "1716.39", True, TOLD),
        ("1716.39", "1716.30", False, TOLD),
        (ink("1776.39", {2: ("1", 0.02)}), "1716.39", False, TOLD),
    ],
)
def test_amounts_that_a_clear_page_says_three_times_are_told_surely(
    cash: str | LogProbabilities, borne: str, twice: bool, flags: tuple[str, ...]
) -> None:
    """Total, what the patient bears and the ink itself: short of one of them, or on an unclear page, a person looks."""
    found = paid({}, ("0.00", cash), f"个人自费：{borne}", "个人自付：0.00", twice=twice)
    assert found == {"paid_insurance": (0, flags), "paid_cash": (TOTAL, flags)}


class Reddened(Inked):
    """That page, of which the look in red light shows the row `red`."""

    red: int | None = None

    def crop_in_red_light(self, page: int, box: tuple[float, ...]) -> Image:  # type: ignore[override]
        """The same place, or that row where the cash stands."""
        crop = self.crop(page, box)
        return crop if self.red is None or int(np.median(crop)) != 1 else np.full_like(crop, self.red)


NOBODY = ink("55.55")
UNSTEADY = ink("1776.39", {2: ("1", 0.02)})


@pytest.mark.parametrize(
    ("cash", "sharp", "borne", "red", "flags"),
    [
        ((ink("1716.39"), NOBODY), True, "1716.39", None, (BY_TOTAL,)),
        ((NOBODY, ink("1716.39")), True, "1716.39", None, (BY_TOTAL,)),
        ((ink("1716.39"), NOBODY), False, "1716.39", None, TOLD),
        ((ink("1716.39"), NOBODY), True, "1716.30", None, TOLD),
        ((UNSTEADY, UNSTEADY), True, "1716.39", None, TOLD),
        ((ink("1716.39"), NOBODY), True, "1716.39", 2, TOLD),  # not in red light
        ((ink("1716.39"), UNSTEADY), True, "1716.39", 3, TOLD),  # each view by another one
    ],
)
def test_a_sharp_page_that_was_read_twice_is_proven_by_one_steady_recogniser(
    cash: tuple[LogProbabilities, ...], sharp: bool, borne: str, red: int | None, flags: tuple[str, ...]
) -> None:
    """One that reads both amounts in every view, beside what the patient bears; not on a blurred page, or in turns."""
    texts = (INSURANCE, CASH, "1716.39", f"个人自费：{borne}", "个人自付：0.00")
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    nothing = (ink("0.00"), ink("0.00"))
    page = Reddened(nothing, cash, (NOBODY, UNSTEADY), (UNSTEADY, ink("1716.39")), (), sharp=sharp)
    page.red = red
    fields = {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    told = {name: (found[name].value, found[name].flags) for name in ("paid_insurance", "paid_cash")}
    assert told == {"paid_insurance": (0, flags), "paid_cash": (TOTAL, flags)}


def test_beside_a_text_layer_nothing_is_asked() -> None:
    """A file's own text tells its amounts."""
    assert paid({}, ("0.00", "1716.39"), layer=True) == {}


def test_a_choice_is_never_sure() -> None:
    """Its confidence is that of a choice."""
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate((INSURANCE, CASH, "1716.39")))
    page = Inked((ink("0.00"),), (ink("1716.39"),), ())
    fields = {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    assert {found[name].confidence for name in ("paid_insurance", "paid_cash")} == {CHOSEN}


def seated(first: str, *beside: tuple[str, float], at: float = 100.0) -> dict[str, object]:
    """The payers' values where the label of the cash was lost: what its row begins with, and what stands beside it."""
    texts = (INSURANCE, first, "1716.39")
    row = tuple(line(text, x, 5 + ROW) for text, x in beside)
    lefts = (100.0, at, 100.0)
    lines = (*(line(text, left, 5 + ROW * n) for n, (text, left) in enumerate(zip(texts, lefts, strict=True))), *row)
    page = Inked((ink("0.00"),), (ink("1716.39"),), ())
    fields = {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    return {name: one.value for name, one in found.items() if name.startswith("paid")}


def test_a_payer_whose_label_was_lost_stands_first_in_its_row() -> None:
    """人个全文s65.00 before 个人自付 and 个人自费: there stands what was paid in cash."""
    own = (("个人自付：0.00", 500.0), ("个人自费：1716.39", 800.0))
    assert seated("小人全文s65.00", *own) == {"paid_insurance": 0, "paid_cash": TOTAL}


def test_below_the_insurance_stands_the_cash() -> None:
    """What begins right below the insurance's line, where it does, is the cash; what begins further right is not."""
    assert seated("小人全文s65.00") == {"paid_insurance": 0, "paid_cash": TOTAL}
    assert seated("小人全文s65.00", at=400.0) == {}


def test_one_of_the_patients_own_parts_misread_is_not_the_cash() -> None:
    """个人支付 beside 个人自费 is 个人自付: the cash begins their row."""
    own = (("个人支付：0.00", 500.0), ("个人自费：1716.39", 800.0))
    assert seated("小人全文s65.00", *own) == {"paid_insurance": 0, "paid_cash": TOTAL}


def test_another_amounts_label_is_no_payers_seat() -> None:
    """个人账户支付 first in the row of 个人自付 is what it says."""
    assert seated("个人账户支付：0.00", ("个人自付：0.00", 500.0), ("个人自费：1716.39", 800.0)) == {}


def test_what_the_patient_bears_may_be_misread_in_a_figure() -> None:
    """个人自费 of 1,776.39 beside a total of 1,716.39 still speaks for the cash; one of 1,770.39 does not."""
    told = paid({}, EITHER, "个人自费：1776.39", "个人自付：0.00")
    assert told == {"paid_insurance": (0, TOLD), "paid_cash": (TOTAL, TOLD)}
    assert paid({}, EITHER, "个人自费：1770.39", "个人自付：0.00") == {}


@pytest.mark.parametrize("first", ["单位支付：1716.39", "大病保险：1716.39", "住院预缴：1716.39", "转账支付：1716.39"])
def test_what_somebody_else_pays_is_not_the_cash(first: str) -> None:
    """Below the insurance or before the patient's own parts it is what it says."""
    own = (("个人自付：0.00", 500.0), ("个人自费：1716.39", 800.0))
    assert seated(first) == {}
    assert seated(first, *own) == {}


def test_a_cash_that_its_place_alone_told_is_never_sure() -> None:
    """Total, ink and what the patient bears say it, but no label: on a clear page too a person looks."""
    texts = (INSURANCE, "小人全文s65.00", "1716.39", "个人自费：1716.39", "个人自付：0.00")
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked((ink("0.00"),), (ink("1716.39"),), (), (), (), twice=False)
    fields = {name: leaf(lines, 2, TOTAL, "money", 0.99) for name in ("total_figures", "total_upper")}
    found = look_at_payers_together(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    assert (found["paid_cash"].value, found["paid_cash"].flags) == (TOTAL, TOLD)


def test_one_part_of_what_the_patient_bears_proves_nothing() -> None:
    """个人自费 alone speaks for the cash and makes no amount sure."""
    found = paid({}, ("0.00", "1716.39"), "个人自费：1716.39", twice=False)
    assert found["paid_cash"] == (TOTAL, TOLD)
