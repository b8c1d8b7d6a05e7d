"""One document as a caller may see it: state, stage, reading, findings, page rasters.

Here: putting the answer together. Not here: HTTP (endpoints.py), what is left out for whom (presenting.audience).
"""

from intake.access.opening import open_document
from intake.access.who import Who
from intake.casefile import load_case
from intake.judging import judge_paper
from intake.legal_day import legal_day
from intake.presenting.audience import Audience, document_for, findings_for
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.wiring import Service
from storage.faults import ObjectDamaged, ObjectMissing
from storage.objects.base import Area
from storage.records import documents, pages
from storage.records.documents import Document
from validators.model.codes import Scope


def show_document_state(service: Service, who: Who, document_id: str) -> Json:
    """State, stage and, once read, the reading with every finding that touches the paper."""
    audience = Audience.of(who)
    with service.database.read() as session:
        document, claim = open_document(service, session, who, document_id)
        reading = documents.load_reading(session, service.vault, document_id)
        children = documents.children_of(session, document_id)
        case = load_case(service, session, claim)
        rasters = pages.pages_of(session, document_id)
    shown = _state(document, children)
    shown["rasters"] = [one.position for one in rasters]
    if reading is None:
        return shown | {"reading": None, "case_findings": []}
    position = case.position(document_id)
    if position is not None:
        reading = case.readings[position]
    own = judge_paper(reading, service.rules, legal_day(document.created_at))
    shown["reading"] = document_for(audience, reading, own, service.rules.version)
    judged = case.judge(service.rules, service.clock()).findings if position is not None else ()
    across = [one for one in judged if one.scope is not Scope.DOC and position in one.documents]
    return shown | {"case_findings": findings_for(audience, across, case.readings)}


def _state(document: Document, children: tuple[str, ...]) -> Json:
    return {
        "id": document.id,
        "claim_no": document.claim_no,
        "state": document.state,
        "stage": {"n": document.stage.n, "of": document.stage.of, "name": document.stage.name},
        "kind": document.kind,
        "declared": document.declared,
        "sha256": document.sha256,
        "parent": document.parent,
        "children": list(children),
        "replaces": document.replaces,
        "received_at": document.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def fetch_raster(service: Service, who: Who, document_id: str, page: int) -> bytes:
    """The picture of one page, counted from 0."""
    with service.database.read() as session:
        open_document(service, session, who, document_id)
        raster = pages.page_of(session, document_id, page)
    if raster is None:
        raise Refusal("NOT_FOUND")
    try:
        return service.objects.fetch(raster.raster, Area.DERIVED)
    except (ObjectMissing, ObjectDamaged):
        raise Refusal("NOT_FOUND") from None
