"""Hand or press: a small network over the measures of hand_shape.

Here: the decision and its bounds. Trained on rendered print in five faces and on hands (pen fonts, pen paths and real
handwriting) under blur, noise, shade and JPEG (docs/decisions/0004-hand-or-print.md). Not here: the measures.
"""

from collections.abc import Sequence

import numpy as np

from ocr.marks.hand_shape import shape_of, tone_of
from ocr.marks.hand_weights import BIAS_1, BIAS_2, MEANS, SPREADS, WEIGHTS_1, WEIGHTS_2
from ocr.marks.ink_of_slot import Writing
from ocr.marks.layers import Layers
from ocr.pages import FloatBox

HAND = 0.5  # probability from which writing counts as made by hand
SURE = (0.15, 0.7)  # below or above: no person need look; between the two lie 3.5 % of unseen writers' hands
_REACH = 4.0  # spreads; beyond this a measure says no more


def hand_probability(
    writing: Writing, centres: Sequence[float], layers: Layers, label: FloatBox, label_layers: Layers
) -> float:
    """Return how likely a hand made the writing, against the print of the label."""
    own = tone_of(layers, writing.box, writing.em)
    print_tone = tone_of(label_layers, label, writing.em)
    shape = shape_of(writing.depth, centres, writing.em, own, print_tone)
    values = np.clip((shape - MEANS) / SPREADS, -_REACH, _REACH)
    hidden = np.tanh(values @ WEIGHTS_1 + BIAS_1)
    return float(1.0 / (1.0 + np.exp(-(hidden @ WEIGHTS_2 + BIAS_2))))
