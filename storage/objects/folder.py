"""Objects in a folder of this machine: the embedded default.

Here: the order of calls that makes an acknowledged object survive a power failure. Not here: rows about it.

`<root>/<area>/.incoming-<random>` is written while hashing, synced, renamed to `<root>/<area>/<ab>/<sha256>`, then
the shard's folder is synced, and the area's folder too the first time this process uses the shard: another process may
have made the shard and not synced it yet. The worst remainder is an orphan or an incoming file, swept later.
"""

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.faults import DurabilityLost, ObjectDamaged, ObjectMissing, StorageFull, TransientFault
from storage.objects.base import Area, StoredObject, checked_name, counted

INCOMING = ".incoming-"
FOLDER_MODE = 0o700
FILE_MODE = 0o600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class FolderStore:
    """Keeps objects below one folder, for its owner only."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._synced_shards: set[Path] = set()
        self._lost = False
        for area in Area:
            self._make(self._root / area)
        for folder in (self._root, *self._root.parents):  # whoever made them may not have synced their names
            if not os.access(folder, os.R_OK):
                break
            self._sync_folder(folder)
            if folder.is_mount():
                break

    def put(self, chunks: Iterable[bytes], limit: int, area: Area = Area.ORIGINALS) -> StoredObject:
        """Keep the bytes and return only when they are durable."""
        if self._lost:
            raise DurabilityLost("an earlier fsync failed: this process keeps nothing any more")
        incoming = self._root / area / f"{INCOMING}{secrets.token_hex(16)}"
        try:
            stored = self._write(incoming, counted(chunks, limit))
            self._file_away(incoming, area, stored.sha256)
        except BaseException:
            with suppress(OSError):
                incoming.unlink()
            raise
        return stored

    def fetch(self, sha256: str, area: Area = Area.ORIGINALS) -> bytes:
        """Return exactly the bytes of that digest; ObjectMissing or ObjectDamaged otherwise."""
        path = self._path(area, sha256)
        with _translating():
            try:
                content = path.read_bytes()
            except FileNotFoundError as error:
                raise ObjectMissing(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ObjectDamaged(sha256)
        return content

    def exists(self, sha256: str, area: Area = Area.ORIGINALS) -> bool:
        """Tell whether an object is filed under the digest."""
        return self._path(area, sha256).is_file()

    def remove(self, sha256: str, area: Area = Area.ORIGINALS) -> None:
        """Forget an object; nothing happens when there is none."""
        path = self._path(area, sha256)
        with _translating():
            path.unlink(missing_ok=True)
        if path.parent.is_dir():
            self._sync_folder(path.parent)

    def digests(self, area: Area = Area.ORIGINALS) -> Iterator[str]:
        """Yield the digests of all kept objects, in no order."""
        for shard in (self._root / area).iterdir():
            if shard.is_dir():
                yield from (entry.name for entry in shard.iterdir())

    def sweep_incoming(self, older_than_seconds: float) -> int:
        """Remove what interrupted uploads left, and return how many files that were."""
        gone = 0
        border = time.time() - older_than_seconds  # file times are the machine's own, so is this clock
        for area in Area:
            for left in (self._root / area).glob(f"{INCOMING}*"):
                with suppress(FileNotFoundError):
                    if left.stat().st_mtime <= border:
                        left.unlink()
                        gone += 1
        return gone

    def _write(self, incoming: Path, chunks: Iterable[bytes]) -> StoredObject:
        digest = hashlib.sha256()
        size = 0
        with _translating():
            handle = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
        try:
            for piece in chunks:
                digest.update(piece)
                size += len(piece)
                with _translating():  # not around the stream: a sender's broken connection is no fault of ours
                    _write_all(handle, piece)
            self._sync(handle)
        finally:
            os.close(handle)
        return StoredObject(digest.hexdigest(), size)

    def _file_away(self, incoming: Path, area: Area, sha256: str) -> None:
        target = self._path(area, sha256)
        shard = target.parent
        if shard not in self._synced_shards:
            self._make(shard)
            self._sync_folder(shard.parent)
        with _translating():
            os.rename(incoming, target)  # same content by name: replacing is harmless and mends a damaged one
        self._sync_folder(shard)
        self._synced_shards.add(shard)

    def _path(self, area: Area, sha256: str) -> Path:
        name = checked_name(sha256)
        return self._root / area / name[:2] / name

    def _make(self, folder: Path) -> None:
        with _translating():
            folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)

    def _sync_folder(self, folder: Path) -> None:
        with _translating():
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._sync(handle)
        finally:
            os.close(handle)

    def _sync(self, handle: int) -> None:
        try:
            os.fsync(handle)
        except OSError as error:
            self._lost = True  # the kernel may have dropped the pages: a second fsync would lie
            raise DurabilityLost(f"fsync failed: {errno.errorcode.get(error.errno or 0, '?')}") from error


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


@contextmanager
def _translating() -> Iterator[None]:
    """Say what the caller has to do about an error of the file system."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "?")
        if error.errno in _FULL:
            raise StorageFull(f"object store is full: {name}") from error
        raise TransientFault(f"object store does not answer: {name}") from error
