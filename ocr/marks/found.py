"""A mark as found on a sheet, with the pictures that name scoring needs; lives in memory only.

Here: the type. Not here: finding or scoring. Pictures never leave the process.
"""

from dataclasses import dataclass

from ocr.marks.crops import Grey
from ocr.pages import FloatBox
from validators.model.evidence import Box, Mark


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in sheet pixels; `crop` is a signature's cleaned handwriting, `strips` a seal's unrolled text."""

    mark: Mark
    crop: Grey | None = None
    strips: tuple[Grey, ...] = ()


def whole(box: FloatBox) -> Box:
    """Return a box in whole pixels."""
    return int(box[0]), int(box[1]), round(box[2]), round(box[3])
