"""A payer's amount that does not fit the total is asked of the ink: it may be the fitting one, or it is not."""

from dataclasses import replace

import numpy as np
import pytest

from ocr.calibration import is_sure
from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.payers_look import BY_TOTAL, amounts_like, look_at_payers

LABEL = "个人现金支付"
CHARSET = ("", *dict.fromkeys(LABEL + "0123456789.,:¥"))
LEFT_BY_A_STAMP = "3424.11"


class Stamped:
    """An engine before whose eyes a stamp hides the colon and, all but a share, the first digit of 13424.11."""

    def __init__(self, share: float) -> None:
        self._share = share

    def every_opinion(self, crop: object) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What it sees."""
        return (self.log_probabilities(crop),)

    opinions_of_figures = every_opinion

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """The label, a hidden 1, and the rest of the amount."""
        text = f"{LABEL}1{LEFT_BY_A_STAMP}"
        table = np.full((2 * len(text), len(CHARSET)), 1e-9, dtype=np.float32)
        for at, char in enumerate(text):
            hidden = at == len(LABEL)
            table[2 * at, CHARSET.index(char)] = self._share if hidden else 0.99
            table[2 * at, 0] = 1 - self._share if hidden else 0.01
            table[2 * at + 1, 0] = 1.0
        return np.log(table), CHARSET


class Shelf:
    """A shelf with one grey page, which was read twice or once."""

    def __init__(self, *, twice: bool = False) -> None:
        self._twice = twice

    def was_read_twice(self, page: int) -> bool:
        """Whether it was."""
        return self._twice

    def unstamped(self, page: int) -> np.ndarray:
        """The page."""
        return np.full((80, 400, 3), 200, dtype=np.uint8)

    def crop(self, page: int, box: object) -> np.ndarray:
        """A place on it."""
        return np.full((40, 300, 3), 200, dtype=np.uint8)


def receipt(total: int = 1342411, words: int = 1342411) -> dict[str, FieldLeaf]:
    """The amounts of a receipt whose cash lost its first digit."""
    part = Part(0, 0, len(LABEL), len(LABEL) + len(LEFT_BY_A_STAMP), (150.0, 10.0, 260.0, 40.0))
    cash = FieldLeaf(342411, LEFT_BY_A_STAMP, 0.95, 0.97, 0, part.box, 0, part.start, part.stop, (part,), sort="money")
    return {
        "total_figures": FieldLeaf(total, sort="money"),
        "total_upper": FieldLeaf(words, sort="words"),
        "paid_account": FieldLeaf(0, "0.00", 0.99, sort="money"),
        "paid_cash": cash,
    }


def looked(share: float, fields: dict[str, FieldLeaf]) -> FieldLeaf:
    """The cash after the look."""
    text = LABEL + LEFT_BY_A_STAMP
    glyphs = tuple(Glyph(char, 0.95, (at + 0.5) / len(text)) for at, char in enumerate(text))
    line = Line(((10.0, 10.0), (260.0, 10.0), (260.0, 40.0), (10.0, 40.0)), glyphs, 0.95)
    return look_at_payers(fields, {0: (line,)}, Shelf(), Stamped(share))["paid_cash"]  # type: ignore[arg-type]


def test_a_digit_under_a_stamp_is_read_with_the_total() -> None:
    """Where the ink may well hold the lost digit, the amount that makes the total is the one read."""
    cash = looked(0.3, receipt())
    assert (cash.value, cash.flags, cash.raw) == (1342411, (BY_TOTAL,), LEFT_BY_A_STAMP)
    assert cash.confidence >= 0.92


def test_ink_that_hardly_allows_it_is_doubted() -> None:
    """Where the ink neither says nor rules out the lost digit, what was read stays and a person looks."""
    cash = looked(0.01, receipt())
    assert (cash.value, "READ_DIFFERENTLY" in cash.flags) == (342411, True)


def test_ink_that_says_another_amount_stays() -> None:
    """A total never stands in for what is plainly written; an end of the total is not sure for all that."""
    fields = receipt()
    assert looked(1e-6, fields) == replace(fields["paid_cash"], flags=("READ_DIFFERENTLY",))


def test_a_total_that_its_words_deny_asks_nothing() -> None:
    """Only a total that stands there twice can be told from a misread one."""
    fields = receipt(words=1342400)
    assert looked(0.3, fields) == fields["paid_cash"]


def test_amounts_that_make_the_total_are_left_alone() -> None:
    """What fits was read right."""
    fields = receipt(total=342411, words=342411)
    assert looked(0.3, fields) == fields["paid_cash"]


def test_payers_without_a_place_keep_their_value() -> None:
    """An amount of which nobody knows where it stands cannot be asked for: no other is put in its place."""
    fields = receipt(total=1342412, words=1342412)
    fields["paid_cash"] = replace(fields["paid_cash"], parts=())
    assert looked(0.3, fields) == fields["paid_cash"]


def test_amounts_like_an_amount() -> None:
    """Every slip of one digit competes: another digit, one more in front, one less."""
    like = amounts_like(12345)
    assert {12346, 92345, 112345, 2345, 1245} <= like
    assert 12345 not in like
    assert amounts_like(0) >= {1000, 100, 10, 1}


class Coloured(Shelf):
    """A shelf whose page bears a red stamp."""

    def crop(self, page: int, box: object) -> np.ndarray:
        """A place with red ink."""
        return np.full((40, 300, 3), (200, 90, 90), dtype=np.uint8)

    crop_in_red_light = crop


def test_a_view_whose_print_went_with_the_stamp_does_not_outvote_two() -> None:
    """Taking the stamp off ate a digit; the picture as it is and in red light say the amount that makes the total."""
    text = LABEL + LEFT_BY_A_STAMP
    glyphs = tuple(Glyph(char, 0.95, (at + 0.5) / len(text)) for at, char in enumerate(text))
    line = Line(((10.0, 10.0), (260.0, 10.0), (260.0, 40.0), (10.0, 40.0)), glyphs, 0.95)
    views = [Stamped(1e-8), Stamped(0.6), Stamped(0.6)]

    class Engine:
        """One view after another."""

        def every_opinion(self, crop: object) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
            """The next view."""
            return views.pop(0).every_opinion(crop)

        opinions_of_figures = every_opinion

    fields = {name: one for name, one in receipt().items() if name != "paid_account"}
    cash = look_at_payers(fields, {0: (line,)}, Coloured(), Engine())["paid_cash"]  # type: ignore[arg-type]
    assert (cash.value, cash.flags) == (1342411, (BY_TOTAL,))


def test_an_amount_that_ends_the_total_and_misses_its_beginning_is_never_sure() -> None:
    """347.00 beside a total of 1,347.00 that no other payer's amount fills up may have lost its first figure."""
    fields = receipt(total=1342411, words=1342411)
    fields["paid_cash"] = replace(fields["paid_cash"], parts=())  # its ink cannot be asked
    cash = looked(0.3, fields)
    assert (cash.value, "READ_DIFFERENTLY" in cash.flags) == (342411, True)


def test_an_amount_that_ends_the_total_and_makes_it_with_another_stays_sure() -> None:
    """1,000.00 and 347.00 make 1,347.00: nothing was lost."""
    fields = receipt(total=1342411, words=1342411)
    fields["paid_account"] = replace(fields["paid_account"], value=1000000)
    assert looked(0.3, fields).flags == ()


def apart(label: str, *, away: float = 30.0) -> FieldLeaf:
    """The cash after the look, its label and its amount two lines with a stamp's ring between them."""
    fields = receipt()
    part = Part(0, 1, 0, len(LEFT_BY_A_STAMP), (150.0 + away, 10.0, 260.0, 40.0))
    fields["paid_cash"] = replace(fields["paid_cash"], parts=(part,), start=0, stop=part.stop)
    lines = (set_line(label, 10.0, 150.0), set_line(LEFT_BY_A_STAMP, 150.0 + away, 260.0))
    return look_at_payers(fields, {0: lines}, Shelf(), Stamped(0.3))["paid_cash"]  # type: ignore[arg-type]


def set_line(text: str, left: float, right: float) -> Line:
    """A line between two columns."""
    glyphs = tuple(Glyph(char, 0.95, (at + 0.5) / len(text)) for at, char in enumerate(text))
    return Line(((left, 10.0), (right, 10.0), (right, 40.0), (left, 40.0)), glyphs, 0.95)


def test_an_amount_that_a_ring_parted_from_its_label_is_asked_with_it() -> None:
    """个人现金支 in one line and 3424.11 in the next: the ink from the one to the other is asked for the amount."""
    assert (apart("个人现金支").value, apart("个人现金支").flags) == (1342411, (BY_TOTAL,))


@pytest.mark.parametrize(("label", "away"), [("复核人示核", 30.0), ("个人现金支", 100.0), ("个人", 30.0)])
def test_an_amount_beside_another_word_is_asked_for_nothing(label: str, away: float) -> None:
    """A word that begins no label of the field, one far off, or one that begins too many: what was read stays."""
    assert apart(label, away=away).value == 342411


@pytest.mark.parametrize(("twice", "value"), [(True, 1342411), (False, 342411)])
def test_on_a_moved_page_the_amount_that_makes_the_total_is_taken_in_doubt(twice: bool, value: int) -> None:
    """Ink that says it less than another, but not much: on such a page it is named and never sure, else doubted."""
    text = LABEL + LEFT_BY_A_STAMP
    line, fields = set_line(text, 10.0, 260.0), receipt()
    cash = look_at_payers(fields, {0: (line,)}, Shelf(twice=twice), Stamped(0.06))["paid_cash"]  # type: ignore[arg-type]
    assert cash.value == value
    assert not is_sure("money", 1.0, 1.0, cash.flags)


@pytest.mark.parametrize(("other", "sure"), [(0.99, True), (0.6, False)])
def test_what_a_total_leaves_beside_an_unsure_amount_of_a_moved_page_is_not_sure(other: float, sure: bool) -> None:
    """A cash read a little wrong leaves the insurance a little of the total: named, and sure only beside sure ones."""
    fields = receipt()
    fields["paid_account"] = replace(fields["paid_account"], confidence=other, fit=1.0)
    line = set_line(LABEL + LEFT_BY_A_STAMP, 10.0, 260.0)
    cash = look_at_payers(fields, {0: (line,)}, Shelf(twice=True), Stamped(0.3))["paid_cash"]  # type: ignore[arg-type]
    assert cash.value == 1342411
    assert is_sure("money", cash.confidence, 1.0, cash.flags) is sure


class Both(Stamped):
    """Two recognisers that see the same."""

    def every_opinion(self, crop: object) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Twice what one sees."""
        return (self.log_probabilities(crop),) * 2

    opinions_of_figures = every_opinion


@pytest.mark.parametrize(("total", "value"), [(1342411, 1342411), (99942411, 0)])
def test_an_amount_that_no_recogniser_sees_does_not_lead(total: int, value: int) -> None:
    """0.00 was read where the ink says 13,424.11: that is named where it makes the total, 999,424.11 is not."""
    line, fields = set_line(LABEL + LEFT_BY_A_STAMP, 10.0, 260.0), receipt(total, total)
    fields["paid_cash"] = replace(fields["paid_cash"], value=0, raw="0.00")
    cash = look_at_payers(fields, {0: (line,)}, Shelf(twice=True), Both(0.3))["paid_cash"]  # type: ignore[arg-type]
    assert cash.value == value
