"""Alterations near values, and the ordinary paper that must not look like one."""

import cv2
import numpy as np
import pytest

from ocr.marks.alteration import find_alterations
from ocr.pages import FloatBox
from tests.factory import fonts
from tests.unit.ocr.marks.drawn import EM, Paper

pytestmark = pytest.mark.skipif(not fonts.ready(), reason="fonts are not set up")
VALUE = "¥12,345.67元整"


def boxed(paper: Paper) -> dict[str, tuple[FloatBox, ...]]:
    """Print a value and give its box."""
    right = paper.print(VALUE, 160, 600)
    return {"total_figures": ((156.0, 596.0, right + 4, 600.0 + EM + 4),)}


@pytest.mark.parametrize("rise", [-8, 0, 6])
def test_struck_through(rise: int) -> None:
    """A pen line through printed figures is an alteration."""
    paper = Paper()
    box = boxed(paper)
    cv2.line(paper.picture, (170, 616 + rise), (330, 616 - rise), (30, 45, 140), 2, cv2.LINE_AA)

    [remark] = find_alterations(paper.sheet(), (), box)

    assert (remark.code, remark.field) == ("ALTERED", "total_figures")


def test_struck_with_a_marker() -> None:
    """A thick line from end to end, low enough to hide the feet of the figures, is an alteration all the same."""
    paper = Paper()
    box = boxed(paper)
    [(x0, _, x1, _)] = box["total_figures"]
    cv2.line(paper.picture, (int(x0), 619), (int(x1), 620), (20, 22, 30), 8, cv2.LINE_AA)

    [remark] = find_alterations(paper.sheet(), (), box)

    assert (remark.code, remark.detail) == ("ALTERED", "struck")


def test_two_characters_struck_from_end_to_end() -> None:
    """A short value is struck by a line that goes on beyond it; its own level strokes are none."""
    paper = Paper()
    right = paper.print("唐红", 160, 600)
    box = {"patient_name": ((158.0, 598.0, right + 2, 600.0 + EM + 2),)}
    assert not find_alterations(paper.sheet(), (), box)
    cv2.line(paper.picture, (150, 617), (int(right) + 10, 615), (30, 45, 140), 2, cv2.LINE_AA)
    [remark] = find_alterations(paper.sheet(), (), box)
    assert remark.detail == "struck"


def test_blotted_out() -> None:
    """A blot over figures is an alteration."""
    paper = Paper()
    box = boxed(paper)
    paper.picture[602:630, 200:250] = (20, 20, 24)

    assert find_alterations(paper.sheet(), (), box)


def test_ordinary_paper() -> None:
    """Underlines, table rules and a seal over the value are no alteration."""
    paper = Paper()
    box = boxed(paper)
    paper.rule(150, 636, 520)
    paper.rule(140, 590, 700)
    paper.picture[590:640, 140:142] = (30, 30, 30)
    paper.stamp("虚构市示例制造有限公司", 330, 620)

    assert find_alterations(paper.sheet(), (), box) == ()


def test_whitened() -> None:
    """A patch of whiter ground under the value is an alteration."""
    paper = Paper(tint=(226, 224, 216))
    paper.patch(170, 592, 300, 640, (250, 250, 250))
    paper.print(VALUE[:5], 176, 600)

    assert find_alterations(paper.sheet(), (), {"total_figures": ((172.0, 596.0, 298.0, 636.0),)})


def test_nothing_to_look_at() -> None:
    """No boxes, no remarks; an empty box is left alone."""
    sheet = Paper().sheet()

    assert find_alterations(sheet, (), {}) == ()
    assert find_alterations(sheet, (), {"x": ((10.0, 10.0, 10.0, 10.0),)}) == ()
    assert np.asarray(sheet.image).ndim == 3
