"""Values are read again, made whole, and doubted where ink or readings disagree."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ocr.calibration import FIGURE_IN_DOUBT, is_sure
from ocr.cut_values import looks_cut, make_whole
from ocr.date_look import DateReading
from ocr.engines.base import LogProbabilities
from ocr.essence import essence
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.second_look import SecondLook
from validators.model.evidence import Alternative

PART = Part(0, 0, 0, 4, (100.0, 40.0, 180.0, 70.0))
QUAD = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def line(text: str, probability: float = 0.99) -> Line:
    """A read line of equal confidence."""
    glyphs = tuple(Glyph(char, probability, (at + 0.5) / len(text)) for at, char in enumerate(text))
    return Line(QUAD, glyphs, probability)


class Saying:
    """An engine that says the given texts, one a call; its second recogniser says `second`."""

    def __init__(self, *texts: str, second: str = "", decided: float = 0.9) -> None:
        self._texts, self._second, self._decided = list(texts), second, decided

    def second_opinion(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Each character once, a blank after it."""
        charset = ("", *dict.fromkeys(self._second))
        table = np.full((2 * len(self._second) + 1, len(charset)), 1e-9, dtype=np.float32)
        table[:, 0] = 1.0
        for at, char in enumerate(self._second):
            table[2 * at, [0, charset.index(char)]] = 1e-9, self._decided
        return np.log(table), charset

    def recognise(self, crops: Sequence[object]) -> tuple[Line, ...]:
        """Answer the next text for the first crop."""
        return (line(self._texts.pop(0)),)


class Shelf:
    """A shelf with one white page; `stamped` has red ink on the value, `grey` a stamp without colour."""

    def __init__(self, *, stamped: bool = False, grey: bool = False, twice: bool = False) -> None:
        self._under_grey, self._twice = grey, twice
        self._page = np.full((200, 400, 3), 255, dtype=np.uint8)
        if stamped:
            self._page[45:65, 110:150] = (200, 40, 40)

    def crop(self, page: int, box: object) -> np.ndarray:
        """The value as it is."""
        return self._page[40:70, 100:180]

    def was_read_twice(self, page: int) -> bool:
        """Whether the page was unclear."""
        return self._twice

    def under_grey_stamp(self, page: int, box: object) -> bool:
        """Whether the value lies under a grey stamp."""
        return self._under_grey

    def crop_without_red(self, page: int, box: object) -> np.ndarray:
        """The value without red ink."""
        return np.full((30, 80, 3), 255, dtype=np.uint8)

    def crop_in_red_light(self, page: int, box: object) -> np.ndarray:
        """The value in red light."""
        return np.full((30, 80, 3), 250, dtype=np.uint8)


def leaf(value: object, raw: str, sort: str, confidence: float, *flags: str) -> FieldLeaf:
    """A value with its place."""
    return FieldLeaf(value, raw, confidence, confidence, 0, PART.box, 0, 0, 4, (PART,), flags, (), sort)  # type: ignore[arg-type]


def looked(found: FieldLeaf, *texts: str, stamped: bool = False) -> FieldLeaf:
    """The value after a second look at which the engine says these texts."""
    return SecondLook(Saying(*texts), Shelf(stamped=stamped), 1).at(found)  # type: ignore[arg-type]


def test_agreement_makes_a_doubtful_value_surer() -> None:
    """Two more readings that say the same lift a doubtful account over its floor."""
    found = looked(leaf("44990000", "44990000", "account", 0.8), "44990000", "4499 0000")

    assert found.confidence > 0.92
    assert is_sure("account", found.confidence, 1.0, found.flags)


def test_disagreement_keeps_the_value_and_the_doubt() -> None:
    """A different second reading never replaces the first, and the value is not sure."""
    found = looked(leaf("44990000", "44990000", "account", 0.8), "44990008")

    assert found.value == "44990000"
    assert "READ_DIFFERENTLY" in found.flags
    assert not is_sure("account", 0.999, 1.0, found.flags)


def test_confident_print_is_left_alone() -> None:
    """A confident value without a stamp on it costs no second look."""
    found = leaf("44990000", "44990000", "account", 0.99)

    assert looked(found) == found


CODE = "TEST202409021596"


@pytest.mark.parametrize(
    ("readings", "doubted"),
    [
        ((CODE,), False),  # in red light
        (("TEST20240902159", CODE, CODE), False),  # not in red light, but with the stamp and with its ink taken off
        (("TEST20240902159", CODE, "TEST2024"), True),  # only where the ink was taken off, as at the first reading
        (("TEST20240902159", "TEST20240902159"), True),
        (("T", "2"), False),  # the print went with the stamp
    ],
)
def test_confident_value_under_a_stamp(readings: tuple[str, ...], doubted: bool) -> None:
    """What a stamp covers is sure only if it reads the same in red light, or both with and without the stamp."""
    found = looked(leaf(CODE, CODE, "code", 0.99), *readings, stamped=True)

    assert ("READ_DIFFERENTLY" in found.flags) is doubted


@pytest.mark.parametrize(
    ("sort", "raw", "again", "doubted"),
    [
        ("org", "虚构市第二人民医院（示例）", "虚构市第二人民医院示", False),  # two characters lost
        ("org", "虚构市第二人民医院（示例）", "虚构市第六人民医院示例", True),  # another character
        ("org", "虚构市第二人民医院（示例）", "虚构人民医院", True),  # too much lost to say anything
        ("money", "6052.96", "605.96", True),  # another amount
    ],
)
def test_characters_lost_with_the_stamp(sort: str, raw: str, again: str, doubted: bool) -> None:
    """Long names that only lost characters along with the stamp are not read differently; amounts are."""
    found = looked(leaf(605296 if sort == "money" else raw, raw, sort, 0.99), again, again, again, stamped=True)

    assert ("READ_DIFFERENTLY" in found.flags) is doubted


@pytest.mark.parametrize(("again", "doubted"), [("6052.96", False), ("6062.96", True)])
def test_value_under_a_grey_stamp(again: str, doubted: bool) -> None:
    """A value read where a grey stamp was made pale is sure only if it reads the same on the sheet as scanned."""
    found = SecondLook(Saying(again, again, again), Shelf(grey=True), 1).at(leaf(605296, "6052.96", "money", 0.99))  # type: ignore[arg-type]

    assert ("READ_DIFFERENTLY" in found.flags) is doubted


def test_weak_value_under_a_stamp_is_read_where_the_stamp_is_hidden() -> None:
    """A weak reading is confirmed in red light and with the ink taken off, never by the stamped picture."""
    found = looked(leaf("虚构市医院", "虚构市医院", "org", 0.7), "虚构市医院", stamped=True)

    assert is_sure("org", found.confidence, 1.0, found.flags)


@pytest.mark.parametrize(
    ("again", "value"),
    [
        ("449900197311194131", "449900197311194131"),  # the last figure stood outside the crop
        ("号码449900197311194131", "449900197311194131"),
        ("44990019731119413", "44990019731119413"),  # really one short
        ("449900197311194137", "44990019731119413"),  # a rule read as a figure: the check digit does not fit
        ("449900197311294131", "44990019731119413"),  # another number
    ],
)
def test_a_number_that_lost_its_last_figure(again: str, value: str) -> None:
    """A citizen's number of 17 places is made whole only by a wider crop that reads a number that can be one."""
    short = leaf("44990019731119413", "44990019731119413", "id", 0.99, "ODD_LENGTH")

    assert looks_cut(short)
    found = make_whole(short, Saying(again, again, again), [Shelf().crop])  # type: ignore[arg-type]
    assert (found.value, "ODD_LENGTH" in found.flags) == (value, value == short.value)


def test_amount_that_lost_its_decimals() -> None:
    """`6985` is made whole when a wider crop reads `6,985.76`."""
    cut_off = leaf(698500, "6985", "money", 0.98)

    whole = make_whole(cut_off, Saying("金额6,985.76元"), [Shelf().crop])  # type: ignore[arg-type]

    assert (whole.value, whole.raw) == (698576, "6,985.76")
    doubted = leaf(160000, "1600", "money", 0.98, "ODD_SEPARATOR")
    whole = make_whole(doubted, Saying("1600.00"), [Shelf().crop])  # type: ignore[arg-type]
    assert (whole.value, whole.raw, whole.flags) == (160000, "1600.00", ())
    assert make_whole(leaf(0, "0", "money", 0.98), Saying("0.00"), [Shelf().crop]).value == 0  # type: ignore[arg-type]


def test_amount_with_an_odd_sign_before_its_decimals() -> None:
    """`6985,76` loses its doubt where a wider crop shows the point; other digits leave it as it was."""
    odd = leaf(698576, "6985,76", "money", 0.9, "ODD_SEPARATOR")

    whole = make_whole(odd, Saying("支付:6985.76"), [Shelf().crop])  # type: ignore[arg-type]

    assert looks_cut(odd)
    assert (whole.value, whole.raw, whole.flags) == (698576, "6985.76", ())
    for text in ("支付:16985.76", "6985,76", "6985.70"):
        assert make_whole(odd, Saying(text), [Shelf().crop]) == odd  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["6985", "69850.76", "6985.7", "1698.76"])
def test_nothing_is_added_that_is_not_read(text: str) -> None:
    """Another number, or no decimals, leaves the amount as it was."""
    cut_off = leaf(698500, "6985", "money", 0.98)

    assert make_whole(cut_off, Saying(text), [Shelf().crop]) == cut_off  # type: ignore[arg-type]


def test_date_that_lost_its_end() -> None:
    """`2025年5月1` becomes the seventeenth when that is what stands there, and is whole no longer doubtful."""
    cut_off = leaf("2025-05-01", "2025年5月1", "date", 0.98, "DAY_SIGN_MISSING")

    whole = make_whole(cut_off, Saying("日期2025年5月17日"), [Shelf().crop])  # type: ignore[arg-type]

    assert (whole.value, whole.flags) == ("2025-05-17", ())
    assert make_whole(cut_off, Saying("2025年6月17日"), [Shelf().crop]) == cut_off  # type: ignore[arg-type]


def test_what_looks_cut() -> None:
    """Amounts with decimals or a unit, and whole dates, are not looked at again."""
    assert looks_cut(leaf(698500, "6985", "money", 0.9))
    assert not looks_cut(leaf(698500, "6985元", "money", 0.9))
    assert not looks_cut(leaf(698576, "6985.76", "money", 0.9))
    assert not looks_cut(replace(leaf("2025-05-01", "2025年5月1日", "date", 0.9), flags=()))


def test_essence_folds_signs_and_radicals() -> None:
    """Separators, widths and the radicals of some text layers do not make a difference."""
    assert essence("account", "4499 0000－12") == essence("account", "４４９９０００012")
    assert essence("org", "人⺠医院（示例）") == essence("org", "人民医院(示例)")


def test_a_first_digit_that_may_be_the_sign_is_never_sure() -> None:
    """Reading 4 for ¥ again proves nothing: the amount waits for its words."""
    found = replace(leaf(42_630_700, "426,307.00", "money", 0.6), alternatives=(Alternative(2_630_700, 0.4),))
    again = looked(found, "426,307.00", "426,307.00")
    assert again.confidence == pytest.approx(0.6)
    assert looked(replace(found, alternatives=()), "426,307.00", "426,307.00").confidence > 0.9


def test_a_day_over_two_rows_is_not_looked_at_as_one_crop() -> None:
    """The crop around both rows shows everything but the day, and costs more than the page's lines."""
    first = Part(0, 0, 0, 3, (900.0, 20.0, 1000.0, 60.0))
    second = Part(0, 1, 0, 3, (40.0, 70.0, 160.0, 110.0))
    wrapped = replace(leaf("2023-09-19", "2023年9月19日", "date", 0.97), parts=(first, second))

    class Forbidden(Saying):
        def log_probabilities(self, crop: object) -> None:
            """No distribution is asked for."""
            raise AssertionError("looked at two rows as one")

    found = SecondLook(Forbidden("2023年9月", "19日"), Shelf(), 1).at(wrapped)  # type: ignore[arg-type]
    assert (found.value, found.raw) == (wrapped.value, wrapped.raw)


@pytest.mark.parametrize(
    ("raw", "flags"), [("2024514", ("NOT_A_DATE", "READ_DIFFERENTLY", "SHORT_DAY")), ("年月日", ("NOT_A_DATE",))]
)
def test_figures_that_are_no_day_as_they_were_read_are_looked_at(
    raw: str, flags: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """2024514 read for sure is asked of its ink; where no day fits it is no certain lack, an empty form is."""
    asked: list[str] = []
    monkeypatch.setattr("ocr.dates_again.read_date", lambda engine, crop, text: asked.append(text))
    shelf = Shelf()
    shelf.unstamped = lambda page: np.full((200, 400, 3), 255, np.uint8)  # type: ignore[attr-defined]
    found = SecondLook(Saying(), shelf, 1).at(leaf(None, raw, "date", 0.99, "NOT_A_DATE"))  # type: ignore[arg-type]
    assert (asked, found.flags) == ([raw], flags)


def as_its_ink_says(
    found: FieldLeaf, day: str | None, lead: float, monkeypatch: pytest.MonkeyPatch, apart: float = 11.2
) -> FieldLeaf:
    """A date after a look whose ink says a day by that lead."""
    says = DateReading(day, lead, True, apart)
    monkeypatch.setattr("ocr.dates_again.read_date", lambda engine, crop, text: says)
    shelf = Shelf()
    shelf.unstamped = lambda page: np.full((200, 400, 3), 255, np.uint8)  # type: ignore[attr-defined]
    return SecondLook(Saying(), shelf, 1).at(found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "lead", "seen"),
    [
        ("2022-07-31", 5.0, ("2022-07-31", ("READ_AS_DATE", FIGURE_IN_DOUBT, "SHORT_DAY"))),
        ("2022-07-31", 2.9, ("2022-07-03", ())),  # little
        ("2022-07-21", 5.0, ("2022-07-03", ())),  # another day
        (None, 5.0, ("2022-07-03", ())),
    ],
)
def test_a_day_whose_last_figure_may_be_lost(
    day: str | None, lead: float, seen: tuple[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """2022.7.3, read without a doubt, is doubted where the ink goes on to 31 far before every other day."""
    found = as_its_ink_says(leaf("2022-07-03", "2022.7.3", "date", 0.9999), day, lead, monkeypatch)
    assert (found.value, found.flags) == seen
    assert is_sure("date", found.confidence, found.fit, found.flags) is (seen[1] == ())


def test_only_some_days_of_a_page_are_asked_whether_they_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of short days leaves the page's looks to what is in doubt."""
    asked: list[str] = []
    monkeypatch.setattr("ocr.dates_again.read_date", lambda engine, crop, text: asked.append(text))
    shelf = Shelf()
    shelf.unstamped = lambda page: np.full((200, 400, 3), 255, np.uint8)  # type: ignore[attr-defined]
    look = SecondLook(Saying(), shelf, 1)  # type: ignore[arg-type]
    before = look._left
    for at in range(20):
        read = leaf("2022-07-03", "2022.7.3", "date", 0.9999)
        look.at(replace(read, parts=(replace(read.parts[0], start=at),)))
    assert (len(asked), look._left) == (6, before)


@pytest.mark.parametrize(
    ("day", "lead", "flags", "beside"),
    [
        ("2022-07-11", 1.0, ("SHORT_DAY", "READ_DIFFERENTLY"), ((0.7311, "2022-07-11"),)),
        ("2022-07-11", 2.7, ("SHORT_DAY", "READ_DIFFERENTLY"), ((0.937, "2022-07-11"),)),
        ("2022-07-11", 0.0, ("READ_DIFFERENTLY",), ()),
        ("2022-08-01", 5.0, ("READ_DIFFERENTLY",), ()),  # no figure lost: another one
        (None, 5.0, ("READ_DIFFERENTLY",), ()),
    ],
)
def test_a_day_that_its_ink_says_by_little_is_offered_beside_the_one_read(
    day: str | None,
    lead: float,
    flags: tuple[str, ...],
    beside: tuple[tuple[float, str], ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was read stays, in doubt, and a person or another hand chooses; only a day that lost a figure is offered."""
    found = as_its_ink_says(leaf("2022-07-01", "2022年7月1日", "date", 0.97), day, lead, monkeypatch)
    assert (found.value, found.flags) == ("2022-07-01", flags)
    assert tuple((one.probability, one.value) for one in found.alternatives) == beside


def test_figures_that_are_two_days_stay_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """2022.115 is what its ink says and may be the other day all the same; ink that says none leaves both."""
    read = leaf(None, "2022.115", "date", 0.9999, "NOT_A_DATE")
    found = as_its_ink_says(read, "2022-11-05", 5.0, monkeypatch)
    assert (found.value, found.flags) == ("2022-11-05", ("READ_AS_DATE", FIGURE_IN_DOUBT, "SHORT_DAY"))
    assert [one.value for one in found.alternatives] == ["2022-01-15"]
    unsaid = as_its_ink_says(read, None, 5.0, monkeypatch)
    assert [one.value for one in unsaid.alternatives] == ["2022-01-15", "2022-11-05"]
    near = as_its_ink_says(read, "2022-11-05", 5.0, monkeypatch, apart=2.0)
    assert (near.value, near.flags) == ("2022-11-05", (FIGURE_IN_DOUBT, "SHORT_DAY"))  # a day stands there
    clear = as_its_ink_says(read, "2022-11-05", 6.5, monkeypatch)
    assert (clear.value, clear.flags, clear.alternatives) == ("2022-11-05", ("READ_AS_DATE",), ())


@pytest.mark.parametrize(
    ("sort", "value", "second", "decided", "doubted"),
    [
        ("account", "44990032808406761664", "44990032809406761664", 0.9, True),  # another figure
        ("account", "4499003280840676166", "44990032808406761664", 0.9, False),  # at an end it may be a neighbour's
        ("account", "4499002006470952788", "449902006470952788", 0.9, False),  # of doubled figures it reads one
        ("account", "44990032808406761664", "44990032809406761664", 0.2, False),  # a guess
        ("name", "院刚平", "阮刚平", 0.9, True),
        ("name", "沈国海", "沈固海", 0.9, False),  # the claim names him
        ("money", "588.00", "508.00", 0.9, False),  # words, sums and other papers prove amounts
        ("name", "院刚平", "", 0.9, False),
    ],
)
def test_another_recogniser_may_doubt_what_nothing_else_proves(
    sort: str, value: str, second: str, decided: float, doubted: bool
) -> None:
    """A sure name or number is doubted where a recogniser of another make reads other signs, not only fewer."""
    engine = Saying(second=second, decided=decided)
    found = SecondLook(engine, Shelf(), 1, ExpectedNames(worker="沈国海")).at(leaf(value, value, sort, 0.999))  # type: ignore[arg-type]
    assert ("READ_DIFFERENTLY" in found.flags) is doubted
    assert (found.value, is_sure(sort, found.confidence, found.fit, found.flags)) == (value, not doubted)


@pytest.mark.parametrize(
    ("day", "twice", "doubted"),
    [
        ("2028-08-09", True, True),  # 2023 with a figure misread
        ("2023-08-09", True, False),
        ("2019-08-09", True, True),  # before the injury
        ("2024-11-30", True, False),  # money passed on a year after filing
        ("2028-08-09", False, False),  # on a clear page the paper says so
    ],
)
def test_a_day_outside_the_claims_time_is_doubted_where_the_page_is_unclear(
    day: str, twice: bool, doubted: bool
) -> None:
    """2028 on a claim of 2023 is sooner a 3 misread than what the paper says: a person looks."""
    claim = ExpectedNames(since=date(2023, 5, 2), filed_on=date(2023, 11, 3))
    look = SecondLook(Saying(day, day), Shelf(twice=twice), 1, claim)  # type: ignore[arg-type]
    found = look.at(leaf(day, day, "date", 0.9999))
    assert (found.value, is_sure("date", found.confidence, found.fit, found.flags)) == (day, not doubted)
