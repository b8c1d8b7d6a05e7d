"""Days whose figures a pen wrote into the blanks of a form: read in pieces that stand wide apart."""

from collections.abc import Sequence

import pytest

from ocr.extract.extract import extract
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
        (("20", 460), ("2", 560), ("2", 640), ("年", 700), ("5", 780), ("月", 850), ("16", 900), ("日", 980)),
    ],
    ids=[
        "far apart",
        "a word between",
        "no sign behind the day",
        "no day of a calendar",
        "a figure before",
        "a stroke before",
        "eight",
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
