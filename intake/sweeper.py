"""The sweeper: rings doorbells that nobody rang, rings again for leases that ended, parks what is beyond retrying.

Once a minute it also lets duties become overdue (duties.clock) and does to cases what time brings (claims.clock); flags
whose lease has ended go back into the queue in every round.

Here: the loop. It makes every loss at the broker harmless within seconds.
"""

import os
import threading
import time

import structlog
from celery import Celery

from intake.claims.clock import Resting, free_leases, tick_cases
from intake.duties.clock import tick_duties
from intake.observability import place_of
from intake.results import give_to_person
from intake.ringing import open_bell, ring, ring_pending
from intake.settings import Settings
from intake.uploads.resumable import shelf_of
from intake.wiring import Service, wire
from storage import jobs

log = structlog.get_logger()

ROUND_SECONDS = 1.0
MINUTE = 60.0  # duties and cases change by the day: to look once a minute is more than enough
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
    next_minute, failed = time.monotonic(), Resting()
    while not stopping.wait(ROUND_SECONDS):
        try:
            if time.monotonic() >= next_minute:
                next_minute = time.monotonic() + MINUTE
                tick_duties(service, service.clock())
                tick_cases(service, service.clock(), failed)
                shelf_of(service).clean(service.clock())
            sweep(service, bell)
            free_leases(service, service.clock())
        except Exception as error:  # noqa: BLE001 - the loop must go on: it is what brings lost work back
            log.error("sweep.failed", error=type(error).__name__, place=place_of(error))
    service.close()
    return 0
