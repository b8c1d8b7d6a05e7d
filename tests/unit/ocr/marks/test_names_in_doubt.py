"""Names that one recogniser leaves in doubt: when a second one is asked, and what both then say."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities
from ocr.expected import ExpectedNames
from ocr.marks.crops import more_views, views
from ocr.marks.found import FoundMark
from ocr.marks.name_chars import rarity
from ocr.marks.name_scores import HandReading, NameScore, read_twice
from ocr.marks.names import is_settled, likeliest, match_names, verdict_of
from validators.model.codes import MarkRole, MarkType, NameMatch
from validators.model.evidence import Mark

CHARSET = ("", *"董童欣怡王")
OTHER_CHARSET = ("", *"怡欣童董")  # another order, and no 王
CROP = np.full((60, 160), 255, dtype=np.uint8)
CROP[10:50, 10:150:12] = 0


def seen(probabilities: dict[str, float], charset: tuple[str, ...]) -> tuple[LogProbabilities, tuple[str, ...]]:
    """A distribution of five steps: a first character in doubt, then 欣怡, with blanks between."""
    table = np.full((5, len(charset)), 1e-4, dtype=np.float32)
    for step, sure in ((1, ""), (2, "欣"), (3, ""), (4, "怡")):
        table[step, charset.index(sure)] = 1.0
    for char, probability in probabilities.items():
        table[0, charset.index(char)] = probability
    return np.log(table), charset


class Two:
    """An engine whose recognisers see 董 with one probability each, and 童 with the rest."""

    def __init__(self, first: float, second: float) -> None:
        self._first, self._second, self.asked = first, second, 0

    def log_probabilities(self, crop: NDArray[np.uint8]) -> tuple[LogProbabilities, tuple[str, ...]]:
        """What the first one sees."""
        return seen({"董": self._first, "童": 1 - self._first}, CHARSET)

    def second_opinion(self, crop: NDArray[np.uint8]) -> tuple[LogProbabilities, tuple[str, ...]]:
        """What the second one sees."""
        self.asked += 1
        return seen({"董": self._second, "童": 1 - self._second}, OTHER_CHARSET)


def verdict(engine: Two, worker: str = "董欣怡") -> NameMatch | None:
    """What is said of the ink where a worker should have signed."""
    mark = Mark(MarkType.SIGNATURE, MarkRole.WORKER, "", present=True, handwritten=True, sure=True)
    [judged] = match_names([FoundMark(mark, crop=CROP)], ExpectedNames(worker=worker), engine)  # type: ignore[arg-type]
    return judged.name_match


@pytest.mark.parametrize(
    ("deficit", "margin", "settled"),
    [
        (-0.1, 5.0, True),
        (-0.1, 2.9, False),
        (-7.0, 5.0, False),  # no rival, yet far from the best reading
        (-9.0, -9.0, False),  # a rival fits: the other recogniser may see it otherwise
    ],
)
def test_what_one_recogniser_settles(deficit: float, margin: float, settled: bool) -> None:
    """A name that leads surely stands there; that it does not is never one recogniser's word."""
    assert is_settled(NameScore("董欣怡", deficit, margin)) is settled


def test_what_one_recogniser_denies_is_asked_of_both() -> None:
    """董欣怡, of which the first sees hardly a stroke and the second all: the two are asked, and settle it."""
    denied = Two(0.001, 0.999)
    assert verdict(denied) is not NameMatch.NO_MATCH
    assert denied.asked > 0


def test_of_several_who_may_sign_both_recognisers_choose() -> None:
    """The first takes the ink for 童欣怡's, both together for 董欣怡's, who may sign there as well."""
    reading = HandReading("童欣怡", 0.7, 1.0, (NameScore("童欣怡", -0.2, 0.5), NameScore("董欣怡", -1.2, -1.0)))
    best, closer = likeliest(CROP, reading, ("童欣怡", "董欣怡"), Two(0.4, 0.999))  # type: ignore[arg-type]
    assert best.name == "董欣怡"
    assert closer is not None
    assert closer.margin > 0


def test_a_second_recogniser_is_asked_only_in_doubt() -> None:
    """What the first recogniser reads surely costs no second reading."""
    sure, doubtful = Two(0.999, 0.999), Two(0.6, 0.999)
    assert verdict(sure) is verdict(doubtful) is NameMatch.MATCH
    assert (sure.asked, doubtful.asked > 0) == (0, True)


def test_a_lookalike_that_both_see_is_no_match() -> None:
    """A name that one recogniser sees a little better than its lookalike, and the other not, is left in doubt."""
    assert verdict(Two(0.6, 0.01)) is NameMatch.NOT_POSSIBLE


def test_a_lookalike_of_what_both_see_does_not_match() -> None:
    """Who writes 董欣怡 is not taken for 童欣怡, though the first recogniser half sees it."""
    assert verdict(Two(0.6, 0.999), worker="童欣怡") is not NameMatch.MATCH


def test_two_recognisers_settle_what_matches() -> None:
    """Their verdict stands over what one of them says; a name that reads as expected is never told from itself."""
    score = NameScore("董欣怡", -0.3, 1.0)
    reading = HandReading("董欣怡", 0.97, 1.0, (score,))
    said = [verdict_of(score, reading, (), closer) for closer in (None, NameScore("董欣怡", -0.5, 0.2))]
    assert said == [NameMatch.MATCH, NameMatch.NOT_POSSIBLE]
    far = NameScore("董欣怡", -5.0, -4.0)
    assert verdict_of(far, reading, (), NameScore("董欣怡", -1.0, 2.0)) is NameMatch.MATCH


def test_a_character_that_one_recogniser_lacks() -> None:
    """Nothing is said by two where only one knows a character of the name."""
    said = read_twice(CROP, ("王欣怡", "董欣怡"), (), Two(0.6, 0.9))  # type: ignore[arg-type]
    assert [score.name for score in said] == ["董欣怡"]


def test_a_name_of_the_claim_is_weighed_like_any() -> None:
    """A rival whom the claim knows keeps its whole weight, one that nobody gave loses by twice its rarity."""
    engine = Two(0.6, 0.6)
    [unknown], [known] = (read_twice(CROP, ["董欣怡"], others, engine) for others in ((), ("童欣怡",)))  # type: ignore[arg-type]
    assert known.weighed == pytest.approx(np.log(0.6 / 0.4), abs=1e-2)
    assert unknown.weighed == pytest.approx(known.weighed + 2 * rarity("童", first=True), abs=1e-2)


def test_further_views_are_narrower_and_wider() -> None:
    """The views for names in doubt differ from the first in width alone."""
    first = views(CROP)[0]
    narrow, wide = more_views(CROP)
    assert narrow.shape[0] == wide.shape[0] == first.shape[0]
    assert narrow.shape[1] < first.shape[1] < wide.shape[1]
    assert more_views(np.full((40, 40), 255, dtype=np.uint8)) == ()
