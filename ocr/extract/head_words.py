"""The column words of one line at a table's head: which characters name which columns.

Neighbouring heads are often read as one line (供养亲属签名, 收款人身份证号码), and a word of one head may look like the
end of one and the start of the next. Here: the cut of a line into column words that explains it best. Not here: which
rows are heads (heads).
"""

import itertools
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import median

from ocr.extract.runs import Entry

Words = Mapping[str, tuple[tuple[str, str], ...]]  # first character -> (word, meaning), longest first
Named = tuple[str, int, int]  # meaning, start, stop

_PER_CHAR = 2.0  # what a character explained by its word is worth
_WRONG = 4.0  # what one wrong character costs: never better than two words that are exactly there
_ACROSS_GAP = 3.0  # what a word costs that runs over a wide blank
_PER_WORD = 0.1  # of two cuts that explain alike, the one of fewer words
_WIDE = 1.6  # of the line's pitch, from one character's middle to the next
_BLANK = 0.6  # of the line's height that such a step is longer: the middles of close characters stray by less
_LEAST_FUZZY = 4  # characters of a word that may be read with one wrong


@lru_cache(maxsize=8)
def flat_words(words: tuple[tuple[str, str], ...]) -> Words:
    """Return all column words with their meanings by their first character, which is never the one misread."""
    by_first: dict[str, list[tuple[str, str]]] = {}
    for meaning, text in words:
        for word in text.split():
            by_first.setdefault(word[0], []).append((word, meaning))
    return {first: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for first, pairs in by_first.items()}


def column_words(entry: Entry, flat: Words) -> list[Named]:
    """Return the column words of a line from left to right, without overlaps."""
    text, gaps = entry.run.text, _gaps(entry)
    best: list[tuple[float, Named | None]] = [(0.0, None)] * (len(text) + 1)
    for at in range(len(text) - 1, -1, -1):
        best[at] = (best[at + 1][0], None)
        for word, meaning in flat.get(text[at], ()):
            stop = at + len(word)
            if stop > len(text):
                continue
            worth = _worth(text[at:stop], word)
            if worth is None:
                continue
            worth -= _PER_WORD + _ACROSS_GAP * sum(at < gap < stop for gap in gaps)
            if worth + best[stop][0] > best[at][0]:
                best[at] = (worth + best[stop][0], (meaning, at, stop))
    return _followed(best)


def _followed(best: Sequence[tuple[float, Named | None]]) -> list[Named]:
    out: list[Named] = []
    at = 0
    while at < len(best) - 1:
        named = best[at][1]
        if named is not None:
            out.append(named)
        at = named[2] if named is not None else at + 1
    return out


def _worth(part: str, word: str) -> float | None:
    """Return what a word explains of a part of a line, as long as itself and begun alike; None for another word."""
    if part == word:
        return _PER_CHAR * len(word)
    if len(word) < _LEAST_FUZZY or sum(a != b for a, b in zip(part, word, strict=True)) != 1:
        return None
    return _PER_CHAR * (len(word) - 1) - _WRONG


def _gaps(entry: Entry) -> tuple[int, ...]:
    """Return the places in a line's text before which a wide blank lies."""
    glyphs = entry.line.glyphs
    places = [glyphs[index].at for _, index in entry.run.refs]
    steps = [b - a for a, b in itertools.pairwise(places)]
    if len(steps) < 3:
        return ()
    usual = median(steps)
    blank = _BLANK * entry.height / max(entry.box[2] - entry.box[0], 1.0)
    return tuple(at for at, step in enumerate(steps, start=1) if step > max(_WIDE * usual, usual + blank))
