"""A worker in a process of its own that takes every job it can: `python -m tests.contract.jobs.taker URL GATE`.

It gets ready, prints "ready", waits until the file GATE appears, rings at every job, and prints those it got.
"""

import sys
import time
from pathlib import Path

from sqlalchemy import select

from storage import jobs
from storage.records import tables
from storage.records.session import Database
from tests.contract.examples import NOW


def main(url: str, gate: Path) -> None:
    """Take what is there, one transaction a job."""
    database = Database(url)
    with database.read() as session:
        ids = session.execute(select(tables.jobs.c.id).order_by(tables.jobs.c.id)).scalars().all()
    print("ready", flush=True)
    while not gate.exists():
        time.sleep(0.001)
    for job_id in ids:
        with database.write() as session:
            lease = jobs.take(session, job_id, NOW)
        if lease is not None:
            print(job_id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
