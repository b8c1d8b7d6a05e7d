"""The memory file into which the child writes pages, row by row RGB, and what it says about them.

Here: where each page lies and how large it may be. Not here: decoding.
"""

import math
import os
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from ocr.sandbox.wire import PAGE_PIXELS, PIXEL_BYTES

_ALIGN: Final = 4096  # so that a page can be mapped by itself
_STRIP_BYTES: Final = 100_000  # written at once; what is larger comes as memory that the kernel must zero each time


class Refused(Exception):
    """The file is refused with a code of its own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pixel_budget(pages: int) -> int:
    """Return how many pixels one of so many pages may hold."""
    return min(PAGE_PIXELS, PIXEL_BYTES // (3 * max(1, pages)))


def reduced_size(width: int, height: int, budget: int) -> tuple[int, int]:
    """Return the size with the same shape that holds at most `budget` pixels; never larger than given."""
    if width * height <= budget:
        return width, height
    factor = math.sqrt(budget / (width * height))
    return max(1, int(width * factor)), max(1, int(height * factor))


@dataclass
class PageWriter:
    """Appends pages to the memory file and remembers their shape for the answer."""

    fd: int
    pages: list[dict[str, int]] = field(default_factory=list)
    _end: int = 0

    def add(self, image: Image.Image, width: int, height: int) -> None:
        """Write one RGB page whose size as uploaded is width x height pixels."""
        offset = -(-self._end // _ALIGN) * _ALIGN
        at = offset
        rows = max(1, _STRIP_BYTES // (3 * image.width))
        for top in range(0, image.height, rows):
            strip = image.crop((0, top, image.width, min(image.height, top + rows))).tobytes()
            view = memoryview(strip)
            while view:
                written = os.pwrite(self.fd, view, at)
                at += written
                view = view[written:]
        self._end = at
        shape = {"width": width, "height": height, "image_width": image.width, "image_height": image.height}
        self.pages.append(shape | {"offset": offset})
