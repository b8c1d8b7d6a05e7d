"""Days and amounts that a pen wrote into the blanks of a form: read in pieces that stand wide apart."""

from collections.abc import Sequence

import pytest

from ocr.calibration import FIGURE_IN_DOUBT
from ocr.extract.extract import extract
from ocr.extract.leaves import FieldLeaf
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind

Row = Sequence[tuple[str, float]]  # text of a piece, its left edge
DAY: Row = (("2022年", 600), ("5月", 800), ("16日", 950))


def issued(*rows: Row) -> object:
    """The issue date of a pad's receipt with these rows of pieces."""
    lines = [line(text, x, 300 + 400 * at) for at, row in enumerate(rows) for text, x in row]
    found = extract(DocumentKind.MED_RECEIPT, [page(title("医疗费收款收据"), *lines)]).fields.get("issue_date")
    return found.value if found is not None else None


@pytest.mark.parametrize(
    "row",
    [
        DAY,
        (("20", 560), ("22", 640), ("年", 700), ("5", 780), ("月", 850), ("16", 900), ("日", 980)),
        (("二〇二二年", 500), ("五月", 750), ("十六日", 900)),
        (("今收到", 100), *DAY, ("经手人", 1200)),
    ],
)
def test_pieces_of_one_row_are_a_day(row: Row) -> None:
    """However the finder parts year, month and day, they are the receipt's day; words around are none of it."""
    assert issued(row) == "2022-05-16"


@pytest.mark.parametrize(
    "row",
    [
        (("2022年", 200), ("5月", 800), ("16日", 950)),
        (("2022年", 600), ("经手", 720), ("5月", 800), ("16日", 950)),
        (("2022年", 600), ("5月", 800), ("16", 950)),
        (("2022年", 600), ("5月", 800), ("36日", 950)),
        (("3", 500), *DAY),
        (("一", 500), *DAY),
    ],
    ids=[
        "far apart",
        "a word between",
        "no sign behind the day",
        "no day of a calendar",
        "a figure before",
        "a stroke before",
    ],
)
def test_pieces_that_are_no_day(row: Row) -> None:
    """What stands too far apart, is parted by a word, or may lack a sign is not made a day."""
    assert issued(row) is None


def test_of_two_days_in_pieces_none_is_the_receipts() -> None:
    """A second day on the paper leaves open which is which; the same day twice does not."""
    assert issued(DAY, (*DAY[:2], ("17日", 950))) is None
    assert issued(DAY, (("2022年5月17日", 600),)) is None
    assert issued(DAY, DAY) == "2022-05-16"


@pytest.mark.parametrize("label", ["日期：", "开票日期"])
def test_pieces_behind_a_label_are_its_day(label: str) -> None:
    """Behind its label a day in pieces is told from another day of the paper."""
    assert issued(((label, 300), *DAY), (("2022年5月17日", 600),)) == "2022-05-16"


@pytest.mark.parametrize(
    "row",
    [
        (("2022年", 600), ("共", 720), ("5月", 800), ("16日", 950)),
        (("2022年", 600), ("5月", 800), ("16", 950)),
        (("经手", 420), ("2022年", 600), ("5月", 800), ("16日", 1400)),
    ],
    ids=["a word between", "no sign behind the day", "a word before"],
)
def test_pieces_behind_a_label_that_are_no_day(row: Row) -> None:
    """A label makes no day of pieces with a word among them or without 日."""
    assert issued((("日期：", 300), *row)) is None


def test_behind_a_label_a_day_ends_with_its_sign() -> None:
    """The figures of a further column are not part of the day before them."""
    assert issued((("日期：", 300), *DAY, ("3", 1100), ("18日", 1200))) == "2022-05-16"


def read_of(name: str, *rows: Row) -> FieldLeaf | None:
    """A field of a pad's receipt with these rows of pieces."""
    lines = [line(text, x, 300 + 400 * at) for at, row in enumerate(rows) for text, x in row]
    return extract(DocumentKind.MED_RECEIPT, [page(title("医疗费收款收据"), *lines)]).fields.get(name)


def test_the_end_of_a_stay_in_pieces_is_no_issue_date() -> None:
    """Words of the same row say what a day is: the end of a stay is not when the receipt was made out."""
    assert issued((("2022年", 100), ("5月", 200), ("1日至", 300), ("2022年", 450), ("5月", 600), ("16日", 700))) is None


def test_a_figure_alone_in_a_room_for_two_leaves_the_day_in_doubt() -> None:
    """Where a wide blank stands before a single figure, another one may not have been found."""
    wide = read_of("issue_date", (("2022年", 600), ("5月", 800), ("6日", 980)))
    near = read_of("issue_date", (("2022年", 600), ("5月", 720), ("6日", 800)))
    assert wide is not None and (wide.value, wide.flags) == ("2022-05-06", (FIGURE_IN_DOUBT,))
    assert near is not None and (near.value, near.flags) == ("2022-05-06", ())


def test_a_label_and_the_year_in_one_piece() -> None:
    """A label in one line with the year is followed by the pieces beside it, and by no line below it."""
    assert issued((("开票日期：2022年", 300), ("5月", 620), ("16日", 730)), (("2022年5月17日", 600),)) == "2022-05-16"
    assert issued((("日期：2022年5月", 300),), (("1日", 300),)) is None


@pytest.mark.parametrize(
    ("pieces", "fen"),
    [
        ("零拾 零万 贰仟 叁佰 柒拾 陆元 肆角 贰分¥2376.42", 237642),
        ("⊗拾 ⊗万 贰仟 叁佰 柒拾 陆元 肆角 贰分", 237642),
        ("×拾 壹万 贰仟 零佰 零拾 陆元 肆角 贰分", 1200642),
    ],
)
def test_an_amount_before_printed_units(pieces: str, fen: int) -> None:
    """Figures in the blanks before printed units are one amount; a sign that shuts a place is a zero."""
    row = [(text, 420 + 130 * at) for at, text in enumerate(pieces.split())]
    found = read_of("total_upper", (("人民币（大写）", 100), *row))
    assert found is not None and found.value == fen


EMPTY_PLACES = "拾 万 柒仟 玖佰 壹拾 捌元 伍角 肆分"


def test_places_left_empty_before_an_amount() -> None:
    """拾万柒仟… with empty places is what the figures say, in doubt: alone it is as well a hundred thousand more."""
    row = [(text, 420 + 130 * at) for at, text in enumerate(EMPTY_PLACES.split())]
    alone = read_of("total_upper", (("人民币（大写）", 100), *row))
    told = read_of("total_upper", (("人民币（大写）", 100), *row), (("小写：", 100), ("¥7918.54", 300)))
    other = read_of("total_upper", (("人民币（大写）", 100), *row), (("小写：", 100), ("¥7918.45", 300)))
    assert alone is not None and (alone.value, "MISREAD" in alone.flags) == (10791854, True)
    assert told is not None and (told.value, "READ_TOGETHER" in told.flags) == (791854, True)
    assert other is not None and other.value == 10791854
