"""The tables: made by migrations, the same as declared, safe to make at once."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage.faults import DatabaseBusy, TransientFault
from storage.records import claims
from storage.records.gate_tables import metadata
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import NOW, make_record, put_claim

MIGRATE = "import sys; from storage.records.session import Database; Database(sys.argv[1]).migrate()"


def test_migrations_make_the_declared_tables(database: Database) -> None:
    """What the steps build is what the code expects, column by column."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_checks_are_in_the_database(database: Database) -> None:
    """The job's states are held by the database itself, not only by our code."""
    names = {check["name"] for check in inspect(database.engine).get_check_constraints("jobs")}

    assert names == {"ck_jobs_state", "ck_jobs_lease"}


def test_migrating_again_changes_nothing(database: Database, vault: Vault) -> None:
    """Every start migrates; rows stay."""
    with database.write() as session:
        put_claim(session, vault)

    database.migrate()

    with database.read() as session:
        assert claims.find_head(session, "TEST-0001") is not None


def test_processes_may_start_at_once(empty_url: str) -> None:
    """API, worker and sweeper all migrate an empty database at the same moment, and none fails."""
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=120)[1] for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], errors
    opened = Database(empty_url)
    with opened.read() as session:
        assert session.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    opened.close()


def test_sqlite_is_opened_durably(database: Database) -> None:
    """WAL with synchronous FULL and foreign keys, on every connection; PostgreSQL commits synchronously."""
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
            assert values == ["wal", 2, 1, 1]
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
            assert connection.exec_driver_sql("SHOW timezone").scalar_one() == "UTC"


def test_read_transactions_never_write(database: Database, vault: Vault) -> None:
    """A write in a read transaction fails on both databases, and a write transaction after it works."""
    with pytest.raises(Exception, match=r"read-?\s?only"), database.read() as session:
        put_claim(session, vault)
    with database.write() as session:
        put_claim(session, vault)


def test_a_read_sees_one_moment(database: Database, vault: Vault) -> None:
    """What commits while a read transaction runs does not show in it, so that a verdict never mixes two moments."""
    with database.read() as before:
        assert claims.find_head(before, "TEST-0001") is None
        with database.write() as session:
            put_claim(session, vault)
        assert claims.find_head(before, "TEST-0001") is None
    with database.read() as after:
        assert claims.find_head(after, "TEST-0001") is not None


def test_an_error_writes_nothing(database: Database, vault: Vault) -> None:
    """Anything raised inside a write transaction leaves no row."""

    def broken() -> None:
        with database.write() as session:
            put_claim(session, vault)
            raise KeyError

    with pytest.raises(KeyError):
        broken()

    with database.read() as session:
        assert claims.find_head(session, "TEST-0001") is None


def test_a_writer_waits_only_so_long(database: Database, database_url: str, vault: Vault) -> None:
    """A second writer of the same row is told to try again, instead of hanging."""
    with database.write() as session:
        put_claim(session, vault)
    hasty = Database(database_url, busy_seconds=0.2)

    with database.write() as first:
        claims.move(first, "TEST-0001", "DRAFT", "SUBMITTED", NOW)
        with pytest.raises(DatabaseBusy), hasty.write() as second:
            claims.replace(second, vault, make_record(), NOW)
    hasty.close()


def test_no_server_is_transient() -> None:
    """A server that does not answer is a fault that may pass."""
    with pytest.raises(TransientFault):
        Database("postgresql://nobody@127.0.0.1:9/none?connect_timeout=2").ping()


def test_sqlite_files_are_for_their_owner(tmp_path: Path) -> None:
    """The database's file, its log and a folder made for it can be read by nobody else."""
    opened = Database(f"sqlite:///{tmp_path}/new/claimgate.db")
    opened.migrate()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    opened.close()

    assert modes == {"claimgate.db": 0o600, "claimgate.db-wal": 0o600, "claimgate.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_no_place_for_the_file_is_transient(tmp_path: Path) -> None:
    """A folder that cannot be made or written is a fault with a name, not a crash."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TransientFault):
        Database(f"sqlite:///{tmp_path}/file/claimgate.db")
