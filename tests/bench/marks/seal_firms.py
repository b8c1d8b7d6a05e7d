"""Whose a pressed stamp is said to be: its own firm's, of firms whose names are near to it, of other firms.

Each stamp is read once and asked for each name. Here: the names, the trials, their counts. Not here: drawing and
finding stamps (stamps).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.marks.names import match_names
from tests.bench.marks import near, stamps
from tests.bench.marks.names import Remembering
from tests.factory import firms

OWN, LOOKALIKE, ONE_OTHER = "its own firm", "a firm with one lookalike character", "a firm with one other character"
TWO_OTHER, TRADE, OTHER = "a firm with two other characters", "a firm of another trade", "another firm"


@dataclass(slots=True)
class Tally:
    """By sort of expected firm: the verdicts on the name, and the rules' codes."""

    verdicts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    exact: Counter[bool] = field(default_factory=Counter)


def measure(
    count: int, seed: str, profiles: Sequence[str], faces: Sequence[str], pens: Sequence[str], engine: OcrEngine
) -> Tally:
    """Draw places for seals until `count` of each profile have their employer's, and ask each for firms."""
    counted = Tally()
    for profile in profiles:
        number = had = 0
        while had < count:
            rng = Random(f"{seed}/firms/{profile}/{number}")
            number += 1
            for place, found in stamps.pressed_on_a_page(rng, profile, faces, pens, engine):
                if found.mark.present is not True:
                    continue
                had += 1
                counted.exact[found.mark.name == place.firm] += 1
                remembering = Remembering(engine)
                for sort, firm in ((OWN, place.firm), *_others(place.firm, rng)):
                    [mark] = match_names([found], ExpectedNames(employer=firm), remembering)
                    counted.verdicts[sort][mark.name_match.value if mark.name_match else "–"] += 1
                    counted.codes[sort][stamps.code_of(mark, firm)] += 1
    return counted


def _others(firm: str, rng: Random) -> Iterator[tuple[str, str]]:
    """Yield a name of each sort that is not a firm's own; of lookalikes one where there is any."""
    alike = [(at, char) for at, own in enumerate(firm[:-4]) for char in near.ALIKE.get(own, ())]
    for at, char in rng.sample(alike, min(1, len(alike))):
        yield LOOKALIKE, firm[:at] + char + firm[at + 1 :]
    word = next(one for one in firms.WORDS if one in firm)
    close = [one for one in firms.WORDS if one != word and (one[0] == word[0] or one[1] == word[1])]
    for one in rng.sample(close, min(1, len(close))):
        yield ONE_OTHER, firm.replace(word, one)
    yield TWO_OTHER, firm.replace(word, rng.choice([one for one in firms.WORDS if not set(one) & set(word)]))
    trade = next(one for one in firms.TRADES if one in firm)
    yield TRADE, firm.replace(trade, rng.choice([one for one in firms.TRADES if one != trade]))
    other = firms.firm(rng).name
    if other != firm:
        yield OTHER, other
