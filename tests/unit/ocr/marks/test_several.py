"""Several people signing behind one label, and labels whose detected line the hand has stretched."""

from dataclasses import replace

import pytest

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.find import find_marks
from ocr.marks.names import match_names
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import EM, NO_LINES, Paper
from validators.model.codes import MarkRole, MarkType, NameMatch
from validators.model.evidence import Mark

pytestmark = [pytest.mark.engine, pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")]
PEOPLE = ("陈示例", "刘建国", "王美玲")


def signed(
    paper: Paper, engine: OcrEngine, people: tuple[str, ...] = PEOPLE, *, name: str = "", lines: bool = False
) -> list[Mark]:
    """The signatures of a room for relatives."""
    x0, y0, _, y1 = paper.slot.region
    slot = replace(paper.slot, role=MarkRole.RELATIVE, name=name, region=(x0, y0, 1500.0, y1))
    sheet = paper.sheet()
    read = {0: engine.read_lines(sheet.image, engine.find_lines(sheet.image))} if lines else NO_LINES
    marks = match_names(find_marks([sheet], read, [slot], engine), ExpectedNames(relatives=people), engine)
    return [mark for mark in marks if mark.type is MarkType.SIGNATURE]


def row(*names: str, step: float = 6.6) -> Paper:
    """Write names one after another behind the label."""
    paper = Paper(label="全体近亲属签名：")
    for number, name in enumerate(names):
        paper.write(name, dx=15 + round(number * step * EM))
    return paper


@pytest.mark.parametrize("lines", [False, True])
def test_each_gets_a_mark(engine: OcrEngine, lines: bool) -> None:
    """Three hands in one room are three signatures, named, in reading order."""
    marks = signed(row(*PEOPLE), engine, lines=lines)

    assert [(mark.name, mark.name_match) for mark in marks] == [(name, NameMatch.MATCH) for name in PEOPLE]
    assert marks[0].box and marks[1].box and marks[0].box[2] <= marks[1].box[0]


def test_who_is_missing_is_not_made_up(engine: OcrEngine) -> None:
    """Two hands for three people are two signatures."""
    marks = signed(row(PEOPLE[2], PEOPLE[0]), engine)

    assert [mark.name for mark in marks] == [PEOPLE[2], PEOPLE[0]]


def test_a_stranger_takes_no_place(engine: OcrEngine) -> None:
    """A hand that is nobody's of the claim stands beside the known ones without a match."""
    marks = signed(row(PEOPLE[0], "赵文彬"), engine, PEOPLE[:2])

    assert marks[0].name == PEOPLE[0]
    assert all(mark.name_match is not NameMatch.MATCH for mark in marks[1:])


def test_a_name_read_from_the_hands_is_no_tie(engine: OcrEngine) -> None:
    """A name that the paper seems to tie to the room, read from its own ink, does not hide the others."""
    marks = signed(row(*PEOPLE[:2]), engine, PEOPLE[:2], name=PEOPLE[1], lines=True)

    assert [mark.name for mark in marks] == list(PEOPLE[:2])


def test_one_expected_person_gives_one_mark(engine: OcrEngine) -> None:
    """With one person expected the fitting hand is kept, whatever else is written in the room."""
    [mark] = signed(row("赵文彬", PEOPLE[0], step=8.0), engine, PEOPLE[:1])

    assert (mark.name, mark.name_match) == (PEOPLE[0], NameMatch.MATCH)


def test_a_stretched_label(engine: OcrEngine) -> None:
    """A label's box as tall and as long as the hand beside it leaves the hand in the room."""
    paper = Paper()
    paper.write("陈示例", dx=10)
    x0, _, x1, _ = paper.slot.label
    paper.slot = replace(
        paper.slot, label=(x0, 380.0, x1 + 3 * EM, 445.0), region=(x1 + 2.5 * EM, 300.0, 1500.0, 520.0)
    )
    sheet = paper.sheet()
    marks = find_marks(
        [sheet], {0: engine.read_lines(sheet.image, engine.find_lines(sheet.image))}, [paper.slot], engine
    )

    [mark] = match_names(marks, ExpectedNames(worker="陈示例"), engine)

    assert (mark.present, mark.name_match) == (True, NameMatch.MATCH)


def test_a_room_each_parts_no_name(engine: OcrEngine) -> None:
    """Where every signer has a room, a wide gap lies inside a name: an unknown hand there is one signature."""
    paper = Paper(label="近亲属（签名）：")
    for number, part in enumerate("赵文彬"):
        paper.write(part, dx=15 + round(number * 2.5 * EM))
    x0, y0, _, y1 = paper.slot.region
    one = replace(paper.slot, role=MarkRole.RELATIVE, region=(x0, y0, 1000.0, y1))
    below = replace(one, region=(x0, y0 + 200, 1000.0, y1 + 200), label=(155, 594, x0, 600 + EM + 6))
    found = find_marks([paper.sheet()], NO_LINES, [one, below], engine)

    marks = match_names(found, ExpectedNames(relatives=PEOPLE), engine)

    assert [mark.present for mark in marks if mark.type is MarkType.SIGNATURE] == [True, False]


@pytest.mark.parametrize(("name", "apart"), [("顺川汉", 14), ("谢川洲", 0)])
def test_a_name_of_many_pieces_is_one_hand(engine: OcrEngine, name: str, apart: int) -> None:
    """川 and 洲 lie in six pieces with the rest: all of them are one of four relatives, and no part of them is."""
    paper = Paper(label="供养亲属签字：")
    for number, char in enumerate(name):
        paper.write(char, dx=15 + number * (EM + 20 + apart))
    [mark] = signed(paper, engine, ("马静", "邓英", name, "沈娟菊"))
    assert (mark.name, mark.name_match) == (name, NameMatch.MATCH)
