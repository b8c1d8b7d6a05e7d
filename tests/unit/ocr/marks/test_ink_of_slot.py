"""Which ink of a signature's room is the name."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr.lines import Glyph, Line
from ocr.marks.ink_of_slot import EVERYWHERE, _groups, _is_blob, _of_its_row, _with_dots
from ocr.marks.signature import _hidden_label, _own_rows
from ocr.marks.spans import left_out
from ocr.slots import Slot
from validators.model.codes import MarkRole, MarkType

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


def test_two_bits_of_a_rule_alone_are_no_name() -> None:
    """A bit of a rule with a notch, and another below it: without the lower one the upper is the foot."""
    mask = np.zeros((60, 200), dtype=bool)
    mask[23, 40:100] = mask[20:23, 60] = mask[34:36, 40:100] = True
    assert _groups(mask, EM) == []


def test_dots_among_strokes_belong_to_the_name() -> None:
    """Dots as small as dirt are the name's among its strokes and as dark as they; pale or far they are not."""
    mask = room()
    for y, x in ((40, 180), (60, 182), (90, 330)):
        mask[y : y + 4, x : x + 4] = True
    depth = np.where(mask, 0.8, 0.0).astype(np.float32)
    depth[60:64, 182:186] = 0.3
    [name] = _groups(mask, EM)

    whole = _with_dots(name, mask, depth, EM)

    assert [bool(name[y, x]) for y, x in ((41, 181), (61, 183), (91, 331))] == [False] * 3
    assert [bool(whole[y, x]) for y, x in ((41, 181), (61, 183), (91, 331))] == [True, False, False]


def test_a_character_of_one_stroke_stays() -> None:
    """一 stands at half the height of its neighbour."""
    mask = room()
    mask[52:58, 270:305] = True
    [name] = _groups(mask, EM)
    assert bool(name[55, 290])


def test_ink_of_the_row_below_is_another_signature() -> None:
    """Names in two rows are two groups, however near they stand along the row."""
    mask = np.zeros((240, 420), dtype=bool)
    mask[:120] = room()
    mask[150:200, 140:146] = mask[170:176, 120:160] = True
    assert len(_groups(mask, EM)) == 2


def _read(text: str) -> Line:
    """A crop of 40 pixels a character, read as `text`."""
    wide = 40.0 * max(len(text), 1)
    glyphs = tuple(Glyph(char, 0.99, (at + 0.5) / len(text)) for at, char in enumerate(text))
    return Line(((0.0, 0.0), (wide, 0.0), (wide, 40.0), (0.0, 40.0)), glyphs, 0.99)


@pytest.mark.parametrize(
    ("text", "end"), [("收款人本人（签名）：唐斌建", 10), ("亲属签名：王波", 5), ("2024年4月18日", None), ("", None)]
)
def test_ink_that_reads_as_a_label_gives_back_a_lost_place(text: str, end: int | None) -> None:
    """Where a label's line was not found, the name behind it is looked for where the label ends."""
    box = (100.0, 50.0, 100.0 + 40 * len(text), 90.0)
    ink = SimpleNamespace(em=28.0, writings=[SimpleNamespace(crop=np.full((40, 200), 255, dtype=np.uint8), box=box)])
    engine = SimpleNamespace(recognise=lambda crops: [_read(text) for _ in crops])
    slot = Slot(MarkType.SIGNATURE, MarkRole.WORKER, "", 0, (90.0, 40.0, 700.0, 100.0), (90.0, 100.0, 300.0, 130.0))
    found = _hidden_label(ink, slot, engine)  # type: ignore[arg-type]
    if end is None:
        assert found is None
    else:
        assert found is not None
        assert abs(found.label[2] - (100 + 40 * end)) < 20
        assert found.region[0] == found.label[2]
        assert found.region[2] == 700
        assert (found.region[1], found.region[3]) == (40, 100)  # a hand beside print stands above and below its row


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("蔡军（国", 0),  # the frame of a written 国
        ("蔡军（国庆", 0),
        ("蔡军（签名", 1),
        ("蔡军（本人）", 1),
        ("蔡军（手写签", 1),
    ],
)
def test_an_open_bracket_is_print_only_with_a_note_in_it(text: str, left: int) -> None:
    """What a written character's frame is read as takes no ink from a name."""
    assert len(left_out(_read(text))) == left


def test_a_stroke_that_reads_as_a_comma_is_no_print() -> None:
    """Behind a label a lone comma is a stroke of the name that begins there; the label's own words are print."""
    line = _read("签名：、俊杰")
    end = line.span_box(0, 3)[2]
    assert len(left_out(line)) == 3
    assert len(left_out(line, end)) == 2


def test_a_tall_box_that_reads_as_a_sign_hides_no_ink() -> None:
    """Two hands and their fingers' prints, found as one box and read as a comma, stay handwriting."""
    blob = Line(((0.0, 0.0), (270.0, 0.0), (270.0, 235.0), (0.0, 235.0)), (Glyph("，", 0.6, 0.5),), 0.6)
    assert _is_blob(blob, EM)
    assert not _is_blob(_read("供养亲属"), EM)


def test_strokes_of_the_next_row_leave_the_name_they_touch() -> None:
    """The name below stands so high that its strokes run together with this one: it goes, this one stays whole."""
    mask = np.zeros((240, 420), dtype=bool)
    mask[:120] = room()[:120]
    for x in (120, 170):
        mask[88:150, x : x + 6] = mask[120:126, x - 15 : x + 25] = True
    own = _of_its_row(mask, (-np.inf, 100.0), EM)
    assert (bool(own[50, 152]), bool(own[122, 122])) == (True, False)
    assert _of_its_row(mask, EVERYWHERE, EM).sum() == mask.sum()


def test_a_row_reaches_half_way_to_the_labels_above_and_below() -> None:
    """Labels left of their rooms bound each other's rows; the first and the last row have one bound only."""
    slots = [
        Slot(MarkType.SIGNATURE, MarkRole.RELATIVE, "", 0, (200, y - 60, 500, y + 90), (60, y, 190, y + 30))
        for y in (100.0, 180.0, 260.0)
    ]
    rows = [_own_rows(slot, [one for one in slots if one is not slot]) for slot in slots]
    assert rows == [(EVERYWHERE[0], 155.0), (155.0, 235.0), (235.0, EVERYWHERE[1])]
