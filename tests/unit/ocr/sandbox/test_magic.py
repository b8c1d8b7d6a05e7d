"""What a file claims to be by its first bytes."""

import subprocess
import sys

import pytest

from ocr.sandbox.magic import sniff_format

KNOWN = {
    b"\xff\xd8\xff\xe0\x00\x10JFIF": "jpeg",
    b"\x89PNG\r\n\x1a\n\x00\x00": "png",
    b"RIFF\x00\x00\x00\x00WEBPVP8X": "webp",
    b"II*\x00\x08\x00\x00\x00": "tiff",
    b"MM\x00*\x00\x00\x00\x08": "tiff",
    b"%PDF-1.4\n": "pdf",
    b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "heic",
    b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heicmiaf": "heic",
}
UNKNOWN = (
    b"",
    b"\xff\xd8",
    b"GIF89a",
    b"PK\x03\x04",
    b"<html>%PDF-1.4",
    b" %PDF-1.4",
    b"RIFF\x00\x00\x00\x00WAVEfmt ",
    b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf",
    b"\x00\x00\x00\x1cftypisom\x00\x00\x00\x00mp41",
    b"BM\x00\x00",
)


@pytest.mark.parametrize("head", KNOWN)
def test_known_formats(head: bytes) -> None:
    """The six formats of the contract are known by their magic number."""
    assert sniff_format(head) == KNOWN[head]


@pytest.mark.parametrize("head", UNKNOWN)
def test_everything_else_is_unknown(head: bytes) -> None:
    """Anything else, a known header further inside too, is unknown."""
    assert sniff_format(head) is None


def test_the_api_side_is_light() -> None:
    """Magic numbers and headers are looked at without numpy, Pillow or any parser in the process."""
    heavy = {"numpy", "PIL", "cv2", "pdfplumber", "pypdfium2", "pillow_heif", "paddleocr"}
    code = f"import sys, ocr.sandbox.client; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
