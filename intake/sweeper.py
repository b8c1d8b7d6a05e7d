"""The sweeper: rings doorbells that nobody rang, rings again for leases that ended, parks what is beyond retrying.

Here: the loop. It makes every loss at the broker harmless within seconds.
"""

import os
import threading

import structlog
from celery import Celery

from intake.observability import place_of
from intake.results import give_to_person
from intake.ringing import open_bell, ring, ring_pending
from intake.settings import Settings
from intake.wiring import Service, wire
from storage import jobs

log = structlog.get_logger()

ROUND_SECONDS = 1.0
RINGS_A_ROUND = 8  # a worker that hears one ring works the queue empty: no need to ring for each of thousands


def sweep(service: Service, bell: Celery) -> None:
    """One round: waiting doorbells, ended leases, exhausted jobs."""
    ring_pending(service, bell)
    with service.database.read() as session:
        due = jobs.due(session, service.clock(), limit=RINGS_A_ROUND)
    for job in due:
        if job.exhausted:
            with service.database.write() as session:
                now = service.clock()
                if jobs.park(session, job, now):
                    give_to_person(service, session, job.document_id, now)
                    log.warning("document.parked", document=job.document_id, job=job.job_id, attempt=job.attempt)
    rung = [job.job_id for job in due if not job.exhausted and ring(bell, job.job_id)]
    if rung:
        with service.database.write() as session:
            jobs.mark_rung(session, rung, service.clock())


def run_sweeper(settings: Settings, stopping: threading.Event) -> int:
    """Sweep until told to stop; a failed round is tried again in the next."""
    service = wire(settings)
    bell = open_bell(settings)
    log.info("sweeper.started", pid=os.getpid())
    while not stopping.wait(ROUND_SECONDS):
        try:
            sweep(service, bell)
        except Exception as error:  # noqa: BLE001 - the loop must go on: it is what brings lost work back
            log.error("sweep.failed", error=type(error).__name__, place=place_of(error))
    service.close()
    return 0
