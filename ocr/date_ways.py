"""Every way to write every day: texts as one tree, built once for the endings and grafted onto the years.

Here: which texts are dates, in figures and in Chinese numerals, which days they mean, what they cost. Not here: ink.
Days that no calendar has (the thirtieth of February) are written like all others: a paper may name one.
"""

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.marks.text_tree import TextTree

_NUMERALS: Final = "〇一二三四五六七八九"
_MONTHS: Final = range(1, 20)
_DAYS: Final = range(1, 40)
_YEARS: Final = range(2004, 2040)
_YEARS_IN_NUMERALS: Final = range(2016, 2034)
_NEAR: Final[Mapping[str, str]] = {
    "0": "689",
    "1": "27",
    "2": "137",
    "3": "258",
    "4": "19",
    "5": "36",
    "6": "058",
    "7": "129",
    "8": "036",
    "9": "47",
}  # figures for which a written one is taken
_TENS: Final[Mapping[str, str]] = {"0": "2", "1": "2", "2": "1", "3": "2"}  # likewise of a year's third figure
TWO_STROKES: Final = "Ⅱ"  # what a written 11 is read as where it stands close
_YEARS_AT_ONCE: Final = 6  # of a tree
_LOST: Final = 3.0  # nats for each sign between figures that the ink does not show

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Endings:
    """Ways to write a month and a day behind a year: text, number of the pair in `pairs`, cost; and their tree."""

    written: tuple[tuple[str, int, float], ...]
    pairs: tuple[tuple[int, int], ...]
    tree: TextTree
    of: NDArray[np.int64]
    cost: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ways:
    """Texts that are dates, as trees; the days they mean, of each text the number of its day and what it costs.

    The texts of all trees in order are the texts. One tree of all years took some 100 MB to be scored.
    """

    trees: tuple[TextTree, ...]
    days: tuple[Day, ...]
    of: NDArray[np.int64]
    cost: NDArray[np.float64]
    branches: tuple[tuple[str, int, _Endings], ...]  # text of the year, the year, what may follow

    def text(self, number: int) -> str:
        """Return a text by its number."""
        for stem, _, endings in self.branches:
            if number < len(endings.written):
                return stem + endings.written[number][0]
            number -= len(endings.written)
        raise IndexError(number)

    def only(self, kept: Container[Day]) -> "Ways":
        """Return the ways to write some of the days."""
        fewer: list[tuple[str, int, _Endings]] = []
        for text, year, all_of_them in self.branches:
            pairs = tuple(pair for pair in all_of_them.pairs if (year, *pair) in kept)
            number = {pair: at for at, pair in enumerate(pairs)}
            ways = [(t, all_of_them.pairs[at], cost) for t, at, cost in all_of_them.written]
            written = tuple((t, number[pair], cost) for t, pair, cost in ways if pair in number)
            if written:
                fewer.append((text, year, _endings(written, pairs)))
        return _grafted(fewer)


def ways_in_figures(raw: str) -> Ways:
    """Return the ways to write the days of the year that was read, and of years that are read like it."""
    signs = "年" if re.search("[年月日]", raw) else "-/."
    start = re.match(r"[^0-9]*(20[0-9])([0-9])(?=[年\-/.]|[0-9]{3})", raw)  # 201121 may have lost a figure of 2021
    found = next((sign for sign in signs if sign in raw), signs[-1])
    return _of_years(signs, found, start[1], start[2]) if start else _of_years(signs, found, "", "")


@lru_cache(maxsize=1)
def ways_in_numerals() -> Ways:
    """Return every day of the likely years in Chinese numerals: 二〇二四年十一月十四日."""
    pairs = tuple(itertools.product(range(1, 13), range(1, 32)))
    written = tuple((f"年{_counted(month)}月{_counted(day)}日", at, 0.0) for at, (month, day) in enumerate(pairs))
    endings = _endings(written, pairs)
    return _grafted(
        [("".join(_NUMERALS[int(figure)] for figure in str(year)), year, endings) for year in _YEARS_IN_NUMERALS]
    )


@lru_cache(maxsize=8)
def _of_years(signs: str, found: str, decade: str, figure: str) -> Ways:
    if not decade:
        return _grafted([(str(year), year, _in_figures(signs)) for year in _YEARS])
    own = int(decade + figure)
    near = [int(decade + other) for other in _NEAR[figure]] + [
        int(f"20{ten}{figure}") for ten in _TENS.get(decade[2], "")
    ]
    first = _in_figures(signs) if found == "年" else _with_lost_signs(signs, found)
    return _grafted([(str(own), own, first), *((str(year), year, _in_figures(found)) for year in near)])


def _grafted(branches: Sequence[tuple[str, int, _Endings]]) -> Ways:
    first = np.cumsum([0, *(len(endings.pairs) for _, _, endings in branches)])
    groups = [branches[at : at + _YEARS_AT_ONCE] for at in range(0, len(branches), _YEARS_AT_ONCE)]
    return Ways(
        tuple(
            TextTree.grafted([text for text, _, _ in group], [endings.tree for _, _, endings in group])
            for group in groups
        ),
        tuple((year, *pair) for _, year, endings in branches for pair in endings.pairs),
        np.concatenate([endings.of + at for (_, _, endings), at in zip(branches, first, strict=False)]),
        np.concatenate([endings.cost for _, _, endings in branches]),
        tuple(branches),
    )


def _endings(written: Sequence[tuple[str, int, float]], pairs: Sequence[tuple[int, int]]) -> _Endings:
    of = np.array([at for _, at, _ in written], dtype=np.int64)
    cost = np.array([cost for *_, cost in written], dtype=np.float64)
    return _Endings(tuple(written), tuple(pairs), TextTree.of([text for text, *_ in written]), of, cost)


@lru_cache(maxsize=8)
def _in_figures(signs: str) -> _Endings:
    """Return the ways to write every month and day behind these signs; 年 stands for words."""
    return _endings(_written(signs), _PAIRS)


@lru_cache(maxsize=8)
def _with_lost_signs(signs: str, found: str) -> _Endings:
    """Return those, and those of which a sign between the figures is not to be seen: 2024.219."""
    return _endings([*_written(signs), *_run_together(found)], _PAIRS)


_PAIRS: Final = tuple(itertools.product(_MONTHS, _DAYS))


def _written(signs: str) -> list[tuple[str, int, float]]:
    """Return every way to write every pair, with and without leading zeros."""
    ways: list[tuple[str, int, float]] = []
    for at, pair in enumerate(_PAIRS):
        if signs == "年":
            texts = [f"年{m}月{d}{end}" for m, d in _zeros(*pair) for end in ("日", "")]
        else:
            texts = [f"{sign}{m}{sign}{d}" for m, d in _zeros(*pair) for sign in signs]
        ways += [(text, at, 0.0) for text in texts]
    return ways


def _run_together(sign: str) -> list[tuple[str, int, float]]:
    ways: list[tuple[str, int, float]] = []
    for at, pair in enumerate(_PAIRS):
        for m, d in _zeros(*pair):
            ways += [(f"{m}{sign}{d}", at, _LOST), (f"{sign}{m}{d}", at, _LOST), (f"{m}{d}", at, 2 * _LOST)]
    return ways


def signed(text: str, day: Day) -> str:
    """Return a text that says a day in figures with the signs between them that its ink does not show."""
    found = re.search(r"[年\-/.]", text[4:])
    figures = re.sub(r"[\-/.]", "", text[4:])
    if found is not None and found[0] == "年":
        return text
    sign = found[0] if found is not None else "."
    return next((f"{text[:4]}{sign}{m}{sign}{d}" for m, d in _zeros(*day[1:]) if m + d == figures), text)


def _zeros(month: int, day: int) -> list[tuple[str, str]]:
    pairs = [(str(month), str(day)), (f"{month:02}", f"{day:02}")]
    if 11 in (month, day):
        pairs.append((_strokes(month), _strokes(day)))
    return list(dict.fromkeys(pairs))


def _strokes(number: int) -> str:
    """Return a number as the recogniser takes it: two upright strokes are one sign to it at times."""
    return TWO_STROKES if number == 11 else str(number)


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")
