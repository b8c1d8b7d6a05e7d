"""Bytes that changed in the store are never handed out."""

import io
from typing import Any

import pytest

from storage.faults import ObjectDamaged
from storage.objects.base import ObjectStore
from storage.objects.folder import FolderStore
from storage.objects.s3 import S3Store


def damage(store: ObjectStore, sha256: str) -> None:
    """Change the kept bytes behind the store's back."""
    if isinstance(store, FolderStore):
        [path] = store._root.glob(f"originals/*/{sha256}")
        path.write_bytes(b"changed")
    else:
        assert isinstance(store, S3Store)
        client: Any = store._client
        key = f"{store._place.prefix}/originals/{sha256[:2]}/{sha256}"
        client.put_object(store._place.bucket, key, io.BytesIO(b"changed"), 7)


def test_damaged_object_is_an_error(store: ObjectStore) -> None:
    """A read answers the exact bytes or an error, and putting the content again mends the object."""
    stored = store.put([b"original"], 100)
    damage(store, stored.sha256)

    with pytest.raises(ObjectDamaged):
        store.fetch(stored.sha256)

    store.put([b"original"], 100)
    assert store.fetch(stored.sha256) == b"original"
