"""`python -m tests.bench.queue`: the server time of one page of a queue of 100,000 flags, over HTTP in process.

Here: filling, asking, printing p50 and p95 for every order and filter: the processor's time of server and client
together, which another program on the machine does not lengthen, and beside it the clock's. DATABASE_URL
names another database than a fresh SQLite file. Not here: that no page scans or sorts (test_flag_queue.py).
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.contract.records.test_flag_queue import OFFICE, fill
from tests.desk import HANDLER, Desk, open_desk

QUERIES = (
    "",
    "?order=age",
    "?order=due",
    "?code=X-007",
    "?code=X-007&order=due",
    "?kind=MED_RECEIPT",
    "?order=age&after=90000",
    "?order=due&after=2021-09-20_50000",
)
MOST_MS = 50.0


def measure(desk: Desk, path: str, rounds: int) -> tuple[float, float, float]:
    """Milliseconds of so many pages: processor p50 and p95, clock p95."""
    spans, walls = [], []
    for _ in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        assert desk.page(HANDLER, path).status_code == 200
        spans.append(1000 * (time.process_time() - cpu))
        walls.append(1000 * (time.perf_counter() - wall))
    spans.sort()
    slow = int(rounds * 0.95)
    return spans[rounds // 2], spans[slow], sorted(walls)[slow]


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flags", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    url = os.environ.get("DATABASE_URL")
    environ = {"DATABASE_URL": url} if url else {}
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "home", environ=environ)
        fill(desk.service.database, desk.service.vault, options.flags)
        desk.page(HANDLER, "/queue")
        dialect = desk.settings.database_url.partition(":")[0]
        print(f"{options.flags} flags on {dialect}, office {OFFICE}: processor p50 and p95, clock p95, in ms")
        for query in QUERIES:
            middle, slow, clock = measure(desk, f"/queue{query}", options.rounds)
            verdict = "ok  " if slow <= MOST_MS else "SLOW"
            print(f"  {verdict} {middle:7.1f} {slow:7.1f} {clock:7.1f}  /queue{query}")
        desk.service.close()


if __name__ == "__main__":
    main()
