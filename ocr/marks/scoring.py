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
    kept: dict[str, int] = {}
    first: list[int] = []
    several: dict[int, list[int]] = {}  # columns of characters with more than one written form
    for char in chars:
        also = forms.get(char, "")
        labels = [index[form] for form in (char, *also) if form in index] if also else [index.get(char, -1)]
        if char in kept or not labels or labels[0] < 0:
            continue
        if len(labels) > 1:
            several[len(first)] = labels
        kept[char] = len(first)
        first.append(labels[0])
    table = log_probabilities[:, first].astype(np.float64)
    if several:
        table[:, list(several)] = _summed(log_probabilities, tuple(several.values()))
    best = log_probabilities.max(axis=1).astype(np.float64).sum()
    return Emission(log_probabilities[:, 0].astype(np.float64), table, kept, float(best))


def _summed(log_probabilities: LogProbabilities, groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Return for each group of labels the logarithm of their summed probabilities, T x groups."""
    most = max(map(len, groups))
    labels = np.array([[*group, *[-1] * (most - len(group))] for group in groups], dtype=np.int64)
    values = log_probabilities[:, labels].astype(np.float64)
    values[:, labels < 0] = -np.inf
    return np.asarray(np.logaddexp.reduce(values, axis=2), dtype=np.float64)


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
