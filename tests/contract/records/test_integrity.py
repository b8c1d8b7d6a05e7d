"""Rows without their objects, and objects without their rows, are found."""

from pathlib import Path

from storage.integrity import find_broken, find_orphans
from storage.objects.base import Area
from storage.objects.folder import FolderStore
from storage.records import pages, uploads
from storage.records.documents import Part
from storage.records.pages import PageRaster
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CLAIM_NO, FILE_NAME, NOW, SIDE, UPLOADER, put_claim


def test_rows_and_objects_belong_together(database: Database, vault: Vault, tmp_path: Path) -> None:
    """A missing part, a missing raster, a changed part and an object that no row names: each is told apart."""
    store = FolderStore(tmp_path / "objects")
    part, orphan = store.put([b"part"], 10), store.put([b"orphan"], 10)
    raster = store.put([b"raster"], 10, Area.DERIVED)
    with database.write() as session:
        put_claim(session, vault)
        parts = (Part(part.sha256, part.size, "image/jpeg"),)
        upload = uploads.add(session, vault, uploads.NewUpload(CLAIM_NO, SIDE, UPLOADER, parts, FILE_NAME), NOW)
        pages.save_pages(session, upload.document_id, [PageRaster(0, raster.sha256, 1, 1)])
    with database.read() as session:
        assert find_broken(session, store, read_content=True) == ()
        assert find_orphans(session, store) == {orphan.sha256}
        assert find_orphans(session, store, Area.DERIVED) == frozenset()

        next((tmp_path / "objects" / "originals").glob(f"*/{part.sha256}")).write_bytes(b"changed")
        assert find_broken(session, store) == ()
        assert find_broken(session, store, read_content=True) == (upload.document_id,)

        store.put([b"part"], 10)
        store.remove(raster.sha256, Area.DERIVED)
        assert find_broken(session, store) == (upload.document_id,)

        store.put([b"raster"], 10, Area.DERIVED)
        store.remove(part.sha256)
        assert find_broken(session, store) == (upload.document_id,)
