"""Good files: whole, turned, in RGB, with their size as uploaded and their words."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from ocr.pages import Opened, RawPage
from ocr.sandbox.client import Header, Sandbox
from ocr.sandbox.line import Line
from tests.faults import bad_files

pillow_heif.register_heif_opener()
CORNERS = ((220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40))  # clockwise from the top left


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with a zygote of its own."""
    line = Line()
    yield Sandbox(line)
    line.close()


def four_corners(width: int = 320, height: int = 240) -> Image.Image:
    """A white picture with one colour in each corner."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    places = ((0, 0), (width - 60, 0), (width - 60, height - 60), (0, height - 60))
    for colour, (x, y) in zip(CORNERS, places, strict=True):
        image.paste(colour, (x, y, x + 60, y + 60))
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(sandbox: Sandbox, data: bytes) -> tuple[RawPage, ...]:
    """The pages of a file that must open."""
    answer = sandbox.open_document(data)
    assert isinstance(answer, Opened), answer
    return answer.pages


def corners_seen(page: RawPage) -> list[int]:
    """Which colour each corner of the page shows, clockwise from the top left."""
    image = page.image.astype(int)
    spots = (image[20, 20], image[20, -20], image[-20, -20], image[-20, 20])
    return [int(np.argmin([np.abs(spot - colour).sum() for colour in CORNERS])) for spot in spots]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_each_format_opens(sandbox: Sandbox, kind: str) -> None:
    """Each picture format gives its pixels at their places."""
    [page] = opened(sandbox, encoded(four_corners(), kind))
    assert (page.width, page.height, page.scale) == (320, 240, 1.0)
    assert corners_seen(page) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("mark", "seen"),
    [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [2, 3, 0, 1]),
        (4, [3, 2, 1, 0]),
        (5, [0, 3, 2, 1]),
        (6, [3, 0, 1, 2]),
        (7, [2, 1, 0, 3]),
        (8, [1, 2, 3, 0]),
        (9, [0, 1, 2, 3]),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_turn_is_applied(sandbox: Sandbox, kind: str, mark: int, seen: list[int]) -> None:
    """A picture is turned as its EXIF mark says, and its size is that of the turned picture."""
    exif = Image.Exif()
    exif[0x0112] = mark
    [page] = opened(sandbox, encoded(four_corners(), kind, exif=exif))
    assert (page.width, page.height) == ((240, 320) if mark in (5, 6, 7, 8) else (320, 240))
    assert page.image.shape[:2] == (page.height, page.width)
    assert corners_seen(page) == seen


def test_large_photo_is_reduced_and_turned(sandbox: Sandbox) -> None:
    """A 24-megapixel photo comes smaller, with its size as uploaded after the turn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    [page] = opened(sandbox, encoded(four_corners(6000, 4000), "JPEG", exif=exif))
    assert (page.width, page.height) == (4000, 6000)
    assert page.image.shape[0] * page.image.shape[1] <= 12_600_000
    assert page.scale == pytest.approx(page.image.shape[1] / 4000)
    assert corners_seen(page) == [3, 0, 1, 2]


@pytest.mark.parametrize("size", [(700, 500), (29_000, 9), (1, 400)])
def test_every_pixel_comes_as_it_was_decoded(sandbox: Sandbox, size: tuple[int, int]) -> None:
    """Pages cross in strips; none is lost, doubled or moved, however wide the page."""
    noise = np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    [page] = opened(sandbox, encoded(Image.fromarray(noise), "PNG"))
    assert np.array_equal(page.image, noise)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1"])
def test_modes_become_rgb(sandbox: Sandbox, mode: str) -> None:
    """Grey, palette, alpha, CMYK and bilevel pictures come as RGB, white paper staying white."""
    image = four_corners().convert(mode)
    [page] = opened(sandbox, encoded(image, "TIFF" if mode == "CMYK" else "PNG"))
    assert page.image[120, 160].tolist() == [255, 255, 255]


def test_transparency_is_laid_on_white(sandbox: Sandbox) -> None:
    """What is transparent is paper, not black."""
    [page] = opened(sandbox, encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert page.image.min() == 255


def test_sixteen_bit_grey(sandbox: Sandbox) -> None:
    """Deep grey is scaled, not cut off."""
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))
    [page] = opened(sandbox, encoded(Image.fromarray(ramp), "PNG"))
    assert np.abs(page.image[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_tiff_of_several_pages(sandbox: Sandbox) -> None:
    """Every page of a TIFF comes, each with its own size."""
    data = encoded(four_corners(), "TIFF", save_all=True, append_images=[four_corners(200, 300)])
    pages = opened(sandbox, data)
    assert [(page.index, page.width, page.height) for page in pages] == [(0, 320, 240), (1, 200, 300)]


def test_pdf_pages_at_200_dpi(sandbox: Sandbox) -> None:
    """An A4 page of a PDF is 1654 x 2339 pixels as uploaded."""
    pages = opened(sandbox, bad_files.pdf(2))
    assert [(page.width, page.height, page.scale) for page in pages] == [(1654, 2339, 1.0)] * 2


def test_large_pdf_page_is_reduced(sandbox: Sandbox) -> None:
    """A page of poster size keeps its size as uploaded and comes smaller."""
    [page] = opened(sandbox, bad_files.boxed_pdf(b"0 0 3000 4000"))
    assert (page.width, page.height) == (8334, 11112)
    assert page.image.shape[0] * page.image.shape[1] <= 12_600_000


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [b"", b"/CropBox[50 200 300 400]"])
@pytest.mark.parametrize("box", [b"0 0 400 600", b"20 100 420 700"])
def test_words_lie_on_their_ink(sandbox: Sandbox, rotation: int, crop: bytes, box: bytes) -> None:
    """A word of the text layer lies where the page shows its ink, turned and cropped pages too."""
    [page] = opened(sandbox, bad_files.boxed_pdf(box, crop + b"/Rotate %d" % rotation))
    ink = np.argwhere(page.image.min(axis=2) < 128)
    top, left = ink.min(axis=0)
    bottom, right = ink.max(axis=0)
    boxes = np.array([word.box for word in page.words])
    assert "needle" in "".join(word.text for word in page.words) or rotation
    assert boxes[:, 0].min() - 6 <= left <= right <= boxes[:, 2].max() + 6
    assert boxes[:, 1].min() - 6 <= top <= bottom <= boxes[:, 3].max() + 6
    assert boxes[:, 2].max() - boxes[:, 0].min() <= right - left + 40
    assert boxes[:, 3].max() - boxes[:, 1].min() <= bottom - top + 40


def test_filled_form_fields_are_drawn(sandbox: Sandbox) -> None:
    """What was typed into a form field stands on the page."""

    def draw(paper: canvas.Canvas, _index: int) -> None:
        paper.acroForm.textfield(value="filled", x=100, y=500, width=200, height=40)

    [page] = opened(sandbox, bad_files.pdf(1, draw))
    assert page.image.min() < 128


def test_header_without_decoding(sandbox: Sandbox) -> None:
    """The header tells format, size and pages; a header above the limit is told too."""
    assert sandbox.look_at_header(encoded(four_corners(), "JPEG")) == Header("jpeg", 320, 240, 1)
    assert sandbox.look_at_header(bad_files.png_claiming(40_000, 40_000)) == Header("png", 40_000, 40_000, 1)
    assert sandbox.look_at_header(bad_files.pdf(3)) == Header("pdf", 1654, 2339, 3)
    assert sandbox.look_at_header(b"%PDF-nothing") is None
    assert sandbox.look_at_header(b"<html>") is None


def test_many_threads_share_one_zygote(sandbox: Sandbox) -> None:
    """Documents opened at once by many threads each get their own pages."""
    from concurrent.futures import ThreadPoolExecutor

    files = [encoded(four_corners(100 + 20 * n, 120), "PNG") for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda data: opened(sandbox, data)[0].width, files))
    assert answers == [100 + 20 * n for n in range(12)]
