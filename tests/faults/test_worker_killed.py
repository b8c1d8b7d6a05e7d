"""A worker is killed in the middle of a document; a reader dies again and again; `serve` itself is killed.

The document still ends, exactly once, or with a person; and no process stays behind.
"""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.access.who import Role
from tests.builders import FIRM_USCC, make_record, make_voucher
from tests.services.running import Running, picture, serve, upload, wait_at_rest, wait_ready

pytestmark = pytest.mark.service

GONE_SECONDS = 5.0  # CONTRACT §1: killed by any signal, no child after 5 s


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    """A service of its own: these tests kill parts of it."""
    with serve(tmp_path / "home") as running:
        yield running


def wait_for(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def start_reading(service: Running, number: int, seconds: float, **more: object) -> str:
    """Upload a voucher whose reading takes a while, and wait until a worker has it."""
    service.register(replace(make_record(), claim_no=f"K-{number}"))
    service.record_answer(picture(number), [make_voucher()], seconds=seconds, **more)
    with service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as clerk:
        document: str = upload(clerk, f"K-{number}", picture(number), kind="ADV_VOUCHER").json()["id"]
        wait_for(lambda: clerk.get(f"/v1/documents/{document}").json()["state"] == "STORED", 30)
    return document


def count(service: Running, query: str, *values: str) -> int:
    """Ask the database for one number."""
    with sqlite3.connect(service.settings.home / "claimgate.sqlite") as connection:
        return int(connection.execute(query, values).fetchone()[0])


def test_a_document_ends_once_although_its_worker_was_killed(service: Running) -> None:
    """After kill -9 another worker takes over when the lease ends, and the results are there once."""
    document = start_reading(service, 1, seconds=4)

    os.kill(service.children()["worker"], signal.SIGKILL)

    with service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as clerk:
        state = wait_at_rest(clerk, document, 90)
    assert state["state"] == "IN_REVIEW"
    assert count(service, "select count(*) from readings where document_id = ?", document) == 1
    assert count(service, "select count(*) from jobs where document_id = ? and state = 'DONE'", document) == 1
    assert count(service, "select attempt from jobs where document_id = ?", document) == 2


def test_a_document_that_kills_its_reader_goes_to_a_person(service: Running) -> None:
    """After three attempts the paper is MANUAL with a finding, and it holds the gate."""
    document = start_reading(service, 2, seconds=0.2, dies=True)
    with service.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as clerk:
        state = wait_at_rest(clerk, document, 90)
        verdict = clerk.get("/v1/claims/K-2/verdict").json()
    assert state["state"] == "MANUAL"
    assert state["stage"]["n"] == state["stage"]["of"]  # type: ignore[index]
    assert [one["code"] for one in state["reading"]["findings"]] == ["FLD-002"]  # type: ignore[index]
    assert [leg["status"] for leg in verdict["legs"]] == ["HOLD"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_serve_leaves_no_child_and_starts_again_at_once(service: Running, number: signal.Signals) -> None:
    """Killed in mid document, `serve` takes its children along; the same home serves again and nothing is lost."""
    document = start_reading(service, 3, seconds=6)
    children = [*service.children().values(), *descendants(service.process.pid)]

    service.process.send_signal(number)
    service.process.wait(GONE_SECONDS + 1)

    wait_for(lambda: not any(alive(pid) for pid in children), GONE_SECONDS)
    with serve(service.settings.home) as again:
        wait_ready(again)
        with again.client(Role.SUBMITTER, "clerk", uscc=FIRM_USCC) as clerk:
            assert wait_at_rest(clerk, document, 90)["state"] == "IN_REVIEW"


def descendants(pid: int) -> list[int]:
    """Process ids of all processes below one."""
    found = []
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for child in children.read_text().split() if children.exists() else []:
        found += [int(child), *descendants(int(child))]
    return found


def alive(pid: int) -> bool:
    """Say whether a process still runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
