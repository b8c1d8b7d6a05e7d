"""Finds the four corners of a paper that lies on a desk.

Here: candidates for the paper's outline on a small picture, and the evidence without which there is none. A
wrong crop loses fields, no crop only costs time: whatever is not clearly a paper on something else is a page
that fills the frame. Not here: warping, turning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.shrinking import shrink_to
from ocr.pages import Image

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_SMALL_SIDE: Final = 560  # pixels of the long side on which the outline is looked for
_MIN_AREA: Final = 0.22  # of the frame; smaller is a card, a seal or a table, not the paper
_MIN_FIT: Final = 0.90  # intersection over union of the outline and its four straight sides
_MAX_LOST: Final = 0.05  # share of the outline's area that four straight sides may leave out
_MIN_SIDE_CONTRAST: Final = 7.0  # CIELAB difference across a side, median
_MIN_SIDE_SUPPORT: Final = 0.62  # share of a side's length that shows half of that difference
_FAINT_CONTRAST: Final = 1.5  # CIELAB; white paper on a white cloth, taken only with all that follows:
_FAINT_LEAD: Final = 1.9  # times the steps beside the side, on all four sides
_FAINT_FIT: Final = 0.98
_FAINT_INK: Final = 0.0006  # share of stroke pixels outside
_FRAME_MARGIN: Final = 0.012  # of the long side; a corner so near to the frame lies on it
_ALIKE: Final = 14.0  # CIELAB difference below which desk and paper may be one sheet
_MAX_INK_OUTSIDE: Final = 0.002  # share of stroke pixels outside, where outside looks like paper
_OTHER_PAPER: Final = 0.10  # of the frame; a part of the outside so large that looks like the paper is another one
_SAME: Final = 1.5  # pixels; two candidates whose corners lie so near are one
_OUTWARD: Final = 0.004  # of the long side; the crop is widened so that no edge of print is lost


@dataclass(frozen=True, slots=True)
class Outline:
    """The paper's corners in image pixels, clockwise from the top left, and the sides that the frame cuts."""

    corners: Floats
    cut: tuple[bool, bool, bool, bool]  # top, right, bottom, left


@dataclass(frozen=True, slots=True)
class _Scene:
    """The small picture in the forms that the evidence needs; `plain` has print and thin lines removed."""

    lab: NDArray[np.float32]
    plain: NDArray[np.float32]
    gradient: Bytes
    strokes: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.lab.shape[0], self.lab.shape[1]


def find_paper(image: Image) -> Outline | None:
    """Return the outline of a paper on a desk, or None when the page fills the frame or nothing is certain."""
    small = shrink_to(image, _SMALL_SIDE, roughly=True)
    if min(small.shape[:2]) < 64:
        return None
    scene = _see(small)
    best: tuple[float, Floats] | None = None
    tried: list[Floats] = []
    for mask in _candidates(scene):
        corners = _four_corners(mask)
        if corners is None or any(float(np.abs(corners - other).max()) < _SAME for other in tried):
            continue
        tried.append(corners)
        score = _evidence(scene, corners, mask)
        if score > 0 and (best is None or score > best[0]):
            best = (score, corners)
    if best is None:
        return None
    return _outline(best[1], scene.shape, image.shape[:2])


def _outline(corners: Floats, small: tuple[int, int], full: tuple[int, ...]) -> Outline:
    height, width = small
    cut = _on_frame(corners, small)
    centre = corners.mean(axis=0)
    arms = corners - centre
    grown = centre + arms * (1 + _OUTWARD * max(small) / np.linalg.norm(arms, axis=1, keepdims=True) * 1.5)
    scale = np.array([full[1] / width, full[0] / height])
    limit = np.array([full[1], full[0]], dtype=np.float64)
    return Outline(np.clip((grown + 0.5) * scale, 0, limit), cut)


def _see(small: Image) -> _Scene:
    lab = cv2.cvtColor(small.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    grey = np.ascontiguousarray(lab[:, :, 0])
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (11, 11))
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel)
    layers = (closed, cv2.medianBlur(lab[:, :, 1], 5), cv2.medianBlur(lab[:, :, 2], 5))
    smooth = [cv2.GaussianBlur(layer, (0, 0), 1.2) for layer in layers]
    steep = _length([cv2.Sobel(layer, cv2.CV_32F, *way, ksize=3) for layer in smooth for way in ((1, 0), (0, 1))])
    gradient = np.clip(steep * 4, 0, 255).astype(np.uint8)
    plain = np.asarray(cv2.merge(smooth), dtype=np.float32)
    strokes = (closed - grey) > 14
    return _Scene(lab, plain, gradient, strokes)


def _length(layers: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the length of the vector in every pixel, from the pictures (H x W) of its components."""
    squares = np.zeros(layers[0].shape, dtype=np.float32)
    for layer in layers:
        cv2.accumulateSquare(layer, squares)
    return np.sqrt(squares)


def _candidates(scene: _Scene) -> list[Bytes]:
    """Return masks that may be the paper: the basin around the centre, and what is bright, pale or unlike the frame."""
    light = np.clip(scene.plain[:, :, 0] * 2.55, 0, 255).astype(np.uint8)
    chroma = np.hypot(scene.plain[:, :, 1], scene.plain[:, :, 2])
    pale = np.clip(255 - chroma * 5, 0, 255).astype(np.uint8)
    ring = _ring(scene.shape)
    desk = np.median(scene.plain[ring], axis=0)
    unlike = np.clip(_length(cv2.split(scene.plain - desk.astype(np.float32))) * 3, 0, 255).astype(np.uint8)
    masks = [_basin(scene)]
    for channel in (light, pale, unlike):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        masks.append(_whole(mask))
    return [mask for mask in masks if mask.any()]


def _basin(scene: _Scene) -> Bytes:
    """Flood from the centre and from the frame at once; they meet at the strongest closed edge between them."""
    height, width = scene.shape
    markers = np.zeros((height, width), dtype=np.int32)
    markers[:2], markers[-2:], markers[:, :2], markers[:, -2:] = 1, 1, 1, 1
    markers[int(height * 0.36) : int(height * 0.64), int(width * 0.36) : int(width * 0.64)] = 2
    cv2.watershed(cv2.merge([scene.gradient] * 3), markers)
    return _whole(np.where(markers == 2, 255, 0).astype(np.uint8))


def _whole(mask: Bytes) -> Bytes:
    """Return the largest connected part without holes and thin arms."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    clean = np.zeros_like(mask)
    if contours:
        cv2.drawContours(clean, [max(contours, key=cv2.contourArea)], -1, 255, cv2.FILLED)
    return clean


def _four_corners(mask: Bytes) -> Floats | None:
    """Fit four straight sides to the outline of the mask; returns their intersections in order, or None."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea)
    if cv2.contourArea(outline) < _MIN_AREA * mask.size:
        return None
    hull = cv2.convexHull(outline)
    corners = _hull_corners(hull)
    points = outline.reshape(-1, 2).astype(np.float64)
    for _ in range(2):
        refined = _refit(points, corners)
        if refined is None:
            break
        corners = refined
    return _ordered(corners) if _is_sheet_like(corners) else None


def _hull_corners(hull: NDArray[np.int32]) -> Floats:
    length = cv2.arcLength(hull, True)
    for share in np.arange(0.01, 0.12, 0.005):
        rough = cv2.approxPolyDP(hull, float(share) * length, True)
        if len(rough) == 4:
            return np.asarray(rough.reshape(4, 2), dtype=np.float64)
        if len(rough) < 4:
            break
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), dtype=np.float64)


def _refit(points: Floats, corners: Floats) -> Floats | None:
    """Fit each side to the outline's points near it, the ends left out (corners may be bent or folded)."""
    lines = []
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = stop - start
        length = float(np.linalg.norm(along))
        if length < 8:
            return None
        along /= length
        offset = points - start
        run = offset @ along
        away = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0])
        near = points[(run > 0.08 * length) & (run < 0.92 * length) & (away < 0.035 * length + 2)]
        if len(near) < 12:
            return None
        vx, vy, x, y = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((float(vy), -float(vx), float(vy) * float(x) - float(vx) * float(y)))
    found = []
    for (a, b, c), (d, e, f) in zip([lines[-1], *lines[:-1]], lines, strict=True):
        across = a * e - b * d
        if abs(across) < 0.3:
            return None
        found.append(((c * e - b * f) / across, (a * f - c * d) / across))
    return np.array(found)


def _is_sheet_like(corners: Floats) -> bool:
    """Tell whether four corners can be a sheet seen at up to some 25 degrees: convex, angles and sides alike."""
    if not cv2.isContourConvex(corners.astype(np.float32)):
        return False
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    if lengths.min() < 30:
        return False
    for first in (0, 1):
        pair = lengths[first], lengths[first + 2]
        if min(pair) / max(pair) < 0.62:
            return False
    units = sides / lengths[:, None]
    return bool(np.abs((units * np.roll(units, -1, axis=0)).sum(axis=1)).max() < 0.47)


def _ordered(corners: Floats) -> Floats:
    """Return the corners clockwise as seen, beginning with the one nearest to the top left."""
    centre = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    first = int(np.argmin(around.sum(axis=1)))
    return np.asarray(np.roll(around, -first, axis=0), dtype=np.float64)


def _evidence(scene: _Scene, corners: Floats, mask: Bytes) -> float:
    """Return how well the four corners are proven to be the paper's, 0 for not at all."""
    height, width = scene.shape
    inside = np.zeros((height, width), dtype=np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 255)
    area = np.count_nonzero(inside)
    if area < _MIN_AREA * inside.size:
        return 0.0
    both = np.count_nonzero(inside & mask)
    fit = both / np.count_nonzero(inside | mask)
    lost = 1 - both / np.count_nonzero(mask)
    if fit < _MIN_FIT or lost > _MAX_LOST:
        return 0.0
    on_frame = _on_frame(corners, scene.shape)
    sides = [
        _side_evidence(scene.plain, start, stop, corners.mean(axis=0))
        for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ]
    seen = [side[0] for side, cut in zip(sides, on_frame, strict=True) if not cut]
    lead = min(side[1] for side in sides)
    straight = len(seen) == 4 and fit >= _FAINT_FIT
    if not seen or (min(seen) < _MIN_SIDE_CONTRAST and not (straight and lead >= _FAINT_LEAD)):
        return 0.0
    plain = min(seen) >= _MIN_SIDE_CONTRAST or (min(seen) >= _MIN_SIDE_CONTRAST / 2 and lead >= 2 * _FAINT_LEAD)
    if len(seen) < 2 or min(seen) < _FAINT_CONTRAST or not _outside_is_desk(scene, inside, faint=not plain):
        return 0.0
    return float(fit * np.mean(seen) * (len(seen) / 4) * (0.5 + area / inside.size))


def _side_evidence(plain: NDArray[np.float32], start: Floats, stop: Floats, centre: Floats) -> tuple[float, float]:
    """Return the colour step across a side, 0 unless most of its length shows it, and its lead over steps beside it."""
    along = (stop - start) / np.linalg.norm(stop - start)
    outward = np.array([along[1], -along[0]])
    if outward @ ((start + stop) / 2 - centre) < 0:
        outward = -outward
    spots = start + (stop - start) * np.linspace(0.06, 0.94, 60)[:, None]
    rows = [_colours(plain, spots + away * outward) for away in (-15, -5, 5, 15)]
    beside_inside, step, beside_outside = (np.linalg.norm(first - second, axis=1) for first, second in pairwise(rows))
    typical = float(np.median(step))
    if float((step > min(typical, _MIN_SIDE_CONTRAST) / 2).mean()) < _MIN_SIDE_SUPPORT:
        return 0.0, 0.0
    beside = max(float(np.median(beside_inside)), float(np.median(beside_outside)), 0.3)
    return min(typical, 40.0), typical / beside


def _colours(plain: NDArray[np.float32], spots: Floats) -> NDArray[np.float32]:
    height, width = plain.shape[:2]
    xs = np.clip(np.round(spots[:, 0]).astype(int), 0, width - 1)
    ys = np.clip(np.round(spots[:, 1]).astype(int), 0, height - 1)
    return np.asarray(plain[ys, xs], dtype=np.float32)


def _outside_is_desk(scene: _Scene, inside: Bytes, *, faint: bool) -> bool:
    """Refuse where the outside holds print on paper, or another paper."""
    kernel = np.ones((13, 13), dtype=np.uint8)
    outside = cv2.dilate(inside, kernel) == 0
    count = int(np.count_nonzero(outside))
    if count < 0.01 * outside.size:
        return True
    thin = (slice(None, None, 3), slice(None, None, 3))
    core = cv2.erode(inside, kernel)[thin] > 0
    paper = np.median(scene.plain[thin][core], axis=0)
    desk = np.median(scene.plain[thin][outside[thin]], axis=0)
    alike = float(np.linalg.norm(paper - desk)) < _ALIKE
    white = desk[0] > paper[0] - 8 and float(np.hypot(desk[1], desk[2])) < _ALIKE  # a slip glued on a page
    if faint or alike or white:
        return float(scene.strokes[outside].mean()) < (_FAINT_INK if faint else _MAX_INK_OUTSIDE)
    colours = scene.plain[thin]
    nearer = np.linalg.norm(colours - paper, axis=2) < 0.6 * np.linalg.norm(colours - desk, axis=2)
    other = (nearer & (colours[:, :, 0] > paper[0] - 15) & outside[thin]).astype(np.uint8)
    other = cv2.morphologyEx(other, cv2.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(other, connectivity=4)
    return bool(stats[1:, 4].max(initial=0) < _OTHER_PAPER * other.size)


def _ring(shape: tuple[int, int]) -> NDArray[np.bool_]:
    height, width = shape
    deep = max(3, int(0.02 * max(shape)))
    ring = np.ones(shape, dtype=bool)
    ring[deep : height - deep, deep : width - deep] = False
    return ring


def _on_frame(corners: Floats, shape: tuple[int, int]) -> tuple[bool, bool, bool, bool]:
    """Tell for top, right, bottom and left side whether both its corners lie on the frame."""
    height, width = shape
    near = max(2.5, _FRAME_MARGIN * max(shape))
    gaps = np.column_stack([corners[:, 1], width - 1 - corners[:, 0], height - 1 - corners[:, 1], corners[:, 0]])
    pairs = ((0, 1), (1, 2), (2, 3), (3, 0))
    top, right, bottom, left = (bool(max(gaps[a, side], gaps[b, side]) < near) for side, (a, b) in enumerate(pairs))
    return top, right, bottom, left
