"""Which store a setting means."""

from pathlib import Path

import pytest

from storage.faults import PermanentFault
from storage.objects.choice import open_store, s3_place
from storage.objects.folder import FolderStore


def test_folder(tmp_path: Path) -> None:
    """A file URL is a folder, made when it is missing."""
    store = open_store(f"file://{tmp_path}/a%20b/objects")

    assert isinstance(store, FolderStore)
    assert (tmp_path / "a b" / "objects" / "originals").is_dir()


def test_s3_parts() -> None:
    """Every part of an s3 URL is understood, percent signs too; TLS is the default."""
    place = s3_place("s3://k%2Fey:s%3Acret@store.example:9000/bucket/some/prefix/?region=gd-1")

    assert (place.endpoint, place.access_key, place.secret_key) == ("store.example:9000", "k/ey", "s:cret")
    assert (place.bucket, place.prefix, place.secure, place.region) == ("bucket", "some/prefix", True, "gd-1")
    assert not s3_place("s3://k:s@h/b?secure=0").secure
    assert "s%3Acret" not in repr(place)
    assert "s:cret" not in repr(place)


@pytest.mark.parametrize(
    "url", ["", "objects", "file://host/folder", "http://h/b", "s3://h/b", "s3://k:s@h", "s3://k:s@h/"]
)
def test_anything_else_is_refused(url: str) -> None:
    """A setting that names no store is refused at start, not at the first upload."""
    with pytest.raises(PermanentFault, match="OBJECTS_URL"):
        open_store(url)
