"""What any OCR engine must offer. One engine object belongs to one process and reads one page at a time.

Here: the Protocol. Not here: any engine.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line, Quad
from ocr.pages import Image
from validators.model.evidence import Engine

LogProbabilities = NDArray[np.float32]  # T x C, natural logarithm, column 0 is the CTC blank


class OcrEngine(Protocol):
    """Reads text; called in the reader child only, never from two threads (a shared engine mixes documents)."""

    @property
    def identity(self) -> Engine:
        """Name, version and the digests of the weights."""

    def find_lines(self, image: Image, *, closely: bool = False) -> tuple[Quad, ...]:
        """Find the lines of an upright RGB sheet, in reading order (top to bottom, left to right).

        `closely` spends as many pixels as the engine can, where a first look may have lost a line.
        """

    def read_lines(self, image: Image, quads: Sequence[Quad]) -> tuple[Line, ...]:
        """Read the lines of a sheet at these places, in their order; a place without any sign gives no line."""

    def recognise(self, crops: Sequence[Image]) -> tuple[Line, ...]:
        """Read one line of text in each RGB crop; the quad is the crop itself."""

    def log_probabilities(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the recogniser's output distribution over one crop and its characters (index 0 is the blank)."""

    def clearest(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same of whichever of the engine's recognisers reads this crop of print most clearly.

        Two crops may get two charsets; what is put together sign by sign asks log_probabilities.
        """

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same of each recogniser by which this engine reads lines, each with its own characters."""

    def opinions_of_figures(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same, and of a recogniser of figures and capitals where one reads: for a crop of nothing else."""

    def second_opinion(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same of a recogniser of another make, which errs elsewhere; for ink that the first doubts."""

    @property
    def read_twice(self) -> "OcrEngine":
        """This engine, reading each line with a recogniser for print that a moving camera drew out as well."""

    def orientation(self, image: Image) -> tuple[int, float]:
        """Return the clockwise quarter turn (0, 90, 180, 270) that makes a page upright, and its probability."""
