"""Dates at the foot of a paper: the signer's, the seal's, and those cut off."""

import pytest

from ocr.extract.extract import extract
from ocr.extract.leaves import Extraction
from ocr.lines import Line
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind, MarkType


def signed(*foot: Line) -> Extraction:
    """A voucher with these lines at its foot."""
    paper = page(title("工伤费用垫付确认书"), line("费用已由单位垫付，本人同意支付给单位。", 180, 400), *foot)
    return extract(DocumentKind.ADV_VOUCHER, [paper])


def dates_of(found: Extraction) -> tuple[list[object], object]:
    """The signers' dates and the seal's."""
    seal = found.fields.get("seal_date")
    return [one.value for one in found.lists.get("sign_dates", ())], seal.value if seal else None


@pytest.mark.parametrize("left_of_label", ["单位（公", "用人", "（单", "公司（盖", "章）：", "）："])
def test_the_rest_of_a_covered_label_holds_the_seal_s_place(left_of_label: str) -> None:
    """What a seal leaves of 单位（公章） is the seal's place and no signature; the date below is the employer's."""
    found = signed(
        line("工伤职工签名：", 180, 1500), line("2025年5月17日", 180, 1570),
        line(left_of_label, 1000, 1500), line("2025年5月18日", 1000, 1570),
    )  # fmt: skip
    assert dates_of(found) == (["2025-05-17"], "2025-05-18")
    assert [slot.label[0] for slot in found.slots if slot.type is MarkType.SIGNATURE] == [180]
    seals = [slot.label[0] for slot in found.slots if slot.type is MarkType.SEAL]
    assert seals == [1000]


def test_a_second_date_apart_belongs_to_a_seal_that_hides_its_label() -> None:
    """Beside the signer's own date the other one in the other half of the page is the employer's."""
    found = signed(
        line("工伤职工签名：", 180, 1500),
        line("签署日期：2025年5月17日", 180, 1570), line("签署日期：2025年5月19日", 1000, 1570),
    )  # fmt: skip
    assert dates_of(found) == (["2025-05-17"], "2025-05-19")


def test_dates_of_two_signers_both_stay() -> None:
    """Each signature keeps the date beside it, also where no seal's label is seen."""
    found = signed(
        line("职工签名：", 180, 1500), line("日期：2025年5月17日", 1000, 1500),
        line("监护人签名：", 180, 1600), line("日期：2025年5月18日", 1000, 1600),
    )  # fmt: skip
    assert dates_of(found) == (["2025-05-17", "2025-05-18"], None)


def test_a_cut_date_yields_to_a_whole_one() -> None:
    """2025年5月1 without 日 may be any day from the tenth on; a whole date for the same signer counts."""
    found = signed(
        line("工伤职工签名：", 180, 1500), line("2025年4月17日", 180, 1570), line("2025年5月1", 180, 1640),
    )  # fmt: skip
    assert found.fields["sign_date"].value == "2025-04-17"
    assert dates_of(found)[0] == ["2025-04-17"]


@pytest.mark.parametrize(("x", "y"), [(700, 1500), (180, 1570), (1000, 1575)])
def test_a_date_without_label_right_of_or_under_the_signature_is_the_signer_s(x: float, y: float) -> None:
    """A handwritten date needs no 日期 before it."""
    found = signed(line("工伤职工签名：", 180, 1500), line("2025.5.17", x, y))
    assert dates_of(found)[0] == ["2025-05-17"]


def test_a_written_day_whose_signs_were_lost_is_no_empty_place() -> None:
    """日期：2024914 has ink to look at; a label with nothing behind it has none."""
    lost = signed(line("签名：", 180, 1500), line("日期：2024914", 1000, 1500)).lists["sign_dates"]
    assert [(one.value, one.raw, "MISREAD" in one.flags) for one in lost] == [(None, "2024914", True)]
    [empty] = signed(line("签名：", 180, 1500), line("日期：", 1000, 1500)).lists["sign_dates"]
    assert (empty.raw, empty.flags) == ("", ("NOT_A_DATE",))
