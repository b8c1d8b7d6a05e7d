"""Alterations near values, and the ordinary paper that must not look like one."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.marks.alteration import UNDER_A_STAMP, _is_line, _solid, find_alterations
from ocr.pages import FloatBox
from tests.factory import fonts
from tests.unit.ocr.extract.drawn import line
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


@pytest.mark.parametrize(("x", "detail"), [(330, UNDER_A_STAMP), (900, "blotted")])
def test_a_blot_under_a_stamp_may_be_its_ink(x: int, detail: str) -> None:
    """Where a stamp lies on the value its blot is told as the stamp's, where it stands beside as a blot."""
    paper = Paper()
    box = boxed(paper)
    paper.stamp("虚构市示例制造有限公司", x, 620)
    paper.picture[602:630, 200:250] = (20, 20, 24)

    assert [one.detail for one in find_alterations(paper.sheet(), (), box)] == [detail]


def test_a_line_under_a_stamp_is_its_ring() -> None:
    """A stroke that may be the ring of a stamp is neither told nor a doubt."""
    paper = Paper()
    box = boxed(paper)
    cv2.line(paper.picture, (150, 618), (420, 614), (30, 45, 140), 2, cv2.LINE_AA)
    assert [one.detail for one in find_alterations(paper.sheet(), (), box)] == ["struck"]
    paper.stamp("虚构市示例制造有限公司", 330, 620)

    assert find_alterations(paper.sheet(), (), box) == ()


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


@pytest.mark.parametrize("colour", [(30, 45, 140), (20, 20, 24), (200, 30, 30)])
def test_a_struck_amount_before_the_one_that_was_written_for_it(colour: tuple[int, int, int]) -> None:
    """A box that covers the new value alone tells the struck one before it, and the remark lies there."""
    paper = Paper()
    right = paper.print("12,345.67", 400, 600)
    end = paper.print("12,845.67", right + 30, 600)
    box = {"total_figures": ((right + 26, 596.0, end + 4, 600.0 + EM + 4),)}
    assert not find_alterations(paper.sheet(), (), box, box)
    cv2.line(paper.picture, (395, 617), (int(right) + 5, 614), colour, 2, cv2.LINE_AA)
    assert not find_alterations(paper.sheet(), (), box)  # of a name: a choice that does not apply is struck

    [remark] = find_alterations(paper.sheet(), (), box, box)

    assert remark.box is not None
    assert (remark.field, remark.detail) == ("total_figures", "struck")
    assert remark.box[0] < right - 100
    assert remark.box[2] < right + 60


@pytest.mark.parametrize("label", ["申请先行支付金额", "合计（小写）：", "共计——"])
@pytest.mark.parametrize("low", [624, 634])
def test_a_label_before_a_value_is_no_struck_one(label: str, low: int) -> None:
    """A label with a rule at its feet or under it, a dash at its end, is ordinary print."""
    paper = Paper()
    right = paper.print(label, 260, 600)
    end = paper.print("12,845.67", right + 10, 600)
    paper.rule(250, low, int(right) + 8)

    box = {"total_figures": ((right + 6, 596.0, end + 4, 634.0),)}
    assert find_alterations(paper.sheet(), (), box, box) == ()


def test_a_struck_amount_is_not_its_neighbours() -> None:
    """In a row of a table the look before a value ends at the one beside it; near the sheet's edge it is shorter."""
    paper = Paper()
    right = paper.print("12,345.67", 20, 600)
    end = paper.print("12,845.67", right + 20, 600)
    struck, beside = (16.0, 596.0, right + 4, 634.0), (right + 16, 596.0, end + 4, 634.0)
    cv2.line(paper.picture, (15, 617), (int(right) + 5, 614), (30, 45, 140), 2, cv2.LINE_AA)

    told = find_alterations(paper.sheet(), (), {"one": (struck,), "other": (beside,)}, {"one", "other"})

    assert [remark.field for remark in told] == ["one"]
    above = (16.0, 560.0, right + 4, 597.0)  # of the row above, a pixel into this one
    assert find_alterations(paper.sheet(), (), {"above": (above,), "other": (beside,)}, {"other"})
    assert find_alterations(paper.sheet(), (), {"other": (beside,)}, {"other"})


def test_boxes_that_are_not_on_the_sheet_show_nothing() -> None:
    """A value's place may lie beyond a sheet that was laid flat."""
    away = {"one": ((5000.0, 10.0, 5040.0, 40.0),), "other": ((500.0, -60.0, 700.0, -10.0),)}
    assert find_alterations(Paper().sheet(), (), away, away) == ()


def test_a_value_in_two_rows_is_looked_at_row_by_row() -> None:
    """A blot between its rows' ends is another value's; one over its second row is its own, and told there."""
    paper = Paper()
    end = paper.print("¥12,345.67", 900, 600)
    paper.print("元整人民币", 160, 700)
    first, second = (896.0, 596.0, end + 4, 634.0), (156.0, 696.0, 315.0, 734.0)
    paper.picture[640:690, 400:520] = (20, 20, 24)
    assert find_alterations(paper.sheet(), (), {"total_upper": ((156.0, 596.0, end + 4, 734.0),)})
    assert find_alterations(paper.sheet(), (), {"total_upper": (first, second)}) == ()
    paper.picture[702:730, 200:250] = (20, 20, 24)

    [remark] = find_alterations(paper.sheet(), (), {"total_upper": (first, second)})

    assert (remark.detail, remark.box) == ("blotted", (156, 696, 315, 734))


@pytest.mark.parametrize("low", [620, 621])
def test_a_line_that_hides_feet_and_bridges_from_end_to_end(low: int) -> None:
    """Little of the figures shows below it, yet no print bridges every gap of an amount."""
    paper = Paper()
    right = paper.print("¥253,816.17", 160, 600)
    box = {"total_figures": ((156.0, 596.0, right + 4, 634.0),)}
    assert not find_alterations(paper.sheet(), (), box)
    cv2.line(paper.picture, (150, low + 3), (int(right) + 10, low - 3), (30, 45, 140), 2, cv2.LINE_AA)
    [remark] = find_alterations(paper.sheet(), (), box)
    assert remark.detail == "struck"


def test_nothing_to_look_at() -> None:
    """No boxes, no remarks; an empty box is left alone."""
    sheet = Paper().sheet()

    assert find_alterations(sheet, (), {}) == ()
    assert find_alterations(sheet, (), {"x": ((10.0, 10.0, 10.0, 10.0),)}) == ()
    assert np.asarray(sheet.image).ndim == 3


@pytest.mark.parametrize(("half", "hole", "line"), [(1, 25, True), (4, 25, False), (4, 50, True), (1, 15, False)])
def test_a_band_with_holes_is_bold_writing(half: int, hole: int, line: bool) -> None:
    """A felt pen's figures that a blur runs together have ink along a row, with holes: no marker's line."""
    em, row = 30.0, 50
    level, text = np.zeros((100, 220), np.bool_), np.zeros((100, 220), np.bool_)
    level[row - half : row + half + 1, 10:210] = True
    level[:, 10:210:hole] = False
    for at in range(10, 210, 40):
        text[36:44, at : at + 28] = text[56:64, at : at + 28] = True
    assert _is_line(level, text, row, np.arange(10, 210), em) is line


@pytest.mark.parametrize("pale", [0.65, 0.8])
@pytest.mark.parametrize("middle", [614, 619])
def test_pale_print_beside_a_bold_line(pale: float, middle: int) -> None:
    """A marker's line is so dark that the print it crosses looks pale beside it, low or high in the row."""
    paper = Paper()
    right = paper.print("¥1,062,160.00", 160, 600)
    paper.picture[:] = 255 - ((255 - paper.picture) * pale).astype(np.uint8)
    box = {"total_figures": ((156.0, 596.0, right + 4, 634.0),)}
    assert not find_alterations(paper.sheet(), (), box)
    cv2.line(paper.picture, (150, middle + 3), (int(right) + 10, middle - 3), (12, 12, 18), 5, cv2.LINE_AA)
    assert [one.detail for one in find_alterations(paper.sheet(), (), box)] == ["struck"]


@pytest.mark.parametrize(("share", "gaps", "line"), [(0.36, 10, True), (0.20, 10, False), (0.36, 6, False)])
def test_a_line_that_bridges_many_gaps_needs_little_print_beside_it(share: float, gaps: int, line: bool) -> None:
    """Pale print shows only in part beside a dark line; no rule under figures bridges so many gaps with print below."""
    level, text = np.zeros((100, 320), np.bool_), np.zeros((100, 320), np.bool_)
    level[48:53, 10:310] = True
    pitch = 300 // gaps
    for at in range(10, 310, pitch):
        wide = round(share * pitch)
        text[36:43, at : at + wide] = text[58:65, at : at + wide] = True
    assert _is_line(level, text, 50, np.arange(10, 310), 30.0) is line


def test_print_is_what_is_as_dark_as_most_ink_however_dark_a_line_beside_it() -> None:
    """Print of four tenths beside a black line is print; specks of the paper are none."""
    dark = np.full((100, 300), 0.02, np.float32)
    dark[20:40, ::4] = 0.4
    assert _solid(SimpleNamespace(dark=dark))[20:40, ::4].all()  # type: ignore[arg-type]
    dark[60:63] = 1.0
    found = _solid(SimpleNamespace(dark=dark))  # type: ignore[arg-type]
    assert found[60:63].all()
    assert found[20:40, ::4].all()
    assert not found[0:20].any()
    assert not _solid(SimpleNamespace(dark=np.full((9, 9), 0.05, np.float32))).any()  # type: ignore[arg-type]


@pytest.mark.parametrize(("thick", "told"), [(8, True), (1, False)])
def test_a_pens_line_low_through_what_stands_before_an_amount(thick: int, told: bool) -> None:
    """Where another amount follows, a pen's line need show print on one side alone; a form's thin rule is none."""
    paper = Paper()
    left = paper.print("（小写）：", 100, 600)
    right = paper.print("131,600.00", left + 6, 600)
    end = paper.print("132,600.00", right + 20, 600)
    cv2.line(paper.picture, (int(left), 625), (int(right) + 6, 625), (20, 22, 30), thick, cv2.LINE_AA)
    box = {"passed_total": ((right + 18, 596.0, end + 4, 634.0),)}
    label = line("（小写）：", 100, 600, EM)
    assert [one.detail for one in find_alterations(paper.sheet(), (label,), box, box)] == ["struck"] * told
