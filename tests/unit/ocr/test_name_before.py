"""A name that was lost before its holder's number in running text is the holder's where the ink may say it."""

from dataclasses import replace

import pytest

from ocr.calibration import NEVER_SURE
from ocr.expected import ExpectedNames
from ocr.holder_look import READ_AS_HOLDER
from ocr.name_before import look_before_numbers
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import ROW, Inked, Seen, ink, leaf

NUMBER = "44990019860912494X"
CLAIM = ExpectedNames(worker="杨淼梅", holders=((NUMBER, "杨淼梅"),))


def named(
    before: str, others: Seen, *, claim: ExpectedNames = CLAIM, twice: bool = True, floor: float = 1e-7
) -> object:
    """The worker's name after the look, of a line with the number behind some signs."""
    text = before + NUMBER
    lines = (line(text, 100, 5),)
    page = Inked((ink(before, others, floor),), twice=twice)
    fields = {"worker_id": leaf(lines, 0, NUMBER, "id", start=len(before))}
    found = look_before_numbers(fields, {0: lines}, claim, page, page).get("worker_name")  # type: ignore[arg-type]
    return None if found is None else (found.value, found.raw, found.flags)


def test_a_name_that_no_pattern_found_is_the_holders() -> None:
    """人杨森梅性别女 before her number, 淼 less likely than 森: 杨淼梅, chosen and never sure."""
    assert named("人杨森梅性女", {2: ("淼", 0.05)}) == ("杨淼梅", "杨森梅", (READ_AS_HOLDER,))
    assert named("人杨淼梅性女", {}) == ("杨淼梅", "杨淼梅", (READ_AS_HOLDER,))
    assert READ_AS_HOLDER in NEVER_SURE


@pytest.mark.parametrize(
    "otherwise",
    [{"floor": 1e-30}, {"twice": False}, {"claim": replace(CLAIM, holders=())}],
    ids=["the ink rules it out", "a clear page", "nobody's number"],
)
def test_without_ink_or_need_nobody_is_named(otherwise: dict[str, object]) -> None:
    """A paper that names nobody of the claim before the number names nobody."""
    others = {} if "floor" in otherwise else {2: ("淼", 0.05)}
    assert named("人杨森梅性女", others, **otherwise) is None  # type: ignore[arg-type]


def test_a_name_that_was_read_stays() -> None:
    """A worker's name that the paper's words told is not looked for again."""
    lines = (line("郑萍敏" + NUMBER, 100, 5),)
    page = Inked((ink("郑萍敏"),))
    read = leaf((line("郑萍敏", 100, 5),), 0, "郑萍敏", "name")
    fields = {"worker_id": leaf(lines, 0, NUMBER, "id", start=3), "worker_name": read}
    assert look_before_numbers(fields, {0: lines}, CLAIM, page, page)["worker_name"] is read  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "found"), [("元者：杨淼梅", True), ("签名：杨淼梅王", False), ("杨淼梅", False)])
def test_a_name_behind_a_label_that_was_not_read_is_the_holders(text: str, found: bool) -> None:
    """元者：杨淼梅 above her number: whatever the label was, the name is hers; a longer one is not."""
    lines = (line(text, 100, 5), line(NUMBER, 100, 5 + ROW))
    page = Inked((ink("杨"),), (ink("杨"),))
    fields = {"deceased_id": leaf(lines, 1, NUMBER, "id")}
    named_so = look_before_numbers(fields, {0: lines}, CLAIM, page, page).get("deceased_name")  # type: ignore[arg-type]
    assert (named_so is not None and named_so.value == "杨淼梅" and named_so.line_index == 0) is found
