"""The database: connections, transactions, migrations.

Here: how SQLite and PostgreSQL are opened so that an acknowledged commit survives, and the two kinds of
transaction. Not here: statements about any thing.

A read transaction cannot write on either database. A write transaction on SQLite starts with BEGIN IMMEDIATE, so
two writers wait for each other instead of failing half way.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from storage.faults import DatabaseBusy, StorageFull, TransientFault

BUSY_SECONDS = 15  # longer than any transaction of ours by two orders of magnitude
MIGRATE_SECONDS = 60
MIGRATION_LOCK = 0x636C6761  # one number for all our processes on one PostgreSQL
_WRITES = "claimgate_writes"
_BUSY_STATES = frozenset({"55P03", "40P01", "40001"})  # lock not available, deadlock, serialization failure
_FULL_STATES = frozenset({"53100"})
_GONE_CLASSES = ("08", "53", "57")  # connection, resources, operator intervention


class Database:
    """One database of one process; threads may share it, forked children must not."""

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = _driver_url(url)
        self._engine = _open(self.url, round(busy_seconds * 1000))
        self._reads = sessionmaker(self._engine, expire_on_commit=False)
        writing = self._engine.execution_options(**{_WRITES: True})
        self._writes = sessionmaker(writing, expire_on_commit=False)
        self._glances = _open_for_glances(self.url, round(busy_seconds * 1000))

    @property
    def engine(self) -> Engine:
        """Return the engine, for inspection."""
        return self._engine

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that sees one moment of the database and never writes."""
        with _faults(), self._reads() as session, session.begin():
            if self._engine.dialect.name == "postgresql":
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield session

    @contextlib.contextmanager
    def glance(self) -> Iterator[Connection]:
        """Open the bare connection for questions that must cost little: it never writes; each statement is a moment.

        Whoever asks several statements asks for what may only shut (freezes) last, so that a later moment shuts more.
        """
        with _faults(), self._glances.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction that commits at the end, or leaves nothing when anything is raised."""
        with _faults(), self._writes() as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables to the newest shape; several processes may start at once."""
        writing = self._engine.execution_options(**{_WRITES: True})
        with _faults(), writing.begin() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{MIGRATE_SECONDS}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        _sync_folder_of(self.url)

    @property
    def is_local(self) -> bool:
        """Tell whether a read is a look into a file beside us, which waits for no other machine and no writer."""
        return self.url.get_backend_name() == "sqlite"

    def ping(self) -> None:
        """Ask the database for one row, or raise TransientFault (readiness)."""
        with self.read() as session:
            session.execute(text("SELECT 1")).one()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        self._glances.dispose()


def _driver_url(url: str) -> URL:
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _open(url: URL, busy_ms: int) -> Engine:
    if url.get_backend_name() == "sqlite":
        _make_private(url)
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", lambda connection, _record: _prepare_sqlite(connection, busy_ms))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", lambda connection, _record: _prepare_postgres(connection, busy_ms))
    return engine


def _open_for_glances(url: URL, busy_ms: int) -> Engine:
    """Open connections that read without a transaction of ours around it: two round trips less."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=30)
        event.listen(engine, "connect", lambda connection, _record: _prepare_glance(connection, busy_ms))
        return engine
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=30, isolation_level="AUTOCOMMIT"
    )
    event.listen(engine, "connect", lambda connection, _record: _prepare_postgres(connection, busy_ms, reading=True))
    return engine


def _prepare_glance(connection: Any, busy_ms: int) -> None:
    _prepare_sqlite(connection, busy_ms)
    connection.execute("PRAGMA query_only = ON")


def _make_private(url: URL) -> None:
    """Make the file for its owner only before SQLite does by the umask; its log gets the same mode."""
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database).absolute()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise TransientFault(f"the database's file cannot be opened: {type(error).__name__}") from error


def _prepare_sqlite(connection: Any, busy_ms: int) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {busy_ms}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # erased rows leave no bytes in free pages
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Switch to WAL; the very first switch does not honour the busy timeout, so two first starters must retry."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(_WRITES))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(connection: Any, busy_ms: int, *, reading: bool = False) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(f"SET lock_timeout = {busy_ms}")
        cursor.execute("SET timezone = 'UTC'")
        if reading:
            cursor.execute("SET default_transaction_read_only = on")
    connection.autocommit = False


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Translate the driver's errors that another try may mend; all others are ours to fix."""
    try:
        yield
    except DBAPIError as error:
        fault = _fault_of(error)
        if fault is None:
            raise
        raise fault from None  # the driver's text can quote values of a row


def _fault_of(error: DBAPIError) -> TransientFault | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY_STATES:
        return DatabaseBusy("another writer holds the row")
    if state in _FULL_STATES or getattr(error.orig, "sqlite_errorname", "") == "SQLITE_FULL":
        return StorageFull("the database is full")
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy("another writer holds the database")
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return TransientFault(f"the database does not answer: {name}")
    if isinstance(error, OperationalError) and (state is None or state.startswith(_GONE_CLASSES)) and not name:
        return TransientFault("the database does not answer")
    return None


def _sync_folder_of(url: URL) -> None:
    """Make the names of a new SQLite database's files survive a power failure."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return
    handle = os.open(Path(url.database).absolute().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
