"""The handwriting candidate of one promised place: its ink minus rules, print, dates, seals and fingerprints.

Here: which ink is left and its shape. Not here: whether a hand or a press made it (hand), what it says (names).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line
from ocr.marks.crops import Grey
from ocr.marks.layers import Depth, Layers, Mask, layers_of
from ocr.marks.rules import without_rules
from ocr.marks.spans import left_out, overlap, print_size
from ocr.pages import FloatBox, Image
from ocr.slots import Slot

_TALL = 2.2  # em of a box that holds more than a row
_CONTEXT = 3.0  # em around the region, so that rules are seen at length
_OVERSHOOT = (0.4, 0.7, 1.0, 0.6)  # em by which a signature may leave the region: left, up, right, down
_NARROW = 1.0  # em by which a cell's left edge may be read too far right
_IN_PRINT = 0.6  # share of a stroke's ink on left-out words above which it is their print
_CROSSING = 0.3  # share below which it is a signature that runs across them
_SPECK = 0.03  # em squared; smaller ink is dirt
_DOT, _AROUND = 0.008, 0.25  # em squared of a pen's dot; em around a name's strokes within which one stands
_AS_DARK, _LONGEST = 0.6, 3.0  # of the depth of the name's strokes; times as long as wide that a dot is at most
_NEAR = 0.9  # em between strokes of one name
_FLAT, _FLAT_ASPECT, _FOOT = 0.13, 5.0, 0.7  # em high, wider than high, share of the height: a bit of a rule
_BIT, _BIT_ASPECT = 0.22, 3.5  # em high, wider than high: a bit of a rule beside the name
_RIM, _CUT_INK = 0.8, 0.4  # em around a hand's upper and lower rim, and of a stroke's length left out there
_APART = 2.2  # em between two people's signatures in one wide region
_BELOW = 0.5  # em between the ink of two rows
_WHOLE_NAME = 3.0  # em of pen path: two simple characters
_RIM_AIR = 0.4  # em from the sheet's rim within which ink belongs to the rim
_LARGEST, _LONGEST_STROKE = 14.0, 25.0  # em; no piece of a signature is so tall, none so long and flat

Rows = tuple[float, float]
EVERYWHERE: Rows = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Writing:
    """One group of candidate ink: place on the sheet, cleaned grey crop, pen length in em, and the print's em."""

    box: FloatBox
    crop: Grey
    depth: NDArray[np.float32]  # of the ink, same place
    length: float  # em of pen path
    width: float  # px, mean stroke width
    em: float  # px
    cut: bool = False  # strokes that touch its rim were left out as a neighbour's


@dataclass(frozen=True, slots=True)
class SlotInk:
    """All candidate ink of one slot, left to right, and the layers it was taken from."""

    writings: tuple[Writing, ...]
    layers: Layers
    em: float
    region: FloatBox  # the slot's region with the overshoot


def ink_of_slot(image: Image, lines: Sequence[Line], slot: Slot, rows: Rows = EVERYWHERE) -> SlotInk:
    """Return what could be handwriting in the slot's region.

    `rows` are the heights on the sheet between which the slot's own row lies: a name mostly there loses what of its
    group stands beyond them, the name of the next row.
    """
    em = print_size(lines, slot.label)
    lines = [line for line in lines if not _is_blob(line, em)]
    own = _own_room(slot, em)
    region = _grown(own, em, image)
    left, top, right, bottom = region
    layers = layers_of(
        image, (left - _CONTEXT * em, top - _CONTEXT * em, right + _CONTEXT * em, bottom + _CONTEXT * em)
    )
    ink = mask = without_rules(layers.dark_mask(), em)
    outside = [slot.label, *_printed_places(lines, slot, region)]
    mask = _without_places(mask, [_shift(box, layers) for box in outside])
    inside = _inside(mask, _shift(own, layers), _shift(region, layers))
    left_over = np.asarray((mask | (ink & _within(mask, _intruders(lines, slot), layers))) & ~inside, dtype=np.bool_)
    groups = [_with_dots(group, inside, layers.dark, em) for group in _groups(inside, em)]
    groups = [_of_its_row(group, (rows[0] - layers.top, rows[1] - layers.top), em) for group in groups]
    writings = tuple(_writing(group, left_over, layers, em) for group in groups)
    return SlotInk(writings, layers, em, region)


def ink_beside_print(image: Image, region: FloatBox, printed: Sequence[FloatBox], em: float) -> SlotInk:
    """Return what could be handwriting anywhere in a region, apart from the places of print in it."""
    left, top, right, bottom = region
    layers = layers_of(image, (left, top - _CONTEXT * em, right, bottom + _CONTEXT * em))
    ink = without_rules(_without_rims(layers.dark_mask(), em), em)
    mask = _without_places(ink, [_shift(box, layers) for box in printed])
    own = _shift(region, layers)
    inside = _inside(mask, own, own)
    groups = [_with_dots(group, inside, layers.dark, em) for group in _groups(inside, em)]
    nothing = np.zeros_like(mask)
    return SlotInk(tuple(_writing(group, nothing, layers, em) for group in groups), layers, em, region)


def _without_rims(mask: Mask, em: float) -> Mask:
    """Return ink without what runs along or into the sheet's rim: edges, shadows and bits of the ground it lay on."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    x, wide, high = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    bottom = stats[:, cv2.CC_STAT_TOP] + high
    air = _RIM_AIR * em
    rim = (x <= air) | (x + wide >= mask.shape[1] - air) | (bottom >= mask.shape[0] - air)
    rim |= (high > _LARGEST * em) | ((wide > _LONGEST_STROKE * em) & (high < em))
    rim[0] = False
    return np.asarray(mask & ~rim[labels], dtype=np.bool_)


def _is_blob(line: Line, em: float) -> bool:
    """Whether a line is no row of writing: a hand and a finger's print in one tall box that read as a sign."""
    return line.box[3] - line.box[1] > _TALL * em and sum(char.isalnum() for char in line.text) < 2


def _own_room(slot: Slot, em: float) -> FloatBox:
    """Return the region; below a column's head it reaches further left, where cells are often read too narrow."""
    x0, y0, x1, y1 = slot.region
    below_head = slot.label[3] <= y0 + em and slot.label[0] < x1 and slot.label[2] > x0
    return (max(0.0, x0 - _NARROW * em), y0, x1, y1) if below_head else slot.region


def _grown(region: FloatBox, em: float, image: Image) -> FloatBox:
    height, width = image.shape[:2]
    left, up, right, down = (share * em for share in _OVERSHOOT)
    return (
        max(0.0, region[0] - left),
        max(0.0, region[1] - up),
        min(float(width), region[2] + right),
        min(float(height), region[3] + down),
    )


def _printed_places(lines: Sequence[Line], slot: Slot, region: FloatBox) -> list[FloatBox]:
    places: list[FloatBox] = []
    for line in lines:
        if overlap(region, line.box) <= 0.0:
            continue
        inside = overlap(slot.region, line.box)
        with_label = overlap(line.box, slot.label) > 0.3
        if inside < 0.35 and not with_label and overlap(line.box, slot.region) < 0.35:
            places.append(line.box)
        else:
            places.extend(left_out(line, slot.label[2] if with_label else None))
    return places


def _intruders(lines: Sequence[Line], slot: Slot) -> list[FloatBox]:
    """Return read lines that reach into the room from its neighbours: likely hands that overflow their own room."""
    return [line.box for line in lines if 0.1 < overlap(slot.region, line.box) < 0.35 and not left_out(line)]


def _within(mask: Mask, places: Sequence[FloatBox], layers: Layers) -> Mask:
    covered = np.zeros_like(mask)
    for place in places:
        x0, y0, x1, y1 = _shift(place, layers)
        covered[y0:y1, x0:x1] = True
    return covered


def _shift(box: FloatBox, layers: Layers) -> tuple[int, int, int, int]:
    height, width = layers.dark.shape
    return (
        int(np.clip(round(box[0] - layers.left), 0, width)),
        int(np.clip(round(box[1] - layers.top), 0, height)),
        int(np.clip(round(box[2] - layers.left), 0, width)),
        int(np.clip(round(box[3] - layers.top), 0, height)),
    )


def _without_places(mask: Mask, places: Sequence[tuple[int, int, int, int]]) -> Mask:
    """Take away print: whole strokes that lie on it, and of half-covered strokes the part on it."""
    covered = np.zeros(mask.shape, dtype=np.bool_)
    for x0, y0, x1, y1 in places:
        covered[y0:y1, x0:x1] = True
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    total = np.bincount(labels.ravel(), minlength=count).astype(np.float64)
    on = np.bincount(labels[covered], minlength=count)
    share = on / np.maximum(total, 1)
    gone, crossing = share >= _IN_PRINT, share <= _CROSSING
    gone[0] = True
    return np.asarray(mask & ~gone[labels] & (~covered | crossing[labels]), dtype=np.bool_)


def _inside(mask: Mask, own: tuple[int, int, int, int], grown: tuple[int, int, int, int]) -> Mask:
    """Keep strokes that reach into the region proper, cut at the grown region."""
    cut = np.zeros_like(mask)
    cut[grown[1] : grown[3], grown[0] : grown[2]] = mask[grown[1] : grown[3], grown[0] : grown[2]]
    count, labels = cv2.connectedComponents(cut.astype(np.uint8), connectivity=8)
    total = np.bincount(labels.ravel(), minlength=count).astype(np.float64)
    here = np.bincount(labels[own[1] : own[3], own[0] : own[2]].ravel(), minlength=count)
    kept = here / np.maximum(total, 1) >= 0.34  # a stroke mostly outside belongs to the neighbour
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _groups(mask: Mask, em: float) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    big = stats[:, cv2.CC_STAT_AREA] >= _SPECK * em * em
    big[0] = False
    clean = big[labels]
    if not clean.any():
        return []
    reach = max(3, int(_NEAR * em)) | 1
    joined = cv2.morphologyEx(clean.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, parts = cv2.connectedComponents(joined, connectivity=8)
    groups = [np.asarray(clean & (parts == part), dtype=np.bool_) for part in range(1, count)]
    groups = [_without_bits(group, em) for group in groups if group.any()]
    groups = [group for group in groups if group.any()]
    groups.sort(key=lambda group: int(np.flatnonzero(group.any(axis=0))[0]))
    merged: list[Mask] = []
    for group in groups:
        near = [at for at, other in enumerate(merged) if _of_one_row(other, group, em)]
        if near:
            merged[near[-1]] = np.asarray(merged[near[-1]] | group, dtype=np.bool_)
        else:
            merged.append(group)
    whole = [_without_bits(group, em) for group in merged]  # a bit of a rule may have been a group of its own
    return [group for group in whole if group.any()]


def _with_dots(group: Mask, mask: Mask, depth: Depth, em: float) -> Mask:
    """Return a group with the dots among its strokes: those of 氵 are as small as dirt, and 涛 without them is 寿.

    Dirt lies anywhere and what a finger leaves is pale: a dot stands in the name and is as dark as its strokes.
    """
    rows, columns = np.flatnonzero(group.any(axis=1)), np.flatnonzero(group.any(axis=0))
    air = _AROUND * em
    rest = (mask & ~group).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(rest, connectivity=8)
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    dot = (area >= _DOT * em * em) & (area < _SPECK * em * em)
    dot &= np.maximum(wide, high) <= _LONGEST * np.minimum(wide, high)
    dot &= (centres[:, 0] > columns[0] - air) & (centres[:, 0] < columns[-1] + air)
    dot &= (centres[:, 1] > rows[0] - air) & (centres[:, 1] < rows[-1] + air)
    least = _AS_DARK * float(np.median(depth[group]))
    for part in np.flatnonzero(dot):
        x, y, w, h = (int(value) for value in stats[part, :4])
        dot[part] = part > 0 and float(depth[y : y + h, x : x + w][labels[y : y + h, x : x + w] == part].max()) >= least
    return np.asarray(group | dot[labels], dtype=np.bool_)


def _of_one_row(left: Mask, right: Mask, em: float) -> bool:
    """Whether two groups may be one signature: near each other along the row, and not one above the other."""
    upper, lower = sorted((_rows(left), _rows(right)))
    return _gap(left, right) < _APART * em and lower[0] - upper[1] < _BELOW * em


def _of_its_row(group: Mask, rows: Rows, em: float) -> Mask:
    """Return a group without the strokes of the row above or below, if enough is left for a name."""
    count, labels, _, centres = cv2.connectedComponentsWithStats(group.astype(np.uint8), connectivity=8)
    own = (centres[:, 1] >= rows[0]) & (centres[:, 1] <= rows[1])
    own[0] = False
    kept = np.asarray(own[labels], dtype=np.bool_)
    top, bottom = _rows(group)
    if own.sum() == count - 1 or not kept.any() or bottom - top < _TALL * em:
        return group
    return kept if kept.sum() / max(stroke_width(kept), 1.0) / em >= _WHOLE_NAME else group


def _rows(mask: Mask) -> tuple[int, int]:
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[0]), int(rows[-1])


def _without_bits(group: Mask, em: float) -> Mask:
    """Take away flat bits at the foot of a group: what is left of a rule that something interrupts.

    A bit beside the name, under none of its strokes, may be as thick as a sloping rule: no stroke of a name is there.
    """
    count, labels, stats, centres = cv2.connectedComponentsWithStats(group.astype(np.uint8), connectivity=8)
    rows = np.flatnonzero(group.any(axis=1))
    foot = rows[0] + _FOOT * (rows[-1] - rows[0])
    low = centres[:, 1] >= foot
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    flat = (high <= max(4, int(_FLAT * em))) & (wide >= _FLAT_ASPECT * high)
    bit = (high <= max(6, int(_BIT * em))) & (wide >= _BIT_ASPECT * high) & low
    strokes = np.flatnonzero((~bit[labels] & group).any(axis=0))
    beside = np.zeros(count, dtype=bool)
    for part in np.flatnonzero(bit[1:]) + 1:
        left = int(stats[part, cv2.CC_STAT_LEFT])
        beside[part] = not ((strokes >= left) & (strokes < left + int(wide[part]))).any()
    kept = ~((flat & low) | beside)
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _gap(left: Mask, right: Mask) -> int:
    return int(np.flatnonzero(right.any(axis=0))[0]) - int(np.flatnonzero(left.any(axis=0))[-1])


def _writing(mask: Mask, left_over: Mask, layers: Layers, em: float) -> Writing:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    pad = 3
    y0, y1 = max(0, int(rows[0]) - pad), min(mask.shape[0], int(rows[-1]) + 1 + pad)
    x0, x1 = max(0, int(columns[0]) - pad), min(mask.shape[1], int(columns[-1]) + 1 + pad)
    part = mask[y0:y1, x0:x1]
    near = cv2.dilate(part.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    depth = np.where(near, layers.dark[y0:y1, x0:x1], 0.0).astype(np.float32)
    crop = np.asarray(255.0 * (1.0 - np.clip(depth, 0, 1)), dtype=np.uint8)
    width = stroke_width(part)
    length = float(part.sum()) / max(width, 1.0) / em
    box = (x0 + layers.left + pad, y0 + layers.top + pad, x1 + layers.left - pad, y1 + layers.top - pad)
    above = left_over[max(0, y0 - int(_RIM * em)) : y0 + int(_RIM * em), x0:x1]
    below = left_over[max(0, y1 - int(_RIM * em)) : y1 + int(_RIM * em), x0:x1]
    cut = float(max(above.sum(), below.sum())) > _CUT_INK * em * max(width, 1.0)
    whole = (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
    return Writing(whole, crop, depth, length, width, em, cut)


def stroke_width(mask: Mask) -> float:
    """Return the mean width of strokes in pixels: four times the mean distance of ink to its edge."""
    padded = np.pad(mask.astype(np.uint8), 1)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    values = distance[padded > 0]
    return float(4.0 * values.mean() - 1.0) if values.size else 0.0
