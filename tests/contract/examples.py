"""Fictional claims, uploads and readings for the contract suites; each test changes what it is about."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from storage.records import claims, uploads
from storage.records.documents import Part
from storage.records.uploads import NewUpload, Upload
from storage.vault import Vault
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Employer, Relative, Settled, Worker
from validators.model.codes import CardStatus, DocumentKind, MarkRole, MarkType, NameMatch, Payee
from validators.model.evidence import (
    Alternative,
    DocumentReading,
    Engine,
    Leaf,
    Mark,
    PageQuality,
    PageReading,
    Remark,
    TextLine,
)

NOW = datetime(2021, 8, 2, 1, 30, 0, 250_000, tzinfo=UTC)
CLAIM_NO = "TEST-0001"
SIDE = "5" * 64
UPLOADER = "6" * 64
WORKER_NAME = "陈示例"
WORKER_ID = "449900199003071016"
EMPLOYER_NAME = "虚构市示例制造有限公司"
USCC = "91449900MA000FK13J"
ACCOUNT = "4499000099000000123"
CARD = "6299990000000000017"
PHONE = "13800138000"
FILE_NAME = "陈示例的垫付凭证.jpg"
CANARIES = (WORKER_NAME, WORKER_ID, EMPLOYER_NAME, USCC, ACCOUNT, CARD, PHONE, FILE_NAME)


def make_record(claim_no: str = CLAIM_NO, *, approved_fen: int = 1_234_567) -> ClaimRecord:
    """Return a claim record with every optional member given."""
    return ClaimRecord(
        claim_no=claim_no,
        death=False,
        worker=Worker(WORKER_NAME, WORKER_ID, CardStatus.ACTIVE),
        employer=Employer(EMPLOYER_NAME, USCC, ACCOUNT, "示例银行虚构支行"),
        injury_date=date(2021, 6, 28),
        items=(ClaimItem("MEDICAL", approved_fen, 1_000_000, Payee.PERSON),),
        filed_on=date(2021, 8, 1),
        dispute_recorded=False,
        relatives=(Relative(WORKER_NAME, "配偶", WORKER_ID, supported=True),),
        settled=(Settled(None, 0, None, None),),
        allocation=(Allocation("MEDICAL", 0, 5),),
        office="示例经办",
        city="示例市",
    )


def make_reading(sha256: str = "a" * 64) -> DocumentReading:
    """Return a reading that uses every member of its types."""
    name = Leaf(WORKER_NAME, raw=WORKER_NAME, confidence=0.99, box=(1, 2, 3, 4), sure=True, handwritten=True)
    total = Leaf(
        None, raw="¥1O,000.00", confidence=0.5, flags=("ALTERED",), alternatives=(Alternative(1_000_000, 0.75),)
    )
    return DocumentReading(
        file=FILE_NAME,
        sha256=sha256,
        kind=DocumentKind.ADV_VOUCHER,
        kind_confidence=0.98,
        pages=(PageReading(0, 1654, 2339, 90, PageQuality("fair", ("blur",))),),
        declared=DocumentKind.ADV_VOUCHER,
        fields={"worker_name": name, "total_figures": total, "agreed": Leaf(True)},
        lists={"items": (Leaf("MEDICAL"),)},
        rows={"lines": ({"amount": Leaf(1_000_000), "payee": Leaf(CARD)},)},
        marks=(
            Mark(MarkType.SIGNATURE, MarkRole.WORKER, WORKER_NAME, True, True, False, NameMatch.NOT_POSSIBLE, proxy=""),
            Mark(MarkType.SEAL, None, EMPLOYER_NAME, False, seal_kind="official"),
        ),
        remarks=(Remark("POOR_REGION", "total_figures", 0, (1, 2, 3, 4), "x"),),
        text=(TextLine(0, (1, 2, 3, 4), f"联系电话 {PHONE}", 0.9),),
        engine=Engine("paddleocr", "3.7.0", {"det": "b" * 64}),
        timings_ms={"total": 1200},
    )


def put_claim(session: Session, vault: Vault, claim_no: str = CLAIM_NO) -> None:
    """Keep a claim."""
    claims.register(session, vault, make_record(claim_no), NOW)


def make_upload(content: str = "a", side: str = SIDE, claim_no: str = CLAIM_NO) -> NewUpload:
    """Return an upload of one part whose object's digest is that hex digit, repeated."""
    parts = (Part(content * 64, 3, "image/jpeg"),)
    return NewUpload(claim_no, side, UPLOADER, parts, FILE_NAME, DocumentKind.ADV_VOUCHER)


def put_upload(session: Session, vault: Vault, content: str = "a") -> Upload:
    """Keep an upload in the one claim."""
    return uploads.add(session, vault, make_upload(content), NOW)
