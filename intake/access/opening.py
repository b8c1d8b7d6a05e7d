"""Opening a claim or a document for a caller: the row, if it is the caller's to see, else NOT_FOUND.

Here: the look-up and the binding together, so that no endpoint can do one without the other.
"""

from sqlalchemy.orm import Session

from intake.access.binding import ClaimTies, may_see_claim, sees_every_side
from intake.access.who import Who
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import claims, documents
from storage.records.claims import Claim, ClaimHead
from storage.records.documents import Document

SIDE_PURPOSE = "side"
SUBJECT_PURPOSE = "subject"


def open_claim(service: Service, session: Session, who: Who, claim_no: str) -> Claim:
    """Give the claim if it is the caller's to see."""
    claim = claims.find(session, service.vault, claim_no)
    if claim is None:
        raise Refusal("NOT_FOUND")
    ties = ClaimTies(claim.claim_no, claim.record.employer.uscc, claim.office)
    if not may_see_claim(who, ties):
        raise Refusal("NOT_FOUND")
    return claim


def open_head(service: Service, session: Session, who: Who, claim_no: str) -> ClaimHead:
    """Give a claim's row, without opening its record, if it is the caller's to see."""
    head = claims.find_head(session, claim_no)
    if head is None:
        raise Refusal("NOT_FOUND")
    uscc = who.bound.uscc
    known = uscc is not None and head.employer_digest == claims.employer_digest(service.vault, uscc)
    if not may_see_claim(who, ClaimTies(head.claim_no, uscc if known else None, head.office)):
        raise Refusal("NOT_FOUND")
    return head


def open_document(service: Service, session: Session, who: Who, document_id: str) -> tuple[Document, Claim]:
    """Give the document and its claim if both are the caller's to see."""
    document = documents.find(session, document_id)
    if document is None:
        raise Refusal("NOT_FOUND")
    claim = open_claim(service, session, who, document.claim_no)
    if not sees_document(service, who, document):
        raise Refusal("NOT_FOUND")
    return document, claim


def sees_document(service: Service, who: Who, document: Document) -> bool:
    """Say whether a paper of an opened claim is of the caller's side."""
    return sees_every_side(who) or (who.side is not None and document.side == side_digest(service, who.side))


def side_digest(service: Service, side: str) -> str:
    """The keyed digest under which a side's papers are kept."""
    return service.vault.digest(side, SIDE_PURPOSE)


def office_side(service: Service, office: str) -> str:
    """The digest of the side of an office's counter, which uploads for others."""
    return side_digest(service, f"office:{office}")


def subject_digest(service: Service, who: Who) -> str:
    """The keyed digest of a person, whatever role she acts in: who uploads must not decide (INV-09)."""
    return service.vault.digest(who.subject, SUBJECT_PURPOSE)
