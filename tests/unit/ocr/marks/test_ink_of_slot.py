"""Which ink of a signature's room is the name."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr.marks.ink_of_slot import _groups
from ocr.marks.signature import _hides_a_label

EM = 33.0


def room() -> np.ndarray:
    """A room with two characters of a name."""
    mask = np.zeros((120, 420), dtype=bool)
    for x in (150, 210):
        mask[30:80, x : x + 6] = mask[50:56, x - 15 : x + 25] = True
    return mask


def test_rests_of_a_rule_beside_a_name_are_not_part_of_it() -> None:
    """A pasted picture interrupts the underline: what shows left and right of it is no stroke, thick or sloping."""
    mask = room()
    mask[78:84, 60:105] = mask[82:88, 290:360] = True
    [name] = _groups(mask, EM)
    columns = np.flatnonzero(name.any(axis=0))
    assert (columns[0] >= 130, columns[-1] <= 240) == (True, True)


def test_a_level_stroke_under_others_stays() -> None:
    """The last stroke of a character stands under its others and is kept."""
    mask = room()
    mask[76:82, 190:235] = True
    [name] = _groups(mask, EM)
    assert bool(name[78, 192])


def test_a_character_of_one_stroke_stays() -> None:
    """一 stands at half the height of its neighbour."""
    mask = room()
    mask[52:58, 270:305] = True
    [name] = _groups(mask, EM)
    assert bool(name[55, 290])


@pytest.mark.parametrize(
    ("text", "lost"), [("收款人本人（签名）：唐斌建", True), ("2024年4月18日", False), ("", False)]
)
def test_ink_that_reads_as_a_label_hides_a_lost_line(text: str, lost: bool) -> None:
    """Where a label's line was not found, the room must not be called empty."""
    ink = SimpleNamespace(writings=[SimpleNamespace(crop=np.full((40, 200), 255, dtype=np.uint8))])
    engine = SimpleNamespace(recognise=lambda crops: [SimpleNamespace(text=text) for _ in crops])
    assert _hides_a_label(ink, engine) is lost  # type: ignore[arg-type]
