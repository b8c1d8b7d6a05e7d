"""What makes a page good, fair or poor."""

import cv2
import numpy as np
import pytest

from ocr.imaging.flatten import flatten
from ocr.pages import Image, Sheet
from tests.unit.ocr.imaging.pages import on_desk, page, raw, tilted, upright


def sheet_of(image: Image) -> Sheet:
    """The sheet of a picture that lies upright."""
    return flatten(raw(image), upright)


def test_ordinary_scan_is_good() -> None:
    """A clean scan has no reason and no poor region."""
    sheet = sheet_of(page(1654, 2339))
    assert sheet.quality.verdict == "good"
    assert sheet.quality.reasons == ()
    assert sheet.poor_regions == ()


def test_ordinary_photo_is_good() -> None:
    """A photo of a paper on a desk has no poor region."""
    sheet = sheet_of(on_desk(page(1654, 2339), (120, 90, 60), tilted((2400, 3200)), (2400, 3200)))
    assert sheet.quality.verdict in {"good", "fair"}
    assert sheet.poor_regions == ()


@pytest.mark.parametrize("noise", [0.0, 3.0, 8.0])
@pytest.mark.parametrize("shade", [1.0, 0.6])
def test_empty_sheet_is_blank(noise: float, shade: float) -> None:
    """A sheet without ink is blank, whatever the scanner's noise and the light."""
    rng = np.random.default_rng(2)
    light = np.linspace(245, 245 * shade, 1754)[:, None, None]
    image = np.clip(light + rng.normal(0, noise, (1754, 1240, 3)), 0, 255).astype(np.uint8)
    assert sheet_of(image).quality.reasons == ("blank",)


@pytest.mark.parametrize("written", ["words", "seal"])
def test_little_ink_is_not_blank(written: str) -> None:
    """A few words or one seal on an otherwise empty sheet is not blank."""
    image = np.full((1754, 1240, 3), 245, dtype=np.uint8)
    if written == "words":
        cv2.putText(image, "AGREED LI", (300, 900), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (60, 60, 60), 3, cv2.LINE_AA)
    else:
        cv2.circle(image, (800, 1300), 110, (225, 120, 125), 6, cv2.LINE_AA)
    assert "blank" not in sheet_of(image).quality.reasons


def test_strong_blur_is_named() -> None:
    """A page out of focus is named so."""
    blurred = cv2.GaussianBlur(page(1654, 2339), (0, 0), 6)
    quality = sheet_of(blurred).quality
    assert "blur" in quality.reasons
    assert quality.verdict == "poor"


def test_glare_spot_is_a_poor_region() -> None:
    """A blown out spot on a grey lit page is named and boxed where it lies."""
    image = (page(1654, 2339) * 0.75).astype(np.float32)
    spot = np.zeros(image.shape[:2], dtype=np.float32)
    cv2.circle(spot, (800, 1200), 150, 1.0, -1)
    image += cv2.GaussianBlur(spot, (0, 0), 25)[:, :, None] * 200
    sheet = sheet_of(np.clip(image, 0, 255).astype(np.uint8))
    assert sheet.quality.reasons == ("glare",)
    [(reason, (left, top, right, bottom))] = sheet.poor_regions
    assert reason == "glare"
    assert left < 800 < right
    assert top < 1200 < bottom


def test_strong_shadow_is_named_and_evened_out() -> None:
    """A page half in shadow is named so; its paper comes out evenly lit."""
    light = np.linspace(1.0, 0.4, 2339)[:, None, None]
    sheet = sheet_of((page(1654, 2339) * light).astype(np.uint8))
    assert "shadow" in sheet.quality.reasons
    top, bottom = np.percentile(sheet.image[100:400], 90), np.percentile(sheet.image[-400:-100], 90)
    assert abs(float(top) - float(bottom)) < 40


def test_tiny_print_is_low_resolution() -> None:
    """Print of six pixels' height is named."""
    small = cv2.resize(page(1654, 2339), (480, 680), interpolation=cv2.INTER_AREA)
    assert "low_resolution" in sheet_of(np.asarray(small, dtype=np.uint8)).quality.reasons
