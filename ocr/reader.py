"""One upload to its readings: the whole flow of reading, in order.

Here: the order of the steps and nothing else. Not here: any step. Runs in the reader child only.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from ocr.assemble import Paper, assemble, unopened
from ocr.child import Progress, Raster, ReadResult
from ocr.engines.base import OcrEngine
from ocr.engines.paddle import PaddleEngine
from ocr.expected import ExpectedNames
from ocr.extract.classify import classify, split_documents
from ocr.extract.extract import extract
from ocr.imaging.flatten import flatten
from ocr.imaging.ink import separate_ink
from ocr.lines import Line
from ocr.marks.find import find_marks
from ocr.marks.names import match_names
from ocr.pages import Image, Opened, OpenFailure, PageLines, RawPage, Sheet
from ocr.sandbox.client import Sandbox
from ocr.second_look import SecondLook
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading

Report = Callable[[Progress], None]
UPSIDE_DOWN_BELOW = 0.72  # mean glyph probability; upright print of any quality that a person reads lies above it


class Reader:
    """Reads uploads with one engine and one sandbox; one document at a time."""

    def __init__(self, engine: OcrEngine, sandbox: Sandbox) -> None:
        self._engine, self._sandbox = engine, sandbox

    @classmethod
    def start(cls, models: Path, threads: int) -> "Reader":
        """Load the engine (about a second) and start the sandbox."""
        return cls(PaddleEngine(models, threads), Sandbox())

    def close(self) -> None:
        """End the sandbox."""
        self._sandbox.close()

    def read(
        self,
        file: str,
        parts: Sequence[bytes],
        *,
        declared: DocumentKind | None,
        expected: ExpectedNames,
        keep_rasters: bool = False,
        on_progress: Report = lambda step: None,
    ) -> ReadResult:
        """Read the parts of one document; what cannot be opened becomes a reading with a remark, not an error."""
        sha256 = digest_of(parts)
        on_progress(Progress("open", 0, len(parts)))
        started = time.monotonic()
        raws = self._open(parts)
        if isinstance(raws, OpenFailure):
            return ReadResult((unopened(file, sha256, declared, raws.code, self._engine.identity),), ())
        opened_ms = int(1000 * (time.monotonic() - started))
        sheets: list[Sheet] = []
        pages: list[PageLines] = []
        rasters: list[tuple[int, bytes]] = []
        for number, raw in enumerate(raws):
            on_progress(Progress("read", number + 1, len(raws)))
            if keep_rasters:
                rasters.append((raw.index, _png(raw.image)))
            sheet, lines = self._read_page(raw)
            sheets.append(sheet)
            pages.append(PageLines(raw.index, sheet.image.shape[1], sheet.image.shape[0], lines))
        on_progress(Progress("judge", len(raws), len(raws)))
        readings: list[DocumentReading] = []
        owner: dict[int, int] = {}
        for group in split_documents(pages):
            owner.update(dict.fromkeys(group, len(readings)))
            mine = [page for page in pages if page.page in group]
            reading = self._interpret(mine, [s for s in sheets if s.page in group], declared, expected)
            timings = {"open": opened_ms, "total": int(1000 * (time.monotonic() - started))}
            readings.append(replace(reading, file=file, sha256=sha256, timings_ms=timings))
        return ReadResult(tuple(readings), tuple(Raster(owner.get(page, 0), page, png) for page, png in rasters))

    def _open(self, parts: Sequence[bytes]) -> Sequence[RawPage] | OpenFailure:
        pages: list[RawPage] = []
        for part in parts:
            opened = self._sandbox.open_document(part)
            if isinstance(opened, OpenFailure):
                return opened
            pages += _renumbered(opened, len(pages))
        return pages

    def _read_page(self, raw: RawPage) -> tuple[Sheet, tuple[Line, ...]]:
        sheet = flatten(raw, self._engine.orientation)
        if "blank" in sheet.quality.reasons:
            return sheet, ()
        lines = self._engine.read_lines(sheet.image)
        if len(lines) >= 4 and _mean(lines) < UPSIDE_DOWN_BELOW:
            turned = _half_turned(sheet)
            again = self._engine.read_lines(turned.image)
            if _mean(again) > _mean(lines) + 0.05:
                return turned, again
        return sheet, lines

    def _interpret(
        self,
        pages: Sequence[PageLines],
        sheets: Sequence[Sheet],
        declared: DocumentKind | None,
        expected: ExpectedNames,
    ) -> DocumentReading:
        kind, kind_confidence = classify(pages)
        words = {sheet.page: sheet.raw.words for sheet in sheets if sheet.raw.words}
        extraction = extract(kind, pages, words)
        by_page = {sheet.page: sheet for sheet in sheets}
        looks = SecondLook(self._engine, by_page, _cleaner(by_page))
        lines = {page.page: page.lines for page in pages}
        found = find_marks(sheets, lines, extraction.slots, self._engine)
        marks = match_names(found, expected, self._engine)
        paper = Paper(kind, kind_confidence, declared, by_page, lines, extraction, marks)
        return assemble(paper, looks, self._engine.identity)


def digest_of(parts: Sequence[bytes]) -> str:
    """SHA-256 of the only part, else over the parts' hex digests in order, each followed by LF."""
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()


def _renumbered(opened: Opened, first: int) -> list[RawPage]:
    return [replace(page, index=first + number) for number, page in enumerate(opened.pages)]


def _mean(lines: Sequence[Line]) -> float:
    glyphs = [glyph.probability for line in lines for glyph in line.glyphs]
    return float(np.mean(glyphs)) if glyphs else 0.0


def _half_turned(sheet: Sheet) -> Sheet:
    """The sheet turned by 180 degrees, with its way back to the page."""
    height, width = sheet.image.shape[:2]
    turn = np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    regions = tuple(
        (reason, (width - x1, height - y1, width - x0, height - y0)) for reason, (x0, y0, x1, y1) in sheet.poor_regions
    )
    return replace(
        sheet,
        image=np.ascontiguousarray(np.rot90(sheet.image, 2)),
        to_page=sheet.to_page @ turn,
        turned=(sheet.turned + 180) % 360,
        poor_regions=regions,
    )


def _cleaner(sheets: dict[int, Sheet]) -> Callable[[int], Image]:
    cache: dict[int, Image] = {}

    def cleaned(page: int) -> Image:
        if page not in cache:
            cache.clear()  # one page's layers at a time: memory
            cache[page] = separate_ink(sheets[page].image).without_red
        return cache[page]

    return cleaned


def _png(image: Image) -> bytes:
    # Level 1: a page must not wait for the compressor. Only our own array is encoded; nothing is decoded here.
    done, buffer = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise RuntimeError("a page could not be encoded")
    return buffer.tobytes()
