"""Who paid what on a receipt, looked at again where the payers' amounts do not make the total.

A hospital's stamp lies on these amounts and takes a digit along. The total, printed twice elsewhere, says what the
missing amount would be; the recogniser's whole distribution says whether the ink may be that amount. It chooses
between readings and never stands in for one: where the ink says something else, what was read stays. Here: which
amount is asked for, and the asking. Not here: reading crops of other fields again (second_look).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Final

import numpy as np

from ocr.amount_ink import READ_TOGETHER
from ocr.calibration import CHOSEN, is_sure
from ocr.crops import cut
from ocr.cut_values import is_an_end_of
from ocr.engines.base import OcrEngine
from ocr.extract.labels import RECEIPT
from ocr.extract.leaves import FieldLeaf
from ocr.extract.wording import HAN
from ocr.lines import Line
from ocr.marks.scoring import emission
from ocr.marks.text_tree import TextTree, tree_scores
from ocr.pages import FloatBox, Image
from ocr.shelf import SheetShelf
from validators.model.evidence import Alternative

_TOTALS: Final = ("total_figures", "total_upper")
PAYERS: Final = ("paid_insurance", "paid_account", "paid_cash")
BY_TOTAL: Final = "READ_WITH_TOTAL"  # flag of an amount that ink and total say together
_HAN: Final = re.compile(f"[{HAN}]")
_SIGNS: Final = tuple("0123456789.,:¥")
_FORMS: Final[Mapping[str, str]] = {":": "：;；", ",": "，", ".": "．·。", "0": "Oo〇", "1": "lI丨|"}
_COLOUR: Final = 24  # levels between the channels of a crop with ink in colour
_PRIOR: Final = (
    4.5  # nats by which a total that fits speaks for an amount; a wrong digit under a stamp cost 2.4 and more
)
_FURTHEST: Final = -25.0  # nats beyond which one of two recognisers says no more: what sees nothing rules nothing out
_FITS: Final = -12.0  # nats behind the freest reading of the recogniser that sees it best, down to which it is seen
_RULED_OUT: Final = -50.0
_TAKEN: Final = -3.5  # lead down to which the fitting amount is taken in doubt on a page that was read twice
_MAY_BE: Final = 6.0  # nats behind the best reading up to which the ink does not rule the fitting amount out
_PLAIN: Final = 2  # views of a sheet without colour: stamp taken off, and as it is
_LEFT, _LEAST_LABEL = 3.0, 2  # line heights between the rest of a label and its amount, signs of such a rest
_RIGHT: Final = 4.0  # line heights right of the value, room for digits that were lost


def look_at_payers(
    fields: Mapping[str, FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, FieldLeaf]:
    """Return the fields of a receipt, with the payer's amount that makes the total where the ink allows it."""
    settled = dict(fields)
    total = total_of(fields)
    there = [name for name in PAYERS if name in fields and isinstance(fields[name].value, int)]
    if total is None or not there or sum(_fen(fields[name]) for name in there) == total:
        return settled
    asked: list[tuple[float, str, int]] = []
    for name in there:
        rest = total - sum(_fen(fields[other]) for other in there if other != name)
        lead = _lead(name, rest, fields[name], lines, shelf, engine) if rest >= 0 else None
        if lead is not None:
            asked.append((lead, name, rest))
    settled |= {name: _doubted(fields[name]) for name in there if is_an_end_of(fields[name], total)}
    if not asked:
        return settled
    lead, name, rest = max(asked)
    leaf = fields[name]
    likely = 1.0 / (1.0 + math.exp(-lead - _PRIOR))
    others = [fields[one] for one in there if one != name]
    if is_sure("money", likely, leaf.fit) and (_are_sure(others) or not shelf.was_read_twice(leaf.page)):
        chosen = (READ_TOGETHER,) if any(READ_TOGETHER in fields[one].flags for one in _TOTALS) else ()
        settled[name] = replace(leaf, value=rest, confidence=likely, flags=(BY_TOTAL, *chosen), alternatives=())
    elif lead >= _TAKEN and shelf.was_read_twice(leaf.page):
        settled[name] = replace(
            leaf,
            value=rest,
            confidence=min(leaf.confidence, CHOSEN),
            flags=(*leaf.flags, BY_TOTAL, READ_TOGETHER),
            alternatives=(Alternative(leaf.value, leaf.confidence),),
        )
    elif lead > -_MAY_BE:
        settled[name] = _doubted(leaf)
    return settled


def _are_sure(leaves: Sequence[FieldLeaf]) -> bool:
    """Whether amounts were read for sure: what a total leaves beside one that was misread is no amount."""
    return all(is_sure("money", leaf.confidence, leaf.fit, leaf.flags) for leaf in leaves)


def _doubted(leaf: FieldLeaf) -> FieldLeaf:
    return replace(leaf, flags=(*leaf.flags, "READ_DIFFERENTLY"))


def total_of(fields: Mapping[str, FieldLeaf]) -> int | None:
    """Return the total in fen if figures and capitals say the same."""
    figures, words = (fields.get(name) for name in _TOTALS)
    if figures is None or words is None or figures.value != words.value:
        return None
    return figures.value if isinstance(figures.value, int) else None


def _fen(leaf: FieldLeaf) -> int:
    return leaf.value if isinstance(leaf.value, int) else 0


def _lead(
    name: str,
    fen: int,
    leaf: FieldLeaf,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    engine: OcrEngine,
) -> float | None:
    """Return by how many nats the ink says an amount before every amount like it; None where it cannot be asked."""
    part = leaf.parts[0] if leaf.parts else None
    line = lines[part.page][part.line_index] if part is not None else None
    if part is None or line is None:
        return None
    others = [one for one in lines[part.page] if one is not line]
    before = _label_of(name, line, others) if part.start == 0 else None
    if part.start == 0 and before is None:
        return None
    label = "".join(_HAN.findall(before.text if before is not None else line.text[: part.start]))
    box = _crop_box(line, others)
    if before is not None:
        box = (before.box[0], min(box[1], before.box[1]), box[2], max(box[3], before.box[3]))
    views = [cut(shelf.unstamped(part.page), box), shelf.crop(part.page, box)]
    if int(np.ptp(views[1], axis=2).max()) > _COLOUR:
        views.append(shelf.crop_in_red_light(part.page, box))
    rivals = {*amounts_like(fen), _fen(leaf)} - {fen}
    labels = {label, *(word for word in RECEIPT[name.upper()].split() if word.startswith(label[:2]) and len(label) > 1)}
    return _score(engine, views, sorted(labels), [fen, *sorted(rivals)])


def _label_of(name: str, line: Line, others: Sequence[Line]) -> Line | None:
    """Return the line left of an amount that is what a stamp's ring left of its label: 个人现金支 of 个人现金支付：."""
    words = RECEIPT[name.upper()].split()
    height = line.box[3] - line.box[1]
    for one in others:
        said = "".join(_HAN.findall(one.text))
        beside = 0 <= line.box[0] - one.box[2] <= _LEFT * height
        row = min(one.box[3], line.box[3]) - max(one.box[1], line.box[1]) > height / 2
        if beside and row and len(said) > _LEAST_LABEL and any(word.startswith(said) for word in words):
            return one
    return None


def _crop_box(line: Line, others: Sequence[Line]) -> FloatBox:
    """Return the line's box with room at its right, up to what stands there."""
    x0, y0, x1, y1 = line.box
    height = y1 - y0
    beside = [one.box[0] for one in others if one.box[0] >= x1 and one.box[1] < y1 and y0 < one.box[3]]
    return x0, y0, max(x1, min([x1 + _RIGHT * height, *(left - height / 2 for left in beside)])), y1


def amounts_like(fen: int) -> set[int]:
    """Return the amounts that differ in one digit, or have one more at the beginning or one less anywhere."""
    digits = f"{fen:03d}"
    changed = {digits[:n] + other + digits[n + 1 :] for n in range(len(digits)) for other in "0123456789"}
    longer = {first + digits for first in "123456789"}
    shorter = {digits[:n] + digits[n + 1 :] for n in range(len(digits)) if len(digits) > 3}
    return {int(one) for one in changed | longer | shorter} - {fen}


def _score(engine: OcrEngine, views: Sequence[Image], labels: Sequence[str], amounts: Sequence[int]) -> float:
    """Return the lead of the first amount over all others, the mean over the views.

    The first view has its stamp taken off, and what went with it may be print: without it the others may say more.
    """
    written = [(text, n) for n, fen in enumerate(amounts) for text in _ways(labels, fen)]
    tree = TextTree.of([text for text, _ in written])
    of = np.array([n for _, n in written], dtype=np.int64)
    signs = (*_SIGNS, *dict.fromkeys("".join(labels)))
    leads: list[float] = []
    for view in views:
        total, fit = np.zeros(len(amounts)), -np.inf
        asked = engine.every_opinion(view)
        for distribution, charset in asked:
            over = emission(distribution, {char: n for n, char in enumerate(charset)}, signs, _FORMS)
            likely = np.full(len(amounts), -np.inf)
            np.logaddexp.at(likely, of, tree_scores(over, tree) - over.best)
            total += np.maximum(likely, _FURTHEST) if len(asked) > 1 else likely
            fit = max(fit, float(likely[0]))
        total /= len(asked)
        said = len(asked) == 1 or fit >= _FITS  # where none of several sees the amount, none leads either
        leads.append(float(total[0] - total[1:].max()) if said else _RULED_OUT)
    return max(fmean(leads), fmean(leads[1:])) if len(leads) > _PLAIN else fmean(leads)


def _ways(labels: Sequence[str], fen: int) -> list[str]:
    plain, grouped = f"{fen / 100:.2f}", f"{fen / 100:,.2f}"
    return [
        f"{label}{colon}{sign}{amount}"
        for label in labels
        for colon in (":", "")
        for sign in ("", "¥")
        for amount in dict.fromkeys((plain, grouped))
    ]
