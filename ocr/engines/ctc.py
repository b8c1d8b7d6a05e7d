"""CTC output to glyphs: best path, runners-up and positions, and the score of an expected text.

Here: arithmetic on the recogniser's distribution. Not here: pixels, models.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.lines import Glyph

_RUNNER_UP_FLOOR = 0.01  # probability below which another character is noise


def decode(probabilities: NDArray[np.float32], charset: Sequence[str], used: float = 1.0) -> tuple[Glyph, ...]:
    """Return the glyphs of the best path; `used` is the share of the T steps that lies on the crop, not on padding."""
    best = probabilities.argmax(axis=1)
    heights = probabilities[np.arange(len(best)), best]
    steps = len(best)
    glyphs: list[Glyph] = []
    start = 0
    while start < steps:
        stop = start
        while stop + 1 < steps and best[stop + 1] == best[start]:
            stop += 1
        if best[start] != 0:
            peak = start + int(heights[start : stop + 1].argmax())
            at = min(1.0, ((start + stop) / 2 + 0.5) / max(steps * used, 1.0))
            glyphs.append(_glyph(probabilities[peak], int(best[peak]), charset, at))
        start = stop + 1
    return tuple(glyphs)


def _glyph(row: NDArray[np.float32], index: int, charset: Sequence[str], at: float) -> Glyph:
    best = float(row[index])
    if 1.0 - best < _RUNNER_UP_FLOOR:  # what is left is too little for any other character
        return Glyph(charset[index], best, at, ())
    likely = np.flatnonzero(row >= _RUNNER_UP_FLOOR)  # a hundred at most: far fewer than to sort
    others = sorted(((charset[i], float(row[i])) for i in likely if i not in (0, index)), key=lambda pair: -pair[1])
    return Glyph(charset[index], best, at, tuple(others[:3]))


def text_log_likelihood(log_probabilities: NDArray[np.float32], labels: Sequence[int]) -> float:
    """Return log P(text | crop) by the CTC forward algorithm; labels are charset indices without blanks."""
    if not labels:
        return float(log_probabilities[:, 0].sum())
    extended = np.zeros(2 * len(labels) + 1, dtype=np.int64)
    extended[1::2] = labels
    emit = log_probabilities[:, extended].astype(np.float64)
    may_skip = np.zeros(len(extended), dtype=bool)
    may_skip[3::2] = extended[3::2] != extended[1:-2:2]
    alpha = np.full(len(extended), -np.inf)
    alpha[0], alpha[1] = emit[0, 0], emit[0, 1]
    for step in range(1, len(emit)):
        one = np.concatenate(([-np.inf], alpha[:-1]))
        two = np.where(may_skip, np.concatenate(([-np.inf, -np.inf], alpha[:-2])), -np.inf)
        alpha = np.logaddexp(np.logaddexp(alpha, one), two) + emit[step]
    return float(np.logaddexp(alpha[-1], alpha[-2]))
