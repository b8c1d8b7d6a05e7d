"""A value that another paper says is taken where the ink may say it, and never against what the ink says."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.child import ReaderChild
from ocr.engines.base import LogProbabilities
from ocr.open_questions import Asked, Ink
from ocr.pages import Image
from ocr.question_look import answer
from validators.model.evidence import Scalar

CHARSET = (
    "",
    *dict.fromkeys(
        "0123456789 .,-年月日¥元人民币:零壹贰叁肆伍陆柒捌玖拾佰仟万角分整"
        "虚构市中医院心（示例）王文婷支付：盖有伟明某西埔人()"
    ),
)
ACCOUNT = "6299990517062393"
HOSPITAL = "虚构市中医院（示例）"


class Seen:
    """An engine of which each recogniser sees, per crop width, one text with other likely signs at some places."""

    def __init__(self, *texts: tuple[str, dict[int, tuple[str, float]]], wide: str | None = None) -> None:
        self._texts, self._wide = texts, wide

    @property
    def read_twice(self) -> "Seen":
        """Itself."""
        return self

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What each sees of a crop; of a wide one, the whole line."""
        if crop.shape[1] > 1:
            return ((_logs(self._wide or "", {}), CHARSET),)
        return tuple((_logs(text, others), CHARSET) for text, others in self._texts)

    opinions_of_figures = every_opinion


def _logs(text: str, others: dict[int, tuple[str, float]]) -> LogProbabilities:
    table = np.full((2 * len(text) + 1, len(CHARSET)), 1e-9, dtype=np.float32)
    table[0::2, 0] = 1.0
    for at, sign in enumerate(text):
        other, share = others.get(at, ("", 0.0))
        table[2 * at + 1, CHARSET.index(sign)] = 1 - share
        if share:
            table[2 * at + 1, CHARSET.index(other)] = share
    return np.asarray(np.log(table / table.sum(axis=1, keepdims=True)), dtype=np.float32)


ONE: tuple[Ink, ...] = (Ink(1, 1, b"\0\0\0"),)


def ask(
    engine: Seen, script: str, read: str, *values: Scalar, own: Scalar = None, inks: tuple[Ink, ...] = ONE
) -> Scalar:
    """What one crop answers."""
    return answer(engine, Asked(inks, script, read, own, values))  # type: ignore[arg-type]


def test_a_number_of_which_two_figures_are_misread_is_taken() -> None:
    """9 read as 0 at two places, with some likelihood left: the other paper's account is what the ink may say."""
    read = "6290990517062303"
    seen = (read, {3: ("9", 0.01), 14: ("9", 0.01)})
    assert ask(Seen(seen, seen), "number", read, ACCOUNT) == ACCOUNT


@pytest.mark.parametrize("share", [1e-9, 1e-4])
def test_a_figure_that_the_ink_rules_out_stays(share: float) -> None:
    """Another account than the other paper's is that account: a 5 that all recognisers see is no 3."""
    read = ACCOUNT[:-1] + "5"
    seen = (read, {15: ("3", share)})
    assert ask(Seen(seen, seen), "number", read, ACCOUNT) is None


def test_two_values_about_as_likely_answer_nothing() -> None:
    """Of two accounts of the claim that differ in the unclear figure none is chosen."""
    read, other = ACCOUNT[:-1] + "7", ACCOUNT[:-1] + "5"
    seen = (read, {15: ("3", 0.1)})
    alike = (read, {15: ("3", 0.1), 14: ("9", 0.0)})
    assert ask(Seen(seen, alike), "number", read, ACCOUNT, other) == ACCOUNT
    blurred = (read[:-1] + "5", {15: ("3", 0.3)})
    assert ask(Seen(blurred), "number", read, ACCOUNT, other) is None


def test_a_far_number_is_not_asked() -> None:
    """An account of which less than half was read so is another one."""
    assert ask(Seen(("1111111111111111", {})), "number", "1111111111111111", ACCOUNT) is None


def test_an_amount_is_taken_in_figures_and_in_capitals() -> None:
    """9,689.00 whose 9 is nearly a 0, 壹仟 whose 壹 is nearly a 零: the slip's amount where the ink may say it."""
    figures = ("0,689.00", {0: ("9", 0.05)})
    assert ask(Seen(figures), "figures", "0,689.00", 968900, 30000) == 968900
    capitals = ("零仟贰佰元整", {0: ("壹", 0.05)})
    assert ask(Seen(capitals), "capitals", "零仟贰佰元整", 120000) == 120000


@pytest.mark.parametrize("read", ["1,210.00", "1，210．00", "1.210,00", "12l0", "", "?"])
def test_an_amount_that_is_read_clearly_stays(read: str) -> None:
    """1,210.00 in clear ink beside 1,219.00 on the slip is what the paper says, however its text was spelled."""
    assert ask(Seen(("1,210.00", {7: ("9", 1e-5)})), "figures", read, 121900, own=121000) is None


def test_the_value_that_stands_there_is_a_rival_whatever_was_read_first() -> None:
    """A card's number chosen before, of another text, gives way to no number that the ink says less than it."""
    seen = (ACCOUNT, {14: ("3", 1e-4)})
    assert ask(Seen(seen), "number", "9999999999999999", ACCOUNT[:-2] + "33", own=ACCOUNT) is None


def test_a_number_in_groups_is_held_against_groups() -> None:
    """6222 0210 0111 2223 in clear ink is no 6222 0210 0111 2224, though its figures were read without blanks."""
    seen = ("6222 0210 0111 2223", {18: ("4", 1e-3)})
    for read in ("6222 0210 0111 2223", "6222021001112223"):
        assert ask(Seen(seen), "number", read, "6222021001112224", own="6222021001112223") is None


@pytest.mark.parametrize(("read", "value"), [("王伟明", "王伟"), ("某市西埔人民医院", "西埔人民医院")])
def test_a_part_of_a_name_is_no_other_reading_of_it(read: str, value: str) -> None:
    """The shorter name of somebody else stands in the longer one's ink, and is not what it says."""
    assert ask(Seen((read, {})), "name", read, value, own=read) is None


def test_a_name_that_shares_no_sign_is_not_asked() -> None:
    """另 of which nothing was read alike is another name, however short."""
    assert ask(Seen(("中医", {0: ("王", 0.2), 1: ("文", 0.2)})), "name", "中医", "王文") is None


def test_a_line_tells_what_a_part_of_it_hides() -> None:
    """Of 支付：2237.88 only 5.88 was read: the whole line says the other paper's amount, alone among figures."""
    inks = (Ink(1, 1, b"\0\0\0"), Ink(1, 2, b"\0" * 6))
    part = ("5.88", {})
    assert ask(Seen(part, wide="支付：2237.88"), "figures", "5.88", 223788, 711800, inks=inks) == 223788
    assert ask(Seen(part, wide="支付：12237.88"), "figures", "5.88", 223788, inks=inks) is None


def test_a_firm_and_a_short_name_are_taken() -> None:
    """A hospital with signs misread, and a name of which one was read: where the ink gives them some likelihood."""
    hospital = ("虚构市盖有院（示例）", {3: ("中", 0.1), 4: ("医", 0.1)})
    assert ask(Seen(hospital), "name", "虚构市盖有院（示例）", HOSPITAL, "王文婷") == HOSPITAL
    person = ("王中医", {1: ("文", 0.2), 2: ("婷", 0.2)})
    assert ask(Seen(person), "name", "王中医", "王文婷") == "王文婷"


@pytest.mark.parametrize(
    ("seen", "read", "own", "said"),
    [
        (("2024-00-02", {6: ("7", 0.1)}), "2024-00-02", None, "2024-07-02"),
        (("2024年0月2日", {5: ("7", 0.1)}), "2024年0月2日", None, "2024-07-02"),
        (("2024年0月2日", {5: ("7", 0.1)}), "2024 年0 月2日", None, "2024-07-02"),
        (("2024-00-02", {6: ("7", 1e-6)}), "2024-00-02", None, None),
        (("2024-02-02", {6: ("7", 0.4)}), "2024-02-02", "2024-02-02", "2024-07-02"),
        (("2024-02-02", {6: ("7", 0.1)}), "2024-02-02", "2024-02-02", None),  # a day that was read, and bills are near
        (("2024-01-12", {6: ("7", 0.006)}), "2024-03-22", "2024-01-12", None),  # the record's time chose it before
        (("2024-02-02", {6: ("7", 0.05)}), "", None, None),
    ],
)
def test_a_day_is_taken_as_it_is_printed(
    seen: tuple[str, dict[int, tuple[str, float]]], read: str, own: str | None, said: str | None
) -> None:
    """With the signs that were read between its figures, where the ink may say it."""
    asked = "2024-07-12" if "12" in (own or "") else "2024-07-02"
    assert ask(Seen(seen), "day", read, asked, "2023-11-20", own=own) == said


def test_names_are_no_numbers() -> None:
    """A place of figures is asked for no name, a name's for no number, figures for no text."""
    assert ask(Seen(("王文婷", {})), "name", "王文", ACCOUNT, 5000) is None
    assert ask(Seen((ACCOUNT, {})), "number", "62999", "王文婷") is None
    assert ask(Seen(("12.00", {})), "figures", "12.00", "王文婷", 0) is None


def test_nothing_that_was_read_does_not_end_the_look() -> None:
    """A place whose raw text is empty, or has no sign of its script, is asked like others."""
    assert ask(Seen(("2237.88", {})), "figures", "", 223788) == 223788
    assert ask(Seen((ACCOUNT, {})), "number", "", ACCOUNT) is None
    assert ask(Seen(("王文婷", {})), "name", "", "王文婷") is None


@pytest.mark.engine
def test_a_real_child_is_asked_over_its_pipe(models: Path) -> None:
    """Crops of several sizes go to the child in order, each answer comes back in its place; nothing may be asked."""
    drawn = np.full((40, 420, 3), 255, np.uint8)
    cv2.putText(drawn, ACCOUNT, (8, 30), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 2)
    number, blank = Ink(40, 420, drawn.tobytes()), Ink(20, 30, b"\xff" * 1800)
    child = ReaderChild(models)
    try:
        asked = [
            Asked((blank, blank), "figures", "12", 1200, (968900,)),
            Asked((number,), "number", "6290990517062303", None, (ACCOUNT,)),
            Asked((blank,), "name", "王", "王", ("王文",)),
        ]
        assert child.ask(asked) == (None, ACCOUNT, None)
        assert child.ask([]) == ()
    finally:
        child.kill()
