"""Values of the claim are chosen where the ink of a moved page may say them, and are for a person whatever agrees."""

from random import Random

import numpy as np
import pytest

from ocr.calibration import CHOSEN, DOUBTFUL, is_sure
from ocr.engines.base import LogProbabilities
from ocr.engines.mixed_readings import DIFFERS
from ocr.expected import ExpectedNames
from ocr.extract.leaves import Extraction, FieldLeaf, Part
from ocr.known_values import READ_WITH_RECORD, nearest, says, told, with_known_values
from ocr.lines import Line
from ocr.pages import Choice, Image, PageLines
from tests.unit.ocr.extract.drawn import line

SHEET = np.full((400, 900, 3), 255, np.uint8)
FIRM = "虚构市西埔信样纺织有限公司"
MISREAD = FIRM.replace("样", "祥")
CHARSET = ("", *dict.fromkeys("虚构市西埔信样祥纺织有限公司王文静婷1234567890：姓名X"))


def distribution(signs: list[dict[str, float]]) -> LogProbabilities:
    """Each sign's probabilities, a blank after it."""
    table = np.full((2 * len(signs), len(CHARSET)), 1e-9, dtype=np.float32)
    for at, likely in enumerate(signs):
        for sign, probability in likely.items():
            table[2 * at, CHARSET.index(sign)] = probability
        table[2 * at + 1, 0] = 1.0
    return np.asarray(np.log(table / table.sum(axis=1, keepdims=True)), dtype=np.float32)


class Asked:
    """An engine of which each recogniser sees the same text, with another likely sign for some of it."""

    def __init__(self, text: str, *others: dict[str, tuple[str, float]]) -> None:
        self._seen = [
            distribution([{sign: 1 - other.get(sign, ("", 0.0))[1], **_other(sign, other)} for sign in text])
            for other in others
        ]

    @property
    def read_twice(self) -> "Asked":
        """Itself."""
        return self

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What each sees."""
        return tuple((one, CHARSET) for one in self._seen)

    opinions_of_figures = every_opinion


def _other(sign: str, other: dict[str, tuple[str, float]]) -> dict[str, float]:
    return {other[sign][0]: other[sign][1]} if sign in other else {}


def chosen(read: Line, engine: Asked, *, take: bool = True, **expected: object) -> tuple[Line, tuple[Choice, ...]]:
    """The line as the record leaves it, and what it chose."""
    lines, choices = with_known_values([read], SHEET, ExpectedNames(**expected), engine, take=take)  # type: ignore[arg-type]
    return lines[0], choices


def test_a_known_name_is_chosen_where_both_recognisers_see_it_as_likely() -> None:
    """信祥 for 信样, 样 with 0.3 and 0.2: the line says the employer, its misread sign below what can be proven."""
    engine = Asked(MISREAD, {"祥": ("样", 0.3)}, {"祥": ("样", 0.2)})
    said, choices = chosen(line(MISREAD, 100, 100), engine, employer=FIRM)
    assert said.text == FIRM
    assert said.glyphs[6].probability == CHOSEN < DOUBTFUL
    assert said.glyphs[6].others[0][0] == "祥"
    assert [(choice.read, choice.known) for choice in choices if choice.taken] == [(MISREAD, FIRM)]


@pytest.mark.parametrize(("likely", "certainty"), [(0.001, DIFFERS), (1e-8, 0.99)])
def test_what_the_ink_says_stays(likely: float, certainty: float) -> None:
    """祥 with 0.999 and more in both: another firm than the claim's is that firm, in doubt unless 样 is ruled out."""
    engine = Asked(MISREAD, {"祥": ("样", likely)}, {"祥": ("样", likely)})
    said, choices = chosen(line(MISREAD, 100, 100), engine, employer=FIRM)
    assert (said.text, [choice.taken for choice in choices]) == (MISREAD, [False] * (certainty < 0.9))
    assert {glyph.probability for glyph in said.glyphs} == {certainty}


def test_beside_a_text_layer_nothing_is_chosen() -> None:
    """A file whose own text says the claim's value is held against the ink: what was read of that stays, in doubt."""
    engine = Asked(MISREAD, {"祥": ("样", 0.3)}, {"祥": ("样", 0.2)})
    said, choices = chosen(line(MISREAD, 100, 100), engine, take=False, employer=FIRM)
    assert (said.text, [choice.taken for choice in choices]) == (MISREAD, [False])


def test_what_was_read_as_the_record_has_it_is_not_touched() -> None:
    """The employer's name read as it is keeps its certainty, and nothing was chosen."""
    read = line(FIRM, 100, 100)
    assert chosen(read, Asked(FIRM, {}), employer=FIRM) == (read, ())


def test_a_number_is_all_of_its_figures() -> None:
    """A rule behind a number was read as a further 1: with room for doubt it goes, the number is the claim's."""
    number = "449900194509081702"
    engine = Asked(number, {}, {})
    said, choices = chosen(line("姓名" + number + "1", 100, 100), engine, numbers=(number,))
    assert said.text == "姓名" + number
    assert {glyph.probability for glyph in said.glyphs[2:]} == {CHOSEN}
    assert [choice.read for choice in choices if choice.taken] == [number + "1"]


@pytest.mark.parametrize(("number", "taken"), [("449900194509081702", True), ("4499001945090817021", False)])
def test_a_number_that_cannot_be_is_sooner_the_claims(number: str, taken: bool) -> None:
    """A citizen's number whose check fails is misread: the record speaks louder than beside an account."""
    misread = number[:8] + "6" + number[9:]
    engine = Asked(misread, {"6": ("4", 0.012)})
    said, _ = chosen(line("姓名" + misread, 100, 100), engine, numbers=(number,))
    assert (said.text == "姓名" + number) is taken


def test_blanks_between_figures_are_no_figures() -> None:
    """4499 0019 … is the claim's number read as it is; with a figure misread it is that number without blanks."""
    number = "449900194509081702"
    read = line("4499 0019 4509 0817 02", 100, 100)
    assert chosen(read, Asked(number, {}), numbers=(number,)) == (read, ())
    misread = line("4499 0019 4508 0817 02", 100, 100)
    said, choices = chosen(misread, Asked(number, {"9": ("8", 0.4)}), numbers=(number,))
    assert said.text == number
    assert [choice.read for choice in choices if choice.taken] == ["449900194508081702"]


def test_of_two_known_names_that_the_ink_may_be_neither_is_chosen() -> None:
    """王文静 and 王文婷 of one claim, the third sign of neither: who stands there is a person's to say."""
    engine = Asked("王文样", {"样": ("静", 0.2)}, {"样": ("婷", 0.2)})
    said, choices = chosen(line("王文样", 100, 100), engine, relatives=("王文静", "王文婷"))
    assert (said.text, [choice.taken for choice in choices]) == ("王文样", [False, False])
    assert {glyph.probability for glyph in said.glyphs} == {DIFFERS}


def test_another_of_the_claim_s_people_is_nobody_else() -> None:
    """王文静 and 王文婷 of one claim: where the one was read the other is not asked for."""
    read = line("王文静", 100, 100)
    assert chosen(read, Asked("王文静", {"静": ("婷", 0.4)}), relatives=("王文静", "王文婷")) == (read, ())


def test_a_longer_name_of_the_claim_is_not_taken_for_a_shorter_one() -> None:
    """王文静 of the claim begins like 王婷 of the claim: where she was read, 王文 is no 王婷."""
    read = line("王文静", 100, 100)
    assert chosen(read, Asked("王文静", {"文": ("婷", 0.4)}), relatives=("王婷", "王文静")) == (read, ())


def test_a_hidden_number_is_nobody_s() -> None:
    """449900********1702 has ten of the claim's eighteen figures and is neither the claim's nor in doubt."""
    number, hidden = "449900194509081702", "449900********1702"
    read = line(hidden, 100, 100)
    assert chosen(read, Asked(number, {}), numbers=(number,)) == (read, ())


def test_a_stroke_between_figures_is_the_figure_it_looks_like() -> None:
    """4499001996|1308056 is the claim's number, its 1 read as a stroke: read so, not chosen."""
    number = "449900199611308056"
    read = line("4499001996|1308056", 100, 100)
    assert chosen(read, Asked(number, {}), numbers=(number,)) == (read, ())


def test_a_comma_is_no_sign_of_a_name() -> None:
    """王文，姓名 beside 王文静 of the claim: what stands before the comma is a name of two signs."""
    read = line("王文，姓名", 100, 100)
    assert chosen(read, Asked("王文", {}), relatives=("王文静",)) == (read, ())


def test_doubt_says_nothing_of_how_clearly_a_page_was_read() -> None:
    """A stretch that is doubted or chosen leaves its line's confidence, by which the page is judged, as it was."""
    for likely in (0.3, 0.001):
        engine = Asked(MISREAD, {"祥": ("样", likely)}, {"祥": ("样", likely)})
        said, _ = chosen(line(MISREAD, 100, 100), engine, employer=FIRM)
        assert said.confidence == 0.99 > min(glyph.probability for glyph in said.glyphs)


def test_a_surname_alone_is_nobody() -> None:
    """Of 王静 only 王 was read: too little to name her by."""
    read = line("王", 100, 100)
    assert chosen(read, Asked("王", {}), relatives=("王静",)) == (read, ())


def test_a_chosen_value_is_flagged_and_never_sure() -> None:
    """The value at the place of a choice keeps what was read as its raw text and is no sure value at any confidence."""
    choice = Choice((100.0, 100.0, 500.0, 130.0), MISREAD, FIRM, taken=True)
    part = Part(0, 0, 0, len(FIRM), (102.0, 100.0, 498.0, 130.0))
    there = FieldLeaf(FIRM, FIRM, 0.99, 0.99, sort="org", parts=(part,))
    beside = FieldLeaf(FIRM, FIRM, 0.99, 0.99, sort="org", parts=(Part(0, 1, 0, 4, (102.0, 300.0, 498.0, 330.0)),))
    found = told(Extraction(fields={"a": there, "b": beside}), [PageLines(0, 900, 400, (), (choice,))])
    assert (found.fields["a"].value, found.fields["a"].raw) == (FIRM, MISREAD)
    assert found.fields["a"].flags == (READ_WITH_RECORD,)
    assert not is_sure("org", 1.0, 1.0, found.fields["a"].flags)
    assert found.fields["b"] is beside


def test_where_a_part_was_chosen_the_raw_text_stays_whole() -> None:
    """有限公司 chosen for 有限公可 in a name: what was read is the whole name, which other looks compare."""
    choice = Choice((100.0, 100.0, 500.0, 130.0), "有限公可", "有限公司", taken=True, by="READ_AS_WORD")
    part = Part(0, 0, 0, 8, (102.0, 100.0, 498.0, 130.0))
    there = FieldLeaf("虚构样梅有限公司", "虚构样梅有限公司", 0.99, 0.99, sort="org", parts=(part,))
    found = told(Extraction(fields={"a": there}), [PageLines(0, 900, 400, (), (choice,))])
    assert (found.fields["a"].value, found.fields["a"].raw) == ("虚构样梅有限公司", "虚构样梅有限公可")


def test_a_value_that_may_be_the_claims_is_never_sure_and_that_is_offered() -> None:
    """康贵伟 where the claim knows 廖贵伟 and the ink may be either: however often it is read so, a person looks."""
    near = Choice((100.0, 100.0, 500.0, 130.0), "康贵伟", "廖贵伟", taken=False)
    part = Part(0, 0, 0, 3, (102.0, 100.0, 498.0, 130.0))
    leaf = FieldLeaf("康贵伟", "康贵伟", 0.99, 0.99, sort="name", parts=(part,))
    found = told(Extraction(fields={"a": leaf}), [PageLines(0, 900, 400, (), (near,))]).fields["a"]
    assert (found.value, found.raw, found.flags) == ("康贵伟", "康贵伟", ("LOOKS_LIKE_KNOWN",))
    assert [other.value for other in found.alternatives] == ["廖贵伟"]
    assert not is_sure("name", 1.0, 1.0, found.flags)


@pytest.mark.parametrize(
    ("text", "known", "place", "off"),
    [
        ("姓名王文静：", "王文静", (2, 5), 0),
        ("姓名王文婷：", "王文静", (2, 5), 1),
        ("12345", "1245", (0, 5), 1),
        ("", "王", (0, 0), 1),
    ],
)
def test_the_nearest_stretch(text: str, known: str, place: tuple[int, int], off: int) -> None:
    """The stretch with the fewest other signs."""
    found = nearest(text, known)
    assert ((found.start, found.stop), found.off) == (place, off)


def test_no_text_at_all_is_nowhere() -> None:
    """What nobody read is held against no ink."""
    assert says(distribution([{"1": 1.0}]), CHARSET, "", alone=False) < -100


def test_a_text_falls_behind_by_what_its_signs_lack() -> None:
    """0.3 for 0.7 at one sign is ln(7/3) behind; where nothing may stand beside it, what does counts."""
    seen = distribution([{"1": 1.0}, {"2": 0.7, "3": 0.3}, {"4": 1.0}])
    assert says(seen, CHARSET, "124", alone=True) == pytest.approx(0.0, abs=1e-3)
    assert says(seen, CHARSET, "134", alone=True) == pytest.approx(-np.log(7 / 3), abs=1e-3)
    assert says(seen, CHARSET, "12", alone=False) == pytest.approx(0.0, abs=1e-3)
    assert says(seen, CHARSET, "12", alone=True) < -10
    assert says(seen, CHARSET, "12龥", alone=False) < -100


def test_any_line_keeps_its_order_and_its_place() -> None:
    """Whatever stands on a line and in the record: signs run from left to right within the line, the quad stays."""
    rng, signs = Random(4), CHARSET[1:]
    for _ in range(200):
        text = "".join(rng.choices(signs, k=rng.randint(1, 14)))
        known = tuple("".join(rng.choices(signs, k=rng.randint(1, 6))) for _ in range(3))
        read = line(text, 100, 100)
        said, choices = chosen(read, Asked(text, {text[0]: ("X", 0.4)}), relatives=known[:2], numbers=known[2:])
        assert said.quad == read.quad
        assert [glyph.at for glyph in said.glyphs] == sorted(glyph.at for glyph in said.glyphs)
        assert any(choice.taken for choice in choices) == (said.text != text)


@pytest.mark.parametrize(("sort", "doubted"), [("date", False), ("money", False), ("name", True)])
def test_a_day_is_nobodys_name(sort: str, doubted: bool) -> None:
    """年8月 beside a claim's two-sign name with 月 in it: the day is no name, however near its ink."""
    near = Choice((100.0, 100.0, 500.0, 130.0), "8月", "杨月", taken=False)
    part = Part(0, 0, 0, 8, (102.0, 100.0, 498.0, 130.0))
    there = FieldLeaf("2025-08-14", "2025年8月14日", 0.99, 0.99, sort=sort, parts=(part,))
    found = told(Extraction(fields={"a": there}), [PageLines(0, 900, 400, (), (near,))])
    assert ("LOOKS_LIKE_KNOWN" in found.fields["a"].flags) is doubted
