"""A receipt's total in figures that no line held: beside its words or its label, hidden by a stamp from the finder.

The words choose among the readings of that ink and never stand in for one: no amount like theirs may be seen in it
sooner. What is found so stays in doubt, for it is chosen. Here: where such a total may stand, and the asking.
Not here: totals that were read otherwise (total_look).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ocr.amount_ink import MOST_FEN, READ_TOGETHER
from ocr.calibration import CHOSEN, is_sure
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.extract.leaves import FieldLeaf
from ocr.known_values import says
from ocr.lines import Line
from ocr.pages import FloatBox, Image
from ocr.payers_look import amounts_like
from ocr.shelf import SheetShelf

_FITS: Final = -12.0  # nats behind the freest reading down to which the figures are seen at all
_GAP, _AIR, _REACH = 0.2, 0.3, 16.0  # heights: from the words, above and below, and to the right at most
_LEAST_ROOM: Final = 2.0  # heights of print that a place for a total is wide at least
_FIT: Final = 0.6
_WORD: Final = 2  # signs of a line of words right of the place, which ends it

Look = tuple[LogProbabilities, tuple[str, ...]]


def find_total_beside(
    fields: Mapping[str, FieldLeaf], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf, engine: OcrEngine
) -> dict[str, FieldLeaf]:
    """Return a receipt's fields with the total in figures that its words find in the ink beside them."""
    figures, words = fields.get("total_figures"), fields.get("total_upper")
    if words is None or not _may_ask(figures, words):
        return dict(fields)
    assert isinstance(words.value, int)
    for page, box in _places(figures, words, lines, shelf):
        if shelf.thin(page).raw.words:
            continue  # a PDF's own text has it, or nothing stands there
        views = (shelf.crop(page, box), shelf.crop_in_red_light(page, box), shelf.crop_without_red(page, box))
        text = _seen(words.value, views, engine)
        if text is not None:
            found = FieldLeaf(
                words.value, text, CHOSEN, page=page, box=box, sort="money", fit=_FIT, flags=(READ_TOGETHER,)
            )
            return {**fields, "total_figures": found}
    return dict(fields)


def _may_ask(figures: FieldLeaf | None, words: FieldLeaf) -> bool:
    """Whether no figures were found and the words are sure."""
    if (figures is not None and figures.value is not None) or not isinstance(words.value, int) or not words.parts:
        return False
    return 0 < words.value < MOST_FEN and is_sure("words", words.confidence, words.fit, words.flags)


def _places(
    figures: FieldLeaf | None, words: FieldLeaf, lines: Mapping[int, Sequence[Line]], shelf: SheetShelf
) -> list[tuple[int, FloatBox]]:
    """Return the room right of the words, and right of a label whose figures were not read."""
    ends = [(words.parts[-1].page, words.parts[-1].box)]
    ends += [(figures.page, figures.box)] if figures is not None and figures.box is not None else []
    found = []
    for page, (_, y0, x1, y1) in ends:
        high = y1 - y0
        left, right = x1 + _GAP * high, min(x1 + _REACH * high, float(shelf.sheet(page).image.shape[1]))
        right = min([right, *(line.box[0] for line in lines.get(page, ()) if _ends(line, left, y0, y1))])
        if right - left >= _LEAST_ROOM * high:
            found.append((page, (left, y0 - _AIR * high, right, y1 + _AIR * high)))
    return found


def _ends(line: Line, left: float, top: float, bottom: float) -> bool:
    """Whether a line of words in the row ends a place that begins left of it."""
    x0, y0, _, y1 = line.box
    signs = sum("\u4e00" <= char <= "\u9fff" for char in line.text)
    return signs >= _WORD and x0 > left + (bottom - top) and min(y1, bottom) - max(y0, top) > (y1 - y0) / 2


def _seen(fen: int, views: Sequence[Image], engine: OcrEngine) -> str | None:
    """Return how an amount stands in a picture, None where none shows it, or shows an amount like it sooner."""
    looks = [look for view in views for look in engine.every_opinion(view)]
    best, seen = _FITS, None
    for number, way in enumerate(_WAYS):
        text = way(fen)
        if text in (other(fen) for other in _WAYS[:number]):
            continue
        scores = [says(*look, text, alone=True) for look in looks]
        if max(scores, default=_FITS - 1) >= best:
            best, seen = max(scores), (way, text)
    if seen is None:
        return None
    way, text = seen
    asked = [look for look in looks if says(*look, text, alone=True) >= _FITS]
    sooner = any(says(*look, way(other), alone=True) > best for look in asked for other in amounts_like(fen))
    return None if sooner else text


_WAYS: Final[tuple[Callable[[int], str], ...]] = (
    lambda fen: f"{fen / 100:,.2f}".replace(",", "."),  # 9,052.06 is read as 9.052.06 under a ring
    lambda fen: f"{fen / 100:,.2f}",
    lambda fen: f"{fen / 100:.2f}",
)
