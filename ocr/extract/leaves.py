"""What the extraction hands over: values with the glyphs that prove them, in pixels of the flattened sheet.

Here: the forms. Not here: how values are found (find, tables, the kinds).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.evidence import Alternative, Remark, Scalar


@dataclass(frozen=True, slots=True)
class Part:
    """Characters start..stop-1 of one line of one page (index into PageLines.lines).

    `pitch` is their mean distance in heights of the line as it was read, 0 where it is not known.
    """

    page: int
    line_index: int
    start: int
    stop: int
    box: FloatBox
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class FieldLeaf:
    """One value with its evidence; `confidence` is the least glyph probability, `mean` their mean.

    `line_index`, `start` and `stop` name the first part; a wrapped value has more `parts`. `value` is None when
    the label was found and nothing valid stood there. `fit` (0..1) says how well label, place and grammar agree.
    """

    value: Scalar
    raw: str = ""
    confidence: float = 0.0
    mean: float = 0.0
    page: int = 0
    box: FloatBox | None = None
    line_index: int = -1
    start: int = 0
    stop: int = 0
    parts: tuple[Part, ...] = ()
    flags: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    sort: str = ""  # grammar: name org bank id uscc account cnaps money words date phone text item statement
    fit: float = 1.0


FieldRow = Mapping[str, FieldLeaf]


def _nothing() -> MappingProxyType[str, FieldLeaf]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that text and geometry give for one paper; boxes of remarks are sheet pixels too."""

    fields: Mapping[str, FieldLeaf] = field(default_factory=_nothing)
    lists: Mapping[str, tuple[FieldLeaf, ...]] = field(default_factory=lambda: MappingProxyType({}))
    rows: Mapping[str, tuple[FieldRow, ...]] = field(default_factory=lambda: MappingProxyType({}))
    slots: tuple[Slot, ...] = ()
    remarks: tuple[Remark, ...] = ()
