"""One upload, one effect."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Table, func, select

from storage import jobs, outbox
from storage.faults import IdempotencyInFlight, IdempotencyMismatch, UnknownClaim
from storage.objects.base import document_digest
from storage.records import documents, events, tables, uploads
from storage.records.documents import Part
from storage.records.events import Stage
from storage.records.idempotency import Answer, RequestKey, once
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CLAIM_NO, FILE_NAME, NOW, SIDE, UPLOADER, make_upload, put_claim

KEY = RequestKey("upload:TEST-0001:subject", "key-1", "d" * 64)
PARALLEL = 32


@pytest.fixture
def claim(database: Database, vault: Vault) -> None:
    with database.write() as session:
        put_claim(session, vault)


def count(database: Database, table: Table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def upload_once(database: Database, vault: Vault, key: RequestKey | None, content: str = "a") -> Answer:
    """Answer as the service does: 201 with the new id, 200 with the live twin's."""
    with database.write() as session:

        def effect() -> Answer:
            upload = uploads.add(session, vault, make_upload(content), NOW)
            return Answer(201 if upload.is_new else 200, upload.document_id.encode())

        return once(session, vault, key, NOW, effect)


@pytest.mark.usefixtures("claim")
def test_everything_of_an_upload_is_there_together(database: Database, vault: Vault) -> None:
    """Document, parts, first event, job and doorbell appear in one transaction."""
    parts = (Part("a" * 64, 5, "image/jpeg"), Part("b" * 64, 6, "image/png"))
    with database.write() as session:
        upload = uploads.add(session, vault, replace(make_upload(), parts=parts), NOW)

    assert upload.is_new
    assert upload.sha256 == document_digest(["a" * 64, "b" * 64])
    with database.read() as session:
        document = documents.find(session, upload.document_id)
        [event] = events.after(session, upload.document_id)
        [bell] = outbox.pending(session)
        assert jobs.waiting(session, upload.document_id) == (bell.job_id,)
        assert documents.load_file_name(session, vault, upload.document_id) == FILE_NAME
    assert document is not None
    assert (document.claim_no, document.side, document.uploader_digest) == (CLAIM_NO, SIDE, UPLOADER)
    assert (document.state, document.kind, document.declared, document.parts) == (
        "RECEIVED",
        None,
        "ADV_VOUCHER",
        parts,
    )
    assert (document.created_at, document.live, document.attempt) == (NOW, True, 0)
    assert (event.type, event.state, event.at, event.stage) == ("state", "RECEIVED", NOW, Stage(1, 1, "received"))


def test_unknown_claim_keeps_nothing(database: Database, vault: Vault) -> None:
    """An upload into a claim that is not there leaves no row, its key included."""
    with pytest.raises(UnknownClaim):
        upload_once(database, vault, KEY)

    assert [count(database, table) for table in (tables.documents, tables.jobs, tables.idempotency)] == [0, 0, 0]


@pytest.mark.usefixtures("claim")
def test_same_content_while_the_first_lives(database: Database, vault: Vault) -> None:
    """The same side's same content answers the first id, without a second job, until the first is dead."""
    first = upload_once(database, vault, None)

    assert upload_once(database, vault, None) == Answer(200, first.body)
    assert count(database, tables.jobs) == 1
    for dead in tables.DEAD_STATES:
        with database.write() as session:
            [live] = [one for one in documents.of_claim(session, CLAIM_NO) if one.live]
            documents.move(session, live.id, live.state, dead, NOW)
        assert upload_once(database, vault, None).status == 201
    assert count(database, tables.documents) == 4


@pytest.mark.usefixtures("claim")
def test_other_side_other_claim_other_content(database: Database, vault: Vault) -> None:
    """Content is the same only within one side and one claim."""
    with database.write() as session:
        put_claim(session, vault, "TEST-0002")
        made = [
            uploads.add(session, vault, upload, NOW)
            for upload in (
                make_upload(),
                make_upload("b"),
                make_upload(side="7" * 64),
                make_upload(claim_no="TEST-0002"),
            )
        ]

    assert all(upload.is_new for upload in made)
    with database.read() as session:
        assert [one.id for one in documents.of_claim(session, CLAIM_NO, "7" * 64)] == [made[2].document_id]
        assert len(documents.of_claim(session, CLAIM_NO)) == 3


@pytest.mark.usefixtures("claim")
def test_key_answers_the_same_bytes(database: Database, vault: Vault) -> None:
    """A repeated request gets the first answer, status and bytes, and has no further effect."""
    first = upload_once(database, vault, KEY)
    again = upload_once(database, vault, KEY)

    assert (first.status, first.replayed) == (201, False)
    assert again == Answer(201, first.body, replayed=True)
    assert count(database, tables.jobs) == 1


@pytest.mark.usefixtures("claim")
def test_each_key_keeps_its_own_answer(database: Database, vault: Vault) -> None:
    """Answers of other keys in one scope, and of one key in other scopes, never mix."""
    keys = [KEY, replace(KEY, key="key-2"), replace(KEY, scope="upload:other")]
    first = [upload_once(database, vault, key, content) for key, content in zip(keys, "abc", strict=True)]

    again = [upload_once(database, vault, key, content) for key, content in zip(keys, "abc", strict=True)]

    assert len({answer.body for answer in first}) == 3
    assert [answer.body for answer in again] == [answer.body for answer in first]
    assert all(answer.replayed for answer in again)


@pytest.mark.usefixtures("claim")
def test_effect_that_sees_itself(database: Database, vault: Vault) -> None:
    """A request that comes back with its own key before it ended is told that it is in flight, and nothing is kept."""

    def inner() -> Answer:
        return Answer(201, b"inner")

    def nested() -> None:
        with database.write() as session:
            once(session, vault, KEY, NOW, lambda: once(session, vault, KEY, NOW, inner))

    with pytest.raises(IdempotencyInFlight):
        nested()
    assert count(database, tables.idempotency) == 0


@pytest.mark.usefixtures("claim")
def test_key_with_another_body(database: Database, vault: Vault) -> None:
    """A key that comes with another body is a conflict, in its own scope only."""
    upload_once(database, vault, KEY)

    with pytest.raises(IdempotencyMismatch):
        upload_once(database, vault, replace(KEY, request_digest="e" * 64), "b")
    assert upload_once(database, vault, replace(KEY, scope="other", request_digest="e" * 64), "b").status == 201
    assert count(database, tables.documents) == 2


@pytest.mark.usefixtures("claim")
def test_refused_request_frees_its_key(database: Database, vault: Vault) -> None:
    """A request that failed may be sent again with the same key."""

    def broken() -> Answer:
        raise KeyError

    with pytest.raises(KeyError), database.write() as session:
        once(session, vault, KEY, NOW, broken)

    assert upload_once(database, vault, KEY).status == 201


def at_once(call: Callable[[], Answer]) -> list[Answer]:
    """Run the call in many threads that start together."""
    barrier = threading.Barrier(PARALLEL)

    def one(_number: int) -> Answer:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(one, range(PARALLEL)))


@pytest.mark.usefixtures("claim")
def test_parallel_calls_with_one_key(database: Database, vault: Vault) -> None:
    """32 parallel calls with one key: one effect, the same bytes for all."""
    answers = at_once(lambda: upload_once(database, vault, KEY))

    assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
    assert sum(not answer.replayed for answer in answers) == 1
    rows = (tables.documents, tables.document_parts, tables.jobs, tables.outbox, tables.events, tables.idempotency)
    assert [count(database, table) for table in rows] == [1] * 6


@pytest.mark.usefixtures("claim")
def test_parallel_calls_without_key(database: Database, vault: Vault) -> None:
    """32 parallel uploads of the same content: one document, 201 once and 200 for the others."""
    answers = at_once(lambda: upload_once(database, vault, None))

    assert {answer.body for answer in answers} == {answers[0].body}
    assert sorted(answer.status for answer in answers) == [200] * (PARALLEL - 1) + [201]
    assert count(database, tables.jobs) == 1


def test_digest_of_several_parts() -> None:
    """One part keeps its own digest; several give SHA-256 over their hex digests, each followed by LF."""
    assert document_digest(["a" * 64]) == "a" * 64
    two = "913f9338fb6c17253f3a14816fc08d52522454bfc19a8c99538a197cfb23fb41"
    assert document_digest(["a" * 64, "b" * 64]) == two
    assert document_digest(["a" * 64, "b" * 64]) != document_digest(["b" * 64, "a" * 64])
    with pytest.raises(ValueError, match="one part"):
        document_digest([])
