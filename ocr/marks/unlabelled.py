"""Signatures that no label promised: handwriting at the foot of a letter, told from the print beside it.

Here: which ink there was written by hand, and how sure that is. Not here: where a letter's foot is (extract), names.
Doubt is never a signature: it goes to a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.engines.base import OcrEngine
from ocr.lines import Line
from ocr.marks.char_forms import simplified
from ocr.marks.found import FoundMark, whole
from ocr.marks.hand import HAND, hand_probability
from ocr.marks.hand_shape import tone_of
from ocr.marks.ink_of_slot import SlotInk, Writing, ink_beside_print
from ocr.marks.layers import Layers, layers_of
from ocr.marks.pasted import is_pasted
from ocr.marks.several import gaps_of
from ocr.marks.signature import PlainSheet, is_other_text
from ocr.marks.spans import overlap, print_size
from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.codes import MarkType
from validators.model.evidence import Mark

_SURELY_HAND = 0.9  # probability; of the letters for choosing names by hand had 0.97 and more, typed ones less than 0.2
_LEGIBLE, _LATIN = 0.95, 0.9  # confidence with which print reads, alone in its crop; in Latin letters
_AS_PRINT = 1.25  # em; a name by hand is taller than the print around it
_ROW = 1.75  # em; height of a read line that holds print and the air around it
_TALLEST = 6.0  # em; taller ink is a stamp, a drawing, or a hand that one of them hides
_LEAST_LENGTH, _NAME_LENGTH = 1.2, 3.0  # em of pen path: one stroke, two simple characters
_CLEAR = 0.99  # of Latin letters as low as the print around them: no hand reads so surely
_PRINT_IN_SCRIPT = 0.98  # confidence from which Latin script reads as clearly as a script face of a press
_BLUER = 0.12  # of the paper's brightness, by which blue leads red in a pen's ink more than in print
_BESIDE, _LEVEL = 4.0, 0.3  # em between the words of one signature in Latin letters; share of heights that they share
_ON_STAMP = 0.5  # share of ink in a stamp's box from which it may be the stamp's own


@dataclass(frozen=True, slots=True)
class _Hand:
    """One piece of ink that a hand may have made."""

    writing: Writing
    text: str
    probability: float
    sure: bool

    @property
    def latin(self) -> bool:
        return self.text.isascii()


def find_unlabelled(
    sheet: PlainSheet, slot: Slot, stamps: Sequence[FloatBox], engine: OcrEngine
) -> tuple[FoundMark, ...]:
    """Return the hands at a letter's foot: sure ones, else doubtful ones; else one absent mark of a free letter.

    A key paper without any hand gets no mark: that it lacks a signature is then said of the whole paper (SIG-001).
    """
    em = print_size(sheet.lines, slot.label)
    ink = ink_beside_print(sheet.image, slot.region, (*slot.printed, *_printed_names(sheet, slot, em)), em)
    pieces = [one for one in ink.writings if one.length >= _LEAST_LENGTH]
    crops = [np.asarray(cv2.cvtColor(one.crop, cv2.COLOR_GRAY2RGB), dtype=np.uint8) for one in pieces]
    lines = engine.recognise(crops) if crops else ()
    seen = [_seen(sheet, one, line, ink, slot, stamps) for one, line in zip(pieces, lines, strict=True)]
    hands = [one for one in seen if one is not None]
    chosen = _joined([one for one in hands if one.sure], em) or hands
    if chosen:
        return tuple(_found(sheet, one, ink, slot) for one in chosen)
    return (_absent(slot),) if slot.role is None else ()


def _printed_names(sheet: PlainSheet, slot: Slot, em: float) -> list[FloatBox]:
    """Return the short lines of a foot that are print, such as the name and title below a signature."""
    label = layers_of(sheet.image, _around(slot.label))
    places: list[FloatBox] = []
    for line in sheet.lines:
        low = line.box[3] - line.box[1] <= _ROW * em and line.confidence >= _LEGIBLE
        if not low or overlap(slot.region, line.box) < 1 or any(overlap(box, line.box) > 0 for box in slot.printed):
            continue
        own = ink_beside_print(sheet.image, line.box, (), em)
        latin = line.text.isascii() and line.confidence >= _CLEAR  # the network knows Chinese print best
        if latin or all(hand_probability(one, own.layers, slot.label, label) < HAND for one in own.writings):
            places.append(line.box)
    return places


def _seen(
    sheet: PlainSheet, writing: Writing, line: Line, ink: SlotInk, slot: Slot, stamps: Sequence[FloatBox]
) -> _Hand | None:
    """Return a piece of ink as a hand, sure or not; None for print, dates and dirt."""
    high = (writing.box[3] - writing.box[1]) / ink.em
    stamped = any(overlap(stamp, writing.box) >= _ON_STAMP for stamp in stamps)
    label = layers_of(sheet.image, _around(slot.label))
    probability = hand_probability(writing, ink.layers, slot.label, label)
    text = simplified(line.text)
    if high > _TALLEST:
        return _Hand(writing, "", probability, sure=False) if stamped and writing.length >= _NAME_LENGTH else None
    if is_other_text(text, line.confidence, probability) or (stamped and sum(char.isalnum() for char in text) < 2):
        return None
    as_print = high <= _AS_PRINT and line.confidence >= (_LATIN if text.isascii() else _LEGIBLE)
    if probability < HAND:
        doubtful = not as_print and writing.length >= _NAME_LENGTH and not stamped
        return _Hand(writing, text, probability, sure=False) if doubtful else None
    if as_print and text.isascii():
        return None  # a title below a printed name; the network knows Chinese print best
    in_script = (
        not _coloured(writing, ink, label, slot)
        and text.isascii()
        and len(text) > 1
        and line.confidence >= _PRINT_IN_SCRIPT
    )
    sure = probability >= _SURELY_HAND and writing.length >= _NAME_LENGTH and slot.ended
    return _Hand(writing, text, probability, sure=sure and not as_print and not in_script)


def _coloured(writing: Writing, ink: SlotInk, label: Layers, slot: Slot) -> bool:
    """Whether ink has another colour than the print: a letter is printed in one."""
    own, print_tone = tone_of(ink.layers, writing.box, ink.em), tone_of(label, slot.label, ink.em)
    return abs(own.blueness - print_tone.blueness) > _BLUER


def _joined(hands: Sequence[_Hand], em: float) -> list[_Hand]:
    """Return the hands with the words of one Latin signature put together; Chinese names stay apart."""
    kept: list[_Hand] = []
    for hand in sorted(hands, key=lambda one: one.writing.box[0]):
        if kept and hand.latin and kept[-1].latin and _of_one(kept[-1].writing.box, hand.writing.box, em):
            kept[-1] = replace(kept[-1], writing=_both(kept[-1].writing, hand.writing))
        else:
            kept.append(hand)
    return kept


def _of_one(left: FloatBox, right: FloatBox, em: float) -> bool:
    level = min(left[3], right[3]) - max(left[1], right[1])
    return right[0] - left[2] < _BESIDE * em and level > _LEVEL * min(left[3] - left[1], right[3] - right[1])


def _both(left: Writing, right: Writing) -> Writing:
    """Return two pieces as one: their places together, the first one's picture (a Latin name is not scored)."""
    a, b = left.box, right.box
    box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return replace(left, box=box, length=left.length + right.length)


def _found(sheet: PlainSheet, hand: _Hand, ink: SlotInk, slot: Slot) -> FoundMark:
    writing = hand.writing
    inked = np.asarray(ink.layers.dark_mask() | ink.layers.red_mask(), dtype=np.bool_)
    mark = Mark(
        MarkType.SIGNATURE,
        slot.role,
        "",
        present=True,
        handwritten=hand.probability >= HAND or None,
        pasted=is_pasted(sheet.image, writing.box, inked, (ink.layers.left, ink.layers.top), ink.em),
        text=hand.text,
        confidence=round(hand.probability if hand.sure else 0.5, 3),
        page=slot.page,
        box=whole(writing.box),
        sure=hand.sure,
    )
    gaps = gaps_of(writing.crop, ink.em)
    return FoundMark(mark, writing.crop, gaps=gaps, em=ink.em, place=slot.region, unlabelled=True)


def _absent(slot: Slot) -> FoundMark:
    mark = Mark(
        MarkType.SIGNATURE,
        slot.role,
        "",
        present=False,
        confidence=0.9,
        page=slot.page,
        box=whole(slot.region),
        sure=slot.ended,
    )
    return FoundMark(mark, place=slot.region, unlabelled=True)


def _around(box: FloatBox) -> FloatBox:
    air = box[3] - box[1]
    return box[0] - air, box[1] - air, box[2] + air, box[3] + air
