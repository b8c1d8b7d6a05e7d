"""The numbers between a date's signs are read apart from the signs."""

import cv2
import numpy as np
import pytest

from ocr import date_pieces
from ocr.date_pieces import HIGH, WIDE, numbers_in, places
from ocr.marks.scoring import Emission, emission

CHARSET = ("", *"0123456789年月日-.")


def over(text: str, at: list[float], steps: int) -> Emission:
    """A distribution that says each character at its place, a share of the crop's width."""
    table = np.full((steps, len(CHARSET)), 1e-6, dtype=np.float32)
    table[:, 0] = 1.0
    for char, place in zip(text, at, strict=True):
        table[int(place * steps), [0, CHARSET.index(char)]] = 1e-6, 1.0
    return emission(np.log(table), {char: n for n, char in enumerate(CHARSET)}, CHARSET[1:], {})


def drawn(strokes: dict[int, str]) -> tuple[np.ndarray, Emission, str]:
    """A date of upright strokes: 年 and 月 as blocks, a 1 as a stroke, at columns of a crop of 48 x 400 px."""
    crop = np.full((48, 400, 3), 245, dtype=np.uint8)
    for x, char in strokes.items():
        if char in "年月日":
            cv2.rectangle(crop, (x - 13, 10), (x + 13, 38), (40, 40, 40), 2)
            cv2.line(crop, (x - 13, 24), (x + 13, 24), (40, 40, 40), 2)
        else:
            cv2.line(crop, (x + 3, 10), (x - 3, 38), (40, 40, 40), 4)
    text = "2024" + "".join(strokes.values())
    at = [x / 400 for x in (10, 30, 50, 70)] + [x / 400 for x in strokes]
    return crop, over(text, at, 100), text


def test_every_character_is_found_where_it_stands() -> None:
    """The middles of a text's characters, doubled ones too, as shares of the width."""
    at = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.6, 0.75, 0.9]
    assert places(over("2024.11.7", at, 100), "2024.11.7") == pytest.approx(at, abs=0.011)


def test_strokes_between_two_signs_are_counted() -> None:
    """A second stroke between 年 and 月 speaks for 11 against 1, and leaves the day's piece as it was."""
    one = numbers_in(*drawn({100: "年", 150: "1", 200: "月", 250: "1", 300: "日"}))
    two = numbers_in(*drawn({100: "年", 144: "1", 158: "1", 200: "月", 250: "1", 300: "日"}))
    assert one is not None
    assert two is not None
    assert one.shape == (2, date_pieces.NUMBERS)
    assert (two[0, 11] - two[0, 1]) - (one[0, 11] - one[0, 1]) > 1.0
    assert one[1].argmax() == 1
    assert np.abs(two[1] - one[1]).max() < 0.1


def test_where_no_sign_parts_the_numbers_nothing_is_said() -> None:
    """2024.219 has no place where the month ends."""
    crop, seen, _ = drawn({100: "年", 150: "1", 200: "月", 250: "1", 300: "日"})
    assert numbers_in(crop, seen, "2024.219") is None


def test_air_between_two_signs_is_no_number() -> None:
    """Where nothing is written the network says so."""
    crop, seen, text = drawn({100: "年", 150: "1", 200: "月", 250: "1", 300: "日"})
    crop[:, 215:285] = 245
    said = numbers_in(crop, seen, text)
    assert said is not None
    assert said[1].argmax() == 0


def test_a_piece_is_framed_whole() -> None:
    """A piece fills the frame's height, keeps its shape, and is squeezed where it is too wide."""
    ink = np.ones((16, 200), dtype=np.float32)
    assert date_pieces._framed(ink, 0, 20).sum() == pytest.approx(HIGH * 40)
    assert date_pieces._framed(ink, 0, 200).sum() == pytest.approx(HIGH * WIDE)
    assert date_pieces._framed(ink, 250, 240).shape == (HIGH, WIDE)
