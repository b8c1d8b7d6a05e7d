"""Runs of glyphs: text without blanks in which every character knows its line and place.

Here: folding character by character, runs, the book of all lines of a paper. Not here: labels, grammars.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ocr.extract.forms import SIMPLIFIED, is_simplified, likely, likely_sign
from ocr.extract.leaves import Part
from ocr.extract.slope import LEVEL, slope_of
from ocr.lines import Line, is_upright
from ocr.pages import FloatBox, PageLines

Ref = tuple[int, int]  # line number in the book, glyph number in the line; (-1, -1) stands for a break
BREAK: Ref = (-1, -1)

_SIGNS = {
    "﹕": ":", "∶": ":", "：": ":", "︰": ":", "【": "[", "】": "]", "﹝": "〔", "﹞": "〕", "〖": "[", "〗": "]",
    "￥": "¥", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "－": "-",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "帐": "账", "○": "〇", "◯": "〇", "、": "、", "。": "。",
    "エ": "工", "ニ": "二", "ロ": "口", "カ": "力", "ハ": "八",
}  # fmt: skip
_BLANK = " \t\u3000\u00a0_＿"


@lru_cache(maxsize=8192)
def fold(char: str) -> str:
    """Fold one character for matching; always one character."""
    char = _SIGNS.get(char, char)
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1:
        char = wide
    return _SIGNS.get(char, SIMPLIFIED.get(char, char))


@dataclass(frozen=True, slots=True)
class Run:
    """Folded text without blanks; `refs[i]` tells where `text[i]` stands."""

    text: str
    refs: tuple[Ref, ...]

    def cut(self, start: int, stop: int) -> "Run":
        """Return the characters start..stop-1."""
        return Run(self.text[start:stop], self.refs[start:stop])

    def __add__(self, other: "Run") -> "Run":
        return Run(self.text + other.text, self.refs + other.refs)

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Run("", ())


def joined(runs: Iterable[Run], sign: str = "") -> Run:
    """Join runs, with a break sign between them where one is given."""
    text, refs = [], []
    for number, run in enumerate(runs):
        if number and sign:
            text.append(sign)
            refs.append((BREAK,) * len(sign))
        text.append(run.text)
        refs.append(run.refs)
    return Run("".join(text), tuple(ref for group in refs for ref in group))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book with the page it stands on and its number there."""

    page: int
    index: int
    line: Line  # as read, in pixels of the sheet
    straight: Line  # the same line with the page's slope taken out: rows are level here
    run: Run

    @property
    def box(self) -> FloatBox:
        """The rectangle of the levelled line."""
        return self.straight.box

    @property
    def height(self) -> float:
        """Height of the line's box in pixels."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Height of the line's centre on the levelled page in pixels."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def upright(self) -> bool:
        """True for words written downwards (names of sections at a form's edge)."""
        return len(self.run) >= 2 and is_upright(self.straight)


class Book:
    """All lines of one paper in reading order."""

    def __init__(self, pages: Sequence[PageLines]) -> None:
        self.pages = {page.page: page for page in pages}
        self.simplified = is_simplified(line for page in pages for line in page.lines)
        self.slopes = {page.page: slope_of(page.lines, page.width) for page in pages}
        entries: list[Entry] = []
        for page in pages:
            for index, line in enumerate(page.lines):
                run = run_of(line, len(entries))
                slope = self.slopes[page.page]
                straight = replace(line, quad=slope.levelled(line.quad)) if slope else line
                entries.append(Entry(page.page, index, line, straight, run))
        self.entries = tuple(entries)

    def tilted(self, page: int, box: FloatBox) -> FloatBox:
        """Return where a box of the levelled page lies on the sheet."""
        return self.slopes.get(page, LEVEL).tilted(box)

    def raw(self, run: Run) -> str:
        """Return the text as the engine read it, blanks inside a line included."""
        text = []
        for number, start, stop in segments(run):
            text.append("".join(glyph.char for glyph in self.entries[number].line.glyphs[start:stop]))
        return "".join(text)

    def plain(self, run: Run) -> str:
        """Return the characters as read, without blanks, half width where a sign has both, forms kept."""
        out = []
        for number, glyph in run.refs:
            if number >= 0:
                one = self.entries[number].line.glyphs[glyph]
                char = likely_sign(one) if self.simplified else one.char
                out.append(unicodedata.normalize("NFKC", char))
        return "".join(out)

    def printed(self, run: Run) -> str:
        """Return printed words other than names: simplified throughout on a simplified paper, signs as read."""
        glyphs = (self.entries[n].line.glyphs[g] for n, g in run.refs if n >= 0)
        return "".join(SIMPLIFIED.get(one.char, one.char) if self.simplified else one.char for one in glyphs)

    def probabilities(self, run: Run) -> tuple[float, ...]:
        """Return the probability of every glyph of a run, whichever form of its sign the engine saw."""
        return tuple(likely(self.entries[n].line.glyphs[g]) for n, g in run.refs if n >= 0)

    def parts(self, run: Run) -> tuple[Part, ...]:
        """Return where a run stands, one part a line."""
        parts = []
        for number, start, stop in segments(run):
            entry = self.entries[number]
            line = entry.line
            parts.append(
                Part(entry.page, entry.index, start, stop, line.span_box(start, stop), line.pitch(start, stop))
            )
        return tuple(parts)

    def box(self, run: Run) -> tuple[int, FloatBox] | None:
        """Return page and rectangle of a run (of its first page when it spans two)."""
        parts = self.parts(run)
        if not parts:
            return None
        page = parts[0].page
        return page, union([part.box for part in parts if part.page == page])


def run_of(line: Line, number: int) -> Run:
    """Return the run of a whole line."""
    text, refs = [], []
    leaders = _leaders(line)
    for index, glyph in enumerate(line.glyphs):
        if glyph.char in _BLANK or not glyph.char.strip() or index in leaders:
            continue
        text.append(fold(glyph.char[0]))
        refs.append((number, index))
    return Run("".join(text), tuple(refs))


_LEADERS = re.compile(r"[…⋯]+[.·・•…⋯]*|[.·・•]{4,}|^[.·・•]+(?=[^\s.·・•0-9])|^[·・•]+(?=[0-9])")


def _leaders(line: Line) -> frozenset[int]:
    """Return the glyphs that only lead the eye from a label to its value (姓名……………陈示例)."""
    spans = [match.span() for match in _LEADERS.finditer("".join(glyph.char[0] for glyph in line.glyphs))]
    return frozenset(index for start, stop in spans for index in range(start, stop))


def segments(run: Run) -> list[tuple[int, int, int]]:
    """Return (line number, first glyph, one past the last glyph) in the order of the run."""
    found: list[tuple[int, int, int]] = []
    for number, glyph in run.refs:
        if number < 0:
            continue
        if found and found[-1][0] == number and glyph >= found[-1][1]:
            found[-1] = (number, found[-1][1], glyph + 1)
        else:
            found.append((number, glyph, glyph + 1))
    return found


def union(boxes: Sequence[FloatBox]) -> FloatBox:
    """Return the rectangle around rectangles."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Return how much of the shorter interval lies in the other one (0..1)."""
    shorter = min(a1 - a0, b1 - b0)
    if shorter <= 0:
        return 0.0
    return max(0.0, min(a1, b1) - max(a0, b0)) / shorter
