"""A written date read from its crop as a date: the recogniser's whole distribution against every day there is.

Reading character by character takes 月 for 日 or 0, `/` for 1 and drops a digit; told that a date stands there, the
same distribution usually leaves one day. Days that no calendar has compete like all others, so a paper that names the
thirtieth of February is read as it is. Here: one crop, one date. Not here: which values deserve it (second_look).
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import OcrEngine
from ocr.marks.scoring import emission
from ocr.marks.text_tree import TextTree, tree_scores
from ocr.pages import Image
from validators.formats.chinese_date import parse_date

_FORMS: Final[Mapping[str, str]] = {
    "年": "牟车",
    "月": "日目曰冃",
    "日": "目曰口月",
    "/": "1l丨|",
    ".": "·,，、。",
    "-": "—一–~",
    "0": "Oo〇",
    "1": "lI丨|",
    "〇": "0O○零o",
    "一": "-—~",
}  # characters of the recogniser's that count as the sign in its place
_SIGNS: Final = tuple("0123456789年月日-/.〇一二三四五六七八九十")
_NUMERALS: Final = "〇一二三四五六七八九"
_IN_NUMERALS: Final = re.compile(r"[一二三四五六七八九十]")
_MONTHS: Final = range(1, 20)
_DAYS: Final = range(1, 40)
_YEARS: Final = range(2004, 2040)
_YEARS_IN_NUMERALS: Final = range(2016, 2034)
_LEAST_SIGNS: Final = 6  # digits and lookalikes: fewer are a form with blanks, or numerals
_LEAST_NUMERALS: Final = 3  # likewise of a date in Chinese numerals, whose year has a 二 at both ends
_NEAR: Final = {
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
_EATEN: Final = 5.5  # nats for a day with a doubled figure: a written 11 lost by up to 8.1 to 1
_KEPT: Final = 60  # days that the first view leaves for the others
_CLEAR: Final = 5.0  # nats by which a day leads in the first view that no other view took back, in 121 dates
_STRETCHED: Final = (1.3, 1.6)  # of the further views, along the line: narrow hands run figures into each other
_LOOSE: Final = 1.4  # likewise of the view with the air around it: what was cut away may have been a stroke
_INK: Final = 0.35  # share of the way from paper to the darkest ink
_RULE: Final = 0.6  # share of a row in ink that is a rule of a form
_BORDER: Final = 0.8  # likewise of a column, at the crop's ends
_FAINT: Final = 0.1  # share of the fullest row's ink below which a row lies outside the writing
_AIR: Final = 0.18  # of the writing's height, above and below it
_LOST: Final = 3.0  # nats for each sign between figures that the ink does not show
_FITS: Final = -6.0  # nats behind the freest reading down to which a crop says a date at all

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DateReading:
    """The likeliest date of a crop: ISO text or None for a day that no calendar has, and its lead over the next day.

    `lead` is in nats, the mean over the views of the crop; of the first one alone where that one is clear.
    """

    value: str | None
    lead: float


@dataclass(frozen=True, slots=True)
class Ways:
    """Texts that are dates, as a tree; the days they mean, of each text the number of its day and what it costs."""

    tree: TextTree
    written: tuple[tuple[str, Day, float], ...]
    days: tuple[Day, ...]
    of: NDArray[np.int64]
    cost: NDArray[np.float64]


def read_date(engine: OcrEngine, crop: Image, raw: str) -> DateReading | None:
    """Return the likeliest date of a crop that was read as `raw`; None where no date can be told from it."""
    numerals = len(_IN_NUMERALS.findall(raw)) >= _LEAST_NUMERALS
    dayless = bool(re.search(r"[0-9]{4}年[0-9]{1,2}月", raw))  # the day's ink was read as no figure
    if len(re.findall(r"[0-9A-Za-z]", raw)) < _LEAST_SIGNS and not numerals and not dayless:
        return None
    ways = _in_numerals() if numerals else _ways(raw)
    tight = _tight(crop)
    likely = _likely(engine, tight, ways)
    kept = sorted(likely, key=lambda day: -likely[day])[:_KEPT]
    best, lead = _leader({day: likely[day] for day in kept})
    if lead < _CLEAR:
        few = _tree([way for way in ways.written if way[1] in set(kept)])
        views = [_likely(engine, view, few) for view in (*_further_views(tight), _stretched(crop, _LOOSE))]
        likely = {day: (likely[day] + sum(view[day] for view in views)) / (1 + len(views)) for day in kept}
        best, lead = _leader(likely)
    if likely[best] < _FITS:
        return None
    found = parse_date(f"{best[0]}年{best[1]}月{best[2]}日")
    return DateReading(found.isoformat() if found else None, lead)


def _leader(likely: Mapping[Day, float]) -> tuple[Day, float]:
    """Return the likeliest day and the nats by which it leads every other."""
    best = max(likely, key=lambda day: likely[day])
    second = max(score + _EATEN * doubled(day, best) for day, score in likely.items() if day != best)
    return best, likely[best] - second


def doubled(day: Day, best: Day) -> bool:
    """Tell whether a day is the best one but for a figure written twice: the distribution takes 11 for 1."""
    return (
        day[0] == best[0]
        and day != best
        and all(one == two or (str(one) == 2 * str(two)) for one, two in zip(day[1:], best[1:], strict=True))
    )


def _tight(crop: Image) -> Image:
    """Cut a crop down to the rows of its writing: air above and below makes the figures small to the recogniser.

    Between the borders of a cell every row has ink, and the height stays; cut there too, dates read no better.
    """
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper, dark = float(np.percentile(grey, 80)), float(np.percentile(grey, 1))
    ink = paper - grey > max(_INK * (paper - dark), 8.0)
    ink[ink.mean(axis=1) > _RULE] = False
    rows = np.convolve(ink.sum(axis=1), np.ones(3) / 3, "same")
    if not rows.any():
        return crop
    full = rows > _FAINT * rows.max()
    top = bottom = int(rows.argmax())
    while top > 0 and full[top - 1]:
        top -= 1
    while bottom < len(rows) - 1 and full[bottom + 1]:
        bottom += 1
    air = round(_AIR * (bottom - top)) + 1
    top, bottom = max(0, top - air), min(len(rows), bottom + air + 1)
    left, right = _between_borders(ink[top:bottom])
    return np.ascontiguousarray(crop[top:bottom, left:right])


def _between_borders(ink: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the columns of a crop without the rules of its cell at either end."""
    width = ink.shape[1]
    rules = np.flatnonzero(ink.mean(axis=0) > _BORDER)
    left = [int(at) + 1 for at in rules if at < width / 8]
    right = [int(at) for at in rules if at > width - width / 8]
    return max(left, default=0), min(right, default=width)


def _further_views(crop: Image) -> tuple[Image, ...]:
    return tuple(_stretched(crop, by) for by in _STRETCHED)


def _stretched(crop: Image, by: float) -> Image:
    height, width = crop.shape[:2]
    return np.asarray(cv2.resize(crop, (round(width * by), height)), dtype=np.uint8)


def _likely(engine: OcrEngine, crop: Image, ways: Ways) -> dict[Day, float]:
    """Return the log-probability of every day, over all ways to write it, against the freest reading."""
    distribution, charset = engine.log_probabilities(crop)
    over = emission(distribution, {char: n for n, char in enumerate(charset)}, _SIGNS, _FORMS)
    likely = np.full(len(ways.days), -np.inf)
    np.logaddexp.at(likely, ways.of, tree_scores(over, ways.tree) - ways.cost - over.best)
    return dict(zip(ways.days, likely.tolist(), strict=True))


def _ways(raw: str) -> Ways:
    """Return the ways to write the days of the year that was read, and of those its last figure may be misread for."""
    signs = "年" if re.search("[年月日]", raw) else "-/."
    start = re.match(r"[^0-9]*(20[0-9])([0-9])", raw)
    found = next((sign for sign in signs if sign in raw), signs[-1])
    return _all_ways(signs, found, start[1], start[2]) if start else _all_ways(signs, found, "", "")


@lru_cache(maxsize=64)
def _all_ways(signs: str, found: str, decade: str, figure: str) -> Ways:
    if not decade:
        return _tree([way for year in _YEARS for way in _written(year, signs)])
    near = [way for other in _NEAR[figure] for way in _written(int(decade + other), found)]
    lost = [] if found == "年" else _run_together(int(decade + figure), found)
    return _tree([*_written(int(decade + figure), signs), *lost, *near])


def _tree(written: Sequence[tuple[str, Day, float]]) -> Ways:
    number = {day: at for at, day in enumerate(dict.fromkeys(day for _, day, _ in written))}
    of = np.array([number[day] for _, day, _ in written], dtype=np.int64)
    cost = np.array([cost for *_, cost in written], dtype=np.float64)
    return Ways(TextTree.of([text for text, *_ in written]), tuple(written), tuple(number), of, cost)


@lru_cache(maxsize=1)
def _in_numerals() -> Ways:
    """Return every day of the likely years in Chinese numerals: 二〇二四年十一月十四日."""
    ways: list[tuple[str, Day, float]] = []
    for year, month, day in itertools.product(_YEARS_IN_NUMERALS, range(1, 13), range(1, 32)):
        written = "".join(_NUMERALS[int(figure)] for figure in str(year))
        ways.append((f"{written}年{_counted(month)}月{_counted(day)}日", (year, month, day), 0.0))
    return _tree(ways)


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")


def _written(year: int, signs: str) -> list[tuple[str, Day, float]]:
    """Return every way to write every day behind these signs, with and without leading zeros; 年 stands for words."""
    ways: list[tuple[str, Day, float]] = []
    for month, day in itertools.product(_MONTHS, _DAYS):
        pairs = _pairs(month, day)
        if signs == "年":
            texts = [f"{year}年{m}月{d}{end}" for m, d in pairs for end in ("日", "")]
        else:
            texts = [f"{year}{sign}{m}{sign}{d}" for m, d in pairs for sign in signs]
        ways += [(text, (year, month, day), 0.0) for text in texts]
    return ways


def _run_together(year: int, sign: str) -> list[tuple[str, Day, float]]:
    """Return the ways to write every day of which a sign between the figures is not to be seen: 2024.219."""
    ways: list[tuple[str, Day, float]] = []
    for month, day in itertools.product(_MONTHS, _DAYS):
        for m, d in _pairs(month, day):
            ways += [
                (f"{year}{m}{sign}{d}", (year, month, day), _LOST),
                (f"{year}{sign}{m}{d}", (year, month, day), _LOST),
            ]
            ways.append((f"{year}{m}{d}", (year, month, day), 2 * _LOST))
    return ways


def _pairs(month: int, day: int) -> list[tuple[str, str]]:
    return list(dict.fromkeys([(str(month), str(day)), (f"{month:02}", f"{day:02}")]))
