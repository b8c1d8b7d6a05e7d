"""What a reading comes to: readings, rasters and states, kept in one transaction under the lease.

Here: the last step of a document, and its end with a person when reading failed for good. Not here: the steps before
(pipeline.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from intake.casefile import CaseFile, load_case
from intake.stages import DONE
from intake.unread import unread
from intake.wiring import Service
from ocr.child import Raster, ReadResult
from storage import jobs
from storage.jobs import Lease
from storage.objects.base import Area
from storage.records import claims, documents, pages
from storage.records.documents import Document
from storage.records.pages import PageRaster
from validators.lifecycle import DOCUMENT, advance
from validators.model.codes import DocumentKind, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding

MAX_RASTER_BYTES = 64 * 1024 * 1024
AT_FAULT = frozenset({"NOT_OPENABLE", "ENCRYPTED", "TOO_MANY_PAGES", "TOO_LARGE"})  # the file itself
NO_ANSWER = frozenset({"READER_DIED", "SANDBOX_DIED"})  # nobody knows: a person looks
RESUBMIT = frozenset({"DOC-004", "DOC-006"})
CLASS_UNSURE_BELOW = 0.5  # same limit from which a read class may contradict the declared one (DOC-003)


def keep_results(service: Service, lease: Lease, document: Document, result: ReadResult) -> None:
    """Keep readings and rasters, move every paper of the file to its resting state, end the job: all or nothing."""
    rasters = _put_rasters(service, result.rasters)
    now = service.clock()
    with service.database.write() as session:
        jobs.hold(session, lease, now)
        current = documents.find(session, document.id)
        if current is None or current.state != "STORED":  # withdrawn or replaced while it was read
            jobs.finish(session, lease, now)
            return
        ids = [document.id]
        documents.save_reading(session, service.vault, document.id, result.readings[0], now)
        for reading in result.readings[1:]:
            child = documents.add_child(session, document.id, reading.kind, "STORED", now)
            documents.save_reading(session, service.vault, child, reading, now)
            ids.append(child)
        for number, one in enumerate(ids):
            pages.save_pages(session, one, rasters.get(number, ()))
        case = _case_of(service, session, document)
        for one, reading in zip(ids, result.readings, strict=True):
            _rest(service, session, case, one, reading, now)
        _disturb(service, session, case, frozenset(ids), now)
        jobs.finish(session, lease, now)


def give_to_person(service: Service, session: Session, document_id: str, now: datetime) -> None:
    """Hand a document to a person after its retries, with a reading that says that nobody could read it."""
    document = documents.find(session, document_id)
    if document is None or document.state not in {"RECEIVED", "STORED", "CLASSIFIED"}:
        return
    state = document.state
    if state == "RECEIVED":
        state = _step(session, document_id, state, "scan_ok", now)
    event = "open_failed" if state == "STORED" else "extract_failed"
    reading = unread(
        documents.load_file_name(session, service.vault, document_id),
        document.sha256,
        "READER_DIED",
        document.declared,
    )
    documents.save_reading(session, service.vault, document_id, reading, now)
    documents.move(session, document_id, state, advance(DOCUMENT, state, event, "system"), now, stage=DONE)


def _rest(
    service: Service, session: Session, case: CaseFile, document_id: str, reading: DocumentReading, now: datetime
) -> None:
    for event in _events(service, case, document_id, reading, now):
        document = documents.find(session, document_id)
        assert document is not None
        to = advance(DOCUMENT, document.state, event, "system")
        kind = reading.kind if event in {"classified", "class_unsure"} else None
        documents.move(session, document_id, document.state, to, now, kind=kind, stage=DONE)


def _events(
    service: Service, case: CaseFile, document_id: str, reading: DocumentReading, now: datetime
) -> tuple[str, ...]:
    """The events that lead from STORED to rest; what nobody could read goes to a person or back, never on."""
    remarks = {remark.code for remark in reading.remarks}
    if remarks & AT_FAULT:
        return ("unopenable",)
    if remarks & NO_ANSWER:
        return ("open_failed",)
    if reading.kind is DocumentKind.OTHER or reading.kind_confidence < CLASS_UNSURE_BELOW:
        return ("class_unsure",)
    return ("classified", "extracted", "checked", _outcome(service, case, document_id, now))


def _outcome(service: Service, case: CaseFile, document_id: str, now: datetime) -> str:
    position = case.position(document_id)
    touching = [one for one in case.judge(service.rules, now).findings if position in one.documents]
    still = {one.code for one in touching if _is_open(one)}
    if not still:
        return "clean"
    return "needs_resubmit" if still <= RESUBMIT else "flags"


def _is_open(finding: Finding) -> bool:
    return finding.severity is not Severity.I


def _disturb(service: Service, session: Session, case: CaseFile, mine: frozenset[str], now: datetime) -> None:
    """A new paper may cast doubt on an accepted one: it goes back to review."""
    for index, document in enumerate(case.documents):
        if document.state != "ACCEPTABLE" or document.id in mine:
            continue
        findings = case.judge(service.rules, now).findings
        if any(index in one.documents and _is_open(one) for one in findings):
            _step(session, document.id, "ACCEPTABLE", "new_fact", now)


def _step(session: Session, document_id: str, state: str, event: str, now: datetime) -> str:
    to = advance(DOCUMENT, state, event, "system")
    documents.move(session, document_id, state, to, now)
    return to


def _case_of(service: Service, session: Session, document: Document) -> CaseFile:
    claim = claims.find(session, service.vault, document.claim_no)
    assert claim is not None
    return load_case(service, session, claim)


def _put_rasters(service: Service, rasters: Sequence[Raster]) -> Mapping[int, tuple[PageRaster, ...]]:
    kept: dict[int, tuple[PageRaster, ...]] = {}
    for one in rasters:
        stored = service.objects.put([one.png], MAX_RASTER_BYTES, Area.DERIVED)
        width, height = (int.from_bytes(one.png[at : at + 4]) for at in (16, 20))  # IHDR of our own PNG
        page = PageRaster(one.page, stored.sha256, width, height)
        kept[one.reading] = (*kept.get(one.reading, ()), page)
    return kept
