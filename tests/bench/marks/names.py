"""What the product says of names in real hands: the right one, near ones, other people's.

Here: the trials on each piece of handwriting and their counts. Not here: how pieces come about (rooms), the table.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.char_forms import FORMS, simplified
from ocr.marks.crops import views
from ocr.marks.found import FoundMark
from ocr.marks.name_scores import read_hand, tables_of_both
from ocr.marks.names import is_settled, match_names
from ocr.marks.scoring import Emission, emission, scores
from tests.bench.marks import near
from validators.model.codes import NameMatch

OWN, OTHER = "the right name", "another person's name"
CROWD = 200  # names of which the right one must come first
_NEAR, _OTHERS = 2, 2  # trials a piece: of each sort of near name, with another person's
LEGIBLE = 0.9  # share of a writer's pieces that the recogniser reads exactly, told nothing


@dataclass(slots=True)
class Tally:
    """What was said: by sort of expected name the verdicts, of all pieces and of those of legible hands."""

    verdicts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    legible: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    first: Counter[bool] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    writers: set[str] = field(default_factory=set)
    legible_writers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found where somebody wrote a name."""

    writer: str
    name: str
    profile: str
    found: tuple[FoundMark, ...]

    def __str__(self) -> str:
        return f"{self.writer} {self.name} {self.profile}"


class Remembering:
    """The engine, which reads each crop once: many names are tried on one piece of handwriting."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self._read: dict[tuple[str, bytes], tuple[LogProbabilities, tuple[str, ...]]] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def log_probabilities(self, crop: NDArray[np.uint8]) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return what the engine returned for the same pixels before, else ask it."""
        return self._once("first", self._engine.log_probabilities, crop)

    def second_opinion(self, crop: NDArray[np.uint8]) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same of its second recogniser."""
        return self._once("second", self._engine.second_opinion, crop)

    def _once(
        self,
        which: str,
        read: Callable[[NDArray[np.uint8]], tuple[LogProbabilities, tuple[str, ...]]],
        crop: NDArray[np.uint8],
    ) -> tuple[LogProbabilities, tuple[str, ...]]:
        key = which, repr(crop.shape).encode() + crop.tobytes()
        if key not in self._read:
            self._read[key] = read(crop)
        return self._read[key]


def measure(pieces: Sequence[Piece], engine: OcrEngine, *, crowds: bool = True) -> Tally:
    """Try every piece against its own, near and other people's names."""
    counted = Tally()
    said: list[tuple[Piece, str, str, str]] = []
    exact: dict[str, list[bool]] = defaultdict(list)
    for piece in pieces:
        counted.writers.add(piece.writer)
        trials, read = _tried(piece, engine, counted, crowds=crowds)
        said += trials
        exact[piece.writer].append(read == piece.name)
    counted.legible_writers = {writer for writer, right in exact.items() if np.mean(right) >= LEGIBLE}
    for piece, sort, expected, verdict in said:
        counted.verdicts[sort][verdict] += 1
        if piece.writer in counted.legible_writers:
            counted.legible[sort][verdict] += 1
        if (verdict == NameMatch.MATCH.value) != (sort == OWN):
            counted.notes.append(f"{piece}: expected {expected}, {verdict}")
    return counted


def _tried(
    piece: Piece, engine: OcrEngine, counted: Tally, *, crowds: bool
) -> tuple[list[tuple[Piece, str, str, str]], str]:
    """Return (piece, sort, expected name, verdict) of every trial, and what the recogniser reads by itself."""
    rng, once = Random(f"{piece.writer}/{piece.name}"), Remembering(engine)
    trials = [(OWN, piece.name), *near.near_names(piece.name, rng, _NEAR)]
    trials += [(OTHER, near.other_name(piece.name, rng)) for _ in range(_OTHERS)]
    crop = _main_crop(piece.found)
    if crop is None:
        counted.lost.append(str(piece))
        return [(piece, sort, expected, "no hand found") for sort, expected in trials], ""
    if crowds:
        best = _first_of(crop, near.crowd(piece.name, rng, CROWD), once)
        counted.first[best == piece.name] += 1
        if best != piece.name:
            counted.notes.append(f"{piece}: of {CROWD} names {best} came first")
    text = ""
    verdicts = []
    for sort, expected in trials:
        verdict, text = verdict_on(piece.found, expected, once)  # type: ignore[arg-type]
        verdicts.append((piece, sort, expected, verdict))
    return verdicts, text


def verdict_on(found: Iterable[FoundMark], expected: str, engine: OcrEngine) -> tuple[str, str]:
    """Return the product's verdict on a place where one person of the claim should have signed, and what it read."""
    marks = [one for one in match_names(tuple(found), ExpectedNames(worker=expected), engine) if one.present]
    if not marks:
        return "no hand found", ""
    best = marks[0]
    return (best.name_match.value if best.name_match else "none"), best.text


def _first_of(found: FoundMark, names: Sequence[str], engine: Remembering) -> str:
    """Return which of many names fits a piece best, as the product asks: both recognisers unless one settles it.

    Near names, which the product weighs beside them, are nobody's here.
    """
    assert found.crop is not None
    looks = [engine.log_probabilities(view) for view in views(found.crop)]
    if looks:
        index = {char: number for number, char in enumerate(looks[0][1])}
        chars = tuple(dict.fromkeys("".join(map(simplified, names))))
        best = _best([emission(seen, index, chars, FORMS) for seen, _ in looks], names)
        alone = read_hand(found.crop, [best], (), engine)  # type: ignore[arg-type]
        if alone is not None and is_settled(alone.names[0]):
            return best
    tables, _ = tables_of_both(found.crop, names, engine)  # type: ignore[arg-type]
    return _best(tables, names)


def _best(tables: Sequence[Emission], names: Sequence[str]) -> str:
    fits: dict[str, float] = {}
    for length in {len(name) for name in names}:
        texts = [name for name in names if len(name) == length]
        means = np.mean([scores(table, texts) - table.best for table in tables], axis=0)
        fits.update(zip(texts, means.tolist(), strict=True))
    return max(fits, key=lambda name: fits[name])


def _main_crop(found: Sequence[FoundMark]) -> FoundMark | None:
    hands = [one for one in found if one.mark.present and one.crop is not None]
    return max(hands, key=lambda one: one.crop.size if one.crop is not None else 0, default=None)
