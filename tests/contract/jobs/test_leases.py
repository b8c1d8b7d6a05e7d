"""Jobs: one worker at a time, late writers refused, nothing lost and nothing run for ever."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import jobs, outbox
from storage.faults import LeaseLost
from storage.jobs import JobState, Lease
from storage.records import documents
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import NOW, make_reading, put_claim, put_upload


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def job_id(database: Database, vault: Vault) -> str:
    with database.write() as session:
        put_claim(session, vault)
        put_upload(session, vault)
        [bell] = outbox.pending(session)
        outbox.forget(session, [bell], NOW)
    return bell.job_id


def take(database: Database, job_id: str, at: datetime) -> Lease | None:
    with database.write() as session:
        return jobs.take(session, job_id, at)


def taken(database: Database, job_id: str, at: datetime) -> Lease:
    lease = take(database, job_id, at)
    assert lease is not None
    return lease


def state(database: Database, job_id: str) -> JobState | None:
    with database.read() as session:
        return jobs.state_of(session, job_id)


def due(database: Database, at: datetime) -> list[tuple[str, int, bool]]:
    with database.read() as session:
        return [(job.job_id, job.attempt, job.exhausted) for job in jobs.due(session, at)]


def test_take_once(database: Database, job_id: str) -> None:
    """A job is taken once while its lease runs; the document shows the attempt."""
    lease = taken(database, job_id, NOW)

    assert (lease.attempt, lease.lease_until) == (1, after(15))
    assert take(database, job_id, after(14.9)) is None
    assert state(database, job_id) is JobState.LEASED
    with database.read() as session:
        document = documents.find(session, lease.document_id)
    assert document is not None
    assert document.attempt == 1


def test_expired_lease_is_taken_over(database: Database, job_id: str) -> None:
    """At the end of the lease another worker may take the job, and the first can write nothing any more."""
    first = taken(database, job_id, NOW)
    second = taken(database, job_id, after(15))

    assert second.attempt == 2
    for call in (jobs.renew, jobs.hold, jobs.finish, jobs.fail, jobs.release):
        with pytest.raises(LeaseLost), database.write() as session:
            call(session, first, after(16))
    with database.write() as session:
        jobs.finish(session, second, after(16))
    assert state(database, job_id) is JobState.DONE


def test_late_writer_loses_all_its_writes(database: Database, vault: Vault, job_id: str) -> None:
    """The results of one who lost the lease go with the refused finish."""
    first = taken(database, job_id, NOW)
    taken(database, job_id, after(20))

    def write_late() -> None:
        with database.write() as session:
            documents.save_reading(session, vault, first.document_id, make_reading(), after(21))
            documents.move(session, first.document_id, "RECEIVED", "STORED", after(21))
            jobs.finish(session, first, after(21))

    with pytest.raises(LeaseLost):
        write_late()

    with database.read() as session:
        document = documents.find(session, first.document_id)
        assert documents.load_reading(session, vault, first.document_id) is None
    assert document is not None
    assert document.state == "RECEIVED"


def test_renewed_lease_holds(database: Database, job_id: str) -> None:
    """A renewed lease keeps the job beyond the first end, even when the renewal came late but untaken."""
    lease = taken(database, job_id, NOW)
    with database.write() as session:
        renewed = jobs.renew(session, lease, after(10))
    assert renewed.lease_until == after(25)
    assert take(database, job_id, after(20)) is None
    with database.write() as session:
        jobs.renew(session, renewed, after(30))
    assert take(database, job_id, after(31)) is None


def test_finished_job_is_over(database: Database, job_id: str) -> None:
    """A doorbell that rings for a finished job does nothing, and finishing twice is refused."""
    lease = taken(database, job_id, NOW)
    with database.write() as session:
        jobs.finish(session, lease, after(1))

    assert take(database, job_id, after(100)) is None
    assert due(database, after(100)) == []
    with pytest.raises(LeaseLost), database.write() as session:
        jobs.finish(session, lease, after(2))


def test_failing_job_is_parked(database: Database, job_id: str) -> None:
    """Two failures give the job back after the wait, the third parks it for a person."""
    states = []
    for attempt in (1, 2, 3):
        at = after(100 * attempt)
        lease = taken(database, job_id, at)
        with database.write() as session:
            states.append(jobs.fail(session, lease, at, timedelta(seconds=30)))
        assert take(database, job_id, at + timedelta(seconds=29)) is None

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.PARKED]
    assert state(database, job_id) is JobState.PARKED
    assert due(database, after(10_000)) == []


def test_three_dead_workers_park_the_job(database: Database, job_id: str) -> None:
    """A paper that kills every worker is not taken a fourth time: the sweeper parks it, once."""
    for attempt in range(3):
        taken(database, job_id, after(20 * attempt))
    assert take(database, job_id, after(60)) is None
    assert due(database, after(54)) == []

    with database.write() as session:
        [dead] = jobs.due(session, after(60))
        assert dead.exhausted
        assert jobs.park(session, dead, after(60))
        assert not jobs.park(session, dead, after(60))
    assert state(database, job_id) is JobState.PARKED


def test_parking_yields_to_a_live_worker(database: Database, job_id: str) -> None:
    """A job whose last worker renewed its lease between the sweeper's look and its hand is not parked."""
    lease = [taken(database, job_id, after(20 * attempt)) for attempt in range(3)][-1]
    with database.read() as session:
        [dead] = jobs.due(session, after(60))
    with database.write() as session:
        jobs.renew(session, lease, after(60))
        assert not jobs.park(session, dead, after(61))


def test_polite_stop_does_not_count(database: Database, job_id: str) -> None:
    """Workers that are stopped for an update give the job back any number of times."""
    for attempt in range(6):
        lease = taken(database, job_id, after(attempt))
        with database.write() as session:
            jobs.release(session, lease, after(attempt))
    with database.read() as session:
        assert len(outbox.pending(session)) == 6
    assert due(database, after(6)) == [(job_id, 6, False)]


def test_attempts_only_grow(database: Database, job_id: str) -> None:
    """A released attempt's number is never used again, so its worker stays fenced off."""
    first = taken(database, job_id, NOW)
    with database.write() as session:
        jobs.release(session, first, NOW)
    second = taken(database, job_id, NOW)

    assert second.attempt == first.attempt + 1
    with pytest.raises(LeaseLost), database.write() as session:
        jobs.finish(session, first, NOW)


def test_due_without_doorbell(database: Database, job_id: str) -> None:
    """A queued job whose ring was lost is due again after 5 s, and not before another 5 s once rung."""
    assert due(database, after(4.9)) == []
    assert due(database, after(5)) == [(job_id, 0, False)]
    with database.write() as session:
        jobs.mark_rung(session, [job_id], after(5))
    assert due(database, after(9.9)) == []
    assert due(database, after(10)) == [(job_id, 0, False)]


def test_due_after_a_dead_worker(database: Database, job_id: str) -> None:
    """A job whose worker died is due as soon as its lease ended."""
    taken(database, job_id, NOW)

    assert due(database, after(14.9)) == []
    assert due(database, after(15)) == [(job_id, 1, False)]


def test_one_job_never_touches_another(database: Database, vault: Vault, job_id: str) -> None:
    """Whatever is done with one of two jobs that stand alike, the other stays as it was."""
    with database.write() as session:
        document_id = put_upload(session, vault, "b").document_id
        [other] = jobs.waiting(session, document_id)
    taken(database, job_id, NOW)
    assert state(database, other) is JobState.QUEUED
    beside = taken(database, other, NOW)
    with database.write() as session:
        jobs.renew(session, beside, after(100))
    assert due(database, after(15)) == [(job_id, 1, False)]
    lease = taken(database, job_id, after(15))
    with database.write() as session:
        assert jobs.fail(session, lease, after(15)) is JobState.QUEUED
    third = taken(database, job_id, after(15))
    with database.write() as session:
        jobs.finish(session, third, after(15))

    assert (state(database, job_id), state(database, other)) == (JobState.DONE, JobState.LEASED)
    with database.read() as session:
        assert jobs.waiting(session, document_id) == (other,)
        assert jobs.waiting(session, lease.document_id) == ()


def test_parking_is_exact(database: Database, vault: Vault, job_id: str) -> None:
    """Only the job and the attempt that the sweeper saw is parked."""
    with database.write() as session:
        [other] = jobs.waiting(session, put_upload(session, vault, "b").document_id)
    for attempt in range(3):
        taken(database, job_id, after(20 * attempt))
        taken(database, other, after(20 * attempt))
    with database.write() as session:
        dead = next(one for one in jobs.due(session, after(60)) if one.job_id == job_id)
        assert not jobs.park(session, replace(dead, attempt=2), after(60))
        assert jobs.park(session, dead, after(60))
        assert [one.job_id for one in jobs.due(session, after(60))] == [other]
    assert (state(database, job_id), state(database, other)) == (JobState.PARKED, JobState.LEASED)


def test_stops_and_failures_are_counted_apart(database: Database, job_id: str) -> None:
    """After polite stops a job still has exactly three attempts that may fail."""
    for _ in range(4):
        lease = taken(database, job_id, NOW)
        with database.write() as session:
            jobs.release(session, lease, NOW)
    states = []
    for _ in range(3):
        lease = taken(database, job_id, NOW)
        with database.write() as session:
            states.append(jobs.fail(session, lease, NOW))
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.PARKED]
    assert take(database, job_id, after(60)) is None


def test_the_sweeper_takes_a_limited_round(database: Database, vault: Vault, job_id: str) -> None:
    """A round brings the oldest jobs first and no more than its limit."""
    with database.write() as session:
        document_id = put_upload(session, vault, "b").document_id
        ids = [job_id, *(jobs.enqueue(session, document_id, after(number)) for number in (1, 2))]
        first = jobs.due(session, after(30), limit=2)
        assert len(jobs.due(session, after(30))) == 4
        assert len(first) == 2
        assert not {one.job_id for one in first} & set(ids[1:])


def test_unknown_job(database: Database) -> None:
    """A doorbell for a job that is not there, or for no job's id at all, does nothing."""
    assert take(database, "j-none", NOW) is None
    assert take(database, "a\x00b", NOW) is None
    assert state(database, "j-none") is None


def test_doorbells_leave_when_rung(database: Database, vault: Vault, job_id: str) -> None:
    """A doorbell waits from its commit until the broker took it."""
    with database.write() as session:
        again = jobs.enqueue(session, put_upload(session, vault).document_id, NOW)
    with database.read() as session:
        bells = outbox.pending(session)
    assert [bell.job_id for bell in bells] == [again]
    assert job_id != again
    with database.write() as session:
        outbox.forget(session, bells, NOW)
    with database.read() as session:
        assert outbox.pending(session) == ()
