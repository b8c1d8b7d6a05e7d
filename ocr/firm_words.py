"""Words of which names of firms and hospitals are made, told where moved print reads almost so: 康复铺具中心 for 辅具.

No name of a certain firm stands here, only what many share. Such a value is never sure: the language chose it, not the
paper. Here: the words, finding them in lines, asking the recognisers. Not here: the claim's own names (known_values),
items (item_names), labels (extract.misread_labels).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.crops import cut_quad
from ocr.engines.base import OcrEngine
from ocr.extract.runs import fold
from ocr.known_values import nearest, says, with_text
from ocr.lines import Line
from ocr.pages import Choice, Image

READ_AS_WORD: Final = "READ_AS_WORD"  # flag of a name in which a word of many firms was chosen
_WORDS: Final = (
    *("康复辅具中心", "辅助器具中心", "假肢矫形中心", "社区卫生服务中心", "职业病防治院", "卫生院"),
    *("人民医院", "中心医院", "中医医院", "骨科医院", "附属医院", "职工医院", "康复医院", "工伤康复医院"),
    *("有限责任公司", "股份有限公司", "有限公司", "劳务派遣", "人力资源服务"),
)
_LEAST: Final = 4  # signs of a word in which one may be otherwise
_PER_WRONG: Final = 3  # signs of a word for each that may
_MARGIN: Final = 0.6  # of a sign's width around its place
_FITS: Final = -14.0  # nats behind the freest reading of the recogniser that sees it best
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more
_FOR_WORDS: Final = 3.5  # nats by which the language speaks for a word, and for each further sign read otherwise
_PER_FURTHER: Final = 2.0
_CLEAR: Final = 0.5  # nats at most on pages that were read once: 中兴医院 is no 中心医院
_LEAD: Final = 1.0  # nats by which a word must lead another one at its place


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that signs start..stop-1 of a line may be, how many were read otherwise, and the nats of either."""

    text: str
    start: int
    stop: int
    off: int
    fit: float
    seen: float  # by the recogniser that sees it best
    read: float


def with_firm_words(
    lines: Sequence[Line], image: Image, engine: OcrEngine, *, known: Sequence[str] = (), clear: bool = False
) -> tuple[tuple[Line, ...], tuple[Choice, ...]]:
    """Return a sheet's lines with those words where their ink may say them, and where that was chosen.

    A name that the claim knows and that was read stays as it is.
    """
    out: list[Line] = []
    choices: list[Choice] = []
    for line in lines:
        found = [*_candidates(line, image, engine, known, 1 if clear else None)]
        for one in _chosen(found, _CLEAR if clear else None):
            read = line.text[one.start : one.stop]
            choices.append(Choice(line.span_box(one.start, one.stop), read, one.text, taken=True, by=READ_AS_WORD))
            line = with_text(line, one.start, one.stop, one.text)
        out.append(line)
    return tuple(out), tuple(choices)


def _candidates(
    line: Line, image: Image, engine: OcrEngine, known: Sequence[str], most_off: int | None
) -> Iterator[_Word]:
    places = [at for at, glyph in enumerate(line.glyphs) if not glyph.char.isspace()]
    text = "".join(fold(line.glyphs[at].char) for at in places)
    signs = Counter(text)
    words = (*_WORDS, *("".join(map(fold, name)) for name in known))
    there = [(at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)]
    for word in _WORDS:
        may = min(len(word) // _PER_WRONG, most_off or len(word)) if len(word) >= _LEAST else 0
        if not may or sum((signs & Counter(word)).values()) < len(word) - may:
            continue
        found = nearest(text, word)
        taken = any(found.start < stop and start < found.stop for start, stop in there)
        if not 0 < found.off <= may or taken or found.stop - found.start != len(word):
            continue
        first, last = places[found.start], places[found.stop - 1] + 1
        looks = engine.every_opinion(cut_quad(image, line.span_quad(first, last, _MARGIN)))
        said = [says(logs, charset, word, alone=False) for logs, charset in looks]
        read = [says(logs, charset, text[found.start : found.stop], alone=False) for logs, charset in looks]
        yield _Word(word, first, last, found.off, _mean(said), max(said), _mean(read))


def _chosen(found: Sequence[_Word], most: float | None) -> Iterator[_Word]:
    """Yield the words that lead all others at their place; from the line's end on."""
    for one in sorted(found, key=lambda word: -word.start):
        others = [two for two in found if two is not one and two.start < one.stop and one.start < two.stop]
        others = [two for two in others if two.text not in one.text]  # 有限公司 is in 股份有限公司 as well
        bound = _FOR_WORDS + _PER_FURTHER * (one.off - 1) if most is None else most
        if one.seen > _FITS and one.read - one.fit < bound and all(one.fit > two.fit + _LEAD for two in others):
            yield one


def _mean(nats: Sequence[float]) -> float:
    return float(np.maximum(nats, _FURTHEST).mean())
