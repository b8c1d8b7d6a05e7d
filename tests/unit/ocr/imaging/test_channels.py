"""The strongest and weakest channel, against NumPy's own answer."""

import numpy as np
import pytest

from ocr.imaging.channels import strongest, weakest


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
@pytest.mark.parametrize("step", [1, 3])
def test_both_are_numpys_over_the_last_axis(kind: type[np.generic], step: int) -> None:
    """Bytes and floats, whole pictures and views of every third pixel: the same values, the same type."""
    image = (np.random.default_rng(7).random((40, 31, 3)) * 250).astype(kind)[::step, ::step]
    assert np.array_equal(strongest(image), image.max(axis=2))
    assert np.array_equal(weakest(image), image.min(axis=2))
    assert strongest(image).dtype == weakest(image).dtype == np.dtype(kind)
