"""Pages full of places for signatures, degraded and laid flat as uploads are, and what the product finds at each.

Here: drawing and finding. Whole papers cost seconds each; forty places on one page cost little more than one. Where a
label stands is told to the product, lines and all ink it reads itself. Not here: what is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import OcrEngine
from ocr.marks.find import find_marks
from ocr.marks.found import FoundMark
from ocr.marks.spans import overlap
from ocr.pages import FloatBox
from ocr.slots import Slot
from tests.factory import hand_pieces, ink
from tests.factory.page import A4, Page
from validators.model.codes import MarkRole, MarkType

ABSENT, HAND, TYPED, PASTED = "absent", "hand", "typed", "pasted"
Mask = NDArray[np.uint8]
_PITCH, _COLUMNS, _TOP = 38.0, 2, 45.0  # points
PLACES = _COLUMNS * int((A4[1] - 90) / _PITCH)  # on one page
_GROUNDS = ((236, 236, 232), (228, 232, 240), (240, 234, 222))  # of pasted pictures


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand at one place: by whom (a writer, a hand, a face) and which name; `mask` is a picture of it."""

    what: str
    who: str
    name: str
    mask: Mask | None = None  # pen's coverage, tight


@dataclass(frozen=True, slots=True)
class Place:
    """A place as drawn, in points of the page."""

    wanted: Wanted
    words: str
    label: FloatBox
    room: FloatBox
    ink: FloatBox | None


def draw(
    wanted: Sequence[Wanted], rng: Random, profile: str, faces: Sequence[str], pens: Sequence[str]
) -> tuple[Page, list[Place]]:
    """Draw a page with a labelled place for each, at most PLACES."""
    dpi = rng.choice([150, 200, 200, 240, 300]) if profile == "scan" else 220
    tint = rng.choice([(255, 255, 255), (255, 255, 255), (250, 249, 244), (246, 247, 249), (255, 252, 240)])
    page = Page(rng, dpi, rng.choice(list(faces)), ink.pen(rng, tuple(pens)), A4, tint)
    tone = rng.choice((22, 22, 30, 45))
    page.colour = (tone, tone, tone + 2)
    size, wide = rng.uniform(9, 13.5), (A4[0] - 80) / _COLUMNS
    kind = rng.choice(("rule", "rule", "frame", "bare"))
    places = []
    for number, one in enumerate(wanted):
        x, y = 40 + number % _COLUMNS * wide, _TOP + number // _COLUMNS * _PITCH
        places.append(_place(page, one, (x, y, x + wide - 8, y + _PITCH), size, kind, rng))
    return page, places


def _place(page: Page, wanted: Wanted, cell: FloatBox, size: float, kind: str, rng: Random) -> Place:
    x, y, right, low = cell
    words, middle = rng.choice(hand_pieces.LABELS), (y + low) / 2
    start = x + 4 + page.text(x + 4, middle - size / 2, words, size)
    label = (x + 4, middle - size / 2, start, middle + size / 2)
    if kind == "frame":
        page.rect(x, y, right, low, rng.choice((0.5, 0.8)))
        start += 6
        page.line(start, y, start, low, 0.6)
    else:
        start += rng.uniform(0, 8)
    room = (start + 2, y, right, low)
    where = _fill(page, wanted, room, size, rng)
    if kind == "rule":
        under = middle + size * rng.uniform(0.6, 0.85)
        page.line(start, under, right - 4, under, 0.6)
    if rng.random() < 0.12 and wanted.what in (ABSENT, HAND):
        at = where[2] - 4 if where else room[0] + rng.uniform(12, 60)
        mask = ink.fingerprint(rng.uniform(11, 14) / 25.4 * page.dpi, rng)
        page.stamp(mask, min(right - 12, at), middle, (200, 40, 45))
    return Place(wanted, words, label, room, where)


def _fill(page: Page, wanted: Wanted, room: FloatBox, size: float, rng: Random) -> FloatBox | None:
    middle, left = (room[1] + room[3]) / 2, room[0] + rng.uniform(0, 10)
    if wanted.what == ABSENT:
        return None
    if wanted.what == TYPED:
        size *= rng.choice((1.0, 1.0, 1.15, 1.3))
        own, page.face = page.face, wanted.who
        wide = page.text(left, middle - size / 2, wanted.name, size)
        page.face = own
        return (left, middle - size / 2, left + wide, middle + size / 2)
    mask, colour = _penned(page, wanted, rng)
    most = (room[2] - left - 2) * page.k
    if mask.shape[1] > most:
        mask = _shrunk(mask, most / mask.shape[1])
    x, y = left, middle - mask.shape[0] / page.k / 2 + rng.uniform(-2.5, 2.5)
    if wanted.what == PASTED:
        return _paste(page, mask, x, y, colour, rng)
    return page.soak(np.asarray(mask * rng.uniform(0.86, 1.0), dtype=np.uint8), x, y, colour)


def _penned(page: Page, wanted: Wanted, rng: Random) -> tuple[Mask, tuple[int, int, int]]:
    """Return a pen's coverage at the page's size and its colour: of a picture of a hand, or of a font's."""
    if wanted.mask is None:
        pen = ink.pen(rng, (wanted.who,))
        mask, _ = ink.written(wanted.name, rng.uniform(15, 22) * page.k, pen, rng)
        return hand_pieces.tight(np.asarray(mask, dtype=np.uint8)), pen.colour
    colour = rng.choice(ink.BLUE if rng.random() < 0.4 else ink.DARK)
    high = rng.uniform(16, 26) * page.k
    return _shrunk(wanted.mask, high / wanted.mask.shape[0]), colour


def _shrunk(mask: Mask, by: float) -> Mask:
    how = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(mask, None, fx=by, fy=by, interpolation=how), dtype=np.uint8)


def _paste(page: Page, mask: Mask, x: float, y: float, colour: tuple[int, int, int], rng: Random) -> FloatBox:
    """Lay a cut-out picture of a hand, ground and all, over the paper."""
    pad = round(3 * page.k)
    mask = np.asarray(cv2.copyMakeBorder(mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT), dtype=np.uint8)
    box = (x, y - 3, x + mask.shape[1] / page.k, y - 3 + mask.shape[0] / page.k)
    ground = rng.choice([one for one in _GROUNDS if max(abs(a - b) for a, b in zip(one, page.tint, strict=True)) > 8])
    page.fill(*box, ground)
    page.soak(mask, box[0], box[1], colour)
    return box


def found_on(
    page: Page, places: Sequence[Place], profile: str, rng: Random, engine: OcrEngine
) -> list[tuple[Place, tuple[FoundMark, ...]]]:
    """Degrade and flatten the page, read it, and return what is found at each place that the flat sheet shows whole.

    A label whose line was lost is told, as it promised the place.
    """
    sheet, shot = hand_pieces.sheet_of(page, profile, rng, engine.orientation)
    back = np.linalg.inv(sheet.to_page)
    slots: list[Slot] = []
    shown: list[Place] = []
    for place in places:
        label, room = (hand_pieces.to_sheet(box, page, shot, back) for box in (place.label, place.room))
        em = label[3] - label[1]
        if min(label[:2]) < 0 or room[2] > sheet.image.shape[1] or room[3] > sheet.image.shape[0] or em < 8:
            continue  # the paper was not found whole
        region = (
            label[2] - 0.2 * em,
            label[1] - rng.uniform(0.7, 1.0) * em,
            room[2] + 0.2 * em,
            label[3] + rng.uniform(0.6, 0.9) * em,
        )
        box = hand_pieces.label_line(place.words, label).box
        slots.append(Slot(MarkType.SIGNATURE, MarkRole.WORKER, str(len(shown)), 0, region, box))
        shown.append(place)
    lines = engine.read_lines(sheet.image, engine.find_lines(sheet.image))
    lost = [number for number, slot in enumerate(slots) if not any(overlap(one.box, slot.label) > 0.5 for one in lines)]
    if 2 * len(lost) > len(slots):
        return []  # the page lies otherwise than told: the product would have turned it by what it reads
    told = [hand_pieces.label_line(shown[number].words, slots[number].label) for number in lost]
    found = find_marks([sheet], {0: (*lines, *told)}, slots, engine)
    at = {str(number): [one for one in found if one.mark.name == str(number)] for number in range(len(shown))}
    unnamed = {n: tuple(replace(one, mark=replace(one.mark, name="")) for one in ones) for n, ones in at.items()}
    return [(place, unnamed[str(number)]) for number, place in enumerate(shown)]
