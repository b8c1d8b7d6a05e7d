"""Stamps: found by colour and outline, read from the ring, compared with the employer."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks import seal, seal_names
from ocr.marks.find import find_marks
from ocr.marks.found import FoundMark
from ocr.marks.names import match_names
from ocr.marks.seal_shape import Outline
from ocr.marks.seal_text import SealText
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import NO_LINES, Paper, slot_of
from validators.model.codes import MarkType, NameMatch
from validators.model.evidence import Mark

pytestmark = [pytest.mark.engine, pytest.mark.skipif(not fonts.ready(), reason="fonts are not set up")]
FIRM = "虚构市示例制造有限公司"
SEAL = slot_of(MarkType.SEAL, (900.0, 250.0, 1500.0, 700.0), (1000.0, 400.0, 1180.0, 440.0))


def seals(paper: Paper, engine: OcrEngine, employer: str = FIRM) -> list[Mark]:
    """The seal marks of a paper, weighed against an employer."""
    marks = find_marks([paper.sheet()], NO_LINES, [SEAL], engine)
    return [m for m in match_names(marks, ExpectedNames(employer=employer), engine) if m.type is MarkType.SEAL]


def test_the_firm_s_seal(engine: OcrEngine) -> None:
    """A company seal over its label is present, official and the employer's."""
    paper = Paper()
    paper.print("用人单位（公章）", 1000, 400)
    paper.stamp(FIRM, 1120, 420)

    [mark] = seals(paper, engine)

    assert (mark.present, mark.sure, mark.seal_kind) == (True, True, "official")
    assert mark.name == FIRM
    assert mark.name_match is NameMatch.MATCH


def test_another_firm_s_seal(engine: OcrEngine) -> None:
    """Another firm's seal is present and never the employer's."""
    paper = Paper()
    paper.stamp("虚构市东湖永例纺织有限公司", 1120, 420)

    [mark] = seals(paper, engine)

    assert mark.present
    assert mark.name_match is NameMatch.NO_MATCH


def test_a_finance_seal_is_told(engine: OcrEngine) -> None:
    """The words below the star tell a finance seal from an official one."""
    paper = Paper()
    paper.stamp(FIRM, 1120, 420, inner="财务专用章")

    [mark] = seals(paper, engine)

    assert mark.seal_kind == "finance"


def test_no_seal(engine: OcrEngine) -> None:
    """A label, black print and a fingerprint are no seal."""
    paper = Paper()
    paper.print("用人单位（公章）", 1000, 400)
    paper.finger(1250, 420)

    [mark] = seals(paper, engine)

    assert not mark.present
    assert mark.sure


@pytest.mark.parametrize(("tint", "sure"), [((246, 245, 240), True), ((240, 240, 240), False)])
def test_no_coloured_ink_at_all(engine: OcrEngine, tint: tuple[int, int, int], sure: bool) -> None:
    """A picture that knows colour would show a seal; in one without, a pale ring may escape and a person looks."""
    paper = Paper(tint=tint)
    paper.print("用人单位（公章）", 1000, 400)

    [mark] = seals(paper, engine)

    assert (mark.present, mark.sure) == (False, sure)


def test_a_seal_away_from_its_label(engine: OcrEngine) -> None:
    """A stamp pressed elsewhere on the sheet still answers the promise."""
    paper = Paper()
    paper.stamp(FIRM, 400, 650)

    [mark] = seals(paper, engine)

    assert mark.present


def test_a_seal_on_a_grey_scan(engine: OcrEngine) -> None:
    """Without colour a stamp is still told by its pale ring, and print alone is none."""
    stamped, plain = Paper(), Paper()
    for paper in (stamped, plain):
        paper.print("用人单位（公章）", 1000, 400)
        for row in range(4):
            paper.print("上述费用由单位垫付，本人无异议。", 160, 500 + 60 * row)
    stamped.stamp(FIRM, 1120, 420)

    for paper, present in ((stamped, True), (plain, False)):
        sheet = paper.sheet()
        grey = np.repeat(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
        [mark] = [one.mark for one in find_marks([replace(sheet, image=grey)], NO_LINES, [SEAL], engine)]
        assert mark.present is present


def test_a_seal_scanned_as_dark_as_print(engine: OcrEngine) -> None:
    """A ring that a colourless scan has made as dark as the print is found; where none is, nobody is sure."""
    stamped, plain = Paper(), Paper()
    for paper in (stamped, plain):
        paper.print("用人单位（公章）", 1000, 400)
        paper.print("上述费用由单位垫付，本人无异议。", 160, 500)
    stamped.stamp(FIRM, 1120, 420, colour=(40, 40, 40))

    for paper, present in ((stamped, True), (plain, False)):
        sheet = paper.sheet()
        grey = np.repeat(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
        [mark] = [one.mark for one in find_marks([replace(sheet, image=grey)], NO_LINES, [SEAL], engine)]
        assert mark.present is present
        assert mark.present or not mark.sure


def test_finger(engine: OcrEngine) -> None:
    """A finger is found near its slot, a seal beside it is none."""
    paper = Paper()
    region = paper.slot.region
    slot = slot_of(MarkType.FINGERPRINT, region, paper.slot.label, paper.slot.role)
    stamped = Paper()
    stamped.stamp(FIRM, 900, 430)
    paper.finger(int(paper.slot.label[2]) + 120, 415)

    assert find_marks([paper.sheet()], NO_LINES, [slot], engine)[0].mark.present
    assert not find_marks([stamped.sheet()], NO_LINES, [slot], engine)[0].mark.present


def test_of_two_outlines_of_one_stamp_the_fuller_ring_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finger that touches a grey stamp gives half a ring askew besides the whole one: the whole one is the stamp."""
    half, full = (Outline(x, 100.0, 50.0, 50.0, 0.0, support) for x, support in ((108.0, 0.54), (100.0, 1.0)))
    masks = {"grey": np.zeros((300, 300)), "black": np.ones((300, 300))}
    monkeypatch.setattr(seal, "outlines", lambda mask: [full] if mask.any() else [half])
    monkeypatch.setattr(seal, "seal_text", lambda image, outline, colour, engine: SealText(FIRM, "", 1.0, ()))
    sheet, ink = SimpleNamespace(image=np.ones((300, 300, 3))), SimpleNamespace(masks=masks, scale=1.0)
    [stamp] = seal.stamps_of(sheet, ink, None)  # type: ignore[arg-type]
    assert (stamp.outline.support, stamp.colour) == (1.0, "black")


@pytest.mark.parametrize(
    ("colour", "half", "certainty", "stamps"),
    [("blue", 60.0, 0.53, 0), ("blue", 60.0, 0.95, 1), ("blue", 160.0, 0.53, 1), ("red", 60.0, 0.53, 1)],
)
def test_a_name_in_blue_ink_is_no_stamp(
    colour: str, half: float, certainty: float, stamps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blue strokes may make a small oval that reads as four signs; a large one, a clear one or a red one is a stamp."""
    oval = Outline(500.0, 500.0, half, half, 0.0, 0.7)
    monkeypatch.setattr(seal, "outlines", lambda mask: [oval])
    monkeypatch.setattr(seal, "seal_text", lambda *of: SealText("招超物之", "", certainty, ()))
    sheet = SimpleNamespace(image=np.ones((1200, 1000, 3)))
    ink = SimpleNamespace(masks={colour: np.ones((1200, 1000))}, scale=1.0)
    assert len(seal.stamps_of(sheet, ink, None)) == stamps  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reads", "confidence", "verdict"),
    [
        ("虚构市永例装饰工程有限公司", 0.995, NameMatch.NO_MATCH),
        ("虚构市永例装饰工程有限公司", 0.975, NameMatch.MATCH),  # two doubtful characters of thirteen
        ("虚构市样本装饰工限公司", 0.995, NameMatch.MATCH),  # characters lost under a date are no others
    ],
)
def test_a_stamp_read_without_a_doubt_is_not_the_firm_of_a_near_name(
    monkeypatch: pytest.MonkeyPatch, reads: str, confidence: float, verdict: NameMatch
) -> None:
    """Two characters of a long name cost less than the slack that a faint stamp is given."""
    monkeypatch.setattr(seal_names, "_fit", lambda found, wanted, engine: (-10.0, 0))
    mark = Mark(MarkType.SEAL, None, reads, present=True, confidence=confidence)

    said = seal_names.seal_matches(FoundMark(mark), "虚构市样本装饰工程有限公司", None)  # type: ignore[arg-type]

    assert said is verdict


@pytest.mark.parametrize(
    ("reading", "as_read"),
    [
        ("虚构市北岭顺样纺织有限公司", "虚构市北岭顺样纺织有限公司"),  # 样 stands in both names by chance
        ("虚构市北岭宏本纺织有限公司", "虚构市北岭宏本纺织有限公司"),
        ("虚构市北岭样纺织有限公司", "虚构市北岭样本纺织有限公司"),  # what is lost may have been there
        ("虚构市北岭样本纺织有限公司", "虚构市北岭样本纺织有限公司"),
    ],
)
def test_other_characters_stand_in_the_names_own_place(reading: str, as_read: str) -> None:
    """What a stamp shows instead of a name's characters is put in their place; what it lost is left."""
    assert seal_names._as_read("虚构市北岭样本纺织有限公司", reading) == as_read


@pytest.mark.parametrize(("lead", "sure"), [(13.9, True), (16.3, False)])
def test_a_weakly_read_stamp_that_says_other_characters_goes_to_a_person(
    monkeypatch: pytest.MonkeyPatch, lead: float, sure: bool
) -> None:
    """Other characters that lead the name's own by far leave it open whose stamp it is; a worn own one stays."""
    monkeypatch.setattr(seal_names, "seal_matches", lambda found, name, engine: NameMatch.NOT_POSSIBLE)
    monkeypatch.setattr(seal_names, "_lead_of_another", lambda found, wanted, engine: lead)
    mark = Mark(MarkType.SEAL, None, "虚构市北岭鑫样纺织有限公司", present=True, confidence=0.91, sure=True)
    strips = (np.zeros((48, 300), dtype=np.uint8),)

    said = seal_names.match_seal(FoundMark(mark, strips=strips), "虚构市北岭信样纺织有限公司", None)  # type: ignore[arg-type]

    assert (said.sure, said.name_match) == (sure, NameMatch.NOT_POSSIBLE)
