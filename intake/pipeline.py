"""The way of one document, from a leased job to its resting state: readable as the flow.

Here: the steps and their order. Not here: what is kept at the end (results.py), reading (ocr), rules (validators).
Everything that a worker writes goes through its lease, so that one whose job was taken over cannot write.
"""

from dataclasses import dataclass, replace

from intake.casefile import load_case
from intake.leases import keep_lease
from intake.readers import PaperReader, ask_across, names_of, read_once
from intake.results import keep_results
from intake.stages import CHECKING, OPENING, READING
from intake.wiring import Service
from ocr.child import Progress, ReadResult
from storage import jobs
from storage.jobs import Lease
from storage.records import claims, documents
from storage.records.claims import Claim
from storage.records.documents import Document
from storage.records.events import Stage
from validators.lifecycle import DOCUMENT, advance
from validators.model.evidence import DocumentReading

TO_READ = frozenset({"RECEIVED", "STORED"})


@dataclass(frozen=True, slots=True)
class Work:
    """One document to read: its row, its claim, the names and bytes of its parts."""

    document: Document
    claim: Claim
    file: str
    parts: tuple[bytes, ...]


def process(service: Service, reader: PaperReader, lease: Lease) -> None:
    """Read, check and keep one document; raises ReaderDied, ReaderTimeout, LeaseLost or a storage fault."""
    work = fetch(service, lease)
    if work is None:
        return
    accept(service, lease, work)
    result = read(service, reader, lease, work)
    report(service, lease, CHECKING)
    keep_results(service, lease, work.document, result)


def fetch(service: Service, lease: Lease) -> Work | None:
    """Load what there is to do; a document that rests or died meanwhile needs nothing."""
    with service.database.read() as session:
        document = documents.find(session, lease.document_id)
        claim = None if document is None else claims.find(session, service.vault, document.claim_no)
        if document is not None and claim is not None and document.state in TO_READ:
            file = documents.load_file_name(session, service.vault, document.id)
            return Work(document, claim, file, tuple(service.objects.fetch(one.sha256) for one in document.parts))
    with service.database.write() as session:
        jobs.finish(session, lease, service.clock())
    return None


def accept(service: Service, lease: Lease, work: Work) -> None:
    """The bytes are there and are what they were when they came: the document counts as stored."""
    now = service.clock()
    with service.database.write() as session:
        jobs.hold(session, lease, now)
        if work.document.state == "RECEIVED":
            stored = advance(DOCUMENT, "RECEIVED", "scan_ok", "system")
            documents.move(session, work.document.id, "RECEIVED", stored, now, stage=OPENING)
        else:
            documents.advance(session, work.document.id, OPENING, now)


def read(service: Service, reader: PaperReader, lease: Lease, work: Work) -> ReadResult:
    """Read the pages in the reader's process, renewing the lease while waiting."""

    def tell(step: Progress) -> None:
        name = f"reading {step.n}/{step.of}" if step.of > 1 else "reading"
        report(service, lease, Stage(READING.n, READING.of, name))

    with keep_lease(service, lease, reader):
        result = read_once(
            reader,
            work.file,
            work.parts,
            declared=work.document.declared,
            expected=names_of(work.claim.record),
            keep_rasters=True,
            on_progress=tell,
        )
        others = read_before(service, work) if result.questions else ()
        return replace(result, readings=ask_across(reader, result.readings, result.questions, others))


def read_before(service: Service, work: Work) -> tuple[DocumentReading, ...]:
    """Load what the claim's other papers of the same side say: nobody is to learn here what the other side's say."""
    with service.database.read() as session:
        case = load_case(service, session, work.claim)
    own = work.document
    beside = [one.id != own.id and one.side == own.side for one in case.documents]
    return tuple(reading for reading, kept in zip(case.readings, beside, strict=True) if kept)


def report(service: Service, lease: Lease, stage: Stage) -> None:
    """Tell how far the document has come, and renew the lease on the way."""
    now = service.clock()
    with service.database.write() as session:
        jobs.renew(session, lease, now)
        if documents.stage_of(session, lease.document_id) != stage:
            documents.advance(session, lease.document_id, stage, now)
