"""Every check of a whole case: one change that fires it, one near miss that does not; valid cases are clean."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    CHILD,
    CHILD_ID,
    DECEASED,
    FATHER,
    FATHER_CARD,
    FIRM,
    MOTHER,
    MOTHER_CARD,
    SPOUSE,
    SPOUSE_CARD,
    STRANGER,
    WORKER,
    WORKER_ID,
    advance_case,
    fields,
    leaf,
    living_case,
    make_advance_record,
    make_death_record,
    make_death_voucher,
    make_employer_letter,
    make_joint_letter,
    make_proof,
    make_reading,
    make_receipt,
    make_record,
    make_relatives,
    make_settled_record,
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
    with_rows,
    with_value,
)
from tests.unit.validators.rules.asking import ask, blocking, case_codes
from validators.model.claim import ClaimItem, ClaimRecord, Employer, Relative, Settled
from validators.model.codes import DocumentKind, MarkRole, NameMatch, Payee
from validators.model.evidence import Alternative, DocumentReading, Leaf, TextLine
from validators.model.others import OtherClaims
from validators.model.policy import Policy

Documents = tuple[DocumentReading, ...]
Make = Callable[[], tuple[ClaimRecord, Documents]]
K = DocumentKind
PROOF_DAY = date(2021, 10, 11)


def told_twice(other: str, confidence: float = 0.99) -> Leaf:
    """A letter's account beside which a label names another one, read with this confidence."""
    told = leaf(SPOUSE_CARD, sure=False)
    return replace(told, confidence=0.99, flags=("AMBIGUOUS",), alternatives=(Alternative(other, confidence),))


def living(voucher: DocumentReading | None = None, *more: DocumentReading, **record: object) -> Make:
    """Change the voucher or the record of the valid living case, or add papers."""
    return lambda: (make_record(**record), (voucher or make_voucher(), *living_case()[1:], *more))


def papers(*documents: DocumentReading, **record: object) -> Make:
    """Take these papers with the living worker's record."""
    return lambda: (make_record(**record), documents)


def joint(letter: DocumentReading | None = None, *more: DocumentReading, **record: object) -> Make:
    """Change the joint letter or the record of the valid death case, or add papers."""
    return lambda: (make_death_record(**record), (letter or make_joint_letter(), *more))


def with_text(letter: DocumentReading, *words: str) -> DocumentReading:
    """Add lines of text to a paper."""
    return replace(letter, text=tuple(TextLine(0, (0, 0, 9, 9), line, 0.99) for line in words))


def advance(*documents: DocumentReading, **record: object) -> Make:
    """Take these papers with the record of an advance in a death claim."""
    return lambda: (make_advance_record(**record), documents or advance_case())


def passed(proof: DocumentReading | None = None, *more: DocumentReading, **record: object) -> Make:
    """Change the proof or the record of the valid pass-on case, or add papers."""
    return lambda: (make_settled_record(**record), (proof or make_proof(), *more))


def relatives(**changes: object) -> tuple[Relative, ...]:
    """Change the last relative (the mother) on record."""
    known = make_relatives()
    return (*known[:-1], replace(known[-1], **changes))  # type: ignore[arg-type]


def child(**changes: object) -> Relative:
    """Build the deceased's minor child, with kinship proven and the mother as guardian."""
    made = Relative(CHILD, "儿子", CHILD_ID, supported=True, minor=True, guardian=SPOUSE, kinship_proven=True)
    return replace(made, **changes)  # type: ignore[arg-type]


def letter_with_child(proxy: str | None = SPOUSE, holder: str = FATHER) -> DocumentReading:
    """Build a joint letter that a guardian signs for the child."""
    listed = row(name=CHILD, relation="儿子", id_no=CHILD_ID, supported=True)
    letter = with_rows(make_joint_letter(), "relatives", *relative_rows(), listed)
    signed = with_marks(letter, *relative_signatures(), signature(CHILD, proxy=proxy))
    return with_value(signed, "holder_name", holder)


def lines(*cells: dict[str, object], **top: object) -> DocumentReading:
    """Build the valid voucher with other lines."""
    base = {"item": "MEDICAL", "date": "2021-07-02", "amount": 500000}
    rows = [row(**{**base, **cell}) for cell in cells]  # type: ignore[arg-type]
    changed = with_rows(make_voucher(), "lines", *rows)
    return replace(changed, fields={**changed.fields, **fields(**top)})  # type: ignore[arg-type]


def proof_rows(**changes: object) -> DocumentReading:
    """Change the first beneficiary's row of the valid proof."""
    first, second = make_proof().rows["beneficiaries"]
    return with_rows(make_proof(), "beneficiaries", {**first, **fields(**changes)}, second)  # type: ignore[arg-type]


def certificate(day: str) -> DocumentReading:
    """Build a death certificate."""
    return make_reading(K.DEATH_CERT, "cert", fields=fields(name=DECEASED, death_date=day))


HARD = signature("", name_match=NameMatch.NOT_POSSIBLE)
SPOUSE_IS_KIN = tuple(replace(one, kinship_proven=one.name == SPOUSE) for one in make_relatives())
NO_KIN = tuple(replace(one, kinship_proven=False) for one in make_relatives())
KINSHIP = make_reading(K.KINSHIP, "kin", lists={"names": tuple(leaf(n) for n in (SPOUSE, FATHER, MOTHER))})

BARE = with_rows(make_voucher(), "lines")
SILENT = (ClaimItem("MEDICAL", 1234567), ClaimItem("REHAB", 500000))

FIRING: list[tuple[str, Make]] = [
    ("FLD-001", living(BARE, items=SILENT)),
    ("X-001", living(with_value(make_voucher(), "worker_name", STRANGER))),
    ("X-001", living(with_value(make_voucher(), "worker_id", "449900198802291029"))),
    ("X-001", joint(with_value(make_joint_letter(), "deceased_name", STRANGER))),
    ("X-001", living(None, make_reading(K.ID_CARD, "id", fields=fields(name=STRANGER, id_no=WORKER_ID)))),
    ("X-002", living(with_value(make_voucher(), "employer_name", "虚构市示例制造有限责任公司"))),
    ("X-002", living(with_value(make_voucher(), "employer_uscc", "92449900MA000FK482"))),
    ("X-003", living(with_value(make_voucher(), "payee_name", f"{FIRM}分公司"))),
    ("X-003", advance(*advance_case(), with_value(make_employer_letter(), "payee_name", SPOUSE))),
    ("X-004", living(with_value(make_voucher(), "injury_date", "2021-06-27"))),
    ("X-004", living(with_value(make_voucher(), "decision_no", "虚工伤认〔2021〕0002号"))),
    ("X-005", living(None, with_value(make_receipt("0000000009"), "patient_name", STRANGER))),
    ("X-005", living(None, with_value(make_receipt("0000000009"), "patient_id", "4499001991********"))),
    ("X-006", living(None, make_receipt("0000000009", "2021-06-27"))),
    ("X-006", living(lines({"date": "2021-06-20"}, {}))),
    ("X-007", papers(make_voucher())),
    ("X-007", papers(*living_case()[:-1])),
    (
        "X-008",
        living(
            None,
            replace(
                make_receipt("0000000009"),
                fields={**make_receipt("0000000009").fields, **fields(paid_insurance=100, paid_cash=859900)},
            ),
        ),
    ),
    ("X-009", living(None, with_value(make_slip("S9"), "payer_name", STRANGER))),
    ("X-009", living(None, make_slip("S9", payee=STRANGER))),
    ("X-009", papers(with_value(make_voucher(), "pay_method", "CASH"), *living_case()[1:3])),
    ("X-010", living(with_list(make_voucher(), "sign_dates", "2021-07-10", "2021-07-25"))),
    ("X-011", living(with_list(make_voucher(), "sign_dates", "2021-06-27"))),
    ("X-011", joint(with_list(make_joint_letter(), "sign_dates", "2021-07-02"))),
    ("X-012", advance(with_marks(make_death_voucher(), signature(DECEASED, MarkRole.WORKER), seal()))),
    ("X-013", living(with_marks(make_voucher(), signature(STRANGER, MarkRole.WORKER), seal()))),
    ("X-013", joint(with_marks(make_joint_letter(), *relative_signatures(), signature(STRANGER)))),
    ("X-014", joint(None, relatives=relatives(supported=False))),
    ("X-014", joint(None, relatives=(*make_relatives(), child(minor=False)))),
    ("X-015", joint(None, relatives=(*make_relatives(), Relative("李长女", "女儿", kinship_proven=True)))),
    ("X-015", advance(with_marks(make_death_voucher(), signature(FATHER), seal()))),
    ("X-016", joint(with_list(make_joint_letter(), "items", "FUNERAL", "SURVIVOR_PENSION"))),
    ("X-017", joint(with_value(make_joint_letter(), "holder_name", STRANGER))),
    ("X-017", joint(with_value(make_joint_letter(), "holder_name", FIRM))),
    ("X-018", joint(with_list(make_joint_letter(), "accounts", SPOUSE_CARD, FATHER_CARD))),
    ("X-018", joint(None, with_value(make_joint_letter(), "account", FATHER_CARD))),
    ("X-018", joint(with_text(make_joint_letter(), "存折账号：4499 1330 5577 1070 2"))),
    ("X-018", joint(with_text(make_joint_letter(), f"账号：{MOTHER_CARD}"))),
    ("X-018", joint(with_field(make_joint_letter(), "account", told_twice(MOTHER_CARD)))),
    ("X-019", joint(letter_with_child(proxy=None), relatives=(*make_relatives(), child()))),
    ("X-019", joint(letter_with_child(), relatives=(*make_relatives(), child(guardian=None)))),
    ("X-019", joint(letter_with_child(holder=SPOUSE), relatives=(*make_relatives(), child()))),
    ("X-020", joint(with_value(make_joint_letter(), "death_date", "2021-07-04"))),
    ("X-020", joint(None, certificate("2021-07-05"))),
    ("X-021", joint(None, relatives=NO_KIN)),
    ("X-021", joint(with_marks(make_joint_letter(), signature(SPOUSE), HARD, HARD), relatives=SPOUSE_IS_KIN)),
    ("X-022", living(None, items=(ClaimItem("MEDICAL", 1234567, 900000),))),
    ("X-022", living(with_value(make_voucher(), "payee_account", "4499000099000000124"))),
    (
        "X-022",
        living(
            with_rows(
                make_voucher(),
                "lines",
                row(item="MEDICAL", receipt_no="44060121-0000000001", date="2021-07-03", amount=860000),
            )
        ),
    ),
    ("X-022", joint(None, items=(ClaimItem("FUNERAL", 5400000, 0, Payee.PERSON),))),
    ("X-022", advance(*advance_case(), with_value(make_employer_letter(), "advanced_total", 19000000))),
    (
        "X-022",
        joint(
            with_rows(
                make_joint_letter(),
                "relatives",
                row(name=SPOUSE, relation="配偶", id_no=CHILD_ID),
                *relative_rows()[1:],
            )
        ),
    ),
    ("X-022", living(with_value(make_voucher(), "advance_period", "2021-06-01/2021-07-20"))),
    ("X-001", joint(None, make_reading(K.DEATH_CERT, "cert", fields=fields(name=STRANGER, death_date="2021-07-03")))),
    ("X-022", joint(None, make_reading(K.ID_CARD, "id", fields=fields(name=SPOUSE, id_no=CHILD_ID)))),
    ("X-022", joint(None, make_reading(K.KINSHIP, "kin", rows={"persons": (row(name=SPOUSE, id_no=CHILD_ID),)}))),
    ("X-022", passed(with_list(make_proof(), "sign_dates", "2021-10-07"))),
    ("K-001", living(lines({"receipt_no": "44060121-0000000001"}, {"receipt_no": "44060121-0000000001"}))),
    ("X-024", advance(*advance_case(), with_list(make_employer_letter(), "items", "SURVIVOR_PENSION"))),
    ("X-024", living(lines({}, {"item": "CARE"}))),
    ("X-025", living(lines({}, {"item": "WAGE_CONTINUATION"}))),
    ("X-027", living(None, with_value(make_slip("S9"), "payer_name", "虚构市劳务派遣有限公司"))),
    ("X-028", joint(with_value(make_joint_letter(), "dispute", False), dispute_recorded=False)),
    (
        "K-001",
        living(lines({"receipt_no": "44060121-0000000001"}, {"receipt_no": "44060121-0000000001", "item": "REHAB"})),
    ),
    ("K-005", passed(proof_rows(payee_account="6299990000000004022"))),
    ("K-007", joint(None, employer=Employer(FIRM, legal_representative=SPOUSE))),
    ("O-003", passed(with_marks(make_proof(), signature(STRANGER), signature(MOTHER), seal()))),
    ("O-003", passed(with_marks(make_proof(), signature(FATHER, proxy=MOTHER), signature(MOTHER), seal()))),
    ("O-003", passed(proof_rows(name=STRANGER))),
    ("O-004", passed(with_value(make_proof(), "passed_total", 67667900))),
    ("O-004", passed(with_value(make_proof(), "retained_advance", 20000100))),
    ("O-004", passed(proof_rows(amount=33833900))),
    ("O-004", passed(None, settled=(Settled(None, 87668100, 20000100, date(2021, 9, 5)),))),
    ("O-005", passed(proof_rows(pay_date="2021-10-09"))),
    ("O-006", passed(proof_rows(pay_date="2021-09-04"))),
    ("O-007", passed(proof_rows(pay_method="CASH"))),
    ("O-007", passed(proof_rows(payee_account="4499000099000000123"))),
    ("O-007", passed(None, make_slip("TEST202110080001", "2021-10-08", 33834000, STRANGER))),
]

NEAR: list[tuple[str, Make]] = [
    ("FLD-001", living(BARE, items=SILENT[:1])),
    ("FLD-001", living(BARE, items=(ClaimItem("MEDICAL", 1234567, 1000000), ClaimItem("REHAB", 500000, 0)))),
    ("X-001", living(with_field(make_voucher(), "worker_name", leaf(STRANGER, sure=False)))),
    ("X-002", living(with_value(make_voucher(), "employer_uscc", "0755123456"))),
    ("X-004", living(with_value(make_voucher(), "decision_no", "虚工伤认[2021]0001号"))),
    ("X-004", living(with_value(make_voucher(), "decision_no", "虚工伤认〔20210001号"))),  # a bracket was lost
    ("X-005", living(None, with_value(make_receipt("0000000009"), "patient_id", "4499001990********"))),
    ("X-006", living(None, make_receipt("0000000009", "2021-06-28"))),
    ("X-007", living(None)),
    (
        "X-007",
        papers(
            make_voucher(),
            make_receipt(),
            with_field(make_receipt("0000000002", "2021-07-20", 140000), "total_figures", leaf(140000, sure=False)),
            *living_case()[3:],
        ),
    ),
    ("X-008", living(None)),
    ("X-009", living(None, make_slip("S9", payee=WORKER))),
    ("X-009", living(None, make_slip("S9", payee="虚构市第二人民医院"))),
    ("X-009", living(None, with_field(make_slip("S9"), "payer_name", leaf(STRANGER, sure=False)))),
    ("X-010", living(with_list(make_voucher(), "sign_dates", "2021-07-20"))),
    ("X-010", living(None, make_receipt("0000000009", "2021-08-20"))),
    ("X-011", living(with_list(make_voucher(), "sign_dates", "2021-06-28"))),
    ("X-012", advance()),
    ("X-013", living(None)),
    (
        "X-014",
        joint(
            with_rows(
                make_joint_letter(),
                "relatives",
                *[{k: v for k, v in one.items() if k != "supported"} for one in relative_rows()],
            )
        ),
    ),
    ("X-015", joint(None, relatives=(*make_relatives(), Relative("李长兄", "兄", supported=False)))),
    ("X-015", joint(None, relatives=(*make_relatives(), Relative("李长女", "女儿", living=False)))),
    (
        "X-015",
        joint(
            with_marks(make_joint_letter(), *relative_signatures()[:2], signature(MOTHER, present=False, sure=False))
        ),
    ),
    ("X-017", joint(with_field(make_joint_letter(), "holder_name", leaf(STRANGER, sure=False)))),
    ("X-018", joint(None, replace(make_joint_letter(), sha256="again"))),
    ("X-018", joint(with_field(make_joint_letter(), "account", told_twice(f"{SPOUSE_CARD[:-1]}0")))),
    ("X-018", joint(with_field(make_joint_letter(), "account", told_twice(MOTHER_CARD, 0.5)))),
    (
        "X-018",
        joint(with_text(make_joint_letter(), f"账号：{SPOUSE_CARD}", "身份证号码：449900197109097354")),
    ),
    ("X-019", joint(letter_with_child(), relatives=(*make_relatives(), child()))),
    ("X-020", joint(None, certificate("2021-07-03"))),
    ("X-021", joint(None, KINSHIP, relatives=NO_KIN)),
    ("X-021", joint(with_marks(make_joint_letter(), signature(SPOUSE), HARD), relatives=SPOUSE_IS_KIN)),
    ("X-021", joint(with_marks(make_joint_letter(), signature(SPOUSE), HARD, HARD))),
    ("X-022", joint(None, dispute_recorded=False)),
    ("X-022", living(None)),
    ("X-022", living(with_value(make_voucher(), "advance_period", "2021-06-28/2021-07-20"))),
    ("K-001", living(None, replace(make_voucher(), sha256="again"))),
    ("X-027", living(None, with_value(make_slip("S9"), "payer_name", STRANGER))),
    ("X-028", joint(None, dispute_recorded=False)),
    ("X-028", joint(with_value(make_joint_letter(), "dispute", False))),
    (
        "X-028",
        joint(with_field(make_joint_letter(), "dispute", leaf(None, raw="因…", sure=False)), dispute_recorded=False),
    ),
    ("K-001", living(None)),
    ("O-005", passed(None)),
]


def _ids(table: list[tuple[str, Make]]) -> list[str]:
    return [f"{number}-{code}" for number, (code, _) in enumerate(table)]


def _day(documents: Documents) -> date:
    proofs = any(one.kind is K.PASS_ON_PROOF for one in documents)
    return PROOF_DAY if proofs else date(2021, 9, 1)


@pytest.mark.parametrize(("code", "make"), FIRING, ids=_ids(FIRING))
def test_fires(code: str, make: Make) -> None:
    """One fault in a valid case gives the code of its check."""
    record, documents = make()
    assert code in case_codes(record, *documents, today=_day(documents))


@pytest.mark.parametrize(("code", "make"), NEAR, ids=_ids(NEAR))
def test_near_miss(code: str, make: Make) -> None:
    """What only looks like the fault does not give the code."""
    record, documents = make()
    assert code not in case_codes(record, *documents, today=_day(documents))


CLEAN: dict[str, Make] = {
    "living": living(None),
    "joint letter": joint(None),
    "joint letter with kinship papers": joint(None, KINSHIP, certificate("2021-07-03"), relatives=NO_KIN),
    "death advance": advance(),
    "death advance with employer letter": advance(*advance_case(), make_employer_letter()),
    "pass-on proof": passed(None),
    "child signed for by a guardian on record": joint(letter_with_child(), relatives=(*make_relatives(), child())),
}


@pytest.mark.parametrize("name", CLEAN)
def test_clean_cases(name: str) -> None:
    """A valid case with a complete record has no B, no F and nothing that did not run and holds."""
    record, documents = CLEAN[name]()
    assert blocking(ask(record, *documents, today=_day(documents))) == set()


def test_doubt_is_not_a_difference() -> None:
    """A doubted name is FLD-002 and nothing else."""
    doubted = with_field(make_voucher(), "worker_name", leaf("陈示倒", sure=False))
    assert case_codes(make_record(), doubted, *living_case()[1:]) == {"FLD-002"}


def test_variant_character_is_for_a_person() -> None:
    """A name in another form of the same characters is FLD-002, not X-001."""
    assert case_codes(make_record(), with_value(make_voucher(), "worker_name", "陳示例"), *living_case()[1:]) == {
        "FLD-002"
    }


def test_unknown_relatives_hold() -> None:
    """Without the relatives on record the checks about them did not run, and hold the joint leg."""
    judgement = ask(make_death_record(relatives=None), make_joint_letter())
    assert {"X-013", "X-014", "X-015"} <= {gap.code for gap in judgement.not_run if gap.holds}


def test_letter_cures_the_voucher() -> None:
    """A clean letter of all relatives replaces the signatures of the death voucher (AMB-08)."""
    unsigned = with_marks(
        make_death_voucher(), signature(FATHER, present=False), signature(MOTHER, present=False), seal()
    )
    record = make_advance_record()
    assert {"SIG-007", "X-015"} <= case_codes(record, unsigned, *advance_case()[1:])
    assert case_codes(record, unsigned, *advance_case()[1:], make_employer_letter()) == set()


def test_faulty_letter_cures_nothing() -> None:
    """A letter with an open B leaves the voucher's missing signatures open."""
    unsigned = with_marks(
        make_death_voucher(), signature(FATHER, present=False), signature(MOTHER, present=False), seal()
    )
    letter = with_marks(make_employer_letter(), *relative_signatures())
    assert {"SIG-005", "SIG-007"} <= case_codes(make_advance_record(), unsigned, *advance_case()[1:], letter)


def test_proxy_with_papers() -> None:
    """A proxy whose power of attorney names both persons may sign; a stranger's paper helps nobody."""
    signed = with_marks(make_voucher(), signature(WORKER, MarkRole.WORKER, proxy=SPOUSE), seal())
    paper = make_reading(K.POA, "poa", lists={"names": (leaf(WORKER), leaf(SPOUSE))})
    other = make_reading(K.POA, "poa", lists={"names": (leaf(STRANGER), leaf(SPOUSE))})
    assert "SIG-008" not in case_codes(make_record(), signed, *living_case()[1:], paper)
    assert "SIG-008" in case_codes(make_record(), signed, *living_case()[1:], other)


def test_doubted_name_measures_no_hand() -> None:
    """A signature is held against a name only where the name itself was read for sure."""
    first, *rest = make_joint_letter().rows["relatives"]
    doubted = {**first, "name": leaf("王虚妻", sure=False)}
    marks = (signature("王虚妻", name_match=NameMatch.NO_MATCH), *relative_signatures()[1:])
    letter = with_marks(with_rows(make_joint_letter(), "relatives", doubted, *rest), *marks)
    assert case_codes(make_death_record(), letter) == {"FLD-002"}


def test_name_cut_with_a_word_too_much() -> None:
    """A name that was cut out of its line with a word too much is for a person, not a stranger's."""
    rows = (
        *relative_rows()[:2],
        row(name=f"{MOTHER}以上", relation="母亲", id_no="449900196408051028", supported=True),
    )
    assert case_codes(make_death_record(), with_rows(make_joint_letter(), "relatives", *rows)) == {"FLD-002"}


def test_label_beside_a_signature_is_no_stranger() -> None:
    """What stands beside a signature accuses nobody unless the hand wrote just that name."""
    mark = signature("确以人", MarkRole.WORKER, name_match=NameMatch.NOT_POSSIBLE)
    assert case_codes(make_record(), with_marks(make_voucher(), mark, seal()), *living_case()[1:]) == {"FLD-002"}


def test_brothers_are_two() -> None:
    """A brother's signature never counts for another whose name differs by one character."""
    brothers = (Relative("李大样", "儿子", kinship_proven=True), Relative("李小样", "儿子", kinship_proven=True))
    record = make_death_record(relatives=(*make_relatives(), *brothers))
    letter = with_marks(make_joint_letter(), *relative_signatures(), signature("李小样"))
    [missing] = [one for one in ask(record, letter).findings if one.code == "X-015"]
    assert missing.about["names"] == "李大样"


def test_name_beside_a_signature_read_amiss() -> None:
    """One character read amiss beside a signature is for a person, not a stranger's or a missing signature."""
    letter = with_marks(make_joint_letter(), *relative_signatures()[:2], signature("赵毋示"))
    assert case_codes(make_death_record(), letter) == {"FLD-002"}


def test_same_file_twice() -> None:
    """The same content twice is recorded; two papers of one file with their own pages are not."""
    receipt = make_receipt()
    page = replace(receipt.pages[0], index=1)
    assert "DOC-005" in case_codes(make_record(), *living_case(), receipt)
    assert "DOC-005" not in case_codes(make_record(), *living_case(), replace(receipt, pages=(page,)))


def test_expired_card() -> None:
    """An ID card that had run out when the voucher was signed is for a person."""
    old = make_reading(K.ID_CARD, "id", fields=fields(name=WORKER, id_no=WORKER_ID, valid_to="2021.07.24"))
    valid = with_value(old, "valid_to", "长期")
    assert "ID-006" in case_codes(make_record(), *living_case(), old)
    assert "ID-006" not in case_codes(make_record(), *living_case(), valid)


def test_overdue_duties() -> None:
    """O-001 comes after the moved final day and not on it; O-002 for a proof signed after the tenth day."""
    record = make_settled_record()
    assert "O-001" not in case_codes(record, today=date(2021, 10, 8))
    assert "O-001" in case_codes(record, today=date(2021, 10, 9))
    late = date(2022, 10, 1)
    assert "O-002" not in case_codes(record, with_list(make_proof(), "sign_dates", "2021-10-18"), today=late)
    assert "O-002" in case_codes(record, with_list(make_proof(), "sign_dates", "2021-10-19"), today=late)


def test_unknown_calendar_blames_nobody() -> None:
    """Beyond the holiday table nothing is overdue."""
    record = make_settled_record(settled=(Settled(None, 87668000, 20000000, date(2040, 12, 10)),))
    assert "O-001" not in case_codes(record, today=date(2041, 5, 1))


def test_child_beneficiary() -> None:
    """A minor's guardian may sign the proof: a person looks (X-019), nobody blames (O-003)."""
    record = make_settled_record(relatives=(*make_relatives()[:2], replace(child(), name=MOTHER)))
    proof = with_marks(make_proof(), signature(FATHER), signature(MOTHER, proxy=SPOUSE), seal())
    codes = case_codes(record, proof, today=PROOF_DAY)
    assert "X-019" in codes
    assert "O-003" not in codes


def test_other_claims() -> None:
    """What our own records know of other claims fires inside the service only."""
    others = OtherClaims(
        used_numbers=frozenset({"440601210000000001"}),
        busy_phones=frozenset({"13800138000"}),
        overdue_obligations=True,
    )
    codes = case_codes(make_record(), *living_case(), others=others)
    assert {"K-001", "K-006", "K-008"} <= codes
    assert case_codes(make_record(), *living_case(), others=OtherClaims()) == set()


def test_letter_to_the_employer_beside_persons() -> None:
    """A letter to the employer contradicts "the rest to persons" only where the policy lets the employer hold it."""
    record = make_advance_record(items=(ClaimItem("DEATH_LUMP", 87668000, 20000000, Payee.PERSON),))
    case = (*advance_case(), make_employer_letter())
    assert case_codes(record, *case) == set()
    assert "X-022" in case_codes(record, *case, policy=Policy(employer_may_hold_unadvanced=True))


def test_cash_to_the_person_by_policy() -> None:
    """Cash passed on is flagged unless the policy says otherwise (AMB-21)."""
    record, documents = passed(proof_rows(pay_method="CASH"))()
    assert "O-007" not in case_codes(record, *documents, today=PROOF_DAY, policy=Policy(cash_is_flagged=False))
