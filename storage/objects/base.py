"""The store of immutable bytes, as everybody else sees it.

Here: the Protocol, its values, and the digest of a document of several parts. Not here: where the bytes lie
(folder, s3). An object is named by the SHA-256 of its content and by nothing that a stranger chose.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from storage.faults import ObjectTooLarge

CHUNK_BYTES = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Area(StrEnum):
    """Originals are what a person sent and are kept; derived objects (page rasters) can be drawn again."""

    ORIGINALS = "originals"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object that will survive a power failure: its digest and its size in bytes."""

    sha256: str
    size: int


class ObjectStore(Protocol):
    """Keeps bytes under their digest. Blocking; one instance may be shared by the threads of a process."""

    def put(self, chunks: Iterable[bytes], limit: int, area: Area = Area.ORIGINALS) -> StoredObject:
        """Keep the bytes and return only when they are durable.

        Raises ObjectTooLarge past `limit` bytes, StorageFull, TransientFault, or DurabilityLost (end the process).
        """

    def fetch(self, sha256: str, area: Area = Area.ORIGINALS) -> bytes:
        """Return exactly the bytes of that digest; ObjectMissing or ObjectDamaged otherwise."""

    def exists(self, sha256: str, area: Area = Area.ORIGINALS) -> bool:
        """Tell whether an object is filed under the digest (its content is checked by `fetch`)."""

    def remove(self, sha256: str, area: Area = Area.ORIGINALS) -> None:
        """Forget an object that no row names (sweeper, erasure); nothing happens when there is none."""

    def digests(self, area: Area = Area.ORIGINALS) -> Iterator[str]:
        """Yield the digests of all kept objects, in no order."""


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a binary stream in pieces that fit in memory."""
    while piece := stream.read(CHUNK_BYTES):
        yield piece


def counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield the pieces and stop with ObjectTooLarge before the first one past the limit (bytes)."""
    total = 0
    for piece in chunks:
        total += len(piece)
        if total > limit:
            raise ObjectTooLarge(f"more than {limit} bytes")
        yield piece


def checked_name(sha256: str) -> str:
    """Return the digest, or raise ValueError when it is none: no other text ever becomes a path or a key."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hex")
    return sha256


def document_digest(parts: Sequence[str]) -> str:
    """Return the digest of a document: its only part's, or SHA-256 over the parts' hex digests, each with LF."""
    if not parts:
        raise ValueError("a document has at least one part")
    if len(parts) == 1:
        return parts[0]
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()
