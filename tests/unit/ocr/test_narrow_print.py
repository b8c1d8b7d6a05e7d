"""Numbers that stand so narrow that a figure may be lost are sure only where a view with room repeats them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from ocr.calibration import is_sure
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.narrow_print import may_lack_a_figure, repeats, with_room
from ocr.second_look import MOST_LOOKS, SecondLook
from validators.model.evidence import Alternative

NARROW, WIDE = 0.26, 0.45  # heights a figure
BOX = (100.0, 40.0, 290.0, 80.0)
ACCOUNT = "4990023151345876"


class Saying:
    """An engine that says the given texts, one a call."""

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)

    def second_opinion(self, crop: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
        """Nothing."""
        return np.zeros((1, 1), dtype=np.float32), ("",)

    def recognise(self, crops: Sequence[np.ndarray]) -> tuple[Line, ...]:
        """Answer the next text for the first crop."""
        text = self._texts.pop(0)
        glyphs = tuple(Glyph(char, 0.99, (at + 0.5) / len(text)) for at, char in enumerate(text))
        return (Line(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)), glyphs, 0.99),)


class Shelf:
    """A shelf with one white page."""

    def unstamped(self, page: int) -> np.ndarray:
        """The page without its stamps."""
        return np.full((200, 600, 3), 255, dtype=np.uint8)

    def crop(self, page: int, box: object) -> np.ndarray:
        """The value as it is."""
        return np.full((58, 220, 3), 255, dtype=np.uint8)

    def under_grey_stamp(self, page: int, box: object) -> bool:
        """Nothing is stamped."""
        return False


def leaf(value: object, raw: str, sort: str, pitch: float) -> FieldLeaf:
    """A surely read value whose characters stand so close."""
    part = Part(0, 0, 0, len(raw), BOX, pitch)
    return FieldLeaf(value, raw, 0.996, 0.999, 0, BOX, 0, 0, len(raw), (part,), sort=sort)  # type: ignore[arg-type]


def sure(found: FieldLeaf) -> bool:
    """Whether a value counts as read for sure."""
    return is_sure(found.sort, found.confidence, found.fit, found.flags)


@pytest.mark.parametrize(
    ("raw", "sort", "again", "kept"),
    [
        (ACCOUNT, "account", ACCOUNT, True),
        (ACCOUNT, "account", "账号:4990 0231 5134 5876", True),
        (ACCOUNT, "account", "4" + ACCOUNT, False),  # the first of two like figures, which was not read
        (ACCOUNT, "account", ACCOUNT[:3] + "9" + ACCOUNT[3:], False),
        ("3,500.00", "money", "¥3,500.00元", True),
        ("3,500.00", "money", "33,500.00", False),
    ],
)
def test_a_narrow_number_is_sure_only_when_it_is_repeated(raw: str, sort: str, again: str, kept: bool) -> None:
    """A number whose figures stand too close to be told apart is doubted unless a wide view reads the same figures."""
    found = SecondLook(Saying(again), Shelf(), 1).at(leaf(raw, raw, sort, NARROW))  # type: ignore[arg-type]

    assert sure(found) is kept
    assert found.value == raw


def test_a_number_with_room_is_not_read_again() -> None:
    """Figures that stand apart are not asked for; nor is one whose check digit a lost figure would fail."""
    look = SecondLook(Saying(), Shelf(), 1)  # type: ignore[arg-type]
    for known in (leaf(ACCOUNT, ACCOUNT, "account", WIDE), leaf(ACCOUNT, ACCOUNT, "account", 0.0)):
        assert look.at(known) == known
    assert not may_lack_a_figure(leaf("449900197101086490", "449900197101086490", "id", NARROW))


def test_every_narrow_number_of_a_page_is_asked() -> None:
    """The looks that a page may cost do not end before its last narrow number."""
    many = 2 * MOST_LOOKS
    look = SecondLook(Saying(*["4" + ACCOUNT] * many), Shelf(), 1)  # type: ignore[arg-type]
    assert not any(sure(look.at(leaf(ACCOUNT, ACCOUNT, "account", NARROW))) for _ in range(many))


def test_a_second_reading_must_have_the_whole_number() -> None:
    """A number that stands inside a longer one is not repeated by it."""
    assert repeats(ACCOUNT, f"账号 {ACCOUNT}（卡）")
    assert not repeats(ACCOUNT, "4" + ACCOUNT)
    assert not repeats("3500.00", "3,500.001")


def test_a_part_with_room_is_shown_as_it_is() -> None:
    """Only narrow figures are drawn out."""
    crop = np.zeros((40, 190, 3), np.uint8)
    part = leaf(ACCOUNT, ACCOUNT, "account", WIDE).parts[0]
    assert with_room(crop, part).shape == crop.shape
    assert with_room(crop, replace(part, pitch=NARROW)).shape[1] > 1.3 * crop.shape[1]


def test_a_narrow_sign_read_as_a_figure_leaves_the_amount_to_its_words() -> None:
    """427,900.00 whose wide view reads ¥27,900.00 is not sure, and not disturbed: its words may say which it is."""
    read = replace(leaf(42790000, "427,900.00", "money", NARROW), alternatives=(Alternative(2790000, 0.0107),))
    found = SecondLook(Saying("￥27,900.00"), Shelf(), 1).at(read)  # type: ignore[arg-type]

    assert not sure(found)
    assert found.flags == ()
    assert [(one.value, one.probability > 0.05) for one in found.alternatives] == [(2790000, True)]
