"""An engine for print that a camera drew out: each line read by several recognisers.

Here: who is asked. Not here: the networks (moved_print), what becomes of readings that differ (mixed_readings,
written_days), which pages are read so (reader).
"""

from collections.abc import Sequence

from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.line_reading import Recogniser, log_probabilities_of, read_crop, read_quad
from ocr.engines.mixed_readings import asks_for_figures, clearer, clearness, with_figures
from ocr.engines.written_days import with_its_day
from ocr.lines import Line, Quad
from ocr.pages import Image
from validators.model.evidence import Engine


class ReadTwice:
    """An engine that finds lines as another does and reads each with two recognisers, figures and days with more.

    The clearer reading of a line is taken; what the other reads otherwise in it is doubted. A crop that is looked at
    again gives the less clear one: there both must say a value before it counts as repeated.
    """

    def __init__(
        self,
        engine: OcrEngine,
        own: Recogniser,
        moved: Recogniser,
        figures: Recogniser | None = None,
        days: Recogniser | None = None,
    ) -> None:
        self._engine, self._own, self._moved, self._figures, self._days = engine, own, moved, figures, days

    @property
    def identity(self) -> Engine:
        """Those of the engine; they name every recogniser's weights."""
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
        lines = (self._read(image, quad) for quad in quads)
        return tuple(line for line in lines if line.glyphs)

    def _read(self, image: Image, quad: Quad) -> Line:
        both = read_quad(self._own, image, quad), read_quad(self._moved, image, quad)
        line = clearer(*both)
        if self._figures is not None and asks_for_figures(line):
            line = with_figures(line, *both, read_quad(self._figures, image, quad))
        return line if self._days is None else with_its_day(line, self._days, image)

    def recognise(self, crops: Sequence[Image]) -> tuple[Line, ...]:
        """Read one line of text in each RGB crop, as the less clear of two readings; the quad is the crop itself."""
        return tuple(self._less_clear(crop) for crop in crops)

    def _less_clear(self, crop: Image) -> Line:
        line = min((read_crop(self._own, crop), read_crop(self._moved, crop)), key=clearness)
        return line if self._days is None or not line.glyphs else with_its_day(line, self._days, crop)

    def log_probabilities(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the engine's own recogniser's output distribution over one crop and its characters (0 is the blank).

        Always of that one, which knows hands better: several views of one ink are put together, sign by sign.
        """
        return log_probabilities_of(self._own, crop), self._own.charset

    def clearest(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same of whichever recogniser reads this crop of print more clearly."""
        clearer = max((self._own, self._moved), key=lambda one: clearness(read_crop(one, crop)))
        return log_probabilities_of(clearer, crop), clearer.charset

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same of both recognisers."""
        return tuple((log_probabilities_of(one, crop), one.charset) for one in (self._own, self._moved))

    def opinions_of_figures(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same of both, and of the recogniser of figures."""
        figures = () if self._figures is None else ((log_probabilities_of(self._figures, crop), self._figures.charset),)
        return (*self.every_opinion(crop), *figures)

    def second_opinion(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return what the recogniser of another make says of one crop."""
        return self._engine.second_opinion(crop)

    def orientation(self, image: Image) -> tuple[int, float]:
        """Return the clockwise quarter turn that makes a page upright, and its probability."""
        return self._engine.orientation(image)
