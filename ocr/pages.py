"""Opened pages and flattened sheets: the forms that pass between the sandbox, imaging, the engine and marks.

Here: raw pages as the sandbox hands them over, sheets made from them, the way back to pixels of the page as
uploaded. Not here: opening files (ocr.sandbox), finding the paper (ocr.imaging).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line
from validators.model.evidence import Box, PageQuality

Image = NDArray[np.uint8]  # H x W x 3, RGB
FloatBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a PDF's text layer; box in pixels of the page as uploaded."""

    text: str
    box: FloatBox


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as the sandbox opened it.

    `width` x `height` are the page as uploaded; `image` may be smaller by `scale` (image pixels per page pixel).
    """

    index: int
    width: int
    height: int
    image: Image
    scale: float = 1.0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be opened."""

    format: str  # jpeg png webp tiff heic pdf
    pages: tuple[RawPage, ...]


@dataclass(frozen=True, slots=True)
class OpenFailure:
    """A file that could not be opened: NOT_OPENABLE, ENCRYPTED, TOO_MANY_PAGES, TOO_LARGE, or SANDBOX_DIED."""

    code: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The flattened, upright paper of one page.

    `to_page` (3 x 3) maps sheet pixels to pixels of the page as uploaded; `turned` is the quarter turn clockwise
    that makes the uploaded page upright.
    """

    page: int
    image: Image
    to_page: NDArray[np.float64]
    turned: int
    quality: PageQuality
    raw: RawPage
    poor_regions: tuple[tuple[str, FloatBox], ...] = field(default=())  # reason, box in sheet pixels

    def box_to_page(self, box: FloatBox) -> Box:
        """Return the box, in pixels of the page as uploaded, that encloses a box of the sheet."""
        x0, y0, x1, y1 = box
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]], dtype=np.float64).T
        mapped = self.to_page @ corners
        xs, ys = mapped[0] / mapped[2], mapped[1] / mapped[2]
        left, top = int(max(0, np.floor(xs.min()))), int(max(0, np.floor(ys.min())))
        right, bottom = int(np.ceil(xs.max())), int(np.ceil(ys.max()))
        return left, top, min(right, self.raw.width), min(bottom, self.raw.height)


@dataclass(frozen=True, slots=True)
class Choice:
    """Ink of a sheet that may say a known value: its box, how it was read, the value, whether that was taken.

    `by` is the flag that says what knows it: the claim's record, or the published list of items.
    """

    box: FloatBox
    read: str
    known: str
    taken: bool
    by: str = "READ_WITH_RECORD"


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one sheet with the sheet's size, and what of them the record chose (known_values)."""

    page: int
    width: int
    height: int
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()
