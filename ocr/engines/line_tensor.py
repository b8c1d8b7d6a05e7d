"""A crop of one line as the recognisers take it: their height, its own width, colours about zero.

Here: arithmetic on pixels. Not here: any network.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pages import Image

LINE_HEIGHT = 48  # px, what the recognisers were trained on
LEAST_WIDTH = 64  # px; the library pads to 320, which wastes most of the work on short words
MOST_WIDTH = 3200  # px, the recognisers' own limit


def line_tensor(crop: Image) -> tuple[NDArray[np.float32], float]:
    """Return an RGB crop as 1 x 3 x 48 x W, -1 black .. 1 white, and the share of W that it fills."""
    height, width = crop.shape[:2]
    own = min(MOST_WIDTH, max(8, int(np.ceil(LINE_HEIGHT * width / max(height, 1)))))
    resized = cv2.resize(crop, (own, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
    padded = np.zeros((1, 3, LINE_HEIGHT, max(own, LEAST_WIDTH)), dtype=np.float32)
    padded[0, :, :, :own] = (resized.astype(np.float32).transpose(2, 0, 1) / 255.0 - 0.5) / 0.5
    return padded, own / padded.shape[3]
