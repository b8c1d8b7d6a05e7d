"""A total in figures that does not say what its words say: its ink is asked whether it may be that amount.

Written figures lose digits at a comma and whole ends where the pen ran on; the words below them seldom do. What they
say is one reading among its neighbours: the recogniser's whole distribution over the ink tells whether it is the one.
The words choose between readings and never stand in for one: where the ink says another amount, that amount stays,
and the two are told apart. Here: which totals are asked, and the asking. Not here: who paid on a receipt (payers_look).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.amount_ink import FIGURES, fits
from ocr.calibration import is_sure
from ocr.cut_values import is_an_end_of, looks_cut
from ocr.engines.base import OcrEngine
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Line
from ocr.marks.crops import Grey, views
from ocr.marks.ink_of_slot import ink_of_slot
from ocr.pages import FloatBox
from ocr.payers_look import amounts_like
from ocr.shelf import SheetShelf
from ocr.slots import Slot
from validators.model.codes import MarkType

BY_WORDS: Final = "READ_WITH_WORDS"  # flag of a total that ink and words say together
_PAIRS: Final = (("total_figures", "total_upper"), ("passed_total", "passed_total_upper"))
_CLEAR: Final = 0.995  # confidence from which figures that disagree with the words are what they were read as
_PRIOR: Final = 4.5  # nats by which words speak for an amount, as a total does (payers_look)
_LEAD: Final = 1.0  # nats by which the words' amount must lead every amount like it by the ink alone
_FITS: Final = -9.0  # nats behind the freest reading down to which the ink says the amount at all
_MAY_BE: Final = 6.0  # nats behind another amount up to which the ink does not rule the words' out
_SETTLED: Final = frozenset({"ODD_SEPARATOR", "TOO_MANY_DECIMALS", "READ_DIFFERENTLY"})  # what such a look answers
_RIGHT: Final = 6.0  # heights right of what was read in which the pen may have run on


def look_at_totals(
    fields: Mapping[str, FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, FieldLeaf]:
    """Return the fields with totals in figures that ink and words say together; doubted where neither rules."""
    settled = dict(fields)
    for name, in_words in _PAIRS:
        figures, words = fields.get(name), fields.get(in_words)
        if figures is None or words is None or not _is_asked(figures, words):
            continue
        assert isinstance(words.value, int)
        part = figures.parts[0]
        lead = _lead(_ink(part, lines.get(part.page, ()), shelf), words.value, figures.value, engine)
        if is_an_end_of(figures, words.value) and (lead is None or lead < _LEAD):
            settled[name] = replace(figures, flags=(*figures.flags, "READ_DIFFERENTLY"))
            continue
        if lead is None:
            continue
        likely = 1.0 / (1.0 + math.exp(-lead - _PRIOR))
        if lead >= _LEAD:
            settled[name] = replace(
                figures,
                value=words.value,
                confidence=max(likely, figures.confidence),
                flags=(*(flag for flag in figures.flags if flag not in _SETTLED), BY_WORDS),
                alternatives=(),
                fit=max(figures.fit, 0.75),
            )
        elif lead > -_MAY_BE and figures.value != words.value:
            settled[name] = replace(figures, flags=(*figures.flags, "READ_DIFFERENTLY"))
    return settled


def _is_asked(figures: FieldLeaf, words: FieldLeaf) -> bool:
    """Whether the words are sure and the figures are not, or say something else and may have been cut or misread."""
    if not isinstance(words.value, int) or not figures.parts:
        return False
    if not is_sure("words", words.confidence, words.fit, words.flags):
        return False
    if figures.value == words.value:
        return not is_sure("money", figures.confidence, figures.fit, figures.flags)
    return figures.confidence < _CLEAR or looks_cut(figures) or bool(figures.flags)


def _ink(part: Part, lines: Sequence[Line], shelf: SheetShelf) -> Grey | None:
    """Return the cleaned ink of the figures with what the pen wrote on behind them."""
    x0, y0, x1, y1 = part.box
    height = y1 - y0
    right = [
        line.box[0]
        for line in lines
        if line.box[0] >= x1 and line.box[1] < y1 - 0.2 * height and y0 + 0.2 * height < line.box[3] and _is_word(line)
    ]
    region: FloatBox = (x0, y0, max(x1, min([x1 + _RIGHT * height, *(left - height / 2 for left in right)])), y1)
    place = Slot(MarkType.SIGNATURE, None, "", part.page, region, (x0, y0, x0, y1))
    ink = ink_of_slot(shelf.picture(part.page), (), place)
    return max(ink.writings, key=lambda one: one.length).crop if ink.writings else None


def _is_word(line: Line) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in line.text)


def _lead(crop: Grey | None, fen: int, read: object, engine: OcrEngine) -> float | None:
    """Return the nats by which the ink says an amount before every amount like it; None where it says no such thing."""
    looks = [engine.log_probabilities(view) for view in views(crop)] if crop is not None else []
    if not looks:
        return None
    rivals = (amounts_like(fen) | ({read} if isinstance(read, int) else set())) - {fen}
    total = fits(looks, FIGURES, [fen, *sorted(rivals)], _with_a_third_decimal(fen))  # AMT-004: that must be told
    if max(float(total[0]), float(total[1:].max())) < _FITS:
        return None
    return float(total[0] - total[1:].max()) if total[0] >= _FITS else -math.inf


def _with_a_third_decimal(fen: int) -> list[str]:
    return [
        f"{sign}{fen / 100:{form}}{figure}" for form in (".2f", ",.2f") for sign in ("", "¥") for figure in "0123456789"
    ]
