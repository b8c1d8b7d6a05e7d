"""Whose signature: expected names against written ones."""

from dataclasses import replace

import numpy as np
import pytest

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.find import find_marks
from ocr.marks.found import FoundMark
from ocr.marks.name_chars import rarity
from ocr.marks.name_scores import HandReading, NameScore, _score
from ocr.marks.names import _is_on_its_label, _without_stamp_ink, match_names, verdict_of
from ocr.marks.scoring import emission
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import NO_LINES, Paper
from validators.model.codes import MarkRole, MarkType, NameMatch
from validators.model.evidence import Mark

pytestmark = [pytest.mark.engine, pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")]


def weighed(written: str, expected: ExpectedNames, engine: OcrEngine, hand: str = "ma-shan") -> Mark:
    """The mark of a written name against the expected ones."""
    paper = Paper()
    paper.write(written, hand=hand)
    [mark] = match_names(find_marks([paper.sheet()], NO_LINES, [paper.slot], engine), expected, engine)
    return mark


@pytest.mark.parametrize("name", ["陈示例", "王虚拟", "张丽静", "欧阳国强", "李伟"])
def test_the_right_name(engine: OcrEngine, name: str) -> None:
    """The expected name written legibly matches."""
    assert weighed(name, ExpectedNames(worker=name, others=("赵母示",)), engine).name_match is NameMatch.MATCH


@pytest.mark.parametrize(("written", "expected"), [("陈示例", "陈示剑"), ("王虚拟", "张虚拟"), ("李伟", "李强")])
def test_one_other_character(engine: OcrEngine, written: str, expected: str) -> None:
    """A name that differs in one character does not match."""
    assert weighed(written, ExpectedNames(worker=expected), engine).name_match is not NameMatch.MATCH


def test_another_person(engine: OcrEngine) -> None:
    """A legible other name is no match."""
    mark = weighed("刘建国", ExpectedNames(worker="陈示例", others=("刘建国",)), engine)

    assert mark.name_match is NameMatch.NO_MATCH


@pytest.mark.parametrize(
    ("certainty", "deficit", "verdict"),
    [
        (0.96, -9.0, NameMatch.CLOSE),
        (0.80, -7.2, NameMatch.NOT_POSSIBLE),  # 朱鑫香 read as 朱蠢香: one's own hand, hard to read
        (0.51, -18.2, NameMatch.NOT_POSSIBLE),
        (0.88, -13.6, NameMatch.NOT_POSSIBLE),
        (0.97, -13.6, NameMatch.NO_MATCH),
        (0.42, -9.0, NameMatch.NOT_POSSIBLE),
        (0.95, -3.0, NameMatch.MATCH),
    ],
)
def test_what_is_hard_to_read_says_nothing_against_a_name(certainty: float, deficit: float, verdict: NameMatch) -> None:
    """A name that is near the expected one is told from it only by a character that is surely read."""
    score = NameScore("徐海庆", deficit, deficit if deficit < -4 else 2.0)
    assert verdict_of(score, HandReading("徐海蔓", certainty, 1.0, (score,))) is verdict


def test_a_name_of_other_characters_is_told_from_the_expected_one_when_it_is_legible() -> None:
    """Whoever signs with a name of his own is seen at a certainty that leaves one character open."""
    score = NameScore("徐海庆", -25.0, -25.0)
    assert verdict_of(score, HandReading("王建国", 0.65, 1.0, (score,))) is NameMatch.NO_MATCH


@pytest.mark.parametrize(
    ("certainty", "deficit", "verdict"),
    [(0.45, -40.0, NameMatch.NO_MATCH), (0.45, -30.0, NameMatch.NOT_POSSIBLE), (0.3, -40.0, NameMatch.NOT_POSSIBLE)],
)
def test_a_name_far_from_the_expected_one_is_another_in_a_hand_hard_to_read(
    certainty: float, deficit: float, verdict: NameMatch
) -> None:
    """One's own name, however written, was never that far; what nobody can read at all says nothing."""
    score = NameScore("徐海庆", deficit, -9.0)
    assert verdict_of(score, HandReading("王建国", certainty, 0.5, (score,))) is verdict


def test_one_character_however_far_is_no_other_name_in_a_hand_hard_to_read() -> None:
    """A single misread character can cost a short name as much as two."""
    score = NameScore("徐海", -26.0, -9.0)
    assert verdict_of(score, HandReading("徐溥", 0.6, 0.5, (score,))) is NameMatch.NOT_POSSIBLE


def test_a_rare_rival_must_fit_better_to_count_as_much() -> None:
    """The first of the surnames and of the given characters cost nothing, no name's character most."""
    assert (rarity("王", first=True), rarity("伟", first=False)) == (0.0, 0.0)
    assert rarity("性", first=False) == rarity("伟", first=True) == 2.0
    assert 0 < rarity("杨", first=True) < rarity("麦", first=True) < 2.0


def test_names_of_the_claim_are_no_rare_rivals() -> None:
    """A near name that nobody gave is weighed by its character; the claim's own people are as likely as they are."""
    index = {char: label for label, char in enumerate("#王涛陶性")}
    table = np.log(np.array([[0.02, 0.9, 0.03, 0.03, 0.02], [0.02, 0.03, 0.3, 0.05, 0.6]], dtype=np.float32))
    over = [emission(table, index, "王涛陶性", {})]
    unknown, known = (_score("王涛", ("王涛",), people, "王涛陶性", over) for people in ((), ("王性",)))
    assert unknown.margin == known.margin == known.weighed
    assert unknown.weighed == pytest.approx(known.weighed + 2.0)


@pytest.mark.parametrize(("others", "verdict"), [((), NameMatch.NOT_POSSIBLE), (("徐海庭",), NameMatch.NO_MATCH)])
def test_a_brothers_name_is_told_at_less_certainty(others: tuple[str, ...], verdict: NameMatch) -> None:
    """Who signs for his brother writes a name that the claim knows: it is no chance reading of a hard hand."""
    score = NameScore("徐海庆", -13.0, -13.0)
    assert verdict_of(score, HandReading("徐海庭", 0.7, 1.0, (score,)), others) is verdict


def test_nobody_expected(engine: OcrEngine) -> None:
    """Without an expected name nothing is said about whose hand it is."""
    assert weighed("陈示例", ExpectedNames(), engine).name_match is NameMatch.NOT_POSSIBLE


def test_a_stamps_own_ink_is_nobodys_signature() -> None:
    """Writing in a stamp's ring counts only where it says an expected name; alone it goes to a person."""
    signed = Mark(MarkType.SIGNATURE, MarkRole.RELATIVE, "赵示例", present=True, name_match=NameMatch.MATCH, sure=True)
    stamp = Mark(MarkType.SIGNATURE, MarkRole.RELATIVE, "", present=True, name_match=NameMatch.NOT_POSSIBLE, sure=True)
    both = [(FoundMark(signed), signed), (FoundMark(stamp, on_stamp=True), stamp)]
    assert _without_stamp_ink(both) == [signed]
    [alone] = _without_stamp_ink(both[1:])
    assert not alone.sure
    under = replace(signed, sure=True)
    assert _without_stamp_ink([(FoundMark(under, on_stamp=True), under)]) == [under]


@pytest.mark.parametrize(
    ("row", "text", "name", "on_label"),
    [
        ("领款人签字:冯波", "马波", "冯波", True),
        ("近亲属签字(本人)张明", "长明", "张明", True),
        ("领款人签字:冯波", "冯洪", "冯波", False),  # strokes are lost at the label, at the name's beginning
        ("司马光", "马光", "马光", False),  # another person, with a name in front
        ("领款人签字:司马光", "司马光", "马光", False),
        ("领款人签字:马波", "马波", "冯波", False),
        ("", "马波", "冯波", False),
    ],
)
def test_a_name_that_lies_on_its_labels_colon(row: str, text: str, name: str, on_label: bool) -> None:
    """Its row reads it whole behind the label, its ink without the strokes there another first sign."""
    assert _is_on_its_label(row, text, name) is on_label


def test_ink_on_its_label_says_nothing_against_a_name(engine: OcrEngine) -> None:
    """What reads as another name for that alone is hard to read; a row that says another name clears nobody."""
    paper = Paper()
    paper.write("刘建国")
    expected = ExpectedNames(worker="陈建国", others=("刘建国",))
    [found] = find_marks([paper.sheet()], NO_LINES, [paper.slot], engine)
    rows = ("领款人签字:陈建国", "领款人签字:刘建国", "")
    said = [match_names([replace(found, row=row)], expected, engine)[0].name_match for row in rows]
    assert said[0] is NameMatch.NOT_POSSIBLE
    assert {NameMatch.MATCH, NameMatch.NOT_POSSIBLE}.isdisjoint(said[1:])
