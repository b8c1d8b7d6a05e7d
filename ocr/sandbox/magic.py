"""What a file claims to be, by its first bytes.

Here: magic numbers in pure Python, light enough for the API process. Not here: opening or measuring anything.
"""

from typing import Final

HEAD_BYTES: Final = 64  # bytes of the file that `sniff_format` wants to see

_HEVC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_GENERIC_BRANDS: Final = frozenset({b"mif1", b"msf1", b"mif2"})
_TIFF_STARTS: Final = (b"II\x2a\x00", b"MM\x00\x2a", b"II\x2b\x00", b"MM\x00\x2b")


def sniff_format(head: bytes) -> str | None:
    """Return jpeg, png, webp, tiff, heic or pdf by the magic number at offset 0, or None for anything else.

    A known header further inside is not looked for: a file that starts as something else is something else.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and head[12:16] in (b"VP8 ", b"VP8L", b"VP8X"):
        return "webp"
    if head.startswith(_TIFF_STARTS):
        return "tiff"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return "heic" if _is_heic(head) else None


def _is_heic(head: bytes) -> bool:
    if head[4:8] != b"ftyp" or len(head) < 16:
        return False
    length = int.from_bytes(head[:4], "big")
    if not 16 <= length <= 512:
        return False
    major = bytes(head[8:12])
    if major in _HEVC_BRANDS:
        return True
    others = {bytes(head[at : at + 4]) for at in range(16, min(length, len(head)) - 3, 4)}
    return major in _GENERIC_BRANDS and bool(others & _HEVC_BRANDS)
