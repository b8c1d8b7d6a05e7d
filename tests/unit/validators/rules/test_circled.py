"""DOC-002 always says where on which page, and why in plain words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    POLICY,
    leaf,
    make_joint_letter,
    make_proof,
    make_reading,
    make_slip,
    make_voucher,
    with_field,
    with_rows,
)
from validators.judge import judge_document
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Leaf, PageQuality, PageReading, Remark, Scalar
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


def dim(value: Scalar, confidence: float = 0.6, *, sure: bool = False) -> Leaf:
    """A value that was read under a light."""
    return replace(leaf(value, sure=sure, confidence=confidence), box=PLACE)


def in_row(reading: DocumentReading, table: str, column: str, value: Leaf) -> DocumentReading:
    """Put a value into the first row of a table."""
    first, *others = reading.rows[table]
    return with_rows(reading, table, {**first, column: value}, *others)


def lit(reading: DocumentReading, field: str) -> DocumentReading:
    """Lay a light over a value."""
    return remarked(reading, Remark("POOR_REGION", field, 0, PLACE, "glare"))


def in_a_voucher(name: str, value: Leaf) -> DocumentReading:
    return with_field(make_voucher(), name, value)


NEEDED: tuple[tuple[str, DocumentReading], ...] = (
    ("worker_id", in_a_voucher("worker_id", dim("449900199003071016"))),
    ("employer_uscc", in_a_voucher("employer_uscc", dim("91449900MA000FK13J"))),
    ("payee_bank", in_a_voucher("payee_bank", dim("示例银行"))),
    ("payee_cnaps", in_a_voucher("payee_cnaps", dim("102449900016"))),
    ("pay_method", in_a_voucher("pay_method", dim("CASH"))),
    ("consent", in_a_voucher("consent", dim(None))),
    ("sign_dates[0]", replace(make_voucher(), lists={"sign_dates": (dim("2021-07-25"),)})),
    ("lines[0].amount", in_row(make_voucher(), "lines", "amount", dim(1000))),
    ("lines[0].date", in_row(make_voucher(), "lines", "date", dim("2021-07-02"))),
    ("relatives[0].relation", in_row(make_joint_letter(), "relatives", "relation", dim("配偶"))),
    ("beneficiaries[0].pay_method", in_row(make_proof(), "beneficiaries", "pay_method", dim("CASH"))),
    ("amount_upper", with_field(make_slip(), "amount_upper", dim(860000))),
    ("id_no", make_reading(DocumentKind.ID_CARD, "id", fields={"id_no": dim("449900199003071016")})),
)
NOT_NEEDED: tuple[tuple[str, DocumentReading], ...] = (
    ("doc_title", in_a_voucher("doc_title", dim("垫付确认书"))),
    ("consent", in_a_voucher("consent", dim(True))),
    ("payer_bank", with_field(make_slip(), "payer_bank", dim("示例银行"))),
)


@pytest.mark.parametrize(("field", "reading"), NEEDED, ids=[field for field, _ in NEEDED])
def test_a_light_or_blur_over_what_must_be_seen_asks_for_a_photograph(field: str, reading: DocumentReading) -> None:
    """A critical value, or one that the kind must show, is asked for anew: under a light, and on a blurred page."""
    assert [(one.field, one.box) for one in told(lit(reading, field))] == [(field, PLACE)]
    assert [one.box for one in told(with_page(reading, "blur"))] == [PLACE]


@pytest.mark.parametrize(("field", "reading"), NOT_NEEDED, ids=[field for field, _ in NOT_NEEDED])
def test_what_need_not_be_seen_asks_for_no_photograph(field: str, reading: DocumentReading) -> None:
    """A title, a purpose or a statement that was found keeps nobody from judging the paper."""
    assert not told(lit(reading, field))
    assert not told(with_page(reading, "blur"))


@pytest.mark.parametrize(
    ("name", "value", "asked"),
    [
        ("payee_bank", dim("示例银行", 0.8), False),
        ("payee_bank", dim("示例银行", 0.79), True),
        ("total_figures", dim(1000000, 0.99), True),
        ("total_figures", dim(1000000, 0.8, sure=True), False),
        ("total_figures", dim(1000000, 0.79, sure=True), True),
    ],
)
def test_what_was_read_well_under_a_light_is_seen(name: str, value: Leaf, asked: bool) -> None:
    """A critical value must be sure and legible, of another it is enough that it was read well."""
    assert bool(told(lit(in_a_voucher(name, value), name))) is asked


def test_a_light_over_what_is_no_value_of_the_paper() -> None:
    """A mark under a light is asked for; a field that repeats its rows is asked for in them alone."""
    assert [one.field for one in told(lit(make_voucher(), "signatures[0]"))] == ["signatures[0]"]
    repeated = in_a_voucher("amount", dim(860000))
    assert not told(lit(repeated, "amount"))
    assert told(lit(in_row(repeated, "lines", "amount", dim(860000)), "lines[0].amount"))


def test_on_a_blurred_page_only_what_must_be_seen_is_circled() -> None:
    """A doubted title far from the doubted total does not widen the circle."""
    reading = with_field(in_a_voucher("total_figures", dim(1000000)), "doc_title", dim("垫付确认书"))
    reading = with_field(reading, "doc_title", replace(reading.fields["doc_title"], box=(0, 0, 800, 40)))
    assert [one.box for one in told(with_page(reading, "blur"))] == [PLACE]


@pytest.mark.parametrize("reason", ["blank", "blur", "glare", "shadow", "cut_edge", "low_resolution", ""])
def test_every_reason_keeps_the_common_sentence(reason: str) -> None:
    """Whatever the reason, the sentence that asks for a new photograph stands first; a reason adds what to do."""
    reading = remarked(with_field(make_voucher(), "total_figures", None), Remark("POOR_REGION", None, 0, PLACE, reason))
    [one] = told(reading)
    text = message_for_submitter(one)
    assert text.startswith(SUBMITTER["DOC-002"])
    assert len(text) > len(SUBMITTER["DOC-002"])
