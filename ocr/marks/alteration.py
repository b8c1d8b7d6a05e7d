"""Alterations near values: a pen line through characters, a blot over them, a whitened or pasted patch under them.

Here: remarks for a person to judge, sparing ordinary paper: underlines, table rules, dashes that fill a blank, stamps
over text. Not here: which fields matter, what a remark leads to. Boxes of remarks are sheet pixels.
"""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line
from ocr.marks.found import whole
from ocr.marks.layers import Layers, Mask, layers_of
from ocr.marks.pasted import is_pasted
from ocr.marks.rules import without_rules
from ocr.marks.seal_shape import outlines
from ocr.marks.spans import overlap, print_size
from ocr.marks.stamp_ink import chroma_of, coloured_ink
from ocr.pages import FloatBox, Image, Sheet
from validators.model.evidence import Remark

UNDER_A_STAMP = "blotted under a stamp"  # a remark's detail: it may be the stamp's ink
_SLOPES = tuple(step / 20 for step in range(-7, 8))  # rise per run of a struck line; hands draw within 20 degrees
_STRUCK = 1.8  # em that a line through characters is long
_STRUCK_SHARE = 0.45  # of the value's width that it must cross: who strikes a value strikes most of it
_THIN = 0.16  # em; a pen line is thinner than this
_THICKEST, _BEYOND = 0.34, 0.2  # em of half a marker's line; em of text looked at beyond it
_MOSTLY = 0.8  # share of a line's columns with ink in a row that belongs to the line
_BAND = (0.12, 0.88)  # of the print's height: below lies the underline, above the rule
_CROSSED = 0.5  # share of the line's columns with ink both above and below: text it runs through
# A marker's line from end to end hides most of what it runs through: less need show, but gaps twice as many. The same
# holds, less so, of any line without a hole that bridges as many: print alone never does.
_MARKER, _CROSSED_LOW, _WHOLE = 0.1, 0.3, 0.99  # em of half its thickness, share of columns, share bridged
_CROSSED_PALE, _BOTH_PALE, _MANY_GAPS, _BRIDGED_PALE = 0.28, 0.15, 8, 0.985  # likewise of print pale beside the line
_CROSSED_LONG, _BOTH_LONG = 0.4, 0.25  # share of columns, on both sides at once, of a line that bridges as many
_MOSTLY_BRIDGED = (0.95, 0.97)  # share bridged by a thin line and by a thick one: bold writing has bands of its own
_BOTH = 0.3  # of the columns with ink on both sides at once
_GAP, _GAPS = 0.05, 3  # em; gaps between characters that the line must bridge, and how many
_SHORT = 3.2  # em; a value of up to three characters must be crossed from end to end
_OVERSHOT = 0.3  # em by which such a line must go on beyond the value, on both sides together
_COLOURED = 0.18  # of the paper's brightness between a pen's strongest and weakest channel
_FULL = 0.62  # of the deepest ink, what a pen leaves between characters; blur leaves less
_SOLID = 0.42  # of the deepest ink; blurred print joins below this
_LEAST_INK, _DEEPEST = 0.15, 1.6  # depth below which nothing is ink; times the median of ink, its deepest
_REACH = 0.42  # em above and below that the text reaches
_BLOT = 0.23  # em; radius of a disc that fits into a blot and into no stroke
_BLOT_AREA = 0.4  # em squared of such ink
_DEEP = 0.72  # of the deepest ink; characters that blur runs together are paler between their strokes
_SOME, _EVERYWHERE = 3, 0.15  # boxes, share of the boxes; what shows in more is the print or the picture, not a pen
_CONTEXT = 2.0  # em around a value that is looked at
_LEAST_SIDE = 4  # px of a box on the sheet; less shows nothing
_WORD = re.compile(r"[:：)）\u4e01-\u9fff]")
_PEN = 0.07  # em of half a pen's line; a form's rules are thinner
_ONE_SIDE, _LONG_STROKE = 0.35, 3.0  # share of columns with print on one side of a stroke before an amount; em of it
_BEFORE = 6.0  # em before a value where the one stands that it was written for
_OWN = 0.3  # em of the value itself that belongs to what stands before it


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    box: FloatBox
    em: float
    behind_words: bool = False  # what was read before it says that no label is left in it


def find_alterations(
    sheet: Sheet,
    lines: Sequence[Line],
    field_boxes: Mapping[str, Sequence[FloatBox]],
    amounts: Container[str] = frozenset(),
) -> tuple[Remark, ...]:
    """Return an ALTERED remark for each field that shows an alteration in one of its boxes, a row of text each.

    Before the `amounts` another one may stand struck that they were written for.
    """
    remarks: list[Remark] = []
    seals: list[FloatBox] | None = None
    for name, boxes in field_boxes.items():
        places = [_Place(name, box, _em_of(lines, box)) for box in boxes if _is_on(sheet.image, box)]
        others = [box for other in field_boxes.values() for box in other if other != boxes]
        before = _before(places[0], others, lines) if places and name in amounts else None
        told: dict[str, _Place] = {}
        for place in (*places, *((before,) if before is not None else ())):
            what = _seen(sheet.image, place, strokes_alone=place is before)
            if what in ("struck", "blotted"):  # a stamp's ring crosses print too, and thickens written figures
                seals = _seals(sheet.image) if seals is None else seals
                if any(overlap(seal, place.box) > 0 for seal in seals):
                    what = None if what == "struck" else UNDER_A_STAMP
            if what is not None:
                told.setdefault(what, place)
            if told.keys() - {UNDER_A_STAMP}:
                break
        for what in sorted(told, key=UNDER_A_STAMP.__eq__)[:1]:
            remarks.append(Remark("ALTERED", name, sheet.page, whole(told[what].box), what))
    return _rare(remarks, len(field_boxes))


def _is_on(image: Image, box: FloatBox) -> bool:
    height, width = image.shape[:2]
    wide, high = min(box[2], width) - max(box[0], 0), min(box[3], height) - max(box[1], 0)
    return bool(wide >= _LEAST_SIDE and high >= _LEAST_SIDE)


def _before(place: _Place, others: Sequence[FloatBox], lines: Sequence[Line]) -> _Place | None:
    """Return where an amount stands that a value was written for: before it in its row, up to a word or other value."""
    x0, y0, _, y1 = place.box
    beside = [box[2] for box in others if box[2] <= x0 + _OWN * place.em and _in_one_row(box, place.box)]
    words = [right for line in lines if _in_one_row(line.box, place.box) for right in _ends_of_words(line, x0)]
    left = max(0.0, x0 - _BEFORE * place.em, *beside, *words)
    box = (left, y0, x0 + _OWN * place.em, y1)
    return replace(place, box=box, behind_words=bool(words)) if x0 - left >= _STRUCK * place.em else None


def _ends_of_words(line: Line, x: float) -> list[float]:
    """Return where a line's words and colons before a column end; a stroke reads as 一."""
    ends = [line.span_box(n, n + 1)[2] for n, glyph in enumerate(line.glyphs) if _WORD.match(glyph.char)]
    return [right for right in ends if right <= x]


def _in_one_row(one: FloatBox, other: FloatBox) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > min(one[3] - one[1], other[3] - other[1]) / 2


def _seen(image: Image, place: _Place, *, strokes_alone: bool) -> str | None:
    """Tell what was done to a row."""
    layers = _around(image, place)
    dark = layers.dark_mask()
    if strokes_alone:
        what = "struck" if _struck(_pen(layers), layers, place, _solid(layers), before=place.behind_words) else None
    else:
        what = _altered(image, layers, dark, place)
    red = np.asarray(layers.red_mask() & ~dark, dtype=np.bool_)
    return "struck" if what is None and _struck(red, layers, place, _solid(layers)) else what


def _around(image: Image, place: _Place) -> Layers:
    wide = _CONTEXT * place.em
    x0, y0, x1, y1 = place.box
    return layers_of(image, (x0 - wide, y0 - wide, x1 + wide, y1 + wide))


def _rare(remarks: Sequence[Remark], boxes: int) -> tuple[Remark, ...]:
    """Leave out what shows nearly everywhere."""
    sorts = ["blotted" if remark.detail == UNDER_A_STAMP else remark.detail for remark in remarks]
    counts, most = Counter(sorts), max(_SOME, _EVERYWHERE * boxes)
    return tuple(remark for remark, sort in zip(remarks, sorts, strict=True) if counts[sort] <= most)


def _solid(layers: Layers) -> Mask:
    """Return what is print: as dark as most of it, however dark a pen's line beside it is."""
    inked = layers.dark[layers.dark > _LEAST_INK]
    deepest = float(np.percentile(layers.dark, 98))
    usual = _DEEPEST * float(np.median(inked)) if inked.size else deepest
    return np.asarray(layers.dark > max(_SOLID * min(deepest, usual), _LEAST_INK), dtype=np.bool_)


def _pen(layers: Layers) -> Mask:
    """Return ink that may be a pen's line: as full as the print itself, or of another colour."""
    full = layers.dark > _FULL * float(np.percentile(layers.dark, 98))
    coloured = (chroma_of(layers.tone) > _COLOURED) & (layers.dark > _LEAST_INK)
    return np.asarray(full | coloured, dtype=np.bool_)


def _altered(image: Image, layers: Layers, dark: Mask, place: _Place) -> str | None:
    if _struck(_pen(layers), layers, place, _solid(layers)):
        return "struck"
    # Taking rules out costs the most here: it is done only where something would otherwise be told.
    deep = layers.dark > _DEEP * float(np.percentile(layers.dark, 98))
    plain: Mask | None = None
    if _blotted(np.asarray(dark & deep, dtype=np.bool_), layers, place):
        plain = without_rules(dark, place.em)
        if _blotted(np.asarray(plain & deep, dtype=np.bool_), layers, place):
            return "blotted"
    ink = np.asarray(dark | layers.red_mask(), dtype=np.bool_)
    if is_pasted(image, place.box, ink, (layers.left, layers.top), place.em):
        plain = without_rules(dark, place.em) if plain is None else plain
        ruled = int((dark & ~plain).sum()) > 2 * place.em
        return None if ruled else "patched"
    return None


def _em_of(lines: Sequence[Line], box: FloatBox) -> float:
    em = print_size(lines, box)
    return float(min(em, max(10.0, 0.95 * (box[3] - box[1]))))


def _inner(layers: Layers, box: FloatBox) -> tuple[int, int, int, int]:
    height, width = layers.dark.shape
    return (
        int(np.clip(box[0] - layers.left, 0, width)),
        int(np.clip(box[1] - layers.top, 0, height)),
        int(np.clip(box[2] - layers.left, 0, width)),
        int(np.clip(box[3] - layers.top, 0, height)),
    )


def _struck(line_ink: Mask, layers: Layers, place: _Place, text: Mask, *, before: bool = False) -> bool:
    """Tell whether a thin straight line runs through the characters' middle; `before` another amount, anywhere."""
    x0, y0, x1, y1 = _inner(layers, place.box)
    if x1 - x0 < place.em or y1 - y0 < 6:
        return False
    middle, half = (y0 + y1) / 2, 0.5 * place.em
    if not _may_hold_a_line(line_ink[max(0, y0) : y1, x0:x1], int(_STRUCK * place.em)):
        return False
    length = int(max(_STRUCK * place.em, _STRUCK_SHARE * (x1 - x0)))
    if x1 - x0 <= _SHORT * place.em:  # two characters' own level strokes may meet: a pen goes on beyond them
        length = int(x1 - x0 + _OVERSHOT * place.em)
        x0, x1 = max(0, int(x0 - _OVERSHOT * place.em)), min(line_ink.shape[1], int(x1 + _OVERSHOT * place.em))
    low = max(2, int(middle + (2 * _BAND[0] - 1) * half))
    rows = range(low, min(line_ink.shape[0] - 2, int(middle + (2 * _BAND[1] - 1) * half) + 1))
    for slope in _SLOPES if rows else ():
        level, turned = _levelled(line_ink, slope), None
        for row, run in zip(rows, _long_runs(level[rows[0] - 1 : rows[-1] + 2], length), strict=True):
            columns = np.flatnonzero(run[x0:x1]) + x0
            if len(columns) < length:
                continue
            turned = _levelled(text, slope) if turned is None else turned
            if _is_line(level, turned, row, columns, place.em, before=before):
                return True
    return False


def _long_runs(band: Mask, length: int) -> NDArray[np.uint8]:
    """Return, for each row of a band but its first and last, where ink goes on for a length, small gaps closed."""
    thick = cv2.dilate(band.astype(np.uint8), np.ones((3, 3), np.uint8))[1:-1]
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)


def _may_hold_a_line(ink: Mask, length: int) -> bool:
    """Tell whether any piece of ink is as long as a struck line: print alone, in most places, is not."""
    joined = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return count > 1 and int(stats[1:, cv2.CC_STAT_WIDTH].max()) >= length


def _levelled(mask: Mask, slope: float) -> Mask:
    if slope == 0:
        return mask
    matrix = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * mask.shape[1] / 2]], dtype=np.float32)
    turned = cv2.warpAffine(mask.astype(np.uint8), matrix, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_NEAREST)
    return np.asarray(turned > 0, dtype=np.bool_)


def _is_line(level: Mask, text: Mask, row: int, columns: NDArray[np.intp], em: float, *, before: bool = False) -> bool:
    """A struck line bridges the gaps between characters, and characters stand above and below it.

    `before` another amount print on one side of a long one is enough: nobody underlines what he then writes anew.
    """
    long = columns[-1] - columns[0] > _SHORT * em  # the level strokes of two characters may meet
    half = _half_thickness(level, row, columns, em) if long else 0
    if half > _THICKEST * em:
        return False
    thin = max(2, round(_THIN * em), half + 1)
    reach = max(4, round(_REACH * em), thin + round(_BEYOND * em))
    above = text[max(0, row - reach) : max(0, row - thin), columns].any(axis=0)
    below = text[row + thin + 1 : row + reach + 1, columns].any(axis=0)
    gaps = _runs(np.asarray(~(above | below), dtype=np.bool_))
    wide = [stop - start for start, stop in gaps if stop - start >= max(2, round(_GAP * em))]
    bridged = float(level[max(0, row - 1) : row + 2, columns].any(axis=0).mean())
    least, both = min(float(above.mean()), float(below.mean())), float((above & below).mean())
    most = max(float(above.mean()), float(below.mean()))
    by_pen = before and half >= _PEN * em and columns[-1] - columns[0] >= _LONG_STROKE * em
    if by_pen and most >= _ONE_SIDE and len(wide) >= 2 * _GAPS and bridged >= _MOSTLY_BRIDGED[1]:
        return True
    if half >= _MARKER * em and least >= _CROSSED_LOW and len(wide) >= 2 * _GAPS and bridged >= _WHOLE:
        return True
    if least >= _CROSSED_PALE and both >= _BOTH_PALE and len(wide) >= _MANY_GAPS and bridged >= _BRIDGED_PALE:
        return True
    if least >= _CROSSED_LONG and both >= _BOTH_LONG and len(wide) >= 2 * _GAPS and bridged >= _WHOLE:
        return True
    least_bridged = _MOSTLY_BRIDGED[half >= _MARKER * em]
    return least >= _CROSSED and both >= _BOTH and len(wide) >= _GAPS and bridged > least_bridged


def _half_thickness(level: Mask, row: int, columns: NDArray[np.intp], em: float) -> int:
    """Return how many rows above or below the row the line's ink goes on."""
    best = 0
    for step in (-1, 1):
        far = 1
        while 0 <= row + step * far < level.shape[0] and far < em:
            if float(level[row + step * far, columns].mean()) < _MOSTLY:
                break
            far += 1
        best = max(best, far - 1)
    return best


def _runs(flags: Mask) -> list[tuple[int, int]]:
    steps = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))


def _blotted(mask: Mask, layers: Layers, place: _Place) -> bool:
    x0, y0, x1, y1 = _inner(layers, place.box)
    radius = max(3, round(_BLOT * place.em))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    blots = cv2.morphologyEx(mask[y0:y1, x0:x1].astype(np.uint8), cv2.MORPH_OPEN, disc)
    return float(blots.sum()) > _BLOT_AREA * place.em**2


def _seals(image: Image) -> list[FloatBox]:
    ink = coloured_ink(image)
    boxes = [outline.box() for mask in ink.masks.values() for outline in outlines(mask)]
    return [(x0 * ink.scale, y0 * ink.scale, x1 * ink.scale, y1 * ink.scale) for x0, y0, x1, y1 in boxes]
