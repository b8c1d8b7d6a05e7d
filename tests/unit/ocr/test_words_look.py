"""An amount in capitals that does not say what its sure figures say is asked of the ink."""

import numpy as np
import pytest

from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf, Part
from ocr.words_look import BY_FIGURES, look_at_words
from tests.unit.ocr.extract.drawn import line

CHARSET = ("", *"零壹贰叁肆伍陆柒捌玖拾佰仟万元角分整人民币：大写任吉")
LABEL = "大写："
LINE = line(f"{LABEL}人民币陆任叁佰柒拾肆元整", 40, 20)


class Seeing:
    """An engine that sees a text, and at some places another sign with a share."""

    def __init__(self, text: str, other: str = "", at: int = 0, share: float = 0.0) -> None:
        self._text, self._other, self._at, self._share = text, other, at, share

    def clearest(self, crop: np.ndarray) -> tuple[LogProbabilities, tuple[str, ...]]:
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
    """A shelf with one grey page."""

    def unstamped(self, page: int) -> np.ndarray:
        """The page."""
        return np.full((80, 800, 3), 200, dtype=np.uint8)

    def crop(self, page: int, box: tuple[float, ...]) -> np.ndarray:
        """A place on it: what stands behind the label."""
        assert box[0] > 100
        return np.full((40, 300, 3), 200, dtype=np.uint8)


def looked(engine: Seeing, read: int | None, figures: int = 637400, confidence: float = 0.99) -> FieldLeaf:
    """The capitals after the look; they were read in part only."""
    part = Part(0, 0, len(LABEL) + 5, len(LINE.text), LINE.box)
    words = FieldLeaf(read, "叁佰柒拾肆元整", 0.6, 0.6, 0, part.box, 0, part.start, part.stop, (part,), ("MISREAD",))
    fields = {
        "total_figures": FieldLeaf(figures, "6374.00", confidence, confidence, sort="money"),
        "total_upper": words,
    }
    return look_at_words(fields, {0: (LINE,)}, Shelf(), engine)["total_upper"]  # type: ignore[arg-type]


@pytest.mark.parametrize("read", [37400, None])
def test_capitals_of_which_a_sign_was_lost_are_read_with_their_figures(read: int | None) -> None:
    """陆任叁佰柒拾肆元整, read as 374 yuan or as nothing, beside 6,374.00: the ink says the figures' amount."""
    found = looked(Seeing("人民币陆任叁佰柒拾肆元整"), read)
    assert (found.value, found.flags, found.raw) == (637400, (BY_FIGURES,), "叁佰柒拾肆元整")


def test_a_sign_that_is_hardly_seen_is_read_with_the_figures_too() -> None:
    """Where the freest reading takes 吉 for 叁 and 叁 is the likeliest figure after it, the amount is the figures'."""
    assert looked(Seeing("陆仟叁佰柒拾肆元整", "吉", 2, 0.9), 37400).value == 637400


@pytest.mark.parametrize("seen", ["陆仟贰佰柒拾肆元整", "捌仟伍佰元整", "陆仟叁佰柒拾元整"])
def test_ink_that_says_another_amount_stays(seen: str) -> None:
    """Capitals that say another amount keep what was read of them, and the two are told apart."""
    found = looked(Seeing(seen), 37400)
    assert (found.value, found.flags) == (37400, ("MISREAD",))


def test_figures_in_doubt_ask_nothing() -> None:
    """Figures that are not sure themselves choose no reading of the capitals."""
    assert looked(Seeing("陆仟叁佰柒拾肆元整"), 37400, confidence=0.6).value == 37400
