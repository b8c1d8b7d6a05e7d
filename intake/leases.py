"""Keeping a lease while its document is being read, whatever the reader's process is doing.

Here: a thread that renews every few seconds, and that gives up together with the reader after the longest time that
any document may take. Not here: leases themselves (storage.jobs).
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from intake.readers import WALL_TIMES, PaperReader
from intake.wiring import Service
from ocr.child import SECONDS_A_PAGE, START_SECONDS
from storage import jobs
from storage.faults import LeaseLost, StorageFault
from storage.jobs import Lease

log = structlog.get_logger()

RENEW_SECONDS = 5.0  # a third of the lease
LONGEST_SECONDS = WALL_TIMES * (2 * START_SECONDS + 50 * SECONDS_A_PAGE)  # 50 pages on a busy machine


@contextmanager
def keep_lease(service: Service, lease: Lease, reader: PaperReader) -> Iterator[None]:
    """Renew a lease until the block ends; one that was lost ends the reading, since nobody wants its result."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(service, lease, reader, done), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(service: Service, lease: Lease, reader: PaperReader, done: threading.Event) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not done.wait(RENEW_SECONDS):
        try:
            if time.monotonic() > until:
                raise LeaseLost("longer than any document may take")
            with service.database.write() as session:
                jobs.renew(session, lease, service.clock())
        except LeaseLost:
            end_reader(reader)
            return
        except StorageFault as fault:  # tried again in five seconds; the lease bears three failures
            log.warning("lease.not_renewed", job=lease.job_id, error=type(fault).__name__)


def end_reader(reader: PaperReader) -> None:
    """End a reader's process from another thread: the one that waits for it sees it die."""
    pid = getattr(reader, "pid", None)
    if isinstance(pid, int):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
