"""Measures of a piece of writing that tell a hand from a press: edges, stroke widths, the row of characters, colour.

Here: numbers of one crop, most of them against the print that promises the place. Not here: the decision (hand).
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.layers import Depth, Layers
from ocr.pages import FloatBox

FEATURES = 34
_CORE = 0.6  # share of the deepest ink above which a pixel is the core of a stroke
_STEEP = 0.25  # of the strongest gradient; weaker ones are noise
_BINS = 12  # of 15 degrees each
_HEIGHT = 64  # px to which crops are brought, so that measures do not follow the resolution


@dataclass(frozen=True, slots=True)
class InkTone:
    """Colour and weight of ink: median depth of stroke cores, red minus blue there, stroke width in em."""

    depth: float
    blueness: float
    width: float


def tone_of(layers: Layers, box: FloatBox, em: float) -> InkTone:
    """Return the tone of the dark ink in a box of the sheet (label or writing)."""
    y0, y1 = max(0, int(box[1] - layers.top)), max(0, int(np.ceil(box[3] - layers.top)))
    x0, x1 = max(0, int(box[0] - layers.left)), max(0, int(np.ceil(box[2] - layers.left)))
    depth, tone = layers.dark[y0:y1, x0:x1], layers.tone[y0:y1, x0:x1]
    if depth.size == 0 or float(depth.max()) < 0.15:
        return InkTone(0.0, 0.0, 0.0)
    strong = depth >= _CORE * float(np.percentile(depth, 99.5))
    blue = float(np.median(tone[strong][:, 2] - tone[strong][:, 0]))
    return InkTone(float(np.median(depth[strong])), blue, _half_width(depth) / em)


def shape_of(depth: Depth, em: float, own: InkTone, label: InkTone) -> NDArray[np.float32]:
    """Return the FEATURES measures of a tight crop, print of the label against it."""
    scale = _HEIGHT / max(depth.shape[0], 1)
    size = (max(8, round(depth.shape[1] * scale)), _HEIGHT)
    small = np.asarray(cv2.resize(depth, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    small = small / max(float(np.percentile(small, 99.5)), 0.1)
    values = [*_edges(small), *_strokes(small), *_row(small), *_parts(small)]
    values += [
        depth.shape[0] / em,
        own.width,
        np.log((own.width + 0.02) / (label.width + 0.02)),
        own.depth - label.depth,
        own.blueness,
        own.blueness - label.blueness,
    ]
    return np.asarray(values, dtype=np.float32)


def _edges(small: Depth) -> list[float]:
    """Shares of edge strength that lie level, upright, near them, and the unevenness of the rest."""
    soft = cv2.GaussianBlur(small, (0, 0), 0.8)
    dx, dy = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(dx, dy)
    steep = strength > _STEEP * float(strength.max() + 1e-6)
    angle = np.degrees(np.arctan2(dy[steep], dx[steep])) % 180.0
    weight = strength[steep]
    total = float(weight.sum()) + 1e-6

    def share(centre: float, reach: float) -> float:
        away = np.abs((angle - centre + 90.0) % 180.0 - 90.0)
        return float(weight[away <= reach].sum()) / total

    half = 90.0 / _BINS
    histogram = np.histogram((angle + half) % 180.0, bins=_BINS, range=(0, 180), weights=weight)[0] / total
    entropy = float(-(histogram * np.log(histogram + 1e-9)).sum())
    return [share(90, 3), share(90, 10), share(0, 3), share(0, 10), share(80, 6) - share(100, 6), entropy, *histogram]


def _strokes(small: Depth) -> list[float]:
    """Stroke width: mean against the height, spread, and level against upright strokes."""
    mask = (small > 0.45).astype(np.uint8)
    distance = cv2.distanceTransform(np.pad(mask, 1), cv2.DIST_L2, 3)
    ridge = (distance > 0) & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)))
    widths = 2.0 * distance[ridge]
    if widths.size == 0:
        return [0.0, 0.0, 1.0, 0.0, 0.0]
    level, upright = _runs(mask), _runs(np.ascontiguousarray(mask.T))
    return [
        float(widths.mean()) / _HEIGHT,
        float(widths.std() / (widths.mean() + 1e-6)),
        float(np.log((upright + 1.0) / (level + 1.0))),
        float(np.percentile(widths, 15) / (widths.mean() + 1e-6)),
        float(np.percentile(widths, 90) / (widths.mean() + 1e-6)),
    ]


def _runs(mask: NDArray[np.uint8]) -> float:
    """Return the lower-quartile length of runs of ink along rows."""
    padded = np.pad(mask, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    starts, stops = np.argwhere(steps == 1), np.argwhere(steps == -1)
    lengths = stops[:, 1] - starts[:, 1]
    return float(np.percentile(lengths, 25)) if lengths.size else 0.0


def _row(small: Depth) -> list[float]:
    """Evenness of the row: spread of the tops, bottoms and heights of its parts, each about a character wide."""
    width = small.shape[1]
    cells = max(2, round(width / _HEIGHT))
    tops, bottoms = [], []
    for left, right in itertools.pairwise(place / cells for place in range(cells + 1)):
        cell = small[:, int(left * width) : max(int(right * width), int(left * width) + 1)]
        rows = np.flatnonzero((cell > 0.4).sum(axis=1) > 0)
        if rows.size:
            tops.append(float(rows[0]))
            bottoms.append(float(rows[-1]))
    if len(tops) < 2:
        return [0.2, 0.2, 0.2]
    heights = np.subtract(bottoms, tops)
    return [float(np.std(tops)) / _HEIGHT, float(np.std(bottoms)) / _HEIGHT, float(np.std(heights)) / _HEIGHT]


def _parts(small: Depth) -> list[float]:
    """Pieces of ink a character's width (a running hand joins strokes) and the share of the crop that is ink."""
    mask = (small > 0.45).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = int((stats[1:, cv2.CC_STAT_AREA] >= 6).sum()) if count > 1 else 0
    cells = max(1, round(small.shape[1] / _HEIGHT))
    return [pieces / cells, float(mask.mean())]


def _half_width(depth: Depth) -> float:
    """Return the stroke width in pixels from the ink's volume along its edge: steady under blur."""
    peak = float(np.percentile(depth, 99.5)) + 1e-6
    ink = np.clip(depth / peak, 0, 1)
    dx, dy = cv2.Sobel(ink, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(ink, cv2.CV_32F, 0, 1, scale=0.125)
    edge = float(np.hypot(dx, dy).sum())
    return 2.0 * float(ink.sum()) / edge if edge > 0 else 0.0
