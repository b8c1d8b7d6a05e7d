"""Stamps of a sheet: found anywhere by colour and outline, read, and tied to the places that promise one.

Here: seal marks. Not here: whose they are (seal_names), fingerprints.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.engines.base import OcrEngine
from ocr.marks.found import FoundMark, whole
from ocr.marks.seal_shape import SURE_SUPPORT, Outline, outlines
from ocr.marks.seal_text import SealText, seal_text
from ocr.marks.stamp_ink import BLACK, GREY, ColouredInk
from ocr.pages import FloatBox, Sheet
from ocr.slots import Slot
from validators.model.codes import MarkType
from validators.model.evidence import Mark

_TRACE_SHARE = 0.012  # of a slot's region in red ink without an outline: a broken stamp, a person looks
_TRACE_EXTENT = 0.10  # of the sheet's width that such ink must span both ways
_LEAST_HAN, _LEAST_CERTAINTY = 4, 0.5  # characters and mean certainty of a stamp's text, else it may be any shape
_NAME_LENGTH, _CLEAR = 8, 0.9  # characters of a firm's name, and the mean certainty of a clear print
_WHOLE_RING = 0.85  # share of rays on the outline of a ring that is taken for a stamp unread
_FINGER = 0.135  # of the sheet's width, 28 mm on A4
_FINANCE = re.compile(r"财务|财[务努]专|务专用")
_OTHER = re.compile(
    r"发票|合同|收费|业务|人事|行政|监制|收讫|付讫|现金|转账|专用|报关|检验|医[院保]|诊断|预结算|住院|门诊|税务|监督"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COMPANY = re.compile(r"公司|厂|店|集团|局|中心|社|所|行|院|部|委员会|工作室|会")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp of a sheet: outline in sheet pixels, colour, what it says."""

    outline: Outline
    colour: str
    text: SealText


def stamps_of(sheet: Sheet, ink: ColouredInk, engine: OcrEngine) -> tuple[Stamp, ...]:
    """Find and read every stamp of a sheet."""
    found: list[tuple[Outline, str]] = []
    for colour, mask in ink.masks.items():
        for small in outlines(mask):
            if colour in (GREY, BLACK) and 2 * max(small.a, small.b) < _FINGER * mask.shape[1]:
                continue  # without colour a small ring and a finger look alike
            if colour == BLACK and (small.square or small.support < _WHOLE_RING):
                continue  # frames and rounded print
            found.append((_scaled(small, ink.scale), colour))
    found.sort(key=lambda one: -one[0].support)  # one stamp may show in two inks: the fuller ring is its own
    apart: list[tuple[Outline, str]] = []
    for outline, colour in found:
        if all(np.hypot(outline.x - k.x, outline.y - k.y) > 0.5 * max(k.a, outline.a) for k, _ in apart):
            apart.append((outline, colour))
    read = [Stamp(outline, colour, seal_text(sheet.image, outline, colour, engine)) for outline, colour in apart]
    least = _FINGER * sheet.image.shape[1]
    read = [one for one in read if not _is_a_pens(one, least)]
    return tuple(stamp for stamp in read if _proven(stamp) and (_readable(stamp) or _plain_ring(stamp)))


def _is_a_pens(stamp: Stamp, least: float) -> bool:
    """Whether a small shape of blue ink that hardly reads is a hand's: blue is the colour of pens."""
    return stamp.colour == "blue" and 2 * max(stamp.outline.a, stamp.outline.b) < least and not _reads_clearly(stamp)


def _reads_clearly(stamp: Stamp) -> bool:
    return len(_HAN.findall(stamp.text.ring)) >= _LEAST_HAN and stamp.text.confidence >= _CLEAR


def _proven(stamp: Stamp) -> bool:
    """Without colour, pale print that happens to lie on half a circle is no stamp: ring or text must be clear."""
    return stamp.colour not in (GREY, BLACK) or stamp.outline.support >= SURE_SUPPORT or _legible(stamp)


def _readable(stamp: Stamp) -> bool:
    return len(_HAN.findall(stamp.text.ring)) >= _LEAST_HAN and stamp.text.confidence >= _LEAST_CERTAINTY


def _legible(stamp: Stamp) -> bool:
    """A stamp that can be read through is one, however much of its ring the sheet's edge cuts off."""
    return len(_HAN.findall(stamp.text.ring)) >= _NAME_LENGTH and stamp.text.confidence >= _CLEAR


def _plain_ring(stamp: Stamp) -> bool:
    """A coloured ring that nobody can read is still a stamp for a person to look at; a broken one is left to traces."""
    return stamp.colour not in (GREY, BLACK) and not stamp.outline.square and stamp.outline.support >= _WHOLE_RING


def seals_at(
    sheet: Sheet, stamps: Sequence[Stamp], slots: Sequence[Slot], ink: ColouredInk
) -> tuple[tuple[FoundMark, ...], tuple[Stamp, ...]]:
    """Return one mark a promised seal, and the stamps that no place promised."""
    left = list(stamps)
    marks: list[FoundMark] = []
    for slot in slots:
        stamp = _best_for(slot, left)
        if stamp is not None:
            left.remove(stamp)
            marks.append(mark_of(stamp, slot, sheet.page))
        else:
            marks.append(FoundMark(_traced(slot, ink, left)))
    return tuple(marks), tuple(left)


def mark_of(stamp: Stamp, slot: Slot | None, page: int) -> FoundMark:
    """Return the mark of a stamp, at a promised place or elsewhere."""
    text = stamp.text
    mark = Mark(
        MarkType.SEAL,
        slot.role if slot else None,
        text.ring,
        present=True,
        text=f"{text.ring} {text.middle}" if len(_HAN.findall(text.middle)) > 1 else text.ring,
        confidence=round(text.confidence, 3),
        page=page,
        box=whole(stamp.outline.box()),
        sure=_readable(stamp) and (stamp.outline.support >= SURE_SUPPORT or _legible(stamp)),
        seal_kind=kind_of(stamp),
    )
    return FoundMark(mark, strips=text.strips)


def kind_of(stamp: Stamp) -> str | None:
    """Return official, finance or other by what the stamp says, None when it cannot be told."""
    words = stamp.text.middle + stamp.text.ring
    if _FINANCE.search(words):
        return "finance"
    if _OTHER.search(words):
        return "other"
    if stamp.outline.square and not _COMPANY.search(words):
        return "other"
    return "official" if _COMPANY.search(words) else None


def _scaled(small: Outline, scale: float) -> Outline:
    half = scale / 2 - 0.5
    return Outline(
        small.x * scale + half,
        small.y * scale + half,
        small.a * scale,
        small.b * scale,
        small.turn,
        small.support,
        small.square,
    )


def _best_for(slot: Slot, stamps: Sequence[Stamp]) -> Stamp | None:
    """Return the stamp on or nearest the promised place: companies' stamps first, anywhere on the sheet."""

    def rank(stamp: Stamp) -> tuple[bool, bool, float]:
        return kind_of(stamp) == "other", not _touches(stamp.outline.box(), slot.region), _away(stamp, slot)

    return min(stamps, key=rank) if stamps else None


def _touches(box: FloatBox, region: FloatBox) -> bool:
    return box[0] < region[2] and region[0] < box[2] and box[1] < region[3] and region[1] < box[3]


def _away(stamp: Stamp, slot: Slot) -> float:
    x, y = (slot.label[0] + slot.label[2]) / 2, (slot.label[1] + slot.label[3]) / 2
    return float(np.hypot(stamp.outline.x - x, stamp.outline.y - y))


def _traced(slot: Slot, ink: ColouredInk, stamps: Sequence[Stamp]) -> Mark:
    """Return the mark of a place without an outline: absent, or doubtful when coloured ink lies scattered there."""
    x0, y0, x1, y1 = (round(v / ink.scale) for v in slot.region)
    part = ink.masks["red"][max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    trace = False
    if part.size and float(part.mean()) > _TRACE_SHARE:
        rows, columns = np.flatnonzero(part.sum(axis=1) > 1), np.flatnonzero(part.sum(axis=0) > 1)
        least = _TRACE_EXTENT * ink.masks["red"].shape[1]
        trace = rows.size > 0 and columns.size > 0 and bool(np.ptp(rows) > least and np.ptp(columns) > least)
    # A pale ring may escape where the picture has no colour; where it has and shows none, no coloured stamp is there.
    sure = not trace and not (ink.grey and not ink.tinted)
    return Mark(
        MarkType.SEAL,
        slot.role,
        "",
        present=trace,
        confidence=0.97 if sure else 0.5,
        page=slot.page,
        box=whole(slot.region),
        sure=sure,
    )
