"""DOC-002 always says where on which page, and why in plain words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import POLICY, leaf, make_voucher, with_field
from validators.judge import judge_document
from validators.model.evidence import DocumentReading, PageQuality, PageReading, Remark
from validators.model.findings import Finding
from validators.texts import message_for_submitter
from validators.texts.submitter import SUBMITTER

PLACE = (40, 50, 300, 90)


def told(reading: DocumentReading) -> Sequence[Finding]:
    return [one for one in judge_document(reading, today=date(2021, 9, 1), policy=POLICY) if one.code == "DOC-002"]


def with_page(reading: DocumentReading, *reasons: str) -> DocumentReading:
    return replace(reading, pages=(PageReading(0, 900, 1200, 0, PageQuality("poor", reasons)),))


def remarked(reading: DocumentReading, *remarks: Remark) -> DocumentReading:
    return replace(reading, remarks=(*reading.remarks, *remarks))


def test_a_poor_page_is_circled_around_what_is_doubted() -> None:
    """Where the whole page is blurred, the circle lies around the values that nobody is sure of."""
    reading = with_page(make_voucher(), "glare", "blur")
    for name, box in (("total_figures", (100, 500, 200, 520)), ("payee_name", (80, 700, 400, 730))):
        reading = with_field(reading, name, replace(leaf("x", sure=False), box=box))
    [one] = told(reading)
    assert (one.page, one.box) == (0, (80, 500, 400, 730))
    assert "手机" in message_for_submitter(one)  # blur is graver than glare


def test_without_a_place_the_whole_page_is_circled() -> None:
    """A doubted value whose place is not known, or a blank page, circles the page: the words say that a place is."""
    reading = with_page(make_voucher(), "low_resolution")
    [small] = told(with_field(reading, "total_figures", replace(leaf(1, sure=False), box=None)))
    [blank] = told(remarked(reading, Remark("BLANK_PAGE")))
    assert small.box == blank.box == (0, 0, 900, 1200)
    assert "靠近" in message_for_submitter(small)
    assert "没有拍到内容" in message_for_submitter(blank)


def test_a_missing_value_points_to_the_glare_that_may_hide_it() -> None:
    """Glare over bare paper is nobody's business; where a required value is missing the glare is circled."""
    glare = Remark("POOR_REGION", None, 0, PLACE, "glare")
    assert not told(remarked(make_voucher(), glare))
    [one] = told(remarked(with_field(make_voucher(), "total_figures", None), glare))
    assert (one.field, one.box) == (None, PLACE)
    assert "反光" in message_for_submitter(one)


@pytest.mark.parametrize("reason", ["blank", "blur", "glare", "shadow", "cut_edge", "low_resolution", ""])
def test_every_reason_keeps_the_common_sentence(reason: str) -> None:
    """Whatever the reason, the sentence that asks for a new photograph stands first; a reason adds what to do."""
    reading = remarked(with_field(make_voucher(), "total_figures", None), Remark("POOR_REGION", None, 0, PLACE, reason))
    [one] = told(reading)
    text = message_for_submitter(one)
    assert text.startswith(SUBMITTER["DOC-002"])
    assert len(text) > len(SUBMITTER["DOC-002"])
