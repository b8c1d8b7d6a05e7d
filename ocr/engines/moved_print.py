"""Print that a camera drew out while it moved: read by the engine's recogniser and by one that was shown such print.

Here: the fitted recogniser, and the engine that asks both. Not here: which pages are read so (reader), how it was
fitted (docs/moved-print-network.md). It knows the signs of GB 2312 and of the claim's kind of paper, no others.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.line_reading import Recogniser, log_probabilities_of, read_crop, read_quad
from ocr.engines.line_tensor import line_tensor
from ocr.lines import Glyph, Line, Quad, mean_probability
from ocr.networks import network
from ocr.pages import Image
from validators.model.evidence import Engine

MOVED_PRINT: Final = "moved_print"
NETWORK: Final = Path(__file__).with_name("moved_print.onnx")
SHA256: Final = "ae0aa76775a63feaf61078e30ab91ae30111f536c13f8a4f2175b8833101146b"
DIFFERS: Final = 0.58  # probability of a sign that the other recogniser reads otherwise: below every floor
_ABOUT_AS_CLEAR: Final = 0.1  # mean glyph probability by which the clearer of two readings is not clearer throughout
_STEP: Final = 2  # px; the network halves its input, and was fitted on whole pairs of columns


class MovedPrint:
    """The recogniser that was fitted on moved print."""

    def __init__(self, threads: int = 1) -> None:
        self._session = network(NETWORK, SHA256, threads)
        self.charset: tuple[str, ...] = tuple(self._session.get_modelmeta().custom_metadata_map["charset"].split("\n"))

    def distribution(self, crop: Image) -> tuple[NDArray[np.float32], float]:
        """Return the T x C probabilities over one crop, and the share of T that lies on it and not on padding."""
        tensor, used = line_tensor(crop)
        width = tensor.shape[3]
        if width % _STEP:
            tensor = np.pad(tensor, ((0, 0), (0, 0), (0, 0), (0, _STEP - width % _STEP)))
        [output] = self._session.run(None, {"x": tensor})
        return np.asarray(output[0], dtype=np.float32), used * width / tensor.shape[3]


class ReadTwice:
    """An engine that finds lines as another does and reads each with two recognisers.

    The clearer reading of a line is taken; what the other reads otherwise in it is doubted. A crop that is looked at
    again gives the less clear one: there both must say a value before it counts as repeated.
    """

    def __init__(self, engine: OcrEngine, own: Recogniser, moved: Recogniser) -> None:
        self._engine, self._own, self._moved = engine, own, moved

    @property
    def identity(self) -> Engine:
        """Those of the engine; they name both recognisers' weights."""
        return self._engine.identity

    @property
    def read_twice(self) -> OcrEngine:
        """This engine."""
        return self

    def find_lines(self, image: Image, *, closely: bool = False) -> tuple[Quad, ...]:
        """Return the quads of the lines on an RGB sheet."""
        return self._engine.find_lines(image, closely=closely)

    def read_lines(self, image: Image, quads: Sequence[Quad]) -> tuple[Line, ...]:
        """Read the lines of a sheet at these places, in their order; a place without any sign gives no line."""
        both = ((read_quad(self._own, image, quad), read_quad(self._moved, image, quad)) for quad in quads)
        lines = (_clearer(one, other) for one, other in both)
        return tuple(line for line in lines if line.glyphs)

    def recognise(self, crops: Sequence[Image]) -> tuple[Line, ...]:
        """Read one line of text in each RGB crop, as the less clear of two readings; the quad is the crop itself."""
        both = ((read_crop(self._own, crop), read_crop(self._moved, crop)) for crop in crops)
        return tuple(min(pair, key=_clearness) for pair in both)

    def log_probabilities(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the engine's own recogniser's output distribution over one crop and its characters (0 is the blank).

        Always of that one, which knows hands better: several views of one ink are put together, sign by sign.
        """
        return log_probabilities_of(self._own, crop), self._own.charset

    def clearest(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same of whichever recogniser reads this crop of print more clearly."""
        clearer = max((self._own, self._moved), key=lambda one: _clearness(read_crop(one, crop)))
        return log_probabilities_of(clearer, crop), clearer.charset

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same of both recognisers."""
        return tuple((log_probabilities_of(one, crop), one.charset) for one in (self._own, self._moved))

    def second_opinion(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return what the recogniser of another make says of one crop."""
        return self._engine.second_opinion(crop)

    def orientation(self, image: Image) -> tuple[int, float]:
        """Return the clockwise quarter turn that makes a page upright, and its probability."""
        return self._engine.orientation(image)


def _clearness(line: Line) -> float:
    return mean_probability([line])


def _plain(text: str) -> str:
    """Return a text sign for sign, full and half width alike."""
    forms = ((char, unicodedata.normalize("NFKC", char)) for char in text)
    return "".join(form if len(form) == 1 else char for char, form in forms)


def _clearer(one: Line, other: Line) -> Line:
    """Return the clearer of two readings of a line, its signs doubted where the other reading has none or others.

    Of two that are about as clear each gives the signs of which it is the surer where they differ.
    """
    if _clearness(other) > _clearness(one):
        one, other = other, one
    near = _clearness(one) - _clearness(other) <= _ABOUT_AS_CLEAR
    # Never empty beside a reading that has signs: nothing is less clear than no sign.
    glyphs = [[glyph] for glyph in one.glyphs]
    match = SequenceMatcher(None, _plain(one.text), _plain(other.text), autojunk=False)
    for tag, start, stop, there, end in match.get_opcodes():
        if tag == "equal":
            continue
        here, beside = one.glyphs[start:stop], other.glyphs[there:end]
        if tag == "insert" and any(glyph.char.isalnum() for glyph in beside):
            for at in {max(0, start - 1), min(start, len(one.glyphs) - 1)}:  # a sign may be lost between these
                glyphs[at] = [_doubted(glyph, None) for glyph in glyphs[at]]
        if tag == "replace" and near and _mean(beside) > _mean(here):
            here, beside = beside, here
        twins = beside if len(here) == len(beside) else (None,) * len(here)
        if start < stop:
            glyphs[start] = [_doubted(glyph, twin) for glyph, twin in zip(here, twins, strict=True)]
            glyphs[start + 1 : stop] = [[] for _ in range(start + 1, stop)]
    doubted = replace(one, glyphs=tuple(glyph for group in glyphs for glyph in group))
    return replace(doubted, confidence=_clearness(doubted))


def _mean(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.probability for glyph in glyphs) / len(glyphs)


def _doubted(glyph: Glyph, twin: Glyph | None) -> Glyph:
    """Return a sign that the other recogniser does not read, with what that reads in its place as a runner-up."""
    others = glyph.others
    if twin is not None:
        others = (*others, (twin.char, twin.probability), *twin.others)
    return replace(glyph, probability=min(glyph.probability, DIFFERS), others=others)
