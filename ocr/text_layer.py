"""What a PDF's own text says about a value that was read from the picture of its page.

A scanner's layer lies where the picture shows the words, a photograph's need not: it may be turned or straight where
the picture is not. So a value is looked for at its place first and then on the whole page. A page whose picture shows
an amount that its text lacks, while the text has an amount that the picture lacks, says two things. Here: that
comparison. Not here: opening the file (sandbox), what follows from it (validators).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ocr.essence import essence
from ocr.extract.leaves import FieldLeaf
from ocr.extract.runs import fold
from ocr.lines import Line
from ocr.pages import FloatBox, Word
from ocr.payers_look import BY_TOTAL
from ocr.second_look import SORTS_READ_AGAIN
from ocr.total_look import BY_WORDS
from validators.model.evidence import Box

_ACCUSING = 0.97  # confidence from which a value at its own place may accuse the file: a slip of ours is our doubt
_ACCUSING_BY_PAGE = 0.90  # likewise with both sides of the difference at hand
_LEAST = 4  # characters of such a value
_SIDE_BY_SIDE = 0.5  # share of the picture's numbers that the text must have to be about the same page
_LONG = 8  # signs of a number that no day has
_FIGURES = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[Xx]?")
_NUMBERS = frozenset({"money", "id", "account", "card", "cnaps", "uscc", "code"})


class TextLayer:
    """The text of one page of a PDF beside the lines that were read from its picture."""

    def __init__(self, words: Sequence[Word], lines: Sequence[Line]) -> None:
        self._words = tuple(words)
        self._said = _numbers(word.text for word in words)
        self._seen = _numbers(line.text for line in lines)
        # Days beside signatures are a pen's, which no text has: where there are long numbers, these tell the page.
        long = Counter({number: count for number, count in self._seen.items() if len(number) >= _LONG})
        seen = long or self._seen
        self._same_page = sum((self._said & seen).values()) >= _SIDE_BY_SIDE * max(1, sum(seen.values()))

    def says(self, box: Box, leaf: FieldLeaf) -> bool | None:
        """True when the text repeats a value at its place, False when it says another, None when it cannot be told.

        `box` is the value's place on the page as uploaded.
        """
        if not self._words or leaf.sort not in SORTS_READ_AGAIN or leaf.value is None:
            return None
        if {BY_TOTAL, BY_WORDS} & set(leaf.flags) and isinstance(leaf.value, int):
            leaf = replace(leaf, raw=f"{leaf.value / 100:.2f}")  # its raw text is what stamp or pen left of it
        wanted = essence(leaf.sort, leaf.raw)
        if not wanted:
            return None
        said = essence(leaf.sort, "".join(_part_inside(word, box) for word in self._words))
        # Places inside a long word are estimates: the value anywhere in the words of its line is agreement.
        line = essence(leaf.sort, "".join(self._texts_near(box)))
        if self._holds(leaf, box, said, line, wanted):
            return True
        if leaf.sort == "date" and self._has_the_figures(box, said, wanted):
            return None
        differs = self._other_place(leaf, said, wanted) or self._another_number(leaf) or self._exchanged(leaf, said)
        if len(wanted) >= _LEAST and differs:
            return False
        return None

    def _holds(self, leaf: FieldLeaf, box: Box, said: str, line: str, wanted: str) -> bool:
        if leaf.sort not in _NUMBERS:
            return wanted in said or wanted in line
        # 7,500.00 stands in 17,500.00 too: a number counts as a whole.
        near = _numbers([*self._texts_near(box), said])
        own = _numbers([leaf.raw])
        return wanted == said or (bool(own) and all(near[number] for number in own))

    def _has_the_figures(self, box: Box, said: str, wanted: str) -> bool:
        """Whether all figures of a date stand there: a form's 年 月 日 come first, what fills them after them.

        Their order is not known, so this contradicts nothing and confirms nothing.
        """
        there = {figure.lstrip("0") for figure in _FIGURES.findall(" ".join((said, *self._texts_near(box))))}
        return {figure.lstrip("0") for figure in _FIGURES.findall(wanted)} <= there

    def _texts_near(self, box: Box) -> list[str]:
        return [word.text for word in self._words if touch(word.box, box, 0.3)]

    def _another_number(self, leaf: FieldLeaf) -> bool:
        """Whether the picture has the value more often than the text, and the text a number that nobody sees."""
        if leaf.sort not in _NUMBERS:
            return False
        own = _numbers([leaf.raw])
        fewer = any(self._said[number] < self._seen[number] for number in own)
        unseen = [number for number in self._said if number not in self._seen and len(number) >= _LEAST]
        alike = any(("." in number) == any("." in mine for mine in own) for number in unseen)
        return self._same_page and fewer and alike and leaf.confidence >= _ACCUSING_BY_PAGE

    def _exchanged(self, leaf: FieldLeaf, said: str) -> bool:
        """Whether a number of the page stands at the place of another one, which the text has less often therefore."""
        if leaf.sort not in _NUMBERS or leaf.confidence < _ACCUSING_BY_PAGE:
            return False
        own, there = _numbers([leaf.raw]), _numbers([said])
        fewer = bool(own) and all(self._said[number] < self._seen[number] for number in own)
        more = bool(there) and all(self._said[number] > self._seen[number] > 0 for number in there)
        return self._same_page and fewer and more

    def _other_place(self, leaf: FieldLeaf, said: str, wanted: str) -> bool:
        """Whether another value stands at the value's own place, and the value nowhere else on the page."""
        if leaf.confidence < _ACCUSING or not _comparable(leaf.sort, said, wanted):
            return False
        return wanted not in essence(leaf.sort, "".join(word.text for word in self._words))


def _numbers(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        folded = "".join(fold(char) for char in text)
        found.update(match[0].replace(",", "").upper() for match in _NUMBER.finditer(folded) if len(match[0]) > 1)
    return found


def _part_inside(word: Word, box: Box) -> str:
    """Return the characters of a word that lie inside a box, their places estimated from their widths."""
    x0, y0, x1, y1 = word.box
    height = max(y1 - y0, 1.0)
    if min(y1, box[3]) - max(y0, box[1]) < 0.5 * height or x1 < box[0] or x0 > box[2]:
        return ""
    widths = [0.5 if char.isascii() else 1.0 for char in word.text]
    scale = (x1 - x0) / max(sum(widths), 0.5)
    kept, at = [], x0
    for char, width in zip(word.text, widths, strict=True):
        centre = at + width * scale / 2
        at += width * scale
        if box[0] - 0.3 * height <= centre <= box[2] + 0.3 * height:
            kept.append(char)
    return "".join(kept)


def _comparable(sort: str, said: str, wanted: str) -> bool:
    """Tell whether the layer says a value at all there: `年 月 日` around handwritten figures is none."""
    if sort in {"name", "org", "bank", "words"}:
        return 2 * len(said) >= len(wanted)
    figures = [sum(char.isdigit() for char in text) for text in (said, wanted)]
    return figures[0] > 0 and 2 * figures[0] >= figures[1]


def touch(one: FloatBox | Box, other: FloatBox | Box, least: float = 0.15) -> bool:
    """Tell whether two boxes overlap by a share of the smaller one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return False
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height >= least * max(1.0, min(areas))
