"""The ink of values in doubt, and what it says to values that other papers of the claim name.

Here: which values of a paper are open and their crops; asking one crop for some values. Not here: which values are
asked for (open_questions).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from stdnum import luhn

from ocr.amount_ink import CAPITALS, FIGURES, MOST_FEN, Script, fits
from ocr.crops import cut_quad
from ocr.engines.base import OcrEngine
from ocr.extract.leaves import Extraction
from ocr.extract.runs import fold
from ocr.known_values import nearest, prior, says
from ocr.lines import Line
from ocr.open_questions import Asked, Ink, OpenQuestion, can_be_asked, is_open
from ocr.pages import Image
from ocr.shelf import SheetShelf
from validators.formats.citizen_id import check_digit_ok
from validators.model.evidence import DocumentReading, Scalar, by_place

_MOST: Final = 200  # questions of one paper
_MOST_SIGNS: Final = 30  # of a line that is asked as a whole
_MARGIN: Final = 0.6  # of a sign's width around a value
_LEAST_FIT: Final = -20.0  # nats behind the freest reading of the recogniser that a value fits best
_FURTHEST: Final = -25.0  # nats beyond which a recogniser says no more
_LEAST_LEAD: Final = 2.0  # nats by which a value must lead every other
_MOST_OFF: Final = 0.5  # signs of a value that may have been read otherwise, of its length
_PER_FIGURE: Final = 3.0  # nats by which another paper speaks for an amount, for each sign that was read otherwise
_MOST_FOR_AMOUNTS: Final = 9.0
_OF_A_DAY: Final = 1.0  # nats by which another paper's day may fall behind one that was read
_MOST_OFF_DAY: Final = 4  # figures of a day that may have been read otherwise
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NO_NUMBER: Final = 5.0  # nats more where what was read fails the check that the other paper's number passes
_MOST_FOR_NUMBERS: Final = 15.0
_CARDS: Final = (16, 19)  # figures of a card
_MOST_NEAR: Final = 8  # values of which the ink is asked, the nearest to what was read
_SHORT: Final = 4  # signs of a name of which one need be read alike
_GROUP: Final = 4  # figures of a number between blanks


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
    found = dict(by_place(extraction.fields, extraction.lists, extraction.rows))
    values = by_place(reading.fields, reading.lists, reading.rows)
    for place, leaf in sorted(values, key=lambda one: one[1].page):  # a page is laid once
        own = found.get(place)
        if not is_open(leaf) or own is None or len(own.parts) != 1 or not can_be_asked(reading, place):
            continue
        part = own.parts[0]
        if not shelf.was_read_twice(part.page) or shelf.thin(part.page).raw.words:
            continue
        line = lines[part.page][part.line_index]
        quads = [line.span_quad(part.start, part.stop, _MARGIN)]
        if own.sort == "money" and len(line.glyphs) <= _MOST_SIGNS and part.stop - part.start < len(line.glyphs):
            quads.append(line.quad)  # figures under a stamp's ring were read as none, and the label goes on
        yield OpenQuestion(number, place, tuple(_ink_of(cut_quad(shelf.unstamped(part.page), quad)) for quad in quads))


def _ink_of(crop: Image) -> Ink:
    return Ink(crop.shape[0], crop.shape[1], crop.tobytes())


def answer(engine: OcrEngine, asked: Asked) -> Scalar:
    """Return the value that the ink may say, None where it says none or as well another."""
    near = sorted((_off(asked, value), str(value), value) for value in asked.values if _may_be(asked, value))
    values = [value for off, _, value in near[:_MOST_NEAR]]
    figures = asked.script in ("figures", "capitals")
    for ink in asked.inks if values else ():
        whole = ink is asked.inks[0]
        said, behind = _said(engine, ink, asked, values, whole=whole and figures)
        best = int(said.argmax())
        lead = float(said[best] - np.delete(said, best).max()) if len(said) > 1 else np.inf
        if lead >= _LEAST_LEAD and said[best] >= _LEAST_FIT and behind - said[best] <= _spoken_for(asked, values[best]):
            return values[best]
    return None


def _said(
    engine: OcrEngine, ink: Ink, asked: Asked, values: Sequence[Scalar], *, whole: bool
) -> tuple[NDArray[np.float64], float]:
    """Return how far each value falls behind the freest reading, a mean, and the same of what stands there now.

    `whole`: an amount is all of the crop; else a text may stand anywhere in it, a number with no figure beside.
    """
    crop = np.frombuffer(ink.rgb, np.uint8).reshape(ink.height, ink.width, 3)
    both = engine.read_twice
    looks = both.every_opinion(crop) if asked.script == "name" else both.opinions_of_figures(crop)
    groups = [*(_ways(asked, value, whole=whole) for value in values), _own_ways(asked, whole=whole)]
    if whole:
        script = CAPITALS if asked.script == "capitals" else FIGURES
        each = [fits([look], script, (), *groups) for look in looks]
    else:
        alone = asked.script != "name"
        each = [
            np.array([max(says(logs, charset, way, alone=alone) for way in group) for group in groups])
            for logs, charset in looks
        ]
    mean = np.maximum(np.array(each), _FURTHEST).mean(axis=0)
    return mean[:-1], float(mean[-1])


def _ways(asked: Asked, value: Scalar, *, whole: bool) -> list[str]:
    """Return the ways to write a value in a script; inside a line an amount's figures alone."""
    if isinstance(value, int):
        ways = _script(asked).ways(value)
        return ways if whole else [way for way in ways if way[0].isdigit() and way[-1].isdigit()]
    if asked.script == "day":
        return _days(str(value), asked.read)
    if asked.script == "number":
        return [str(value), " ".join(str(value)[at : at + _GROUP] for at in range(0, len(str(value)), _GROUP))]
    return _spelled(str(value))


def _own_ways(asked: Asked, *, whole: bool) -> list[str]:
    """Return the ways to write what was read, as it was read and as the value that was made of it."""
    own = asked.own if isinstance(asked.own, int | str) and not isinstance(asked.own, bool) else None
    fits_script = isinstance(own, int) == (asked.script in ("figures", "capitals"))
    fen = isinstance(own, int) and not 0 < own < MOST_FEN
    made = _ways(asked, own, whole=whole) if own is not None and fits_script and not fen else []
    if asked.script in ("figures", "capitals"):
        read = [_in_script(asked)]
    elif asked.script == "number":
        read = [asked.read.strip(), *_ways(asked, _signs(asked.read), whole=whole)]
    elif asked.script == "day":
        read = [asked.read.strip(), "".join(asked.read.split())]
    else:
        read = _spelled(asked.read)
    return [way for way in (*made, *read) if way] or ["0"]


def _days(iso: str, read: str) -> list[str]:
    """Return the ways to print a day with the sign that stands between the figures of what was read; none of no day."""
    matched = _ISO.fullmatch(iso)
    if matched is None:
        return []
    year, month, day = matched.groups()
    pairs = dict.fromkeys(((month, day), (str(int(month)), str(int(day)))))
    sign = next((sign for sign in "年/." if sign in read), "-")
    return [f"{year}年{m}月{d}日" if sign == "年" else f"{year}{sign}{m}{sign}{d}" for m, d in pairs]


def _was_read(asked: Asked) -> bool:
    """Whether the day that stands there is the one that was read, and not one that something else chose."""
    return isinstance(asked.own, str) and _figures(asked.read) in map(_figures, _days(asked.own, asked.read))


def _figures(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _script(asked: Asked) -> Script:
    return CAPITALS if asked.script == "capitals" else FIGURES


def _in_script(asked: Asked) -> str:
    """Return what was read of an amount in the signs of its script, each for all that look like it."""
    script = _script(asked)
    sign = {form: char for char, forms in script.forms.items() for form in forms} | {
        char: char for char in script.signs
    }
    return "".join(sign.get(char, "") for char in asked.read)


def _may_be(asked: Asked, value: Scalar) -> bool:
    """Whether a value is written in the script that is asked, is no part of what was read, and near to it."""
    if asked.script in ("figures", "capitals"):
        return isinstance(value, int) and 0 < value < MOST_FEN
    if not isinstance(value, str) or (asked.script in ("number", "day")) != value.isascii():
        return False
    if asked.script == "day":
        return bool(_days(value, asked.read)) and _off(asked, value) <= _MOST_OFF_DAY
    if asked.script == "number":
        return _off(asked, value) <= _MOST_OFF * len(value)
    text, read = _signs(value), _signs(asked.read)
    if text in read or not set(text) & set(read):
        return False
    return len(text) <= _SHORT or _off(asked, value) <= _MOST_OFF * len(text)


def _off(asked: Asked, value: Scalar) -> int:
    """Return how many signs of a value were read otherwise, those beside it too, in the way that was read so most."""
    if isinstance(value, int):
        drop = str.maketrans("", "", ",.")
        read = _in_script(asked).translate(drop)
        ways = [way.translate(drop) for way in _script(asked).ways(value)]
    elif asked.script == "day":
        read, ways = _figures(asked.read), [_figures(way) for way in _days(str(value), asked.read)]
    else:
        read, ways = _signs(asked.read), [_signs(str(value))]
    if not read:
        return min(map(len, ways))
    found = [(nearest(read, way), way) for way in ways]
    return min(one.off + len(read) - (one.stop - one.start) for one, _ in found)


def _spelled(name: str) -> list[str]:
    """Return a name as it is and with its signs folded: a recogniser has （ and ( alike."""
    return ["".join(name.split()), _signs(name)]


def _signs(raw: str) -> str:
    return "".join(fold(char) for char in raw if not char.isspace())


def _spoken_for(asked: Asked, value: Scalar) -> float:
    """Return the nats by which other papers speak for a value: more for each sign that stands there otherwise."""
    own = next(iter(_own_ways(asked, whole=True)))
    off = max(1, min(_off(asked, value), _off(replace(asked, read=own), value)))
    if asked.script == "day" and _was_read(asked):
        return _OF_A_DAY  # bills of a claim have near days
    if isinstance(value, int) or asked.script == "day":
        return min(_PER_FIGURE * off, _MOST_FOR_AMOUNTS)
    if asked.script == "number":
        proven = _NO_NUMBER if _has_check(str(value)) and not _has_check(_signs(asked.read)) else 0.0
        return min(_PER_FIGURE * off + proven, _MOST_FOR_NUMBERS)
    return prior(_signs(str(value)), _signs(asked.read), off)


def _has_check(number: str) -> bool:
    """Whether a number's last figure is what its others ask for: a card's (ISO/IEC 7812), a citizen's (GB 11643)."""
    return luhn.is_valid(number) if len(number) in _CARDS else check_digit_ok(number)
