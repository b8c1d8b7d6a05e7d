"""A throw-away PostgreSQL cluster for tests (Debian package `postgresql`).

It listens on a socket in its own folder only, so nothing outside this machine reaches it and no port can clash. As
root it runs as user `postgres`, because the server refuses root. An address in CLAIMGATE_TEST_POSTGRES is used instead.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg

from tests.services.absent import missing

READY_SECONDS = 30
STOP_SECONDS = 10
_BINARIES = Path("/usr/lib/postgresql")


def binaries() -> Path | None:
    """Return the folder of the newest installed server, or None."""
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Run a server and yield the address of its maintenance database."""
    given = os.environ.get("CLAIMGATE_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = binaries()
    if folder is None:
        missing("PostgreSQL", "as root: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="cg-pg-", dir="/tmp"))
    server = None
    try:
        server = _start(folder, home)
        yield f"postgresql://postgres@/postgres?host={quote(str(home), safe='')}"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def database(maintenance: str, template: str = "template1") -> Iterator[str]:
    """Make a database in the cluster, empty or like the template, and yield its address; it is dropped afterwards."""
    name = f"cg_{uuid4().hex}"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield maintenance.replace("/postgres?", f"/{name}?", 1)
    finally:
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _start(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data = home / "data"
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home)}
    common: dict[str, Any] = {"env": environment, "cwd": home, "stdin": subprocess.DEVNULL, **who}
    initdb = [str(folder / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(initdb, check=True, capture_output=True, timeout=120, **common)
    # The tests kill our own processes, never the machine: without fsync a new database costs a tenth of the time.
    lines = ("listen_addresses=", f"unix_socket_directories={home}", "fsync=off", "full_page_writes=off")
    settings = [f"-c{line}" for line in lines]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(folder / "postgres"), "-D", str(data), *settings], stdout=log, stderr=log, **common
        )
    try:
        _await_ready(server, home)
    except BaseException:
        _stop(server)
        raise
    return server


def _await_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with psycopg.connect(host=str(home), user="postgres", dbname="postgres") as connection:
                connection.execute("SELECT 1")
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                tail = (home / "log").read_text("utf-8", "replace")[-2000:]
                raise RuntimeError(f"PostgreSQL did not start: {tail}") from error
            time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # fast shutdown: open sessions are cut off
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
