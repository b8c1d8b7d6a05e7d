"""A claim with its live papers, as judged inside the service: one place that pipeline, verdict, notice and pages share.

Here: which papers count, a stand-in for those not read yet, the judgement of the whole. Not here: rules, HTTP.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from intake.judging import Rules, judge_case, settle, waiting_paper
from intake.legal_day import legal_day
from intake.wiring import Service
from storage.records import documents
from storage.records.claims import Claim
from storage.records.documents import Document
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement
from validators.model.others import OtherClaims


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A claim, its live documents in order of arrival, and one reading for each."""

    claim: Claim
    documents: tuple[Document, ...]
    readings: tuple[DocumentReading, ...]
    others: OtherClaims

    def position(self, document_id: str) -> int | None:
        """Where a document stands in the case."""
        return next((index for index, one in enumerate(self.documents) if one.id == document_id), None)

    def judge(self, rules: Rules, now: datetime) -> CaseJudgement:
        """Judge the case as it stands, before any human decision."""
        return judge_case(
            self.claim.record, self.readings, rules, legal_day(now), inside_service=True, other_claims=self.others
        )


def load_case(service: Service, session: Session, claim: Claim) -> CaseFile:
    """Load the live papers of a claim with what was read from them."""
    live = tuple(one for one in documents.of_claim(session, claim.claim_no) if one.live)
    readings = settle(claim.record, tuple(_reading(service, session, one) for one in live))
    dated = tuple((one.created_at, reading) for one, reading in zip(live, readings, strict=True))
    others = service.elsewhere.look(session, claim.claim_no, claim.record, dated)
    return CaseFile(claim, live, readings, others)


def _reading(service: Service, session: Session, document: Document) -> DocumentReading:
    reading = documents.load_reading(session, service.vault, document.id)
    if reading is not None:
        return reading
    return waiting_paper(document.id, document.sha256, document.declared)
