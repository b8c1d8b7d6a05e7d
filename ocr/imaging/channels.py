"""The strongest and the weakest of a pixel's three channels.

Here: one thing, done with OpenCV, since NumPy takes twenty times as long over an axis of three. Not here: what a
colour means.
"""

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Level = TypeVar("Level", np.uint8, np.float32)


def strongest(image: NDArray[Level]) -> NDArray[Level]:
    """Return the greatest channel of every pixel: H x W x 3 -> H x W."""
    one, two, three = cv2.split(image)
    return np.asarray(cv2.max(cv2.max(one, two), three), dtype=image.dtype)


def weakest(image: NDArray[Level]) -> NDArray[Level]:
    """Return the least channel of every pixel: H x W x 3 -> H x W."""
    one, two, three = cv2.split(image)
    return np.asarray(cv2.min(cv2.min(one, two), three), dtype=image.dtype)
