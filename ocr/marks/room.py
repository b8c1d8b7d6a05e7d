"""The room of a promised signature, made to fit the print: label and rows of print, not of the hand beside them.

A detected line that holds a label and the signature behind it is as tall as the hand and as long as both, and so is
the label's box taken from it. Here: the label's own place in such a line, and the room that follows from it. Not here:
ink groups (ink_of_slot), labels' meaning.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.lines import Line
from ocr.marks.layers import layers_of
from ocr.marks.spans import left_out, overlap, print_size, tight_span
from ocr.pages import FloatBox, Image
from ocr.slots import Slot

_TALL = 1.9  # em; a label's box taller than this is a hand's
_HEAD = 2.2  # em of the label's beginning that tell its row
_ROW = 0.65  # em from the row's middle to the label's edge
_UP, _DOWN = 1.7, 1.6  # em from the row's middle that a hand beside the label may reach
_LAP = 0.2  # em of the label's end over which a first stroke may begin


def fitted(image: Image, lines: Sequence[Line], slot: Slot) -> Slot:
    """Return the slot with its label and region cut to the print, where a hand has stretched them."""
    em = print_size(lines, slot.label)
    label = _own_label(image, lines, slot, em)
    if not beside(slot):
        return replace(slot, label=label)
    left, top, right, bottom = slot.region
    left = min(left, label[2] - _LAP * em) if label[2] < slot.label[2] - 0.3 * em else left
    if slot.label[3] - slot.label[1] > _TALL * em:
        middle = (label[1] + label[3]) / 2
        top, bottom = max(top, middle - _UP * em), min(bottom, middle + _DOWN * em)
    region = _reached(lines, (left, top, right, bottom), em)
    name = "" if _is_written(lines, slot.name, label, region, em) else slot.name
    return replace(slot, label=label, region=region, name=name)


def _is_written(lines: Sequence[Line], name: str, label: FloatBox, region: FloatBox, em: float) -> bool:
    """Whether the slot's name was read from the room's own ink; a printed name there stands in brackets."""
    for line in lines:
        at = line.text.find(name) if name else -1
        if at < 0 or (overlap(line.box, region) <= 0 and overlap(region, line.box) <= 0):
            continue
        bracketed = at > 0 and line.text[at - 1] in "（("
        centre = _centres(line)[at]
        if not bracketed and label[2] - em / 2 < centre < region[2]:
            return True
    return False


def beside(slot: Slot) -> bool:
    """Whether the room lies right of its label rather than below it."""
    middle = (slot.region[0] + slot.region[2]) / 2
    return slot.label[2] < middle and slot.label[1] < slot.region[3] and slot.label[3] > slot.region[1]


def _own_label(image: Image, lines: Sequence[Line], slot: Slot, em: float) -> FloatBox:
    x0, y0, x1, y1 = slot.label
    for line in lines:
        if overlap(line.box, slot.label) < 0.6:
            continue
        inside = [n for n, place in enumerate(_centres(line)) if x0 - 0.2 * em <= place <= x1 + 0.2 * em]
        inside = inside[: next((n for n, at in enumerate(inside) if line.text[at] in ":："), len(inside)) + 1]
        if inside:
            x1 = min(x1, tight_span(line, inside[0], inside[-1] + 1)[2])
            break
    if y1 - y0 > _TALL * em:
        middle = _row_middle(image, (x0, y0, min(x1, x0 + _HEAD * em), y1))
        if middle is not None:
            y0, y1 = max(y0, middle - _ROW * em), min(y1, middle + _ROW * em)
    return x0, y0, x1, y1


def _centres(line: Line) -> list[float]:
    x0, _, x1, _ = line.box
    return [x0 + glyph.at * (x1 - x0) for glyph in line.glyphs]


def _row_middle(image: Image, box: FloatBox) -> float | None:
    """Return the height in the middle of the dark ink of a label's first characters."""
    layers = layers_of(image, box)
    rows = layers.dark_mask().sum(axis=1).astype(np.float64)
    if rows.sum() < 20:  # px; nothing to go by
        return None
    return float(layers.top + (np.arange(rows.size) * rows).sum() / rows.sum())


def _reached(lines: Sequence[Line], region: FloatBox, em: float) -> FloatBox:
    """Return the room grown to a hand's line that begins in it: along its row, and a little above and below."""
    left, top, right, bottom = region
    for line in lines:
        x0, y0, x1, y1 = line.box
        level = min(y1, region[3]) - max(y0, region[1]) > 0.6 * min(y1 - y0, region[3] - region[1])
        if level and region[0] - (y1 - y0) <= x0 < region[2] and not left_out(line) and y1 - y0 > _TALL * em:
            top, bottom = min(top, max(y0, region[1] - em)), max(bottom, min(y1, region[3] + em))
        if level and region[0] - (y1 - y0) <= x0 < region[2] and not left_out(line):
            right = max(right, x1)
    return left, top, right, bottom
