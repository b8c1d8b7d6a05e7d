"""The day that a line of figures ends in, with its probability among all days that its ink may say.

A prefix beam over the output of a recogniser of figures keeps what the best path drops: 2023年11月25日 beside
2023年1月25日. Behind a label only what follows it is searched. Here: arithmetic on a distribution. Not here: networks,
which lines are asked and what becomes of an answer (written_days).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.engines.ctc import decode
from ocr.lines import Glyph
from validators.formats.chinese_date import parse_date

OTHER: Final = "□"  # the sign of a recogniser of figures for every other one
_BEAMS: Final = 24
_LEAST: Final = 1e-3  # probability of a step's sign below which it is not followed
_LABEL: Final = frozenset(f"{OTHER}:()")  # what stands before a day
_FIGURES: Final = frozenset("0123456789")
_LEAST_FIGURES: Final = 4  # of the best path, behind the label; 2024.1.1 with two lost
_MOST_SIGNS: Final = 14  # likewise: 2024年12月30日 has eleven, and a border may be read as one
_DAY: Final = re.compile(
    r"(?:20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日?|20[0-9]{2}([.\-/])[0-9]{1,2}\1[0-9]{1,2}|20[0-9]{6})"
)


@dataclass(frozen=True, slots=True)
class DayInLine:
    """A day that a line may end in: ISO text, the glyphs that say it, its share of all texts the ink may say, 0..1."""

    value: str
    glyphs: tuple[Glyph, ...]
    share: float


def days_in(probabilities: NDArray[np.float32], charset: Sequence[str], used: float) -> tuple[DayInLine, ...]:
    """Return the days that a line with figures enough behind its label may say; none where it says none.

    `probabilities` is T x C, `used` the share of T on the line. Days that no calendar has are no days here.
    """
    path = decode(probabilities, charset, used)
    start = _behind_label(path)
    told = path[start:]
    if sum(glyph.char in _FIGURES for glyph in told) < _LEAST_FIGURES or len(told) > _MOST_SIGNS:
        return ()
    steps = max(1, math.ceil(used * len(probabilities)))
    first = round((path[start - 1].at + told[0].at) / 2 * steps) if start else 0
    texts = _beam(probabilities[first:steps], charset)
    whole = sum(texts.values())
    shares: dict[str, float] = {}
    written: dict[str, str] = {}
    for text, probability in sorted(texts.items(), key=lambda one: -one[1]):
        found = _day_of(text)
        if found is not None and whole > 0.0:
            shares[found] = shares.get(found, 0.0) + probability / whole
            written.setdefault(found, text)
    return tuple(DayInLine(day, _glyphs_of(written[day], told), share) for day, share in shares.items())


def likeliest(views: Sequence[Sequence[DayInLine]]) -> DayInLine | None:
    """Return the day that several views of one line say most, with its mean share over them."""
    shares: dict[str, float] = {}
    for days in views:
        for one in days:
            shares[one.value] = shares.get(one.value, 0.0) + one.share / len(views)
    if not shares:
        return None
    best = max(shares, key=lambda day: shares[day])
    return replace(next(one for days in views for one in days if one.value == best), share=shares[best])


def _behind_label(path: Sequence[Glyph]) -> int:
    """Return where the figures begin: behind the last sign of a label that has a year's figures behind it."""
    at = [number for number, glyph in enumerate(path) if glyph.char in _LABEL]
    return next((number + 1 for number in reversed(at) if len(path) - number > _LEAST_FIGURES), 0)


def _day_of(text: str) -> str | None:
    tight = text.strip(OTHER + " ").replace(" ", "")
    found = parse_date(tight) if _DAY.fullmatch(tight) else None
    return found.isoformat() if found is not None else None


def _beam(probabilities: NDArray[np.float32], charset: Sequence[str]) -> dict[str, float]:
    """Return the likeliest texts of some steps and their probabilities: the CTC prefix beam search."""
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # text: ending in the blank, ending in its last sign
    for row in probabilities:
        grown: dict[str, list[float]] = {}
        likely = [(charset[n], float(row[n])) for n in np.flatnonzero(row >= _LEAST) if n]
        for text, (blank, sign) in beams.items():
            both = blank + sign
            own = grown.setdefault(text, [0.0, 0.0])
            own[0] += both * float(row[0])
            for char, probability in likely:
                if text and char == text[-1]:
                    own[1] += sign * probability
                    grown.setdefault(text + char, [0.0, 0.0])[1] += blank * probability
                else:
                    grown.setdefault(text + char, [0.0, 0.0])[1] += both * probability
        kept = sorted(grown, key=lambda text: -sum(grown[text]))[:_BEAMS]
        scale = sum(grown[kept[0]]) or 1.0  # the products grow small
        beams = {text: (grown[text][0] / scale, grown[text][1] / scale) for text in kept}
    return {text: blank + sign for text, (blank, sign) in beams.items()}


def _glyphs_of(text: str, path: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Return the glyphs of a text: those of the best path where it says the same, else spread over its ink."""
    tight = text.strip(OTHER + " ")
    own = [glyph for glyph in path if glyph.char != OTHER]
    if "".join(glyph.char for glyph in own).strip() == tight:
        return tuple(own)
    first, last = path[0].at, path[-1].at
    step = (last - first) / max(1, len(tight) - 1)
    return tuple(Glyph(char, 0.5, first + number * step) for number, char in enumerate(tight))
