"""On a sheet without colour, a stamp over darker print turns pale and the print stays."""

import cv2
import numpy as np
import pytest

from ocr.imaging.grey_stamps import grey_stamps
from ocr.imaging.stamps_off import without_stamps
from ocr.pages import Image

PRINT = 0.13
STAMP = 0.52


def scan(*, stamp: tuple[int, int] | None, ink: float = STAMP, words: bool = True) -> Image:
    """A colourless scan with rules, labels in the stamp's grey and black values, and a ring across them."""
    light = np.full((1000, 1400), 1.0, dtype=np.float32)
    cv2.line(light, (60, 700), (1340, 700), STAMP, 3)
    for row in range(4):
        cv2.putText(light, "LABEL ABC:", (80, 600 + 32 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, STAMP, 2, cv2.LINE_AA)
        if words:
            cv2.putText(light, "1234.56", (250, 600 + 32 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, PRINT, 3, cv2.LINE_AA)
    layer = np.full_like(light, 1.0)
    if stamp is not None:
        cv2.circle(layer, stamp, 120, ink, 7, cv2.LINE_AA)
    grey = np.clip(246 * light * layer, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def test_ring_turns_pale_and_print_stays() -> None:
    """The ring is nearly gone, the value under it is dark, and what lies beside the ring is untouched."""
    image = scan(stamp=(330, 660))
    cleared = without_stamps(image)

    assert len(grey_stamps(image)) == 1
    assert image[776:784, 320:340].min() < 150  # the ring's foot
    assert cleared[776:784, 320:340].min() > 200
    assert cleared[640:664, 260:350].min() < 70  # a value
    assert np.array_equal(cleared[560:800, 70:130], image[560:800, 70:130])


@pytest.mark.parametrize("case", ["no stamp", "black stamp", "no print", "title", "colour"])
def test_what_is_left_as_it_is(case: str) -> None:
    """Without a stamp, with one as black as the print, over no print, on a title, or in colour nothing changes."""
    image = {
        "no stamp": scan(stamp=None),
        "black stamp": scan(stamp=(330, 660), ink=PRINT),
        "no print": scan(stamp=(1000, 850), words=False),
        "title": np.roll(scan(stamp=(330, 660)), -520, axis=0),
        "colour": scan(stamp=(330, 660)),
    }[case]
    if case == "colour":
        image[:120, :, 2] = 150

    assert grey_stamps(image) == ()
