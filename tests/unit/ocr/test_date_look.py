"""A date is read as a date where character by character it is none."""

from dataclasses import replace

import numpy as np
import pytest

from ocr import date_look, dates_again
from ocr.calibration import DOUBTFUL, FIGURE_IN_DOUBT, is_sure
from ocr.date_look import DateReading, _tight, read_date
from ocr.engines.base import LogProbabilities
from ocr.extract import grammar
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.second_look import SecondLook
from validators.model.evidence import Alternative

CHARSET = ("", *"0123456789年月日-/.H〇一二三四五六七八九十のⅡ")
CROP = np.full((48, 300, 3), 255, dtype=np.uint8)
PART = Part(0, 0, 0, 10, (10.0, 10.0, 210.0, 40.0))


class Seeing:
    """An engine whose distribution holds, step by step, a character and another that is less likely."""

    def __init__(self, *steps: tuple[str, str]) -> None:
        self._steps, self.share = steps, 0.3  # of the less likely one

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Each character once, a blank after it."""
        table = np.full((2 * len(self._steps), len(CHARSET)), 1e-9, dtype=np.float32)
        for at, (likely, less) in enumerate(self._steps):
            table[2 * at, CHARSET.index(likely)] = 1.0 - self.share if less else 0.99
            table[2 * at, CHARSET.index(less) if less else 0] = self.share if less else 0.01
            table[2 * at + 1, 0] = 1.0
        return np.log(table), CHARSET


def seeing(text: str, **instead: str) -> Seeing:
    """An engine that reads `text`, in doubt at the places named a0, a1 … between it and another sign."""
    return Seeing(*((char, instead.get(f"a{at}", "")) for at, char in enumerate(text)))


@pytest.mark.parametrize(
    ("text", "engine", "day"),
    [
        ("2024年7日24日", seeing("2024年7日24日", a6="月"), "2024-07-24"),
        ("2023年5024日", seeing("2023年5024日", a6="月"), "2023-05-24"),
        ("2022103/26", seeing("2022103/26", a4="/"), "2022-03-26"),
        ("202H.5.24", seeing("202H.5.24", a3="4"), "2024-05-24"),
        ("2024.219", seeing("2024.219"), "2024-02-19"),
        ("2023.1125", seeing("2023.1125"), "2023-11-25"),
        ("2025513", seeing("2025513"), "2025-05-13"),
        ("2023年4月Ⅱ日", seeing("2023年4月Ⅱ日"), "2023-04-11"),
        ("2012年2月15日", seeing("2022年2月15日"), "2022-02-15"),
        ("20221016", seeing("2022年1日16日"), "2022-01-16"),
        ("2023年Ⅱ月1日", seeing("2023年Ⅱ月1日"), "2023-11-01"),
        ("二〇二五年七月五日", seeing("二〇二五年七月五日"), "2025-07-05"),
        ("二〇二の年十一日十四日", seeing("二〇二の年十一日十四日", a3="四", a7="月"), "2024-11-14"),
    ],
)
def test_a_sign_taken_for_another_leaves_one_day(text: str, engine: Seeing, day: str) -> None:
    """Where the likeliest characters are no date, the likeliest date is read."""
    found = read_date(engine, CROP, text)  # type: ignore[arg-type]
    assert found is not None
    assert found.value == day
    assert found.lead > 2.5


def test_a_day_that_no_calendar_has_is_not_mended() -> None:
    """The thirtieth of February stays what it is: no date."""
    found = read_date(seeing("2024年2月30日", a7="2"), CROP, "2024年2月30日")  # type: ignore[arg-type]
    assert found is not None
    assert found.value is None


def test_two_days_that_the_ink_allows_alike_have_no_lead() -> None:
    """A digit that may as well be another gives no day."""
    text = "2024年7月24日"
    steps = [(char, "") for char in text]
    engine = Seeing(*steps)
    table, charset = engine.log_probabilities(CROP)
    table[2 * 8] = np.log(1e-9)
    table[2 * 8, CHARSET.index("4")] = table[2 * 8, CHARSET.index("1")] = np.log(0.5)
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    found = read_date(engine, CROP, text)  # type: ignore[arg-type]
    assert found is not None
    assert found.lead < 0.1


def test_a_doubled_figure_needs_a_greater_lead() -> None:
    """The distribution eats one of two like figures: 1 is sure only where 11 is far behind."""
    plain = read_date(seeing("2022.1.3"), CROP, "2022.1.3")  # type: ignore[arg-type]
    table, charset = seeing("2022.1.3").log_probabilities(CROP)
    table = np.insert(table, 12, np.log(1e-9), axis=0)  # after the month's 1 and its blank, a second one less likely
    table[12, CHARSET.index("1")], table[12, 0] = np.log(0.05), np.log(0.95)
    engine = seeing("2022.1.3")
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    eaten = read_date(engine, CROP, "2022.1.3")  # type: ignore[arg-type]
    assert plain is not None
    assert eaten is not None
    assert (plain.value, eaten.value) == ("2022-01-03", "2022-01-03")
    assert plain.lead > 2.5 > eaten.lead


def test_ink_that_says_no_date_at_all_gives_none() -> None:
    """The best of all days may still be none: ink that no way to write a date comes near says nothing."""
    assert read_date(seeing("2025の四三H二"), CROP, "2025.5.13") is None  # type: ignore[arg-type]


def test_the_years_last_figure_may_be_misread() -> None:
    """2021.1.3 was read of 2022.11.3: the days of near years compete."""
    found = read_date(seeing("2022.11.3"), CROP, "2021.1.3")  # type: ignore[arg-type]
    assert found is not None
    assert found.value == "2022-11-03"


def test_a_form_with_blanks_has_no_date() -> None:
    """`2024年 月 日` is not filled in by anybody."""
    assert read_date(seeing("2024年月日"), CROP, "2024年月日") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "于2024年104日在工作中受伤",
        "2023年5024日",
        "2024年7日24日",
        "2022103/26",
        "202H.5.2H",
        "日期：2025/1/H",
        "二〇二の年十一日十四日",
    ],
)
def test_the_outline_of_a_date_is_found_without_a_value(text: str) -> None:
    """What looks like a date and is none stays for a second look, and is never sure."""
    [found] = [one for one in grammar.dates(text) if one.quality >= 0.4]
    assert found.value is None
    assert "MISREAD" in found.flags


@pytest.mark.parametrize(
    "text", ["2023.50元", "¥20,241.00", "2024年", "2024年度", "202405067731", "2024年 月 日", "TEST20240411615857"]
)
def test_numbers_are_no_dates(text: str) -> None:
    """Amounts, years and slip numbers have no outline of a date."""
    assert not [one for one in grammar.dates(text) if one.quality >= 0.4]


class Shelf:
    """A shelf with one white page, unclear or not."""

    def __init__(self, *, unclear: bool = False) -> None:
        self._unclear = unclear

    def was_read_twice(self, page: int) -> bool:
        """Whether the page is unclear."""
        return self._unclear

    def crop(self, page: int, box: object) -> np.ndarray:
        """The value's place."""
        return self.unstamped(page)

    crop_without_red = crop_in_red_light = crop

    def under_grey_stamp(self, page: int, box: object) -> bool:
        """No stamp."""
        return False

    def unstamped(self, page: int) -> np.ndarray:
        """The page."""
        return np.full((80, 400, 3), 255, dtype=np.uint8)


def line(text: str) -> Line:
    """A read line."""
    corner = (0.0, 0.0)
    glyphs = tuple(Glyph(char, 0.99, (at + 0.5) / len(text)) for at, char in enumerate(text))
    return Line((corner, corner, corner, corner), glyphs, 0.99)


def leaf(value: str | None, raw: str, confidence: float, *flags: str) -> FieldLeaf:
    """A date with its place."""
    return FieldLeaf(value, raw, confidence, confidence, 0, PART.box, 0, 0, 10, (PART,), flags, (), "date")


def test_a_doubtful_date_is_confirmed_by_its_ink() -> None:
    """A day that leads all others is sure, with what was noticed about its signs answered."""
    look = SecondLook(seeing("2024年7月24日"), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf("2024-07-24", "2024年7月24日", 0.6))
    assert found.confidence > 0.95
    assert found.value == "2024-07-24"


def test_a_day_that_lost_a_digit_is_made_whole_or_doubted() -> None:
    """`2024-05-2` beside ink that says the 24th is the 24th; without such ink it is never sure."""
    cut_day = leaf("2024-05-02", "2024-05-2", 0.98, "UNEVEN_ZEROS")
    whole = SecondLook(seeing("2024-05-24"), Shelf(), 1).at(cut_day)  # type: ignore[arg-type]
    assert (whole.value, "READ_AS_DATE" in whole.flags) == ("2024-05-24", True)
    other = replace(cut_day, flags=(), value="2024-05-21", raw="2024-05-21", confidence=0.6)
    doubting = seeing("2024-05-24")
    doubting.recognise = lambda crops: (line("2024-05-24"),)  # type: ignore[attr-defined]
    doubted = SecondLook(doubting, Shelf(), 1).at(other)  # type: ignore[arg-type]
    assert "READ_DIFFERENTLY" in doubted.flags


@pytest.mark.parametrize(
    ("seen", "value", "flags"),
    [("2025年6月15", "2025-06-15", ("READ_AS_DATE",)), ("2025年6月1", "2025-06-01", ("DAY_SIGN_MISSING",))],
)
def test_a_day_cut_before_its_last_sign_is_made_whole_by_its_ink(seen: str, value: str, flags: tuple[str, ...]) -> None:
    """6月1 beside ink that says the 15th is the 15th; ink that says the 1st settles nothing: more may be cut off."""
    engine = seeing(seen)
    engine.recognise = lambda crops: (line(seen),)  # type: ignore[attr-defined]
    cut = leaf("2025-06-01", "2025年6月1", 0.98, "DAY_SIGN_MISSING")
    found = SecondLook(engine, Shelf(), 1).at(cut)  # type: ignore[arg-type]
    assert (found.value, found.flags) == (value, flags)


def test_an_eleven_read_as_one_is_an_eleven() -> None:
    """Ink that says 11 far before 1 is the 11th month; read the other way round it is doubted."""
    look = SecondLook(seeing("2024年11月6日"), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf("2024-01-06", "2024年1月6日", 0.85))
    assert (found.value, found.flags) == ("2024-11-06", ("READ_AS_DATE",))
    look = SecondLook(seeing("2024年1月6日"), Shelf(), 1)  # type: ignore[arg-type]
    other = look.at(leaf("2024-11-06", "2024年11月6日", 0.85))
    assert (other.value, "READ_DIFFERENTLY" in other.flags) == ("2024-11-06", True)


def test_an_outline_becomes_the_day_that_its_ink_names() -> None:
    """A date without a value gets one, marked as read under the grammar of dates."""
    look = SecondLook(seeing("2023年5024日", a6="月"), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf(None, "2023年5024日", 0.9, "NOT_A_DATE", "MISREAD"))
    assert (found.value, found.flags) == ("2023-05-24", ("READ_AS_DATE",))


def test_a_clear_reading_that_the_ink_does_not_bear_is_doubted() -> None:
    """A day read with little doubt is looked at as a date too; the ink of another day makes it unsure."""
    look = SecondLook(seeing("2022.11.3"), Shelf(), 1)  # type: ignore[arg-type]
    seen = look.at(leaf("2021-01-03", "2021.1.3", 0.985))
    assert seen.value == "2021-01-03"
    assert "READ_DIFFERENTLY" in seen.flags


def test_a_clear_reading_whose_day_has_no_lead_is_doubted() -> None:
    """Read as 1 with 0.94 where 11 is nearly as likely: the value stays and is not sure."""
    table, charset = seeing("2025.1.13").log_probabilities(CROP)
    table = np.insert(table, 12, np.log(1e-9), axis=0)
    table[12, CHARSET.index("1")], table[12, 0] = np.log(0.05), np.log(0.95)
    engine = seeing("2025.1.13")
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    seen = SecondLook(engine, Shelf(), 1).at(leaf("2025-01-13", "2025.1.13", 0.944))  # type: ignore[arg-type]
    assert (seen.value, seen.flags) == ("2025-01-13", ("READ_DIFFERENTLY",))


def test_the_look_sees_the_rows_of_the_writing_alone() -> None:
    """Air, a rule under the date and the borders of its cell stay outside; the strokes stay whole."""
    crop = np.full((80, 300, 3), 250, dtype=np.uint8)
    crop[30:56, 40:260:8] = 40
    ink = int((crop[..., 0] == 40).sum())
    crop[70:72] = 30
    tight = _tight(crop)
    assert 26 <= tight.shape[0] <= 42
    assert int((tight[..., 0] == 40).sum()) == ink
    crop[:, 2:4] = crop[:, 296:298] = 30
    assert _tight(crop).shape[1] == 292
    assert _tight(np.full((80, 300, 3), 250, dtype=np.uint8)).shape == (80, 300, 3)


class Counting(Seeing):
    """An engine that counts how many views it was shown."""

    looks = 0

    def log_probabilities(self, crop: object) -> tuple[LogProbabilities, tuple[str, ...]]:
        """As the engine it counts for."""
        self.looks += 1
        return super().log_probabilities(crop)


@pytest.mark.parametrize(("less", "looks"), [("", 1), ("5", 4)])
def test_a_clear_first_view_is_the_only_one(less: str, looks: int) -> None:
    """A day that leads clearly is read once; one in doubt between two figures at four widths."""
    engine = Counting(*((char, less if at == 9 else "") for at, char in enumerate("2024-03-24")))
    assert read_date(engine, CROP, "2024-03-24") is not None  # type: ignore[arg-type]
    assert engine.looks == looks


def test_a_date_put_together_of_pieces_is_looked_at_however_clear() -> None:
    """年1 and 1 月21 read of overlapping lines give 11月: the ink as a whole says the first month."""
    sure = leaf("2024-11-21", "2024年11月21日", 0.997)
    two = (replace(PART, stop=7, box=(10.0, 10.0, 110.0, 40.0)), replace(PART, start=7, box=(104.0, 10.0, 210.0, 40.0)))
    seen = SecondLook(seeing("2024年1月21日"), Shelf(), 1).at(replace(sure, parts=two))  # type: ignore[arg-type]
    assert "READ_DIFFERENTLY" in seen.flags
    assert SecondLook(seeing("2024年1月21日"), Shelf(), 1).at(sure) == sure  # type: ignore[arg-type]


def test_a_date_whose_pieces_overlap_and_lie_askew_is_doubted() -> None:
    """What two parts share was read twice; where no crop holds both, a person reads it."""
    two = (replace(PART, stop=7, box=(10.0, 10.0, 120.0, 40.0)), replace(PART, start=7, box=(104.0, 36.0, 210.0, 66.0)))
    askew = replace(leaf("2024-11-21", "2024年11月21日", 0.997), parts=two)
    seen = SecondLook(seeing("2024年1月21日"), Shelf(), 1).at(askew)  # type: ignore[arg-type]
    assert "READ_DIFFERENTLY" in seen.flags
    apart = replace(askew, parts=(two[0], replace(two[1], box=(124.0, 36.0, 210.0, 66.0))))
    assert SecondLook(seeing("2024年1月21日"), Shelf(), 1).at(apart).flags == ()  # type: ignore[arg-type]


def test_a_last_sign_that_a_wider_crop_shows_answers_its_absence() -> None:
    """2024年4月7 whose 日 stands apart is the 7th once the ink says so up to its 日; without it more may be cut off."""
    engine = seeing("2024年4月7日")
    engine.recognise = lambda crops: (line("2024年4月7"),)  # type: ignore[attr-defined]
    found = SecondLook(engine, Shelf(), 1).at(leaf("2024-04-07", "2024年4月7", 0.98, "DAY_SIGN_MISSING"))  # type: ignore[arg-type]
    assert (found.value, found.flags) == ("2024-04-07", ())


@pytest.mark.parametrize(("raw", "tried"), [("202..1", True), ("2024年月日", False), ("20", False)])
def test_a_few_figures_are_tried_where_no_form_is_printed(raw: str, tried: bool) -> None:
    """Of 2024.1.11 in a narrow hand 202..1 is read; a printed form with blanks stays one."""
    found = read_date(seeing("2024.1.11"), CROP, raw)  # type: ignore[arg-type]
    assert (found is not None) == tried


def test_pieces_count_what_the_distribution_swallows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pieces say 1 and not 11, a lead over 11 needs no margin; where they say 11, 1 has no lead."""
    table, charset = seeing("2022.1.3").log_probabilities(CROP)
    table = np.insert(table, 12, np.log(1e-9), axis=0)
    table[12, CHARSET.index("1")], table[12, 0] = np.log(0.05), np.log(0.95)
    engine = seeing("2022.1.3")
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    said = np.full((2, 40), -12.0, dtype=np.float32)
    said[0, 1] = said[1, 3] = 0.0
    monkeypatch.setattr("ocr.date_look.numbers_in", lambda crop, over, text: said)
    one = read_date(engine, CROP, "2022.1.3")  # type: ignore[arg-type]
    said[0, [1, 11]] = -12.0, 0.0
    eleven = read_date(engine, CROP, "2022.1.3")  # type: ignore[arg-type]
    assert one is not None
    assert eleven is not None
    assert one.value == "2022-01-03"
    assert one.lead > 3.0
    assert eleven.value != "2022-01-03" or eleven.lead < 2.5


def test_odd_signs_are_borne_where_both_numbers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand whose 月 looks like nothing says a date if its pieces name the same month and day, else none."""
    table, charset = seeing("2024年3の26日", a6="月").log_probabilities(CROP)
    table[12, CHARSET.index("月")] = -8.0
    engine = seeing("2024年3月26日")
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    said = np.full((2, 40), -12.0, dtype=np.float32)
    said[0, 3] = said[1, 26] = 0.0
    monkeypatch.setattr("ocr.date_look.numbers_in", lambda crop, over, text: said)
    found = read_date(engine, CROP, "2024年3の26日")  # type: ignore[arg-type]
    assert found is not None
    assert found.value == "2024-03-26"
    said[1, [26, 25]] = -0.7, 0.0
    assert read_date(engine, CROP, "2024年3の26日") is None  # type: ignore[arg-type]


def test_a_rule_that_lies_askew_is_no_writing() -> None:
    """Of a cell that a photograph tilts, the rows of the writing are kept and not those of its border."""
    crop = np.full((90, 500, 3), 250, dtype=np.uint8)
    crop[36:58, 40:260:8] = 60
    for x in range(500):
        crop[8 + x // 60 : 13 + x // 60, x] = crop[74 + x // 60 : 79 + x // 60, x] = 30
    tight = _tight(crop)
    assert tight.shape[0] <= 36
    assert int((tight[..., 0] == 60).sum()) == int((crop[..., 0] == 60).sum())


@pytest.mark.parametrize("raw", ["2024年1月29日", "2024年11月1日", "2024-01-29", "2024.3.1"])
def test_a_lone_one_is_looked_at_however_surely_it_was_read(raw: str) -> None:
    """A written 11 is read as 1 without a doubt: its date is asked of the ink."""
    engine = Counting(*((char, "") for char in raw))
    SecondLook(engine, Shelf(), 1).at(leaf("2024-01-29", raw, 0.9999))  # type: ignore[arg-type]
    assert engine.looks


@pytest.mark.parametrize(
    ("unclear", "confidence", "found", "stands"),
    [
        (True, 0.997, DateReading("2029-03-01", 0.7), True),
        (True, 0.997, DateReading("2029-03-01", 1.0), False),  # it prefers another day
        (True, 0.996, DateReading("2029-03-01", 0.7), False),  # one reader's word
        (False, 0.997, DateReading("2029-03-01", 0.7), False),  # a clear page's look sees well
        (True, 0.997, DateReading("2024-03-11", 0.7), False),  # the second 1 of an 11, which both may have lost
        (True, 0.997, DateReading("2024-03-01", 0.7, twice=True), False),
    ],
)
def test_a_look_that_says_nothing_takes_nothing_from_what_two_agreed_on(
    monkeypatch: pytest.MonkeyPatch, unclear: bool, confidence: float, found: DateReading, stands: bool
) -> None:
    """On an unclear page a look that hardly prefers another day leaves a day alone that two readers say."""
    monkeypatch.setattr("ocr.dates_again.read_date", lambda *_: found)
    look = SecondLook(Counting(), Shelf(unclear=unclear), 1)  # type: ignore[arg-type]
    told = look.at(leaf("2024-03-01", "2024.3.1", confidence))
    assert (told.confidence == confidence and not told.flags) is stands


@pytest.mark.parametrize("raw", ["2024年11月29日", "2024年10月21日", "2024-12-13"])
def test_a_clear_date_without_one_is_left_alone(raw: str) -> None:
    """Dates that were read without a doubt and hold no lone 1 cost nothing."""
    engine = Counting(*((char, "") for char in raw))
    SecondLook(engine, Shelf(), 1).at(leaf("2024-11-29", raw, 0.9999))  # type: ignore[arg-type]
    assert not engine.looks


def test_the_row_in_the_middle_of_a_crop_is_the_dates() -> None:
    """A row above that reaches into the crop has more ink and is not read in the date's stead."""
    crop = np.full((140, 300, 3), 250, dtype=np.uint8)
    for x in range(10, 200, 12):
        crop[2:42, x : x + 5] = 20  # the neighbour's
    for x in range(10, 200, 14):
        crop[62:96, x : x + 5] = 20

    tight = _tight(crop)
    ink = (tight < 100).any(axis=(1, 2))
    assert 34 <= ink.sum() <= 36
    assert tight.shape[0] < 60


@pytest.mark.parametrize(("ink", "doubted"), [("2023年11月13日", False), ("2023年11月18日", True)])
def test_a_stamped_date_that_reads_as_no_date_is_asked_as_a_date(ink: str, doubted: bool) -> None:
    """Where a stamp's ring makes 2923年 of 2023年, the ink is asked which day it names; another day is doubted."""
    engine = seeing(ink)
    engine.recognise = lambda crops: (line("2923年11月13日"),)  # type: ignore[attr-defined]
    shelf = Shelf()
    shelf.under_grey_stamp = lambda page, box: True  # type: ignore[method-assign]
    found = SecondLook(engine, shelf, 1).at(leaf("2023-11-13", "2023年11月13日", 0.9999))  # type: ignore[arg-type]
    assert ("READ_DIFFERENTLY" in found.flags) is doubted


@pytest.mark.parametrize(("share", "doubted"), [(0.03, False), (0.06, True)])
def test_a_figure_that_may_be_another_is_not_settled_by_the_pieces(
    monkeypatch: pytest.MonkeyPatch, share: float, doubted: bool
) -> None:
    """A closed 4 is a 9 to the network too: it makes no date sure whose figure may be another to the recogniser."""
    said = np.full((2, 40), -7.0, dtype=np.float32)
    said[0, 8] = said[1, 19] = 0.0
    monkeypatch.setattr(date_look, "numbers_in", lambda crop, over, text: said)
    engine = seeing("2021-08-19", a9="4")
    engine.share = share
    found = SecondLook(engine, Shelf(), 1).at(leaf("2021-08-19", "2021-08-19", 1 - share))  # type: ignore[arg-type]
    assert is_sure(found.sort, found.confidence, found.fit, found.flags) is not doubted
    assert "READ_DIFFERENTLY" not in found.flags  # another hand's same day may settle it


def eaten(text: str, at: int, share: float) -> Seeing:
    """An engine that reads `text`, and by `share` nothing in the place of the figure at `at`."""
    engine = seeing(text)
    table, charset = engine.log_probabilities(CROP)
    table[2 * at, CHARSET.index(text[at])], table[2 * at, 0] = np.log(1 - share), np.log(share)
    engine.log_probabilities = lambda crop: (table, charset)  # type: ignore[method-assign]
    return engine


def pieces(month: int, day: int) -> np.ndarray:
    """What the network says that sees these two numbers."""
    said = np.full((2, 40), -7.0, dtype=np.float32)
    said[0, month] = said[1, day] = 0.0
    return said


def test_a_one_beside_an_eleven_is_no_other_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recogniser says 1 of many an 11; pieces that see two strokes settle it without anybody else."""
    monkeypatch.setattr(date_look, "numbers_in", lambda crop, over, text: pieces(8, 11))
    look = SecondLook(eaten("2021年8月11日", 8, 0.3), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf("2021-08-11", "2021年8月11日", 0.7))
    assert is_sure(found.sort, found.confidence, found.fit, found.flags)


def test_an_eleven_that_may_be_a_one_is_left_to_the_same_day_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both readings say 11 and nothing tells it from 1: no contradiction, but a doubt that another hand may settle."""
    monkeypatch.setattr(date_look, "numbers_in", lambda crop, over, text: None)
    look = SecondLook(eaten("2021年8月11日", 8, 0.3), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf("2021-08-11", "2021年8月11日", 0.4))
    assert FIGURE_IN_DOUBT in found.flags
    assert "READ_DIFFERENTLY" not in found.flags
    assert found.confidence >= DOUBTFUL


def test_a_figure_that_the_first_view_leaves_open_is_asked_of_the_other_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stamp's stroke beside a 1 makes it a likely 4 in one view; where the others say 1 it is a 1."""
    monkeypatch.setattr(date_look, "numbers_in", lambda crop, over, text: pieces(3, 1))
    engine = seeing("2024年3月1日", a7="4")
    first, rest = Seeing(*engine._steps), Seeing(*engine._steps)
    first.share, rest.share = 0.15, 0.01
    views = [first, rest, rest, rest]
    engine.log_probabilities = lambda crop: views.pop(0).log_probabilities(crop)  # type: ignore[method-assign]
    found = read_date(engine, CROP, "2024年3月1日")  # type: ignore[arg-type]
    assert found is not None
    assert (found.value, found.apart > date_look.CLEAR_APART) == ("2024-03-01", True)


@pytest.mark.parametrize(
    ("text", "asked"), [("2025513", "2025.5.13"), ("2023.1125", "2023.11.25"), ("2024-219", "2024-2-19")]
)
def test_the_pieces_lie_where_signs_that_were_not_seen_must_stand(
    monkeypatch: pytest.MonkeyPatch, text: str, asked: str
) -> None:
    """Figures that run together have a month and a day nevertheless."""
    seen: list[str] = []
    monkeypatch.setattr(date_look, "numbers_in", lambda crop, over, text: seen.append(text))
    read_date(seeing(text), CROP, text)  # type: ignore[arg-type]
    assert seen == [asked]


@pytest.mark.parametrize(
    ("ink", "value", "flag"),
    [("2022年1日16日", "2022-01-16", "READ_AS_DATE"), ("2022の四16H二", "2022-10-16", "READ_DIFFERENTLY")],
)
def test_eight_figures_are_no_day_that_their_ink_does_not_say(ink: str, value: str, flag: str) -> None:
    """Figures read without a sign between them had signs: the ink names the day, or nobody is sure of it."""
    look = SecondLook(seeing(ink), Shelf(), 1)  # type: ignore[arg-type]
    found = look.at(leaf("2022-10-16", "20221016", 0.99))
    assert (found.value, flag in found.flags) == (value, True)


@pytest.mark.parametrize(("lead", "flag"), [(2.36, FIGURE_IN_DOUBT), (0.5, "READ_DIFFERENTLY")])
def test_a_day_that_its_ink_names_by_little_is_left_to_the_same_day_elsewhere(
    monkeypatch: pytest.MonkeyPatch, lead: float, flag: str
) -> None:
    """Read so and named so, but not far before every other day: in doubt; by next to nothing: read differently."""
    monkeypatch.setattr(
        dates_again, "read_date", lambda engine, crop, raw: DateReading("2023-01-15", lead, True, 11.2, False)
    )
    found = SecondLook(seeing("2023-01-15"), Shelf(), 1).at(leaf("2023-01-15", "2023年1月15日", 0.68))  # type: ignore[arg-type]
    assert (found.value, flag in found.flags) == ("2023-01-15", True)
    assert not is_sure(found.sort, found.confidence, found.fit, found.flags)


@pytest.mark.parametrize(("lead", "value"), [(0.87, "2024-01-29"), (0.3, None)])
def test_the_likeliest_day_of_ink_that_gave_none_is_named_in_doubt(
    monkeypatch: pytest.MonkeyPatch, lead: float, value: str | None
) -> None:
    """2024年1029日 is no day; the one that its ink names first, if by little, stands in doubt for others to settle."""
    monkeypatch.setattr(
        dates_again, "read_date", lambda engine, crop, raw: DateReading("2024-01-29", lead, True, 5.4, False)
    )
    unread = replace(leaf("2024-01-29", "2024年1029日", 0.58), value=None, flags=("NOT_A_DATE", "MISREAD"))
    found = SecondLook(seeing("2024-01-29"), Shelf(), 1).at(unread)  # type: ignore[arg-type]
    assert found.value == value
    assert (FIGURE_IN_DOUBT in found.flags) is (value is not None)
    assert not is_sure(found.sort, found.confidence, found.fit, found.flags)


@pytest.mark.parametrize(("other", "doubted"), [("2024-12-17", True), ("2024-02-07", False)])
def test_figures_without_a_sign_that_are_another_day_leave_it_in_doubt(
    monkeypatch: pytest.MonkeyPatch, other: str, doubted: bool
) -> None:
    """20241217 may be 2024/2/7, its strokes read as ones: what its ink names first is not sure beside 17 December."""
    monkeypatch.setattr(
        dates_again, "read_date", lambda engine, crop, raw: DateReading("2024-02-07", 8.9, False, 5.8, False)
    )
    unread = replace(
        leaf("2024-02-07", "20241217", 0.98),
        value=None,
        flags=("NOT_A_DATE",),
        alternatives=(Alternative(other, 0.5),),
    )
    found = SecondLook(seeing("2024-02-07"), Shelf(), 1).at(unread)  # type: ignore[arg-type]
    assert found.value == "2024-02-07"
    assert (FIGURE_IN_DOUBT in found.flags) is doubted
