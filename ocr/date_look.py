"""A written date read from its crop as a date: the recogniser's whole distribution against every day there is.

Reading character by character takes 月 for 日 or 0, `/` for 1 and drops a digit; told that a date stands there, the
same distribution usually leaves one day. Days that no calendar has compete like all others, so a paper that names the
thirtieth of February is read as it is. Here: one crop, one date. Not here: which values deserve it (second_look).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.date_pieces import Numbers, numbers_in
from ocr.date_ways import TWO_STROKES, Day, Ways, signed, ways_in_figures, ways_in_numerals
from ocr.engines.base import OcrEngine
from ocr.marks.scoring import Emission, emission
from ocr.marks.text_tree import tree_scores
from ocr.pages import Image
from validators.formats.chinese_date import parse_date

FORMS: Final[Mapping[str, str]] = {
    "年": "牟车",
    "月": "日目曰冃",
    "日": "目曰口月申由甲田",  # the last four with a cell's border through it
    "/": "1l丨|",
    ".": "·,，、。",
    "-": "—一–~",
    "0": "Oo〇",
    "1": "lI丨|Ⅰ",
    TWO_STROKES: "∥‖",
    "〇": "0O○零o",
    "一": "-—~",
}  # characters of the recogniser's that count as the sign in its place
SIGNS: Final = (*"0123456789年月日-/.〇一二三四五六七八九十", TWO_STROKES)
_IN_NUMERALS: Final = re.compile(r"[一二三四五六七八九十]")
SIGNLESS: Final = re.compile(r"(?<![0-9])20[0-9]{4,6}(?![0-9年月日\-/.])")  # a date's figures without any sign
_LEAST_SIGNS: Final = 6  # digits and lookalikes: fewer are a form with blanks, or numerals
_LEAST_FIGURES: Final = 3  # likewise where figures alone were read: a narrow hand's 2024.1.11 gives 202..1
_LEAST_NUMERALS: Final = 3  # likewise of a date in Chinese numerals, whose year has a 二 at both ends
_EATEN: Final = 5.5  # nats for a day with a doubled figure: a written 11 lost by up to 8.1 to 1
_EATEN_SEEN: Final = 6.5  # likewise where pieces were seen, less _RESTORED for each nat that they say against that day
_RESTORED: Final = 2.0
_WEIGHT: Final = 0.7  # of what the pieces say, beside the distribution
_UNLIKELY: Final = -7.0  # nats, the least that a piece says of a number
_KEPT: Final = 60  # days that the first view leaves for the others
_CLEAR: Final = 4.0  # nats by which a day leads in the first view; 2.1 was the greatest lead of a wrong one in 586
CLEAR_APART: Final = 3.0  # likewise by which the distribution alone leads a day with another figure
_STRETCHED: Final = (1.3, 1.6)  # of the further views, along the line: narrow hands run figures into each other
_LOOSE: Final = 1.4  # likewise of the view with the air around it: what was cut away may have been a stroke
_INK: Final = 0.35  # share of the way from paper to the darkest ink
_RULE: Final = 0.6  # share of a row in ink that is a rule of a form
_RUN: Final = 1.0  # of a crop's height, along a row: longer ink is a rule, however it lies
_BORDER: Final = 0.8  # likewise of a column, at the crop's ends
_FAINT: Final = 0.1  # share of the fullest row's ink below which a row lies outside the writing
_ASIDE: Final = 0.7  # of the ink at a crop's upper and lower edge that does not count when its row is chosen
_AIR: Final = 0.18  # of the writing's height, above and below it
_FITS: Final = -6.0  # nats behind the freest reading down to which a crop says a date at all
_FITS_NAMED: Final = -10.0  # likewise where its pieces name the same month and day: odd signs cost, 0 for 月


@dataclass(frozen=True, slots=True)
class DateReading:
    """The likeliest date of a crop: ISO text or None for a day that no calendar has, and its lead over the next day.

    `lead` is in nats, the mean over the views of the crop; of the first one alone where that one is clear. `apart` is
    how far the distribution by itself leads every day with another figure; of a figure written twice or once it is no
    judge, the pieces are.
    """

    value: str | None
    lead: float
    whole: bool = False  # its last sign, 日, was seen
    apart: float = math.inf
    twice: bool = False  # the next day has once the figure that this one has twice: the distribution rather says that


def read_date(engine: OcrEngine, crop: Image, raw: str) -> DateReading | None:
    """Return the likeliest date of a crop that was read as `raw`; None where no date can be told from it.

    Where figures were read and no sign between them, they may have stood in words: 2022年1日16日 read as 20221016.
    """
    found = _date_of(engine, crop, raw)
    return found if found is not None or not SIGNLESS.search(raw) else _date_of(engine, crop, f"{raw}日")


def _date_of(engine: OcrEngine, crop: Image, raw: str) -> DateReading | None:
    numerals = len(_IN_NUMERALS.findall(raw)) >= _LEAST_NUMERALS
    if not numerals and not _has_figures(raw):
        return None
    ways = ways_in_numerals() if numerals else ways_in_figures(raw)
    tight = _tight(crop)
    first = _seen(engine, tight, ways)
    likely = first.likely
    kept = sorted(likely, key=lambda day: -likely[day])[:_KEPT]
    said = numbers_in(tight, first.over, first.text if numerals else signed(first.text, first.day))
    best, lead, rival = _leader({day: likely[day] for day in kept}, said)
    if lead < _CLEAR or _apart({day: likely[day] for day in kept}, best) < CLEAR_APART:
        few = ways.only(set(kept))
        views = [_seen(engine, view, few).likely for view in (*_further_views(tight), _stretched(crop, _LOOSE))]
        likely = {day: (likely[day] + sum(view[day] for view in views)) / (1 + len(views)) for day in kept}
        best, lead, rival = _leader(likely, said)
    if likely[best] < (_FITS if said is None or not _named(said, best) else _FITS_NAMED):
        return None
    found = parse_date(f"{best[0]}年{best[1]}月{best[2]}日")
    whole = first.text.endswith("日") and best == max(first.likely, key=lambda day: first.likely[day])
    return DateReading(found.isoformat() if found else None, lead, whole, _apart(likely, best), doubled(best, rival))


def _apart(likely: Mapping[Day, float], best: Day) -> float:
    """Return the nats by which the likeliest day leads every day that is not it but for a figure written twice."""
    others = (day for day in likely if day != best and not doubled(day, best) and not doubled(best, day))
    return likely[best] - max((likely[day] for day in others), default=-math.inf)


def _has_figures(raw: str) -> bool:
    """Tell whether a reading has figures enough for a date: fewer are a form with blanks."""
    if re.search(r"[0-9]{4}年[0-9]{1,2}月", raw):  # the day's ink was read as no figure
        return True
    least = _LEAST_SIGNS if re.search("[年月日]", raw) else _LEAST_FIGURES
    return len(re.findall(r"[0-9A-Za-z]", re.sub(rf"[{TWO_STROKES}∥‖]", "11", raw))) >= least


def _leader(likely: Mapping[Day, float], said: Numbers | None = None) -> tuple[Day, float, Day]:
    """Return the likeliest day, the nats by which it leads every other, by its signs and its pieces, and the next one.

    The distribution eats doubled figures: how far a day leads one with a doubled figure, the pieces must say.
    """
    told = {day: 0.0 if said is None else _agreed(said, day) for day in likely}
    scores = {day: score + _WEIGHT * told[day] for day, score in likely.items()}
    best = max(scores, key=lambda day: scores[day])
    eaten = _EATEN if said is None else _EATEN_SEEN
    second, rival = max(
        (score + (max(0.0, eaten - _RESTORED * max(0.0, told[best] - told[day])) if doubled(day, best) else 0.0), day)
        for day, score in scores.items()
        if day != best
    )
    return best, scores[best] - second, rival


def _agreed(said: Numbers, day: Day) -> float:
    """Return what the pieces say of a day's month and day, in nats, each at least _UNLIKELY."""
    return sum(max(float(row[number]), _UNLIKELY) for row, number in zip(said, day[1:], strict=True))


def _named(said: Numbers, day: Day) -> bool:
    """Tell whether a day's month and day are the likeliest numbers of its pieces."""
    return bool((said.argmax(axis=1) == day[1:]).all())


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
    ink &= ~_long_runs(ink)
    rows = np.convolve(ink.sum(axis=1), np.ones(3) / 3, "same")
    if not rows.any():
        return crop
    full = rows > _FAINT * rows.max()
    aside = np.abs(np.linspace(-1.0, 1.0, len(rows)))  # a crop shows its value in its middle, neighbours at its edge
    top = bottom = int((rows * (1.0 - _ASIDE * aside)).argmax())
    while top > 0 and full[top - 1]:
        top -= 1
    while bottom < len(rows) - 1 and full[bottom + 1]:
        bottom += 1
    air = round(_AIR * (bottom - top)) + 1
    top, bottom = max(0, top - air), min(len(rows), bottom + air + 1)
    left, right = _between_borders(ink[top:bottom])
    return np.ascontiguousarray(crop[top:bottom, left:right])


def _long_runs(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the ink that runs along a row further than any stroke does: rules that lie a little askew."""
    least = min(round(_RUN * ink.shape[0]), ink.shape[1] // 2)
    runs = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, max(least, 3)), np.uint8))
    return np.asarray(runs > 0, dtype=np.bool_)


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


@dataclass(frozen=True, slots=True)
class _Seen:
    """One view of a date: the log-probability of each day, its distribution, the likeliest text and its day."""

    likely: Mapping[Day, float]
    over: Emission
    text: str
    day: Day


def _seen(engine: OcrEngine, crop: Image, ways: Ways) -> _Seen:
    """Score every day over all ways to write it, against the freest reading."""
    distribution, charset = engine.log_probabilities(crop)
    over = emission(distribution, {char: n for n, char in enumerate(charset)}, SIGNS, FORMS)
    scores = np.concatenate([tree_scores(over, tree) for tree in ways.trees]) - ways.cost
    likely = np.full(len(ways.days), -np.inf)
    np.logaddexp.at(likely, ways.of, scores - over.best)
    top = int(scores.argmax())
    return _Seen(dict(zip(ways.days, likely.tolist(), strict=True)), over, ways.text(top), ways.days[ways.of[top]])
