"""Files that arrive in pieces: one folder each under the home folder, until they become a paper or are given up.

Here: what is kept of each and its bytes, durable piece by piece. Not here: who may (resumable.py), HTTP (tus.py). What
is said about a file is sealed; its bytes lie as they came, like every original. Processes that take pieces of one file
share the home folder.
"""

import errno
import fcntl
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from starlette.concurrency import run_in_threadpool

from intake.problems import Refusal
from storage.faults import SealBroken, StorageFull
from storage.vault import Vault
from validators.model.codes import DocumentKind

LIFETIME = timedelta(hours=24)  # a phone without a line for a night
MOST_OPEN = 60  # files of one side at a time: one paper has 50 pages at most
_ID = re.compile(r"u-[0-9a-f]{32}")
_PURPOSE = "resumable"


@dataclass(frozen=True, slots=True)
class Piecemeal:
    """One file that arrives in pieces, as it was announced; `document` is the paper that it became."""

    id: str
    owner: str  # keyed digest of the side
    claim_no: str
    kind: DocumentKind | None
    file_name: str
    behalf: str | None
    length: int
    expires_at: datetime
    held: bool  # a page that waits for the last page of its paper
    before: tuple[str, ...]  # the pages of the paper before this one
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of all files that arrive in pieces."""

    folder: Path
    vault: Vault

    def open(self, new: Piecemeal) -> None:
        """Make room for an announced file."""
        place = self.folder / new.id
        place.mkdir(mode=0o700, parents=True)
        self.bytes_of(new.id).touch(mode=0o600)
        self.keep(new)

    def keep(self, one: Piecemeal) -> None:
        """Keep what is known of a file; a reader sees the old word or the new one."""
        said = {
            "owner": one.owner,
            "claim_no": one.claim_no,
            "kind": one.kind,
            "file_name": one.file_name,
            "behalf": one.behalf,
            "length": one.length,
            "expires_at": one.expires_at.isoformat(),
            "held": one.held,
            "before": list(one.before),
            "document": one.document,
        }
        place = self.folder / one.id
        draft = place / f"said.{uuid4().hex}"
        with draft.open("xb") as file:
            file.write(self.vault.seal_json(said, f"{_PURPOSE}:{one.id}"))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place / "said")

    def find(self, upload_id: str, now: datetime) -> Piecemeal | None:
        """Give a file that is still expected, or None."""
        if not _ID.fullmatch(upload_id):
            return None
        try:
            said = self.vault.unseal_json((self.folder / upload_id / "said").read_bytes(), f"{_PURPOSE}:{upload_id}")
        except (OSError, SealBroken, json.JSONDecodeError):
            return None
        found = Piecemeal(
            upload_id,
            said["owner"],
            said["claim_no"],
            DocumentKind(said["kind"]) if said["kind"] else None,
            said["file_name"],
            said["behalf"],
            said["length"],
            datetime.fromisoformat(said["expires_at"]),
            said["held"],
            tuple(said["before"]),
            said["document"],
        )
        return found if found.expires_at > now else None

    def offset(self, one: Piecemeal) -> int:
        """How much of a file is here."""
        return one.length if one.document is not None else self.bytes_of(one.id).stat().st_size

    def become(self, one: Piecemeal, document: str) -> None:
        """Note which paper a file became; its bytes are kept there now."""
        self.keep(replace(one, document=document))
        self.bytes_of(one.id).unlink(missing_ok=True)

    def drop(self, upload_id: str) -> None:
        """Forget a file with everything that came of it."""
        shutil.rmtree(self.folder / upload_id, ignore_errors=True)

    @contextmanager
    def alone(self, upload_id: str) -> Iterator[None]:
        """Let nobody else finish the same file meanwhile."""
        try:
            handle = os.open(self.folder / upload_id / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            raise Refusal("NOT_FOUND") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def clean(self, now: datetime) -> int:
        """Drop what nobody finished in time, and what cannot be read; gives how many."""
        gone = [place.name for place in self._places() if self.find(place.name, now) is None]
        for name in gone:
            self.drop(name)
        return len(gone)

    def open_of(self, owner: str, now: datetime) -> int:
        """Count the files of one side that are not finished."""
        found = (self.find(place.name, now) for place in self._places())
        return sum(one is not None and one.owner == owner and one.document is None for one in found)

    def bytes_of(self, upload_id: str) -> Path:
        """Where the bytes of a file lie."""
        return self.folder / upload_id / "bytes"

    def _places(self) -> list[Path]:
        return [place for place in self.folder.iterdir() if _ID.fullmatch(place.name)] if self.folder.exists() else []


def new_id() -> str:
    """An id that nobody can guess."""
    return f"u-{uuid4().hex}"


async def append(path: Path, offset: int, length: int, stream: AsyncIterator[bytes]) -> int:
    """Add a piece at the end and give the new offset; what came before a line was cut stays, durable.

    Only one piece at a time, and only where the caller knows how much is here.
    """
    handle = os.open(path, os.O_WRONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("IN_FLIGHT") from None
        here = os.fstat(handle).st_size
        if here != offset:
            raise Refusal("WRONG_OFFSET")
        os.lseek(handle, here, os.SEEK_SET)
        try:
            async for chunk in stream:
                if here + len(chunk) > length:
                    os.ftruncate(handle, offset)
                    raise Refusal("TOO_LARGE", "收到的内容比事先说的长，这一段没有保存。")
                here += _write(handle, chunk)
        finally:
            await run_in_threadpool(os.fsync, handle)
        return here
    finally:
        os.close(handle)


def _write(handle: int, chunk: bytes) -> int:
    view = memoryview(chunk)
    try:
        while view:
            view = view[os.write(handle, view) :]
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull("no room for a piece") from error
        raise
    return len(chunk)
