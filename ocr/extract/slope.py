"""How a page's lines run: level, aslant, or bent where the sheet curls or was laid flat imperfectly.

Here: the slope at each place of a page as its long lines show it, and the way between the sheet and a page on which
rows are level. Not here: rows themselves (layout), laying a photographed sheet flat (imaging).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.lines import Line, Quad
from ocr.pages import FloatBox

LEAST_SLOPE: Final = 0.003  # dy / dx below which a page counts as level
_LONG: Final = 6.0  # heights of a line that tells its slope
_LEAST, _LEAST_BENT = 5, 10  # long lines that tell one slope for a page, and how it changes
_LEAST_BEND: Final = 0.006  # how much the slope differs between two edges of what is written on a bent page
_SAME: Final = 0.006  # between a line's slope and what is told of it
_MOST_AGREE, _MORE_AGREE = 0.6, 0.15  # share of the lines that a bend tells, and how many more than one slope does
_ROUNDS, _FAR, _LEAST_FAR = 6, 1.5, 0.004  # of the fit; a line this many usual misses away counts less
_WILD: Final = 0.06  # a slope this far from the usual one is no line's
_STIFF: Final = 0.02  # of the lines' weight: bends that few lines show are held back

Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slope:
    """dy / dx of a row is `at` in the page's middle, and changes with the columns (`bend`, `twist`) and rows (`fan`).

    Lengths are pixels of the sheet; `middle` is the column in which a place and its level place are as high.
    """

    at: float = 0.0
    bend: float = 0.0  # a pixel to the right
    twist: float = 0.0  # a pixel to the right, squared
    fan: float = 0.0  # a pixel down
    middle: float = 0.0

    def __bool__(self) -> bool:
        return any((self.at, self.bend, self.twist, self.fan))

    def level(self, x: float, y: float) -> float:
        """Return how high a place of the sheet lies on the levelled page."""
        return (y - self._rise(x)) / (1 + self.fan * (x - self.middle))

    def tilted(self, box: FloatBox) -> FloatBox:
        """Return where a box of the levelled page lies on the sheet."""
        x = (box[0] + box[2]) / 2
        wide, rise = 1 + self.fan * (x - self.middle), self._rise(x)
        return box[0], box[1] * wide + rise, box[2], box[3] * wide + rise

    def levelled(self, quad: Quad) -> Quad:
        """Return the corners of a line on the levelled page."""
        a, b, c, d = ((x, self.level(x, y)) for x, y in quad)
        return a, b, c, d

    def _rise(self, x: float) -> float:
        away = x - self.middle
        return away * (self.at + away * (self.bend / 2 + away * self.twist / 3))


LEVEL: Final = Slope()


def slope_of(lines: Sequence[Line], width: int) -> Slope:
    """Return how the long lines of a page of `width` pixels run; LEVEL where they are too few or run level."""
    long = [quad for line in lines if _length(quad := line.quad) > _LONG * abs(quad[3][1] - quad[0][1]) > 0]
    slopes = sorted((quad[1][1] - quad[0][1]) / (quad[1][0] - quad[0][0]) for quad in long)
    usual = slopes[len(slopes) // 2] if len(slopes) >= _LEAST else 0.0
    if len(long) >= _LEAST_BENT:
        bent = _bent(long, usual, width)
        if bent is not None:
            return bent
    return Slope(usual, middle=width / 2) if abs(usual) >= LEAST_SLOPE else LEVEL


def _bent(quads: Sequence[Quad], usual: float, width: int) -> Slope | None:
    """Return a slope that changes over the page, where the lines show one; None where they run alike."""
    places = np.array([_place(quad) for quad in quads])
    x, y, slope, length = (places[:, at] for at in range(4))
    across, down = (x - width / 2) / width, (y - y.mean()) / width
    terms = np.stack([np.ones_like(x), across, across**2, down], axis=1)
    found = _fitted(terms, slope, length, usual)
    told = terms @ found
    agree, as_usual = (float(np.mean(np.abs(slope - one) < _SAME)) for one in (told, usual))
    if float(told.max() - told.min()) < _LEAST_BEND or agree < max(_MOST_AGREE, as_usual + _MORE_AGREE):
        return None  # noise, or a card pasted aslant on a level page
    at, bend, twist, fan = (float(one) for one in found)
    fan /= width
    return Slope(at - fan * float(y.mean()), bend / width, twist / width**2, fan, width / 2)


def _fitted(terms: npt.NDArray[np.float64], slope: Column, length: Column, usual: float) -> Column:
    """Least squares weighed by length, lines far from the rest less; bends only as far as the lines carry them."""
    found = np.array([usual, 0.0, 0.0, 0.0])
    stiff = np.diag([0.0, 1.0, 4.0, 1.0]) * _STIFF * float(length.sum()) / 12
    for _ in range(_ROUNDS):
        miss = np.abs(slope - terms @ found)
        far = max(_LEAST_FAR, _FAR * float(np.median(miss)))
        weight = length * np.minimum(1.0, far / np.maximum(miss, 1e-9)) * (np.abs(slope - usual) < _WILD)
        found = np.linalg.solve(
            terms.T @ (terms * weight[:, None]) + stiff + 1e-9 * np.eye(4), terms.T @ (weight * slope)
        )
    return found


def _place(quad: Quad) -> tuple[float, float, float, float]:
    """Return a line's middle, its slope (of both its edges), and its length."""
    one, two, three, four = quad
    slope = (two[1] - one[1] + three[1] - four[1]) / (two[0] - one[0] + three[0] - four[0])
    return sum(p[0] for p in quad) / 4, sum(p[1] for p in quad) / 4, slope, _length(quad)


def _length(quad: Quad) -> float:
    return quad[1][0] - quad[0][0]
