"""What a reading comes to: readings, rasters and states, kept in one transaction under the lease.

Here: the last step of a document, and its end with a person when reading failed for good. Not here: the steps before
(pipeline.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from intake.casefile import CaseFile
from intake.claims.progress import progress_case
from intake.review.rechecking import choose
from intake.stages import DONE
from intake.standings import refresh
from intake.unread import unread
from intake.wiring import Service
from ocr.child import Raster, ReadResult
from storage import jobs
from storage.jobs import Lease
from storage.objects.base import Area
from storage.records import documents, pages
from storage.records.documents import Document
from storage.records.pages import PageRaster
from validators.lifecycle import DOCUMENT, advance
from validators.model.codes import DocumentKind, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement

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
        keep_readings(service, session, current, result.readings, rasters, now)
        jobs.finish(session, lease, now)


def keep_readings(
    service: Service,
    session: Session,
    document: Document,
    readings: Sequence[DocumentReading],
    rasters: Mapping[int, tuple[PageRaster, ...]],
    now: datetime,
) -> None:
    """Keep what a file's papers say, judge the case with them, and move each to its resting state."""
    ids = [document.id]
    documents.save_reading(session, service.vault, document.id, readings[0], now)
    for reading in readings[1:]:
        child = documents.add_child(session, document.id, reading.kind, "STORED", now)
        documents.save_reading(session, service.vault, child, reading, now)
        ids.append(child)
    for number, one in enumerate(ids):
        pages.save_pages(session, one, rasters.get(number, ()))
    case, _ = refresh(service, session, document.claim_no, now)
    judgement = case.judge_open(service.rules, now)
    for one, reading in zip(ids, readings, strict=True):
        _rest(session, case, judgement, one, reading, now)
        choose(service, session, case, judgement, one, now)
    progress_case(service, session, document.claim_no, now)


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
    refresh(service, session, document.claim_no, now)
    progress_case(service, session, document.claim_no, now)


def _rest(
    session: Session,
    case: CaseFile,
    judgement: CaseJudgement,
    document_id: str,
    reading: DocumentReading,
    now: datetime,
) -> None:
    for event in _events(case, judgement, document_id, reading):
        document = documents.find(session, document_id)
        assert document is not None
        to = advance(DOCUMENT, document.state, event, "system")
        kind = reading.kind if event in {"classified", "class_unsure"} else None
        documents.move(session, document_id, document.state, to, now, kind=kind, stage=DONE)


def _events(case: CaseFile, judgement: CaseJudgement, document_id: str, reading: DocumentReading) -> tuple[str, ...]:
    """The events that lead from STORED to rest; what nobody could read goes to a person or back, never on."""
    remarks = {remark.code for remark in reading.remarks}
    if remarks & AT_FAULT:
        return ("unopenable",)
    if remarks & NO_ANSWER:
        return ("open_failed",)
    if reading.kind is DocumentKind.OTHER or reading.kind_confidence < CLASS_UNSURE_BELOW:
        return ("class_unsure",)
    return ("classified", "extracted", "checked", outcome_of(case, judgement, document_id))


def outcome_of(case: CaseFile, judgement: CaseJudgement, document_id: str) -> str:
    """The event that leads on from CHECKED, by what is still open about the paper."""
    still = open_codes(case, judgement, document_id)
    if not still:
        return "clean"
    return "needs_resubmit" if still <= RESUBMIT else "flags"


def open_codes(case: CaseFile, judgement: CaseJudgement, document_id: str) -> frozenset[str]:
    """The open B and F that touch a paper; `judgement` is without what people have closed."""
    position = case.position(document_id)
    touching = [one for one in judgement.findings if position in one.documents]
    return frozenset(one.code for one in touching if one.severity is not Severity.I)


def _step(session: Session, document_id: str, state: str, event: str, now: datetime) -> str:
    to = advance(DOCUMENT, state, event, "system")
    documents.move(session, document_id, state, to, now)
    return to


def _put_rasters(service: Service, rasters: Sequence[Raster]) -> Mapping[int, tuple[PageRaster, ...]]:
    kept: dict[int, tuple[PageRaster, ...]] = {}
    for one in rasters:
        stored = service.objects.put([one.png], MAX_RASTER_BYTES, Area.DERIVED)
        width, height = (int.from_bytes(one.png[at : at + 4]) for at in (16, 20))  # IHDR of our own PNG
        page = PageRaster(one.page, stored.sha256, width, height)
        kept[one.reading] = (*kept.get(one.reading, ()), page)
    return kept
