"""Texts scored as a tree get what they get one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.marks.scoring import emission, scores
from ocr.marks.text_tree import TextTree, tree_scores

LETTERS = "ab1"


def _over(seed: int, steps: int) -> object:
    weights = np.random.default_rng(seed).normal(0, 3, (steps, len(LETTERS) + 1))
    return emission(
        weights - np.logaddexp.reduce(weights, axis=1, keepdims=True),
        {char: n + 1 for n, char in enumerate(LETTERS)},
        LETTERS,
        {},
    )


@given(
    texts=st.lists(st.text("ab1x", min_size=1, max_size=5), min_size=1, max_size=12, unique=True),
    seed=st.integers(0, 10_000),
    steps=st.integers(1, 9),
)
def test_a_tree_of_texts_scores_like_each_text_alone(texts: list[str], seed: int, steps: int) -> None:
    """Doubled characters, characters that the recogniser lacks and texts longer than the crop included."""
    over = _over(seed, steps)
    alone = [float(scores(over, [text])[0]) for text in texts]  # type: ignore[arg-type]
    together = tree_scores(over, TextTree.of(texts)).tolist()  # type: ignore[arg-type]
    for one, other in zip(alone, together, strict=True):
        assert (one < -1e6 and other < -1e6) or one == pytest.approx(other)


@given(
    stems=st.lists(st.text("ab1", min_size=2, max_size=2), min_size=1, max_size=3, unique=True),
    endings=st.lists(
        st.lists(st.text("ab1x", min_size=1, max_size=4), min_size=1, max_size=6, unique=True), min_size=3, max_size=3
    ),
    seed=st.integers(0, 10_000),
)
def test_a_grafted_tree_scores_like_its_texts_written_out(
    stems: list[str], endings: list[list[str]], seed: int
) -> None:
    """Endings of different depth behind stems, doubled characters across the graft included."""
    over = _over(seed, 9)
    texts = [stem + ending for stem, some in zip(stems, endings, strict=False) for ending in some]
    trees = [TextTree.of(some) for _, some in zip(stems, endings, strict=False)]
    alone = tree_scores(over, TextTree.of(texts)).tolist()  # type: ignore[arg-type]
    together = tree_scores(over, TextTree.grafted(stems, trees)).tolist()  # type: ignore[arg-type]
    for one, other in zip(alone, together, strict=True):
        assert (one < -1e6 and other < -1e6) or one == pytest.approx(other)
