"""Percentiles from counts, against NumPy's own answer."""

import numpy as np
import pytest

from ocr.imaging.levels import percentile


@pytest.mark.parametrize("shape", [(1, 1), (3, 4), (41, 57), (300, 200)])
@pytest.mark.parametrize("share", [0, 13, 50, 80, 99, 100])
def test_it_is_numpys(shape: tuple[int, int], share: float) -> None:
    """Few pixels and many, the ends and what lies between two levels: the same number."""
    levels = np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8)
    assert percentile(levels, share) == pytest.approx(float(np.percentile(levels, share)), abs=1e-6)


def test_a_view_of_one_channel_is_counted_as_it_is() -> None:
    """The middle channel of a picture has its own percentile, not that of its neighbours."""
    image = np.zeros((20, 30, 3), dtype=np.uint8)
    image[:10, :, 1] = 200
    assert percentile(image[..., 1], 75) == 200
    assert percentile(image[..., 0], 75) == 0
