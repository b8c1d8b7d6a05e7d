"""Labels of which signs were misread, told by what else their ink may be (死亡日年 with 期 behind 年) or by the rest.

Only on pages that read badly, only words that papers print before values, and only where they stand as labels do: at
the beginning of a line, behind a gap or a comma, with a colon, a gap or the line's end behind them. Of a word of four
signs and more one in four, if unclear, may be any other, where no second word is as near. Here: the mending of lines
before anything is extracted. Not here: labels of clear pages with one wrong sign (matching).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from ocr.extract import columns, labels
from ocr.extract.runs import fold
from ocr.lines import Glyph, Line

_LEAST: Final = 2  # signs of a word
_MOST_WRONG: Final = 0.5  # share of a word's signs that may be runners-up
_MOST_UNSEEN: Final = 0.25  # share that may be neither read nor a runner-up
_CLEAR: Final = 0.7  # probability of a sign from which it is no other than was read
_LEAST_KNOWN: Final = 4  # signs of a word of which one may be
_ENDS: Final = frozenset(":：(（")
_HEADS: Final = (columns.LINES, columns.RELATIVES, columns.BENEFICIARIES, columns.CHARGES)
_STARTS: Final = frozenset("、，,。；;·.")
_LONGEST: Final = 12  # signs of a label
_GAP: Final = 1.75  # pitches of a line


def with_known_labels(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with those labels put right whose every sign was read or is a runner-up of what was."""
    return tuple(_mended(line) for line in lines)


@cache
def _words() -> dict[int, frozenset[str]]:
    """Return the words of labels by their length."""
    groups = (labels.COMMON, *(group for groups in labels.LEXICONS.values() for group in groups), *_HEADS)
    known = {word for group in groups for text in group.values() for word in text.split()}
    return {
        length: frozenset(word for word in known if len(word) == length)
        for length in sorted({len(word) for word in known if len(word) >= _LEAST}, reverse=True)
    }


def _mended(line: Line) -> Line:
    glyphs, at = list(line.glyphs), 0
    starts = set(_starts(line))
    while at < len(glyphs):
        word = _label_at(line, at) if at in starts else None
        if word is None:
            at += 1
            continue
        for place, char in enumerate(word, at):
            glyphs[place] = replace(glyphs[place], char=char) if fold(glyphs[place].char) != char else glyphs[place]
        at += len(word)
    for place in _commas([glyph.char for glyph in glyphs]):
        glyphs[place] = replace(glyphs[place], char="，")
    return replace(line, glyphs=tuple(glyphs))


def _commas(signs: Sequence[str]) -> Iterator[int]:
    """Yield the dots before labels: smeared commas. The dot in a name has a name's part behind it."""
    for at, sign in enumerate(signs):
        behind = "".join(map(fold, signs[at + 1 : at + 1 + _LONGEST]))
        if fold(sign) == "·" and (
            behind[:2] == "性别" or any(behind[:length] in words for length, words in _words().items())
        ):
            yield at


def _starts(line: Line) -> Iterator[int]:
    """Yield where a label may begin: at the line's beginning, and behind a gap."""
    if line.glyphs:
        yield 0
    yield from (at + 1 for at in range(len(line.glyphs) - 1) if _gap(line, at) or line.glyphs[at].char in _STARTS)


def _gap(line: Line, at: int) -> bool:
    """Whether more than a sign's room lies behind a sign."""
    height = (line.box[3] - line.box[1]) / max(line.box[2] - line.box[0], 1.0)
    return line.glyphs[at + 1].at - line.glyphs[at].at > _GAP * 0.82 * height


def _label_at(line: Line, at: int) -> str | None:
    """Return the longest label whose signs may stand from a place on; None where none does or all was read so."""
    for length, words in _words().items():
        end = at + length
        if end > len(line.glyphs) or not _ends(line, end):
            continue
        may = [_may_be(glyph) for glyph in line.glyphs[at:end]]
        read = "".join(fold(glyph.char) for glyph in line.glyphs[at:end])
        if read in words:
            return None
        fit = [word for word in words if all(char in signs for char, signs in zip(word, may, strict=True))]
        near = [word for word in fit if _wrong(word, read) <= _MOST_WRONG * length]
        if near:
            return min(near, key=lambda word: _wrong(word, read))
        clear = [glyph.probability >= _CLEAR for glyph in line.glyphs[at:end]]
        nearest = _nearest(words, may, clear) if length >= _LEAST_KNOWN else None
        if nearest is not None and _wrong(nearest, read) <= _MOST_WRONG * length:
            return nearest
    return None


def _nearest(words: frozenset[str], may: Sequence[frozenset[str]], clear: Sequence[bool]) -> str | None:
    """Return the word of which all signs but a few are read or runners-up, None where there are several or none.

    A sign that was read clearly is what it is: 职工签名 is no 职工姓名.
    """
    unseen = {word: [at for at, char in enumerate(word) if char not in may[at]] for word in words}
    open_ = {word: len(places) for word, places in unseen.items() if not any(clear[at] for at in places)}
    least = min(open_.values(), default=len(may))
    found = [word for word, wrong in open_.items() if wrong == least]
    return found[0] if len(found) == 1 and least <= _MOST_UNSEEN * len(may) else None


def _ends(line: Line, end: int) -> bool:
    return end == len(line.glyphs) or line.glyphs[end].char in _ENDS or _gap(line, end - 1)


def _may_be(glyph: Glyph) -> frozenset[str]:
    return frozenset((fold(glyph.char), *(fold(char) for char, _ in glyph.others)))


def _wrong(word: str, read: str) -> int:
    return sum(one != other for one, other in zip(word, read, strict=True))
