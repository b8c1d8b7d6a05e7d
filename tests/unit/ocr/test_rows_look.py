"""Amounts of a table are put right by their ink and the total together, one or two of them, and are never sure."""

import numpy as np
import pytest

from ocr.amount_ink import READ_TOGETHER
from ocr.calibration import CHOSEN, NEVER_SURE
from ocr.engines.base import LogProbabilities
from ocr.pages import Image
from ocr.payers_look import BY_TOTAL
from ocr.rows_look import look_at_rows, sums_of
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import CHARSET, ROW, Inked, Seen, ink, leaf


def amounts(
    rows: list[tuple[str, int | None, Seen]],
    total: int,
    *,
    words: int | None = None,
    layer: bool = False,
    twice: bool = True,
    sure: float = 0.58,
) -> list[tuple[object, tuple[str, ...]]]:
    """Value and flags of a table's amounts after the look."""
    texts = [*(text for text, _, _ in rows), "1.00"]
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked(*((ink(text, others),) for text, _, others in rows), (), layer=layer, twice=twice)
    fields = {
        "total_figures": leaf(lines, len(rows), total, "money", 0.99),
        "total_upper": leaf(lines, len(rows), words if words is not None else total, "words", 0.99),
    }
    table = tuple({"amount": leaf(lines, at, fen, "money", sure)} for at, (_, fen, _) in enumerate(rows))
    found = look_at_rows(fields, {"lines": table}, {0: lines}, page, page)["lines"]  # type: ignore[arg-type]
    return [(row["amount"].value, row["amount"].flags) for row in found]


SIXES: Seen = {3: ("6", 0.2)}


def test_one_misread_figure_is_what_ink_and_total_say() -> None:
    """1,250.00 that may be 1,256.00 beside 300.00: the total of 1,556.00 says which."""
    found = amounts([("1250.00", 125000, SIXES), ("300.00", 30000, {})], 155600)
    assert found == [(125600, (BY_TOTAL, READ_TOGETHER)), (30000, ())]
    assert READ_TOGETHER in NEVER_SURE


def test_two_misread_figures_are_found_together() -> None:
    """1,250.00 and 300.00 that may be 1,256.00 and 306.00, and the total is that of both."""
    found = amounts([("1250.00", 125000, SIXES), ("300.00", 30000, {2: ("6", 0.2)})], 156200)
    assert [value for value, _ in found] == [125600, 30600]


def test_an_amount_that_was_not_read_is_what_the_others_leave() -> None:
    """Nothing was read of a row whose ink says 1,256.00: so says the total."""
    found = amounts([("1256.00", None, {}), ("300.00", 30000, {})], 155600)
    assert [value for value, _ in found] == [125600, 30000]


def test_a_paper_whose_lines_do_not_make_the_total_keeps_them() -> None:
    """1,250.00 and 300.00 in clear ink beside a total of 1,556.00: what the paper says is wrong, not the reading."""
    for hardly in ({}, {3: ("6", 1e-5)}):
        found = amounts([("1250.00", 125000, hardly), ("300.00", 30000, {})], 155600, sure=0.99)
        assert found == [(125000, ()), (30000, ())]


def test_amounts_that_do_not_make_their_total_are_in_doubt_but_in_ink_beyond_all() -> None:
    """848,503.00 read with 0.95 of 848,593.00: which of the rows is wrong nobody knows, and none is sure."""
    found = amounts([("1250.00", 125000, {}), ("300.00", 30000, {})], 155600, sure=0.95)
    assert found == [(125000, ("AMBIGUOUS",)), (30000, ("AMBIGUOUS",))]
    assert "AMBIGUOUS" in NEVER_SURE


def test_rows_of_nothing_and_of_less_than_nothing() -> None:
    """A free service is a row of 0.00; with a refund among them nothing is asked."""
    found = amounts([("1250.00", 125000, SIXES), ("0.00", 0, {})], 125600)
    assert [value for value, _ in found] == [125600, 0]
    assert [value for value, _ in amounts([("1250.00", 125000, SIXES), ("50.00", -5000, {})], 120600)] == [
        125000,
        -5000,
    ]


def test_clear_ink_on_a_clear_page_is_told_as_it_is() -> None:
    """1,250.00 that is 1,256.00 to one in fifty: enough on a page that two recognisers read, no more."""
    little: Seen = {3: ("6", 0.02)}
    rows: list[tuple[str, int | None, Seen]] = [("1250.00", 125000, little), ("300.00", 30000, {})]
    assert [value for value, _ in amounts(rows, 155600)] == [125600, 30000]
    assert [value for value, _ in amounts(rows, 155600, twice=False)] == [125000, 30000]


def test_where_two_rows_may_be_otherwise_alike_none_is_changed() -> None:
    """Either row may be six more: which, a person says."""
    six: Seen = {2: ("6", 0.2)}
    found = amounts([("200.00", 20000, six), ("300.00", 30000, six)], 50600)
    assert [value for value, _ in found] == [20000, 30000]


@pytest.mark.parametrize(("words", "layer"), [(155500, False), (155600, True)], ids=["total in doubt", "text layer"])
def test_a_total_in_doubt_or_a_files_own_text_changes_nothing(words: int, layer: bool) -> None:
    """The capitals say another total, or the file tells its amounts itself."""
    found = amounts([("1250.00", 125000, SIXES), ("300.00", 30000, {})], 155600, words=words, layer=layer)
    assert [value for value, _ in found] == [125000, 30000]


def test_a_table_makes_a_sum_where_every_amount_was_read() -> None:
    """1,250.00 and 300.00 make 1,550.00; with an amount unread nothing is said."""
    lines = (line("1250.00", 100, 5), line("300.00", 100, 5 + ROW))
    for last, said in ((30000, {"total_figures": 155000}), (None, {})):
        rows = {"lines": ({"amount": leaf(lines, 0, 125000, "money")}, {"amount": leaf(lines, 1, last, "money")})}
        assert sums_of(rows) == said


def test_what_was_chosen_keeps_what_was_read_beside_it() -> None:
    """The amount that was read is offered, and the confidence is that of a choice."""
    lines = (line("1250.00", 100, 5), line("1.00", 100, 5 + ROW))
    page = Inked((ink("1250.00", SIXES),), ())
    fields = {name: leaf(lines, 1, 125600, "money", 0.99) for name in ("total_figures", "total_upper")}
    table = ({"amount": leaf(lines, 0, 125000, "money")},)
    found = look_at_rows(fields, {"lines": table}, {0: lines}, page, page)["lines"][0]["amount"]  # type: ignore[arg-type]
    assert (found.confidence, [one.value for one in found.alternatives]) == (CHOSEN, [125000])


def test_three_misread_figures_are_found_in_a_table_of_few_rows() -> None:
    """Three rows with a 6 read as 0 each make the total together; of five rows three are too many to guess."""
    misread: list[tuple[str, int | None, Seen]] = [
        ("1250.00", 125000, {3: ("6", 0.3)}),
        ("300.00", 30000, {2: ("6", 0.3)}),
        ("2070.00", 207000, {3: ("6", 0.3)}),
    ]
    total = 125600 + 30600 + 207600
    assert [value for value, _ in amounts(misread, total)] == [125600, 30600, 207600]
    more: list[tuple[str, int | None, Seen]] = [("11.00", 1100, {}), ("12.00", 1200, {})]
    found = amounts([*misread, *more], total + 2300)
    assert [value for value, _ in found] == [125000, 30000, 207000, 1100, 1200]


def test_an_amount_of_which_two_figures_were_misread_is_what_another_recogniser_reads() -> None:
    """1,784.00 for 1,256.00 in one reading, 1,256.00 in the other, and 306.00 read as 300.00: both, by the total."""
    lines = (line("1784.00", 100, 5), line("300.00", 100, 5 + ROW), line("1.00", 100, 5 + 2 * ROW))
    beside: Seen = {2: ("6", 0.3)}
    for other, said in (
        (ink("1256.00", floor=1e-3), [125600, 30600]),
        (ink("1784.00", floor=1e-3), [178400, 30000]),
    ):
        page = Inked((ink("1784.00", floor=1e-3), other), (ink("300.00", beside),), ())
        fields = {name: leaf(lines, 2, 156200, "money", 0.99) for name in ("total_figures", "total_upper")}
        table = ({"amount": leaf(lines, 0, 178400, "money")}, {"amount": leaf(lines, 1, 30000, "money")})
        found = look_at_rows(fields, {"lines": table}, {0: lines}, page, page)["lines"]  # type: ignore[arg-type]
        assert [row["amount"].value for row in found] == said


class WithFigures(Inked):
    """An engine whose recogniser of figures sees something else than the others in the first row."""

    figures = ink("1256.00", floor=1e-3)

    def opinions_of_figures(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What the others see, and in the first row what this one sees."""
        others = self.every_opinion(crop)
        return (*others, (self.figures, CHARSET)) if int(np.median(crop)) == 0 else others


@pytest.mark.parametrize(("twice", "said"), [(True, [125600, 30600]), (False, [178400, 30000])])
def test_the_reader_of_figures_is_asked_on_unclear_pages_alone(twice: bool, said: list[int]) -> None:
    """1,784.00 in both readings and 1,256.00 in that of figures: asked where two read the page, not where one did."""
    lines = (line("1784.00", 100, 5), line("300.00", 100, 5 + ROW), line("1.00", 100, 5 + 2 * ROW))
    page = WithFigures((ink("1784.00", floor=0.02),), (ink("300.00", {2: ("6", 0.4)}),), (), twice=twice)
    fields = {name: leaf(lines, 2, 156200, "money", 0.99) for name in ("total_figures", "total_upper")}
    table = ({"amount": leaf(lines, 0, 178400, "money")}, {"amount": leaf(lines, 1, 30000, "money")})
    found = look_at_rows(fields, {"lines": table}, {0: lines}, page, page)["lines"]  # type: ignore[arg-type]
    assert [row["amount"].value for row in found] == said
