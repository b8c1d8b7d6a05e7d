"""A doubtful name is read against the names of the claim: the ink must say it before every near name."""

import numpy as np
import pytest

from ocr.calibration import is_sure
from ocr.engines.base import LogProbabilities
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, Part
from ocr.holder_look import READ_AS_HOLDER
from ocr.lines import Glyph, Line
from ocr.second_look import SecondLook

CHARSET = ("", *"沈国固海黄琴兰周王")
PART = Part(0, 0, 0, 3, (40.0, 20.0, 160.0, 60.0))
PEOPLE = ("沈国海", "黄琴兰")


class Seeing:
    """An engine that sees a name, its middle character with a probability and 固 with the rest."""

    def __init__(self, name: str, middle: float) -> None:
        self._name, self._middle = name, middle

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Each character once, a blank after it."""
        table = np.full((2 * len(self._name), len(CHARSET)), 1e-6, dtype=np.float32)
        for at, char in enumerate(self._name):
            table[2 * at, CHARSET.index(char)] = self._middle if at == 1 else 0.97
            table[2 * at + 1, 0] = 0.999
        table[2, CHARSET.index("固")] = max(1e-6, 1 - self._middle)
        return np.log(table), CHARSET

    def second_opinion(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Nothing."""
        return np.zeros((1, 1), dtype=np.float32), ("",)

    def recognise(self, crops: object) -> tuple[Line, ...]:
        """The name, unsure."""
        corner = (0.0, 0.0)
        glyphs = tuple(Glyph(char, 0.6, (at + 0.5) / 3) for at, char in enumerate("沈周王"))
        return (Line((corner, corner, corner, corner), glyphs, 0.6),)


class Shelf:
    """A shelf with one page that has ink on the name."""

    def unstamped(self, page: int) -> np.ndarray:
        """The page."""
        image = np.full((80, 200, 3), 255, dtype=np.uint8)
        image[26:54:4, 46:154] = 20
        return image

    picture = unstamped

    def crop_without_red(self, page: int, box: object) -> np.ndarray:
        """The place without red ink."""
        return np.full((40, 120, 3), 255, dtype=np.uint8)

    crop_in_red_light = crop = crop_without_red

    def under_grey_stamp(self, page: int, box: object) -> bool:
        """No stamp."""
        return False


def looked(engine: Seeing, value: str, people: tuple[str, ...]) -> FieldLeaf:
    """A doubtful name after a second look."""
    leaf = FieldLeaf(value, value, 0.6, 0.7, 0, PART.box, 0, 0, 3, (PART,), (), (), "name")
    return SecondLook(engine, Shelf(), 1, ExpectedNames(relatives=people)).at(leaf)  # type: ignore[arg-type]


def test_ink_that_says_the_claims_name_first_is_that_name() -> None:
    """A doubtful reading of the right name becomes sure; a near slip becomes the name, marked as such."""
    same = looked(Seeing("沈国海", 0.8), "沈国海", PEOPLE)
    assert (same.value, same.confidence >= 0.95, same.flags) == ("沈国海", True, ())
    slip = looked(Seeing("沈国海", 0.8), "沈固海", PEOPLE)
    assert (slip.value, slip.flags) == ("沈国海", ("READ_AS_NAME",))


@pytest.mark.parametrize("name", ["沈固海", "周王兰"])
def test_another_name_stays_what_it_is(name: str) -> None:
    """Ink that says another name, however near, is never turned into the claim's."""
    found = looked(Seeing(name, 0.97), name, PEOPLE)
    assert found.value == name
    assert "READ_AS_NAME" not in found.flags


def test_without_a_claim_nothing_is_chosen() -> None:
    """A lone paper's doubtful name stays doubtful."""
    assert looked(Seeing("沈国海", 0.8), "沈国海", ()).confidence < 0.95


def test_a_name_with_a_sign_that_no_name_has_stays() -> None:
    """沈国海1 on paper is a fault of the paper (NAM-001), however well its other signs say the claim's name."""
    leaf = FieldLeaf("沈国海1", "沈国海1", 0.6, 0.7, 0, PART.box, 0, 0, 4, (PART,), ("ODD_SIGN",), (), "name")
    found = SecondLook(Seeing("沈国海", 0.97), Shelf(), 1, ExpectedNames(relatives=PEOPLE)).at(leaf)  # type: ignore[arg-type]
    assert (found.value, "READ_AS_NAME" in found.flags) == ("沈国海1", False)


@pytest.mark.parametrize(
    ("share", "confidence", "value", "flag"),
    [
        (0.9, 0.95, "沈国海", "READ_AS_NAME"),  # the cleaned ink says the claim's name
        (0.2, 0.95, "沈固海", "READ_DIFFERENTLY"),  # it may be the one as well as the other: a person looks
        (0.2, 0.99, "沈固海", ""),  # beyond doubt: another name
    ],
)
def test_a_surely_read_name_near_the_claims(share: float, confidence: float, value: str, flag: str) -> None:
    """A surely read name that nobody of the claim has is asked once more, and never turned into a name it says less."""
    leaf = FieldLeaf("沈固海", "沈固海", confidence, 0.97, 0, PART.box, 0, 0, 3, (PART,), (), (), "name", 0.9)
    found = SecondLook(Seeing("沈国海", share), Shelf(), 1, ExpectedNames(relatives=PEOPLE)).at(leaf)  # type: ignore[arg-type]
    assert (found.value, found.flags) == (value, (flag,) if flag else ())


@pytest.mark.parametrize(
    ("sort", "value", "doubted"),
    [
        ("name", "余超", True),  # the claim's 佘超 in small print
        ("name", "佘超", False),
        ("name", "惠红", True),  # of 罗惠红
        ("name", "罗惠", True),
        ("name", "罗红", False),
        ("name", "罗惠红母", True),  # the cell beside it says 母亲
        ("name", "罗惠红母亲", False),  # not read so
        ("org", "虚构市瑞祥物流有限公", False),  # a firm's name must be whole: that is X-003's to say
        ("name", "丁娟", False),
        ("org", "虚构市瑞样物流有限公司", True),
        ("org", "虚构市瑞祥物流有限公司", False),
        ("org", "虚构市瑞安物流有限公司", False),  # another firm is another firm
        ("bank", "虚构市瑞样物流有限公司", False),
    ],
)
def test_what_small_print_makes_of_a_known_name_is_never_sure(sort: str, value: str, doubted: bool) -> None:
    """However surely read, it is doubted and the known name offered; it is never put in its place."""
    leaf = FieldLeaf(value, value, 0.999, 0.999, 0, PART.box, 0, 0, 3, (PART,), (), (), sort)
    known = ExpectedNames(worker="佘超", relatives=("罗惠红",), employer="虚构市瑞祥物流有限公司")
    found = SecondLook(Seeing("沈国海", 0.9), Shelf(), 1, known).at(leaf)  # type: ignore[arg-type]
    assert found.value == value
    assert ("LOOKS_LIKE_KNOWN" in found.flags) is doubted
    assert is_sure(sort, found.confidence, found.fit, found.flags) is not doubted
    offered = known.employer if sort == "org" else known.worker if "超" in value else "罗惠红"
    assert [one.value for one in found.alternatives] == ([offered] if doubted else [])


class Faint(Seeing):
    """An engine that sees a name whose middle character may be none at all."""

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """The name, half of its middle character's share on the blank."""
        table = np.exp(super().log_probabilities(crop)[0])
        table[2, 0] = table[2, CHARSET.index(self._name[1])] = 0.5
        return np.log(table), CHARSET


def test_a_longer_name_that_the_ink_says_as_well_is_not_cut_to_the_claims() -> None:
    """沈国海 was read where the claim knows 沈海: its ink may say either, and what was read stays."""
    assert looked(Faint("沈国海", 1.0), "沈海", ("沈海", "黄琴兰")).confidence >= 0.95
    found = looked(Faint("沈国海", 1.0), "沈国海", ("沈海", "黄琴兰"))
    assert (found.value, "READ_AS_NAME" in found.flags) == ("沈国海", False)


@pytest.mark.parametrize(("seen", "sure"), [("沈国海", True), ("沈固海", False)])
def test_a_name_that_the_record_chose_is_sure_where_its_ink_says_it_first(seen: str, sure: bool) -> None:
    """沈固海 beside the number of 沈国海: taken for hers, in doubt, unless the ink alone says 国 before 固."""
    leaf = FieldLeaf("沈国海", "沈固海", 0.4, 0.4, 0, PART.box, 0, 0, 3, (PART,), (READ_AS_HOLDER,), (), "name")
    look = SecondLook(Seeing(seen, 0.9), Shelf(), 1, ExpectedNames(relatives=PEOPLE))  # type: ignore[arg-type]
    found = look.at(leaf)
    assert (found.value, is_sure("name", found.confidence, found.fit, found.flags)) == ("沈国海", sure)
    assert (READ_AS_HOLDER in found.flags) is not sure
