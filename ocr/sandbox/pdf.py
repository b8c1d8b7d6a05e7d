"""Opens PDF inside the child: pages drawn by pdfium at 200 dpi, words of the text layer by pdfplumber.

Here: both, with a time limit of its own for the text, whose failure never costs the page.
Not here: whether the text layer tells the truth (the engine reads the drawn page).
"""

import contextlib
import io
import math
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Final

import pdfplumber
import pypdfium2
from pdfminer.pdftypes import resolve1
from PIL import Image
from pypdfium2 import raw as pdfium

from ocr.sandbox.pixels import PageWriter, Refused, pixel_budget, reduced_size
from ocr.sandbox.wire import MAX_PAGE_SIDE, MAX_SIDE, MAX_WORD_CHARS, MAX_WORDS, PDF_DPI

_POINTS_PER_INCH: Final = 72
_TEXT_SECONDS_A_PAGE: Final = 3.0
_TEXT_SHARE: Final = 0.3  # of the document's wall clock that the text layer may use up

Box = tuple[float, float, float, float]
PdfWord = list[object]  # page, text, left, top, right, bottom


class _TextTimeoutError(BaseException):
    """The text layer took too long; not an Exception, because pdfminer swallows those."""


def look_at_pdf(data: bytes) -> tuple[int, int, int | None]:
    """Return width and height of the first page at 200 dpi and the number of pages, without drawing."""
    document = _open(data)
    if len(document) == 0:
        raise Refused("NOT_OPENABLE")
    width, height = _page_size(document[0])
    return width, height, len(document)


def open_pdf(data: bytes, max_pages: int, writer: PageWriter) -> list[bool]:
    """Draw every page into the writer; returns for each page whether it has a text layer."""
    document = _open(data)
    count = len(document)
    if count == 0:
        raise Refused("NOT_OPENABLE")
    if count > max_pages:
        raise Refused("TOO_MANY_PAGES")
    budget = pixel_budget(count)
    with contextlib.suppress(pypdfium2.PdfiumError):  # a broken form still leaves the page
        document.init_forms()
    return [_draw_page(document, index, budget, writer) for index in range(count)]


def read_words(data: bytes, writer: PageWriter, with_text: list[bool], seconds: float) -> Iterator[list[PdfWord]]:
    """Yield the words of one page after the other, boxes in pixels of the page as uploaded."""
    left = seconds * _TEXT_SHARE
    if not any(with_text):
        return
    with _at_most(_TEXT_SECONDS_A_PAGE):
        document = pdfplumber.open(io.BytesIO(data), unicode_norm="NFC")
        pages = document.pages
    words = 0
    for index, page in enumerate(pages[: len(with_text)]):
        if not with_text[index] or left <= 0:
            continue
        with _at_most(min(left, _TEXT_SECONDS_A_PAGE)) as spent:
            found = _page_words(page, index, writer.pages[index])
        left -= spent[0]
        words += len(found)
        if words > MAX_WORDS:
            return
        yield found
        page.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise Refused("ENCRYPTED" if locked else "NOT_OPENABLE") from error


def _page_size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Return the page's size in pixels at 200 dpi; a page of no or absurd size is refused."""
    sides = []
    for points in page.get_size():
        if not math.isfinite(points) or points <= 0:
            raise Refused("NOT_OPENABLE")
        sides.append(max(1, math.ceil(round(points * PDF_DPI / _POINTS_PER_INCH, 3))))
    if max(sides) > MAX_PAGE_SIDE:
        raise Refused("TOO_LARGE")
    return sides[0], sides[1]


def _draw_page(document: pypdfium2.PdfDocument, index: int, budget: int, writer: PageWriter) -> bool:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise Refused("NOT_OPENABLE") from error
    width, height = _page_size(page)
    target = reduced_size(width, height, budget)
    longest = max(target)
    if longest > MAX_SIDE:
        target = (max(1, target[0] * MAX_SIDE // longest), max(1, target[1] * MAX_SIDE // longest))
    bitmap = pypdfium2.PdfBitmap.new_native(*target, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *target)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *target, 0, flags)
    if document.formenv is not None:
        pdfium.FPDF_FFLDraw(document.formenv, bitmap, page, 0, 0, *target, 0, flags)
    writer.add(_as_image(bitmap), width, height)
    bitmap.close()
    has_text = bool(page.get_textpage().count_chars() > 0)
    page.close()
    return has_text


def _as_image(bitmap: pypdfium2.PdfBitmap) -> Image.Image:
    size = (bitmap.width, bitmap.height)
    return Image.frombuffer("RGB", size, bitmap.buffer, "raw", "RGB", bitmap.stride, 1)


def _page_words(page: pdfplumber.page.Page, index: int, shape: dict[str, int]) -> list[PdfWord]:
    left, top, right, bottom = _visible_box(page)
    across, down = shape["width"] / (right - left), shape["height"] / (bottom - top)
    found: list[PdfWord] = []
    # In the order of the file: a layer laid over a turned picture crosses itself, and sorted by place it is a jumble.
    for word in page.extract_words(keep_blank_chars=False, use_text_flow=True):
        box = [
            (float(word["x0"]) - left) * across,
            (float(word["top"]) - top) * down,
            (float(word["x1"]) - left) * across,
            (float(word["bottom"]) - top) * down,
        ]
        found.append([index, str(word["text"])[:MAX_WORD_CHARS], *(round(value, 2) for value in box)])
    return found


def _visible_box(page: pdfplumber.page.Page) -> Box:
    """Return the part of the turned page that pdfium draws, the crop box within the media box, in pdfplumber's space.

    pdfplumber turns the media box only; the crop box is turned here the same way.
    """
    media = _box_of(page, "MediaBox")
    left, top, right, bottom = (float(value) for value in page.mediabox)
    if media is None:
        return left, top, right, bottom
    crop = _box_of(page, "CropBox") or media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 - x0 < 1 or y1 - y0 < 1:
        return left, top, right, bottom
    # distances from the media box to the visible part: left, top, right, bottom of the page before its turn
    gaps = [x0 - media[0], media[3] - y1, media[2] - x1, y0 - media[1]]
    turns = int(page.rotation) // 90 % 4
    gaps = gaps[-turns:] + gaps[:-turns] if turns else gaps
    return left + gaps[0], top + gaps[1], right - gaps[2], bottom - gaps[3]


def _box_of(page: pdfplumber.page.Page, name: str) -> Box | None:
    values = resolve1(page.page_obj.attrs.get(name))
    if not isinstance(values, list) or len(values) != 4:
        return None
    numbers = [resolve1(value) for value in values]
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    x0, y0, x1, y1 = (float(number) for number in numbers)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[list[float]]:
    """Interrupt Python code in the block after so many seconds; yields a list that will hold the time spent."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TextTimeoutError

    spent = [seconds]
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield spent
        spent[0] = seconds - signal.getitimer(signal.ITIMER_REAL)[0]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
