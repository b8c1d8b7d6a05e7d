"""A payer's or payee's value whose label was not read: it stands to its own side's others as its twin does to theirs.

Here: where such a value should stand on a slip, and what stands there. Not here: labels (slip).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr.extract.grammar import Found
from ocr.extract.leaves import FieldLeaf
from ocr.extract.matching import Piece
from ocr.extract.picking import Picker
from ocr.extract.runs import Run
from ocr.extract.values import SCANNERS, leaf
from ocr.pages import FloatBox

PARTS: Final = (("name", "HOLDER", "org"), ("account", "ACCOUNT", "account"), ("bank", "BANK", "bank"))
_SIDES: Final = (("payer", "payee"), ("payee", "payer"))
_FIT: Final = 0.55  # of a value that its place alone names
_ASIDE, _BELOW = 1.0, 0.7  # heights of print by which it may stand off its place
_LONGEST_NAME: Final = 4  # signs of a person's name
_CLOSE: Final = 0.8  # of a height between a name and the brackets behind it
_IN_BRACKETS: Final = re.compile(r"\([\u4e00-\u9fff]{1,8}\)")
_LIKELY: Final = 0.5  # least quality of what stands there


def by_the_other_side(picker: Picker) -> None:
    """Set the values of one side that lack a label where the other side and a value of its own say where they stand."""
    for side, other in _SIDES:
        for part, _, sort in PARTS:
            if picker.has(f"{side}_{part}"):
                continue
            found = next(
                (one for place in _places(picker, side, other, part) for one in _at(picker, place, sort)), None
            )
            if found is not None:
                picker.fields.pop(f"{side}_{part}", None)
                picker.put(f"{side}_{part}", found)


Place = tuple[int, FloatBox]  # page and box on it


def _places(picker: Picker, side: str, other: str, part: str) -> Iterator[Place]:
    """Yield where a part should stand: off each other part of its side as its twin is off that part's."""
    twin = _place(picker, f"{other}_{part}")
    for beside, _, _ in PARTS:
        own, others = _place(picker, f"{side}_{beside}"), _place(picker, f"{other}_{beside}")
        if beside != part and twin and own and others and twin[0] == own[0] == others[0]:
            dy = own[1][1] - others[1][1]
            x0, y0, x1, y1 = twin[1]
            for dx in (own[1][0] - others[1][0], _middle(own[1]) - _middle(others[1])):  # centred cells
                yield twin[0], (x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def _place(picker: Picker, name: str) -> Place | None:
    found = picker.fields.get(name)
    return (found.page, found.box) if found is not None and found.value is not None and found.box else None


def _at(picker: Picker, where: Place, sort: str) -> Iterator[FieldLeaf]:
    """Yield what stands at a place, the nearest piece first; a short name of a holder is a person's."""
    page, place = where
    height = place[3] - place[1]
    there = [piece for piece in picker.layout.pieces if picker.book.entries[piece.entry].page == page]
    near = [piece for piece in there if _off(piece, place, height)]
    for piece in sorted(near, key=lambda one: abs(one.box[0] - place[0]) + abs(one.box[1] - place[1])):
        run = _with_brackets(piece, there) if sort == "org" else piece.run
        text = run.text
        kind = "name" if sort == "org" and len(text) <= _LONGEST_NAME else sort
        found: Found | None = max(SCANNERS[kind](text), key=lambda one: one.quality, default=None)
        if found is not None and found.value is not None and found.quality >= _LIKELY:
            yield leaf(picker.book, run, found, kind, _FIT)


def _with_brackets(piece: Piece, there: Sequence[Piece]) -> Run:
    """Return a piece with the brackets that stand close behind it in its row: …医院 and （示例） found as two lines."""
    height = piece.height
    for other in there:
        row = abs(other.middle - piece.middle) < height / 2
        if row and abs(other.box[0] - piece.box[2]) < _CLOSE * height and _IN_BRACKETS.fullmatch(other.run.text):
            return piece.run + other.run
    return piece.run


def _off(piece: Piece, place: FloatBox, height: float) -> bool:
    aside = min(abs(piece.box[0] - place[0]), abs(_middle(piece.box) - _middle(place)))
    return aside <= _ASIDE * height and abs(piece.box[1] - place[1]) <= _BELOW * height


def _middle(box: FloatBox) -> float:
    return (box[0] + box[2]) / 2
