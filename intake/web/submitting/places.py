"""Places on a page as a person holds it: boxes of the page as uploaded, turned upright.

Here: geometry of quarter turns and words for a place. Not here: pictures, what stands at a place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_DOWN = (("上部", "top"), ("中部", "middle"), ("下部", "bottom"))
_ACROSS = (("左边", "left"), ("中间", "centre"), ("右边", "right"))
MARGIN = 0.35  # of a box's own size (and of the page's width / 60) that a circle leaves free around it


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels of the upright page."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The middle of it."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as uploaded, and the clockwise turn in degrees that sets it upright."""

    width: int
    height: int
    turned: int

    @property
    def turn(self) -> int:
        """The turn as one of 0, 90, 180, 270."""
        return self.turned % 360 // 90 * 90

    @property
    def across(self) -> int:
        """The width of the upright page."""
        return self.height if self.turn % 180 else self.width

    @property
    def down(self) -> int:
        """The height of the upright page."""
        return self.width if self.turn % 180 else self.height

    @property
    def transform(self) -> str:
        """The SVG transform that sets the picture of the page upright."""
        shift = {0: (0, 0), 90: (self.height, 0), 180: (self.width, self.height), 270: (0, self.width)}[self.turn]
        return f"translate({shift[0]} {shift[1]}) rotate({self.turn})"

    def upright(self, box: Sequence[int]) -> Rect:
        """Where a box of the page as uploaded lies on the upright page, kept within it."""
        left, top, right, bottom = box
        corners = (self._point(left, top), self._point(right, bottom))
        x0, x1 = sorted(min(max(x, 0), self.across) for x, _ in corners)
        y0, y1 = sorted(min(max(y, 0), self.down) for _, y in corners)
        return Rect(x0, y0, max(1, x1 - x0), max(1, y1 - y0))

    def around(self, rect: Rect) -> Rect:
        """A little more than a rectangle, for a circle or a crop that leaves what it shows free."""
        more = self.across // 60
        x0, y0 = (max(0, rect.x - int(rect.width * MARGIN) - more), max(0, rect.y - int(rect.height * MARGIN) - more))
        x1 = min(self.across, rect.x + rect.width + int(rect.width * MARGIN) + more)
        y1 = min(self.down, rect.y + rect.height + int(rect.height * MARGIN) + more)
        return Rect(x0, y0, max(1, x1 - x0), max(1, y1 - y0))

    def words_for(self, rect: Rect, *, english: bool) -> str:
        """Say in words where a rectangle lies: 下部右边, or 中间."""
        x, y = rect.middle
        down = _DOWN[min(2, 3 * y // max(1, self.down))]
        across = _ACROSS[min(2, 3 * x // max(1, self.across))]
        if (down, across) == (_DOWN[1], _ACROSS[1]):
            return across[english]
        return f"{down[1]} {across[1]}" if english else down[0] + across[0]

    def _point(self, x: int, y: int) -> tuple[int, int]:
        if self.turn == 90:
            return self.height - y, x
        if self.turn == 180:
            return self.width - x, self.height - y
        if self.turn == 270:
            return y, self.width - x
        return x, y
