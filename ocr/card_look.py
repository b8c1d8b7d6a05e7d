"""A card's number that reads badly: of the numbers that a card can have, the one that its ink says before all others.

One misread figure breaks the check digit (Luhn, ISO/IEC 7812), and of all numbers near to what was read one in ten
keeps it. Such a number is never sure and proves nothing afterwards: its check digit helped to choose it. Here: which
numbers are asked, and the asking. Not here: the claim's own numbers (known_values), accounts without a check digit.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from stdnum import luhn

from ocr.amount_ink import FIGURES
from ocr.chosen import as_chosen
from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.ctc import decode
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.lines import Line
from ocr.marks.scoring import emission
from ocr.marks.text_tree import TextTree, tree_scores
from ocr.shelf import SheetShelf

READ_AS_CARD: Final = "READ_AS_CARD"  # flag of an account that its check digit helped to choose
_ACCOUNTS: Final = frozenset(("account", "payee_account", "payer_account"))
_LENGTHS: Final = (19, 16)
_BEGINS: Final = "62"  # UnionPay's issuers
_DIGITS: Final = "0123456789"
_FURTHEST: Final = -20.0  # nats beyond which a recogniser says no more: one that sees nothing rules nothing out
_SEEN: Final = -14.0  # nats behind the freest reading of the recogniser that sees it best, down to which it is said
_LEAD: Final = 1.0  # nats by which a number must lead every other
_BEHIND: Final = 9.0  # nats by which a number may fall behind the one that was read
_BEHIND_CLEAR: Final = 1.5  # likewise on a page that was read once: a wrong check digit in clear ink is the paper's own
_LIKELY: Final = 0.02  # share from which a runner-up counts
_MOST_UNCLEAR: Final = 9  # figures of a reading that may be their runners-up
_MARGIN: Final = 0.6  # of a sign's width around a number
_CLEAR: Final = 0.9  # confidence of a number that was read clearly
_CROSSED: Final = 6  # readings of which each two are mixed
_MOST_BASES: Final = 400  # readings and mixtures of which figures are changed, added, left out
_CHANGED_TWICE: Final = 2  # readings of which two figures are changed
_MOST_APART: Final = 8  # figures in which two readings may differ to be crossed
_MOST_ASKED: Final = 6000


def look_at_cards(
    fields: Mapping[str, FieldLeaf],
    rows: Mapping[str, tuple[FieldRow, ...]],
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
) -> tuple[dict[str, FieldLeaf], dict[str, tuple[FieldRow, ...]]]:
    """Return fields and rows with misread card numbers as their ink says a card's."""

    def seen(name: str, leaf: FieldLeaf) -> FieldLeaf:
        asked = name in _ACCOUNTS and len(leaf.parts) == 1 and not _is_card(leaf)
        return _looked_at(leaf, lines, shelf, engine) if asked and _is_unclear(leaf, shelf) else leaf

    return (
        {name: seen(name, leaf) for name, leaf in fields.items()},
        {
            table: tuple({name: seen(name, leaf) for name, leaf in row.items()} for row in group)
            for table, group in rows.items()
        },
    )


def _is_unclear(leaf: FieldLeaf, shelf: SheetShelf) -> bool:
    """Whether a number of a photographed page may be a card's of which a figure was misread."""
    if shelf.thin(leaf.page).raw.words:
        return False
    value = str(leaf.value or "")
    begun = value[1:2] == _BEGINS[1]  # 0299… and 8299…: the first figure is easily smeared; 6299… lost another one
    return shelf.was_read_twice(leaf.page) or begun or leaf.confidence < _CLEAR


def _is_card(leaf: FieldLeaf) -> bool:
    value = str(leaf.value)
    return value.startswith(_BEGINS) and len(value) in _LENGTHS and luhn.is_valid(value)


def _looked_at(leaf: FieldLeaf, lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine) -> FieldLeaf:
    part = leaf.parts[0]
    line = lines[part.page][part.line_index]
    most_behind = _BEHIND if shelf.was_read_twice(leaf.page) else _BEHIND_CLEAR
    twice = shelf.was_read_twice(leaf.page)
    looks = (engine.opinions_of_figures if twice else engine.every_opinion)(
        cut_quad(shelf.unstamped(part.page), line.span_quad(part.start, part.stop, _MARGIN))
    )
    own = re.sub(r"\D", "", str(leaf.value or leaf.raw))
    read = [own, *(reading for look in looks for reading in _readings(*look))]
    if not any(one.startswith(_BEGINS) for one in read):
        return leaf
    numbers = list(itertools.islice(dict.fromkeys(_cards_near(read)), _MOST_ASKED))
    if not numbers or not own:
        return leaf
    said = _said(looks, [*numbers, own])
    mean = np.maximum(said, _FURTHEST).mean(axis=0)
    best = int(mean[:-1].argmax())
    lead = float(mean[best] - np.delete(mean[:-1], best).max()) if len(numbers) > 1 else np.inf
    if lead < _LEAD or float(said[:, best].max()) < _SEEN or float(mean[-1] - mean[best]) > most_behind:
        return leaf
    return as_chosen(leaf, numbers[best], READ_AS_CARD)


def _readings(logs: LogProbabilities, charset: Sequence[str]) -> list[str]:
    """Return the figures that one recogniser reads, and those with its runners-up where it hesitates most."""
    seen = [
        (glyph.char, [char for char, share in glyph.others if char in _DIGITS and share >= _LIKELY])
        for glyph in decode(np.exp(logs), charset)
        if glyph.char in _DIGITS
    ]
    unclear = [at for at, (_, others) in enumerate(seen) if others][:_MOST_UNCLEAR]
    return [
        "".join(seen[at][1][0] if at in chosen else figure for at, (figure, _) in enumerate(seen))
        for count in range(len(unclear) + 1)
        for chosen in itertools.combinations(unclear, count)
    ]


def _cards_near(read: Sequence[str]) -> Iterator[str]:
    """Yield the numbers of cards near to one of several readings: a few figures otherwise, one more or less."""
    bases = list(dict.fromkeys(base for one in read for base in _begun(one)))
    whole = [base for base in bases if len(base) in _LENGTHS]
    yield from filter(_may_be_card, whole)
    for one, other in itertools.combinations(whole[:_CROSSED], 2):
        if len(one) == len(other):
            bases += _crossed(one, other)
    for base in dict.fromkeys(bases[:_MOST_BASES]):
        yield from filter(_may_be_card, _edited(base))
    for base in whole[:_CHANGED_TWICE]:
        for once in _changed(base):
            yield from filter(_may_be_card, _changed(once))


def _begun(read: str) -> Iterator[str]:
    """Yield a reading as it is, and with a card's beginning in place of its own."""
    if len(read) > min(_LENGTHS) - 3:
        yield read
        yield _BEGINS + read[2:]


def _crossed(one: str, other: str) -> list[str]:
    """Return every mixture of two readings of one length that differ in few figures."""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) > _MOST_APART:
        return []
    return [
        "".join(other[at] if at in chosen else figure for at, figure in enumerate(one))
        for count in range(1, len(apart))
        for chosen in itertools.combinations(apart, count)
    ]


def _edited(base: str) -> Iterator[str]:
    yield base
    yield from _changed(base)
    for at in range(len(base) + 1):
        yield from (base[:at] + figure + base[at:] for figure in _DIGITS)
        yield base[:at] + base[at + 1 :]


def _changed(base: str) -> Iterator[str]:
    for at in range(len(base)):
        yield from (base[:at] + figure + base[at + 1 :] for figure in _DIGITS if figure != base[at])


def _may_be_card(number: str) -> bool:
    return len(number) in _LENGTHS and number.startswith(_BEGINS) and luhn.is_valid(number)


def _said(looks: Sequence[tuple[LogProbabilities, tuple[str, ...]]], numbers: Sequence[str]) -> np.ndarray:
    """Return the nats, recognisers x numbers, by which each number falls behind the freest reading."""
    tree = TextTree.of(numbers)
    out = []
    for distribution, charset in looks:
        over = emission(distribution, {char: n for n, char in enumerate(charset)}, tuple(_DIGITS), FIGURES.forms)
        out.append(tree_scores(over, tree) - over.best)
    return np.array(out)
