"""How well a text fits the recogniser's distribution over one crop: CTC forward scores of many candidates at once.

Here: arithmetic. Not here: pixels (crops), which names compete (names).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities

_NOWHERE = -1e9


@dataclass(frozen=True, slots=True)
class Emission:
    """The distribution over one crop, narrowed to the characters that any candidate uses (written forms summed)."""

    blank: NDArray[np.float64]  # T, natural logarithm
    chars: NDArray[np.float64]  # T x K
    column: Mapping[str, int]  # character -> column of `chars`
    best: float  # log-probability of the best path

    def peak(self, char: str) -> float:
        """Return the greatest log-probability of a character over the crop."""
        return float(self.chars[:, self.column[char]].max()) if char in self.column else _NOWHERE


def emission(
    log_probabilities: LogProbabilities,
    index: Mapping[str, int],
    chars: Sequence[str],
    forms: Mapping[str, str],
) -> Emission:
    """Narrow a distribution to `chars`; a character's other written forms (`forms`) count as the character itself."""
    written: dict[str, list[int]] = {}
    for char in chars:
        labels = [index[form] for form in (char, *forms.get(char, "")) if form in index]
        if labels:
            written.setdefault(char, labels)
    kept = {char: at for at, char in enumerate(written)}
    table = log_probabilities[:, [labels[0] for labels in written.values()]].astype(np.float64)
    for at, labels in enumerate(written.values()):
        if len(labels) > 1:
            table[:, at] = np.logaddexp.reduce(log_probabilities[:, labels].astype(np.float64), axis=1)
    best = log_probabilities.max(axis=1).astype(np.float64).sum()
    return Emission(log_probabilities[:, 0].astype(np.float64), table, kept, float(best))


def scores(over: Emission, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return log P(text | crop) for texts of one length; a character that the recogniser lacks scores nowhere."""
    length = len(texts[0])
    labels = np.array([[over.column.get(char, -1) for char in text] for text in texts], dtype=np.int64)
    lacking = (labels < 0).any(axis=1)
    labels[labels < 0] = 0
    states = 2 * length + 1
    may_skip = np.zeros((len(texts), states), dtype=bool)
    may_skip[:, 3::2] = labels[:, 1:] != labels[:, :-1]
    alpha = np.full((len(texts), states), _NOWHERE)
    emit = np.empty((len(texts), states))
    for step in range(len(over.blank)):
        emit[:, 0::2] = over.blank[step]
        emit[:, 1::2] = over.chars[step][labels]
        if step == 0:
            alpha[:, :2] = emit[:, :2]
            continue
        one = np.full_like(alpha, _NOWHERE)
        one[:, 1:] = alpha[:, :-1]
        two = np.full_like(alpha, _NOWHERE)
        two[:, 2:] = np.where(may_skip[:, 2:], alpha[:, :-2], _NOWHERE)
        alpha = np.logaddexp(np.logaddexp(alpha, one), two) + emit
    result = np.logaddexp(alpha[:, -1], alpha[:, -2])
    result[lacking] = _NOWHERE
    return np.asarray(result, dtype=np.float64)
