"""Objects in any S3 store, through the `minio` SDK: one bucket, keys `<prefix>/<area>/<ab>/<sha256>`.

Here: what we ask of the store and what we do not believe. Not here: which store it is. A signed PUT whose body differs
from its hash is stored by some servers, so the hash is ours: taken before the upload, checked on every read.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError

from storage.faults import ObjectDamaged, ObjectMissing, StorageFault, StorageFull, TransientFault
from storage.objects.base import Area, StoredObject, checked_name, counted

IN_MEMORY_BYTES = 4 * 1024 * 1024  # larger uploads are spooled to a temporary file while hashing
CONNECT_SECONDS = 3.0
READ_SECONDS = 30.0
_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
_FULL = frozenset({"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "InsufficientCapacity"})
_FOREIGN = (S3Error, ServerError, InvalidResponseError, urllib3.exceptions.HTTPError, OSError)


@dataclass(frozen=True, slots=True)
class S3Place:
    """Where the store answers and what we may use of it."""

    endpoint: str  # host:port
    access_key: str
    secret_key: str
    bucket: str
    prefix: str = "claimgate"
    secure: bool = True
    region: str | None = None

    def __repr__(self) -> str:
        return f"S3Place({self.endpoint}/{self.bucket}/{self.prefix})"  # never the secret


class S3Store:
    """Keeps objects in one bucket of an S3 store."""

    def __init__(self, place: S3Place) -> None:
        self._place = place
        self._client: Any = Minio(
            place.endpoint,
            access_key=place.access_key,
            secret_key=place.secret_key,
            secure=place.secure,
            region=place.region,
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
            ),
        )

    def prepare(self) -> None:
        """Make the bucket when it is missing (embedded set-ups and tests; in production it is given)."""
        try:
            if not self._client.bucket_exists(self._place.bucket):
                self._client.make_bucket(self._place.bucket)
        except _FOREIGN as error:
            raise translated(error) from error

    def put(self, chunks: Iterable[bytes], limit: int, area: Area = Area.ORIGINALS) -> StoredObject:
        """Keep the bytes and return only when the store has acknowledged them under their hash."""
        digest = hashlib.sha256()
        size = 0
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
            for piece in counted(chunks, limit):
                digest.update(piece)
                size += len(piece)
                _spool(spool, piece)
            spool.seek(0)
            sha256 = digest.hexdigest()
            try:
                self._client.put_object(self._place.bucket, self._key(area, sha256), spool, size)
                kept = self._client.stat_object(self._place.bucket, self._key(area, sha256)).size
            except _FOREIGN as error:
                raise translated(error) from error
        if kept != size:
            raise TransientFault("the object store kept another size than was sent")
        return StoredObject(sha256, size)

    def fetch(self, sha256: str, area: Area = Area.ORIGINALS) -> bytes:
        """Return exactly the bytes of that digest; ObjectMissing or ObjectDamaged otherwise."""
        response = None
        try:
            response = self._client.get_object(self._place.bucket, self._key(area, sha256))
            content = bytes(response.read())
        except _FOREIGN as error:
            raise translated(error, sha256) from error
        finally:
            if response is not None:
                response.close()
                response.release_conn()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ObjectDamaged(sha256)
        return content

    def exists(self, sha256: str, area: Area = Area.ORIGINALS) -> bool:
        """Tell whether an object is filed under the digest."""
        try:
            self._client.stat_object(self._place.bucket, self._key(area, sha256))
        except _FOREIGN as error:
            fault = translated(error, sha256)
            if isinstance(fault, ObjectMissing):
                return False
            raise fault from error
        return True

    def remove(self, sha256: str, area: Area = Area.ORIGINALS) -> None:
        """Forget an object; nothing happens when there is none."""
        try:
            self._client.remove_object(self._place.bucket, self._key(area, sha256))
        except _FOREIGN as error:
            fault = translated(error, sha256)
            if not isinstance(fault, ObjectMissing):
                raise fault from error

    def digests(self, area: Area = Area.ORIGINALS) -> Iterator[str]:
        """Yield the digests of all kept objects, in no order."""
        prefix = f"{self._place.prefix}/{area}/"
        try:
            for entry in self._client.list_objects(self._place.bucket, prefix=prefix, recursive=True):
                yield str(entry.object_name).rsplit("/", 1)[-1]
        except _FOREIGN as error:
            raise translated(error) from error

    def _key(self, area: Area, sha256: str) -> str:
        name = checked_name(sha256)
        return f"{self._place.prefix}/{area}/{name[:2]}/{name}"


def _spool(spool: IO[bytes], piece: bytes) -> None:
    try:
        spool.write(piece)
    except OSError as error:
        raise StorageFull("no room to receive an upload") from error


def translated(error: Exception, sha256: str = "") -> StorageFault:
    """Say what the caller has to do about an error of the store or the way to it."""
    code = getattr(error, "code", None)
    if code in _MISSING:
        return ObjectMissing(sha256)
    if code in _FULL or getattr(error, "status_code", None) == 507:
        return StorageFull("the object store is full")
    return TransientFault(f"the object store does not answer: {code or type(error).__name__}")
