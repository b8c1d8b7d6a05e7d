"""An S3 store that does not answer, or answers that it is full, acknowledges nothing."""

from dataclasses import replace

import pytest
from minio.error import S3Error

from storage.faults import ObjectMissing, StorageFull, TransientFault
from storage.objects.base import document_digest
from storage.objects.s3 import S3Place, S3Store, translated
from tests.services.ports import free_ports

ABSENT = document_digest(["a" * 64])


def test_nobody_there() -> None:
    """Every call to a store that is down is a fault that may pass, and none claims that an object is missing."""
    [port] = free_ports(1)
    store = S3Store(S3Place(f"127.0.0.1:{port}", "key", "secret", "bucket", secure=False))
    calls = (
        lambda: store.put([b"x"], 10),
        lambda: store.fetch(ABSENT),
        lambda: store.exists(ABSENT),
        lambda: store.remove(ABSENT),
        lambda: list(store.digests()),
        store.prepare,
    )
    for call in calls:
        with pytest.raises(TransientFault):
            call()


@pytest.mark.service
def test_wrong_key(seaweed_place: S3Place) -> None:
    """A refused key is a fault, never a missing object."""
    store = S3Store(replace(seaweed_place, secret_key="wrong"))

    for call in (lambda: store.put([b"x"], 10), lambda: store.fetch(ABSENT), lambda: store.exists(ABSENT)):
        with pytest.raises(TransientFault):
            call()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("NoSuchKey", ObjectMissing),
        ("XMinioStorageFull", StorageFull),
        ("QuotaExceeded", StorageFull),
        ("NoSuchBucket", TransientFault),
        ("AccessDenied", TransientFault),
        ("SlowDown", TransientFault),
    ],
)
def test_words_of_the_store(code: str, fault: type[Exception]) -> None:
    """Only a missing key is a missing object; a missing bucket is a fault of the set-up."""
    error = S3Error(None, code, "message", "resource", "request", "host")

    assert type(translated(error, ABSENT)) is fault
