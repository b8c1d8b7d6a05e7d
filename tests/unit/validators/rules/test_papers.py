"""Every check of one paper: one change that fires it, one near miss that does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    FIRM_CNAPS,
    POLICY,
    SPOUSE_CARD,
    TODAY,
    WORKER,
    WORKER_ID,
    fields,
    leaf,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_reading,
    make_receipt,
    make_slip,
    make_voucher,
    relative_rows,
    relative_signatures,
    row,
    seal,
    signature,
    with_field,
    with_list,
    with_marks,
    with_remark,
    with_rows,
    with_value,
)
from tests.unit.validators.rules.asking import paper_codes
from validators.judge import judge_document
from validators.model.codes import DocumentKind, MarkRole, NameMatch, Severity
from validators.model.evidence import DocumentReading, Mark, PageQuality, PageReading, Remark
from validators.model.policy import Policy

Make = Callable[[], DocumentReading]
K = DocumentKind


def voucher(name: str, value: object, **more: object) -> Make:
    """Change one value of the valid voucher."""
    return lambda: with_field(make_voucher(), name, leaf(value, **more))  # type: ignore[arg-type]


def without(name: str) -> Make:
    """Remove one value of the valid voucher."""
    return lambda: with_field(make_voucher(), name, None)


def signed(*marks: Mark) -> Make:
    """Replace the marks of the valid voucher."""
    return lambda: with_marks(make_voucher(), *marks)


def worker_mark(**changes: object) -> Mark:
    """Change the worker's signature."""
    return signature(WORKER, MarkRole.WORKER, **changes)


def lines(*amounts: int) -> Make:
    """Replace the amounts of the voucher's lines."""
    rows = tuple(row(item="MEDICAL", date="2021-07-02", amount=fen) for fen in amounts)
    return lambda: with_rows(make_voucher(), "lines", *rows)


def id_card(**values: object) -> Make:
    """Build an ID card."""
    return lambda: make_reading(K.ID_CARD, "id", fields=fields(**values))  # type: ignore[arg-type]


FIRING: list[tuple[str, Make]] = [
    ("DOC-001", lambda: with_remark(make_reading(K.OTHER, "x"), "NOT_OPENABLE")),
    ("DOC-001", lambda: with_remark(make_reading(K.OTHER, "x"), "ENCRYPTED")),
    ("DOC-001", lambda: with_remark(make_reading(K.OTHER, "x"), "TOO_MANY_PAGES")),
    (
        "DOC-002",
        lambda: with_remark(voucher("total_figures", 1000000, sure=False)(), "POOR_REGION", field="total_figures"),
    ),
    ("DOC-002", lambda: with_remark(make_voucher(), "POOR_REGION", field="signatures[0]")),
    (
        "DOC-002",
        lambda: with_remark(voucher("total_figures", 1000000, confidence=0.6)(), "POOR_REGION", field="total_figures"),
    ),
    ("DOC-002", lambda: with_remark(make_voucher(), "BLANK_PAGE", page=1)),
    ("DOC-003", lambda: replace(make_voucher(), declared=K.JOINT_ACCT)),
    ("DOC-003", lambda: make_reading(K.OTHER, "cat", kind_confidence=0.2)),
    ("DOC-004", lambda: with_remark(make_voucher(), "PAGE_MISSING", detail="2")),
    ("DOC-006", lambda: with_remark(make_reading(K.ADV_VOUCHER, "blank"), "BLANK_FORM")),
    ("DOC-007", lambda: with_remark(make_voucher(), "ALTERED", field="total_figures")),
    ("DOC-007", voucher("payee_account", "4499000099000000123", flags=("ALTERED",))),
    ("DOC-008", lambda: with_remark(make_voucher(), "TEXT_LAYER_DIFFERS")),
    ("FLD-001", without("payee_account")),
    ("FLD-001", voucher("worker_name", None, raw="")),
    ("FLD-001", voucher("worker_name", None, raw="", sure=False)),
    ("FLD-001", lambda: with_list(make_joint_letter(), "items")),
    ("FLD-001", lambda: with_rows(make_joint_letter(), "relatives")),
    ("FLD-001", lambda: with_rows(make_proof(), "beneficiaries", row(name=WORKER, item="MEDICAL", amount=1))),
    ("FLD-001", lambda: with_field(make_slip(), "amount_figures", None)),
    ("FLD-002", voucher("total_figures", 1000000, sure=False)),
    ("FLD-002", voucher("worker_id", None, raw="4499001990030710", sure=False)),
    (
        "FLD-002",  # a bank that was not surely read, and is another than its branch code says
        lambda: with_field(
            with_value(make_voucher(), "payee_cnaps", "313651027012"), "payee_bank", leaf("工行虚构支行", sure=False)
        ),
    ),
    ("FLD-002", signed(worker_mark(sure=False), seal())),
    ("FLD-002", signed(worker_mark(name_match=NameMatch.CLOSE), seal())),
    ("FLD-002", signed(worker_mark(), seal(sure=False))),
    ("FLD-002", signed(worker_mark(), seal("另一公司", confidence=0.6))),
    ("FLD-002", lambda: with_remark(make_reading(K.ADV_VOUCHER, "dead"), "READER_DIED")),
    ("NAM-001", voucher("worker_name", "陈9例")),
    ("ID-001", voucher("worker_id", "449900199003071010")),
    ("ID-001", voucher("worker_id", "44990019900307101")),
    ("ID-001", voucher("worker_id", None, raw="44990O199003071016")),
    ("ID-002", voucher("worker_id", "449900198702291021")),
    ("ID-002", voucher("worker_id", "449900201605181036")),
    ("ID-003", id_card(name=WORKER, id_no=WORKER_ID, sex="女")),
    ("ID-004", id_card(name=WORKER, id_no="99990019900307101X".replace("9999", "1699"))),
    ("ID-005", voucher("worker_id", "449900900307101")),
    ("PHN-001", voucher("worker_phone", "1380013")),
    ("USC-001", voucher("employer_uscc", "91449900MA000FK130")),
    ("USC-001", voucher("employer_uscc", "914499O0MA000FK13J")),
    ("ACC-001", lambda: with_value(make_joint_letter(), "account", "6299990000000001011")),
    ("ACC-001", lambda: with_value(make_joint_letter(), "account", "629999000000000101")),
    ("ACC-001", lambda: with_value(make_joint_letter(), "account", WORKER_ID)),
    ("ACC-001", voucher("payee_account", "4499")),
    (
        "ACC-002",
        lambda: with_value(with_value(make_voucher(), "payee_bank", "工行虚构支行"), "payee_cnaps", "313651027012"),
    ),
    ("ACC-003", voucher("payee_cnaps", "999588100019")),
    ("AMT-001", voucher("total_upper", 1000100)),
    ("AMT-001", lambda: with_value(make_proof(), "passed_total_upper", 1)),
    ("AMT-001", lambda: with_value(make_slip(), "amount_upper", 1)),
    ("AMT-001", lambda: with_value(make_employer_letter(), "advanced_total_upper", 1)),
    ("AMT-002", lines(860000, 140001)),
    ("AMT-002", lambda: with_value(make_receipt(), "paid_insurance", 1)),
    ("AMT-003", voucher("total_upper", 1000000, raw="壹万元整")),
    ("AMT-003", voucher("total_upper", 1000000, flags=("NO_RMB_PREFIX",))),
    ("AMT-004", voucher("total_figures", 0)),
    ("AMT-004", voucher("total_figures", None, raw="一堆")),
    ("AMT-004", voucher("total_figures", 1000000, flags=("TOO_MANY_DECIMALS",))),
    ("DAT-001", voucher("injury_date", None, raw="2021年2月29日")),
    ("DAT-002", voucher("injury_date", "2021-06-28", flags=("TWO_DIGIT_YEAR",))),
    ("DAT-003", lambda: with_list(make_voucher(), "sign_dates", "2021-09-02")),
    ("SIG-001", signed(worker_mark(present=False), seal())),
    ("SIG-001", signed(seal())),
    ("SIG-002", signed(worker_mark(handwritten=False), seal())),
    ("SIG-002", signed(worker_mark(pasted=True), seal())),
    ("SIG-003", signed(worker_mark(name_match=NameMatch.NO_MATCH), seal())),
    ("SIG-005", signed(worker_mark())),
    ("SIG-005", signed(worker_mark(), seal(present=False))),
    ("SIG-005", signed(worker_mark(), seal(seal_kind="finance"))),
    ("SIG-006", signed(worker_mark(), seal("虚构市另一制造有限公司"))),
    (
        "SIG-007",
        lambda: with_marks(make_joint_letter(), *relative_signatures()[:2], signature("赵母示", present=False)),
    ),
    ("SIG-007", lambda: with_marks(make_joint_letter(), *relative_signatures()[:2])),
    ("SIG-008", signed(worker_mark(proxy="王虚拟"), seal())),
    ("SIG-008", signed(worker_mark(proxy=""), seal())),
    ("SIG-008", lambda: with_remark(make_voucher(), "PROXY", field="signatures", detail="王虚拟")),
    ("SIG-006", signed(worker_mark(), seal("虚构市另一", name_match=NameMatch.NO_MATCH))),
    ("FLD-002", signed(worker_mark(), seal("虚构市", name_match=NameMatch.NOT_POSSIBLE))),
    ("FLD-002", signed(worker_mark(), seal("虚构市永康制造有限公司", name_match=NameMatch.NOT_POSSIBLE))),
    ("FLD-002", signed(worker_mark(), seal("", confidence=0.0))),
    ("FLD-002", signed(worker_mark(), seal(seal_kind="other"))),
    (
        "FLD-002",
        lambda: with_rows(
            make_joint_letter(),
            "relatives",
            {**relative_rows()[0], "supported": leaf(None, raw="", sure=False, flags=("UNREAD",))},
            *relative_rows()[1:],
        ),
    ),
    ("STM-001", without("consent")),
    ("STM-001", voucher("consent", False)),
    ("STM-002", lambda: with_remark(make_voucher(), "WAIVER")),
]

NEAR: list[tuple[str, Make]] = [
    ("DOC-002", lambda: with_remark(make_voucher(), "POOR_REGION", field="total_figures")),
    ("SIG-006", signed(worker_mark(), seal("虚市例制", name_match=NameMatch.MATCH))),
    ("FLD-002", signed(worker_mark(), seal("虚市例制", name_match=NameMatch.MATCH))),
    ("SIG-006", signed(worker_mark(), seal("虚构市", name_match=NameMatch.NOT_POSSIBLE))),
    ("DOC-002", lambda: replace(make_voucher(), pages=(PageReading(0, 9, 9, 0, PageQuality("poor", ("blur",))),))),
    ("DOC-003", lambda: replace(make_voucher(), declared=K.JOINT_ACCT, kind_confidence=0.3)),
    ("DOC-003", lambda: replace(make_voucher(), declared=K.ADV_VOUCHER)),
    ("FLD-001", without("worker_phone")),
    ("FLD-001", lambda: with_remark(with_field(make_voucher(), "payee_bank", None), "PAGE_MISSING", detail="2")),
    ("FLD-001", lambda: with_remark(make_reading(K.ADV_VOUCHER, "blank"), "BLANK_FORM")),
    ("FLD-002", voucher("worker_phone", "13800138000", sure=False)),
    ("FLD-002", signed(worker_mark(name_match=NameMatch.NOT_POSSIBLE), seal())),
    ("FLD-002", signed(worker_mark(), seal("虚构市示例制造有公司", confidence=0.6))),
    ("FLD-002", signed(worker_mark(), seal("虚构市示侧制造有公司", name_match=NameMatch.NOT_POSSIBLE))),
    (
        "FLD-002",
        signed(worker_mark(), seal("虚构市永康制造有限公司", confidence=0.89, name_match=NameMatch.NOT_POSSIBLE)),
    ),
    ("NAM-001", voucher("worker_name", "买买提·示例")),
    ("ID-001", voucher("worker_id", "４４９９00199003071016")),
    ("ID-001", voucher("worker_id", "H12345678")),
    ("ID-001", voucher("worker_id", "449900199003071010", sure=False)),
    ("ID-002", voucher("worker_id", "449900198802291029")),
    ("ID-003", id_card(name=WORKER, id_no=WORKER_ID, sex="男")),
    ("ID-004", voucher("worker_id", WORKER_ID)),
    ("PHN-001", voucher("worker_phone", "13800138000")),
    ("USC-001", voucher("employer_uscc", "N2449900MF000FK38X")),
    ("USC-001", voucher("employer_uscc", "0123456789")),
    ("ACC-001", lambda: with_value(make_joint_letter(), "account", "44990000990000001")),
    ("ACC-001", lambda: with_value(make_joint_letter(), "account", SPOUSE_CARD)),
    ("ACC-002", voucher("payee_bank", "示例银行虚构支行")),
    ("ACC-003", voucher("payee_cnaps", FIRM_CNAPS)),
    ("AMT-001", voucher("total_upper", 1000100, sure=False)),
    ("AMT-002", lambda: with_field(make_voucher(), "total_figures", leaf(999, sure=False))),
    ("AMT-002", lambda: with_rows(make_voucher(), "lines")),
    ("AMT-004", lambda: with_value(make_proof(), "retained_advance", 0)),
    ("DAT-001", voucher("injury_date", None, raw="2021年", sure=False)),
    ("DAT-003", lambda: with_list(make_voucher(), "sign_dates", "2021-09-01")),
    ("SIG-001", signed(worker_mark(present=False, sure=False), seal())),
    ("SIG-001", lambda: make_receipt()),
    ("SIG-002", signed(worker_mark(handwritten=None), seal())),
    ("SIG-003", signed(worker_mark(name_match=NameMatch.NOT_POSSIBLE), seal())),
    ("SIG-004", lambda: make_voucher()),
    ("SIG-005", lambda: make_joint_letter()),
    ("SIG-005", signed(worker_mark(), seal(present=False, sure=False))),
    ("SIG-006", signed(worker_mark(), seal("虚构市示例制造有限公司4499001234567"))),
    ("SIG-006", signed(worker_mark(), seal("虚构市另一制造有限公司", confidence=0.6))),
    ("SIG-007", lambda: with_marks(make_employer_letter(), *[signature("") for _ in range(3)], seal())),
    ("SIG-007", lambda: with_rows(make_joint_letter(), "relatives", *relative_rows())),
]


@pytest.mark.parametrize(("code", "make"), FIRING, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FIRING)])
def test_fires(code: str, make: Make) -> None:
    """One fault on a valid paper gives the code of its check."""
    assert code in paper_codes(make())


@pytest.mark.parametrize(("code", "make"), NEAR, ids=[f"{n}-{code}" for n, (code, _) in enumerate(NEAR)])
def test_near_miss(code: str, make: Make) -> None:
    """What only looks like the fault does not give the code."""
    assert code not in paper_codes(make())


@pytest.mark.parametrize(
    "make",
    [make_voucher, make_joint_letter, make_employer_letter, make_receipt, make_slip],
    ids=lambda make: make.__name__,
)
def test_valid_papers_are_clean(make: Make) -> None:
    """A valid paper gets no finding at all."""
    assert paper_codes(make()) == set()


def test_valid_proof_is_clean() -> None:
    """A valid proof gets no finding on the day after it was signed."""
    assert paper_codes(make_proof(), today=date(2021, 10, 10)) == set()


def test_fingerprint_by_policy() -> None:
    """SIG-004 asks for fingerprints only where the city's policy does."""
    assert "SIG-004" in paper_codes(make_voucher(), policy=Policy(fingerprint_required=True))


def test_seal_by_policy() -> None:
    """Where the policy needs no seal, an unsealed voucher passes SIG-005."""
    unsealed = with_marks(make_voucher(), worker_mark())
    assert "SIG-005" not in paper_codes(unsealed, policy=Policy(seal_required=False))


def test_test_numbers_after_the_demonstration() -> None:
    """Once fictional numbers are not allowed, they block."""
    found = judge_document(make_voucher(), today=date(2021, 9, 1), policy=replace(POLICY, allow_fictional=False))
    assert [one.severity for one in found if one.code == "ID-004"] == [Severity.B]


def test_blank_form_says_one_thing() -> None:
    """A blank form gets DOC-006 and nothing else that blocks."""
    blank = with_remark(with_marks(make_reading(K.ADV_VOUCHER, "blank"), worker_mark(present=False)), "BLANK_FORM")
    assert paper_codes(blank) == {"DOC-006"}


def test_unreadable_file_says_one_thing() -> None:
    """A file that stays shut gets DOC-001 only, not a list of missing fields."""
    shut = with_remark(make_reading(K.OTHER, "shut", declared=K.ADV_VOUCHER), "NOT_OPENABLE")
    assert paper_codes(shut) == {"DOC-001"}


@pytest.mark.parametrize(
    ("kind", "declared", "asked"), [(K.ADV_VOUCHER, None, True), (K.OTHER, None, False), (K.OTHER, K.OTHER, True)]
)
def test_a_paper_of_no_known_kind_is_asked_what_it_is_first(kind: K, declared: K | None, asked: bool) -> None:
    """A doubtful day on it raises no FLD-002, DOC-003 is told; on a voucher, or one said to be of no kind, it does."""
    doubted = replace(voucher("injury_date", "2021-07-01", sure=False)(), kind=kind, declared=declared)
    found = judge_document(doubted, today=date(2021, 9, 1), policy=POLICY)
    assert [one.field for one in found if one.code == "FLD-002"] == ["injury_date"][: int(asked)]


def test_missing_names_are_named() -> None:
    """SIG-007 names everyone who did not sign, with the place."""
    letter = with_marks(
        make_joint_letter(), signature("王虚拟"), signature("李父示", present=False), signature("赵母示")
    )
    [one] = [f for f in judge_document(letter, today=date(2021, 9, 1), policy=POLICY) if f.code == "SIG-007"]
    assert (one.about["names"], one.field, one.box) == ("李父示", "signatures[1]", (50, 900, 200, 960))


def test_a_place_without_a_name_is_told_by_its_order() -> None:
    """SIG-007 for a bare place that stayed empty says which one of the paper's places it is."""
    letter = with_marks(make_joint_letter(), signature("王虚拟"), signature("", present=False), signature("赵母示"))
    told = [f.about["names"] for f in judge_document(letter, today=date(2021, 9, 1), policy=POLICY)]
    assert "第2处签名" in told


def test_a_value_that_two_looks_say_was_altered_is_told_once() -> None:
    """A stroke and a second amount beside it are one alteration of one value."""
    paper = make_voucher()
    for detail, box in (("struck", (1, 2, 30, 40)), ("beside", (50, 2, 90, 40))):
        paper = replace(paper, remarks=(*paper.remarks, Remark("ALTERED", "total_figures", 0, box, detail)))
    told = [one for one in judge_document(paper, today=TODAY, policy=POLICY) if one.code == "DOC-007"]
    assert [one.field for one in told] == ["total_figures"]
