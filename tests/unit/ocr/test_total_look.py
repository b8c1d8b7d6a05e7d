"""A written total that does not say what its words say is asked of the ink."""

import numpy as np
import pytest

from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf, Part
from ocr.total_look import BY_WORDS, look_at_totals

CHARSET = ("", *"0123456789.,¥元HC")
PART = Part(0, 0, 0, 3, (40.0, 20.0, 160.0, 60.0))


class Seeing:
    """An engine that sees a text, and at one place another sign with a share."""

    def __init__(self, text: str, other: str = "", at: int = 0, share: float = 0.0) -> None:
        self._text, self._other, self._at, self._share = text, other, at, share

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Each sign once, a blank after it."""
        table = np.full((2 * len(self._text), len(CHARSET)), 1e-7, dtype=np.float32)
        for place, sign in enumerate(self._text):
            table[2 * place, CHARSET.index(sign)] = 0.98
            table[2 * place + 1, 0] = 0.99
        if self._other:
            table[2 * self._at, CHARSET.index(self._text[self._at])] = 1 - self._share
            table[2 * self._at, CHARSET.index(self._other)] = self._share
        return np.log(table), CHARSET


class Shelf:
    """A shelf with one page that has a pen's strokes on the figures."""

    def picture(self, page: int) -> np.ndarray:
        """The page."""
        image = np.full((80, 600, 3), 255, dtype=np.uint8)
        for x in range(50, 300, 14):
            image[26:54, x : x + 4] = 20
        return image


def looked(engine: Seeing, figures: FieldLeaf, words: FieldLeaf) -> FieldLeaf:
    """The total in figures after the look."""
    fields = {"total_figures": figures, "total_upper": words}
    return look_at_totals(fields, {0: ()}, Shelf(), engine)["total_figures"]  # type: ignore[arg-type]


def figures(value: int | None, raw: str, confidence: float, *flags: str) -> FieldLeaf:
    """A total in figures as it was read."""
    return FieldLeaf(value, raw, confidence, confidence, 0, PART.box, 0, 0, 3, (PART,), flags, (), "money", 0.9)


def words(value: int, confidence: float = 0.99) -> FieldLeaf:
    """The total in words."""
    return FieldLeaf(value, "人民币…元整", confidence, confidence, 0, PART.box, 0, 0, 3, (PART,), (), (), "words", 0.9)


@pytest.mark.parametrize(
    ("seen", "read", "raw", "confidence"),
    [
        ("¥9C,H00.00", 9_000, "¥90", 0.977),  # the pen ran on behind what was read, a zero left open, a 4 like an H
        ("199,22H.00", 19_922, "199,22", 0.69),
        ("90,400.00", 9_040_000, "90,400.00", 0.6),  # the same amount, unsure
    ],
)
def test_ink_and_words_say_the_total_together(seen: str, read: int, raw: str, confidence: float) -> None:
    """Figures that were cut or hardly read are the words' amount where the ink says so before every amount like it."""
    meant = 19_922_400 if "199" in seen else 9_040_000
    found = looked(Seeing(seen), figures(read, raw, confidence), words(meant))
    assert (found.value, found.flags, found.confidence > 0.95) == (meant, (BY_WORDS,), True)


def test_ink_that_says_another_amount_stays() -> None:
    """A voucher whose words and figures differ is told so: the words choose between readings, they are none."""
    read = figures(9_090_000, "90,900.00", 0.97)
    assert looked(Seeing("90,900.00"), read, words(9_040_000)) == read


def test_ink_between_two_amounts_is_doubted() -> None:
    """Where the ink leaves both amounts open a person looks; no mismatch is told."""
    found = looked(Seeing("90,900.00", "4", 3, 0.05), figures(9_090_000, "90,900.00", 0.93), words(9_040_000))
    assert (found.value, "READ_DIFFERENTLY" in found.flags) == (9_090_000, True)


@pytest.mark.parametrize(
    ("read", "in_words"),
    [
        (figures(9_090_000, "90,900.00", 0.999), words(9_040_000)),  # print that is beyond doubt
        (figures(9_090_000, "90,900.00", 0.9), words(9_040_000, 0.5)),  # words that are themselves unsure
        (figures(9_040_000, "90,400.00", 0.99), words(9_040_000)),  # nothing to ask
    ],
)
def test_what_is_sure_is_not_asked(read: FieldLeaf, in_words: FieldLeaf) -> None:
    """The look costs time and is for doubt alone."""
    assert looked(Seeing("90,400.00"), read, in_words) == read


def test_a_scrawl_says_nothing() -> None:
    """Ink that fits no amount settles none."""
    read = figures(9_000, "¥90", 0.97)
    assert looked(Seeing("CCHHCCHHCC"), read, words(12_345_678)) == read


def test_a_third_decimal_is_told_and_not_read_away() -> None:
    """82,800.498 beside words that say 82,800.49 is no amount (AMT-004), however well its other figures fit."""

    class Faint(Seeing):
        def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
            """The last figure is seen with 0.9, nothing in its place with 0.1."""
            table, charset = super().log_probabilities(crop)
            table[2 * 9, CHARSET.index("8")], table[2 * 9, 0] = np.log(0.9), np.log(0.1)
            return table, charset

    read = figures(None, "82,800.498", 0.97, "TOO_MANY_DECIMALS")
    found = looked(Faint("82,800.498"), read, words(8_280_049))
    assert found.value is None
    assert "TOO_MANY_DECIMALS" in found.flags


def test_a_flag_that_no_look_answers_stays() -> None:
    """An altered total stays one for a person."""
    found = looked(Seeing("90,400.00"), figures(9_040_000, "90,400.00", 0.6, "ALTERED"), words(9_040_000))
    assert found.flags == ("ALTERED", BY_WORDS)


def test_figures_that_are_an_end_of_what_the_words_say_are_never_sure() -> None:
    """10元 where the words say 23,735.10: the pen's other figures were not read, and the ink says no such amount."""
    found = looked(Seeing("10元"), figures(1000, "10元", 0.9466), words(2373510))
    assert (found.value, "READ_DIFFERENTLY" in found.flags) == (1000, True)
