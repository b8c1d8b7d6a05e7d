"""An amount that stands in figures and in capitals on a moved page is the one that both inks say."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ocr.amount_ink import READ_TOGETHER
from ocr.both_look import look_at_both
from ocr.calibration import DOUBTFUL, is_sure
from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import line

CHARSET = ("", *"0123456789.,¥零壹贰叁肆伍陆柒捌玖拾佰仟万元角分整人民币：大写小")
FIGURES, WORDS = "小写：", "大写："
Seen = Mapping[int, tuple[str, float]]  # place in a text -> another sign and its share


def ink(text: str, others: Seen) -> LogProbabilities:
    """Each sign once, a blank after it."""
    table = np.full((2 * len(text), len(CHARSET)), 1e-7, dtype=np.float32)
    for place, sign in enumerate(text):
        other, share = others.get(place, ("", 0.0))
        table[2 * place, CHARSET.index(sign)] = 1 - share
        if other:
            table[2 * place, CHARSET.index(other)] = share
        table[2 * place + 1, 0] = 1.0
    return np.asarray(np.log(table), dtype=np.float32)


class Page:
    """An engine and a shelf: the upper half of the page is the figures, the lower the capitals."""

    def __init__(self, figures: LogProbabilities, words: LogProbabilities, *, layer: bool = False) -> None:
        self._seen = {10: figures, 200: words}
        self.raw = SimpleNamespace(words=("13088.00",) if layer else ())

    @property
    def read_twice(self) -> "Page":
        """Itself."""
        return self

    def thin(self, page: int) -> "Page":
        """A sheet whose file has a text layer or none."""
        return self

    twice = True
    blind: LogProbabilities | None = None  # what a second recogniser makes of the capitals

    def was_read_twice(self, page: int) -> bool:
        """Whether two recognisers read it."""
        return self.twice

    def unstamped(self, page: int) -> np.ndarray:
        """The page, each row as light as its number says."""
        return np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 900, axis=1).repeat(3, axis=2)

    def every_opinion(self, crop: np.ndarray) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What stands at the crop's place, by one recogniser."""
        figures = int(crop[0, 0, 0]) < 100
        more = ((self.blind, CHARSET),) if self.blind is not None and not figures else ()
        return ((self._seen[10 if figures else 200], CHARSET), *more)

    opinions_of_figures = every_opinion


def both(
    page: Page, figures: tuple[str, int | None], words: tuple[str, int | None], confidence: float = 0.58
) -> tuple[FieldLeaf, FieldLeaf]:
    """Figures and capitals after the look, as they were read before it."""
    lines = (line(FIGURES + figures[0], 40, 10), line(WORDS + words[0], 40, 200))
    fields = {
        "total_figures": leaf(lines, 0, figures, "money", confidence),
        "total_upper": leaf(lines, 1, words, "words", confidence),
    }
    found = look_at_both(fields, {0: lines}, page, page)  # type: ignore[arg-type]
    return found["total_figures"], found["total_upper"]


def leaf(lines: tuple[Line, ...], at: int, read: tuple[str, int | None], sort: str, confidence: float) -> FieldLeaf:
    """A value read behind a label."""
    part = Part(0, at, 3, len(lines[at].text), lines[at].box)
    parts = (part,)
    return FieldLeaf(read[1], read[0], confidence, confidence, 0, part.box, at, 3, part.stop, parts, (), (), sort)


def test_figures_that_were_misread_are_what_both_inks_say() -> None:
    """3,088.00 with a 1 before it that is hardly seen, and 壹万叁仟零捌拾捌元整: 13,088.00 by both."""
    page = Page(ink("13088.00", {}), ink("壹万叁仟零捌拾捌元整", {}))
    figures, words = both(page, ("3088.00", 308800), ("壹万叁仟零捌拾捌元整", 1308800))
    assert (figures.value, figures.raw, figures.flags) == (1308800, "3088.00", (READ_TOGETHER,))
    assert [other.value for other in figures.alternatives] == [308800]
    assert (words.value, words.flags) == (1308800, ())


def test_capitals_that_say_nothing_are_what_both_inks_say() -> None:
    """贰万壹仟肆伍玖拾捌元, no amount, with 佰 behind 伍 as the less likely: the figures' amount."""
    page = Page(ink("21498.62", {}), ink("贰万壹仟肆伍玖拾捌元陆角贰分", {5: ("佰", 0.3)}))
    figures, words = both(page, ("21498.62", 2149862), ("贰万壹仟肆伍玖拾捌元陆角贰分", None))
    assert (figures.value, figures.flags, words.value, words.flags) == (2149862, (), 2149862, (READ_TOGETHER,))


def test_where_both_were_misread_the_amount_between_them_is_found() -> None:
    """3609.20 and 叁仟陆佰零叁元贰角, 3 for 9 in the one and 0 for 3 in the other: 3609.30 by both inks."""
    page = Page(ink("3609.20", {5: ("3", 0.4)}), ink("叁仟陆佰零叁元叁角整", {5: ("玖", 0.4)}))
    figures, words = both(page, ("3609.20", 360920), ("叁仟陆佰零叁元叁角整", 360330))
    assert (figures.value, words.value) == (360930, 360930)
    assert figures.flags == words.flags == (READ_TOGETHER,)


def test_two_inks_that_clearly_differ_stay_two_amounts() -> None:
    """15000.00 beside 壹万叁仟元整, each beyond doubt: a mistake of whoever made the paper, and to be told."""
    page = Page(ink("15000.00", {}), ink("壹万叁仟元整", {}))
    figures, words = both(page, ("15000.00", 1500000), ("壹万叁仟元整", 1300000), confidence=0.999)
    assert (figures.value, figures.flags, words.value, words.flags) == (1500000, (), 1300000, ())


def test_of_two_amounts_that_differ_neither_unclear_one_is_sure() -> None:
    """Where neither ink may say the other's amount and both were read with doubt, both are a person's to read."""
    page = Page(ink("15000.00", {}), ink("壹万叁仟元整", {}))
    figures, words = both(page, ("15000.00", 1500000), ("壹万叁仟元整", 1300000), confidence=0.97)
    assert (figures.value, figures.flags) == (1500000, ("READ_DIFFERENTLY",))
    assert (words.value, words.flags) == (1300000, ("READ_DIFFERENTLY",))


@pytest.mark.parametrize("layer", [True, False])
def test_only_photographs_are_asked(layer: bool) -> None:
    """A page whose file says what stands on it has no camera's movement in it."""
    page = Page(ink("13088.00", {}), ink("壹万叁仟零捌拾捌元整", {}), layer=layer)
    figures, _ = both(page, ("3088.00", 308800), ("壹万叁仟零捌拾捌元整", 1308800))
    assert (figures.value == 308800) is layer


def test_such_an_amount_is_for_a_person() -> None:
    """It is never sure, and its confidence lies below what any agreement raises."""
    page = Page(ink("13088.00", {}), ink("壹万叁仟零捌拾捌元整", {}))
    figures, _ = both(page, ("3088.00", 308800), ("壹万叁仟零捌拾捌元整", 1308800), confidence=0.99)
    assert figures.confidence < DOUBTFUL
    assert not is_sure("money", 1.0, 1.0, figures.flags)


def test_what_a_tables_amounts_make_is_asked_for() -> None:
    """6,616.00 and 柒仟陆佰…, both misread: 3,616.00 that the lines make is hardly less likely in either ink."""
    lines = (line(FIGURES + "6616.00", 40, 10), line(WORDS + "柒仟陆佰壹拾陆元整", 40, 200))
    page = Page(ink("6616.00", {0: ("3", 0.3)}), ink("柒仟陆佰壹拾陆元整", {0: ("叁", 0.3)}))
    fields = {
        "total_figures": leaf(lines, 0, ("6616.00", 661600), "money", 0.58),
        "total_upper": leaf(lines, 1, ("柒仟陆佰壹拾陆元整", 761600), "words", 0.58),
    }
    found = look_at_both(fields, {0: lines}, page, page, {"total_figures": 361600})  # type: ignore[arg-type]
    assert (found["total_figures"].value, found["total_upper"].value) == (361600, 361600)


@pytest.mark.parametrize("twice", [True, False])
def test_what_a_table_makes_decides_between_amounts_that_are_as_likely(twice: bool) -> None:
    """A 6 and a 3 alike in both inks: the lines make 3,616.00. On a page that was read once nothing is decided."""
    page = Page(ink("6616.00", {0: ("3", 0.5)}), ink("陆仟陆佰壹拾陆元整", {0: ("叁", 0.5)}))
    page.twice = twice
    lines = (line(FIGURES + "6616.00", 40, 10), line(WORDS + "陆仟陆佰壹拾陆元整", 40, 200))
    fields = {
        "total_figures": leaf(lines, 0, ("6616.00", 661600), "money", 0.58),
        "total_upper": leaf(lines, 1, ("陆仟陆佰壹拾陆元整", None), "words", 0.58),
    }
    found = look_at_both(fields, {0: lines}, page, page, {"total_figures": 361600})  # type: ignore[arg-type]
    assert found["total_figures"].value == (361600 if twice else 661600)


class Wide(Page):
    """A page whose figures show all of themselves only in a crop that reaches beyond the line that was found."""

    def every_opinion(self, crop: np.ndarray) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Of a crop no wider than the line the beginning alone."""
        if int(crop[0, 0, 0]) < 100 and crop.shape[1] < 140:
            return ((ink("37.", {}), CHARSET),)
        return super().every_opinion(crop)

    opinions_of_figures = every_opinion


def test_pale_figures_behind_a_lines_end_are_seen() -> None:
    """¥37. was found of 37,278.00: what lies behind the line's end, where nothing else stands, is asked as well."""
    page = Wide(ink("37278.00", {}), ink("叁万柒仟贰佰柒拾捌元整", {}))
    figures, _ = both(page, ("37.", 3700), ("叁万柒仟贰佰柒拾捌元整", 3727800))
    assert (figures.value, figures.flags) == (3727800, (READ_TOGETHER,))


def test_capitals_that_are_none_are_asked_with_one_sign_put_right() -> None:
    """壹佰壹拾陆万叁陆佰伍拾元整 lacks a 仟, and of the figures nothing but 37 was read: 1,163,650.00 by both."""
    page = Page(ink("1163650.00", {}), ink("壹佰壹拾陆万叁仟陆佰伍拾元整", {}))
    figures, words = both(page, ("37.00", 3700), ("壹佰壹拾陆万叁陆佰伍拾元整", None))
    assert (figures.value, words.value) == (116365000, 116365000)


def test_where_each_ink_misread_two_figures_steps_lead_to_the_amount() -> None:
    """42,563.51 beside …捌拾壹元…: neither is one digit off, an amount on the way to it is likelier than both."""
    page = Page(
        ink("42563.51", {6: ("3", 0.2), 4: ("8", 0.2)}),
        ink("肆万贰仟伍佰陆拾捌元叁角壹分", {6: ("玖", 0.2), 8: ("零", 0.1)}),
    )
    figures, words = both(page, ("42563.51", 4256351), ("肆万贰仟伍佰玖拾零元叁角壹分", 4259031))
    assert (figures.value, words.value) == (4256831, 4256831)


def test_an_amount_that_one_ink_rules_out_is_no_rival() -> None:
    """16,205.00 in clear figures is what the capitals cannot be: 16,365.00 may stand in both and is taken."""
    page = Page(ink("16205.00", {2: ("3", 0.02), 3: ("6", 0.02)}), ink("壹万陆仟叁佰陆拾伍元整", {5: ("仟", 0.3)}))
    page.blind = ink("元元元元", {})
    figures, _ = both(page, ("16205.00", 1620500), ("壹万陆仟叁佰陆拾伍元整", 1636500))
    assert figures.value == 1636500


class Noisy(Page):
    """A page whose paper behind the line's end is read as figures."""

    def every_opinion(self, crop: np.ndarray) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """In a wide crop what is there, and noughts that are not."""
        if int(crop[0, 0, 0]) < 100 and crop.shape[1] > 220:
            return ((ink("3616.00000999", {0: ("6", 0.3)}), CHARSET),)
        return super().every_opinion(crop)

    opinions_of_figures = every_opinion


def test_room_behind_a_line_that_is_read_as_something_does_no_harm() -> None:
    """3616.00 and noise in the room behind: the line as it was found says what the capitals say."""
    page = Noisy(ink("3616.00", {0: ("6", 0.3)}), ink("陆仟陆佰壹拾陆元整", {}))
    figures, _ = both(page, ("3616.00", 361600), ("陆仟陆佰壹拾陆元整", 661600))
    assert figures.value == 661600


@pytest.mark.parametrize(("twice", "value"), [(True, 361600), (False, 61600)])
def test_an_amount_that_the_capitals_say_may_be_seen_worse(twice: bool, value: int) -> None:
    """1616.00 beside 叁仟陆佰壹拾陆元整: of smeared figures one may be lost, on a page that was read once none is."""
    page = Page(ink("1616.00", {0: ("3", 1e-5)}), ink("叁仟陆佰壹拾陆元整", {}))
    page.twice = twice
    figures, _ = both(page, ("616.00", 61600), ("叁仟陆佰壹拾陆元整", 361600))
    assert figures.value == value


def test_a_recogniser_that_sees_no_amount_has_no_voice() -> None:
    """Of the capitals one recogniser sees nothing: the other's word counts whole, and 3,616.00 leads."""
    page = Page(ink("3676.00", {2: ("1", 0.45)}), ink("叁仟陆佰柒拾陆元整", {4: ("壹", 0.7)}))
    page.blind = ink("元元元元", {})
    figures, words = both(page, ("3676.00", 367600), ("叁仟陆佰壹拾陆元整", 361600))
    assert (figures.value, words.value) == (367600, 361600)
    page = Page(ink("3676.00", {2: ("1", 0.45)}), ink("叁仟陆佰柒拾陆元整", {4: ("壹", 0.76)}))
    page.blind = ink("元元元元", {})
    figures, words = both(page, ("3676.00", 367600), ("叁仟陆佰壹拾陆元整", 361600))
    assert (figures.value, words.value) == (361600, 361600)


def test_what_a_table_makes_below_nothing_is_asked_of_no_ink() -> None:
    """-8,600.00, a rule read as a minus: no amount of a table, and the paper is read on."""
    page = Page(ink("13088.00", {}), ink("壹万叁仟零捌拾捌元整", {}))
    lines = (line(FIGURES + "3088.00", 40, 10), line(WORDS + "壹万叁仟零捌拾捌元整", 40, 200))
    fields = {
        "total_figures": leaf(lines, 0, ("3088.00", 308800), "money", 0.58),
        "total_upper": leaf(lines, 1, ("壹万叁仟零捌拾捌元整", 1308800), "words", 0.58),
    }
    found = look_at_both(fields, {0: lines}, page, page, {"total_figures": -860000})  # type: ignore[arg-type]
    assert found["total_figures"].value == 1308800


def test_capitals_that_go_on_in_the_next_line_rule_no_cents_out() -> None:
    """壹仟贰佰捌拾 ends the line, 陆元壹角伍分 stands in the next: the figures' 1,286.15 stays what both say."""
    page = Page(ink("1286.15", {3: ("0", 0.3)}), ink("壹仟贰佰捌拾", {}))
    figures, words = both(page, ("1286.15", 128615), ("壹仟贰佰捌拾", 128000))
    assert (figures.value, words.value) == (128615, 128615)


@pytest.mark.parametrize(
    ("fen", "twice", "sure", "said"),
    [
        (2149862, True, 0.9, 2149862),
        (2149862, False, 0.9, None),
        (2140062, True, 0.9, None),
        (2149862, True, 0.4, None),  # figures that were chosen themselves tell nothing
    ],
)
def test_capitals_over_two_rows_but_for_a_sign_are_the_figures_amount(
    fen: int, twice: bool, sure: float, said: int | None
) -> None:
    """贰万壹仟肆伍玖拾捌元 | 陆角贰分 beside 21,498.62, 佰 read as 伍, on an unclear page: that amount, in doubt."""
    lines = (line(FIGURES + "21498.62", 40, 10), line("贰万壹仟肆伍玖拾捌元", 40, 200), line("陆角贰分", 40, 240))
    page = Page(ink("21498.62", {}), ink("贰万壹仟肆伍玖拾捌元", {}))
    page.twice = twice
    words = leaf(lines, 1, ("贰万壹仟肆伍玖拾捌元陆角贰分", None), "words", 0.58)
    words = replace(words, parts=(*words.parts, *leaf(lines, 2, ("", None), "words", 0.58).parts))
    fields = {"total_figures": leaf(lines, 0, ("21498.62", fen), "money", sure), "total_upper": words}
    found = look_at_both(fields, {0: lines}, page, page)["total_upper"]  # type: ignore[arg-type]
    assert (found.value, READ_TOGETHER in found.flags) == (said, said is not None)
