"""A patch under writing is told by its ground: lighter or darker than the paper, not of another tint alone."""

import numpy as np
import pytest

from ocr.marks.pasted import _edge, is_pasted

PAPER = (226, 224, 216)


def patched(step: tuple[int, int, int]) -> bool:
    """Whether strokes on a rectangle whose ground differs from the paper by so many levels are told as pasted."""
    picture = np.full((300, 600, 3), PAPER, np.uint8)
    picture[120:180, 200:420] = np.add(PAPER, step)
    picture[140:160, 240:380:9] = (30, 30, 30)
    ink = np.asarray(picture[..., 0] < 120, dtype=np.bool_)
    return is_pasted(picture, (204.0, 124.0, 416.0, 176.0), ink, (0, 0), 30.0)


@pytest.mark.parametrize(
    ("step", "pasted"),
    [
        ((0, 0, 0), False),
        ((0, -1, 3), False),
        ((1, -1, 3), False),
        ((3, 2, 2), True),
        ((6, 6, 6), True),
        ((-3, -3, -3), True),
    ],
)
def test_a_jpegs_step_of_colour_is_no_patch(step: tuple[int, int, int], pasted: bool) -> None:
    """A JPEG keeps colour in coarse steps: ground as light as the paper is the paper, lighter or darker it is not."""
    assert patched(step) is pasted


@pytest.mark.parametrize(
    ("step", "size", "seen"),
    [
        (27.0, 27.0, True),
        (12.0, 27.0, None),  # it drops by less than the patch differs
        (60.0, 27.0, None),  # a frame's own shadow
        (5.0, 5.0, None),  # a faint step needs more ground beside it
    ],
)
def test_a_plain_step_beside_a_frame_is_a_patchs_edge(step: float, size: float, seen: bool | None) -> None:
    """A frame and ink hide most of a side's ground; what is seen drops all along by what the patch differs."""
    values = np.zeros((60, 40), np.float32)
    values[:31] = step
    bare = np.zeros((60, 40), np.bool_)
    bare[25:36] = True
    assert _edge(values, bare, (0, 40), (20, 1), size, 15.0) is seen
