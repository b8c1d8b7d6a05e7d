"""What was read from a paper, with the place that proves it.

Here: values, rows, marks and pages of one document, free of any claim. Boxes are pixels of the page as
uploaded (after the EXIF turn; PDF pages at 200 dpi), origin top left. Not here: how it was read (ocr), what it
means (validators.rules).
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from validators.model.codes import DocumentKind, MarkRole, MarkType, NameMatch

Box = tuple[int, int, int, int]
Scalar = int | str | bool | None
Row = Mapping[str, "Leaf"]
POOR_PAGE = "POOR_PAGE"
"""Flag of a leaf whose page reads too badly for the value to prove itself; another source still may."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that the same ink could be, with its probability; offered, never stored as read."""

    value: Scalar
    probability: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value and its evidence. Money is integer fen, dates are ISO text, statements true/false/None.

    `value` is None when the label was found and nothing valid stood there; `raw` then holds what stood there.
    """

    value: Scalar
    raw: str = ""
    confidence: float = 0.0
    page: int = 0
    box: Box | None = None
    sure: bool = False
    handwritten: bool = False
    flags: tuple[str, ...] = ()  # e.g. TWO_DIGIT_YEAR, TOO_MANY_DECIMALS, ALTERED, NOT_A_DATE, READ_AS_DATE
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature, seal or fingerprint that was looked for at a promised place, found or not.

    For a signature `name` is the name expected there; for a seal it is the text read from the seal. `proxy` is
    the person named by 代 / 代签, or "" when somebody signs for another without naming himself.
    """

    type: MarkType
    role: MarkRole | None
    name: str
    present: bool
    handwritten: bool | None = None
    pasted: bool = False
    name_match: NameMatch | None = None
    text: str = ""
    confidence: float = 0.0
    page: int = 0
    box: Box | None = None
    sure: bool = True
    proxy: str | None = None
    seal_kind: str | None = None  # "official" 公章 · "finance" 财务专用章 · "other" · None unknown


@dataclass(frozen=True, slots=True)
class PageQuality:
    """Verdict good | fair | poor with reasons blur | glare | shadow | cut_edge | low_resolution | blank | fold."""

    verdict: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as uploaded: its size in pixels and the quarter turn (0, 90, 180, 270) that makes it upright."""

    index: int
    width: int
    height: int
    turned: int
    quality: PageQuality


@dataclass(frozen=True, slots=True)
class TextLine:
    """One read line of a page in reading order; evidence only, sealed at rest."""

    page: int
    box: Box
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that reading itself noticed and a rule must judge.

    Codes: NOT_OPENABLE, TOO_MANY_PAGES, ENCRYPTED, READER_DIED, PAGE_MISSING, BLANK_FORM, BLANK_PAGE, POOR_REGION,
    ALTERED, TEXT_LAYER_DIFFERS, WAIVER, PROXY.
    """

    code: str
    field: str | None = None
    page: int = 0
    box: Box | None = None
    detail: str = ""  # never personal data beyond what the page shows; sealed with the reading


@dataclass(frozen=True, slots=True)
class Engine:
    """Which engine and which weights read the page."""

    name: str
    version: str
    models: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))  # model -> sha256


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """Everything that one paper says.

    `fields` holds single values by their published name, `lists` repeated single values (items, sign_dates,
    slip_no), `rows` tables (lines, relatives, beneficiaries).
    """

    file: str
    sha256: str
    kind: DocumentKind
    kind_confidence: float
    pages: tuple[PageReading, ...]
    declared: DocumentKind | None = None
    fields: Mapping[str, Leaf] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    lists: Mapping[str, tuple[Leaf, ...]] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    rows: Mapping[str, tuple[Row, ...]] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    text: tuple[TextLine, ...] = ()
    engine: Engine = dataclasses.field(default_factory=lambda: Engine("none", "0"))
    timings_ms: Mapping[str, int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    def leaf(self, name: str) -> Leaf | None:
        """Return the single value of that name, or None when its label was not found."""
        return self.fields.get(name)

    def marks_of(self, kind: MarkType) -> tuple[Mark, ...]:
        """Return the marks of one type in the order in which they are numbered in findings."""
        return tuple(mark for mark in self.marks if mark.type is kind)


def by_place(
    fields: Mapping[str, T], lists: Mapping[str, Sequence[T]], rows: Mapping[str, Sequence[Mapping[str, T]]]
) -> Iterator[tuple[str, T]]:
    """Yield every value of a paper with its place as findings name it: total_figures, items[1], lines[0].amount."""
    yield from fields.items()
    for name, several in lists.items():
        yield from ((f"{name}[{at}]", one) for at, one in enumerate(several))
    for name, table in rows.items():
        for at, row in enumerate(table):
            yield from ((f"{name}[{at}].{column}", one) for column, one in row.items())
