"""Expected names against a piece of handwriting: how each fits, how its best rival fits, whether it can be read.

Here: one crop, several names. Rivals are the other names given and every name that differs from an expected one in
one character, drawn from common name characters and from what the recogniser itself sees; of these a rare one must fit
better to count as much. In doubt two recognisers are asked, over more views. Not here: which name is expected where
(names).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.ctc import decode
from ocr.marks.char_forms import FORMS, simplified
from ocr.marks.crops import Grey, more_views, views
from ocr.marks.name_chars import GIVEN, SURNAMES, rarity
from ocr.marks.scoring import Emission, emission, scores

_RIVAL_CHARS = 40  # per crop, by greatest probability; 60 found no better rival on 700 crops
_SEEN_CHARS = 3  # runners-up of the recogniser per step that join the rivals whatever they are
_SPARE = 4  # times as many common characters have their columns made, as written forms may add up
_COMMON = tuple(dict.fromkeys(SURNAMES + GIVEN))
# How much more a rival's rarity weighs where two recognisers are asked: what both see is seldom a name nobody bears.
_RARER_TWICE = 2.0


@dataclass(frozen=True, slots=True)
class NameScore:
    """How one name fits: nats below the best reading (0 best) and above (+) or below (-) its best rival.

    `rare` is what the margin gains where rivals that nobody gave are weighed by how rare they are as names.
    """

    name: str
    deficit: float
    margin: float
    rare: float = 0.0

    @property
    def weighed(self) -> float:
        """The margin over rivals weighed by their rarity."""
        return self.margin + self.rare


@dataclass(frozen=True, slots=True)
class HandReading:
    """What the recogniser makes of a crop: its reading, how sure and steady it is, and the expected names' scores."""

    text: str
    certainty: float  # mean probability of the reading's weakest character over the views, 0..1
    steady: float  # share of views that give the same text, 0..1
    names: tuple[NameScore, ...]


def read_hand(crop: Grey, expected: Sequence[str], others: Sequence[str], engine: OcrEngine) -> HandReading | None:
    """Score expected names on a crop against each other, `others` and near names; None when the crop is empty."""
    looks = [engine.log_probabilities(view) for view in views(crop)]
    if not looks:
        return None
    distributions = [look[0] for look in looks]
    texts, certainty = _readings(distributions, looks[0][1])
    text = max(texts, key=lambda one: (texts.count(one), -texts.index(one)))
    wanted = tuple(dict.fromkeys(name for name in map(simplified, expected) if name))
    known = tuple(dict.fromkeys(name for name in map(simplified, others) if name))
    chars = _chars((*wanted, *known), (distributions, looks[0][1]))
    tables = [emission(one, _index(looks[0][1]), chars, FORMS) for one in distributions]
    strong = _strongest(tables)
    return HandReading(
        text, certainty, texts.count(text) / len(texts), tuple(_score(n, wanted, known, strong, tables) for n in wanted)
    )


def read_twice(crop: Grey, expected: Sequence[str], rivals: Sequence[str], engine: OcrEngine) -> tuple[NameScore, ...]:
    """Score names by two recognisers over more views; those of which one of them lacks a character are left out.

    `rivals` are people of the claim; who is expected under a longer form of the same name (王涛代) is no rival of it.
    Costs ten lines' reading, so it is for names in doubt: where one recogniser takes a character for a lookalike of
    it, the other seldom does.
    """
    names = tuple(dict.fromkeys(name for name in map(simplified, expected) if name))
    known = tuple(dict.fromkeys(other for other in map(simplified, rivals) if other))
    tables, strong = tables_of_both(crop, (*names, *known), engine)
    if not tables:
        return ()
    seen = [name for name in names if all(char in table.column for table in tables for char in name)]
    return tuple(
        _score(name, (name,), [one for one in known if not name.startswith(one)], strong, tables, rarer=_RARER_TWICE)
        for name in seen
    )


def tables_of_both(crop: Grey, names: Sequence[str], engine: OcrEngine) -> tuple[tuple[Emission, ...], tuple[str, ...]]:
    """Return what two recognisers see in all views of a crop, narrowed to names and rivals, and the strong rivals."""
    made = (*views(crop), *more_views(crop))
    looks = [[read(view) for view in made] for read in (engine.log_probabilities, engine.second_opinion) if made]
    both = [([one for one, _ in seen], seen[0][1]) for seen in looks]
    chars = _chars(names, *both)
    tables = [[emission(one, _index(charset), chars, FORMS) for one in seen] for seen, charset in both]
    every = tuple(table for own in tables for table in own)
    strong = dict.fromkeys(char for own in tables for char in _strongest(own))
    return every, tuple(char for char in strong if all(char in table.column for table in every))


def _chars(names: Sequence[str], *seen: tuple[Sequence[LogProbabilities], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the characters of names, common ones that are likely, and what is seen in some distributions."""
    likely = [char for one in seen for char in (*_common(*one), *_seen(*one))]
    return tuple(dict.fromkeys("".join((*names, *likely))))


def _score(
    name: str,
    wanted: Sequence[str],
    known: Sequence[str],
    strong: Sequence[str],
    tables: Sequence[Emission],
    rarer: float = 1.0,
) -> NameScore:
    near = {text: rarer * rare for text, rare in _near(name, strong).items()}
    rivals = near | {other: 0.0 for other in (*wanted, *known) if other != name}
    by_length: dict[int, list[str]] = {}
    for text in (name, *rivals):
        by_length.setdefault(len(text), []).append(text)
    own, best, weighed = -np.inf, -np.inf, -np.inf
    for length, texts in by_length.items():
        values = np.mean([scores(table, texts) - table.best for table in tables], axis=0)
        rare = np.array([rivals.get(text, 0.0) for text in texts])
        if length == len(name):
            own = float(values[0])
            values, rare = values[1:], rare[1:]
        if len(values):
            best, weighed = max(best, float(values.max())), max(weighed, float((values - rare).max()))
    return NameScore(name, own, own - best, best - weighed if np.isfinite(best) else 0.0)


def _near(name: str, strong: Sequence[str]) -> dict[str, float]:
    """Return the names that differ in one character, each with the rarity of the character that makes the difference.

    The claim's own people are as likely as they are: only names that nobody gave are weighed.
    """
    return {
        name[:place] + char + name[place + 1 :]: rarity(char, first=place == 0)
        for place in range(len(name))
        for char in strong
        if char != name[place]
    }


def _strongest(tables: Sequence[Emission]) -> tuple[str, ...]:
    peaks: NDArray[np.float64] = np.max([table.chars.max(axis=0) for table in tables], axis=0)
    chars = list(tables[0].column)
    return tuple(chars[int(i)] for i in np.argsort(-peaks)[:_RIVAL_CHARS])


def _seen(distributions: Sequence[LogProbabilities], charset: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for one in distributions:
        for label in np.unique(_top(one, _SEEN_CHARS)):
            char = simplified(charset[int(label)])
            if label and len(char) == 1 and "\u4e00" <= char <= "\u9fff":
                seen[char] = None
    return tuple(seen)


def _top(one: LogProbabilities, count: int) -> NDArray[np.intp]:
    """Return the likeliest labels of each step, T x count; a few passes cost a third of partitioning each row."""
    left, rows = one.copy(), np.arange(len(one))
    found: list[NDArray[np.intp]] = []
    for _ in range(count):
        found.append(left.argmax(axis=1))
        left[rows, found[-1]] = -np.inf
    return np.stack(found, axis=1)


def _common(distributions: Sequence[LogProbabilities], charset: tuple[str, ...]) -> tuple[str, ...]:
    """Return the common characters that could be among the strongest: the others' columns need not be made."""
    chars, labels = _labels(charset)
    if not chars:
        return ()
    peaks: NDArray[np.float32] = np.max([one.max(axis=0)[labels].max(axis=1) for one in distributions], axis=0)
    return tuple(chars[int(at)] for at in np.argsort(-peaks, kind="stable")[: _SPARE * _RIVAL_CHARS])


def _readings(distributions: Sequence[LogProbabilities], charset: Sequence[str]) -> tuple[list[str], float]:
    texts: list[str] = []
    weakest: list[float] = []
    for one in distributions:
        glyphs = decode(np.exp(one.astype(np.float32)), charset)
        texts.append(simplified("".join(glyph.char for glyph in glyphs)).strip())
        weakest.append(min((glyph.probability for glyph in glyphs), default=0.0))
    return texts, float(np.mean(weakest))


@lru_cache(maxsize=2)
def _index(charset: tuple[str, ...]) -> Mapping[str, int]:
    return {char: label for label, char in enumerate(charset)}


@lru_cache(maxsize=2)
def _labels(charset: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the common characters that the recogniser knows, and their forms' labels repeated to one width."""
    index = _index(charset)
    forms = {char: [index[form] for form in (char, *FORMS.get(char, "")) if form in index] for char in _COMMON}
    known = {char: labels for char, labels in forms.items() if labels}
    most = max(map(len, known.values()), default=1)
    table = [labels + labels[:1] * (most - len(labels)) for labels in known.values()]
    return tuple(known), np.array(table, dtype=np.int64).reshape(-1, most)
