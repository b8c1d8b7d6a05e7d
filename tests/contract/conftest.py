"""Databases and object stores for the contract suites: every test of them runs over all implementations."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.objects.base import ObjectStore
from storage.objects.folder import FolderStore
from storage.objects.s3 import S3Place, S3Store
from storage.records.session import Database
from storage.vault import Keyring, Vault
from tests.services import postgres, seaweed


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """A real PostgreSQL server for the whole run."""
    with postgres.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: str) -> Iterator[str]:
    """The name of a database that holds the empty tables."""
    with postgres.database(postgres_cluster) as address:
        made = Database(address)
        made.migrate()
        made.close()
        yield urlsplit(address).path.strip("/")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/claimgate.db"
        return
    with postgres.database(request.getfixturevalue("postgres_cluster")) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with empty tables."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/claimgate.db"
        made = Database(address)
        made.migrate()
        made.close()
        yield address
        return
    cluster = request.getfixturevalue("postgres_cluster")
    with postgres.database(cluster, request.getfixturevalue("postgres_template")) as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with empty tables."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def vault() -> Vault:
    """A vault with fresh keys."""
    return Vault(Keyring.fresh())


@pytest.fixture(scope="session")
def seaweed_place() -> Iterator[S3Place]:
    """A real S3 server for the whole run."""
    with seaweed.server() as place:
        yield place


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.service)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """An empty object store."""
    if request.param == "folder":
        return FolderStore(tmp_path / "objects")
    place: S3Place = request.getfixturevalue("seaweed_place")
    return S3Store(
        S3Place(place.endpoint, place.access_key, place.secret_key, place.bucket, tmp_path.name, secure=False)
    )
