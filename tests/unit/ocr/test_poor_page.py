"""A page that reads badly: what its values prove by themselves, and what another source still proves for them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ocr.assemble import Paper, _LeafMaker, assemble
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.lines import Glyph, Line
from ocr.pages import FloatBox, RawPage, Sheet
from tests.builders import make_record, make_voucher
from validators.corroborate import corroborate
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, MarkType
from validators.model.evidence import POOR_PAGE, Engine, Leaf, Mark, PageQuality

BOX = (10.0, 10.0, 200.0, 30.0)


def _page(certainty: float, below: float = 0.0) -> Line:
    glyphs = tuple(Glyph("工", certainty, 0.5) for _ in range(20))
    top, bottom = 10.0 + below, 30.0 + below
    return Line(((10.0, top), (200.0, top), (200.0, bottom), (10.0, bottom)), glyphs, certainty)


def _leaf(
    certainty: float,
    confidence: float,
    page: int = 0,
    marks: tuple[Mark, ...] = (),
    more: tuple[Line, ...] = (),
    level: bool = True,
) -> Leaf:
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheets = {
        number: Sheet(number, picture, np.eye(3), 0, PageQuality("good"), RawPage(number, 240, 60, picture))
        for number in (0, 1)
    }
    first = (*((_page(certainty),) if level else ()), *more, *((_page(0.999, 100.0),) if marks else ()))
    lines = {0: first, 1: (_page(0.99),)}
    paper = Paper(DocumentKind.ADV_VOUCHER, 0.9, None, sheets, lines, Extraction(), marks)
    value = "449900197005098133"
    found = FieldLeaf(value, value, confidence, 0.9, page, BOX, 0, 0, 18, sort="id")
    return _LeafMaker(paper, SimpleNamespace(at=lambda leaf: leaf)).leaf("worker_id", found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("certainty", "confidence", "page", "sure"),
    [(0.90, 0.90, 0, False), (0.90, 0.97, 0, True), (0.97, 0.90, 0, True), (0.90, 0.90, 1, True)],
)
def test_a_value_is_judged_by_its_own_page(certainty: float, confidence: float, page: int, sure: bool) -> None:
    """On a poor page a number with a fitting check digit must be read well; another page does not count."""
    leaf = _leaf(certainty, confidence, page)
    assert leaf.sure is sure
    assert (POOR_PAGE in leaf.flags) is not sure


@pytest.mark.parametrize(("kind", "sure"), [(MarkType.SEAL, True), (MarkType.SIGNATURE, False)])
def test_what_is_read_of_a_seal_does_not_make_a_page_poor(kind: MarkType, sure: bool) -> None:
    """A stamp's own signs read badly; of a short letter they would be a great share."""
    mark = Mark(kind, None, "", True, page=0, box=(0.0, 0.0, 210.0, 60.0))
    assert _leaf(0.90, 0.90, marks=(mark,)).sure is sure


def _downwards(signs: int, certainty: float) -> Line:
    glyphs = tuple(Glyph("工", certainty, (n + 0.5) / signs) for n in range(signs))
    return Line(((5.0, 10.0), (25.0, 10.0), (25.0, 55.0), (5.0, 55.0)), glyphs, certainty)


@pytest.mark.parametrize(
    ("more", "sure"),
    [
        ((_downwards(4, 0.1),), True),
        ((_downwards(6, 0.1),), False),
        ((_page(0.5, 30.0),), False),
        ((_downwards(1, 0.2),) * 20, False),
    ],
)
def test_words_written_downwards_do_not_make_a_page_poor(more: tuple[Line, ...], sure: bool) -> None:
    """A section's name at a form's edge reads badly across; what stands level, and a single high sign, tells.

    Where more than a fifth of the signs stand so, they tell as well.
    """
    leaf = _leaf(0.99, 0.90, more=more)
    assert leaf.sure is sure
    assert (POOR_PAGE in leaf.flags) is not sure


@pytest.mark.parametrize(("certainty", "sure"), [(0.99, True), (0.5, False)])
def test_a_page_of_words_written_downwards_alone_is_told_by_them(certainty: float, sure: bool) -> None:
    """Where nothing else was read, that is all that tells how clear the page is."""
    assert _leaf(0.99, 0.90, more=(_downwards(20, certainty),), level=False).sure is sure


def _halved(reasons: tuple[str, ...]) -> Leaf:
    """A number on a page whose every sign the engine read half as 构 and half as 構."""
    glyphs = tuple(Glyph("构", 0.55, 0.5, (("構", 0.44),)) for _ in range(20))
    corners = ((10.0, 10.0), (200.0, 10.0), (200.0, 30.0), (10.0, 30.0))
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("fair", reasons), RawPage(0, 240, 60, picture))
    lines = {0: (Line(corners, glyphs, 0.55),)}
    paper = Paper(DocumentKind.ADV_VOUCHER, 0.9, None, {0: sheet}, lines, Extraction(), ())
    found = FieldLeaf("2024-07-02", "2024年7月2日", 0.999, 0.99, 0, BOX, 0, 0, 9, sort="date")
    return _LeafMaker(paper, SimpleNamespace(at=lambda leaf: leaf)).leaf("sign_date", found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reasons", "sure"), [((), True), (("cut_edge",), True), (("blur",), False), (("glare",), False)]
)
def test_a_sign_in_two_forms_is_a_clear_sign(reasons: tuple[str, ...], sure: bool) -> None:
    """构 and 構 at equal shares make no page unclear, unless its picture is."""
    assert _halved(reasons).sure is sure


@pytest.mark.parametrize(
    ("raw", "sure"),
    [("20252.24", False), ("2024820", False), ("2025.12", True), ("2025年 月 日", True), ("年月日", True)],
)
def test_a_day_that_lost_a_stop_is_not_said_to_be_incomplete(raw: str, sure: bool) -> None:
    """All figures of a day stand there: a person sees where they part; what lacks its day is surely incomplete."""
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("good"), RawPage(0, 240, 60, picture))
    paper = Paper(DocumentKind.ADV_VOUCHER, 0.9, None, {0: sheet}, {0: (_page(0.99),)}, Extraction(), ())
    found = FieldLeaf(None, raw, 0.999, 0.99, 0, BOX, 0, 0, len(raw), sort="date", flags=("NOT_A_DATE",))
    leaf = _LeafMaker(paper, SimpleNamespace(at=lambda leaf: leaf)).leaf("sign_date", found)  # type: ignore[arg-type]
    assert leaf.sure is sure


@pytest.mark.parametrize(
    ("region", "sort", "sure"),
    [
        ((150.0, 0.0, 300.0, 60.0), "account", False),
        ((205.0, 0.0, 300.0, 60.0), "account", False),  # right beside it: what stood there is gone
        ((0.0, 0.0, 3.0, 60.0), "account", False),
        ((260.0, 0.0, 300.0, 60.0), "account", True),
        ((150.0, 0.0, 300.0, 60.0), "id", True),  # a check digit that fits proves it all the same
    ],
)
def test_a_value_under_a_reflection_is_not_sure_by_itself(region: FloatBox, sort: str, sure: bool) -> None:
    """299991160132760633 of 6299991160132760633: what a light took along leaves no trace."""
    picture = np.full((60, 340, 3), 255, np.uint8)
    quality = PageQuality("fair", ("glare",))
    raw = RawPage(0, 340, 60, picture)
    sheet = Sheet(0, picture, np.eye(3), 0, quality, raw, (("glare", region),))
    paper = Paper(DocumentKind.BANK_SLIP, 0.9, None, {0: sheet}, {0: (_page(0.99),)}, Extraction(), ())
    value = "449900197005098133"
    found = FieldLeaf(value, value, 0.999, 0.99, 0, BOX, 0, 0, 18, sort=sort)
    leaf = _LeafMaker(paper, SimpleNamespace(at=lambda leaf: leaf)).leaf("payee_account", found)  # type: ignore[arg-type]
    assert leaf.sure is sure


def _judged(flags: tuple[str, ...], record: ClaimRecord | None) -> Leaf:
    voucher = make_voucher()
    number = voucher.fields["worker_id"]
    assert isinstance(number, Leaf)
    doubted = replace(number, sure=False, confidence=0.9, flags=flags)
    paper = replace(voucher, fields={**voucher.fields, "worker_id": doubted})
    found = corroborate(record, (paper,))[0].fields["worker_id"]
    assert isinstance(found, Leaf)
    return found


def test_the_check_digit_settles_nothing_on_a_poor_page_and_the_record_still_does() -> None:
    """Doubted, a number proves itself where its page reads well; on a poor page the core system's number proves it."""
    assert _judged((), None).sure
    assert not _judged((POOR_PAGE,), None).sure
    assert _judged((POOR_PAGE,), make_record()).sure


def test_a_poor_region_without_a_value_is_told_without_a_field() -> None:
    """Glare over a value names the value; glare where no value was found is told by its place alone."""
    picture = np.full((600, 400, 3), 255, np.uint8)
    regions = (("glare", (0.0, 0.0, 220.0, 40.0)), ("glare", (50.0, 400.0, 150.0, 480.0)))
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("fair", ("glare",)), RawPage(0, 400, 600, picture), regions)
    value = FieldLeaf("12", "12", 0.5, 0.9, 0, BOX, 0, 0, 2, sort="money")
    paper = Paper(
        DocumentKind.ADV_VOUCHER, 0.9, None, {0: sheet}, {0: (_page(0.99),)}, Extraction({"total": value}), ()
    )
    engine = Engine("none", "0")
    reading = assemble(paper, SimpleNamespace(at=lambda leaf: leaf), engine)  # type: ignore[arg-type]
    poor = [(remark.field, remark.box, remark.detail) for remark in reading.remarks if remark.code == "POOR_REGION"]
    assert set(poor) == {("total", (10, 10, 200, 30), "glare"), (None, (50, 400, 150, 480), "glare")}


@pytest.mark.parametrize(
    ("place", "fen", "sure"), [("total_figures", 0, False), ("total_figures", 100, True), ("paid_cash", 0, True)]
)
def test_a_total_of_nothing_is_never_sure(place: str, fen: int, sure: bool) -> None:
    """0元 in clear ink is what is left of 300000元; a patient may well have paid nothing."""
    picture = np.full((60, 240, 3), 255, np.uint8)
    sheet = Sheet(0, picture, np.eye(3), 0, PageQuality("good"), RawPage(0, 240, 60, picture))
    paper = Paper(DocumentKind.ADV_VOUCHER, 0.9, None, {0: sheet}, {0: (_page(0.999),)}, Extraction(), ())
    found = FieldLeaf(fen, "0元", 0.99, 0.99, 0, BOX, 0, 0, 2, sort="money")
    assert _LeafMaker(paper, SimpleNamespace(at=lambda leaf: leaf)).leaf(place, found).sure is sure  # type: ignore[arg-type]
