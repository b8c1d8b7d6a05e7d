"""Hands that sign a letter without any label, and the print, dates and stamps that do not."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.extract import extract
from ocr.marks.find import _each_once, find_marks
from ocr.marks.found import FoundMark
from ocr.marks.names import match_names
from ocr.pages import PageLines
from tests.factory import fonts, ink
from tests.unit.ocr.marks.drawn import EM, Paper
from validators.model.codes import DocumentKind, MarkRole, MarkType
from validators.model.evidence import Mark

pytestmark = [pytest.mark.engine, pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")]
BODY = (
    "本人因工受伤，住院期间的费用均由单位付清，票据已随件附上，请予核对。",
    "上列情况与事实相符，如有不实愿承担相应责任，特向贵处作如下说明。",
)


class Letter(Paper):
    """A page of 1654 x 900 px with running text, closing words and a date, and no label at all."""

    def __post_init__(self) -> None:
        self.picture = np.full((900, 1654, 3), self.tint, np.uint8)
        for number, text in enumerate(BODY):
            self.print(text, 160, 120 + 60 * number)
        self.print("特此说明。", 220, 250)
        self.print("2021年7月25日", 1000, 560)

    def sign(self, text: str, x: int = 1000, y: int = 420, colour: tuple[int, int, int] = ink.DARK[0]) -> None:
        """Write by hand at a place of the page."""
        rng = Random(self.seed)
        mask, _ = ink.written(text, EM * 1.7, ink.pen(rng, ("ma-shan",), hand="ma-shan"), rng)
        self.soak(mask, x, y, colour)


def signatures(
    paper: Paper,
    engine: OcrEngine,
    kind: DocumentKind = DocumentKind.OTHER,
    people: ExpectedNames = ExpectedNames(),  # noqa: B008 - frozen
) -> list[Mark]:
    """The signatures on the paper, read and matched as uploads are."""
    sheet = paper.sheet()
    lines = engine.read_lines(sheet.image, engine.find_lines(sheet.image))
    slots = extract(kind, [PageLines(0, 1654, 900, lines)]).slots
    found = find_marks([sheet], {0: lines}, slots, engine)
    return [mark for mark in match_names(found, people, engine) if mark.type is MarkType.SIGNATURE]


@pytest.mark.parametrize("colour", [ink.DARK[0], ink.BLUE[0]])
def test_a_hand_above_the_date_signs_a_letter(engine: OcrEngine, colour: tuple[int, int, int]) -> None:
    """A name by pen, black or blue, is a sure signature at its place."""
    paper = Letter()
    paper.sign("陈示例", colour=colour)
    [mark] = signatures(paper, engine)
    assert (mark.present, mark.handwritten, mark.sure) == (True, True, True)
    assert mark.box is not None and 960 < mark.box[0] < 1040 and 400 < mark.box[1] < 480


def test_a_letter_that_nobody_signed(engine: OcrEngine) -> None:
    """A printed name above the date signs nothing: a free letter says so, a voucher has no mark."""
    paper = Letter()
    paper.print("陈示例", 1000, 440)
    [mark] = signatures(paper, engine)
    assert (mark.present, mark.sure) == (False, True)
    assert signatures(paper, engine, DocumentKind.ADV_VOUCHER) == []


def test_a_written_date_is_no_signature(engine: OcrEngine) -> None:
    """A date by hand below a printed name does not sign."""
    paper = Letter()
    paper.print("陈示例", 1000, 400)
    paper.sign("2021.7.25", 980, 640)
    assert [mark.present for mark in signatures(paper, engine)] == [False]


def test_a_stamp_is_no_signature(engine: OcrEngine) -> None:
    """What a stamp leaves over is never a sure hand."""
    paper = Letter()
    paper.stamp("虚构市示例制造有限公司", 1080, 480, colour=(40, 60, 150))
    assert not any(mark.present and mark.sure for mark in signatures(paper, engine))


def test_on_a_key_paper_the_hand_must_be_the_expected_name(engine: OcrEngine) -> None:
    """Without a label only the expected name signs; another hand is looked at by a person."""
    paper = Letter()
    paper.sign("陈示例")
    voucher = DocumentKind.ADV_VOUCHER
    [own] = signatures(paper, engine, voucher, ExpectedNames(worker="陈示例"))
    [other] = signatures(paper, engine, voucher, ExpectedNames(worker="欧阳建国"))
    assert (own.sure, own.name) == (True, "陈示例")
    assert (other.present, other.sure) == (True, False)


def test_a_scrawl_signs_an_english_letter(engine: OcrEngine) -> None:
    """What nobody can read above a printed name signs; the printed name alone does not."""
    from tests.factory.letters import scrawl

    def letter() -> Paper:
        paper = Paper(label="")
        paper.picture[:] = paper.tint
        paper.print("Thank you for your letter concerning the costs of our colleague.", 160, 120, 26)
        paper.print("We enclose the invoices and the statement of the account.", 160, 170, 26)
        paper.print("Sincerely,", 160, 260, 26)
        paper.print("John Smith", 160, 480, 26)
        return paper

    signed = letter()
    signed.soak(scrawl(90, Random(3)), 170, 330, ink.DARK[0])
    assert any(mark.present and mark.sure for mark in signatures(signed, engine))
    assert not any(mark.present for mark in signatures(letter(), engine))


def test_a_stamps_own_ink_at_the_foot_is_nobodys_beside_a_hand() -> None:
    """Where a place above the date holds a hand, a doubtful piece in a stamp asks nobody; a sure one stays."""
    hand = FoundMark(Mark(MarkType.SIGNATURE, MarkRole.WORKER, "", present=True, box=(400, 400, 580, 460), sure=True))
    piece = Mark(MarkType.SIGNATURE, MarkRole.WORKER, "", present=True, box=(900, 300, 1300, 640), sure=False)
    stamp = FoundMark(piece, unlabelled=True, on_stamp=True)
    signed = FoundMark(replace(piece, sure=True), unlabelled=True, on_stamp=True)
    beside = FoundMark(piece, unlabelled=True)
    assert _each_once((hand, stamp)) == (hand,)
    assert _each_once((stamp,)) == (stamp,)
    assert _each_once((hand, signed, beside)) == (hand, signed, beside)
