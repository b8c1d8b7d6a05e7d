"""Lines of print by a recogniser: each cut out of its sheet, straightened, and cut in two where it is long.

Here: crops, glyphs and their places, whatever network reads. Not here: networks (paddle, moved_print), where lines
stand.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities
from ocr.engines.ctc import decode
from ocr.imaging.channels import weakest
from ocr.lines import Glyph, Line, Quad
from ocr.pages import Image

_LONG_LINE: Final = 26.0  # width / height above which a line is cut in two: squeezed glyphs are misread
_FLOOR: Final = 1e-12  # probability below which differences mean nothing


class Recogniser(Protocol):
    """A network that reads one line: its distribution over the signs of a charset, index 0 the CTC blank."""

    @property
    def charset(self) -> tuple[str, ...]:
        """The signs."""

    def distribution(self, crop: Image) -> tuple[NDArray[np.float32], float]:
        """Return the T x C probabilities over one crop, and the share of T that lies on it and not on padding."""


def read_quads(recogniser: Recogniser, image: Image, quads: Sequence[Quad]) -> tuple[Line, ...]:
    """Read the lines of a sheet at these places, in their order; a place without any sign gives no line."""
    lines = (read_quad(recogniser, image, quad) for quad in quads)
    return tuple(line for line in lines if line.glyphs)


def read_crop(recogniser: Recogniser, crop: Image, quad: Quad | None = None) -> Line:
    """Read one line of text in an RGB crop; its quad is the crop itself unless one is given."""
    height, width = (float(side) for side in crop.shape[:2])
    probabilities, used = recogniser.distribution(crop)
    glyphs = decode(probabilities, recogniser.charset, used)
    whole: Quad = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    return Line(quad or whole, glyphs, _mean([glyph.probability for glyph in glyphs]))


def log_probabilities_of(recogniser: Recogniser, crop: Image) -> LogProbabilities:
    """Return the natural logarithms of the distribution over a crop, T x C, for the steps that lie on it."""
    probabilities, used = recogniser.distribution(crop)
    steps = max(1, int(np.ceil(used * len(probabilities))))
    return np.asarray(np.log(np.maximum(probabilities[:steps], _FLOOR)), dtype=np.float32)


def read_quad(recogniser: Recogniser, image: Image, quad: Quad) -> Line:
    """Read the line at one place of a sheet; a long one in two pieces."""
    crop = cut_quad(image, quad)
    if crop.shape[1] <= _LONG_LINE * crop.shape[0]:
        return read_crop(recogniser, crop, quad)
    middle = _quiet_column(crop)
    share = middle / crop.shape[1]
    left = read_crop(recogniser, crop[:, :middle], quad)
    right = read_crop(recogniser, crop[:, middle:], quad)
    glyphs = tuple(_moved(glyph, 0.0, share) for glyph in left.glyphs) + tuple(
        _moved(glyph, share, 1.0 - share) for glyph in right.glyphs
    )
    return Line(quad, glyphs, _mean([glyph.probability for glyph in glyphs]))


def _quiet_column(crop: Image) -> int:
    """Return the column near the middle with the least ink, where a long line may be cut."""
    gray = weakest(crop).astype(np.float32)
    ink = (gray.max() - gray).sum(axis=0)
    width = crop.shape[1]
    low, high = int(width * 0.4), int(width * 0.6)
    smooth = np.convolve(ink, np.ones(9) / 9, mode="same")
    return low + int(smooth[low:high].argmin())


def _moved(glyph: Glyph, offset: float, share: float) -> Glyph:
    return replace(glyph, at=offset + glyph.at * share)


def _mean(values: Sequence[float]) -> float:
    return float(sum(values) / len(values)) if values else 0.0
