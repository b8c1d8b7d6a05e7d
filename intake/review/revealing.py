"""Showing a masked number whole: only with a reason, and never without a line in the log.

Here: the log's line (who, which field of which paper, when, why; no value) and the value, in one transaction. Not here:
what is masked (web.reviewing.values).
"""

from sqlalchemy.orm import Session

from intake.access.opening import open_document, subject_digest
from intake.access.who import Who
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import documents, steps
from storage.records.steps import Step
from validators.keyed import BadValue, parse_place
from validators.model.evidence import DocumentReading, Leaf

LONGEST_FIELD = 120  # with the paper's id it fits the log's column


def reveal(service: Service, session: Session, who: Who, document_id: str, field: str, reason: str) -> str:
    """Give a field's whole value as the machine read it, and keep who asked for it and why."""
    document, _ = open_document(service, session, who, document_id)
    reading = documents.load_reading(session, service.vault, document_id)
    leaf = None if reading is None else leaf_at(reading, field)
    if leaf is None or leaf.value is None:
        raise Refusal("NOT_FOUND")
    by = subject_digest(service, who)
    step = Step("reveal", f"{document_id} {field}", document.claim_no, "reveal", "-", "-", who.role, by, reason)
    steps.append(session, service.vault, step, service.clock())
    return str(leaf.value)


def leaf_at(reading: DocumentReading, field: str) -> Leaf | None:
    """Give the value at an address of a paper, or None where there is none."""
    if len(field) > LONGEST_FIELD:
        return None
    try:
        place = parse_place(field)
    except BadValue:
        return None
    if place.number is None:
        return reading.fields.get(place.name)
    if place.column is None:
        leaves = reading.lists.get(place.name, ())
        return leaves[place.number] if place.number < len(leaves) else None
    rows = reading.rows.get(place.name, ())
    return rows[place.number].get(place.column) if place.number < len(rows) else None
