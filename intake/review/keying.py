"""Keying: people's word about a field, kept beside the machine's; a critical value counts when two keyed the same.

Here: who may key what, and whether it counts now. Not here: the shape of values (validators.keyed), flags (flags.py).
"""

from sqlalchemy.orm import Session

from intake.access.opening import open_document, subject_digest
from intake.access.who import Who
from intake.problems import Refusal
from intake.review.schemas import KeyBody
from intake.wiring import Service
from storage.records import claims, documents, keyings, steps
from storage.records.steps import Step
from validators.keyed import BadValue, Keying, KeyingState, agreed, fold_value, parse_place, type_of
from validators.lifecycle import DOCUMENT, advance
from validators.model.evidence import Box, DocumentReading

MOST_ROWS = 200
LONGEST_FIELD = 200  # characters, as in the table
CLOSED = frozenset({"REJECTED", "SUPERSEDED", "WITHDRAWN", "ARCHIVED", "RECEIVED", "STORED"})


def key_value(service: Service, session: Session, who: Who, document_id: str, field: str, body: KeyBody) -> KeyingState:
    """Keep one person's word about a field of a paper and say whether it counts."""
    document, claim = open_document(service, session, who, document_id)
    claims.lock(session, claim.claim_no)
    by, now = subject_digest(service, who), service.clock()
    if document.uploader_digest == by:
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    reading = documents.load_reading(session, service.vault, document_id)
    if reading is None or document.state in CLOSED:
        raise Refusal("WRONG_STATE")
    kind = type_of(reading, _checked(reading, field))
    try:
        word = Keying(by, fold_value(kind, body.value), body.page, _box(reading, body))
    except BadValue as error:
        raise Refusal("BAD_VALUE", more={"field": field, "expects": str(error)}) from None
    keyings.add(session, service.vault, document_id, field, word, body.reason, now)
    step = Step("keying", document_id, claim.claim_no, "key", "-", "-", who.role, by)
    steps.append(session, service.vault, step, now)
    state, _ = agreed(kind, keyings.of_document(session, service.vault, document_id)[field])
    if state is KeyingState.SET and document.state == "MANUAL":
        # A person has read what the machine could not: the paper goes the way of all others from here.
        to = advance(DOCUMENT, "MANUAL", "keyed", "handler")
        documents.move(session, document_id, "MANUAL", to, now)
        documents.move(session, document_id, to, advance(DOCUMENT, to, "checked", "system"), now)
        documents.move(session, document_id, "CHECKED", advance(DOCUMENT, "CHECKED", "flags", "system"), now)
    return state


def _checked(reading: DocumentReading, field: str) -> str:
    """A field's address that can be keyed: inside the table or list, or the next row of it."""
    try:
        if len(field) > LONGEST_FIELD:
            raise BadValue("no such field")
        place = parse_place(field)
    except BadValue:
        raise Refusal("BAD_VALUE", more={"field": field[:80], "expects": "a field of the reading"}) from None
    if place.number is not None:
        rows = reading.rows.get(place.name, ()) if place.column else reading.lists.get(place.name, ())
        if place.number > min(len(rows), MOST_ROWS):
            raise Refusal("BAD_VALUE", more={"field": field, "expects": "a row of the table, or the next one"})
    return field


def _box(reading: DocumentReading, body: KeyBody) -> Box | None:
    if body.box is None:
        return None
    page = next((one for one in reading.pages if one.index == body.page), None)
    left, top, right, bottom = body.box
    if page is None or not (0 <= left < right <= page.width and 0 <= top < bottom <= page.height):
        raise BadValue("a box on the page")
    return left, top, right, bottom
