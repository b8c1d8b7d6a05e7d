"""From a page as it was opened to a flat, upright sheet, with the way back to its pixels.

Here: the order of steps and the one resampling that does all of them at once. Not here: how the paper is found
or turned, what the sheet says.

Points are continuous: (0, 0) is the outer corner of the first pixel, so that a picture of w x h pixels spans
exactly (0, 0, w, h).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.imaging import quality
from ocr.imaging.lighting import calm, even_out, shading_map
from ocr.imaging.orientation import Orient, quarter_turn
from ocr.imaging.paper import Outline, find_paper
from ocr.imaging.shrinking import shrink, shrink_to
from ocr.imaging.strokes import TextDirection, find_strokes, paper_noise, text_direction, to_grey
from ocr.pages import Image, RawPage, Sheet
from validators.model.evidence import PageQuality

Matrix = NDArray[np.float64]

_LOOK_SIDE: Final = 1100  # pixels of the long side on which skew and direction are judged
_LONG_SIDE: Final = (1400, 2400)  # pixels; smaller loses strokes, larger only costs time
_MAX_ENLARGEMENT: Final = 1.3  # ENGINE.md: upscaling hurts
_A4: Final = 297 / 210
_NEARLY_A4: Final = 0.07  # relative; perspective foreshortens a sheet by so much
_REACH_CROPPED: Final = 3.0  # degrees of skew looked for within a found outline
_REACH_WHOLE: Final = 8.0  # degrees where the page fills the frame
_LEAST_SKEW: Final = 0.15  # degrees; less is not worth a resampling
_LEVEL: Final = 1e-9  # of the last row of a map; less moves no point of a page by a tenth of a pixel
_LEAST_SIDE: Final = 32  # pixels; a smaller picture holds no line of print


def flatten(raw: RawPage, orient: Orient) -> Sheet:
    """Return the paper of a page flat and upright; `orient` answers with a clockwise turn and its probability."""
    if min(raw.image.shape[:2]) < _LEAST_SIDE:
        return _as_it_is(raw)
    small, to_small = _small(raw.image)
    outline = None if raw.words else find_paper(small)  # a page with a text layer was never photographed
    to_flat, width, height = _lay_flat(small, outline)
    looked = _warp(small, to_flat, round(width), round(height))
    grey = to_grey(looked)
    strokes = find_strokes(grey, paper_noise(grey))
    direction = text_direction(strokes, _REACH_WHOLE if outline is None else _REACH_CROPPED)
    turned = quarter_turn(looked, direction, orient)
    to_sheet, width, height = _stand_up(to_flat, width, height, direction, turned)
    factor = _output_factor(width / to_small[0, 0], height / to_small[1, 1]) / to_small[0, 0]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    to_sheet = _scale(size[0] / width, size[1] / height) @ to_sheet @ to_small
    plain = _warp(raw.image, to_sheet, *size)
    sheet_grey = to_grey(plain)
    noise = paper_noise(sheet_grey)
    shading = shading_map(plain)
    look = quality.Looked(looked, strokes, 1 / (to_small[0, 0] * raw.scale))
    verdict = quality.judge(sheet_grey, shading, noise, look, cut=outline is not None and any(outline.cut))
    image = calm(even_out(plain, shading), noise)
    to_image = _scale(raw.image.shape[1] / raw.width, raw.image.shape[0] / raw.height)
    to_page = np.linalg.inv(to_sheet @ to_image)
    return Sheet(raw.index, image, to_page / to_page[2, 2], turned, verdict.page, raw, verdict.poor_regions)


def _as_it_is(raw: RawPage) -> Sheet:
    """Return a picture too small to hold a line of print as its own sheet."""
    height, width = raw.image.shape[:2]
    to_page = _scale(raw.width / width, raw.height / height)
    return Sheet(raw.index, raw.image, to_page, 0, PageQuality("poor", ("low_resolution",)), raw)


def _small(image: Image) -> tuple[Image, Matrix]:
    """Return the picture at the size on which all is judged, and the map to it."""
    small = shrink_to(image, _LOOK_SIDE, roughly=True)
    return small, _scale(small.shape[1] / image.shape[1], small.shape[0] / image.shape[0])


def _lay_flat(image: Image, outline: Outline | None) -> tuple[Matrix, float, float]:
    """Return the map from image to flat paper, and the paper's size in image pixels."""
    height, width = image.shape[:2]
    if outline is None:
        return np.eye(3), float(width), float(height)
    corners = outline.corners
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, down = max(sides[0], sides[2]), max(sides[1], sides[3])
    if not any(outline.cut):
        across, down = _as_paper(across, down)
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(matrix, dtype=np.float64), float(across), float(down)


def _as_paper(across: float, down: float) -> tuple[float, float]:
    """Return the sides stretched to A4 where they are nearly so."""
    ratio = max(across, down) / min(across, down)
    if abs(ratio / _A4 - 1) > _NEARLY_A4:
        return across, down
    stretch = _A4 / ratio
    if across > down:
        return (across * stretch, down) if stretch > 1 else (across, down / stretch)
    return (across, down * stretch) if stretch > 1 else (across / stretch, down)


def _stand_up(
    to_flat: Matrix, width: float, height: float, direction: TextDirection, turned: int
) -> tuple[Matrix, float, float]:
    """Add the skew and the quarter turn; returns the map and the size of a sheet that holds the whole paper."""
    skew = direction.skew if direction.clear and abs(direction.skew) >= _LEAST_SKEW else 0.0
    rotation = _rotate(turned - skew) @ to_flat if skew else _rotate(turned) @ to_flat
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=np.float64).T
    spun = _rotate(turned - skew) @ corners
    left, top = spun[0].min(), spun[1].min()
    right, bottom = spun[0].max(), spun[1].max()
    return _shift(-left, -top) @ rotation, float(right - left), float(bottom - top)


def _output_factor(width: float, height: float) -> float:
    low, high = _LONG_SIDE
    longest = max(width, height)
    return float(min(max(longest, min(low, longest * _MAX_ENLARGEMENT)), high) / longest)


def _warp(image: Image, matrix: Matrix, width: int, height: int) -> Image:
    """Resample once; a strong reduction is averaged first, so that thin strokes do not break."""
    width, height = _bounded(width, height)
    if np.allclose(matrix, np.eye(3)) and (height, width) == image.shape[:2]:
        return image
    smaller = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2])))) / max(abs(matrix[2, 2]), 1e-9)
    simple = np.allclose(matrix, np.diag(np.diagonal(matrix)))
    if simple and smaller <= 1:
        return shrink(image, width, height)
    if smaller < 0.75:
        small = shrink_to(image, round(max(image.shape[:2]) * smaller))
        matrix = matrix @ _scale(image.shape[1] / small.shape[1], image.shape[0] / small.shape[0])
        image = small
    centred = _shift(-0.5, -0.5) @ matrix @ _shift(0.5, 0.5)
    # Replicated edges: a constant would draw a frame around a rotated page.
    how = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
    if np.allclose(centred[2], (0, 0, 1), rtol=0, atol=_LEVEL):
        return np.asarray(cv2.warpAffine(image, centred[:2], (width, height), **how), dtype=np.uint8)
    return np.asarray(cv2.warpPerspective(image, centred, (width, height), **how), dtype=np.uint8)


def _bounded(width: int, height: int) -> tuple[int, int]:
    return max(1, width), max(1, height)


def _scale(x: float, y: float) -> Matrix:
    return np.diag([x, y, 1.0])


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=np.float64)


def _rotate(degrees: float) -> Matrix:
    """Return the rotation clockwise as seen (y grows downward)."""
    if degrees % 90 == 0:
        cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(degrees // 90) % 4]
    else:
        cos, sin = float(np.cos(np.deg2rad(degrees))), float(np.sin(np.deg2rad(degrees)))
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], dtype=np.float64)
