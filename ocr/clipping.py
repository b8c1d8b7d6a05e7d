"""A small picture out of one of our own page rasters, upright: `python -m ocr.clipping X0 Y0 X1 Y1 WIDTH TURNED`.

A process of its own, raster on standard input and picture on standard output as PNG: the API process, where keys and
database are, decodes no picture. Here: cutting and turning. Not here: who may see which part (intake.web).
"""

import sys
from typing import Final

import cv2
import numpy as np

MARGIN: Final = 0.2  # of the box's height, left free around it: a stroke ends where its box ends
LARGEST: Final = 900  # pixels of the picture's longer side: a phone shows no more
MOST_BYTES: Final = 200_000_000  # of a raster of 80 megapixels
_TURNS: Final = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def clip(png: bytes, box: tuple[int, int, int, int], page_width: int, turned: int) -> bytes | None:
    """Cut a box of the page as uploaded out of its raster, which may be smaller; None where nothing can be cut."""
    raster = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if raster is None or page_width <= 0:
        return None
    scale = raster.shape[1] / page_width
    x0, y0, x1, y1 = (round(side * scale) for side in box)
    more = round((y1 - y0) * MARGIN)
    part = raster[max(0, y0 - more) : max(0, y1 + more), max(0, x0 - more) : max(0, x1 + more)]
    if not part.size:
        return None
    turn = turned % 360
    if turn in _TURNS:
        part = cv2.rotate(part, _TURNS[turn])
    longer = max(part.shape[:2])
    if longer > LARGEST:
        part = cv2.resize(part, None, fx=LARGEST / longer, fy=LARGEST / longer, interpolation=cv2.INTER_AREA)
    done, picture = cv2.imencode(".png", part)
    return picture.tobytes() if done else None


def main(arguments: list[str]) -> int:
    """Cut one picture; exit 1 where nothing can be cut."""
    x0, y0, x1, y1, width, turned = (int(one) for one in arguments)
    picture = clip(sys.stdin.buffer.read(MOST_BYTES), (x0, y0, x1, y1), width, turned)
    if picture is None:
        return 1
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
