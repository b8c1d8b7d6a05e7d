"""A whole service of its own for a test: `claimgate serve` on a free port, over a home folder and recorded readings.

Real server, real database, real broker and worker; only the pixels are not read.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.presenting.records import show_record
from intake.replay import blank_png
from intake.settings import Settings, read_settings
from tests.services.ports import free_ports
from validators.model.claim import ClaimRecord
from validators.model.codec import to_plain
from validators.model.evidence import DocumentReading

ROOT = Path(__file__).resolve().parents[2]
RESTING = frozenset({"ACCEPTABLE", "IN_REVIEW", "RETURNED", "MANUAL", "WITHDRAWN", "REJECTED", "SUPERSEDED"})
PATIENCE = 60.0


@dataclass(slots=True)
class Running:
    """A running service: how to call it as whom, and its processes."""

    settings: Settings
    process: subprocess.Popen[bytes]
    replay: Path
    log: Path

    @property
    def base(self) -> str:
        """The address of the API."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def token(self, role: Role, subject: str | None = None, **bound: str) -> str:
        """A token of a role, bound as named."""
        return issue_token(self.settings, Who(subject or f"t-{role}", role, Bound(**bound)), now=datetime.now(UTC))

    def client(self, role: Role, subject: str | None = None, **bound: str) -> httpx.Client:
        """A client that calls as a role."""
        headers = {"Authorization": f"Bearer {self.token(role, subject, **bound)}"}
        return httpx.Client(base_url=self.base, headers=headers, timeout=60, trust_env=False)

    def register(self, record: ClaimRecord) -> httpx.Response:
        """Register a claim as the core system."""
        with self.client(Role.CORE_SYSTEM) as core:
            return core.post("/v1/claims", json=show_record(record))

    def record_answer(self, content: bytes, readings: Sequence[DocumentReading], **more: object) -> None:
        """Have the reader answer these readings for this content."""
        body = {"readings": [to_plain(one) for one in readings], **more}
        path = self.replay / f"{hashlib.sha256(content).hexdigest()}.json"
        path.write_text(json.dumps(body), encoding="utf-8")

    def children(self) -> dict[str, int]:
        """Role → process id of the service's children."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                words = _command(entry)
                if words[1:3] == ["-m", "intake"] and _parent(entry) == self.process.pid:
                    found[words[3]] = int(entry.name)
        return found


def _command(entry: Path) -> list[str]:
    try:
        return entry.joinpath("cmdline").read_text().split("\0")
    except OSError:
        return []


def _parent(entry: Path) -> int:
    try:
        return int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


@contextmanager
def serve(home: Path, module: str = "intake", **environ: str) -> Iterator[Running]:
    """Start a service over a home folder, wait until it answers, end it afterwards."""
    replay = home.parent / f"{home.name}-replay"
    replay.mkdir(exist_ok=True)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CLAIMGATE_")},
        "CLAIMGATE_HOME": str(home),
        "CLAIMGATE_GIVE_WAY": "0",  # other tests use the machine as well; what is measured here is no latency
        "CLAIMGATE_BIND": f"127.0.0.1:{free_ports(1)[0]}",
        "CLAIMGATE_READER": f"replay:{replay}",
        "CLAIMGATE_WORKERS": "1",
        **environ,
    }
    log = home.parent / f"{home.name}.log"
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "serve"], cwd=ROOT, env=env, stderr=stream, stdout=stream
        )
    running = Running(read_settings(env), process, replay, log)
    try:
        wait_ready(running)
        yield running
    finally:
        process.terminate()
        process.wait(15)


def wait_ready(running: Running, seconds: float = 90) -> None:
    """Wait until the service answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(f"{running.base}/readyz", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert running.process.poll() is None, running.log.read_text()
        time.sleep(0.1)
    raise AssertionError(running.log.read_text())


def upload(client: httpx.Client, claim_no: str, *parts: bytes, key: str | None = None, **fields: str) -> httpx.Response:
    """Upload one document of one or more parts."""
    files = [("file", (f"page{number}.png", part, "image/png")) for number, part in enumerate(parts)]
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/v1/claims/{claim_no}/documents", files=files, data=fields, headers=headers)


def wait_at_rest(client: httpx.Client, document_id: str, seconds: float = PATIENCE) -> Mapping[str, object]:
    """Wait until a document rests and give its state and reading."""
    until = time.monotonic() + seconds
    while True:
        answer = client.get(f"/v1/documents/{document_id}")
        answer.raise_for_status()
        body: dict[str, object] = answer.json()
        if body["state"] in RESTING:
            return body
        assert time.monotonic() < until, body
        time.sleep(0.1)


def picture(number: int) -> bytes:
    """A small picture that differs from every other number's."""
    return blank_png(60 + number, 90)
