"""kill -9 at any moment: what was acknowledged is there with everything it needs, what was not left nothing half."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.integrity import find_broken, find_orphans
from storage.objects.folder import FolderStore
from storage.records import documents, tables
from storage.records.session import Database
from storage.vault import Vault, key_file_of, open_vault
from tests.contract.examples import CLAIM_NO, put_claim, put_upload

ROUNDS = 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def vault(home: Path) -> Vault:
    return open_vault(key_file_of(home))


def start(mode: str, url: str, home: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.contract.records.uploader", mode, url, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_killed_inside_a_transaction(database: Database, database_url: str, vault: Vault, home: Path) -> None:
    """A process that dies between its rows and its commit leaves no row, and no lock either."""
    with database.write() as session:
        put_claim(session, vault)
    child = start("inside", database_url, home)
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"

    child.kill()
    child.communicate()

    with database.write() as session:
        assert put_upload(session, vault).is_new
        for table in (tables.documents, tables.jobs, tables.outbox, tables.events):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_killed_under_load(database: Database, database_url: str, vault: Vault, home: Path) -> None:
    """Every printed id has its row, its job, its doorbell and its exact bytes; no row lacks its object."""
    with database.write() as session:
        put_claim(session, vault)
    acknowledged: set[str] = set()
    dice = random.Random(7)
    for _ in range(ROUNDS):
        child = start("load", database_url, home)
        assert child.stdout is not None
        acknowledged.add(child.stdout.readline().strip())
        time.sleep(dice.uniform(0.05, 0.5))
        child.kill()
        complete = child.communicate()[0].rpartition("\n")[0]
        acknowledged |= set(complete.split())

    assert "" not in acknowledged
    again = Database(database_url)
    store = FolderStore(home / "objects")
    with again.read() as session:
        found = documents.of_claim(session, CLAIM_NO)
        assert acknowledged <= {document.id for document in found}
        assert len(found) <= len(acknowledged) + ROUNDS  # at most the one of each round whose answer was cut off
        assert find_broken(session, store, read_content=True) == ()
        assert len(find_orphans(session, store)) <= ROUNDS
        rows = (tables.jobs, tables.outbox, tables.events, tables.document_parts)
        counts = [session.execute(select(func.count()).select_from(table)).scalar_one() for table in rows]
    again.close()
    assert counts == [len(found)] * 4
