"""A mark as found on a sheet, with the pictures that name scoring needs; lives in memory only.

Here: the type. Not here: finding or scoring. Pictures never leave the process.
"""

from dataclasses import dataclass

from ocr.marks.crops import Grey
from ocr.pages import FloatBox
from validators.model.evidence import Box, Mark


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in sheet pixels; `crop` is a signature's cleaned handwriting, `strips` a seal's unrolled text.

    `gaps` are blank columns (start, stop) of the crop, widest first, at which two people's signatures may part; `em`
    is the size of the print beside; `place` is the room that promised the mark, the same for all in it. `cut` says
    that strokes at its rim were left to a neighbour, so that what it reads is no proof against anybody; `covered` that
    a finger's print hides some of its characters, so that too short a reading is none. `beyond` marks writing near the
    room, a signature only where it is an expected person's name; `on_stamp` writing in a stamp's ring, which may be
    the stamp's own. `unlabelled` marks a hand at the foot of a letter that no label promised. `row` is what was read in
    the line that holds the writing, label and all: the crop lacks strokes that lie on the label's own print.
    """

    mark: Mark
    crop: Grey | None = None
    strips: tuple[Grey, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    em: float = 0.0
    place: FloatBox | None = None
    cut: bool = False
    covered: bool = False
    beyond: bool = False
    on_stamp: bool = False
    unlabelled: bool = False
    row: str = ""


def whole(box: FloatBox) -> Box:
    """Return a box in whole pixels."""
    return int(box[0]), int(box[1]), round(box[2]), round(box[3])
