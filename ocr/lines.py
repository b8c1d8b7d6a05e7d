"""Read lines of one flattened sheet: characters with their probabilities and places.

Here: the neutral form between an engine and everything that interprets text. Not here: pixels, fields, kinds.
Coordinates are pixels of the flattened, upright sheet, origin top left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]  # top left, top right, bottom right, bottom left


def around(quad: Quad) -> tuple[float, float, float, float]:
    """Return the upright rectangle around a quad."""
    xs, ys = [point[0] for point in quad], [point[1] for point in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _along(start: Point, stop: Point, share: float) -> Point:
    return start[0] + share * (stop[0] - start[0]), start[1] + share * (stop[1] - start[1])


@dataclass(frozen=True, slots=True)
class Glyph:
    """One read character: probability, centre along the line (0 left .. 1 right) and likely others."""

    char: str
    probability: float
    at: float
    others: tuple[tuple[str, float], ...] = ()  # up to 3 runners-up with probability >= 0.01


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as the engine read it."""

    quad: Quad
    glyphs: tuple[Glyph, ...]
    confidence: float  # mean probability of the glyphs
    box: tuple[float, float, float, float] = field(init=False, compare=False)  # the upright rectangle around it

    def __post_init__(self) -> None:
        # Worked out once: extraction asks for it tens of thousands of times a page.
        object.__setattr__(self, "box", around(self.quad))

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(glyph.char for glyph in self.glyphs)

    def span_box(self, start: int, stop: int) -> tuple[float, float, float, float]:
        """The rectangle around the characters start..stop-1, estimated from their centres; it follows a slanting line.

        Around the whole of a slanting line lie its neighbours' characters too, and a crop would show them.
        """
        return self.box if not self.glyphs or stop <= start else around(self.span_quad(start, stop))

    def span_quad(self, start: int, stop: int, margin: float = 0.0) -> Quad:
        """The place of the characters start..stop-1 along the line, `margin` of one's width more on both sides."""
        centres = [glyph.at for glyph in self.glyphs]
        left = 0.0 if start == 0 else (centres[start - 1] + centres[start]) / 2
        right = 1.0 if stop >= len(centres) else (centres[stop - 1] + centres[stop]) / 2
        more = margin * (right - left) / max(1, stop - start)
        left, right = left - more, right + more
        one, two, three, four = self.quad
        return (_along(one, two, left), _along(one, two, right), _along(four, three, right), _along(four, three, left))

    def pitch(self, start: int, stop: int) -> float:
        """The mean distance between the characters start..stop-1 in heights of the line, 0 for fewer than two."""
        if stop - start < 2:
            return 0.0
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.quad
        length = max(hypot(bx - ax, by - ay), hypot(cx - dx, cy - dy))
        height = max(hypot(dx - ax, dy - ay), hypot(cx - bx, cy - by), 1.0)
        return (self.glyphs[stop - 1].at - self.glyphs[start].at) / (stop - start - 1) * length / height


def is_upright(line: Line) -> bool:
    """True for words written downwards (names of sections at a form's edge), which nobody reads across."""
    return len(line.glyphs) >= 2 and line.box[3] - line.box[1] > 1.3 * (line.box[2] - line.box[0])


def mean_probability(lines: Sequence[Line]) -> float:
    """Return the mean probability of all glyphs of some lines, 0 where there are none."""
    glyphs = [glyph.probability for line in lines for glyph in line.glyphs]
    return sum(glyphs) / len(glyphs) if glyphs else 0.0
