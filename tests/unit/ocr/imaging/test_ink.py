"""Inks are told apart whatever the light."""

import cv2
import numpy as np
import pytest

from ocr.imaging.ink import separate_ink, small_white, without_red_at
from ocr.pages import Image

INKS = {
    "red": (215, 40, 45),
    "pale red": (240, 165, 165),
    "dark red": (150, 25, 35),
    "purple": (130, 40, 140),
    "blue": (40, 60, 170),
    "teal": (20, 125, 130),
}
LIGHTS = {"white": (1.0, 1.0, 1.0), "warm": (1.0, 0.93, 0.80), "cold": (0.85, 0.93, 1.0), "dim": (0.62, 0.6, 0.58)}


def paper(ink: tuple[int, int, int], light: tuple[float, float, float]) -> Image:
    """White paper with a disc of the ink on the left and black print across, under that light."""
    image = np.full((600, 800, 3), 248, dtype=np.uint8)
    cv2.circle(image, (220, 300), 120, ink, 14, cv2.LINE_AA)
    disc = image.astype(np.float32) / 248
    text = np.full((600, 800, 3), 1.0, dtype=np.float32)
    cv2.putText(text, "UNDER THE SEAL 12345", (60, 310), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0.12,) * 3, 4, cv2.LINE_AA)
    return np.clip(248 * disc * text * np.array(light), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("name", INKS)
def test_each_ink_lies_in_its_layer(name: str, light: str) -> None:
    """Red and purple lie in the red layer, blue and teal in the blue one, print in neither."""
    layers = separate_ink(paper(INKS[name], LIGHTS[light]))
    mine, other = (layers.blue, layers.red) if name in {"blue", "teal"} else (layers.red, layers.blue)
    ring = slice(170, 190), slice(215, 225)
    word = slice(270, 310), slice(420, 760)
    assert mine[ring].max() > 60
    assert other[ring].max() < 40
    assert layers.black[word].max() > 150
    assert float((mine[word] > 60).mean()) < 0.02


@pytest.mark.parametrize("name", ["red", "pale red", "dark red"])
def test_red_gives_way_to_the_print_below(name: str) -> None:
    """Without its red the seal is gone and the print that it covered is still there."""
    image = paper(INKS[name], LIGHTS["white"])
    cleaned = separate_ink(image).without_red
    assert cleaned[150:195, 200:240].min() > 175
    crossing = cleaned[275:312, 90:115]
    assert crossing.min() < 110


def test_plain_print_is_left_as_it_is() -> None:
    """A page without colour comes back unchanged."""
    image = np.full((300, 400, 3), 240, dtype=np.uint8)
    cv2.putText(image, "PRINT", (60, 160), cv2.FONT_HERSHEY_SIMPLEX, 2, (30, 30, 30), 5)
    layers = separate_ink(image)
    assert np.array_equal(layers.without_red, image)
    assert layers.red.max() == 0
    assert layers.blue.max() == 0


@pytest.mark.parametrize("light", LIGHTS)
def test_parts_of_a_sheet_share_its_paper(light: str) -> None:
    """A part cleaned with the sheet's paper given is the part cleaned without; its stamp is gone, its print is not."""
    shade = np.linspace(1.0, 0.7, 600)[:, None, None]
    sheet = (paper(INKS["red"], LIGHTS[light]) * shade).astype(np.uint8)
    box = (90, 170, 500, 430)
    part = without_red_at(sheet, box, small_white(sheet))
    assert np.array_equal(part, without_red_at(sheet, box))
    ring, bare = part[10:20, 125:135].astype(int), sheet[185, 20].astype(int)
    assert np.abs(ring - bare).max() < 20
    assert part[110:145, 250:400].min() < 70
