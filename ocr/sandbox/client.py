"""What the service asks of the sandbox: open a document, look at a header, say how well it is confined.

Here: the answers of an untrusted child, checked member by member. Light to import: numpy and the page types
come only with the first opened document, so that the API process can look at headers without them.
Not here: decoding, processes.
"""

import math
import mmap
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ocr.sandbox.line import Ended, Line, SandboxUnavailableError
from ocr.sandbox.magic import HEAD_BYTES, sniff_format
from ocr.sandbox.wire import (
    MAX_ANSWER_BYTES,
    MAX_INPUT_BYTES,
    MAX_PAGE_SIDE,
    MAX_SIDE,
    MAX_WORD_CHARS,
    MAX_WORDS,
    MAX_WORDS_BYTES,
    PIXEL_BYTES,
    Job,
    read_json,
    whole,
)

if TYPE_CHECKING:
    from ocr.pages import Image, Opened, OpenFailure, RawPage, Word

__all__ = ["Confinement", "Header", "Sandbox", "SandboxUnavailableError", "sniff_format"]

_OPEN_SECONDS: Final = 60.0  # a 50-page scan takes about 15 s on one core
_CHILD_FAILURES: Final = frozenset({"NOT_OPENABLE", "ENCRYPTED", "TOO_MANY_PAGES", "TOO_LARGE"})
_MAX_PAGES_SEEN: Final = 1_000_000
MANY_PAGES: Final = 8  # from here on pages are mapped, not copied: fifty of them would take 600 MB

_shared: Final = Line()


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself before anything is decoded; pixels, for PDF of the first page at 200 dpi."""

    format: str
    width: int
    height: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Confinement:
    """How far this machine lets the child be confined."""

    network_cut: bool
    calls_filtered: bool


class Sandbox:
    """Opens strangers' files in throw-away children; all instances of a process share one zygote."""

    def __init__(self, line: Line = _shared) -> None:
        self._line = line

    def start(self) -> int:
        """Start the zygote now rather than with the first document; returns its process id."""
        return self._line.start()

    def close(self) -> None:
        """Let the zygote go."""
        self._line.close()

    def open_document(
        self, data: bytes, *, seconds: float = _OPEN_SECONDS, max_pages: int = 50
    ) -> "Opened | OpenFailure":
        """Open a file into pages, or say why not; raises SandboxUnavailableError only if we cannot start."""
        from ocr.pages import Opened, OpenFailure

        kind = sniff_format(data[:HEAD_BYTES])
        if kind is None:
            return OpenFailure("NOT_OPENABLE")
        if len(data) > MAX_INPUT_BYTES:
            return OpenFailure("TOO_LARGE")
        with self._line.run(Job("open", kind, seconds, max_pages), data) as ended:
            if ended is None:
                return OpenFailure("SANDBOX_DIED")
            answer = read_json(ended.answer, MAX_ANSWER_BYTES)
            if not isinstance(answer, dict):
                return OpenFailure("SANDBOX_DIED")
            if answer.get("failure") in _CHILD_FAILURES:
                return OpenFailure(str(answer["failure"]))
            pages = _read_pages(answer.get("pages"), ended, max_pages)
        return Opened(kind, pages) if pages else OpenFailure("SANDBOX_DIED")

    def look_at_header(self, data: bytes, seconds: float = 1.0) -> Header | None:
        """Return what the file's header says, decoding nothing; None when no answer came in time."""
        kind = sniff_format(data[:HEAD_BYTES])
        if kind is None or len(data) > MAX_INPUT_BYTES:
            return None
        try:
            with self._line.run(Job("header", kind, seconds, 1), data, patience=seconds + 0.1) as ended:
                answer = None if ended is None else read_json(ended.answer, MAX_ANSWER_BYTES)
        except SandboxUnavailableError:
            return None
        if not isinstance(answer, dict):
            return None
        width, height = (whole(answer, key, 1, 2**31) for key in ("width", "height"))
        if width is None or height is None:
            return None
        return Header(kind, width, height, whole(answer, "pages", 1, _MAX_PAGES_SEEN))

    def confinement(self) -> Confinement:
        """Ask a child how it is confined; False where it did not answer."""
        with self._line.run(Job("probe", "", 5.0, 1), b"") as ended:
            answer = None if ended is None else read_json(ended.answer, MAX_ANSWER_BYTES)
        shape = answer if isinstance(answer, dict) else {}
        return Confinement(shape.get("network_cut") is True, shape.get("calls_filtered") is True)

    @property
    def network_cut(self) -> bool:
        """Whether a child has no way to the network, by an empty namespace or by the system-call filter."""
        return self.confinement().network_cut


def _read_pages(shapes: object, ended: Ended, max_pages: int) -> "tuple[RawPage, ...]":
    """Return the pages that the child describes, or none at all if one of them is not as promised."""
    from ocr.pages import RawPage

    if not isinstance(shapes, list) or not 0 < len(shapes) <= max_pages:
        return ()
    held = os.fstat(ended.pixels).st_size
    words = _read_words(ended, len(shapes))
    pages = []
    for index, shape in enumerate(shapes):
        size = _read_size(shape, held)
        if size is None:
            return ()
        width, height, across, down, offset = size
        read = _map_pixels if len(shapes) > MANY_PAGES else _read_pixels
        image = read(ended.pixels, across, down, offset)
        if image is None:
            return ()
        page_words = tuple(word for at, word in words if at == index)
        pages.append(RawPage(index, width, height, image, across / width, page_words))
    return tuple(pages)


def _read_size(shape: object, held: int) -> tuple[int, int, int, int, int] | None:
    if not isinstance(shape, dict):
        return None
    width, height = (whole(shape, key, 1, MAX_PAGE_SIDE) for key in ("width", "height"))
    across, down = (whole(shape, key, 1, MAX_SIDE) for key in ("image_width", "image_height"))
    offset = whole(shape, "offset", 0, held)
    if width is None or height is None or across is None or down is None or offset is None:
        return None
    if across > width or down > height or offset % mmap.ALLOCATIONGRANULARITY:
        return None
    return (width, height, across, down, offset) if offset + 3 * across * down <= min(held, PIXEL_BYTES * 2) else None


def _read_pixels(fd: int, width: int, height: int, offset: int) -> "Image | None":
    """Copy one page out of the memory file; reading cannot fault, whatever happens to the file meanwhile."""
    import numpy as np

    image = np.empty((height, width, 3), dtype=np.uint8)
    view = memoryview(image.reshape(-1).data)
    at = 0
    while at < len(view):
        got = os.preadv(fd, [view[at:]], offset + at)
        if got <= 0:
            return None
        at += got
    return image


def _map_pixels(fd: int, width: int, height: int, offset: int) -> "Image | None":
    """Map one page of a long document, so that only pages in use take memory; the child that wrote it is gone."""
    import numpy as np

    size = 3 * width * height
    try:
        mapped = mmap.mmap(fd, size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ, offset=offset)
    except (OSError, ValueError):
        return None
    return np.frombuffer(mapped, dtype=np.uint8, count=size).reshape(height, width, 3)


def _read_words(ended: Ended, pages: int) -> "list[tuple[int, Word]]":
    """Return the text layer's words with their page's index; anything out of shape is left out."""
    shapes = read_json(ended.words, MAX_WORDS_BYTES)
    if not isinstance(shapes, list):
        return []
    found = (_read_word(shape, pages) for shape in shapes[:MAX_WORDS])
    return [word for word in found if word is not None]


def _read_word(shape: object, pages: int) -> "tuple[int, Word] | None":
    from ocr.pages import Word

    if not isinstance(shape, list) or len(shape) != 6:
        return None
    index, text, *box = shape
    if type(index) is not int or not 0 <= index < pages or not isinstance(text, str):
        return None
    if not text or len(text) > MAX_WORD_CHARS or not text.isprintable():
        return None
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in box):
        return None
    left, top, right, bottom = (min(max(float(value), 0.0), float(MAX_PAGE_SIDE)) for value in box)
    return (index, Word(text, (left, top, right, bottom))) if left < right and top < bottom else None
