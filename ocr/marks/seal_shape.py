"""Outlines of stamps in a mask of coloured ink: round, oval, square, told from fingerprints and strokes.

Here: geometry. Not here: colour (stamp_ink), the text (seal_text).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.layers import Mask

_LEAST, _MOST = 0.055, 0.42  # of the sheet's width: a 16 mm name stamp on A4, a 40 mm seal on a small receipt
_FINGER = 0.135  # of the width; a print of a finger on A4 is at most 25 mm, so below this a ring must be proven
_RAYS = 120
_ON_RING = 0.055  # of the radius, by which outline points may miss the fitted ellipse
SURE_SUPPORT, LEAST_SUPPORT = 0.62, 0.45  # share of rays that end on the ellipse
_RING_LEAD = 1.35  # times denser at the rim than just inside: a ring, not the ridges of a finger
_SLIM = 0.52  # short axis per long axis of the slimmest oval seal


@dataclass(frozen=True, slots=True)
class Outline:
    """An ellipse (or an upright square's inscribed one): centre, half axes, turn in degrees, share of rays on it."""

    x: float
    y: float
    a: float
    b: float
    turn: float
    support: float
    square: bool = False

    def box(self) -> tuple[float, float, float, float]:
        """Return the enclosing box."""
        angle = np.radians(self.turn)
        w = float(np.hypot(self.a * np.cos(angle), self.b * np.sin(angle)))
        h = float(np.hypot(self.a * np.sin(angle), self.b * np.cos(angle)))
        return self.x - w, self.y - h, self.x + w, self.y + h


def outlines(mask: Mask) -> tuple[Outline, ...]:
    """Return the stamps seen in a mask, strongest first, without doubles."""
    found = [outline for seed in _seeds(mask) if (outline := _fitted(mask, *seed)) is not None]
    found += [outline for outline in _squares(mask) if outline is not None]
    found.sort(key=lambda outline: -outline.support * np.sqrt(outline.a * outline.b))
    kept: list[Outline] = []
    for outline in found:
        if all(np.hypot(outline.x - k.x, outline.y - k.y) > 0.6 * max(k.a, outline.b) for k in kept):
            kept.append(outline)
    return tuple(kept)


def _seeds(mask: Mask) -> Iterator[tuple[float, float, float]]:
    """Yield centres and radii to try: whole patches of ink, then circles that the ink's edges vote for."""
    width = mask.shape[1]
    picture = mask.astype(np.uint8)
    reach = max(3, width // 90) | 1
    closed = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    for part in range(1, count):
        x, y, w, h = (int(stats[part, column]) for column in range(4))
        if _LEAST * width <= max(w, h) <= 1.6 * _MOST * width and min(w, h) >= _SLIM * 0.8 * _LEAST * width:
            yield x + w / 2, y + h / 2, max(w, h) / 2
    if int(picture.sum()) < 150:
        return
    # At half the size the vote costs a third and names the same stamps; the fit then uses the mask as it is.
    soft = cv2.GaussianBlur(picture * 255, (0, 0), 1.6)
    small = cv2.resize(soft, (width // 2, mask.shape[0] // 2), interpolation=cv2.INTER_AREA)
    circles = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        dp=1,
        minDist=_LEAST * width / 2,
        param1=100,
        param2=14,
        minRadius=int(_FINGER / 4 * width),
        maxRadius=int(_MOST / 4 * width),
    )
    if circles is not None:
        for x, y, r in np.asarray(circles, dtype=np.float64).reshape(-1, 3)[:8]:
            yield 2 * float(x), 2 * float(y), 2 * float(r)


def _fitted(mask: Mask, x: float, y: float, radius: float) -> Outline | None:
    """Fit an ellipse to the outermost ink seen from a centre; None when the ink is no outline."""
    points = _outer_points(mask, x, y, radius * 1.18)
    if len(points) < _RAYS // 3:
        return None
    ellipse = _robust(points)
    if ellipse is None:
        return None
    (cx, cy), (d1, d2), turn = ellipse
    a, b = d1 / 2, d2 / 2
    width = mask.shape[1]
    if max(a, b) < _LEAST / 2 * width or max(a, b) > _MOST / 2 * width or min(a, b) < _SLIM * max(a, b):
        return None
    outline = Outline(cx, cy, a, b, turn, 0.0)
    support = _support(mask, outline)
    if support < LEAST_SUPPORT:
        return None
    if 2 * max(a, b) < _FINGER * width and not _has_ring(mask, outline):
        return None
    return Outline(cx, cy, a, b, turn, support)


def _outer_points(mask: Mask, x: float, y: float, radius: float) -> NDArray[np.float32]:
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    steps = np.arange(radius, radius * 0.35, -0.7)
    xs = np.clip(np.rint(x + np.outer(np.cos(angles), steps)), 0, mask.shape[1] - 1).astype(int)
    ys = np.clip(np.rint(y + np.outer(np.sin(angles), steps)), 0, mask.shape[0] - 1).astype(int)
    hit = mask[ys, xs]
    first = hit.argmax(axis=1)
    seen = hit.any(axis=1)
    rows = np.flatnonzero(seen)
    return np.stack([xs[rows, first[rows]], ys[rows, first[rows]]], axis=1).astype(np.float32)


def _robust(points: NDArray[np.float32]) -> tuple[tuple[float, float], tuple[float, float], float] | None:
    kept = points
    for _ in range(4):
        if len(kept) < _RAYS // 4:
            return None
        (cx, cy), (d1, d2), turn = cv2.fitEllipseDirect(kept.reshape(-1, 1, 2))
        if not np.isfinite([cx, cy, d1, d2]).all() or min(d1, d2) < 4:
            return None
        away = np.abs(_level(points, cx, cy, d1 / 2, d2 / 2, turn) - 1.0)
        near = away < max(_ON_RING, float(np.percentile(away, 45)))
        kept = points[near]
    return (float(cx), float(cy)), (float(d1), float(d2)), float(turn)


def _level(points: NDArray[np.float32], x: float, y: float, a: float, b: float, turn: float) -> NDArray[np.float64]:
    """Return points' distance from the centre in units of the ellipse's own radius."""
    angle = np.radians(turn)
    dx, dy = points[:, 0] - x, points[:, 1] - y
    u = (dx * np.cos(angle) + dy * np.sin(angle)) / a
    v = (-dx * np.sin(angle) + dy * np.cos(angle)) / b
    return np.asarray(np.hypot(u, v), dtype=np.float64)


def sample(mask: Mask, outline: Outline, levels: NDArray[np.float64]) -> Mask:
    """Return the mask along rays (rows) at levels 0 centre .. 1 outline (columns); off the sheet is no ink."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    turn = np.radians(outline.turn)
    u, v = outline.a * np.outer(np.cos(angles), levels), outline.b * np.outer(np.sin(angles), levels)
    xs = np.rint(outline.x + u * np.cos(turn) - v * np.sin(turn)).astype(int)
    ys = np.rint(outline.y + u * np.sin(turn) + v * np.cos(turn)).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < mask.shape[1]) & (ys < mask.shape[0])
    values = mask[np.clip(ys, 0, mask.shape[0] - 1), np.clip(xs, 0, mask.shape[1] - 1)]
    return np.asarray(values & inside, dtype=np.bool_)


def _support(mask: Mask, outline: Outline) -> float:
    rim = sample(mask, outline, np.linspace(1 - _ON_RING - 0.02, 1 + _ON_RING, 9))
    return float(rim.any(axis=1).mean())


def _has_ring(mask: Mask, outline: Outline) -> bool:
    rim = float(sample(mask, outline, np.linspace(0.94, 1.0, 5)).max(axis=1).mean())
    inner = float(sample(mask, outline, np.linspace(0.45, 0.88, 16)).mean())
    rim_even = float(sample(mask, outline, np.linspace(0.95, 0.99, 3)).mean())
    return rim >= 0.7 and rim_even >= _RING_LEAD * inner


def _squares(mask: Mask) -> Iterator[Outline | None]:
    width = mask.shape[1]
    picture = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(picture, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        (x, y), (w, h), turn = cv2.minAreaRect(contour)
        if not _LEAST * width <= max(w, h) <= 0.3 * width or min(w, h) < 0.4 * max(w, h):
            continue
        lean = min(turn % 90, 90 - turn % 90)
        share = _frame_share(mask, cv2.boxPoints(((x, y), (w, h), turn)))
        if share >= 0.75 and lean < 30:
            yield Outline(float(x), float(y), float(w / 2), float(h / 2), float(turn), share, square=True)


def _frame_share(mask: Mask, corners: NDArray[np.float32]) -> float:
    """Return the least share, over the four sides, of points with ink near the frame."""
    near = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    centre = corners.mean(axis=0)
    inner = centre + (corners - centre) * 0.96
    shares = []
    for side in range(4):
        line = np.linspace(inner[side], inner[(side + 1) % 4], 40)
        xs = np.clip(np.rint(line[:, 0]).astype(int), 0, mask.shape[1] - 1)
        ys = np.clip(np.rint(line[:, 1]).astype(int), 0, mask.shape[0] - 1)
        shares.append(float(near[ys, xs].mean()))
    return min(shares)
