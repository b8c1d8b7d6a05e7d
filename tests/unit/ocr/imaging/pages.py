"""Pages and desks drawn by a few lines, so that imaging is tested without fonts and files."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pages import Image, RawPage

Corners = NDArray[np.float64]


def page(width: int = 1240, height: int = 1754, lines: int = 40, ink: int = 30) -> Image:
    """A white page with lines of glyph-like strokes, a title at the top and a red ring near the foot."""
    rng = np.random.default_rng(4)
    image = np.full((height, width, 3), 250, dtype=np.uint8)
    cv2.putText(image, "TITLE OF A PAPER", (width // 4, 110), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (ink,) * 3, 5, cv2.LINE_AA)
    for row in range(lines):
        y = 200 + row * (height - 300) // max(lines, 1)
        words = "".join(rng.choice(list("ABDEGHKMNRSXZ8053 "), size=int(rng.integers(20, 44))))
        cv2.putText(image, words, (90, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (ink,) * 3, 2, cv2.LINE_AA)
    cv2.circle(image, (width - 300, height - 260), 110, (215, 40, 50), 8, cv2.LINE_AA)
    return image


def on_desk(
    flat: Image, desk: tuple[int, int, int], corners: Corners, size: tuple[int, int], noise: float = 3.0
) -> Image:
    """The page laid on a desk of that colour so that its corners lie at the given pixels."""
    width, height = size
    rng = np.random.default_rng(9)
    source = np.array(
        [[0, 0], [flat.shape[1], 0], [flat.shape[1], flat.shape[0]], [0, flat.shape[0]]], dtype=np.float32
    )
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    picture = np.empty((height, width, 3), dtype=np.uint8)
    picture[:] = desk
    cv2.warpPerspective(
        flat, matrix, (width, height), dst=picture, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    noisy = cv2.GaussianBlur(picture, (0, 0), 0.7) + rng.normal(0, noise, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def tilted(size: tuple[int, int]) -> Corners:
    """Corners of a paper on a desk, seen from the side."""
    width, height = size
    return np.array([[0.12, 0.08], [0.90, 0.05], [0.95, 0.93], [0.06, 0.90]]) * (width, height)


def raw(image: Image, scale: float = 1.0) -> RawPage:
    """The picture as the sandbox would hand it over."""
    height, width = image.shape[:2]
    return RawPage(0, round(width / scale), round(height / scale), image, scale)


def upright(_image: Image) -> tuple[int, float]:
    """An orientation model that finds every page upright."""
    return 0, 0.99
