"""The worker: takes a job's lease, has the document read in a reader process, keeps what came of it.

Here: the Celery task, retries, a polite stop. Not here: the steps of a document (pipeline.py). This process never
imports OpenCV or the engine: the reader processes do.
"""

import os
import queue
import threading
import time
import warnings
from datetime import timedelta
from pathlib import Path

import structlog
from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import setup_logging, worker_shutting_down

from intake.leases import end_reader
from intake.observability import place_of
from intake.pipeline import process
from intake.readers import PaperReader, open_process
from intake.results import give_to_person
from intake.ringing import QUEUE, READ_TASK, open_bell
from intake.settings import Settings
from intake.wiring import Service, wire
from ocr.child import YIELDS, ReaderDied, ReaderTimeout
from storage import jobs
from storage.faults import LeaseLost, StorageFault
from storage.jobs import JobState, Lease

log = structlog.get_logger()

DRAIN_SECONDS = 60.0  # for one ring; then the next ring, so that tasks stay short
LOOK_AHEAD = 20  # past jobs that the sweeper is about to park
RETRY_WAIT = timedelta(seconds=1)
MAX_READER_MB = 900  # a reader that grew beyond is started afresh; engines leak
MAX_READER_DOCUMENTS = 200


class Worker:
    """Reads documents, as many at a time as there are reader processes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._readers: queue.SimpleQueue[PaperReader] = queue.SimpleQueue()
        self._all = [open_process(service.settings) for _ in range(service.settings.workers)]
        for reader in self._all:
            self._readers.put(reader)
        self._served: dict[int, int] = {}
        self.stopping = threading.Event()

    def handle(self, job_id: str) -> None:
        """Answer one doorbell: its job, then others that wait; one that another has is nobody's business.

        A ring means "there is work", so that few rings serve a long queue and a lost one does no harm.
        """
        until = time.monotonic() + DRAIN_SECONDS
        next_job: str | None = job_id
        while next_job is not None and not self.stopping.is_set():
            with self._service.database.write() as session:
                lease = jobs.take(session, next_job, self._service.clock())
            if lease is not None:
                self._read(lease)
            elif next_job != job_id:
                return  # somebody else is taking the same queue
            next_job = self._oldest() if time.monotonic() < until else None

    def _oldest(self) -> str | None:
        with self._service.database.read() as session:
            waiting = jobs.due(session, self._service.clock(), ring_again=timedelta(0), limit=LOOK_AHEAD)
        return next((one.job_id for one in waiting if not one.exhausted), None)

    def _read(self, lease: Lease) -> None:
        reader = self._readers.get()
        try:
            self._work(reader, lease)
        finally:
            self._rest(reader)
            self._readers.put(reader)

    def _work(self, reader: PaperReader, lease: Lease) -> None:
        bound = structlog.get_logger().bind(job=lease.job_id, document=lease.document_id, attempt=lease.attempt)
        try:
            process(self._service, reader, lease)
            bound.info("document.read")
        except LeaseLost:
            bound.warning("document.lease_lost")
        except (ReaderDied, ReaderTimeout, StorageFault) as error:
            self._give_back(lease, bound, error)
        except Exception as error:  # noqa: BLE001 - the edge of the worker: retried, then a person looks
            self._give_back(lease, bound, error)

    def _give_back(self, lease: Lease, bound: structlog.stdlib.BoundLogger, error: Exception) -> None:
        service = self._service
        now = service.clock()
        try:
            with service.database.write() as session:
                if self.stopping.is_set():
                    jobs.release(session, lease, now)
                    return
                state = jobs.fail(session, lease, now, RETRY_WAIT)
                if state is JobState.PARKED:
                    give_to_person(service, session, lease.document_id, now)
            bound.warning("document.failed", state=state.value, error=type(error).__name__, place=place_of(error))
        except StorageFault as fault:
            bound.error("document.not_given_back", error=type(fault).__name__)  # the lease ends, the sweeper rings

    def _rest(self, reader: PaperReader) -> None:
        """Start a reader afresh when it has grown or served long."""
        served = self._served[id(reader)] = self._served.get(id(reader), 0) + 1
        size = getattr(reader, "rss_mb", 0.0)
        if size > MAX_READER_MB or served >= MAX_READER_DOCUMENTS:
            log.info("reader.renewed", mb=round(size), served=served)
            reader.kill()
            self._served[id(reader)] = 0

    def stop(self) -> None:
        """Stop politely: the documents being read go back to the queue, their attempt does not count."""
        self.stopping.set()
        for reader in self._all:
            end_reader(reader)  # its thread sees a dead reader and gives the job back


def build_celery(service: Service, worker: Worker) -> Celery:
    """Build the Celery application with its one task."""
    app = open_bell(service.settings)

    def read_document(job_id: str) -> None:
        worker.handle(job_id)

    def stop_politely(**_: object) -> None:
        worker.stop()

    app.task(name=READ_TASK, acks_late=True, ignore_result=True)(read_document)
    worker_shutting_down.connect(stop_politely, weak=False)
    setup_logging.connect(_keep_our_logging, weak=False)
    return app


def _keep_our_logging(**_: object) -> None:
    """Connected, so that Celery leaves the loggers as they are: its own lines quote exceptions."""


def give_way(group: Path = Path("/proc/self/autogroup")) -> None:
    """Let whatever answers people and payout systems come first.

    A reader is nice, but Linux shares the cores between sessions first (autogroups, sched(7)), and under `serve` each
    role leads a session of its own: there the whole group must give way. A worker in a terminal leaves it alone.
    """
    if os.getsid(0) != os.getpid():
        return
    try:
        group.write_text(str(YIELDS), encoding="ascii")
    except OSError:
        log.info("worker.no_autogroup")  # a kernel without such groups: the reader's own niceness does it


def run_worker(settings: Settings) -> int:
    """Run a worker until it is told to stop."""
    # Our tasks carry ids only and are JSON, so that root is no more of a risk here than anywhere else.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    if settings.give_way:
        give_way()
    service = wire(settings)
    worker = Worker(service)
    app = build_celery(service, worker)
    log.info("worker.started", pid=os.getpid(), count=settings.workers)
    app.Worker(
        pool="threads",
        concurrency=settings.workers,
        queues=[QUEUE],
        loglevel="ERROR",
        hostname=f"claimgate-{os.getpid()}@%h",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    ).start()
    service.close()
    return 0
