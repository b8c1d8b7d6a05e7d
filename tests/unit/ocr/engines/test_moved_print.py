"""Print that a camera drew out is read by two recognisers: the clearer is believed, and only where the other agrees."""

from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.calibration import DOUBTFUL, FLOORS
from ocr.engines.line_reading import read_crop
from ocr.engines.mixed_readings import DIFFERS
from ocr.engines.moved_print import MovedPrint
from ocr.engines.paddle import PaddleEngine
from ocr.engines.read_twice import ReadTwice
from ocr.lines import Quad
from ocr.pages import Image
from tests.factory.moved_lines import cut, faces, row, seen

CHARSET = ("", *"陈志强样祥449012356年月日")
SHEET = np.full((60, 240, 3), 255, dtype=np.uint8)
PLACE: Quad = ((10.0, 10.0), (200.0, 10.0), (200.0, 50.0), (10.0, 50.0))


class Saying:
    """A recogniser that reads one text, each sign with a probability and the rest on a runner-up."""

    charset = CHARSET

    def __init__(self, text: str, *probabilities: float) -> None:
        self._text, self._probabilities = text, probabilities

    def distribution(self, crop: Image) -> tuple[NDArray[np.float32], float]:
        """Each sign once, a blank after it."""
        table = np.zeros((2 * len(self._text), len(CHARSET)), dtype=np.float32)
        for at, (sign, probability) in enumerate(zip(self._text, self._probabilities, strict=True)):
            table[2 * at, CHARSET.index(sign)] = probability
            table[2 * at, 0] = 1 - probability
            table[2 * at + 1, 0] = 1.0
        return table, 1.0


def both(own: Saying, moved: Saying) -> ReadTwice:
    """An engine of these two."""
    return ReadTwice(None, own, moved)  # type: ignore[arg-type]


def test_the_clearer_reading_is_taken_and_what_the_other_says_otherwise_is_doubted() -> None:
    """陈志样 at 0.97 and 陈志祥 at 0.8: the first is the line, its last sign is nobody's sure, 祥 stands behind it."""
    engine = both(Saying("陈志祥", 0.8, 0.8, 0.8), Saying("陈志样", 0.97, 0.97, 0.97))
    [line] = engine.read_lines(SHEET, [PLACE])
    assert line.text == "陈志样"
    assert [round(glyph.probability, 2) for glyph in line.glyphs] == [0.97, 0.97, DIFFERS]
    assert "祥" in [char for char, _ in line.glyphs[2].others]
    assert line.quad == PLACE


def test_a_reader_of_days_has_its_say_in_lines_and_in_crops_looked_at_again() -> None:
    """49 of which nobody made a day: the reader of days says 2023年1月5日, on the sheet and in a crop of it."""
    days = Saying("2023年1月5日", *[0.999] * 9)
    engine = ReadTwice(None, Saying("49", 0.6, 0.6), Saying("94", 0.6, 0.55), None, days)  # type: ignore[arg-type]
    [line] = engine.read_lines(SHEET, [PLACE])
    [again] = engine.recognise([SHEET[10:50, 10:200]])
    assert (line.text, again.text) == ("2023年1月5日", "2023年1月5日")


def test_of_two_about_as_clear_each_gives_the_signs_of_which_it_is_the_surer() -> None:
    """陈志4样 whose 样 has 0.6 and 陈强4祥 whose 强 has 0.6: 志 of the one, 祥 of the other, neither sure."""
    one, other = Saying("陈志4样", 0.99, 0.95, 0.9, 0.6), Saying("陈强4祥", 0.99, 0.6, 0.9, 0.9)
    [line] = both(one, other).read_lines(SHEET, [PLACE])
    assert line.text == "陈志4祥"
    assert [round(glyph.probability, 2) for glyph in line.glyphs] == [0.99, DIFFERS, 0.9, DIFFERS]
    assert [line.glyphs[at].others[-1][0] for at in (1, 3)] == ["强", "样"]
    assert [glyph.at for glyph in line.glyphs] == sorted(glyph.at for glyph in line.glyphs)


def test_of_two_the_much_clearer_one_is_believed_throughout() -> None:
    """Near miss: beside 陈志4样 at 0.99 but for its 样, a reading at 0.7 gives no sign, only doubt."""
    one, other = Saying("陈志4样", 0.99, 0.99, 0.99, 0.6), Saying("陈强4祥", 0.6, 0.6, 0.6, 0.9)
    [line] = both(one, other).read_lines(SHEET, [PLACE])
    assert line.text == "陈志4样"


def test_signs_of_another_number_are_taken_as_they_are() -> None:
    """49 with 0.6 for 449 with 0.9 among signs that both read: three figures stand there, in their order, none sure."""
    one, other = Saying("陈49", 0.99, 0.9, 0.4), Saying("陈4449", 0.9, 0.9, 0.9, 0.9, 0.4)
    [line] = both(one, other).read_lines(SHEET, [PLACE])
    assert [glyph.at for glyph in line.glyphs] == sorted(glyph.at for glyph in line.glyphs)
    assert min(glyph.probability for glyph in line.glyphs) <= DIFFERS


def test_a_sign_that_one_of_them_does_not_see_is_doubted() -> None:
    """4449 and 449: which of the fours is one too many nobody knows, and no number of three fours is sure."""
    [line] = both(Saying("449", 0.9, 0.9, 0.9), Saying("4449", 0.99, 0.99, 0.99, 0.99)).read_lines(SHEET, [PLACE])
    assert line.text == "4449"
    assert min(glyph.probability for glyph in line.glyphs) == DIFFERS


def test_a_sign_that_the_clearer_reading_may_have_lost_is_doubted() -> None:
    """49 at 0.99 beside 4强9: the clearer one may have lost a sign; the signs around that place are not sure."""
    [line] = both(Saying("49", 0.99, 0.99), Saying("4强9", 0.9, 0.9, 0.9)).read_lines(SHEET, [PLACE])
    assert line.text == "49"
    assert min(glyph.probability for glyph in line.glyphs) == DIFFERS


def test_two_that_agree_doubt_nothing() -> None:
    """Where both read the same, the clearer one's certainty stands."""
    [line] = both(Saying("陈志强", 0.9, 0.9, 0.9), Saying("陈志强", 0.99, 0.98, 0.99)).read_lines(SHEET, [PLACE])
    assert [round(glyph.probability, 2) for glyph in line.glyphs] == [0.99, 0.98, 0.99]


def test_a_doubted_sign_makes_no_value_sure_and_may_still_be_proven() -> None:
    """The probability lies below the floor of every sort with a figure or a name, and above what nothing can prove."""
    assert DOUBTFUL < DIFFERS < min(floor for sort, floor in FLOORS.items() if sort != "statement")


def test_a_crop_that_is_looked_at_again_gives_the_less_clear_reading() -> None:
    """A value counts as repeated only where both say it."""
    engine = both(Saying("陈志祥", 0.8, 0.8, 0.8), Saying("陈志样", 0.97, 0.97, 0.97))
    assert [line.text for line in engine.recognise([SHEET])] == ["陈志祥"]


def test_views_of_one_ink_tell_of_the_same_signs() -> None:
    """The distribution is always the own recogniser's, whichever is clearer: views are put together sign by sign."""
    moved = Saying("陈志样", 0.97, 0.97, 0.97)
    moved.charset = (*CHARSET, "外")
    engine = both(Saying("陈志祥", 0.8, 0.8, 0.8), moved)
    assert engine.log_probabilities(SHEET)[1] == CHARSET
    assert engine.clearest(SHEET)[1] == moved.charset


def test_print_that_was_drawn_out_is_read_better_than_by_the_recogniser_alone(engine: PaddleEngine) -> None:
    """Of 60 drawn lines moved by a third of their height the fitted recogniser reads many more to the sign."""
    rng, noise, known = Random(20), np.random.default_rng(20), faces(None, hands=False)
    moved, right = MovedPrint(), {"own": 0, "fitted": 0}
    drawn = 0
    while drawn < 60:
        flat = row(known, rng)
        shot = seen(flat, rng, noise)
        crop = cut(flat, shot, rng)
        if crop is None or shot.moved == 1 or not 2.3 <= shot.height / shot.moved < 3.2:
            continue
        drawn += 1
        wanted = "".join(flat.text.split())
        right["own"] += "".join(read_crop(engine, crop).text.split()) == wanted
        right["fitted"] += "".join(read_crop(moved, crop).text.split()) == wanted
    assert right["fitted"] >= right["own"] + 8


@pytest.mark.parametrize("width", [9, 63, 64, 65, 801])
def test_any_width_can_be_read(width: int) -> None:
    """Odd widths are filled up to whole steps; the steps of the filling are not the line's."""
    probabilities, used = MovedPrint().distribution(np.full((48, width, 3), 255, dtype=np.uint8))
    assert probabilities.shape[1] == len(MovedPrint().charset)
    assert 0 < used <= 1
    assert probabilities.shape[0] * used <= width / 8 + 1


def test_the_engine_names_the_fitted_weights(engine: PaddleEngine) -> None:
    """A reading says with which weights it came about, those for moved print among them."""
    assert "moved_print" in engine.identity.models
    assert engine.read_twice.identity == engine.identity
    assert engine.read_twice.read_twice is engine.read_twice
