"""Many workers, one job: exactly one gets it, in threads and in processes."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from storage import jobs, outbox
from storage.faults import LeaseLost
from storage.jobs import Lease
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import NOW, put_claim, put_upload

THREADS = 12
JOBS = 30


def test_threads_race_for_one_job(database: Database, vault: Vault) -> None:
    """Of twelve threads that start together one gets the lease, at the first attempt and after every expiry."""
    with database.write() as session:
        put_claim(session, vault)
        put_upload(session, vault)
        [bell] = outbox.pending(session)
    for attempt in (1, 2, 3):
        barrier = threading.Barrier(THREADS)
        now = NOW + timedelta(seconds=60 * attempt)

        def race(_number: int, barrier: threading.Barrier = barrier) -> Lease | None:
            barrier.wait()
            with database.write() as session:
                return jobs.take(session, bell.job_id, now)  # noqa: B023 - the pool ends within this round

        with ThreadPoolExecutor(THREADS) as pool:
            leases = [lease for lease in pool.map(race, range(THREADS)) if lease is not None]
        assert [lease.attempt for lease in leases] == [attempt]


def test_processes_race_for_many_jobs(database: Database, database_url: str, vault: Vault, tmp_path: Path) -> None:
    """Two processes ring at every job at the same moment: each job is taken by one of them."""
    with database.write() as session:
        put_claim(session, vault)
        document_id = put_upload(session, vault).document_id
        for _ in range(JOBS - 1):
            jobs.enqueue(session, document_id, NOW)
        expected = sorted(jobs.waiting(session, document_id))
    gate = tmp_path / "gate"
    command = [sys.executable, "-m", "tests.contract.jobs.taker", database_url, str(gate)]
    takers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for taker in takers:
        assert taker.stdout is not None
        assert taker.stdout.readline() == "ready\n"

    gate.touch()
    taken = [taker.communicate(timeout=120)[0].split() for taker in takers]

    assert sorted(taken[0] + taken[1]) == expected


def test_finishing_and_taking_over_at_once(database: Database, vault: Vault) -> None:
    """When a lease ends while its worker finishes, either the finish or the take-over counts, never both."""
    with database.write() as session:
        put_claim(session, vault)
        document_id = put_upload(session, vault).document_id
        ids = [jobs.enqueue(session, document_id, NOW) for _ in range(10)]
        leases = [jobs.take(session, job_id, NOW) for job_id in ids]
    late = NOW + timedelta(seconds=20)

    def finish(lease: Lease) -> bool:
        try:
            with database.write() as session:
                jobs.finish(session, lease, late)
        except LeaseLost:
            return False
        return True

    def take_over(lease: Lease) -> bool:
        with database.write() as session:
            return jobs.take(session, lease.job_id, late) is not None

    with ThreadPoolExecutor(2) as pool:
        for lease in leases:
            assert lease is not None
            finished, taken = pool.submit(finish, lease), pool.submit(take_over, lease)
            assert finished.result() != taken.result()
