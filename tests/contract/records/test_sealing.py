"""Nothing personal lies in the database in plain: canaries are planted everywhere and looked for in every byte."""

from collections.abc import Iterator
from pathlib import Path

from storage import jobs, outbox
from storage.records import claims, documents, uploads
from storage.records.gate_tables import metadata
from storage.records.idempotency import Answer, RequestKey, once
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CANARIES, CLAIM_NO, NOW, make_reading, make_record, make_upload

PLAIN_ON_PURPOSE = "示例经办"  # the office of the claim: proves that the search can find something


def plant(database: Database, vault: Vault) -> None:
    """Put canaries through every function that takes what a person wrote."""
    with database.write() as session:
        claims.register(session, vault, make_record(), NOW)
        claims.replace(session, vault, make_record(), NOW)
        key = RequestKey("upload:TEST-0001", " ".join(CANARIES), "d" * 64)
        upload = uploads.add(session, vault, make_upload(), NOW)
        once(session, vault, key, NOW, lambda: Answer(201, " ".join(CANARIES).encode()))
        [bell] = outbox.pending(session)
        lease = jobs.take(session, bell.job_id, NOW)
        assert lease is not None
        documents.save_reading(session, vault, upload.document_id, make_reading(), NOW)
        documents.add_child(session, upload.document_id, None, "MANUAL", NOW)
        jobs.finish(session, lease, NOW)


def values_of(database: Database) -> Iterator[bytes]:
    """Yield every value of every row as bytes."""
    with database.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(table.select()):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()


def shapes_of(text: str) -> tuple[bytes, ...]:
    """Return the ways in which a text could lie in a file: as UTF-8, UTF-16, and escaped in JSON."""
    return text.encode(), text.encode("utf-16-le"), text.encode("unicode_escape")


def found(haystack: bytes, text: str) -> bool:
    return any(shape in haystack for shape in shapes_of(text))


def test_no_column_holds_a_canary(database: Database, vault: Vault) -> None:
    """No value of any row shows a name, a number, an account, a phone or a file's name."""
    plant(database, vault)
    haystack = b"\n".join(values_of(database))

    assert found(haystack, PLAIN_ON_PURPOSE)
    assert found(haystack, CLAIM_NO)
    assert [canary for canary in CANARIES if found(haystack, canary)] == []


def test_no_file_of_sqlite_holds_a_canary(tmp_path: Path, vault: Vault) -> None:
    """Neither the database's file nor its log shows one, while it is open and after it is closed."""
    database = Database(f"sqlite:///{tmp_path}/claimgate.db")
    database.migrate()
    plant(database, vault)
    for _ in range(2):
        files = [path for path in tmp_path.iterdir() if path.is_file()]
        haystack = b"\n".join(path.read_bytes() for path in files)
        assert found(haystack, PLAIN_ON_PURPOSE)
        assert [canary for canary in CANARIES if found(haystack, canary)] == []
        database.close()


def test_errors_show_no_values(database: Database, vault: Vault) -> None:
    """The text of a database error does not quote the values of the statement."""
    plant(database, vault)
    caught = ""
    try:
        with database.write() as session:
            values = {"claim_no": CLAIM_NO, "revision": 1, "record_sealed": CANARIES[0].encode(), "at": NOW}
            session.execute(metadata.tables["claim_revisions"].insert().values(**values))
    except Exception as error:
        caught = f"{error} {error!r}"

    assert "claim_revisions" in caught
    assert not found(caught.encode(), CANARIES[0])
