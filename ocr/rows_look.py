"""Amounts of a table that do not make its total: asked of their ink together, few of them misread.

Lines of costs, charges and shares are small print, and one smeared figure spoils the sum. Of the amounts that differ a
little from what was read, those are taken that make the total and that the inks say before all others that do. Never
sure, and a witness of nothing afterwards. Here: the tables, the sums, the asking. Not here: the total itself
(total_look, words_look, both_look), which goes first.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ocr.amount_ink import FIGURES, MOST_FEN, READ_TOGETHER, fits
from ocr.chosen import as_chosen
from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.ctc import decode
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.lines import Line
from ocr.payers_look import BY_TOTAL, amounts_like
from ocr.shelf import SheetShelf

_TABLES: Final = {"lines": ("total_figures", "total_upper"), "beneficiaries": ("passed_total", "passed_total_upper")}
_READ: Final = 0.6  # confidence of a total in figures that needs no capitals beside it: nothing becomes sure by it
_MOST_ROWS: Final = 12
_MOST_MISREAD: Final = 2
_FEW_ROWS: Final = 4  # of which three may be misread: of more too many sums are made
_LONGEST: Final = 12  # figures of an amount
_DECIMALS: Final = re.compile(r"[.,](?=[0-9]{2}$)")
_FURTHEST: Final = -14.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_SEEN: Final = -9.0  # nats behind the freest reading of the recogniser that sees it best, down to which it is said
_EACH: Final = 3.0  # nats that a further misread amount costs: one is likelier than two
_LEAD: Final = 1.0  # nats by which the amounts must lead all others that make the total
_BEHIND: Final = 7.0  # nats by which an amount may fall behind the one that was read
_BEYOND_DOUBT: Final = 0.98  # confidence of an amount that a sum it does not make leaves sure
_BEHIND_CLEAR: Final = 1.5  # likewise on a page that was read once: clear ink that does not make the total is told
_MARGIN: Final = 0.4  # of a sign's width around an amount


@dataclass(frozen=True, slots=True)
class _Amount:
    """What was read in a row (fen, None for nothing), and how its ink says amounts: nats, mean and best."""

    read: int | None
    mean: Mapping[int, float]
    most: Mapping[int, float]


def sums_of(rows: Mapping[str, tuple[FieldRow, ...]]) -> dict[str, int]:
    """Return what each table makes, in fen by the name of its total in figures, where all of its amounts were read."""
    sums: dict[str, int] = {}
    for table, (figures, _) in _TABLES.items():
        amounts = [row["amount"].value for row in rows.get(table, ()) if "amount" in row]
        read = [fen for fen in amounts if isinstance(fen, int)]
        if read and len(read) == len(amounts):
            sums[figures] = sum(read)
    return sums


def look_at_rows(
    fields: Mapping[str, FieldLeaf],
    rows: Mapping[str, tuple[FieldRow, ...]],
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
) -> dict[str, tuple[FieldRow, ...]]:
    """Return the tables with amounts that make the total, where both their inks and the sum say them."""
    settled = dict(rows)
    for table, (figures, words) in _TABLES.items():
        total = _total(fields.get(figures), fields.get(words))
        leaves = [row["amount"] for row in rows.get(table, ()) if "amount" in row]
        if total is None or not _are_asked(leaves, total, shelf):
            continue
        amounts = _asked(leaves, total, lines, shelf, engine)
        twice = all(shelf.was_read_twice(leaf.page) for leaf in leaves)
        found = _likeliest(amounts, total, _BEHIND if twice else _BEHIND_CLEAR)
        if found is None:
            settled[table] = tuple({name: _unsummed(name, leaf) for name, leaf in row.items()} for row in rows[table])
        else:
            told = iter(found)
            settled[table] = tuple(
                {**row, "amount": as_chosen(row["amount"], next(told), BY_TOTAL, READ_TOGETHER)}
                if "amount" in row
                else row
                for row in rows[table]
            )
    return settled


def _unsummed(name: str, leaf: FieldLeaf) -> FieldLeaf:
    """Return an amount of rows that do not make their total in doubt, unless its ink is beyond all doubt."""
    if name != "amount" or leaf.value is None or leaf.confidence >= _BEYOND_DOUBT:
        return leaf
    return replace(leaf, flags=tuple(dict.fromkeys((*leaf.flags, "AMBIGUOUS"))))


def _total(figures: FieldLeaf | None, words: FieldLeaf | None) -> int | None:
    """Return a total in fen that its capitals say, too, or that has none beside it."""
    if figures is None or not isinstance(figures.value, int):
        return None
    alone = (words is None or words.value is None) and figures.confidence >= _READ
    return figures.value if alone or (words is not None and words.value == figures.value) else None


def _are_asked(leaves: Sequence[FieldLeaf], total: int, shelf: SheetShelf) -> bool:
    """Whether amounts of a photographed page do not make the total, few enough of them unread."""
    if not 0 < len(leaves) <= _MOST_ROWS or any(len(leaf.parts) != 1 for leaf in leaves):
        return False
    if any(shelf.thin(leaf.page).raw.words for leaf in leaves):
        return False
    read = [leaf.value for leaf in leaves if isinstance(leaf.value, int)]
    return len(leaves) - len(read) <= 1 and sum(read) != total and all(0 <= fen < MOST_FEN for fen in read)


def _asked(
    leaves: Sequence[FieldLeaf],
    total: int,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
) -> list[_Amount]:
    """Ask each row's ink for what was read, for amounts like it, and for what the others leave of the total."""
    read = [leaf.value if isinstance(leaf.value, int) else None for leaf in leaves]
    out: list[_Amount] = []
    for at, leaf in enumerate(leaves):
        rest = total - sum(fen or 0 for other, fen in enumerate(read) if other != at)
        own = read[at]
        part = leaf.parts[0]
        line = lines[part.page][part.line_index]
        crop = cut_quad(shelf.unstamped(part.page), line.span_quad(part.start, part.stop, _MARGIN))
        twice = shelf.was_read_twice(part.page)
        looks = engine.opinions_of_figures(crop) if twice else engine.every_opinion(crop)
        said_so = {fen for look in looks if (fen := _amount_in(*look))} if twice else set()
        seen = said_so | ({own} if own is not None else set())
        likely = {fen for one in seen for fen in amounts_like(one)} | {rest}
        fens = sorted({fen for fen in likely if 0 < fen < MOST_FEN} | seen)
        said = np.array([fits([one], FIGURES, fens) for one in looks])
        mean, most = np.maximum(said, _FURTHEST).mean(axis=0), said.max(axis=0)
        out.append(
            _Amount(own, dict(zip(fens, mean.tolist(), strict=True)), dict(zip(fens, most.tolist(), strict=True)))
        )
    return out


def _amount_in(logs: LogProbabilities, charset: Sequence[str]) -> int | None:
    """Return the amount that one recogniser reads in a crop, in fen; None where it reads none."""
    text = "".join(glyph.char for glyph in decode(np.exp(logs), charset) if glyph.char in "0123456789.,")
    whole, parts = re.sub("[.,]", "", text), _DECIMALS.search(text)
    fen = int(whole) * (1 if parts else 100) if 0 < len(whole) <= _LONGEST else 0
    return fen if 0 < fen < MOST_FEN else None


def _likeliest(amounts: Sequence[_Amount], total: int, most_behind: float) -> tuple[int, ...] | None:
    """Return the amounts that make the total and that the inks say before all others that do; None where none lead.

    None as well where one of them falls further behind what was read than is allowed.
    """
    sums = sorted({(_score(amounts, found), found) for found in _that_make(amounts, total)}, reverse=True)
    if not sums or (len(sums) > 1 and sums[0][0] - sums[1][0] < _LEAD):
        return None
    found = sums[0][1]
    changed = [(one, fen) for one, fen in zip(amounts, found, strict=True) if fen != one.read]
    may_be = all(one.mean[fen] >= one.mean.get(one.read or 0, _FURTHEST) - most_behind for one, fen in changed)
    return found if may_be and all(one.most[fen] >= _SEEN for one, fen in changed) else None


def _score(amounts: Sequence[_Amount], found: Sequence[int]) -> float:
    changed = sum(fen != one.read for one, fen in zip(amounts, found, strict=True))
    return sum(one.mean[fen] for one, fen in zip(amounts, found, strict=True)) - _EACH * changed


def _that_make(amounts: Sequence[_Amount], total: int) -> Iterator[tuple[int, ...]]:
    """Yield all amounts that make the total with one or two of them read otherwise, of a few rows with three."""
    unread = {at for at, one in enumerate(amounts) if one.read is None}
    most = _MOST_MISREAD + (len(amounts) <= _FEW_ROWS)
    for count in range(1, min(most, len(amounts)) + 1):
        for places in itertools.combinations(range(len(amounts)), count):
            if not unread <= set(places):
                continue
            kept = sum(one.read or 0 for at, one in enumerate(amounts) if at not in places)
            for firsts in itertools.product(*(amounts[at].mean for at in places[:-1])):
                last = total - kept - sum(firsts)
                if last in amounts[places[-1]].mean:
                    changed = dict(zip(places, (*firsts, last), strict=True))
                    yield tuple(changed.get(at, one.read or 0) for at, one in enumerate(amounts))
