"""How clearly a page was read: the mean glyph probability of its lines, and whether its picture is sharp.

Here: the measure, and which lines are no measure. Not here: what follows from it (reader, assemble).
"""

from collections.abc import Sequence
from statistics import median
from typing import Final

from ocr.extract.forms import likely
from ocr.lines import Line
from ocr.pages import Sheet

_UNCLEAR: Final = frozenset(("blur", "glare", "low_resolution"))

_PLAIN: Final = 0.985  # mean glyph probability of half a page's lines from which single ones that read badly are scraps
_FEW: Final = 0.08  # of the signs, that scraps are at most
_SCRAP, _SHORT = 0.75, 8  # likewise of such a line at most, and its signs


def without_scraps(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a page without bits of stamps and pictures, which read badly however clear the page is."""
    if not lines or median(line.confidence for line in lines) < _PLAIN:
        return lines
    told = [line for line in lines if line.confidence > _SCRAP or len(line.glyphs) > _SHORT]
    return told if _signs(told) >= (1 - _FEW) * _signs(lines) else lines


def _signs(lines: Sequence[Line]) -> int:
    return sum(len(line.glyphs) for line in lines)


def clearness(lines: Sequence[Line], *, in_any_form: bool = False) -> float:
    """Return the mean glyph probability with which lines were read, whatever of them was doubted since.

    `in_any_form`: an engine that halves its belief between 构 and 構 has read the sign clearly.
    """
    signs = _signs(lines)
    return sum(_read_of(line, in_any_form) for line in lines) / signs if signs else 0.0


def is_sharp(sheet: Sheet | None) -> bool:
    """Whether a sheet's quality names nothing that makes print unclear."""
    return sheet is not None and not _UNCLEAR.intersection(sheet.quality.reasons)


def _read_of(line: Line, in_any_form: bool) -> float:
    """Return how many of a line's signs were read, each as far as it was believed."""
    as_it_is = line.confidence * len(line.glyphs)
    return max(as_it_is, sum(map(likely, line.glyphs))) if in_any_form else as_it_is
