"""Valid papers and records of fictional persons; a test changes one thing.

Here: builders of readings as a flawless reader would give them. Not here: drawn papers (tests.factory).
"""

from dataclasses import replace
from datetime import date
from itertools import count

from validators.holidays import HOLIDAYS
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Employer, Relative, Settled, Worker
from validators.model.codes import CardStatus, DocumentKind, MarkRole, MarkType, NameMatch
from validators.model.evidence import DocumentReading, Leaf, Mark, PageQuality, PageReading, Remark, Row, Scalar
from validators.model.policy import Policy

TODAY = date(2021, 9, 1)
WORKER, WORKER_ID = "陈示例", "449900199003071016"
DECEASED, DECEASED_ID = "李样本", "449900198503071093"
FATHER, FATHER_ID = "李父示", "449900196203121010"
MOTHER, MOTHER_ID = "赵母示", "449900196408051028"
SPOUSE, SPOUSE_ID = "王虚拟", "449900199211201049"
CHILD, CHILD_ID = "李小样", "449900201605181036"
STRANGER, STRANGER_ID = "周旁人", "449900197801011078"
FIRM, FIRM_USCC, FIRM_ACCOUNT = "虚构市示例制造有限公司", "91449900MA000FK13J", "4499000099000000123"
FIRM_BANK, FIRM_CNAPS = "示例银行虚构支行", "999588100016"
SPOUSE_CARD, MOTHER_CARD, FATHER_CARD = "6299990000000001010", "6299990000000004022", "6299990000000003016"
HOSPITAL = "虚构市人民医院（示例）"
RECEIPT_CODE = "44060121"
POLICY = Policy()
TABLE = HOLIDAYS
_LINES = count()  # no two values of a paper stand at one place


def leaf(value: Scalar, *, sure: bool = True, raw: str | None = None, **more: object) -> Leaf:
    """Build a value that was read well."""
    text = raw if raw is not None else ("" if value is None else str(value))
    top = 40 * next(_LINES)
    made = Leaf(value, text, confidence=0.99 if sure else 0.6, page=0, box=(10, top, 90, top + 30), sure=sure)
    return replace(made, **more)  # type: ignore[arg-type]


def row(**cells: Scalar) -> Row:
    """Build a table row of sure values."""
    return {name: leaf(value) for name, value in cells.items()}


def signature(name: str, role: MarkRole = MarkRole.RELATIVE, **changes: object) -> Mark:
    """Build a handwritten signature of the expected person."""
    made = Mark(
        MarkType.SIGNATURE,
        role,
        name,
        present=True,
        handwritten=True,
        name_match=NameMatch.MATCH,
        confidence=0.97,
        box=(50, 900, 200, 960),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def seal(text: str = FIRM, **changes: object) -> Mark:
    """Build the employer's official seal."""
    made = Mark(
        MarkType.SEAL,
        MarkRole.EMPLOYER,
        text,
        present=True,
        text=text,
        confidence=0.95,
        box=(600, 900, 800, 1100),
        seal_kind="official",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_reading(kind: DocumentKind, name: str, **parts: object) -> DocumentReading:
    """Build a reading of one good page."""
    page = PageReading(0, 1654, 2339, 0, PageQuality("good"))
    made = DocumentReading(file=f"{name}.jpg", sha256=f"sha-{name}", kind=kind, kind_confidence=0.99, pages=(page,))
    return replace(made, **parts)  # type: ignore[arg-type]


def fields(**values: Scalar) -> dict[str, Leaf]:
    """Build single values that were read well."""
    return {name: leaf(value) for name, value in values.items()}


def with_field(reading: DocumentReading, name: str, new: Leaf | None) -> DocumentReading:
    """Replace, add or (None) remove one single value."""
    kept = {key: value for key, value in reading.fields.items() if key != name}
    return replace(reading, fields=kept if new is None else {**kept, name: new})


def with_value(reading: DocumentReading, name: str, value: Scalar) -> DocumentReading:
    """Replace one single value by another sure one."""
    return with_field(reading, name, leaf(value))


def with_list(reading: DocumentReading, name: str, *values: Scalar) -> DocumentReading:
    """Replace a list of values."""
    return replace(reading, lists={**reading.lists, name: tuple(leaf(value) for value in values)})


def with_rows(reading: DocumentReading, table: str, *rows: Row) -> DocumentReading:
    """Replace the rows of a table."""
    return replace(reading, rows={**reading.rows, table: rows})


def with_marks(reading: DocumentReading, *marks: Mark) -> DocumentReading:
    """Replace all marks."""
    return replace(reading, marks=marks)


def with_remark(reading: DocumentReading, code: str, **more: object) -> DocumentReading:
    """Add something that reading itself noticed."""
    return replace(reading, remarks=(*reading.remarks, Remark(code, **more)))  # type: ignore[arg-type]


def make_voucher(**parts: object) -> DocumentReading:
    """Build the signed and sealed voucher of a living worker: two receipts, 10,000.00 yuan."""
    made = make_reading(
        DocumentKind.ADV_VOUCHER,
        "voucher",
        fields=fields(
            worker_name=WORKER,
            worker_id=WORKER_ID,
            worker_phone="13800138000",
            employer_name=FIRM,
            employer_uscc=FIRM_USCC,
            injury_date="2021-06-28",
            decision_no="虚工伤认〔2021〕0001号",
            total_figures=1000000,
            total_upper=1000000,
            pay_method="TRANSFER",
            consent=True,
            payee_name=FIRM,
            payee_account=FIRM_ACCOUNT,
            payee_bank=FIRM_BANK,
            payee_cnaps=FIRM_CNAPS,
            sign_date="2021-07-25",
        ),
        lists={"sign_dates": (leaf("2021-07-25"), leaf("2021-07-25"))},
        rows={
            "lines": (
                _line("0000000001", "2021-07-02", 860000),
                _line("0000000002", "2021-07-20", 140000),
            )
        },
        marks=(signature(WORKER, MarkRole.WORKER), seal()),
    )
    upper = leaf(1000000, raw="人民币壹万元整")
    return replace(with_field(made, "total_upper", upper), **parts)  # type: ignore[arg-type]


def _line(number: str, day: str, fen: int) -> Row:
    return row(item="MEDICAL", payee=HOSPITAL, receipt_no=f"{RECEIPT_CODE}-{number}", date=day, amount=fen)


def make_receipt(number: str = "0000000001", day: str = "2021-07-02", fen: int = 860000) -> DocumentReading:
    """Build a hospital receipt that was paid in cash by whoever paid it."""
    return make_reading(
        DocumentKind.MED_RECEIPT,
        f"receipt-{number}",
        fields=fields(
            receipt_code=RECEIPT_CODE,
            receipt_number=number,
            check_code="fc0971",
            issue_date=day,
            patient_name=WORKER,
            total_figures=fen,
            paid_insurance=0,
            paid_account=0,
            paid_cash=fen,
            hospital_name=HOSPITAL,
        ),
    )


def make_slip(
    number: str = "TEST202107020001", day: str = "2021-07-02", fen: int = 860000, payee: str = HOSPITAL
) -> DocumentReading:
    """Build a bank slip of the employer's payment."""
    return make_reading(
        DocumentKind.BANK_SLIP,
        f"slip-{number}",
        fields=fields(
            payer_name=FIRM,
            payer_account=FIRM_ACCOUNT,
            payee_name=payee,
            payee_account="4499000099000000777",
            amount_figures=fen,
            amount_upper=fen,
            trade_date=day,
            slip_no=number,
        ),
    )


def living_case() -> tuple[DocumentReading, ...]:
    """Build voucher, receipts and slips of a living worker that add up."""
    return (
        make_voucher(),
        make_receipt(),
        make_receipt("0000000002", "2021-07-20", 140000),
        make_slip(),
        make_slip("TEST202107200001", "2021-07-20", 140000),
    )


def make_record(**changes: object) -> ClaimRecord:
    """Build the complete record of a living worker: 12,345.67 approved, 10,000.00 advanced."""
    made = ClaimRecord(
        claim_no="TEST-0001",
        death=False,
        worker=Worker(WORKER, WORKER_ID, CardStatus.ACTIVE),
        employer=Employer(FIRM, FIRM_USCC, FIRM_ACCOUNT, FIRM_BANK),
        injury_date=date(2021, 6, 28),
        items=(ClaimItem("MEDICAL", 1234567, 1000000),),
        filed_on=date(2021, 8, 1),
        dispute_recorded=False,
        decision_no="虚工伤认〔2021〕0001号",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_relatives() -> tuple[Relative, ...]:
    """Build the adult close relatives of the deceased; father and mother are supported."""
    return (
        Relative(SPOUSE, "配偶", SPOUSE_ID, supported=False, minor=False, card=CardStatus.ACTIVE, kinship_proven=True),
        Relative(FATHER, "父亲", FATHER_ID, supported=True, minor=False, card=CardStatus.ACTIVE, kinship_proven=True),
        Relative(MOTHER, "母亲", MOTHER_ID, supported=True, minor=False, card=CardStatus.ACTIVE, kinship_proven=True),
    )


def make_death_record(**changes: object) -> ClaimRecord:
    """Build the complete record of a death claim with a recorded dispute."""
    made = replace(
        make_record(),
        claim_no="TEST-0002",
        death=True,
        worker=Worker(DECEASED, DECEASED_ID),
        death_date=date(2021, 7, 3),
        dispute_recorded=True,
        relatives=make_relatives(),
        items=(ClaimItem("FUNERAL", 5400000, 0), ClaimItem("DEATH_LUMP", 87668000, 0)),
        decision_no=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def relative_rows() -> tuple[Row, ...]:
    """Build the letter's table of relatives."""
    return (
        row(name=SPOUSE, relation="配偶", id_no=SPOUSE_ID, supported=False),
        row(name=FATHER, relation="父亲", id_no=FATHER_ID, supported=True),
        row(name=MOTHER, relation="母亲", id_no=MOTHER_ID, supported=True),
    )


def relative_signatures() -> tuple[Mark, ...]:
    """Build the signature of every relative on the letter."""
    return tuple(signature(name) for name in (SPOUSE, FATHER, MOTHER))


def make_joint_letter(**parts: object) -> DocumentReading:
    """Build the joint account letter with every relative's signature."""
    made = make_reading(
        DocumentKind.JOINT_ACCT,
        "joint",
        fields=fields(
            deceased_name=DECEASED,
            deceased_id=DECEASED_ID,
            death_date="2021-07-03",
            employer_name=FIRM,
            completeness=True,
            dispute=True,
            holder_name=SPOUSE,
            account=SPOUSE_CARD,
            bank_name=FIRM_BANK,
        ),
        lists={
            "items": (leaf("FUNERAL"), leaf("DEATH_LUMP")),
            "sign_dates": (leaf("2021-08-06"), leaf("2021-08-07"), leaf("2021-08-07")),
        },
        rows={"relatives": relative_rows()},
        marks=relative_signatures(),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def make_employer_letter(**parts: object) -> DocumentReading:
    """Build the relatives' letter that names the employer as payee of 200,000.00 advanced."""
    made = make_reading(
        DocumentKind.JOINT_EMPLOYER,
        "to-employer",
        fields={
            **fields(
                deceased_name=DECEASED,
                deceased_id=DECEASED_ID,
                advanced_total=20000000,
                payee_name=FIRM,
                payee_account=FIRM_ACCOUNT,
                payee_bank=FIRM_BANK,
                pass_on_promise=True,
            ),
            "advanced_total_upper": leaf(20000000, raw="人民币贰拾万元整"),
        },
        lists={"items": (leaf("DEATH_LUMP"),), "sign_dates": (leaf("2021-08-07"),)},
        rows={"relatives": relative_rows()},
        marks=(*relative_signatures(), seal()),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def make_death_voucher(**parts: object) -> DocumentReading:
    """Build a voucher for 200,000.00 of the lump sum, signed by both supported relatives."""
    made = replace(
        make_voucher(),
        file="death-voucher.jpg",
        sha256="sha-death-voucher",
        fields={
            **make_voucher().fields,
            **fields(worker_name=DECEASED, worker_id=DECEASED_ID, total_figures=20000000),
            "total_upper": leaf(20000000, raw="人民币贰拾万元整"),
        },
        rows={"lines": (row(item="DEATH_LUMP", date="2021-07-20", amount=20000000),)},
        marks=(signature(FATHER), signature(MOTHER), seal()),
    )
    without_decision = {name: one for name, one in made.fields.items() if name != "decision_no"}
    return replace(replace(made, fields=without_decision), **parts)  # type: ignore[arg-type]


def advance_case() -> tuple[DocumentReading, ...]:
    """Build voucher and slips of an advance to two relatives of the deceased."""
    return (
        make_death_voucher(),
        make_slip("TEST202107200011", "2021-07-20", 10000000, FATHER),
        make_slip("TEST202107200012", "2021-07-20", 10000000, MOTHER),
    )


def make_advance_record(**changes: object) -> ClaimRecord:
    """Build the death record in which the employer advanced 200,000.00 of the lump sum, without a dispute."""
    made = make_death_record(
        dispute_recorded=False,
        items=(ClaimItem("DEATH_LUMP", 87668000, 20000000, None),),
        allocation=(Allocation("DEATH_LUMP", 1, 33834000), Allocation("DEATH_LUMP", 2, 33834000)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_proof(**parts: object) -> DocumentReading:
    """Build the proof that 676,680.00 was passed on to father and mother."""
    made = make_reading(
        DocumentKind.PASS_ON_PROOF,
        "proof",
        fields={
            **fields(
                employer_name=FIRM,
                received_total=87668000,
                retained_advance=20000000,
                passed_total=67668000,
                pay_date="2021-10-08",
                pay_method="TRANSFER",
            ),
            "passed_total_upper": leaf(67668000, raw="人民币陆拾柒万陆仟陆佰捌拾元整"),
        },
        lists={"sign_dates": (leaf("2021-10-09"),)},
        rows={
            "beneficiaries": (
                _paid(FATHER, FATHER_ID, FATHER_CARD, "TEST202110080001"),
                _paid(MOTHER, MOTHER_ID, MOTHER_CARD, "TEST202110080002"),
            )
        },
        marks=(signature(FATHER, MarkRole.BENEFICIARY), signature(MOTHER, MarkRole.BENEFICIARY), seal()),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def _paid(name: str, id_no: str, account: str, slip: str) -> Row:
    return row(
        name=name,
        id_no=id_no,
        item="DEATH_LUMP",
        amount=33834000,
        pay_method="TRANSFER",
        payee_account=account,
        pay_date="2021-10-08",
        slip_no=slip,
    )


def make_settled_record(**changes: object) -> ClaimRecord:
    """Build the record after the fund paid the employer 876,680.00 on 5 September 2021."""
    made = make_advance_record(settled=(Settled(None, 87668000, 20000000, date(2021, 9, 5)),))
    return replace(made, **changes)  # type: ignore[arg-type]
