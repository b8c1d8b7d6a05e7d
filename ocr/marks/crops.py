"""Several views of one piece of handwriting, so that the recogniser's chance errors cancel out.

Here: tightening, contrast, slant. A crop is grey, dark ink on white. Not here: which ink belongs to the
handwriting (signature), what it says (scoring).
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pages import Image

Grey = NDArray[np.uint8]  # H x W, 0 ink .. 255 paper

_INK_DEPTH = 0.35  # share of the deepest ink's darkness that still counts as ink
_MARGIN = 0.10  # of the tight crop's height; the recogniser was trained on lines with a little air
_SLANTS = tuple(step / 20 for step in range(-8, 9))  # shear, dx per dy; hands lean up to about 20 degrees
_NARROWER, _WIDER = 0.85, 1.2  # of the width as written
_LEAST_SLANT = 0.1  # below this an upright view says the same as the first


def views(crop: Grey) -> tuple[Image, ...]:
    """Return RGB views of a crop: tight with full contrast, wider and soft, and upright where the hand leans."""
    tight = tighten(crop)
    if tight is None:
        return ()
    stretched = stretch(tight)
    made = [_padded(stretched, _MARGIN), _padded(_soft(tight), 2 * _MARGIN)]
    slant = lean(stretched)
    if abs(slant) >= _LEAST_SLANT:
        upright = tighten(_sheared(stretched, slant))
        if upright is not None:
            made.append(_padded(upright, _MARGIN))
    return _coloured(made)


def more_views(crop: Grey) -> tuple[Image, ...]:
    """Return RGB views of a crop beside `views`: a little narrower and a little wider than it was written."""
    tight = tighten(crop)
    if tight is None:
        return ()
    stretched = stretch(tight)
    high, wide = stretched.shape
    how = {_NARROWER: cv2.INTER_AREA, _WIDER: cv2.INTER_LINEAR}
    widths = {factor: (max(8, int(wide * factor)), high) for factor in how}
    made = [np.asarray(cv2.resize(stretched, widths[by], interpolation=how[by]), dtype=np.uint8) for by in how]
    return _coloured([_padded(view, _MARGIN) for view in made])


def _coloured(made: Sequence[Grey]) -> tuple[Image, ...]:
    return tuple(np.asarray(cv2.cvtColor(view, cv2.COLOR_GRAY2RGB), dtype=np.uint8) for view in made)


def tighten(crop: Grey) -> Grey | None:
    """Return the crop cut to its ink, or None when it holds none."""
    if crop.size == 0:
        return None
    paper, deepest = int(np.percentile(crop, 95)), int(crop.min())
    if paper - deepest < 40:  # grey levels; less is the paper's own unrest
        return None
    mask = crop < paper - _INK_DEPTH * (paper - deepest)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def stretch(crop: Grey) -> Grey:
    """Return the crop with its paper at white and its ink at black."""
    low, high = np.percentile(crop, (2, 90))
    if high - low < 1:
        return crop
    scaled = (crop.astype(np.float32) - low) * 255.0 / (high - low)
    return np.asarray(np.clip(scaled, 0, 255), dtype=np.uint8)


def lean(crop: Grey) -> float:
    """Return the shear at which the columns of ink stand out most: how far the hand leans from upright."""
    height = 48  # px; enough to see a lean, cheap to shear
    scale = height / crop.shape[0]
    small = cv2.resize(crop, (max(8, int(crop.shape[1] * scale)), height), interpolation=cv2.INTER_AREA)
    best, most = 0.0, -1.0
    for slant in _SLANTS:
        columns = (255 - _sheared(np.asarray(small, dtype=np.uint8), slant)).astype(np.float64).sum(axis=0)
        score = float((columns**2).sum())
        if score > most * (1.02 if abs(slant) > abs(best) else 1.0):
            best, most = slant, score
    return best


def _sheared(crop: Grey, slant: float) -> Grey:
    height, width = crop.shape
    reach = int(np.ceil(abs(slant) * height)) + 1
    matrix = np.array([[1.0, slant, reach - slant * height / 2], [0.0, 1.0, 0.0]], dtype=np.float32)
    out = cv2.warpAffine(crop, matrix, (width + 2 * reach, height), flags=cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(out, dtype=np.uint8)


def _soft(crop: Grey) -> Grey:
    sigma = max(0.5, 0.8 * crop.shape[0] / 48)  # 0.8 px at the recogniser's line height
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), sigma), dtype=np.uint8)


def _padded(crop: Grey, share: float) -> Grey:
    margin = max(2, round(share * crop.shape[0]))
    paper = int(np.percentile(crop, 95))
    out = cv2.copyMakeBorder(crop, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(out, dtype=np.uint8)
