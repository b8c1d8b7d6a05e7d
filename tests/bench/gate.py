"""`python -m tests.bench.gate`: time what payout systems ask, print the table, and say which line is not reached.

Options: --large (claims of the largest database, 1,000,000), --rounds (5), --seconds (of each round, 4).
Here: running the service and the rounds. Not here: rows (gate_load.py), the client (gate_speed.py).
"""

import argparse
import asyncio
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.presenting.records import show_record
from intake.settings import Settings, read_settings
from intake.wiring import wire
from tests.bench.gate_load import fill
from tests.bench.gate_speed import Timing, evaluate_of, hammer, request_bytes
from tests.builders import FIRM_USCC, make_record
from tests.services.ports import free_ports

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
CONNECTIONS = 16
BATCH_ROWS = 5_000
WANTED_SHARE, WANTED_P99_MS, WANTED_GROWTH, WANTED_BATCH_S = 0.60, 50.0, 1.3, 3.0
SAMPLES = Path("samples")


def main() -> int:
    """Run all rounds; 1 when a line is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.gate")
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    print(f"## {dt.datetime.now(dt.UTC):%Y-%m-%d} · {platform.machine()}, {os.cpu_count()} cores, SQLite\n")
    print("| what | figure | wanted | |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as folder:
        lines = list(_lines(Path(folder), options))
    return 0 if all(lines) else 1


def _lines(folder: Path, options: argparse.Namespace) -> Iterator[bool]:
    sizes = (SMALL, MIDDLE, options.large)
    homes = {count: _filled(folder / str(count), count) for count in sizes}
    with _running(homes[MIDDLE]) as (host, port, token):
        yield _share(host, port, token, options)
        yield _batch(host, port, token)
    yield _growth(homes, options)
    with _running(homes[MIDDLE], "serve") as (host, port, token):
        yield _under_reading(host, port, token, homes[MIDDLE], options)


def _filled(home: Path, count: int) -> Settings:
    settings = read_settings({"CLAIMGATE_HOME": str(home), "CLAIMGATE_BIND": f"127.0.0.1:{free_ports(1)[0]}"})
    service = wire(settings)
    fill(service, count)
    service.close()
    return settings


@contextmanager
def _running(settings: Settings, command: str = "api") -> Iterator[tuple[str, int, str]]:
    env = {**os.environ, "CLAIMGATE_HOME": str(settings.home), "CLAIMGATE_BIND": f"{settings.host}:{settings.port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "intake", command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    token = issue_token(settings, Who("bench", Role.PAYOUT_SYSTEM), now=dt.datetime.now(dt.UTC))
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                httpx.get(f"http://{settings.host}:{settings.port}/readyz", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield settings.host, settings.port, token
    finally:
        process.terminate()
        process.wait(30)


def _share(host: str, port: int, token: str, options: argparse.Namespace) -> bool:
    """Requests a second against an empty route with the same middleware and token check, in alternating rounds."""
    empty, asked = [], []
    for _ in range(options.rounds):
        route = request_bytes("GET", "/v1/me", token)
        empty.append(asyncio.run(hammer(host, port, lambda route=route: route, CONNECTIONS, options.seconds)))
        asked.append(asyncio.run(hammer(host, port, evaluate_of(token, MIDDLE), CONNECTIONS, options.seconds)))
    share = statistics.median(a.per_second / e.per_second for a, e in zip(asked, empty, strict=True))
    figure = f"{_rate(asked):.0f} of {_rate(empty):.0f} a second, {share:.2f}"
    return _line(
        f"evaluate of {MIDDLE:,} claims against an empty route", figure, f"≥ {WANTED_SHARE}", share >= WANTED_SHARE
    )


def _rate(timings: list[Timing]) -> float:
    return statistics.median(one.per_second for one in timings)


def _batch(host: str, port: int, token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    spans = []
    with httpx.Client(base_url=f"http://{host}:{port}", headers=headers, trust_env=False, timeout=60) as client:
        for start in range(0, 3 * BATCH_ROWS, BATCH_ROWS):
            body = {"claims": [f"G-{number}" for number in range(start, start + BATCH_ROWS)]}
            begun = time.perf_counter()
            client.post("/v1/verdicts:evaluate", json=body).raise_for_status()
            spans.append(time.perf_counter() - begun)
    seconds = statistics.median(spans)
    return _line(
        f"a batch of {BATCH_ROWS:,} rows", f"{seconds:.2f} s", f"≤ {WANTED_BATCH_S} s", seconds <= WANTED_BATCH_S
    )


def _growth(homes: dict[int, Settings], options: argparse.Namespace) -> bool:
    medians = {}
    for count in (SMALL, options.large):
        with _running(homes[count]) as (host, port, token):
            asyncio.run(hammer(host, port, evaluate_of(token, count, seed=0), CONNECTIONS, 1.0))
            runs = [
                asyncio.run(hammer(host, port, evaluate_of(token, count, seed=seed), CONNECTIONS, options.seconds))
                for seed in range(1, options.rounds + 1)
            ]
            medians[count] = statistics.median(one.p95 for one in runs)
    growth = medians[options.large] / medians[SMALL]
    figure = f"{medians[options.large]:.1f} ms against {medians[SMALL]:.1f} ms, {growth:.2f}"
    return _line(
        f"p95 at {options.large:,} claims against {SMALL:,}", figure, f"≤ {WANTED_GROWTH}", growth <= WANTED_GROWTH
    )


def _under_reading(host: str, port: int, token: str, settings: Settings, options: argparse.Namespace) -> bool:
    """Latency while real papers are uploaded and read all the time."""
    over = threading.Event()
    read = [0]
    feeder = threading.Thread(target=_feed, args=(host, port, settings, over, read), daemon=True)
    feeder.start()
    time.sleep(5)  # the reader has its weights by then
    runs = [
        asyncio.run(hammer(host, port, evaluate_of(token, MIDDLE, seed=seed), CONNECTIONS, options.seconds))
        for seed in range(options.rounds)
    ]
    over.set()
    feeder.join(30)
    p99 = statistics.median(one.p99 for one in runs)
    failed = sum(one.failed for one in runs)
    figure = f"{p99:.1f} ms at {_rate(runs):.0f} a second, {read[0]} papers brought, {failed} failed"
    return _line(
        "p99 at 16 connections while papers are read",
        figure,
        f"≤ {WANTED_P99_MS:.0f} ms",
        p99 <= WANTED_P99_MS and not failed,
    )


def _feed(host: str, port: int, settings: Settings, over: threading.Event, read: list[int]) -> None:
    now = dt.datetime.now(dt.UTC)
    core = issue_token(settings, Who("core", Role.CORE_SYSTEM), now=now)
    clerk = issue_token(settings, Who("clerk", Role.SUBMITTER, Bound(uscc=FIRM_USCC)), now=now)
    papers = sorted(one for one in SAMPLES.rglob("*.jpg"))
    with httpx.Client(base_url=f"http://{host}:{port}", trust_env=False, timeout=60) as client:
        while not over.is_set():
            number = f"B-{read[0]}"
            record = show_record(replace(make_record(), claim_no=number))
            client.post("/v1/claims", json=record, headers={"Authorization": f"Bearer {core}"})
            for paper in papers[:4]:
                files = {"file": (paper.name, paper.read_bytes(), "image/jpeg")}
                path = f"/v1/claims/{number}/documents"
                client.post(path, files=files, headers={"Authorization": f"Bearer {clerk}"}).raise_for_status()
                read[0] += 1
                if over.wait(2.0):
                    return


def _line(what: str, figure: str, wanted: str, reached: bool) -> bool:
    print(f"| {what} | {figure} | {wanted} | {'' if reached else '**not reached**'} |", flush=True)
    return reached


if __name__ == "__main__":
    sys.exit(main())
