"""All marks of a paper: promised ones, found or not, and stamps that nobody promised.

Here: the order of work over sheets and slots. Not here: how each kind is found. Nothing is kept after the call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr.engines.base import OcrEngine
from ocr.lines import Line
from ocr.marks.fingerprint import fingerprint_at, fingers_of
from ocr.marks.found import FoundMark
from ocr.marks.lifting import lifted
from ocr.marks.seal import Stamp, mark_of, seals_at, stamps_of
from ocr.marks.signature import PlainSheet, find_signatures
from ocr.marks.spans import overlap
from ocr.marks.stamp_ink import coloured_ink
from ocr.marks.unlabelled import find_unlabelled
from ocr.pages import FloatBox, Sheet
from ocr.slots import Slot
from validators.model.codes import MarkType

_SAME_INK = 0.4  # share of one find that lies in another from which they are one
_IN_PRINT = 0.8  # share of a piece of writing that lies in a finger's print from which it may be its ridges


def find_marks(
    sheets: Sequence[Sheet], lines: Mapping[int, tuple[Line, ...]], slots: Sequence[Slot], engine: OcrEngine
) -> tuple[FoundMark, ...]:
    """Return marks in sheet pixels: signatures, then fingerprints, then seals, each in the slots' order."""
    signatures: list[FoundMark] = []
    fingers: list[FoundMark] = []
    seals: list[FoundMark] = []
    for sheet in sheets:
        own = [slot for slot in slots if slot.page == sheet.page]
        ink = coloured_ink(sheet.image)
        stamps = stamps_of(sheet, ink, engine)
        prints: Sequence[FloatBox] = [box for _, box in fingers_of(ink, stamps)]
        plain = PlainSheet(lifted(sheet.image, ink, stamps), lines.get(sheet.page, ()), [] if ink.grey else prints)
        for slot in own:
            if slot.foot:
                unlabelled = find_unlabelled(plain, slot, [stamp.outline.box() for stamp in stamps], engine)
                signatures.extend(replace(one, on_stamp=_on_stamp(one, stamps)) for one in unlabelled)
            elif slot.type is MarkType.SIGNATURE:
                rooms = [one for one in own if one.type is MarkType.SIGNATURE and one is not slot and not one.foot]
                written = find_signatures(plain, slot, rooms, engine)
                beside = _beside_stamps(written, stamps)
                if slot.implied:
                    beside = _without_words(beside, own)
                signatures.extend(_beside_prints(beside, prints) if ink.grey else beside)
            elif slot.type is MarkType.FINGERPRINT:
                fingers.append(fingerprint_at(slot, ink, stamps))
        promised, others = seals_at(sheet, stamps, [slot for slot in own if slot.type is MarkType.SEAL], ink)
        seals.extend(promised)
        seals.extend(mark_of(stamp, None, sheet.page) for stamp in others)
    return (*_each_once(signatures), *fingers, *seals)


def _without_words(found: Sequence[FoundMark], slots: Sequence[Slot]) -> tuple[FoundMark, ...]:
    """Leave out printed words of a letter's foot that stand where a label was guessed: 特此证明 is no typed name."""
    printed = [box for slot in slots for box in slot.printed]
    return tuple(
        one for one in found if one.mark.handwritten or not any(_same_ink(one.mark.box, box) for box in printed)
    )


def _each_once(signatures: Sequence[FoundMark]) -> tuple[FoundMark, ...]:
    """Leave out what was seen again at a letter's foot, and rooms whose label nobody read where a hand is elsewhere."""
    unlabelled = [one for one in signatures if one.unlabelled and one.mark.present]
    kept: list[FoundMark] = []
    for one in signatures:
        others = [other.mark.box for other in signatures if not other.unlabelled and other.mark.present]
        again = one.unlabelled and any(_same_ink(one.mark.box, box) for box in others)
        again |= one.unlabelled and one.on_stamp and not one.mark.sure and bool(others)  # the stamp's own ink
        lost = not one.unlabelled and not one.mark.present and not one.mark.sure
        if not again and not (lost and unlabelled):
            kept.append(one)
    present = any(one.mark.present for one in kept)
    return tuple(one for one in kept if one.mark.present or not one.unlabelled or not present)


def _same_ink(box: FloatBox | None, other: FloatBox | None) -> bool:
    return box is not None and other is not None and max(overlap(box, other), overlap(other, box)) > _SAME_INK


def _beside_stamps(written: Sequence[FoundMark], stamps: Sequence[Stamp]) -> tuple[FoundMark, ...]:
    """Leave out what a stamp and the print under it leave over; a place where only that is left goes to a person."""
    told = [replace(one, on_stamp=one.mark.present and _on_stamp(one, stamps)) for one in written]
    kept = tuple(one for one in told if not one.on_stamp or _like_a_name(one))
    if kept:
        return kept
    first = written[0]
    absent = replace(first.mark, present=False, handwritten=None, pasted=False, text="", confidence=0.5, sure=False)
    return (FoundMark(absent, place=first.place),)


def _beside_prints(written: Sequence[FoundMark], prints: Sequence[FloatBox]) -> tuple[FoundMark, ...]:
    """Doubt what stands in a finger's print and reads as no name: its darkest ridges look like strokes."""
    return tuple(
        replace(one, mark=replace(one.mark, sure=False)) if _in_a_print(one, prints) and not _like_a_name(one) else one
        for one in written
    )


def _in_a_print(found: FoundMark, prints: Sequence[FloatBox]) -> bool:
    box = found.mark.box
    return found.mark.present and box is not None and any(overlap(one, box) >= _IN_PRINT for one in prints)


def _like_a_name(found: FoundMark) -> bool:
    return sum("\u4e00" <= char <= "\u9fff" for char in found.mark.text) >= 2 and bool(found.mark.handwritten)


def _on_stamp(found: FoundMark, stamps: Sequence[Stamp]) -> bool:
    x0, y0, x1, y1 = found.mark.box or (0, 0, 0, 0)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    boxes = [stamp.outline.box() for stamp in stamps]
    return any(box[0] < x < box[2] and box[1] < y < box[3] for box in boxes)


def in_published_order(found: Sequence[FoundMark]) -> tuple[FoundMark, ...]:
    """Return marks of several sheets as one list: signatures, then fingerprints, then seals, pages in order."""
    order = (MarkType.SIGNATURE, MarkType.FINGERPRINT, MarkType.SEAL)
    return tuple(sorted(found, key=lambda one: order.index(one.mark.type)))
