"""The few shapes that cross between the service and the sandbox.

Here: jobs, limits of size and number, and reading JSON from an untrusted child without trusting it.
Not here: pixels (they travel in memory files), processes.
"""

import json
import os
from dataclasses import dataclass
from typing import Final

MAX_PIXELS: Final = 80_000_000  # above this an image is refused (CONTRACT.md: header above 80 megapixels)
PAGE_PIXELS: Final = 12_600_000  # a page is handed over with at most so many; a 12-megapixel photo passes whole
PIXEL_BYTES: Final = 600_000_000  # all pages of one document together, RGB
MAX_SIDE: Final = 30_000  # pixels of a handed over page's side
MAX_PAGE_SIDE: Final = 200_000  # pixels of a side of the page as uploaded (a PDF may claim anything)
PDF_DPI: Final = 200  # resolution at which PDF pages count as uploaded
MAX_INPUT_BYTES: Final = 64_000_000
MAX_ANSWER_BYTES: Final = 1_000_000
MAX_WORDS_BYTES: Final = 24_000_000
MAX_WORDS: Final = 60_000  # text-layer words of one document
MAX_WORD_CHARS: Final = 256

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """One request to the sandbox: what to do, for how long (seconds of wall clock), up to how many pages."""

    kind: str  # open, header, probe
    format: str
    seconds: float
    max_pages: int

    def encode(self) -> bytes:
        """Return the job as one small packet."""
        shape = {"kind": self.kind, "format": self.format, "seconds": self.seconds, "max_pages": self.max_pages}
        return json.dumps(shape).encode()

    @classmethod
    def decode(cls, packet: bytes) -> "Job":
        """Read a job from a packet of our own client."""
        shape = json.loads(packet)
        return cls(shape["kind"], shape["format"], float(shape["seconds"]), int(shape["max_pages"]))


def write_json(fd: int, shape: object) -> None:
    """Write the shape as the whole content of a memory file."""
    payload = json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    os.ftruncate(fd, 0)
    view = memoryview(payload)
    at = 0
    while at < len(view):
        at += os.pwrite(fd, view[at:], at)


def read_json(fd: int, limit: int) -> object:
    """Read an untrusted memory file of at most `limit` bytes; None unless it holds exactly one JSON value."""
    size = os.fstat(fd).st_size
    if not 0 < size <= limit:
        return None
    try:
        shape: object = json.loads(os.pread(fd, size, 0))
    except (ValueError, RecursionError):
        return None
    return shape


def whole(shape: Json, key: str, low: int, high: int) -> int | None:
    """Return the integer under the key if it lies within low..high, else None."""
    value = shape.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if low <= value <= high else None
