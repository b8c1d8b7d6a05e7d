"""Ink of one small piece of a sheet: dark ink without the red of seals and fingerprints, and the red by itself.

Here: pixels of a crop, measured against the paper around them. Not here: whole pages (ocr.imaging), what the ink is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pages import FloatBox, Image

Mask = NDArray[np.bool_]
Depth = NDArray[np.float32]  # H x W, 0 paper .. 1 black

_PAPER_CELL = 4  # px; the paper's tone changes slowly, a quarter of the resolution is enough
_PAPER_REACH = 31  # px; wider than any pen stroke or print stroke at 300 dpi, narrower than a shadow
_RED_LEAD = 0.13  # share of the paper's brightness by which red leads green and blue in red ink, faint prints included
_WEAK_DEPTH, _STRONG_DEPTH = 0.13, 0.25  # of the paper's brightness: grown ink, sure ink; a faint ballpoint has 0.3
_NOISE = 4.0  # standard deviations of bare paper that ink must exceed


@dataclass(frozen=True, slots=True)
class Layers:
    """Dark ink (any colour but red) and red ink of a crop, both as depth, and the crop's place on the sheet."""

    dark: Depth
    red: Depth
    tone: NDArray[np.float32]  # H x W x 3, brightness against the paper
    paper: NDArray[np.float32]  # H x W x 3, the paper's own tone, 0..255
    left: int
    top: int

    def dark_mask(self) -> Mask:
        """Return the dark ink as a mask: sure ink with the fainter ink that touches it."""
        return _hysteresis(self.dark)

    def red_mask(self) -> Mask:
        """Return the red ink as a mask."""
        return np.asarray(self.red > _RED_LEAD, dtype=np.bool_)


def layers_of(image: Image, box: FloatBox) -> Layers:
    """Separate the inks inside a box (clipped to the sheet)."""
    height, width = image.shape[:2]
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right, bottom = min(width, int(np.ceil(box[2]))), min(height, int(np.ceil(box[3])))
    crop = image[top : max(bottom, top + 2), left : max(right, left + 2)]
    paper = _paper(crop)
    tone = np.minimum(crop.astype(np.float32) / np.maximum(paper, 1.0), 1.1)
    lead = tone[..., 0] - cv2.max(tone[..., 1], tone[..., 2])
    red = np.clip(lead, 0, 1).astype(np.float32)
    dark = _without_red(tone, red)
    return Layers(dark, red, tone, paper, left, top)


def _paper(crop: Image) -> NDArray[np.float32]:
    height, width = crop.shape[:2]
    size = (max(2, width // _PAPER_CELL), max(2, height // _PAPER_CELL))
    small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    reach = _PAPER_REACH // _PAPER_CELL * 2 + 1
    closed = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    smooth = cv2.GaussianBlur(closed.astype(np.float32), (0, 0), reach / 3)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _without_red(tone: NDArray[np.float32], red: Depth) -> Depth:
    """Return the depth of the ink that is not red: red ink is nearly paper in the red channel, the rest is lifted."""
    depth = 1.0 - tone[..., 0]
    inked = red > _RED_LEAD
    if int(inked.sum()) >= 30:  # px; fewer say nothing about the ink's own darkness
        full = red >= np.percentile(red[inked], 75)  # >=: evenly tinted ink has no pixel above its own quartile
        own = float(np.clip(np.percentile(depth[full], 40), 0.0, 0.5))
        strength = max(float(np.percentile(red[inked], 90)), 0.2)
        depth = depth - own * np.clip(red / strength, 0, 1.2)
    return np.clip(depth, 0, 1).astype(np.float32)


def _hysteresis(depth: Depth) -> Mask:
    bare = depth[depth < np.median(depth) + 0.1]
    noise = float(np.std(bare)) if bare.size else 0.0
    floor = float(np.median(depth))
    weak = max(_WEAK_DEPTH, floor + _NOISE * noise)
    strong = max(_STRONG_DEPTH, floor + 1.7 * _NOISE * noise)
    grown = (depth > weak).astype(np.uint8)
    count, labels = cv2.connectedComponents(grown, connectivity=8)
    sure = np.zeros(count, dtype=bool)
    sure[np.unique(labels[depth > strong])] = True
    sure[0] = False
    return np.asarray(sure[labels], dtype=np.bool_)
