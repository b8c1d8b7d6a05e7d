"""The text of a stamp: the ring unrolled to a line, the middle as it stands.

Here: from a sheet and an outline to strips and their reading. Not here: finding outlines, whose seal it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import OcrEngine
from ocr.lines import Line
from ocr.marks.char_forms import simplified
from ocr.marks.crops import Grey
from ocr.marks.layers import Depth
from ocr.marks.seal_shape import Outline
from ocr.marks.stamp_ink import BLACK, GREY, colour_depth, dark_depth
from ocr.pages import Image

# Inner and outer edge of the ring's text, of the radius.
_WHOLE, _OUTER, _INNER = (0.55, 0.94), (0.64, 0.96), (0.48, 0.86)
_PLAIN, _ENOUGH = 0.97, 8  # certainty and characters of a reading that no other look betters
_HEIGHT = 52  # px of a strip; the recogniser reads at 48
# Turns of a strip. In a wide blank no character of the name lies: there the strip ends, as a stamp's number and what
# else stands there cost the reading more than they tell. Without one it runs on, so that no character is cut.
_UP_TO_BLANK, _RUN_ON = 0.9, 1.12
_WIDE, _LEAST = 0.11, 0.033  # turns of a blank that is left out, and of one that stands out
_MIDDLE = (
    (0.55, 0.86),
    (0.30, 0.62),
)  # of the height from the top: straight text below the star, or in its place
_STRETCH = 1.0  # width against the true arc
_LOWER_LEFT = np.pi / 2  # where the texts of stamps begin and end


@dataclass(frozen=True, slots=True)
class SealText:
    """What a stamp says: ring text, text in the middle, mean certainty of the ring's characters, and its strips."""

    ring: str
    middle: str
    confidence: float
    strips: tuple[Grey, ...]


def seal_text(image: Image, outline: Outline, colour: str, engine: OcrEngine) -> SealText:
    """Read a stamp; `outline` in sheet pixels."""
    crop, near = _cut(image, outline)
    depth = colour_depth(crop, colour)
    if outline.square:
        lines = _square_lines(depth, near)
        rows = engine.recognise([_rgb(line) for line in lines]) if lines else ()
        text = "".join(simplified(row.text) for row in rows)
        sure = float(np.mean([row.confidence for row in rows])) if rows else 0.0
        return SealText(text, "", sure, tuple(lines))
    strips: list[Grey] = []
    read: list[Line] = []
    for strip in _looks(crop, depth, near, colour):
        strips.append(strip)
        read += engine.recognise([_rgb(strip)])
        if read[-1].confidence >= _PLAIN and _han(read[-1].text) >= _ENOUGH:
            break
    best = max(read, key=lambda line: _worth(line.text, line.confidence))
    middle = _middle(depth, near, engine)
    return SealText(simplified(best.text), middle, float(best.confidence), tuple(strips))


def _looks(crop: Image, depth: Depth, outline: Outline, colour: str) -> Iterator[Grey]:
    """Yield the ring as strips, the likeliest to read first; each is made only when the one before left a doubt.

    A picture's colour is blurred where its brightness is not: small characters come apart in the ink's darkness. Print
    across the stamp shows in it, so colour is asked before and after.
    """
    start, blank = _blank(depth, outline)
    coloured = colour not in (GREY, BLACK)  # else print fills blanks, and its own gaps are taken for them
    arc = start, _UP_TO_BLANK if coloured and blank >= _WIDE else _RUN_ON
    yield _unrolled(depth, outline, arc, _WHOLE)
    if coloured:
        yield _unrolled(dark_depth(crop, colour), outline, arc, _WHOLE)
    yield _unrolled(depth, outline, arc, _OUTER)
    yield _unrolled(depth, outline, arc, _INNER)


def _worth(text: str, confidence: float) -> float:
    return _han(text) * confidence**2


def _han(text: str) -> int:
    return sum("\u4e00" <= char <= "\u9fff" for char in text)


def _cut(image: Image, outline: Outline) -> tuple[Image, Outline]:
    """Return the part of a sheet with the stamp and a little air, and the outline there."""
    x0, y0, x1, y1 = outline.box()
    air = 0.06 * (x1 - x0)
    left, top = max(0, int(x0 - air)), max(0, int(y0 - air))
    right, bottom = min(image.shape[1], int(x1 + air)), min(image.shape[0], int(y1 + air))
    crop = np.ascontiguousarray(image[top:bottom, left:right])
    return crop, Outline(
        outline.x - left, outline.y - top, outline.a, outline.b, outline.turn, outline.support, outline.square
    )


def _blank(depth: Depth, outline: Outline) -> tuple[float, float]:
    """Return the middle of the ring's longest blank (radians, clockwise from the right) and its share of the turn.

    Where none stands out, the lower left and 0.
    """
    rays = 180
    angles = np.linspace(0, 2 * np.pi, rays, endpoint=False)
    ring = _polar(depth, outline, angles, np.linspace(0.62, 0.86, 10))
    ink = ring.mean(axis=0)
    soft = np.convolve(np.tile(ink, 3), np.ones(5) / 5, mode="same")
    blank = soft < 0.35 * float(np.percentile(ink, 80) + 1e-6)
    best, length, run = rays // 4, 0, 0
    for place in range(rays, 2 * rays + rays // 2):
        run = run + 1 if blank[place] else 0
        if run > length and run <= rays:
            best, length = place - run // 2, run
    if length < _LEAST * rays:
        return _LOWER_LEFT, 0.0
    return float(angles[best % rays]), length / rays


def _polar(
    depth: Depth, outline: Outline, angles: NDArray[np.float64], levels: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return depth at levels (rows, outermost first when given so) and true angles (columns) of an ellipse."""
    turn = np.radians(outline.turn)
    local = np.arctan2(np.sin(angles - turn) / outline.b, np.cos(angles - turn) / outline.a)
    u, v = outline.a * np.outer(levels, np.cos(local)), outline.b * np.outer(levels, np.sin(local))
    xs = (outline.x + u * np.cos(turn) - v * np.sin(turn)).astype(np.float32)
    ys = (outline.y + u * np.sin(turn) + v * np.cos(turn)).astype(np.float32)
    return np.asarray(cv2.remap(depth, xs, ys, cv2.INTER_LINEAR, borderValue=0.0), dtype=np.float32)


def _unrolled(depth: Depth, outline: Outline, arc: tuple[float, float], band: tuple[float, float]) -> Grey:
    (start, turns), (inner, outer) = arc, band
    radius = (outline.a + outline.b) / 2 * (inner + outer) / 2
    thick = (outline.a + outline.b) / 2 * (outer - inner)
    width = int(_STRETCH * _HEIGHT * 2 * np.pi * radius * turns / max(thick, 1.0))
    angles = start + np.pi * (1 - turns) + np.linspace(0, 2 * np.pi * turns, width)
    ring = _polar(depth, outline, angles, np.linspace(outer, inner, _HEIGHT))
    return np.asarray(255 * (1 - np.clip(ring * 1.15, 0, 1)), dtype=np.uint8)


def _middle(depth: Depth, outline: Outline, engine: OcrEngine) -> str:
    """Return the straight text inside the ring (财务专用章 and the like), "" when there is none."""
    upright = _upright(depth, outline)
    size = upright.shape[0]
    for top, bottom in _MIDDLE:
        crop = upright[int(top * size) : int(bottom * size), int(0.2 * size) : int(0.8 * size)]
        if float((crop < 128).mean()) > 0.03:
            [line] = engine.recognise([_rgb(crop)])
            if line.confidence > 0.6 and _han(line.text) > 1:
                return simplified(line.text)
    return ""


def _upright(depth: Depth, outline: Outline) -> Grey:
    """Return the stamp turned so that the ring's blank lies at the bottom, where it does on a straight stamp."""
    tilt = np.degrees(_blank(depth, outline)[0]) - 90.0
    tilt = (tilt + 180.0) % 360.0 - 180.0
    if abs(tilt) > 35:
        tilt = 0.0
    matrix = cv2.getRotationMatrix2D((outline.x, outline.y), tilt, 1.0)
    reach = int(max(outline.a, outline.b))
    matrix[:, 2] += reach - np.array([outline.x, outline.y])
    turned = cv2.warpAffine(depth, matrix, (2 * reach, 2 * reach))
    return np.asarray(255 * (1 - np.clip(turned * 1.15, 0, 1)), dtype=np.uint8)


def _square_lines(depth: Depth, outline: Outline) -> list[Grey]:
    """Return a square stamp's rows of text, both halves and the whole."""
    matrix = cv2.getRotationMatrix2D((outline.x, outline.y), _lean(outline.turn), 1.0)
    turned = cv2.warpAffine(depth, matrix, (depth.shape[1], depth.shape[0]))
    x0, y0, x1, y1 = (int(v) for v in _inset(outline, turned.shape))
    part = np.asarray(255 * (1 - np.clip(turned[y0:y1, x0:x1] * 1.15, 0, 1)), dtype=np.uint8)
    if min(part.shape) < 16:
        return []
    rows = (part < 128).mean(axis=1)
    if part.shape[1] > 2.2 * part.shape[0]:
        return [part]
    middle = part.shape[0] // 2
    quiet = middle + int(np.argmin(rows[int(0.4 * len(rows)) : int(0.6 * len(rows)) + 1])) - int(0.1 * len(rows))
    return [part[:quiet], part[quiet:]]


def _lean(turn: float) -> float:
    return (turn + 45.0) % 90.0 - 45.0


def _inset(outline: Outline, shape: Sequence[int]) -> tuple[float, float, float, float]:
    a, b = (outline.a, outline.b) if abs(outline.turn % 180 - 90) > 45 else (outline.b, outline.a)
    return (
        max(0.0, outline.x - 0.92 * a),
        max(0.0, outline.y - 0.92 * b),
        min(float(shape[1]), outline.x + 0.92 * a),
        min(float(shape[0]), outline.y + 0.92 * b),
    )


def _rgb(grey: Grey) -> Image:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
