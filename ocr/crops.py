"""Cutting a value's crop out of a sheet.

Here: the cuts, by a box and along a line. Not here: reading them.
"""

from typing import Final

import cv2
import numpy as np

from ocr.lines import Quad
from ocr.pages import FloatBox, Image

_PAD: Final = 0.22  # of the line's height, around the crop


def cut(image: Image, box: FloatBox) -> Image:
    """Return the lightly blurred RGB crop around a box; a white one where the box lies outside the sheet."""
    x0, y0, x1, y1 = box
    pad = (y1 - y0) * _PAD
    height, width = image.shape[:2]
    left, top = int(max(0, x0 - 2 * pad)), int(max(0, y0 - pad))
    right, bottom = int(min(width, x1 + 2 * pad + 1)), int(min(height, y1 + pad + 1))
    crop = image[top:bottom, left:right]
    if crop.size == 0:
        return np.full((48, 48, 3), 255, dtype=np.uint8)
    # A light blur evens out the noise of a phone's sensor; sharper or larger crops read worse.
    return np.asarray(cv2.GaussianBlur(crop, (3, 3), 0.6), dtype=np.uint8)


def cut_quad(image: Image, quad: Quad) -> Image:
    """Return the RGB crop under a quad, straightened; an upright column of text is turned to lie."""
    corners = np.array(quad, dtype=np.float32)
    sides = [float(np.linalg.norm(corners[(i + 1) % 4] - corners[i])) for i in range(4)]
    width, height = int(max(sides[0], sides[2], 1.0)), int(max(sides[1], sides[3], 1.0))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    crop = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if height > 1.5 * width:
        crop = np.rot90(crop).copy()
    return np.ascontiguousarray(crop, dtype=np.uint8)
