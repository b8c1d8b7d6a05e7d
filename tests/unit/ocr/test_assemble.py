"""Alterations are told where the page is clear enough to show them, and are a doubt where it is not."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ocr.assemble import Paper, assemble, boxes_that_matter
from ocr.extract.leaves import Extraction, FieldLeaf, Part
from ocr.lines import Glyph, Line
from ocr.marks.alteration import UNDER_A_STAMP
from ocr.pages import FloatBox, RawPage, Sheet, Word
from validators.model.codes import DocumentKind, MarkRole, MarkType
from validators.model.evidence import DocumentReading, Engine, Leaf, Mark, PageQuality, Remark

BOX = (10, 10, 200, 30)


def read(
    *details: str,
    certainty: float = 0.99,
    reasons: tuple[str, ...] = (),
    words: tuple[Word, ...] = (),
    marks: tuple[Mark, ...] = (),
    verdict: str = "good",
) -> DocumentReading:
    """The reading of a page of that certainty, with an amount on which these alterations were seen."""
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality(verdict, reasons), RawPage(0, 240, 60, picture, words=words))
    glyphs = tuple(Glyph(char, certainty, (at + 0.5) / 8) for at, char in enumerate("12345.67"))
    line = Line(((10.0, 10.0), (200.0, 10.0), (200.0, 30.0), (10.0, 30.0)), glyphs, certainty)
    part = Part(0, 0, 0, 8, (10.0, 10.0, 200.0, 30.0))
    value = FieldLeaf(1234567, "12345.67", 0.999, 0.99, 0, part.box, 0, 0, 8, (part,), sort="money")
    seen = tuple(Remark("ALTERED", "total_figures", 0, BOX, detail) for detail in details)
    extraction = Extraction({"total_figures": value}, remarks=(*seen, Remark("WAIVER")))
    paper = Paper(DocumentKind.ADV_VOUCHER, 0.9, None, {0: sheet}, {0: (line,)}, extraction, marks)
    return assemble(paper, SimpleNamespace(at=lambda leaf: leaf), Engine("none", "0"))  # type: ignore[arg-type]


def amount(reading: DocumentReading) -> Leaf:
    """The amount of a reading."""
    return reading.fields["total_figures"]


@pytest.mark.parametrize(
    ("detail", "certainty", "reasons", "told"),
    [
        ("blotted", 0.99, (), True),
        ("patched", 0.96, (), True),
        ("blotted", 0.99, ("cut_edge",), True),
        ("blotted", 0.94, (), False),
        ("blotted", 0.99, ("blur",), False),
        ("patched", 0.99, ("glare",), False),
        ("struck", 0.85, (), True),
        ("struck", 0.85, ("blur",), True),
        ("struck", 0.70, (), False),
        ("beside", 0.70, ("blur",), True),  # two amounts were read
    ],
)
def test_an_alteration_is_told_where_the_page_shows_it(
    detail: str, certainty: float, reasons: tuple[str, ...], told: bool
) -> None:
    """A blur looks like a blot and hardly like a stroke: what may be the picture's own is a doubt and no remark."""
    reading = read(detail, certainty=certainty, reasons=reasons)
    assert [one.code for one in reading.remarks] == (["ALTERED", "WAIVER"] if told else ["WAIVER"])
    assert {"ALTERED", "MAYBE_ALTERED"}.intersection(amount(reading).flags) == {"ALTERED" if told else "MAYBE_ALTERED"}
    assert not amount(reading).sure


def test_a_certain_alteration_is_told_beside_a_doubtful_one() -> None:
    """A value that is struck and may be blotted is altered."""
    reading = read("blotted", "struck", certainty=0.9)
    assert [one.detail for one in reading.remarks if one.code == "ALTERED"] == ["struck"]
    assert ("ALTERED" in amount(reading).flags, "MAYBE_ALTERED" in amount(reading).flags) == (True, False)


def test_a_blot_under_a_stamp_is_a_doubt_on_the_clearest_page() -> None:
    """A stamp's ink thickens written figures: a person looks, and nobody is accused; a blot seen beside it is told."""
    reading = read(UNDER_A_STAMP)
    assert [one.code for one in reading.remarks] == ["WAIVER"]
    assert (amount(reading).flags, amount(reading).sure) == (("MAYBE_ALTERED",), False)
    assert [one.detail for one in read(UNDER_A_STAMP, "blotted").remarks if one.code == "ALTERED"] == ["blotted"]


def test_an_amount_on_which_nothing_was_seen_is_sure() -> None:
    """On a page that is sharp or not, no alteration is no doubt."""
    assert amount(read()).sure
    assert amount(read(reasons=("blur",))).sure


def test_what_may_be_altered_is_not_made_sure_by_the_files_own_text() -> None:
    """The layer tells which signs stand there, not that nobody changed them; without a doubt it proves them."""
    layer = (Word("12345.67", (10.0, 10.0, 200.0, 30.0)),)
    assert not amount(read("blotted", reasons=("blur",), words=layer)).sure
    poor = amount(read(certainty=0.9, words=layer))
    assert (poor.sure, poor.flags) == (True, ("POOR_PAGE",))


HAND = Mark(MarkType.SIGNATURE, MarkRole.WORKER, "石磊", True, handwritten=True, confidence=0.9, page=0, sure=True)


@pytest.mark.parametrize(
    ("mark", "certainty", "verdict", "seen"),
    [
        (replace(HAND, handwritten=False), 0.99, "good", (False, True)),
        (replace(HAND, handwritten=False), 0.90, "good", (None, False)),
        (replace(HAND, handwritten=False, pasted=True), 0.90, "good", (False, True)),
        (HAND, 0.70, "poor", (True, True)),
        (replace(HAND, present=False, handwritten=None), 0.90, "fair", (None, True)),
        (replace(HAND, present=False, handwritten=None), 0.90, "poor", (None, False)),
        (replace(HAND, present=False, handwritten=None, sure=False), 0.99, "good", (None, False)),
    ],
)
def test_a_signature_is_believed_as_far_as_its_page_shows_it(
    mark: Mark, certainty: float, verdict: str, seen: tuple[bool | None, bool]
) -> None:
    """A hand that is blurred looks printed, and a place past reading empty: both are doubts."""
    [found] = read(certainty=certainty, verdict=verdict, marks=(mark,)).marks
    assert (found.handwritten, found.sure) == seen


def test_a_seal_is_believed_on_any_page() -> None:
    """Whether a stamp is a hand's is not asked."""
    seal = replace(HAND, type=MarkType.SEAL, handwritten=None)
    assert read(certainty=0.6, verdict="poor", marks=(seal,)).marks[0].sure


def value(sort: str, *boxes: FloatBox, page: int = 0, elsewhere: FloatBox | None = None) -> FieldLeaf:
    """A value in so many parts of a page, and one of the next page."""
    parts = [Part(page, at, 0, 4, box) for at, box in enumerate(boxes)]
    parts += [Part(page + 1, 9, 0, 4, elsewhere)] if elsewhere else []
    hull = tuple(side(box[at] for box in boxes) for at, side in enumerate((min, min, max, max)))
    return FieldLeaf("x", "x", 0.9, 0.9, page, hull, 0, 0, 4, tuple(parts), sort=sort)  # type: ignore[arg-type]


UPPER, BESIDE, LOWER = (300.0, 10.0, 400.0, 40.0), (410.0, 14.0, 500.0, 42.0), (20.0, 50.0, 120.0, 80.0)


def test_a_value_has_one_box_for_each_row_that_it_goes_on_in() -> None:
    """Parts of one row are one box; the hull around two rows is none."""
    extraction = Extraction(
        {
            "one": value("money", UPPER),
            "row": value("name", UPPER, BESIDE),
            "two": value("words", UPPER, BESIDE, LOWER),
            "on": value("account", UPPER, elsewhere=LOWER),
        },
        rows={"lines": ({"amount": value("money", LOWER)},)},
    )
    joined = (300.0, 10.0, 500.0, 42.0)
    assert boxes_that_matter(extraction, 0) == {
        "one": (UPPER,),
        "row": (joined,),
        "two": (joined, LOWER),
        "on": (UPPER,),
        "lines[0].amount": (LOWER,),
    }
    assert boxes_that_matter(extraction, 1) == {"on": (LOWER,)}


@pytest.mark.parametrize("sort", ["date", "text", "item", "statement", "org"])
def test_an_alteration_of_other_values_does_not_count(sort: str) -> None:
    """Amounts, names and numbers matter; days and statements do not."""
    assert boxes_that_matter(Extraction({"other": value(sort, UPPER)}), 0) == {}
