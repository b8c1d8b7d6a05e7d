"""Hand or press: a small network over two pictures (hand_view) and the measures of hand_shape.

Here: the network's file and the bounds of its answer. How it was fitted and what it errs: docs/decisions/0004 and
docs/hand-network.md. Not here: how the pictures and measures come about.
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.marks.hand_shape import shape_of, tone_of
from ocr.marks.hand_view import Views, views_of
from ocr.marks.ink_of_slot import Writing
from ocr.marks.layers import Layers
from ocr.networks import network
from ocr.pages import FloatBox

HAND = 0.5  # probability from which writing counts as made by hand
SURE = (0.08, 0.75)  # below or above: no person need look
SHA256: Final = "9732737eb6dde66790c78f046e9b3bce2a552fb4deb9d111cb7ccd9965c96021"
NETWORK: Final = Path(__file__).with_name("hand.onnx")


def hand_probability(writing: Writing, layers: Layers, label: FloatBox, label_layers: Layers) -> float:
    """Return how likely a hand made the writing, against the print of the label."""
    own, print_tone = tone_of(layers, writing.box, writing.em), tone_of(label_layers, label, writing.em)
    measures = shape_of(writing.depth, writing.em, own, print_tone)
    return judged(views_of(writing.depth, label, label_layers), measures)


def judged(views: Views, measures: NDArray[np.float32]) -> float:
    """Return how likely a hand made what the pictures show."""
    [answer] = network(NETWORK, SHA256).run(None, {"views": views[np.newaxis], "measures": measures[np.newaxis]})
    return float(np.asarray(answer).ravel()[0])
