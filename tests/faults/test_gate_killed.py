"""The API dies by SIGKILL after the commit and before the reply: the caller asks again, and nothing happens twice."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from intake.access.tokens import issue_token
from intake.settings import read_settings
from tests.builders import living_case, make_record
from tests.desk import CLERK, OFFICE, PAYOUT, Desk, open_desk
from tests.services.ports import free_ports

pytestmark = pytest.mark.service
ROOT = Path(__file__).resolve().parents[2]
PLANTED = ROOT / "tests/faults/planted_api.py"


@contextmanager
def api(home: Path, *, planted: bool) -> Iterator[httpx.Client]:
    """An API process of its own over a home folder; `planted` dies once `home/die` is there."""
    port = free_ports(1)[0]
    env = {**os.environ, "CLAIMGATE_HOME": str(home), "CLAIMGATE_BIND": f"127.0.0.1:{port}"}
    env |= {"PLANTED_DEATH": str(home / "die"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(PLANTED)] if planted else [sys.executable, "-m", "intake", "api"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    token = issue_token(read_settings(env), PAYOUT, now=datetime.now(UTC))
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30
    )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                client.get("/readyz").raise_for_status()
                break
            except httpx.TransportError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield client
    finally:
        client.close()
        process.kill()
        process.wait()


def prepared(home: Path) -> tuple[Desk, str]:
    """A claim whose firm's part is reserved; gives the token."""
    desk = open_desk(home, datetime.now(UTC).date())
    desk.now[0] = datetime.now(UTC)
    desk.register(replace(make_record(), claim_no="C-1", office=OFFICE))
    desk.bring(CLERK, "C-1", *living_case())
    assert desk.decide("C-1", 1_000_000).status_code == 200
    return desk, str(desk.reserve("C-1", 1_000_000, "row-1")["token"])


@pytest.mark.parametrize("event", ["consume", "reserve"])
def test_a_kill_between_commit_and_reply_is_replayed(tmp_path: Path, event: str) -> None:
    """Same key after the crash: the bytes of the first answer, and the money moved once."""
    home = tmp_path / "home"
    desk, token = prepared(home)
    person = {"claim_no": "C-1", "item": "MEDICAL", "payee": "PERSON", "amount_fen": 234_567, "batch_row": "row-2"}
    body: dict[str, object] = {"token": token} if event == "consume" else person
    with api(home, planted=True) as client:
        (home / "die").touch()
        with pytest.raises(httpx.TransportError):
            client.post(f"/v1/gate:{event}", json=body, headers={"Idempotency-Key": "k"})
    with api(home, planted=False) as client:
        first, again = (client.post(f"/v1/gate:{event}", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
        assert first.content == again.content
        assert first.headers["idempotency-replayed"] == "true"
        if event == "consume":
            assert first.json() == {"answer": "OK", "code": None}
            assert client.post("/v1/gate:consume", json=body).json()["answer"] == "REFUSED"
        else:
            assert first.json()["answer"] == "ALLOW"
            assert client.post("/v1/gate:reserve", json=body).json() == first.json()
            other = client.post("/v1/gate:reserve", json={**person, "batch_row": "row-3"}).json()
            assert other["codes"] == ["G-006"]
    desk.service.close()
