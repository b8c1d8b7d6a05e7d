"""What the insurance and the payer of a receipt paid, where one was not read or they do not make the total.

A stamp lies on both amounts and on the ends of their labels. Together they are the total, and one of them is mostly
nothing: of the few pairs that can be, the one that both inks say before the others is taken. Never sure, and a witness
of nothing, unless both inks of a clear page (or one recogniser in every view of a sharp one) as good as read so, and
what the patient bears stands elsewhere as much.
Here: the places, the pairs, the asking. Not here: one amount that the others leave (payers_look), first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from ocr.amount_ink import READ_TOGETHER
from ocr.calibration import CHOSEN
from ocr.chosen import as_chosen
from ocr.clearness import is_sharp
from ocr.crops import cut
from ocr.engines.base import OcrEngine
from ocr.extract.grammar import best, money
from ocr.extract.labels import RECEIPT
from ocr.extract.leaves import FieldLeaf
from ocr.extract.runs import fold
from ocr.known_values import nearest, says
from ocr.lines import Line
from ocr.pages import FloatBox, Image
from ocr.payers_look import BY_TOTAL, amounts_like, total_of
from ocr.shelf import SheetShelf

_INSURANCE, _CASH, _ACCOUNT = "paid_insurance", "paid_cash", "paid_account"
_BOTH: Final = (_INSURANCE, _CASH)
_READ: Final = 0.6  # confidence of a total in figures that needs no capitals beside it: nothing becomes sure by it
_LEAST_LABEL: Final = 3  # signs of a label that a stamp may leave
_FURTHEST: Final = -15.0  # nats beyond which a look says no more: one that sees nothing rules nothing out
_SEEN: Final = -12.0  # nats behind the freest reading by the look that sees it best, down to which ink says an amount
_LEAD: Final = 1.0  # nats by which a pair must lead every other by both inks
_LONG: Final = 5  # signs of a label of which one may have been misread, or the end be lost
_WHOLE, _NEARLY, _LIKE_OWN, _BEGUN = 4, 3, 2, 1  # how well a label was read
_WORDS: Final = 2  # of a line's first three signs, from which it begins with words
_ROOM: Final = 14.0  # of a line's height, for a label and its amount where nothing stands right of them
_HIGHER: Final = 1.4  # than the label: a stamp's ring read as a line, no amount
_OWN_PART: Final = ("个人自付", "个人自费")
_RIGHT_OF: Final[Mapping[str, tuple[str, ...]]] = {_INSURANCE: ("其他支付", "个人账户支付"), _CASH: _OWN_PART}
_KNOWN: Final = tuple(word for words in RECEIPT.values() for word in words.split() if len(word) >= _LEAST_LABEL)
_AS_BORNE, _NEARLY_BORNE = 8.0, 4.0  # nats by which that speaks for the cash: the same, but for a figure
_NOT_INSURED: Final = (
    2.0  # likewise for nothing from the medical insurance, which bears no work injury (社会保险法 §30)
)
_PLAIN: Final = -2.0  # nats of a look that as good as reads an amount
_MOSTLY: Final = -4.0  # likewise the mean of all looks
_PROVEN: Final = 0.95  # confidence of amounts that are read so, make the total, and of which the patient bears the cash
_BEHIND: Final = 8.0  # nats by which an amount may fall behind the one that was read
_BEHIND_CLEAR: Final = 1.5  # likewise on a page that was read once
_BELOW: Final = 2.5  # heights between the tops of two lines of which one stands right below the other
_OTHERS_PAY: Final = re.compile(
    "单位|大病|救助|转账|微信|支付宝|预[交缴]|保险|补[充助]|优抚|减免|记账|商业"
)  # neither cash
_GAP: Final = 0.5  # of a line's height before what stands right of it


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a payer's amount stands: page, the box of label and amount, and what was read in it."""

    page: int
    box: FloatBox
    read: str


def look_at_payers_together(
    fields: Mapping[str, FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, FieldLeaf]:
    """Return the fields of a receipt with the pair of payers' amounts that makes the total and that both inks say."""
    settled = dict(fields)
    total = _total(fields)
    if total is None or shelf.thin(total.page).raw.words:
        return settled
    rest = (_read(total) or 0) - (_read(fields.get(_ACCOUNT)) or 0)
    here = lines[total.page]
    insurance, cash = (_place_of(total.page, _labelled(name, here), here) for name in _BOTH)
    below = _below(insurance, here) if insurance is not None and cash is None else []
    cash = cash or _place_of(total.page, below, here)
    if rest <= 0 or insurance is None or cash is None or _is_settled(fields, rest):
        return settled
    asked = _Asked(fields, {_INSURANCE: insurance, _CASH: cash}, shelf, engine)
    borne, clear = _borne(here, rest), not shelf.was_read_twice(total.page)
    seen = [pair for pair in sorted(_pairs(fields, rest, borne)) if _is_seen(asked, pair)]
    amounts = _likeliest(asked, seen, borne) if seen else None
    if amounts is not None and _may_be(asked, amounts, _BEHIND_CLEAR if clear else _BEHIND):
        said = [asked.said(name, fen) for name, fen in amounts.items()]
        sharp = is_sharp(shelf.thin(total.page))
        plain = all(one.most >= _PLAIN and one.mean >= _MOSTLY if clear else sharp and one.steady for one in said)
        proven = plain and not below and amounts[_CASH] == _borne(here) and total_of(fields) == _read(total)
        settled |= {name: _as(fields.get(name), place, amounts[name], proven) for name, place in asked.places.items()}
    return settled


@dataclass(frozen=True, slots=True)
class _Asked:
    """The two places of a receipt's page, what was read in them, and who is asked."""

    fields: Mapping[str, FieldLeaf]
    places: Mapping[str, _Place]
    shelf: SheetShelf
    engine: OcrEngine
    heard: dict[tuple[str, int], "_Said"] = field(default_factory=dict)

    def said(self, name: str, fen: int) -> "_Said":
        """How well the ink of a payer's place says an amount; each is asked once."""
        if (name, fen) not in self.heard:
            self.heard[name, fen] = _said(self.places[name], fen, self.shelf, self.engine)
        return self.heard[name, fen]


def _likeliest(asked: _Asked, pairs: Sequence[tuple[int, int]], borne: int | None) -> dict[str, int] | None:
    """Return the pair (insurance, cash) that both inks say before every other; None where none leads."""
    said = [
        {fen: asked.said(name, fen).mean for fen in {*fens}}
        for name, fens in zip(_BOTH, zip(*pairs, strict=True), strict=True)
    ]
    scores = [said[0][one] + said[1][two] + _speaks_for(borne, two) + _NOT_INSURED * (not one) for one, two in pairs]
    likely = int(np.argmax(scores))
    if len(scores) > 1 and scores[likely] - max(np.delete(scores, likely)) < _LEAD:
        return None
    return dict(zip(_BOTH, pairs[likely], strict=True))


def _speaks_for(borne: int | None, cash: int) -> float:
    """Return the nats by which what the patient bears, printed elsewhere, speaks for an amount in cash."""
    if borne is None:
        return 0.0
    return _AS_BORNE if cash == borne else _NEARLY_BORNE if cash and cash in amounts_like(borne) else 0.0


def _is_seen(asked: _Asked, pair: tuple[int, int]) -> bool:
    """Whether a look sees each amount of a pair that is not nothing."""
    return all(asked.said(name, fen).most >= _SEEN for name, fen in zip(_BOTH, pair, strict=True) if fen)


def _may_be(asked: _Asked, amounts: Mapping[str, int], most_behind: float) -> bool:
    """Whether neither amount falls far behind what was read."""
    for name, fen in amounts.items():
        read = _read(asked.fields.get(name))
        if read is not None and asked.said(name, read).mean - asked.said(name, fen).mean > most_behind:
            return False
    return True


def _total(fields: Mapping[str, FieldLeaf]) -> FieldLeaf | None:
    """Return the total in figures if it is clear, or the capitals say the same."""
    figures, words = fields.get("total_figures"), fields.get("total_upper")
    if figures is None or not figures.parts:
        return None
    clear = figures.confidence >= _READ and (words is None or words.value is None)
    return figures if clear or total_of(fields) else None


def _borne(lines: Sequence[Line], rest: int | None = None) -> int | None:
    """Return what the patient bears in fen, 个人自付 and 个人自费 together; None where that is not known.

    One of them that is all the `rest` to be paid leaves nothing for the other.
    """
    flat = [_flat(line) for line in lines]
    read = {
        word: found.value
        for text in flat
        for word in _OWN_PART
        if text.startswith(word) and (found := best(money, text[len(word) :])) is not None
    }
    amounts = [fen for fen in read.values() if isinstance(fen, int)]
    return sum(amounts) if len(amounts) == len(_OWN_PART) or rest in amounts else None


def _is_settled(fields: Mapping[str, FieldLeaf], rest: int) -> bool:
    """Whether both amounts were read and make what is left of the total, neither only because it does."""
    leaves = [leaf for name in _BOTH if (leaf := fields.get(name)) is not None]
    read = [fen for leaf in leaves if (fen := _read(leaf)) is not None and READ_TOGETHER not in leaf.flags]
    return len(read) == 2 and sum(read) == rest


def _read(leaf: FieldLeaf | None) -> int | None:
    return leaf.value if leaf is not None and isinstance(leaf.value, int) else None


def _pairs(fields: Mapping[str, FieldLeaf], rest: int, borne: int | None) -> set[tuple[int, int]]:
    """Return the pairs (insurance, cash) that can be: one pays all, or one paid what was read or is borne."""
    insurance, cash = _read(fields.get(_INSURANCE)), _read(fields.get(_CASH))
    pairs = {(0, rest), (rest, 0)}
    pairs |= {(rest - borne, borne)} if borne is not None and borne <= rest else set()
    pairs |= {(insurance, rest - insurance)} if insurance is not None and insurance <= rest else set()
    return pairs | ({(rest - cash, cash)} if cash is not None and cash <= rest else set())


def _labelled(name: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that begin with a payer's label, else the one that stands where it is printed."""
    told = [(_label_in(name, line), line) for line in lines]
    most = max((strength for strength, _ in told), default=0)
    labelled = [line for strength, line in told if strength == most] if most else []
    seats = _seats(name, lines) if len(labelled) != 1 or most == _LIKE_OWN else []
    return seats if len(seats) == 1 else labelled


def _place_of(page: int, labelled: Sequence[Line], lines: Sequence[Line]) -> _Place | None:
    """Return where a payer's amount stands: behind its label, up to what stands right of that; None without one."""
    if len(labelled) != 1:
        return None
    line = labelled[0]
    x0, y0, x1, y1 = line.box
    height = y1 - y0
    beside = [one.box[0] - _GAP * height for one in lines if one is not line and _is_next(one, line)]
    right = max(x1, min([x0 + _ROOM * height, *beside]))
    row = [one for one in lines if _in_row(one, line) and x0 <= one.box[0] < right and _is_as_high(one, line)]
    top, bottom = min([y0, *(one.box[1] for one in row)]), max([y1, *(one.box[3] for one in row)])
    return _Place(page, (x0, top, right, bottom), line.text)


def _seats(name: str, lines: Sequence[Line]) -> list[Line]:
    """Return what begins the rows in which a payer's amount stands first, where its label is not to be read.

    The country's receipt (财综〔2019〕29号) prints insurance, other and account in one row, cash and both parts of the
    patient's own below; a stamp lies on the left.
    """
    right = [line for line in lines if any(_begins(line, word) for word in _RIGHT_OF[name])]
    rows = [[one for one in lines if _in_row(one, line)] for line in right]
    first = {id(line): line for line in (min(row, key=lambda one: one.box[0]) for row in rows)}
    return [line for line in first.values() if not _is_anothers(line)]


def _below(insurance: _Place, lines: Sequence[Line]) -> list[Line]:
    """Return what stands below the insurance's line and begins where it does: that is the cash."""
    x0, y0, _, y1 = insurance.box
    height = y1 - y0
    near = [line for line in lines if height / 2 < line.box[1] - y0 < _BELOW * height]
    under = [line for line in near if abs(line.box[0] - x0) < height]
    first = sorted(under, key=lambda line: line.box[1])[:1]
    return [line for line in first if not _is_anothers(line)]


def _is_anothers(line: Line) -> bool:
    """Whether a line says that somebody else pays, or what else it is."""
    text = _flat(line)
    return any(text.startswith(word) for word in _KNOWN) or _OTHERS_PAY.search(text) is not None


def _begins(line: Line, word: str) -> bool:
    """Whether a line begins with a word, but for one sign."""
    return nearest(_flat(line)[: len(word)], word).off <= 1


def _flat(line: Line) -> str:
    return "".join(fold(char) for char in line.text if not char.isspace())


def _label_in(name: str, line: Line) -> int:
    """Tell how well a line begins with a payer's label: whole, but for a sign, as 个人自付 misread, its first signs.

    0 for not at all.
    """
    text = _flat(line)
    words = RECEIPT[name.upper()].split()
    whole = max((word for word in words if text.startswith(word)), key=len, default="")
    if whole:
        return _LIKE_OWN if any(nearest(whole, own).off <= 1 for own in _OWN_PART) else _WHOLE
    long = [word for word in words if len(word) >= _LONG]
    if any(found.start == 0 and found.off == 1 for word in long for found in [nearest(text[: len(word)], word)]):
        return _NEARLY
    return _BEGUN if any(text.startswith(word[:_LEAST_LABEL]) for word in long) else 0


def _is_next(one: Line, line: Line) -> bool:
    """Whether a line stands right of a label in its row, and begins with words: it is not the label's amount."""
    words = sum("\u4e00" <= char <= "\u9fff" for char in one.text[:_LEAST_LABEL])
    return _in_row(one, line) and one.box[0] > line.box[0] + (line.box[3] - line.box[1]) and words >= _WORDS


def _in_row(one: Line, line: Line) -> bool:
    return min(one.box[3], line.box[3]) - max(one.box[1], line.box[1]) > (line.box[3] - line.box[1]) / 2


def _is_as_high(one: Line, line: Line) -> bool:
    return one.box[3] - one.box[1] < _HIGHER * (line.box[3] - line.box[1])


@dataclass(frozen=True, slots=True)
class _Said:
    """How far an amount falls behind the freest reading of its place, in nats: over all looks, and by the best.

    `steady`: one recogniser as good as reads it in every view.
    """

    mean: float
    most: float
    steady: bool


def _said(place: _Place, fen: int, shelf: SheetShelf, engine: OcrEngine) -> _Said:
    asked = engine.opinions_of_figures if shelf.was_read_twice(place.page) else engine.every_opinion
    looks = np.array(
        [
            [max(says(logs, charset, text, alone=True) for text in _ways(fen)) for logs, charset in asked(view)]
            for view in _views(place, shelf)
        ]
    )  # views x recognisers
    steady = bool((looks.min(axis=0) >= _PLAIN).any())
    return _Said(float(np.maximum(looks, _FURTHEST).mean()), float(looks.max()), steady)


def _views(place: _Place, shelf: SheetShelf) -> Iterator[Image]:
    yield cut(shelf.unstamped(place.page), place.box)
    yield shelf.crop(place.page, place.box)
    yield shelf.crop_in_red_light(place.page, place.box)


def _ways(fen: int) -> list[str]:
    return list(dict.fromkeys((f"{fen / 100:.2f}", f"{fen / 100:,.2f}")))


def _as(leaf: FieldLeaf | None, place: _Place, fen: int, proven: bool) -> FieldLeaf:
    """Return a payer's amount as both inks say it; where none was read its place is all that there was."""
    if leaf is None:
        leaf = FieldLeaf(None, raw=place.read, page=place.page, box=place.box, sort="money", confidence=CHOSEN)
    chosen = as_chosen(leaf, fen, BY_TOTAL, READ_TOGETHER)
    if not proven:
        return chosen
    told = tuple(flag for flag in chosen.flags if flag not in (READ_TOGETHER, "READ_DIFFERENTLY"))
    return replace(chosen, confidence=max(chosen.confidence, _PROVEN), flags=told)
