"""Finds characters that small print makes one of, for ocr/look_alikes.py: `python -m tests.factory.look_alikes`.

Every two characters of GB 2312 are drawn in two faces at 20 px, each pixel against its mean and spread over all
characters; the lower of the two correlations counts. Here: drawing, comparing. Not here: what becomes of a pair.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.factory import fonts

ALIKE = 0.72
_FACES = ("noto-sans", "noto-serif")
_A_LINE = 22  # pairs
_SPREAD = 8.0  # grey levels added to a pixel's spread: pixels that are nearly always white say little


def characters() -> list[str]:
    """List the Chinese characters of GB 2312."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def _drawn(face: str, chars: list[str]) -> NDArray[np.float32]:
    font, seen = fonts.face(face, 48), []
    for char in chars:
        image = Image.new("L", (64, 64))
        ImageDraw.Draw(image).text((8, 4), char, font=font, fill=255)
        inner = np.asarray(image, np.float32)[6:58, 6:58]
        seen.append(cv2.resize(inner, (20, 20), interpolation=cv2.INTER_AREA).ravel())
    pixels = np.array(seen)
    pixels = (pixels - pixels.mean(0)) / (pixels.std(0) + _SPREAD)
    pixels -= pixels.mean(1, keepdims=True)
    return np.asarray(pixels / np.linalg.norm(pixels, axis=1, keepdims=True), dtype=np.float32)


def pairs() -> list[str]:
    """List pairs of characters that look alike."""
    chars = characters()
    alike = np.minimum.reduce([drawn @ drawn.T for drawn in (_drawn(face, chars) for face in _FACES)])
    rows, columns = np.nonzero(np.triu(alike, 1) > ALIKE)
    return [chars[row] + chars[column] for row, column in zip(rows, columns, strict=True)]


def main() -> None:
    """Print the table's lines."""
    found = pairs()
    for start in range(0, len(found), _A_LINE):
        print(f'    "{" ".join(found[start : start + _A_LINE])} "')


if __name__ == "__main__":
    main()
