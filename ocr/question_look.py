"""The ink of values in doubt, and what it says to values that other papers of the claim name.

Here: which values of a paper are open and their crops; asking one crop for some values. Not here: which values are
asked for (open_questions).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.amount_ink import CAPITALS, FIGURES, MOST_FEN, fits
from ocr.crops import cut_quad
from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.extract.runs import fold
from ocr.known_values import nearest, prior, says
from ocr.lines import Line
from ocr.open_questions import Asked, Ink, OpenQuestion, can_be_asked, places_of
from ocr.pages import Image
from ocr.shelf import SheetShelf
from validators.model.evidence import DocumentReading, Scalar

_MOST: Final = 200  # questions of one paper
_MOST_SIGNS: Final = 30  # of a line that is asked as a whole
_MARGIN: Final = 0.6  # of a sign's width around a value
_LEAST_FIT: Final = -20.0  # nats behind the freest reading of the recogniser that a value fits best
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more
_LEAST_LEAD: Final = 2.0  # nats by which a value must lead every other
_MOST_OFF: Final = 0.5  # signs of a value that may have been read otherwise, of its length
_PER_FIGURE: Final = 3.0  # nats by which another paper speaks for an amount, for each sign that was read otherwise
_MOST_FOR_AMOUNTS: Final = 9.0
_PER_FIGURE_OF_NUMBER: Final = 5.0  # likewise for a long number, of which most figures were read alike
_MOST_FOR_NUMBERS: Final = 15.0
_SHORT: Final = 4  # signs of a name of which none need to be read alike
_GROUP: Final = 4  # figures of a number between blanks

Looks = Sequence[tuple[LogProbabilities, tuple[str, ...]]]


def open_questions(
    number: int,
    reading: DocumentReading,
    extraction: Extraction,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
) -> tuple[OpenQuestion, ...]:
    """Return the values of a paper that stay in doubt on pages read twice, each with its ink; `number` is its own."""
    return tuple(islice(_open(number, reading, extraction, lines, shelf), _MOST))


def _open(
    number: int,
    reading: DocumentReading,
    extraction: Extraction,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
) -> Iterator[OpenQuestion]:
    found = dict(_leaves(extraction))
    for place, leaf in places_of(reading):
        own = found.get(place)
        if leaf.sure or own is None or len(own.parts) != 1 or not can_be_asked(reading, place):
            continue
        part = own.parts[0]
        if not shelf.was_read_twice(part.page) or shelf.thin(part.page).raw.words:
            continue
        line = lines[part.page][part.line_index]
        quads = [line.span_quad(part.start, part.stop, _MARGIN)]
        if own.sort == "money" and len(line.glyphs) <= _MOST_SIGNS and part.stop - part.start < len(line.glyphs):
            quads.append(line.quad)  # figures under a stamp's ring were read as none, and the label goes on
        yield OpenQuestion(number, place, tuple(_ink_of(cut_quad(shelf.unstamped(part.page), quad)) for quad in quads))


def _leaves(extraction: Extraction) -> Iterator[tuple[str, FieldLeaf]]:
    yield from extraction.fields.items()
    for name, several in extraction.lists.items():
        yield from ((f"{name}[{at}]", leaf) for at, leaf in enumerate(several))
    for name, rows in extraction.rows.items():
        for at, row in enumerate(rows):
            yield from ((f"{name}[{at}].{column}", leaf) for column, leaf in row.items())


def _ink_of(crop: Image) -> Ink:
    return Ink(crop.shape[0], crop.shape[1], crop.tobytes())


def answer(engine: OcrEngine, asked: Asked) -> Scalar:
    """Return the value that the ink may say, None where it says none or as well another."""
    values = [value for value in asked.values if _may_be(asked, value)]
    for ink in asked.inks if values else ():
        found = _answer_of(engine, ink, asked, values)
        if found is not None:
            return found
    return None


def _answer_of(engine: OcrEngine, ink: Ink, asked: Asked, values: Sequence[Scalar]) -> Scalar:
    crop = np.frombuffer(ink.rgb, np.uint8).reshape(ink.height, ink.width, 3)
    both = engine.read_twice
    looks = both.every_opinion(crop) if asked.script == "name" else both.opinions_of_figures(crop)
    if ink is not asked.inks[0]:
        said, behind = _texts(looks, [_ways_of(value) for value in values], [asked.read], alone=True)
    elif asked.script in ("figures", "capitals"):
        said, behind = _amounts(looks, asked, values)
    else:
        number = asked.script == "number"
        groups = [_grouped(str(value)) if number else [str(value)] for value in values]
        said, behind = _texts(looks, groups, [_signs(asked.read)], alone=number)
    best = int(said.argmax())
    lead = float(said[best] - np.delete(said, best).max()) if len(said) > 1 else np.inf
    if lead < _LEAST_LEAD or said[best] < _LEAST_FIT or float(behind - said[best]) > _spoken_for(asked, values[best]):
        return None
    return values[best]


def _may_be(asked: Asked, value: Scalar) -> bool:
    """Whether a value is written in the script that is asked, and near to what was read."""
    if asked.script in ("figures", "capitals"):
        return isinstance(value, int) and 0 < value < MOST_FEN
    if not isinstance(value, str) or (asked.script == "number") != value.isascii():
        return False
    return len(value) <= _SHORT or _off(asked, value) <= _MOST_OFF * len(value)


def _off(asked: Asked, value: str) -> int:
    """Return how many signs of a value were read otherwise, and those beside it."""
    read = _signs(asked.read)
    found = nearest(read, value) if read else None
    return len(value) if found is None else found.off + len(read) - (found.stop - found.start)


def _signs(raw: str) -> str:
    return "".join(fold(char) for char in raw if not char.isspace())


def _spoken_for(asked: Asked, value: Scalar) -> float:
    """Return the nats by which other papers speak for a value."""
    if isinstance(value, str):
        if asked.script == "number":
            return min(_PER_FIGURE_OF_NUMBER * _off(asked, value), _MOST_FOR_NUMBERS)
        return prior(value, _signs(asked.read), _off(asked, value))
    script = CAPITALS if asked.script == "capitals" else FIGURES
    read = "".join(char for char in asked.read if char in script.signs and char not in ",.")
    ways = [way.replace(",", "").replace(".", "") for way in script.ways(int(value or 0))]
    off = min(nearest(read, way).off + max(0, len(read) - len(way)) for way in ways) if read else len(ways[0])
    return min(_PER_FIGURE * max(1, off), _MOST_FOR_AMOUNTS)


def _amounts(looks: Looks, asked: Asked, values: Sequence[Scalar]) -> tuple[NDArray[np.float64], float]:
    """Return how far each amount falls behind the freest reading, a mean, and the same of what was read."""
    amounts = [value for value in values if isinstance(value, int)]
    script = CAPITALS if asked.script == "capitals" else FIGURES
    read = "".join(char for char in asked.read if char in script.signs)
    each = [fits([look], script, amounts, [read] if read else ["0"]) for look in looks]
    mean = np.maximum(np.array(each), _FURTHEST).mean(axis=0)
    return mean[:-1], float(mean[-1])


def _texts(
    looks: Looks, groups: Sequence[Sequence[str]], read: Sequence[str], *, alone: bool
) -> tuple[NDArray[np.float64], float]:
    """Return how far the likeliest text of each group falls behind the freest reading, and what was read behind it."""
    said = [
        [max(says(logs, charset, way, alone=alone) for way in group) for group in (*groups, read)]
        for logs, charset in looks
    ]
    mean = np.maximum(np.array(said), _FURTHEST).mean(axis=0)
    return mean[:-1], float(mean[-1])


def _ways_of(value: Scalar) -> list[str]:
    return FIGURES.ways(value) if isinstance(value, int) else []


def _grouped(number: str) -> list[str]:
    return [number, " ".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))]
