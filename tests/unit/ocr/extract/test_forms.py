"""Forms of one sign: the engine's belief in 纺 and 紡 is one belief, and a simplified paper is read simplified."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.forms import likely
from ocr.lines import Glyph
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind


def test_a_sign_is_as_likely_as_its_forms_together() -> None:
    """紡 at 0.62 with 纺 at 0.38 beside it is a sure sign; another sign beside it adds nothing."""
    assert likely(Glyph("紡", 0.62, 0.5, (("纺", 0.37), ("防", 0.01)))) == pytest.approx(0.99)
    assert likely(Glyph("纺", 0.62, 0.5, (("紡", 0.38), ("紡", 0.3)))) == 1.0
    assert likely(Glyph("纺", 0.62, 0.5, (("防", 0.38),))) == 0.62


def test_a_decision_number_on_a_simplified_paper_is_simplified() -> None:
    """虛工伤认 is the engine's form of 虚工伤认: the number compares equal to the one of another paper."""
    lines = [
        line("编号：虛工伤认〔2022〕9837号", 213, 260, 36),
        line("职工谢萍(身份证号码：449900197203281561)，于2022年7月16日受到的事故伤害，予以认定为工伤。", 146, 330, 36),
    ]
    found = extract(DocumentKind.INJURY_DECISION, [page(title("认定工伤决定书"), *lines)])
    assert found.fields["decision_no"].value == "虚工伤认〔2022〕9837号"
