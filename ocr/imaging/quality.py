"""Says whether a flattened page can be read, and where it cannot.

Here: verdict, reasons and poor regions from pixels alone. Not here: how sure the engine was of its text.
A reason is named only when it is plain: an ordinary scan or photo has none.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging.lighting import evenness
from ocr.imaging.strokes import to_grey
from ocr.pages import FloatBox, Image
from validators.model.evidence import PageQuality

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_BLANK_INK: Final = 1.5e-4  # share of stroke pixels; three printed characters on an A4 sheet
_BLANK_MARGIN: Final = 0.025  # of each side: shadows and desk at the paper's edge are no ink
_COLOURED: Final = 45  # saturation (0..255) above the paper's own that is coloured ink

_EDGE_CONTRAST: Final = 55  # grey levels across an edge that is worth measuring
_FAINT_EDGE_CONTRAST: Final = 25  # the same where the whole page is pale
# Steepness is the share of an edge's contrast that one pixel takes. Drawn pages: sharp 0.42 to 0.50, blurred
# by a sigma of 1 px 0.31, 2 px 0.22, 3 px 0.17, 4 px 0.14; ordinary photos 0.31 to 0.39, hurried ones 0.25 to 0.36.
_SOFT: Final = 0.20
_BLURRED: Final = 0.145  # below this even large print is guessed
_TILES: Final = (8, 6)  # along the long and the short side
_TILE_EDGES: Final = 250  # measured edge pixels without which a tile says nothing
_MUCH_SOFTER: Final = 0.62  # of the page's own steepness: a blurred region on a sharp page

_GLARE_LEVEL: Final = 250  # grey level of a blown out spot
_GLARE_RISE: Final = 22  # grey levels by which it outshines the rest of the paper
_GLARE_AREA: Final = (0.0015, 0.25)  # share of the sheet

_SHADOW: Final = 0.58  # darkest to brightest paper
_DEEP_SHADOW: Final = 0.33

_SMALL_PRINT: Final = 13.0  # pixels of the page as uploaded; typical height of its characters
_TINY_PRINT: Final = 9.0

_FOLD_STEP: Final = 0.035  # relative change of brightness within a few pixels along a whole line


@dataclass(frozen=True, slots=True)
class Judgement:
    """The page's quality and the regions (reason, box in sheet pixels) that nobody should trust unread."""

    page: PageQuality
    poor_regions: tuple[tuple[str, FloatBox], ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """The small look at the flat paper: picture, its strokes, and page pixels per pixel of it."""

    image: Image
    strokes: Mask
    native: float


def judge(grey: Bytes, shading: NDArray[np.float32], noise: float, looked: Looked, *, cut: bool) -> Judgement:
    """Judge a sheet before its shading is evened out, by its grey picture and the small look at it."""
    if _is_blank(looked.image, looked.strokes):
        return Judgement(PageQuality("poor", ("blank",)))
    reasons: list[str] = []
    grave = False
    steepness, soft_tiles = _steepness(grey, noise)
    if steepness is not None and steepness < _SOFT:
        reasons.append("blur")
        grave |= steepness < _BLURRED
    glare = _glare_spots(grey, shading)
    if glare:
        reasons.append("glare")
    even = evenness(shading)
    if even < _SHADOW:
        reasons.append("shadow")
        grave |= even < _DEEP_SHADOW
    if cut:
        reasons.append("cut_edge")
    height = _print_height(looked.strokes)
    if height is not None and height * looked.native < _SMALL_PRINT:
        reasons.append("low_resolution")
        grave |= height * looked.native < _TINY_PRINT
    if _has_fold(shading):
        reasons.append("fold")
    regions = tuple(("glare", box) for box in glare) + tuple(("blur", box) for box in soft_tiles)
    verdict = "poor" if grave else "fair" if reasons else "good"
    return Judgement(PageQuality(verdict, tuple(reasons)), regions)


def _is_blank(image: Image, strokes: Mask) -> bool:
    """Tell whether the sheet carries neither strokes nor coloured ink; specks of dust do not count."""
    height, width = strokes.shape
    top, left = int(height * _BLANK_MARGIN) + 1, int(width * _BLANK_MARGIN) + 1
    inner = strokes[top : height - top, left : width - left].astype(np.uint8)
    if inner.size == 0:
        return False
    joined = cv2.morphologyEx(inner, cv2.MORPH_OPEN, np.ones((2, 2), dtype=np.uint8))
    if float(joined.mean()) > _BLANK_INK:
        return False
    small = cv2.resize(
        image[top : height - top, left : width - left], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA
    )
    grey = to_grey(np.asarray(small, dtype=np.uint8))
    # Large dark or coloured things (a photo, a seal, a cat) are no strokes, and still not a blank page.
    if float(np.percentile(grey, 99) - np.percentile(grey, 1)) > 110:
        return False
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1]
    coloured = saturation > float(np.median(saturation)) + _COLOURED
    return float(coloured.mean()) < 10 * _BLANK_INK


def _steepness(grey: Bytes, noise: float) -> tuple[float | None, tuple[FloatBox, ...]]:
    """Return how steep the sheet's edges are, and the boxes of tiles that are plainly softer than the rest."""
    kernel = np.ones((9, 9), dtype=np.uint8)
    span = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    across = cv2.absdiff(grey[1:-1, 2:], grey[1:-1, :-2])
    down = cv2.absdiff(grey[2:, 1:-1], grey[:-2, 1:-1])
    slope = cv2.max(across, down)
    span = span[1:-1, 1:-1]
    for contrast in (_EDGE_CONTRAST, _FAINT_EDGE_CONTRAST):
        worth = span > max(contrast, 8 * noise)
        if int(np.count_nonzero(worth)) >= 4 * _TILE_EDGES:
            break
    else:
        return None, ()
    height, width = grey.shape
    rows, columns = _TILES if height >= width else _TILES[::-1]
    found: list[tuple[float, FloatBox]] = []
    for row in range(rows):
        for column in range(columns):
            ys = slice(row * span.shape[0] // rows, (row + 1) * span.shape[0] // rows)
            xs = slice(column * span.shape[1] // columns, (column + 1) * span.shape[1] // columns)
            here = worth[ys, xs]
            if int(np.count_nonzero(here)) < _TILE_EDGES:
                continue
            some = np.flatnonzero(here)[::3]
            ratio = slope[ys, xs].ravel()[some].astype(np.float32) / span[ys, xs].ravel()[some] / 2
            box = (float(xs.start), float(ys.start), float(xs.stop + 2), float(ys.stop + 2))
            found.append((float(np.percentile(ratio, 90)), box))
    if not found:
        return None, ()
    typical = float(np.median([value for value, _ in found]))
    limit = min(_BLURRED, typical * _MUCH_SOFTER)
    return typical, tuple(box for value, box in found if value < limit)


def _glare_spots(grey: Bytes, shading: NDArray[np.float32]) -> tuple[FloatBox, ...]:
    """Return the boxes of blown out spots; where the whole paper is white there is none."""
    paper = float(np.median(shading))
    if paper > _GLARE_LEVEL - _GLARE_RISE:
        return ()
    factor = 4
    small = cv2.resize(grey, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    spots = (small >= _GLARE_LEVEL).astype(np.uint8)
    spots = cv2.morphologyEx(spots, cv2.MORPH_CLOSE, np.ones((7, 7), dtype=np.uint8))
    spots = cv2.morphologyEx(spots, cv2.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(spots)
    boxes = []
    for left, top, width, height, area in stats[1:]:
        if _GLARE_AREA[0] < area / spots.size < _GLARE_AREA[1]:
            box = (left * factor, top * factor, (left + width) * factor, (top + height) * factor)
            boxes.append((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    return tuple(boxes)


def _print_height(strokes: Mask) -> float | None:
    """Return the typical height of characters in sheet pixels, None where there are too few."""
    joined = cv2.dilate(strokes.astype(np.uint8), np.ones((3, 5), dtype=np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    widths, heights, areas = stats[1:, 2] - 4, stats[1:, 3] - 2, stats[1:, 4]
    lines = (heights >= 5) & (heights < 90) & (widths > 0.5 * heights) & (areas > 0.25 * (widths + 4) * (heights + 2))
    if int(lines.sum()) < 12:
        return None
    return float(np.median(heights[lines]))


def _has_fold(shading: NDArray[np.float32]) -> bool:
    """Tell whether brightness changes abruptly along a whole line across the sheet."""
    for profile in (np.median(shading, axis=0), np.median(shading, axis=1)):
        inner = profile[len(profile) // 8 : -len(profile) // 8]
        if len(inner) < 24:
            continue
        bend = np.abs(inner[8:] - 2 * inner[4:-4] + inner[:-8]) / max(float(np.median(inner)), 1.0)
        if float(bend.max()) > _FOLD_STEP and float(bend.max()) > 6 * float(np.median(bend)):
            return True
    return False
