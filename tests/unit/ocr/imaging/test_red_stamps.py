"""Red stamps over print are found on forms that are printed in red themselves, and taken off."""

import cv2
import numpy as np
import pytest

from ocr.imaging.ink import separate_ink, without_red_at
from ocr.imaging.red_stamps import stamps_on_print
from ocr.imaging.stamps_off import without_stamps
from ocr.pages import Image

RED = (178, 44, 48)
RULES = (150, 50, 45)


def form(*, stamp: tuple[int, int] | None, words_under: bool = True, slope: int = 0) -> Image:
    """A receipt with rules and labels in red, black values, and an oval stamp across a rule where one is asked for."""
    ink = np.full((1000, 1400, 3), 1.0, dtype=np.float32)
    frame = tuple(level / 248 for level in RULES)
    cv2.line(ink, (60, 700), (1340, 700 + slope), frame, 3)
    cv2.rectangle(ink, (60, 300), (1340, 560), frame, 3)
    for row in range(4):
        cv2.putText(ink, "LABEL ABC:", (80, 600 + 32 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, frame, 2, cv2.LINE_AA)
        if words_under:
            place = (250, 600 + 32 * row)
            cv2.putText(ink, "1234.56", place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0.15,) * 3, 2, cv2.LINE_AA)
    layer = np.full_like(ink, 1.0)
    if stamp is not None:
        cv2.ellipse(layer, stamp, (140, 92), 0, 0, 360, tuple(level / 248 for level in RED), 7, cv2.LINE_AA)
    return np.clip(246 * ink * layer, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("slope", [0, 6, 40])
def test_stamp_across_a_red_rule_is_found(slope: int) -> None:
    """A ring that runs into red rules and labels is still found, at its own place and size."""
    [box] = stamps_on_print(form(stamp=(340, 690), slope=slope))

    for found, drawn in zip(box, (200, 598, 480, 782), strict=True):
        assert abs(found - drawn) < 40


def test_red_form_without_a_stamp_is_left_alone() -> None:
    """Red rules and red labels are no stamp: the very same sheet comes back."""
    image = form(stamp=None)

    assert stamps_on_print(image) == ()
    assert without_stamps(image) is image


def test_stamp_with_no_dark_print_under_it_is_left_alone() -> None:
    """Where a stamp covers no print there is nothing to win, and nothing is changed."""
    assert stamps_on_print(form(stamp=(1000, 850), words_under=False)) == ()


def test_ring_goes_and_print_and_labels_stay() -> None:
    """The ring over a value is gone, the value's own ink and labels beside the stamp are as dark as before."""
    image = form(stamp=(340, 690))
    cleared = without_stamps(image)

    assert image[778:786, 330:350, 1].min() < 90  # the ring's foot
    assert cleared[778:786, 330:350].min() > 180
    assert cleared[640:664, 300:350].min() < 80  # a value inside
    assert np.array_equal(cleared[570:720, 70:150], image[570:720, 70:150])  # labels left of it


def test_part_is_cleaned_like_the_whole() -> None:
    """Taking red off one part needs the whole sheet's paper only: it gives what the whole gives there."""
    image = form(stamp=(340, 690))
    box = (190, 590, 490, 790)
    part = without_red_at(image, box)
    whole = separate_ink(image).without_red[box[1] : box[3], box[0] : box[2]]

    assert float(np.abs(part.astype(float) - whole).mean()) < 3


def test_pale_print_on_dim_paper_counts() -> None:
    """A short value in pale print on a badly lit sheet is print under a stamp too."""
    image = np.clip(form(stamp=(340, 690)).astype(np.float32) * 0.45 + 70, 0, 255).astype(np.uint8)

    assert len(stamps_on_print(image)) == 1


def test_last_digits_under_the_edge_of_a_stamp_count() -> None:
    """A number that only ends under the stamp's edge is print under a stamp."""
    image = form(stamp=(1000, 850), words_under=False)
    cv2.putText(image, "8", (1000, 945), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40, 40, 40), 2, cv2.LINE_AA)

    assert len(stamps_on_print(image)) == 1
