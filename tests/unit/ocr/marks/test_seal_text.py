"""The text of a stamp: which looks at its ring are taken, where its strip ends, small stamps in a JPEG."""

from collections.abc import Sequence
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.find import find_marks
from ocr.marks.names import match_names
from ocr.marks.seal_shape import Outline
from ocr.marks.seal_text import SealText, seal_text
from ocr.marks.stamp_ink import BLACK, GREY, colour_depth, dark_depth
from ocr.pages import Image
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import NO_LINES, Paper, slot_of
from validators.model.codes import MarkType, NameMatch
from validators.model.evidence import Mark

FIRM, RED, INK = "虚构市东湖恒例五金制品有限责任公司", "red", (214, 30, 35)
PLACE = slot_of(MarkType.SEAL, (900.0, 250.0, 1500.0, 700.0), (1000.0, 400.0, 1180.0, 440.0))
OUTLINE = Outline(150.0, 150.0, 120.0, 120.0, 0.0, 1.0)
_ready = pytest.mark.skipif(not fonts.ready(), reason="fonts are not set up")


class Reader:
    """An engine that reads every strip as the firm's name, with the next of some certainties."""

    def __init__(self, *certain: float) -> None:
        self.certain = list(certain)

    def recognise(self, crops: Sequence[Image]) -> list[SimpleNamespace]:
        """Read strips; what comes after the last certainty is read with none."""
        return [SimpleNamespace(text=FIRM, confidence=self.certain.pop(0) if self.certain else 0.0) for _ in crops]


def ring(blank: float, ink: tuple[int, int, int] = INK) -> Image:
    """A ring of ink where the text of a stamp stands, open at the bottom by a share of the turn."""
    picture = np.full((300, 300, 3), 250, np.uint8)
    half = 180 * blank
    cv2.ellipse(picture, (150, 150), (90, 90), 90, half, 360 - half, ink, 26)
    return picture


def read(picture: Image, reader: Reader, colour: str = RED) -> SealText:
    """What is made of a drawn ring."""
    return seal_text(picture, OUTLINE, colour, reader)  # type: ignore[arg-type]


def small(firm: str, engine: OcrEngine) -> Mark:
    """The mark of a small stamp of FIRM in a strongly packed JPEG, weighed against a firm."""
    paper = Paper()
    paper.stamp(FIRM, 1120, 420, px=220)
    found = find_marks([paper.sheet(blur=1.0, quality=60)], NO_LINES, [PLACE], engine)
    [mark] = [one for one in match_names(found, ExpectedNames(employer=firm), engine) if one.type is MarkType.SEAL]
    return mark


@pytest.mark.engine
@_ready
def test_a_small_stamp_whose_colour_is_blurred_is_read_by_its_darkness(engine: OcrEngine) -> None:
    """JPEG halves the resolution of colour: the firm's name is read where only brightness shows its characters."""
    mark = small(FIRM, engine)

    assert (mark.name, mark.name_match) == (FIRM, NameMatch.MATCH)
    assert mark.sure


@pytest.mark.engine
@_ready
@pytest.mark.parametrize("firm", ["虚构市东湖永例五金制品有限责任公司", "虚构市东湖宏样五金制品有限责任公司"])
def test_such_a_stamp_is_not_a_near_firm_s(engine: OcrEngine, firm: str) -> None:
    """The sharper look lets no firm pass whose name differs in a character or two."""
    assert small(firm, engine).name_match is not NameMatch.MATCH


def test_a_plain_reading_needs_no_further_look() -> None:
    """Where the first strip is read without a doubt, no other is made."""
    assert len(read(ring(0.2), Reader(0.98)).strips) == 1


@pytest.mark.parametrize(("colour", "looks"), [(RED, 4), (GREY, 3), (BLACK, 3)])
def test_a_doubtful_reading_is_looked_at_again(colour: str, looks: int) -> None:
    """In doubt the best of all looks counts; the ink's darkness is one of them where the stamp has a colour."""
    picture = ring(0.2) if colour == RED else ring(0.2, (150, 150, 150))

    text = read(picture, Reader(0.6, 0.9, 0.7, 0.5), colour)

    assert (len(text.strips), text.confidence) == (looks, 0.9)


def test_the_second_look_is_sharp_where_the_colour_is_blurred() -> None:
    """The ink's darkness keeps the edges that a picture's colour has lost."""
    tones = cv2.cvtColor(ring(0.2), cv2.COLOR_RGB2YCrCb)
    tones[..., 1:] = cv2.GaussianBlur(tones[..., 1:], (0, 0), 4)
    picture = np.asarray(cv2.cvtColor(tones, cv2.COLOR_YCrCb2RGB), dtype=np.uint8)

    by_colour, by_darkness = read(picture, Reader(0.5, 0.98)).strips
    steps = [np.abs(np.diff(strip.astype(int), axis=0)).max() for strip in (by_colour, by_darkness)]

    assert steps[1] > 1.5 * steps[0]


@pytest.mark.parametrize(("blank", "turns"), [(0.2, 0.9), (0.05, 1.12), (0.0, 1.12)])
def test_a_strip_ends_in_a_wide_blank_only(blank: float, turns: float) -> None:
    """The number below the name is left out; without room for it the strip runs on, so that nothing is cut."""
    [strip] = read(ring(blank), Reader(0.98)).strips
    whole = 52 * 2 * np.pi * (0.55 + 0.94) / 2 / (0.94 - 0.55)

    assert strip.shape[1] == pytest.approx(whole * turns, abs=2)


def test_a_colourless_stamp_s_strip_always_runs_on() -> None:
    """Without colour print makes blanks of its own, and a name must not be cut at one."""
    [strip] = read(ring(0.2, (150, 150, 150)), Reader(0.98), GREY).strips

    assert strip.shape[1] > 52 * 2 * np.pi * (0.55 + 0.94) / 2 / (0.94 - 0.55)


def test_darkness_is_asked_only_where_the_colour_lies() -> None:
    """Black print away from a stamp's ink is no part of it."""
    picture = ring(0.2)
    picture[10:16, 10:120] = (20, 20, 22)

    dark = dark_depth(picture, RED)

    assert dark[10:16, 10:120].max() == 0
    assert dark[60, 150] > 0.8
    assert colour_depth(picture, RED)[60, 150] > 0.8
