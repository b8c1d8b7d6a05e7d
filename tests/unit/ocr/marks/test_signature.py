"""Signatures in a promised room: there or not, hand or print, pasted or not."""

import pytest

from ocr.engines.base import OcrEngine
from ocr.marks.find import _beside_prints, find_marks
from ocr.marks.fingerprint import fingers_of
from ocr.marks.found import FoundMark
from ocr.marks.stamp_ink import coloured_ink
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import EM, NO_LINES, Paper
from validators.model.codes import MarkType
from validators.model.evidence import Mark

pytestmark = [pytest.mark.engine, pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")]


def found(paper: Paper, engine: OcrEngine, *, lines: bool = False, **how: float) -> Mark:
    """The mark that is found in the paper's one room."""
    sheet = paper.sheet(**how)  # type: ignore[arg-type]
    read = {0: engine.read_lines(sheet.image, engine.find_lines(sheet.image))} if lines else NO_LINES
    marks = [one.mark for one in find_marks([sheet], read, [paper.slot], engine)]
    [mark] = [mark for mark in marks if mark.type is MarkType.SIGNATURE]
    return mark


@pytest.mark.parametrize("hand", fonts.TUNING_HANDS)
def test_a_hand_is_present(engine: OcrEngine, hand: str) -> None:
    """Handwriting on an underline is a present, handwritten, unpasted signature."""
    paper = Paper()
    paper.rule(int(paper.slot.label[2]), 436, int(paper.slot.region[2]))
    paper.write("陈示例", hand=hand)

    mark = found(paper, engine, lines=True)

    assert (mark.present, mark.handwritten, mark.pasted) == (True, True, False)


def test_an_empty_room_is_absent(engine: OcrEngine) -> None:
    """An underline, the label and the date below are no signature."""
    paper = Paper()
    paper.rule(int(paper.slot.label[2]), 436, int(paper.slot.region[2]))
    paper.print("日期：2021年7月25日", 160, 470)

    mark = found(paper, engine, lines=True)

    assert not mark.present
    assert mark.sure


def test_a_date_beside_is_no_signature(engine: OcrEngine) -> None:
    """A handwritten date in the room does not stand for a signature."""
    paper = Paper()
    paper.write("2021.7.25", dx=120, hand="strokes")

    assert not found(paper, engine, lines=True).present


def test_a_finger_or_seal_alone_is_no_signature(engine: OcrEngine) -> None:
    """Red ink in the room is not handwriting."""
    paper = Paper()
    paper.finger(int(paper.slot.label[2]) + 100, 415)
    paper.stamp("虚构市示例制造有限公司", 900, 430)

    assert not found(paper, engine).present


@pytest.mark.parametrize("face", ["noto-serif", "noto-sans", "uming", "zenhei"])
@pytest.mark.parametrize("size", [EM, int(EM * 1.3)])
def test_a_typed_name_is_no_hand(engine: OcrEngine, face: str, size: int) -> None:
    """A printed name in the room never counts as a sure handwritten signature."""
    paper = Paper()
    paper.print("陈示例", paper.slot.label[2] + 20, 400 - (size - EM) // 2, size, face)

    mark = found(paper, engine)

    assert mark.present
    assert not (mark.handwritten and mark.sure)


def test_a_pasted_picture_is_seen(engine: OcrEngine) -> None:
    """Handwriting on a rectangle of another ground is pasted."""
    paper = Paper()
    x = int(paper.slot.label[2]) + 10
    paper.patch(x, 380, x + 190, 452, (228, 232, 240))
    paper.write("陈示例")

    assert found(paper, engine).pasted


def test_ink_under_a_finger_is_kept(engine: OcrEngine) -> None:
    """A fingerprint over a signature hides neither its presence nor its hand."""
    paper = Paper()
    paper.write("陈示例", colour=(30, 30, 34))
    paper.finger(int(paper.slot.label[2]) + 110, 415)

    mark = found(paper, engine)

    assert (mark.present, mark.handwritten) == (True, True)


GREY = (70, 70, 70)


@pytest.mark.parametrize("hand", fonts.TUNING_HANDS)
@pytest.mark.parametrize("colour", [GREY, (190, 40, 50)])
def test_a_hand_is_told_by_what_no_finger_covers(engine: OcrEngine, hand: str, colour: tuple[int, int, int]) -> None:
    """In a scan without colour ridges are as dark as the pen; the characters beside them say that a hand wrote."""
    paper = Paper()
    paper.write("欧阳示例", colour=(30, 30, 30), hand=hand)
    paper.finger(int(paper.slot.label[2]) + 185, 415, colour)

    mark = found(paper, engine)

    assert (mark.present, mark.handwritten, mark.sure) == (True, True, True)


def test_a_bit_of_a_frame_is_no_signature(engine: OcrEngine) -> None:
    """A thin upright stroke in an empty room is neither a hand nor type, however long."""
    paper = Paper()
    x = int(paper.slot.label[2]) + 60
    paper.picture[385:445, x : x + 3] = (30, 30, 30)

    mark = found(paper, engine)

    assert (mark.present, mark.sure) == (False, True)


@pytest.mark.parametrize("reads", ["金", "陈示例"])
def test_what_stands_in_a_print_is_doubted_unless_it_reads_as_a_name(reads: str) -> None:
    """Ridges that were not taken off a colourless sheet look like strokes; a name under a finger is a name."""
    mark = Mark(MarkType.SIGNATURE, None, "", present=True, handwritten=True, text=reads, box=(100, 100, 160, 180))
    inside, beside = ((95.0, 95.0, 165.0, 180.0), (140.0, 95.0, 210.0, 180.0))

    [[here], [there]] = [_beside_prints([FoundMark(mark)], [box]) for box in (inside, beside)]

    assert (here.mark.sure, there.mark.sure) == (reads != "金", True)


@pytest.mark.parametrize("hand", fonts.TUNING_HANDS)
def test_a_pale_pen_is_no_finger(hand: str) -> None:
    """In a scan without colour a blue pen's strokes join to ovals as large as a finger's print; a print is solid."""
    prints = []
    for pressed in (False, True):
        paper = Paper(tint=(240, 240, 240))
        for row in range(6):
            paper.print("工伤保险待遇垫付凭证" * 4, 160, 550 + 45 * row)
        for column in range(3):
            paper.write("鑫董静霞", 20 + 280 * column, hand=hand, colour=(120, 120, 120))
        if pressed:
            paper.finger(300, 200, (120, 120, 120))
        prints.append(len(fingers_of(coloured_ink(paper.sheet().image), ())))

    assert prints == [0, 1]


@pytest.mark.parametrize("colour", [GREY, (190, 40, 50)])
@pytest.mark.parametrize("face", ["noto-serif", "noto-sans", "uming", "zenhei"])
def test_a_finger_makes_no_hand_of_a_typed_name(engine: OcrEngine, face: str, colour: tuple[int, int, int]) -> None:
    """The characters beside the finger's print say that a press made them."""
    paper = Paper()
    paper.print("欧阳示例", paper.slot.label[2] + 20, 395, int(EM * 1.3), face)
    paper.finger(int(paper.slot.label[2]) + 185, 415, colour)

    mark = found(paper, engine)

    assert not (mark.handwritten and mark.sure)
