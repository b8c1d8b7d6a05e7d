"""Numbers printed so narrow that two like figures may have been read as one: 4499 as 499, 33,500 as 3,500.

The recogniser steps along a line; two like signs it tells apart only by a step between them that shows neither. Where
a bent or slanting line lies in a high box, its figures are so small that there is none, and one is lost with no doubt.
Of 1,590 drawn accounts that were read for sure, 11 of 213 with less than 1.75 steps a figure were wrong, of all others
none. Here: which numbers those are, the view of their ink that gives figures room, whether a text repeats a number.
Not here: reading (second_look).
"""

import re
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.runs import fold
from ocr.pages import Image

NUMBERS: Final = frozenset({"account", "card", "id", "uscc", "cnaps", "money"})
_STEPS: Final = 6.0  # of the recogniser along a height of the line
_NARROW: Final = 1.9 / _STEPS  # heights a figure, below which like neighbours may be read as one
_ROOM: Final = 2.6 / _STEPS  # heights a figure, at which wide print stands
_WIDEST: Final = 2.6  # times that a view is drawn out: more smears the strokes
_PASSED_OVER: Final = re.compile(r"[\s,\-·']")  # between the figures of one number
_RISKY: Final = frozenset({"account", "money", "code"})  # a lost figure leaves another number of the sort


def may_lack_a_figure(leaf: FieldLeaf) -> bool:
    """Tell whether a number stands so narrow that one of two like neighbours may not have been read."""
    return leaf.sort in _RISKY and is_narrow(leaf.parts)


def is_narrow(parts: Sequence[Part]) -> bool:
    """Tell whether any part of a value is printed or written that narrow."""
    return any(0.0 < part.pitch < _NARROW for part in parts)


def with_room(crop: Image, part: Part) -> Image:
    """Return a part's crop (H x W x 3), drawn out along the line where its figures have too little room."""
    figures = part.stop - part.start
    if not is_narrow((part,)) or figures < 1:
        return crop
    height, width = crop.shape[:2]
    pitch = (part.box[2] - part.box[0]) / figures / height
    by = min(_WIDEST, max(1.0, _ROOM / max(pitch, 1e-3)))
    return np.asarray(cv2.resize(crop, (round(width * by), height)), dtype=np.uint8)


def begins_with_a_sign(wanted: str, text: str) -> bool:
    """Tell whether a text has an amount with a ¥ in the place of its first figure, as a narrow ¥ reads as a 4."""
    return re.search(rf"[¥Y]{re.escape(wanted[1:])}(?![0-9])", _folded(text)) is not None


def repeats(wanted: str, text: str) -> bool:
    """Tell whether a text has a number, and not as a piece of a longer one: 4990… stands in 44990… too."""
    return re.search(rf"(?<![0-9]){re.escape(wanted)}(?![0-9])", _folded(text)) is not None


def _folded(text: str) -> str:
    return _PASSED_OVER.sub("", "".join(fold(char) for char in text)).upper()
