"""Signatures at a promised place: there or not, by hand or by press, pasted or not.

Here: one slot. Not here: whose name it is (names), seals and fingerprints.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.engines.base import OcrEngine
from ocr.lines import Line
from ocr.marks.beside_fingers import beside_fingers, is_covered
from ocr.marks.char_forms import simplified
from ocr.marks.found import FoundMark, whole
from ocr.marks.hand import HAND, SURE, hand_probability
from ocr.marks.ink_of_slot import EVERYWHERE, Rows, SlotInk, Writing, ink_of_slot
from ocr.marks.layers import layers_of
from ocr.marks.pasted import is_pasted
from ocr.marks.proxy import proxy_near
from ocr.marks.room import beside, fitted
from ocr.marks.several import gaps_of
from ocr.marks.spans import overlap, tight_span
from ocr.pages import FloatBox, Image
from ocr.slots import Slot
from validators.model.codes import MarkRole, MarkType
from validators.model.evidence import Mark

_SURE_LENGTH, _LEAST_LENGTH = 3.0, 1.2  # em of pen path: two simple characters, one stroke
_LEAST_WIDTH, _LEAST_HEIGHT = 0.7, 0.45  # em of a signature's extent
_THINNEST = 0.2  # em; ink that is nowhere thicker is a bit of a frame or a dash through the room
_BAND = 0.9  # em above and below the label within which ink beside it must reach
_MANY = frozenset({MarkRole.RELATIVE, MarkRole.BENEFICIARY, None})  # roles in which several may sign in one room
_LONG_PRINT = 6  # characters; print this long in the region is a sentence, not a name
_SIGN_LABEL = re.compile(r"(?:签[名字章]|签收)[^:：]{0,6}[:：]|(?:签[名字章]|签收)[)）]?")
_NOT_A_NAME = re.compile(r"[0-9０-９年月日./\-—~:：]")
_PRINTED_WORD = re.compile(
    r"签[名字章收]|日期|单位|职工|亲属|公章|盖章|身份|电话|关系|指[模印]|手印|本人|金额|收款|确认"
)
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_HELD = 0.6  # share of a piece of writing in a line that was read as its row
_ELSEWHERE = 0.6  # share of a line in another place's room from which it is looked at there
_ROWS_OFF = (1.5, 3.0)  # em above and below the room within which a name may have slipped
_HIGH = 1.7  # em from the middle of a label's row that a hand beside it may reach
_TWO_CHARACTERS = 1.5  # times its height, the width of two characters
_ABSENT = 0.97  # confidence of an empty region: the share of empty regions among those found empty when tuning


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet without coloured stamps: its picture, the lines read on it, and the fingers' prints in sheet pixels."""

    image: Image
    lines: Sequence[Line]
    fingers: Sequence[FloatBox] = ()


def find_signatures(sheet: PlainSheet, slot: Slot, others: Sequence[Slot], engine: OcrEngine) -> tuple[FoundMark, ...]:
    """Return the signatures in the slot's region; one absent mark when nothing is there.

    `others` are the page's other places for signatures: what stands in one of them is looked at there.
    """
    image, lines = sheet.image, sheet.lines
    slot = fitted(image, lines, slot)
    ink = ink_of_slot(image, lines, slot, _own_rows(slot, others))
    kept = _seen(sheet, ink, slot, engine)
    hidden = _hidden_label(ink, slot, engine) if slot.implied or not kept else None
    if hidden is not None:
        ink = ink_of_slot(image, lines, hidden)
        kept = _seen(sheet, ink, hidden, engine)
    proxy = proxy_near(lines, ink.region)
    free = [line for line in lines if not any(_stands_in(line, slot, other) for other in others)]
    further = _further(sheet, free, slot, engine, ink.em)
    if not kept:
        absent = _absent(slot, proxy)
        if hidden is not None or slot.implied:
            absent = replace(absent, confidence=0.5, sure=False)  # where the place was lost, so may its ink be
        return (FoundMark(absent, place=slot.region), *further)
    kept.sort(key=_rank, reverse=True)
    several = beside(slot) or (slot.role in _MANY and not slot.name)  # how many may sign there is the names' matter
    chosen = [one for one in kept if _rank(one)[:2] == _rank(kept[0])[:2]] if several else kept[:1]
    chosen.sort(key=lambda one: one.mark.box or (0, 0, 0, 0))
    return (*(_with_proxy(one, proxy) for one in chosen), *further)


def _own_rows(slot: Slot, others: Sequence[Slot]) -> Rows:
    """Return the heights half-way to the labels above and below, where each row has a label beside its room."""
    if not beside(slot):
        return EVERYWHERE
    middle = (slot.label[1] + slot.label[3]) / 2
    near = [
        (one.label[1] + one.label[3]) / 2
        for one in others
        if beside(one) and one.region[0] < slot.region[2] and slot.region[0] < one.region[2]
    ]
    above = [one for one in near if one < middle]
    below = [one for one in near if one > middle]
    return (
        (max(above) + middle) / 2 if above else EVERYWHERE[0],
        (min(below) + middle) / 2 if below else EVERYWHERE[1],
    )


def _seen(sheet: PlainSheet, ink: SlotInk, slot: Slot, engine: OcrEngine) -> list[FoundMark]:
    seen = [_looked_at(sheet, one, ink, slot, engine) for one in ink.writings if _in_place(one, slot, ink.em)]
    return [one for one in seen if one is not None]


def _hidden_label(ink: SlotInk, slot: Slot, engine: OcrEngine) -> Slot | None:
    """Return the slot behind a signature's label that reads from the room's own ink: its line was lost.

    None where no ink reads so; the line finder drops thin print beside a bold hand or under a finger's print.
    """
    crops = [np.asarray(cv2.cvtColor(one.crop, cv2.COLOR_GRAY2RGB), dtype=np.uint8) for one in ink.writings]
    for writing, line in zip(ink.writings, engine.recognise(crops) if crops else (), strict=True):
        found = _SIGN_LABEL.search(simplified(line.text))
        if found is None:
            continue
        x0, y0, x1, y1 = writing.box
        stop = min(found.end(), len(line.glyphs))
        end = x0 + tight_span(line, 0, stop)[2] * (x1 - x0) / max(line.box[2], 1.0)
        middle, high = (y0 + y1) / 2, _HIGH * ink.em
        top, bottom = min(y0, max(slot.region[1], middle - high)), max(y1, min(slot.region[3], middle + high))
        return replace(slot, label=(x0, y0, end, y1), region=(end, top, max(slot.region[2], x1), bottom))
    return None


def _stands_in(line: Line, slot: Slot, other: Slot) -> bool:
    """Whether a line stands in another place rather than in this one: in its room, and nearer to its middle."""
    if overlap(other.region, line.box) < _ELSEWHERE:
        return False
    middle = (line.box[1] + line.box[3]) / 2
    away = [abs(middle - (one.region[1] + one.region[3]) / 2) for one in (slot, other)]
    return away[1] < away[0] or overlap(slot.region, line.box) < _ELSEWHERE


def _further(
    sheet: PlainSheet, free: Sequence[Line], slot: Slot, engine: OcrEngine, em: float
) -> tuple[FoundMark, ...]:
    """Return names written by hand just outside the room: on the row below, or where the room was taken too small."""
    x0, y0, x1, y1 = slot.region
    wide = (min(slot.label[0], x0) - em, y0 - _ROWS_OFF[0] * em, x1 + em, y1 + _ROWS_OFF[1] * em)
    found: list[FoundMark] = []
    for line in free:
        text = simplified(line.text).strip(" .,、")
        if not (_NAME.match(text) and overlap(wide, line.box) > 0.6):
            continue
        if slot.role not in _MANY and overlap(slot.region, line.box) > 0.5:
            continue
        if _PRINTED_WORD.search(text) or overlap(line.box, slot.label) > 0.3 or overlap(slot.label, line.box) > 0.3:
            continue
        own = replace(slot, region=line.box)
        ink = ink_of_slot(sheet.image, [one for one in sheet.lines if one is not line], own)
        near = [_looked_at(sheet, one, ink, own, engine) for one in ink.writings if one.length >= _SURE_LENGTH]
        hands = [one for one in near if one is not None and one.mark.handwritten and one.mark.sure]
        found += [_as_line(sheet.image, one, line, slot) for one in hands[:1]]
    return tuple(found)


def _as_line(image: Image, found: FoundMark, line: Line, slot: Slot) -> FoundMark:
    """Return a hand beyond the room with all the ink of its read line."""
    dark = layers_of(image, line.box).dark
    crop = np.asarray(255.0 * (1.0 - np.clip(dark, 0, 1)), dtype=np.uint8)
    mark = replace(found.mark, box=whole(line.box), text=simplified(line.text))
    return FoundMark(mark, crop, em=found.em, place=slot.region, beyond=True)


def _rank(found: FoundMark) -> tuple[bool, bool, int]:
    box = found.mark.box or (0, 0, 0, 0)
    return found.mark.sure, bool(found.mark.handwritten), (box[2] - box[0]) * (box[3] - box[1])


def _in_place(writing: Writing, slot: Slot, em: float) -> bool:
    """Beside a label the ink must reach into the label's row; below a label or in a cell it may stand anywhere."""
    x0, y0, x1, y1 = writing.box
    if writing.length < _LEAST_LENGTH or min(x1 - x0, y1 - y0) < _THINNEST * em:
        return False
    if not beside(slot) or slot.label[1] > slot.region[3] - em or slot.label[3] < slot.region[1] + em:
        return True
    centre = (slot.label[1] + slot.label[3]) / 2
    return writing.box[1] < centre + _BAND * em and writing.box[3] > centre - _BAND * em


def _looked_at(sheet: PlainSheet, writing: Writing, ink: SlotInk, slot: Slot, engine: OcrEngine) -> FoundMark | None:
    [line] = engine.recognise([np.asarray(cv2.cvtColor(writing.crop, cv2.COLOR_GRAY2RGB), dtype=np.uint8)])
    text = simplified(line.text)
    label = layers_of(sheet.image, _around(slot.label))
    probability = hand_probability(writing, ink.layers, slot.label, label)
    clear = beside_fingers(writing, sheet.fingers, sheet.image.shape[1])
    if clear is not writing and (_is_long(clear) or SURE[0] < probability < SURE[1]):
        probability = hand_probability(clear, ink.layers, slot.label, label)
    if is_other_text(text, line.confidence, probability):
        return None
    wide, high = (writing.box[2] - writing.box[0]) / ink.em, (writing.box[3] - writing.box[1]) / ink.em
    whole_name = writing.length >= _SURE_LENGTH and wide >= _LEAST_WIDTH and high >= _LEAST_HEIGHT
    mask = np.asarray(ink.layers.dark_mask() | ink.layers.red_mask(), dtype=np.bool_)
    pasted = is_pasted(sheet.image, writing.box, mask, (ink.layers.left, ink.layers.top), ink.em)
    mark = Mark(
        MarkType.SIGNATURE,
        slot.role,
        slot.name,
        present=True,
        handwritten=probability >= HAND,
        pasted=pasted,
        text=text,
        confidence=round(max(probability, 1 - probability) if whole_name else 0.5, 3),
        page=slot.page,
        box=whole(writing.box),
        sure=whole_name and not SURE[0] < probability < SURE[1] and not _is_one_sign(writing, text),
    )
    return FoundMark(
        mark,
        writing.crop,
        gaps=gaps_of(writing.crop, ink.em),
        em=ink.em,
        place=slot.region,
        cut=writing.cut,
        row=_row_of(sheet.lines, writing),
        covered=is_covered(writing, sheet.fingers, sheet.image.shape[1]),
    )


def _row_of(lines: Sequence[Line], writing: Writing) -> str:
    """Return what was read in the line that holds a piece of writing; nothing where none does, or several."""
    held = [line for line in lines if overlap(line.box, writing.box) > _HELD]
    return simplified(held[0].text) if len(held) == 1 else ""


def _is_long(writing: Writing) -> bool:
    """Whether a piece of writing is two characters or more: one alone tells less of a hand than a covered name."""
    x0, y0, x1, y1 = writing.box
    return x1 - x0 > _TWO_CHARACTERS * (y1 - y0)


def _is_one_sign(writing: Writing, text: str) -> bool:
    """Whether ink is no wider than one sign and reads as one: a hand's, or what a finger's print leaves of itself."""
    return not _is_long(writing) and sum(char.isalnum() for char in text) < 2


def is_other_text(text: str, confidence: float, probability: float) -> bool:
    """Dates, numbers, label words and printed sentences are no signature."""
    if not text:
        return False
    if len(_NOT_A_NAME.findall(text)) * 2 > len(text) and confidence > 0.6:
        return True
    if _PRINTED_WORD.search(text) and confidence > 0.8:
        return True
    return len(text) >= _LONG_PRINT and confidence > 0.8 and probability < HAND


def _around(box: FloatBox) -> FloatBox:
    air = box[3] - box[1]
    return box[0] - air, box[1] - air, box[2] + air, box[3] + air


def _absent(slot: Slot, proxy: str | None) -> Mark:
    return Mark(
        MarkType.SIGNATURE,
        slot.role,
        slot.name,
        present=False,
        confidence=_ABSENT,
        page=slot.page,
        box=whole(slot.region),
        proxy=proxy,
    )


def _with_proxy(found: FoundMark, proxy: str | None) -> FoundMark:
    if proxy is None:
        return found
    return replace(found, mark=replace(found.mark, proxy=proxy))
