"""Printed days of a page that reads badly, asked of their ink: of all days of the claim the one that it says first.

A row's 2025-06-00 is no day, and 2003-03-09 lies twenty years before the injury: told when the claim happened, the
recognisers' distributions leave one. Such a day is never sure and proves nothing afterwards: the record chose it.
Here: which days are asked, and the asking. Not here: written days (date_look), telling whether days agree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.chosen import as_chosen
from ocr.crops import cut
from ocr.date_look import FORMS, SIGNS
from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.known_values import says
from ocr.marks.scoring import emission
from ocr.marks.text_tree import TextTree, tree_scores
from ocr.pages import FloatBox
from ocr.shelf import SheetShelf
from validators.formats.chinese_date import parse_date
from validators.model.codes import KEY_KINDS, DocumentKind

READ_IN_TIME: Final = "READ_IN_TIME"  # flag of a day that the claim's time helped to choose
_PRINTED: Final = frozenset(
    ("date", "trade_date", "issue_date", "pay_date", "credit_date", "injury_date", "death_date")
)  # days of the claim's time; those beside signatures are a hand's (date_look), a birth is of another time
_KINDS: Final = KEY_KINDS | {DocumentKind.BANK_SLIP, DocumentKind.MED_RECEIPT}  # certificates tell of other times
_WHOLE: Final = re.compile(r"20[0-9]{2}[年\-/.][0-9]{1,2}[月\-/.][0-9]{1,2}日?")
_CLEAR: Final = 0.9  # confidence of a day of the claim from which it is what was read
_AFTER: Final = timedelta(days=400)
_MOST_DAYS: Final = 3000  # of the claim's time: a longer one tells little, and each day is asked for
_LATER: Final = frozenset((DocumentKind.BANK_SLIP, DocumentKind.PASS_ON_PROOF))  # money is passed on after filing
_FITS: Final = -12.0  # nats behind the freest reading of the recogniser that sees it best, down to which ink says a day
_FURTHEST: Final = -14.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_LEAD: Final = 0.7  # nats by which a day must lead every other
_LEAST_LEAD: Final = 0.3  # likewise where what was read is no day of the claim
_PRIOR: Final = 6.0  # nats by which the record speaks for its days against one that was read
_AGAINST: Final = 4.0  # nats by which another day must lead one of the claim's that was read
_AIR: Final = 0.15  # of a row's height around the crop
_LEAST_FIGURES: Final = 4  # of what was read: fewer are no day


def look_at_days(
    fields: Mapping[str, FieldLeaf],
    rows: Mapping[str, tuple[FieldRow, ...]],
    kind: DocumentKind,
    expected: ExpectedNames,
    shelf: SheetShelf,
    engine: OcrEngine,
) -> tuple[dict[str, FieldLeaf], dict[str, tuple[FieldRow, ...]]]:
    """Return fields and rows with those unclear printed days that their ink says before every other of the claim."""
    days = _days_of(expected, later=kind in _LATER) if kind in _KINDS else ()

    def seen(name: str, leaf: FieldLeaf) -> FieldLeaf:
        return _looked_at(leaf, days, shelf, engine) if days and _is_asked(name, leaf, days, shelf) else leaf

    return (
        {name: seen(name, leaf) for name, leaf in fields.items()},
        {
            table: tuple({name: seen(name, leaf) for name, leaf in row.items()} for row in group)
            for table, group in rows.items()
        },
    )


def claim_time(expected: ExpectedNames) -> tuple[date, date] | None:
    """Return the first and last day that papers of the claim may tell of; None where no injury is known."""
    if expected.since is None:
        return None
    return expected.since, (expected.filed_on or expected.since + _AFTER) + _AFTER


def _days_of(expected: ExpectedNames, *, later: bool) -> tuple[date, ...]:
    """Return the days that a paper of the claim may tell of, from the injury on; none without it, or of too many.

    `later`: the paper may be of a time after the claim was filed.
    """
    span_of_claim = claim_time(expected)
    if span_of_claim is None:
        return ()
    since, last = span_of_claim
    until = expected.filed_on if expected.filed_on is not None and not later else last
    span = (until - since).days + 1
    return tuple(since + timedelta(days=n) for n in range(span)) if span <= _MOST_DAYS else ()


def _is_asked(name: str, leaf: FieldLeaf, days: tuple[date, ...], shelf: SheetShelf) -> bool:
    """Whether a leaf is a printed day in one row of a page that was read twice, and no clear day of the claim."""
    if leaf.sort != "date" or name not in _PRINTED or len(leaf.parts) != 1 or not shelf.was_read_twice(leaf.page):
        return False
    if len(re.findall("[0-9]", leaf.raw)) < _LEAST_FIGURES:
        return False
    found = parse_date(str(leaf.value)) if leaf.value else None
    return found is None or not days[0] <= found <= days[-1] or leaf.confidence < _CLEAR


@dataclass(frozen=True, slots=True)
class _Ways:
    tree: TextTree
    of: NDArray[np.int64]  # of each text its day's number


@lru_cache(maxsize=8)
def _ways(days: tuple[date, ...], sign: str) -> _Ways:
    """Return the ways to print some days with one sign between their figures; 年 stands for words."""
    written = [(text, number) for number, day in enumerate(days) for text in _texts(day, sign)]
    return _Ways(TextTree.of([text for text, _ in written]), np.array([number for _, number in written]))


def _texts(day: date, sign: str) -> list[str]:
    pairs = dict.fromkeys(((str(day.month), str(day.day)), (f"{day.month:02}", f"{day.day:02}")))
    if sign == "年":
        return [f"{day.year}年{month}月{of_month}日" for month, of_month in pairs]
    whole = [f"{day.year}{sign}{month}{sign}{of_month}" for month, of_month in pairs]
    return [*whole, f"{day.year}{day.month:02}{day.day:02}"]  # smeared strokes are not always seen


def _looked_at(leaf: FieldLeaf, days: tuple[date, ...], shelf: SheetShelf, engine: OcrEngine) -> FieldLeaf:
    """Return a leaf with the day that its ink says before every other; as it was where none leads."""
    read = parse_date(str(leaf.value)) if leaf.value else None
    asked = days if read is None or days[0] <= read <= days[-1] else (*days, read)
    sign = next((sign for sign in "年-/." if sign in leaf.raw), "-")
    part = leaf.parts[0]
    said, raw = _said(engine, shelf, part.page, part.box, _ways(asked, sign), leaf.raw.strip())
    mean = np.maximum(said, _FURTHEST).mean(axis=0)
    best = int(mean[: len(days)].argmax())
    own = asked.index(read) if read is not None else len(asked)
    inside = mean[: len(days)]
    lead = float(inside[best] - np.delete(inside, best).max()) if len(inside) > 1 else np.inf
    strange = own >= len(days)  # no day was read, or none of the claim's
    if best == own or lead < (_LEAST_LEAD if strange else _LEAD) or float(said[:, best].max()) < _FITS:
        return leaf
    if not strange and float(mean[best] - mean[own]) < _AGAINST:
        return leaf
    if own < len(asked) and float(mean[best]) + _PRIOR < float(mean[own]):
        return leaf
    if read is None and _WHOLE.fullmatch(leaf.raw.strip()) and float(mean[best]) + _PRIOR < raw:
        return leaf  # 2025-06-31 in clear ink: the paper names a day that there is not
    kept = tuple(flag for flag in leaf.flags if flag not in _ANSWERED)
    return as_chosen(replace(leaf, flags=kept), asked[best].isoformat(), READ_IN_TIME)


_ANSWERED: Final = frozenset({"NOT_A_DATE", "MISREAD", "DAY_SIGN_MISSING"})


def _said(
    engine: OcrEngine, shelf: SheetShelf, page: int, box: FloatBox, ways: _Ways, raw: str
) -> tuple[NDArray[np.float64], float]:
    """Return the nats, recognisers x days, by which each day falls behind the freest reading; the mean of `raw`."""
    x0, y0, x1, y1 = box
    air = _AIR * (y1 - y0)
    crop = cut(shelf.unstamped(page), (x0 - air, y0, x1 + air, y1))
    out, own = [], []
    for distribution, charset in engine.opinions_of_figures(crop):
        over = emission(distribution, {char: n for n, char in enumerate(charset)}, SIGNS, FORMS)
        likely = np.full(int(ways.of.max()) + 1, -np.inf)
        np.logaddexp.at(likely, ways.of, tree_scores(over, ways.tree) - over.best)
        out.append(likely)
        own.append(says(distribution, charset, raw, alone=False))
    return np.array(out), float(np.maximum(own, _FURTHEST).mean())
