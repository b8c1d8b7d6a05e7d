"""A second look at doubtful values: read the value's own crop again, otherwise lit, and compare.

Here: which values deserve it, cutting, reading, comparing. Not here: parsing values (extract), judging. A second
reading that differs makes the value doubtful; it never replaces what was read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ocr.calibration import DOUBTFUL, after_agreement, is_sure
from ocr.crops import cut
from ocr.cut_values import looks_cut, make_whole
from ocr.engines.base import OcrEngine
from ocr.extract.leaves import FieldLeaf, Part
from ocr.extract.runs import fold
from ocr.pages import Image
from ocr.shelf import KEPT, SheetShelf

MOST_LOOKS: Final = 14  # crops a page: keeps a bad page within its time

DISAGREED: Final = 0.69  # confidence of a value that a second reading did not repeat: below every floor of its sort
_RED_LEAD: Final = 40  # levels by which red leads in stamp ink, on a picture as the camera took it
_STAMPED: Final = 0.04  # share of a crop's pixels; a stamp's ring across a value covers more

SORTS_READ_AGAIN: Final = frozenset(
    {"name", "org", "bank", "id", "uscc", "account", "cnaps", "card", "money", "words", "date", "code"}
)


class SecondLook:
    """Reads crops of one paper again, at most MOST_LOOKS a page."""

    def __init__(self, engine: OcrEngine, shelf: SheetShelf, pages: int) -> None:
        self._engine, self._shelf = engine, shelf
        self._left = MOST_LOOKS * max(1, min(pages, KEPT))

    def at(self, leaf: FieldLeaf) -> FieldLeaf:
        """Return the leaf, surer when its crop reads the same again; unchanged when it needs no second look."""
        if leaf.value is None or leaf.sort not in SORTS_READ_AGAIN or not leaf.parts:
            return leaf
        if looks_cut(leaf) and self._left > 0:
            self._left -= 2
            leaf = make_whole(leaf, self._engine, (self._shelf.without_red, self._shelf.picture))
        wanted = essence(leaf.sort, leaf.raw)
        if not wanted or leaf.confidence < DOUBTFUL or self._left <= 0:
            return leaf
        if is_sure(leaf.sort, leaf.confidence, leaf.fit, leaf.flags):
            return self._under_a_stamp(leaf, wanted) if self._is_stamped(leaf.parts) else leaf
        confidence = leaf.confidence
        for variant in (self._shelf.picture, self._shelf.without_red):
            if wanted not in self._again(leaf, variant):
                return _doubted(leaf)
            confidence = after_agreement(confidence)
            if is_sure(leaf.sort, confidence, leaf.fit, leaf.flags):
                break
        return replace(leaf, confidence=confidence)

    def _under_a_stamp(self, leaf: FieldLeaf, wanted: str) -> FieldLeaf:
        # Ink over print makes confident mistakes: such a value is sure only if it reads the same without the stamp.
        # Where taking the stamp away took the print along, nothing is said against the first reading.
        again = self._again(leaf, self._shelf.without_red)
        return leaf if wanted in again or 2 * len(again) < len(wanted) else _doubted(leaf)

    def _is_stamped(self, parts: Sequence[Part]) -> bool:
        for part in parts:
            crop = cut(self._shelf.picture(part.page), part.box).astype(np.int16)
            red = crop[..., 0] - np.maximum(crop[..., 1], crop[..., 2]) > _RED_LEAD
            if float(red.mean()) > _STAMPED:
                return True
        return False

    def _again(self, leaf: FieldLeaf, variant: Callable[[int], Image]) -> str:
        self._left -= len(leaf.parts)
        return essence(leaf.sort, self._read(leaf.parts, variant))

    def _read(self, parts: Sequence[Part], variant: Callable[[int], Image]) -> str:
        crops = [cut(variant(part.page), part.box) for part in parts]
        return "".join(line.text for line in self._engine.recognise(crops))


def _doubted(leaf: FieldLeaf) -> FieldLeaf:
    """Return the leaf as one that two readings disagree on."""
    return replace(leaf, confidence=min(leaf.confidence, DISAGREED), flags=(*leaf.flags, "READ_DIFFERENTLY"))


# Radicals that some PDF writers put into the text layer for the characters they look like; NFKC leaves them.
_RADICALS: Final = str.maketrans(
    "⺟⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳⺝⺘⺮⻑⾧",
    "母民肉虎西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟月扌竹长长",
)


def essence(sort: str, text: str) -> str:
    """Return what must agree of two readings: the folded characters that carry a value of this sort."""
    folded = "".join(fold(char) for char in text.translate(_RADICALS) if char.strip())
    if sort in {"id", "uscc", "account", "cnaps", "card", "code"}:
        return "".join(char for char in folded.upper() if char.isascii() and char.isalnum())
    if sort in {"money", "date"}:
        return "".join(char for char in folded if char.isdigit() or char in ".年月日")
    return "".join(char for char in folded if char.isalnum())
