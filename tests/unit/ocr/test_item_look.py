"""An item in a cell that names none as it was read: the one that the cell's ink says first, and never sure."""

from dataclasses import replace

import pytest

from ocr.calibration import CHOSEN, is_sure
from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf
from ocr.item_look import look_at_items
from ocr.item_names import READ_AS_ITEM
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import Inked, ink, leaf

READ = "一次性王专称助"
LIKELY = {3: ("工", 0.2), 4: ("亡", 0.2)}  # of 一次性物森补助: what its ink may say instead
SEEN = ink("一次性物森补助", LIKELY)


def looked(*seen: LogProbabilities, read: str = READ, value: object = None, twice: bool = True) -> FieldLeaf:
    """The item of one row after the look at its cell."""
    page = Inked(seen, twice=twice)
    found = leaf([line(read, 100, 5)], 0, value, "item")
    rows = look_at_items({"lines": ({"item": found},)}, page, page)  # type: ignore[arg-type]
    return rows["lines"][0]["item"]


def test_an_item_that_was_not_read_is_the_one_its_ink_says_first() -> None:
    """一次性王专称助 of which the ink may say 工亡: the lump sum of a death, said to be chosen, never sure."""
    found = looked(SEEN, SEEN)
    assert (found.value, found.raw, found.flags) == ("DEATH_LUMP", READ, (READ_AS_ITEM,))
    assert found.confidence == CHOSEN
    assert not is_sure("item", 1.0, 1.0, found.flags)


def test_what_one_recogniser_sees_well_the_other_need_not() -> None:
    """A recogniser that sees nothing rules nothing out."""
    assert looked(SEEN, ink("年年年年年年年")).value == "DEATH_LUMP"


def test_a_page_that_was_read_once_is_not_asked() -> None:
    """Print that reads well has no cell to ask."""
    assert looked(SEEN, SEEN, twice=False).value is None


def test_a_cell_that_reads_clearly_is_not_asked() -> None:
    """其他补助费用 in clear print names no published item, and is none."""
    found = replace(leaf([line(READ, 100, 5)], 0, None, "item"), mean=0.95)
    rows = look_at_items({"lines": ({"item": found},)}, Inked((SEEN, SEEN)), Inked((SEEN, SEEN)))  # type: ignore[arg-type]
    assert rows["lines"][0]["item"].value is None


def test_between_two_items_none_is_taken() -> None:
    """Two signs that may be 工亡 and 伤残 alike: a person says which."""
    assert looked(ink("一次性物森补助", floor=0.01)).value is None


def test_ink_that_says_no_item_gives_none() -> None:
    """Other signs in clear ink are what stands there."""
    assert looked(ink("一次性物森补助", floor=1e-30)).value is None


def test_ink_that_hardly_says_an_item_gives_none() -> None:
    """工亡 before every other item, but with one sign that nobody sees at all."""
    assert looked(ink("一次性物亡补助", floor=1e-12)).value == "DEATH_LUMP"
    assert looked(ink("一次性物亡补助", floor=1e-15)).value is None


def test_an_item_that_was_read_is_left_alone() -> None:
    """Whatever the ink might say besides, nothing is asked."""
    found = looked(SEEN, SEEN, value="MEDICAL")
    assert (found.value, found.flags, found.confidence) == ("MEDICAL", (), 0.58)


@pytest.mark.parametrize("read", ["王专助", "1234567", "一次性王专称助现金支付"])
def test_what_is_no_items_name_by_its_shape_is_not_asked(read: str) -> None:
    """Fewer than four signs, figures, or more signs than any name near has are no misread name."""
    assert looked(SEEN, SEEN, read=read).value is None


def test_a_short_text_is_like_too_much_to_be_asked() -> None:
    """康及费 of which the ink may say 康复费 has too few signs to choose by."""
    assert looked(ink("康及费", {1: ("复", 0.2)}), read="康及费").value is None


def test_a_row_without_an_item_stays_as_it_is() -> None:
    """Where no cell for an item was found nothing is asked."""
    page = Inked((SEEN,))
    row = {"amount": leaf([line("6,876.57", 100, 5)], 0, 687657, "money")}
    assert look_at_items({"lines": (row,)}, page, page) == {"lines": (row,)}  # type: ignore[arg-type]
    assert page.asked == 0
