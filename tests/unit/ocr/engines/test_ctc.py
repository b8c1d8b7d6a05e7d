"""Arithmetic on the recogniser's distribution."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines.ctc import decode, text_log_likelihood

CHARSET = ("blank", "a", "b", "c")


def rows(*tops: int, p: float = 0.97) -> np.ndarray:
    """A distribution whose best character at each step is given."""
    rest = (1 - p) / (len(CHARSET) - 1)
    table = np.full((len(tops), len(CHARSET)), rest, dtype=np.float32)
    for step, top in enumerate(tops):
        table[step, top] = p
    return table


def collapse(path: tuple[int, ...]) -> tuple[int, ...]:
    """What a path of steps spells."""
    return tuple(key for key, _ in itertools.groupby(path) if key != 0)


def test_decode_merges_repeats_and_drops_blanks() -> None:
    """Equal neighbours are one character unless a blank parts them."""
    glyphs = decode(rows(1, 1, 0, 1, 2, 2, 0), CHARSET)

    assert "".join(glyph.char for glyph in glyphs) == "aab"
    assert [round(glyph.at, 2) for glyph in glyphs] == [0.14, 0.5, 0.71]


def test_decode_counts_places_on_the_crop_only() -> None:
    """Padding to the right does not move the characters to the left."""
    glyphs = decode(rows(1, 0, 2, 0, 0, 0, 0, 0), CHARSET, used=0.5)

    assert [round(glyph.at, 3) for glyph in glyphs] == [0.125, 0.625]


def test_runners_up_are_kept() -> None:
    """A likely other character stays with its probability."""
    table = rows(1)
    table[0] = [0.05, 0.6, 0.34, 0.01]

    [glyph] = decode(table, CHARSET)

    assert glyph.others[0][0] == "b"
    assert glyph.others[0][1] == pytest.approx(0.34)


@given(
    st.lists(st.lists(st.floats(0.05, 1.0), min_size=4, max_size=4), min_size=1, max_size=5),
    st.lists(st.integers(1, 3), max_size=3),
)
def test_likelihood_equals_the_sum_over_all_paths(weights: list[list[float]], labels: list[int]) -> None:
    """The forward algorithm gives what adding up every path gives."""
    table = np.array(weights) / np.array(weights).sum(axis=1, keepdims=True)
    total = sum(
        math.prod(table[step, char] for step, char in enumerate(path))
        for path in itertools.product(range(4), repeat=len(table))
        if collapse(path) == tuple(labels)
    )

    found = text_log_likelihood(np.log(table).astype(np.float32), labels)

    assert math.exp(found) == pytest.approx(total, rel=1e-4, abs=1e-9)


def test_only_the_likeliest_three_others_are_kept() -> None:
    """Of many likely characters the likeliest three stay, in order; never the blank or what is below 0.01."""
    charset = ("blank", *"abcdefgh")
    table = np.array([[0.2, 0.3, 0.05, 0.16, 0.1, 0.12, 0.03, 0.03, 0.009]], dtype=np.float32)

    [glyph] = decode(table, charset)

    assert glyph.char == "a"
    assert [char for char, _ in glyph.others] == ["c", "e", "d"]
    assert [char for char, _ in decode(table[:, [0, 1, 8, 2]], ("blank", *"ahb"))[0].others] == ["b"]
