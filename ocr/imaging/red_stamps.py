"""Where a sizeable red stamp lies over dark print on a form that is itself printed in red.

Receipts have red or brown rules and labels that run into the stamp's ring: the rules are taken out first, and what
then reaches too far both ways for print is ring. Here: boxes of such stamps, found on a small picture. Not here: what
a stamp says or whose it is (ocr.marks), taking its ink off (stamps_off, ink).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.channels import strongest, weakest
from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

_SIDE: Final = 640  # pixels of the long side on which stamps are looked for
_LEAD: Final = 0.10  # share by which red leads green and blue, beyond the paper's own tint
_RULE: Final = 0.13  # of the long side: straight runs of red this long are rules of a printed form
_ARC: Final = 0.04  # of the long side: red strokes that reach this far both ways are no print
_LEAST: Final = 0.07  # of the long side, of a stamp's shorter extent; 20 mm on A4
_MOST: Final = 0.45  # of the long side, of a stamp's longer extent
_LONG: Final = 3.0  # longest extent against the shorter one; an oval stamp has 1.5
_PAPER: Final = 80  # percentile of the red channel in a stamp's box that is bare paper
_DARK: Final = 0.60  # of the paper's brightness in the red channel, below which there is print and no stamp ink
_COLOURLESS: Final = 0.25  # of the paper's brightness, between the channels of dark print
_PRINT_SHARE: Final = 0.0008  # of a stamp's box in dark print: the last digits of a number under its edge
_CUT: Final = 6  # pixels of the small picture that a rule takes out of a ring

Mask = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # x0, y0, x1, y1


def stamps_on_print(image: Image) -> tuple[Box, ...]:
    """Return the boxes, in pixels of the sheet, of red stamps with dark print in them; largest first."""
    small = shrink_to(image, _SIDE)
    boxes = [box for box, _ in rings(_red(small)) if like_a_stamp(box)]
    boxes.sort(key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)
    stamps = [scaled(box, small, image) for box in boxes]
    return tuple(stamp for stamp in stamps if _print_in(image, stamp))


def rings(ink: Mask) -> list[tuple[Box, NDArray[np.bool_]]]:
    """Return the boxes of rings in a mask of ink, rules of forms left out, and their strokes."""
    strokes, arcs = _arcs(_without_rules(ink))
    return [(box, strokes & _within(box, ink)) for box in _together(arcs)]


def scaled(box: Box, small: Image, image: Image) -> Box:
    """Return a box of the small picture in pixels of the sheet."""
    scale = image.shape[1] / small.shape[1]
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (round(value * scale) for value in box)
    return x0, y0, min(width, x1), min(height, y1)


def _within(box: Box, ink: Mask) -> NDArray[np.bool_]:
    inside = np.zeros(ink.shape, dtype=np.bool_)
    inside[box[1] : box[3], box[0] : box[2]] = True
    return inside


def _red(small: Image) -> Mask:
    levels = small.astype(np.float32) + 1
    lead = 1 - np.maximum(levels[..., 1], levels[..., 2]) / levels[..., 0]
    return (lead - max(0.0, float(np.median(lead))) > _LEAD).astype(np.uint8)


def _without_rules(red: Mask) -> Mask:
    length = max(9, round(_RULE * max(red.shape)))
    # Thickened first, a rule that runs a little askew is still one straight run.
    thick = cv2.dilate(red, np.ones((3, 1), np.uint8)), cv2.dilate(red, np.ones((1, 3), np.uint8))
    across = cv2.morphologyEx(thick[0], cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(thick[1], cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return np.asarray(cv2.subtract(red, cv2.max(across, down)), dtype=np.uint8)


def _arcs(ink: Mask) -> tuple[NDArray[np.bool_], list[Box]]:
    """Return strokes too large both ways for print, rings and pieces of rings, and their boxes."""
    least = _ARC * max(ink.shape)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (stats[:, cv2.CC_STAT_WIDTH] >= least) & (stats[:, cv2.CC_STAT_HEIGHT] >= least)
    large[0] = False  # the paper
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[large]]
    return np.asarray(large[labels], dtype=np.bool_), boxes


def _together(boxes: list[Box]) -> list[Box]:
    """Return boxes that touch each other, or lie as far apart as a rule cuts a ring, as one."""
    left = list(boxes)
    done: list[Box] = []
    while left:
        box = left.pop()
        touching = [one for one in left if _near(one, box)]
        if not touching:
            done.append(box)
            continue
        left = [one for one in left if one not in touching]
        every = (box, *touching)
        left.append(
            (min(b[0] for b in every), min(b[1] for b in every), max(b[2] for b in every), max(b[3] for b in every))
        )
    return done


def _near(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _CUT
        and other[0] <= one[2] + _CUT
        and one[1] <= other[3] + _CUT
        and other[1] <= one[3] + _CUT
    )


def like_a_stamp(box: Box) -> bool:
    """Tell whether a box on the small picture has the size and shape of a stamp."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short >= _LEAST * _SIDE and long <= _MOST * _SIDE and long <= _LONG * short


def _print_in(image: Image, stamp: Box) -> bool:
    """Tell whether print darker than the stamp lies in its box; red on red print is dark too, but has a colour."""
    x0, y0, x1, y1 = stamp
    part = image[y0:y1:2, x0:x1:2]
    if part.size == 0:
        return False
    paper = float(np.percentile(part[..., 0], _PAPER))
    colour = strongest(part) - weakest(part)
    dark = (part[..., 0] < _DARK * paper) & (colour < _COLOURLESS * paper)
    return float(dark.mean()) > _PRINT_SHARE
