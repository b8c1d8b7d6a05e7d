"""Which way up a flattened paper is.

Here: the orientation model's answer weighed against the direction of the lines of text. Not here: the model.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from ocr.imaging.shrinking import shrink_to
from ocr.imaging.strokes import TextDirection
from ocr.pages import Image

Orient = Callable[[Image], tuple[int, float]]

_MODEL_SIDE: Final = 512  # pixels of the long side shown to the model
_CERTAIN: Final = 0.9  # probability from which one agreeing answer is enough
_PLAINLY: Final = 1.5  # sharpness ratio from which the text's direction may speak against the model


def quarter_turn(flat: Image, direction: TextDirection, orient: Orient) -> int:
    """Return the clockwise turn (0, 90, 180, 270) that makes the flattened paper upright."""
    shown = shrink_to(flat, _MODEL_SIDE, roughly=True)
    turn, probability = orient(shown)
    if not _contradicts(turn, direction) and probability >= _CERTAIN:
        return turn
    votes = {turn: probability * _weight(turn, direction)}
    for quarters in (1, 2, 3):
        seen, certain = orient(np.ascontiguousarray(np.rot90(shown, -quarters)))
        whole = (seen + 90 * quarters) % 360
        votes[whole] = votes.get(whole, 0.0) + certain * _weight(whole, direction)
    return max(votes, key=lambda whole: votes[whole])


def _contradicts(turn: int, direction: TextDirection) -> bool:
    lying = turn in (0, 180)
    return direction.clear and (direction.across < 1 / _PLAINLY if lying else direction.across > _PLAINLY)


def _weight(turn: int, direction: TextDirection) -> float:
    return 0.4 if _contradicts(turn, direction) else 1.0
