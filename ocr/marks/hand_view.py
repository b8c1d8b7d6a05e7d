"""Two pictures of the same size and scale that a network compares: a piece of writing and the print of its label.

Here: how ink becomes those pictures, the same for training and for use. Not here: measures (hand_shape), the decision.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.marks.layers import Depth, Layers
from ocr.pages import FloatBox

HIGH, WIDE = 48, 192  # px: four characters in a row
_AIR = 2  # px of the sheet above and below a label's box
_FULL = 0.1  # depth below which nothing is stretched to full black

Views = NDArray[np.float32]  # 2 x HIGH x WIDE, 0 paper .. 1 the deepest ink: writing, label


def views_of(depth: Depth, label: FloatBox, label_layers: Layers) -> Views:
    """Return the pictures of a piece of writing and of the end of its label, at the scale that fits the writing."""
    high, wide = max(depth.shape[0], 1), max(depth.shape[1], 1)
    scale = min(HIGH / high, WIDE / wide)
    views = np.zeros((2, HIGH, WIDE), dtype=np.float32)
    _laid(views[0], depth, scale)
    _laid(views[1], _label_depth(label, label_layers, int(WIDE / scale) + 1), scale)
    return views


def _label_depth(label: FloatBox, layers: Layers, most: int) -> Depth:
    y0, y1 = int(label[1]) - layers.top - _AIR, int(np.ceil(label[3])) - layers.top + _AIR
    x0, x1 = int(label[0]) - layers.left, int(np.ceil(label[2])) - layers.left
    x0 = max(0, x0, x1 - most)
    return layers.dark[max(0, y0) : max(0, y1), x0 : max(x0, x1)]


def _laid(view: NDArray[np.float32], depth: Depth, scale: float) -> None:
    if depth.size == 0:
        return
    size = (max(1, round(depth.shape[1] * scale)), max(1, round(depth.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(depth, size, interpolation=how), dtype=np.float32)
    small = np.clip(small / max(float(np.percentile(small, 99.5)), _FULL), 0, 1)
    if small.shape[0] > HIGH:
        cut = (small.shape[0] - HIGH) // 2
        small = small[cut : cut + HIGH]
    small = small[:, :WIDE]
    top = (HIGH - small.shape[0]) // 2
    view[top : top + small.shape[0], : small.shape[1]] = small
