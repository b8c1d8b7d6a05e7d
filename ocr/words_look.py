"""An amount in capitals that does not say what sure figures say: its ink is asked whether it may be that amount.

A moved camera, a stamp or a fold takes a capital's strokes (壹 for 叁, 佰 for 伯), and one lost sign makes another
amount of all. The figures choose between readings and never stand in for one: the ink must say their amount before
every amount like it, and before the one that was read. Here: which words are asked, and the asking. Not here: figures
that are asked with their words (total_look).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.amount_ink import AMOUNT_PAIRS, CAPITALS, MOST_FEN, fits
from ocr.calibration import is_sure
from ocr.crops import cut
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.extract.leaves import FieldLeaf
from ocr.lines import Line
from ocr.payers_look import amounts_like
from ocr.shelf import SheetShelf

BY_FIGURES: Final = "READ_WITH_FIGURES"  # flag of an amount in capitals that ink and figures say together
_CLEAR: Final = 0.995  # confidence from which words that disagree are what they were read as
_PRIOR: Final = 4.5  # nats by which figures speak for an amount, as words do (total_look)
_LEAD: Final = 1.0  # nats by which the figures' amount must lead every amount like it by the ink alone
_FITS: Final = -9.0  # nats behind the freest reading down to which the ink says the amount at all
_BEFORE: Final = re.compile(r"[:：)）]\s*(?=[^:：)）]*$)")
_BEHIND: Final = re.compile(r"[,，。;；()（）¥￥]")


def look_at_words(
    fields: Mapping[str, FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, FieldLeaf]:
    """Return the fields with amounts in capitals that ink and figures say together; others as they were read."""
    settled = dict(fields)
    for name, in_words in AMOUNT_PAIRS:
        figures, words = fields.get(name), fields.get(in_words)
        if figures is None or words is None or not _is_asked(figures, words):
            continue
        assert isinstance(figures.value, int)
        part = words.parts[0]
        line = lines[part.page][part.line_index]
        box = line.span_box(*room_of_words(line, part.start, part.stop))
        crops = (cut(shelf.unstamped(part.page), box), shelf.crop(part.page, box))
        looks = [engine.clearest(crop) for crop in crops]
        lead = _lead(looks, figures.value, words.value)
        if lead >= _LEAD:
            likely = 1.0 / (1.0 + math.exp(-lead - _PRIOR))
            settled[in_words] = replace(
                words,
                value=figures.value,
                confidence=max(likely, words.confidence),
                box=box,
                flags=(BY_FIGURES,),
                alternatives=(),
                fit=max(words.fit, 0.75),
            )
    return settled


def _is_asked(figures: FieldLeaf, words: FieldLeaf) -> bool:
    """Whether the figures are sure, and words in one row say something else that is not beyond doubt."""
    if not isinstance(figures.value, int) or not 0 < figures.value < MOST_FEN or len(words.parts) != 1:
        return False
    if not is_sure("money", figures.confidence, figures.fit, figures.flags) or figures.value == words.value:
        return False
    return words.confidence < _CLEAR or bool(words.flags)


def room_of_words(line: Line, start: int, stop: int) -> tuple[int, int]:
    """Return which signs of a line (start, stop) stand between its label and what follows the words."""
    text = line.text
    before = _BEFORE.search(text[:start])
    behind = _BEHIND.search(text, stop)
    return before.end() if before else 0, behind.start() if behind else len(text)


def _lead(looks: Sequence[tuple[LogProbabilities, tuple[str, ...]]], fen: int, read: object) -> float:
    """Return the nats by which the ink says an amount before every amount like it; -inf where it says no such thing."""
    rivals = (amounts_like(fen) | ({read} if isinstance(read, int) else set())) - {fen}
    total = fits(looks, CAPITALS, [fen, *sorted(one for one in rivals if 0 < one < MOST_FEN)])
    return float(total[0] - total[1:].max()) if total[0] >= _FITS else -math.inf
