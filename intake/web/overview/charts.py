"""Charts as plain geometry: where each bar, tick and label of a picture stands.

Here: numbers to places in a box of fixed size. Not here: what is drawn how (templates/overview/chart.html), what the
numbers are (figures.py). Every chart stands beside a table with the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 340, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 18, 26
MOST_LABELS = 6
_HALF_SIGN = 3.5  # of a label: the last one must not be cut off at the edge
ROW, BAR_TOP, BAR = 34, 17, 11
_STEPS = (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)  # in tenths of a power of ten: round, and with an even half


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; `series` says which pattern, `said` what a pointer is told."""

    x: float
    y: float
    width: float
    height: float
    series: int
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """One word at its place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole picture; ticks are lines at a height, with their number."""

    name: str
    title: str
    description: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Label, ...]
    labels: tuple[Label, ...]
    series: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart is called: an id for its parts, a title, a sentence about it, the names of its series."""

    name: str
    title: str
    description: str
    series: tuple[str, ...]


def stacked(words: Words, labels: Sequence[str], values: Sequence[Sequence[int]]) -> Chart:
    """Draw upright bars, one a label, the series above each other; `values` has one row a label."""
    top = ceiling(max((sum(row) for row in values), default=0))
    plot_width, plot_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    slot = plot_width / max(1, len(labels))
    thick = min(36.0, slot * 0.72)
    bars = []
    for number, (label, row) in enumerate(zip(labels, values, strict=True)):
        x, below = LEFT + slot * number + (slot - thick) / 2, 0
        for series, value in enumerate(row):
            if value:
                height = plot_height * value / top
                y = HEIGHT - BOTTOM - plot_height * below / top - height
                said = f"{label} {words.series[series]} {value}"
                bars.append(Bar(_r(x), _r(y), _r(thick), _r(height), series, said))
            below += value
    every = -(-len(labels) // MOST_LABELS)
    under = tuple(
        Label(_r(min(LEFT + slot * (number + 0.5), WIDTH - _HALF_SIGN * len(label))), HEIGHT - 8, label)
        for number, label in enumerate(labels)
        if number % every == 0
    )
    ticks = tuple(Label(LEFT, _r(HEIGHT - BOTTOM - plot_height * tick / top), f"{tick:,}") for tick in _ticks(top))
    return Chart(words.name, words.title, words.description, WIDTH, HEIGHT, tuple(bars), ticks, under, words.series)


def lying(words: Words, labels: Sequence[str], values: Sequence[Sequence[int]]) -> Chart:
    """Draw lying bars under their labels, one a row, the series beside each other."""
    top = max((sum(row) for row in values), default=0) or 1
    room = WIDTH - 56  # what the number at the end needs
    bars, names = [], []
    for number, (label, row) in enumerate(zip(labels, values, strict=True)):
        x, y = 0.0, number * ROW + BAR_TOP
        for series, value in enumerate(row):
            if value:
                width = room * value / top
                bars.append(Bar(_r(x), y, _r(width), BAR, series, f"{label} {words.series[series]} {value}"))
                x += width
        names += [Label(0, number * ROW + 12, label), Label(_r(x + 5), y + 10, f"{sum(row):,}")]
    height = max(1, len(labels)) * ROW
    return Chart(words.name, words.title, words.description, WIDTH, height, tuple(bars), (), tuple(names), words.series)


def ceiling(most: int) -> int:
    """Give the next round number at or above the largest value: its half is whole too."""
    scale = 1
    while 10 * scale < most:
        scale *= 10
    if scale == 1:
        return max(2, most + most % 2)
    return next(step * scale // 10 for step in _STEPS if step * scale // 10 >= most)


def _ticks(top: int) -> tuple[int, ...]:
    return 0, top // 2, top


def _r(value: float) -> float:
    return round(value, 1)
