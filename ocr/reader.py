"""One upload to its readings: the whole flow of reading, in order.

Here: the order of the steps and nothing else. Not here: any step. Runs in the reader child only.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from ocr.assemble import Paper, amounts_that_begin, assemble, boxes_that_matter, unopened
from ocr.child import Progress, Raster, ReadResult
from ocr.clearness import clearness, is_sharp, without_scraps
from ocr.crops import cut
from ocr.date_pieces import NETWORK, SHA256
from ocr.engines.base import OcrEngine
from ocr.engines.paddle import PaddleEngine, finder_scale
from ocr.expected import ExpectedNames
from ocr.extract.classify import classify, split_documents
from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.extract.misread_labels import with_known_labels
from ocr.firm_words import with_firm_words
from ocr.item_names import with_item_names
from ocr.known_values import told, with_known_values
from ocr.lines import Line, Point, Quad, around, mean_probability
from ocr.looks import Engines, look_at_values
from ocr.marks.alteration import find_alterations
from ocr.marks.find import find_marks, in_published_order
from ocr.marks.found import FoundMark
from ocr.marks.names import match_names
from ocr.marks.spans import overlap
from ocr.networks import give_memory_back, held_mib, network
from ocr.open_questions import Asked, OpenQuestion
from ocr.pages import Image, Opened, OpenFailure, PageLines, RawPage
from ocr.parting import parted
from ocr.question_look import answer, open_questions
from ocr.sandbox.client import MANY_PAGES, Sandbox
from ocr.second_look import SecondLook
from ocr.shelf import SheetShelf
from ocr.steadying import find_motion
from ocr.upright_answers import apart
from ocr.written_beside import amounts_beside, amounts_run_together, places_of_totals
from validators.model.codes import KEY_KINDS, DocumentKind, MarkType
from validators.model.evidence import DocumentReading, Remark, Scalar

Report = Callable[[Progress], None]
_FOOT = 0.4  # of a page's height; signatures stand below
_SAME_PLACE = 0.3  # share of one of two lines that the other covers
_LEAST_REST = 3.0  # heights of what is left of a found line beside one that was read
LEAST_LINES = 4  # fewer say nothing about which way is up
_FIRST = 8  # lines that are read first: they tell whether a page is read as it lies
_FIRST_LENGTHS = (3.0, 14.0)  # width / height of such a line: shorter says little, longer costs time
_BETTER = 0.05  # mean glyph probability
UNSTEADY_BELOW = 0.92  # mean glyph probability; pages of a steady hand lie above it
READ_TWICE_BELOW = 0.98  # mean glyph probability; above it two recognisers read no more than one
ILLEGIBLE_BELOW = 0.85  # mean glyph probability; such a page is asked for anew instead of doubted word by word
MOST_MIB = 740  # of this process while lines are found; giving back costs a twentieth of a page, so not oftener
_FINDER_MIB = 270e-6  # taken for a pixel of the picture in which lines are found
_READER_MIB = 90  # taken by all that is done with a page's lines, mostly out of what the finder keeps
_TALLEST = 2.5  # of a page's rows, that a line of its foot is high at most
_FOOT_MIB = 130  # likewise where the foot of a page was read again
MOST_QUESTIONS = 400  # values in doubt of one upload that other papers may tell
_LETTERS = KEY_KINDS - {DocumentKind.MED_RECEIPT}
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
        on_raster: Callable[[int, bytes], None] | None = None,
    ) -> ReadResult:
        """Read the parts of one document; what cannot be opened becomes a reading with a remark, not an error.

        Rasters go to `on_raster` (page, PNG) as they are made where one is given, else into the result.
        """
        sha256 = digest_of(parts)
        on_progress(Progress("open", 0, len(parts)))
        started = time.monotonic()
        raws = self._open(parts)
        if isinstance(raws, OpenFailure):
            return ReadResult((unopened(file, sha256, declared, raws.code, self._engine.identity),), ())
        opened_ms = int(1000 * (time.monotonic() - started))
        rasters: list[tuple[int, bytes]] = []
        keep = (on_raster or (lambda page, png: rasters.append((page, png)))) if keep_rasters else None
        shelf, pages = self._read_pages(raws, expected, keep, on_progress)
        on_progress(Progress("judge", len(raws), len(raws)))
        readings: list[DocumentReading] = []
        questions: list[OpenQuestion] = []
        owner: dict[int, int] = {}
        for group in split_documents(pages):
            owner.update(dict.fromkeys(group, len(readings)))
            of_it = [page for page in pages if page.page in group]
            reading, extraction, lines = self._interpret(of_it, shelf, declared, expected)
            questions += open_questions(len(readings), reading, extraction, lines, shelf)
            timings = {"open": opened_ms, "total": int(1000 * (time.monotonic() - started))}
            readings.append(replace(reading, file=file, sha256=sha256, timings_ms=timings))
        named = tuple(Raster(owner.get(page, 0), page, png) for page, png in rasters)
        return ReadResult(tuple(readings), named, owner, tuple(questions[:MOST_QUESTIONS]))

    def ask(self, asked: Sequence[Asked]) -> tuple[Scalar, ...]:
        """Return for each crop the value that its ink may say; None where it says none."""
        return tuple(answer(self._engine, one) for one in asked)

    def _open(self, parts: Sequence[bytes]) -> Sequence[RawPage] | OpenFailure:
        pages: list[RawPage] = []
        for part in parts:
            opened = self._sandbox.open_document(part)
            if isinstance(opened, OpenFailure):
                return opened
            pages += _renumbered(opened, len(pages))
        return pages

    def _read_pages(
        self,
        raws: Sequence[RawPage],
        expected: ExpectedNames,
        keep: Callable[[int, bytes], None] | None,
        on_progress: Report,
    ) -> tuple[SheetShelf, list[PageLines]]:
        shelf = SheetShelf(raws, self._engine.orientation)
        pages: list[PageLines] = []
        for number, raw in enumerate(raws):
            on_progress(Progress("read", number + 1, len(raws)))
            if keep is not None:
                keep(raw.index, _png(raw.image))
            sheet = shelf.lay(raw.index)
            lines = self._read_sheet(shelf, raw.index) if "blank" not in sheet.quality.reasons else ()
            if len(lines) >= LEAST_LINES and mean_probability(lines) < ILLEGIBLE_BELOW and not raw.words:
                shelf.call_blurred(raw.index, poor=True)
            lines, choices = with_known_values(
                lines, shelf.unstamped(raw.index), expected, self._engine, take=not raw.words
            )
            if not raw.words:
                twice = shelf.was_read_twice(raw.index)
                engine = self._engine.read_twice if twice else self._engine
                lines, named = with_item_names(lines, shelf.unstamped(raw.index), engine, clear=not twice)
                known = (expected.employer,) if expected.employer else ()
                lines, words = with_firm_words(lines, shelf.unstamped(raw.index), engine, known=known, clear=not twice)
                choices = (*choices, *named, *words)
            size = sheet.image.shape[1], sheet.image.shape[0]
            pages.append(PageLines(raw.index, *size, apart(lines), choices))
        return shelf, pages

    def _read_sheet(self, shelf: SheetShelf, page: int) -> tuple[Line, ...]:
        """Read a sheet; where a few of its lines read badly, it is turned over, steadied, read by two."""
        quads, some, first = self._first_lines(shelf.unstamped(page))
        if len(first) >= LEAST_LINES and self._stands_on_its_head(shelf.unstamped(page), first):
            shelf.turn_over(page)
            quads, some, first = self._first_lines(shelf.unstamped(page))
        photographed = not shelf.thin(page).raw.words  # a page with a text layer never was
        told = without_scraps(first)
        clear = mean_probability(told) if photographed and len(first) >= LEAST_LINES else 1.0
        if clear < UNSTEADY_BELOW:
            motion = find_motion(self._engine, shelf.unstamped(page), first)
            if motion is not None:
                shelf.steady(page, motion)
                shelf.call_blurred(page, poor=False)
        if clear < READ_TWICE_BELOW and is_sharp(shelf.thin(page)):
            clear = clearness(told, in_any_form=True)
        if clear < READ_TWICE_BELOW:
            shelf.note_read_twice(page)
            both = self._engine.read_twice
            lines = both.read_lines(shelf.unstamped(page), quads)
            return with_known_labels(parted(both, shelf.unstamped(page), lines))
        rest = self._engine.read_lines(shelf.unstamped(page), [quad for quad in quads if quad not in some])
        place = {quad: at for at, quad in enumerate(quads)}
        inorder = sorted((*first, *rest), key=lambda line: place[line.quad])
        return parted(self._engine, shelf.unstamped(page), inorder)

    def _first_lines(self, image: Image) -> tuple[Sequence[Quad], Sequence[Quad], tuple[Line, ...]]:
        """Return where all lines stand, which were chosen to be read first, and what was read: all if few had signs."""
        _make_room(_finder_mib(image))
        quads = self._engine.find_lines(image)
        _make_room(_READER_MIB)  # what the finder took is more than all that comes after takes
        some = _some(quads)
        first = self._engine.read_lines(image, some)
        if len(first) >= LEAST_LINES or len(some) == len(quads):
            return quads, some, first
        return quads, quads, self._engine.read_lines(image, quads)

    def _stands_on_its_head(self, image: Image, lines: Sequence[Line]) -> bool:
        """Whether lines that read badly read better turned round."""
        if mean_probability(lines) >= UPSIDE_DOWN_BELOW:
            return False
        turned = [np.ascontiguousarray(np.rot90(cut(image, line.box), 2)) for line in lines]
        return mean_probability(self._engine.recognise(turned)) > mean_probability(lines) + _BETTER

    def _read_foot_again(self, page: PageLines, shelf: SheetShelf) -> PageLines:
        """Return the page with lines of its foot that only a closer look finds, where the line finder sees anew."""
        image = shelf.unstamped(page.page)
        top = _top_of_foot(page)
        foot = np.ascontiguousarray(image[top:])
        rows = [line.box[3] - line.box[1] for line in page.lines]
        most = _TALLEST * median(rows) if rows else np.inf  # a finger's print joins the rows that it lies across
        quads = self._engine.find_lines(foot, closely=True)
        found = (_lowered(quad, top) for quad in quads if around(quad)[3] - around(quad)[1] <= most)
        new = [_lowered(part, -top) for quad in found for part in _free(quad, page.lines)]
        lowered = tuple(replace(line, quad=_lowered(line.quad, top)) for line in self._engine.read_lines(foot, new))
        _make_room(_FOOT_MIB)  # where no label says where to sign, all ink of the foot is looked at
        return replace(page, lines=(*page.lines, *lowered))

    def _interpret(
        self,
        pages: Sequence[PageLines],
        shelf: SheetShelf,
        declared: DocumentKind | None,
        expected: ExpectedNames,
    ) -> tuple[DocumentReading, Extraction, dict[int, tuple[Line, ...]]]:
        kind, kind_confidence = classify(pages)
        thin = {page.page: shelf.thin(page.page) for page in pages}
        words = {number: sheet.raw.words for number, sheet in thin.items() if sheet.raw.words}
        extraction = told(extract(kind, pages, words), pages)
        if kind in KEY_KINDS and not _says_where_to_sign(extraction):
            pages = [*pages[:-1], self._read_foot_again(pages[-1], shelf)]
            extraction = told(extract(kind, pages, words), pages)
        engine = self._engine.read_twice if any(map(shelf.was_read_twice, thin)) else self._engine
        looks = SecondLook(engine, shelf, len(pages), expected)
        lines = {page.page: page.lines for page in pages}
        chosen = _pages_with_ink([page.page for page in pages], extraction)
        found: list[FoundMark] = []
        altered: list[Remark] = []
        for number in chosen:
            sheet = shelf.sheet(number)
            if kind in KEY_KINDS or kind is DocumentKind.OTHER:  # no check asks other papers for marks, and they cost
                found += find_marks([sheet], lines, extraction.slots, self._engine)
            if kind is not DocumentKind.BANK_SLIP:  # printed by a bank; its figures and capitals tell on each other
                places, begun = boxes_that_matter(extraction, number), amounts_that_begin(extraction, number)
                others = places_of_totals(extraction.fields, number, lines[number]) if kind in _LETTERS else {}
                places |= {name: (*places.get(name, ()), *boxes) for name, boxes in others.items()}
                altered += find_alterations(sheet, lines[number], places, begun)
            if kind in _LETTERS:
                cells = (leaf for table in extraction.rows.values() for row in table for leaf in row.values())
                altered += amounts_beside(extraction.fields, number, lines[number], tuple(cells))
                altered += amounts_run_together(extraction.fields, number, lines[number])
        engines = Engines(both=self._engine.read_twice, here=engine)
        extraction = look_at_values(extraction, kind, lines, shelf, expected, engines)
        marks = match_names(in_published_order(found), expected, self._engine)
        extraction = replace(extraction, remarks=(*extraction.remarks, *altered))
        paper = Paper(kind, kind_confidence, declared, thin, lines, extraction, marks)
        return assemble(paper, looks, self._engine.identity), extraction, lines


def _finder_mib(image: Image) -> float:
    height, width = (float(side) for side in image.shape[:2])
    return _FINDER_MIB * finder_scale(image) ** 2 * height * width


def _make_room(mib: float) -> None:
    """Give back what the networks keep where as much more than this process holds would be too much."""
    if held_mib() + mib > MOST_MIB:
        give_memory_back(network(NETWORK, SHA256))


def _some(quads: Sequence[Quad]) -> Sequence[Quad]:
    """Choose a few lines from all over a page, of middling length where there are such."""
    boxes = [around(quad) for quad in quads]
    shapes = [(x1 - x0) / max(y1 - y0, 1.0) for x0, y0, x1, y1 in boxes]
    fit = [quad for quad, shape in zip(quads, shapes, strict=True) if _FIRST_LENGTHS[0] <= shape <= _FIRST_LENGTHS[1]]
    chosen = fit if len(fit) >= LEAST_LINES else quads
    return [chosen[at * len(chosen) // _FIRST] for at in range(_FIRST)] if len(chosen) > _FIRST else chosen


def _says_where_to_sign(extraction: Extraction) -> bool:
    """Whether a signature's label was read; without one, its line may have been lost."""
    return any(slot.type is MarkType.SIGNATURE and not slot.implied for slot in extraction.slots)


def _lowered(quad: Quad, by: float) -> Quad:
    one, two, three, four = ((x, y + by) for x, y in quad)
    return one, two, three, four


def _top_of_foot(page: PageLines) -> int:
    """Return where the foot of a page begins, in pixels; a short letter's is that of what it says, not of its sheet."""
    if not page.lines:
        return int(_FOOT * page.height)
    first, last = min(line.box[1] for line in page.lines), max(line.box[3] for line in page.lines)
    return int(min(_FOOT * page.height, first + _FOOT * (last - first)))


def _free(quad: Quad, lines: Sequence[Line]) -> list[Quad]:
    """Return the part of a found line in which none was read: all, none, or what is left beside one at its end."""
    box = around(quad)
    height = box[3] - box[1]
    left, right = box[0], box[2]
    for line in lines:
        if max(overlap(line.box, box), overlap(box, line.box)) < _SAME_PLACE:
            continue
        if line.box[0] - left >= _LEAST_REST * height and right - line.box[2] < height:
            right = line.box[0]
        elif right - line.box[2] >= _LEAST_REST * height and line.box[0] - left < height:
            left = line.box[2]
        else:
            return []
    if right - left < (_LEAST_REST * height if (left, right) != (box[0], box[2]) else 0.0):
        return []
    return [_between(quad, left, right)]


def _between(quad: Quad, left: float, right: float) -> Quad:
    """Return the piece of a line's quad between two columns; all of it where they are its own ends."""
    box = around(quad)
    if (left, right) == (box[0], box[2]):
        return quad
    one, two, three, four = quad
    return _at(one, two, left), _at(one, two, right), _at(four, three, right), _at(four, three, left)


def _at(start: Point, stop: Point, x: float) -> Point:
    share = (x - start[0]) / max(stop[0] - start[0], 1.0)
    return x, start[1] + share * (stop[1] - start[1])


def _pages_with_ink(pages: Sequence[int], extraction: Extraction) -> Sequence[int]:
    """Choose the pages on which marks are looked for: all of a short paper, else first, last and promised ones."""
    if len(pages) <= MANY_PAGES:
        return pages
    promised = [slot.page for slot in extraction.slots]
    return sorted({*promised[:MANY_PAGES], pages[0], pages[-1]})


def digest_of(parts: Sequence[bytes]) -> str:
    """SHA-256 of the only part, else over the parts' hex digests in order, each followed by LF."""
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()


def _renumbered(opened: Opened, first: int) -> list[RawPage]:
    return [replace(page, index=first + number) for number, page in enumerate(opened.pages)]


def _png(image: Image) -> bytes:
    # Level 1: a page must not wait for the compressor. Only our own array is encoded; nothing is decoded here.
    done, buffer = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise RuntimeError("a page could not be encoded")
    return buffer.tobytes()
