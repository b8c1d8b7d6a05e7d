"""Which object store a setting means.

Here: `OBJECTS_URL` to a store. Not here: the environment (intake.settings).

`file:///var/lib/claimgate/objects` or `s3://KEY:SECRET@host:port/bucket/prefix` (TLS; `?secure=0` for a store on the
same machine, `?region=…` where the store wants one).
"""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from storage.faults import PermanentFault
from storage.objects.base import ObjectStore
from storage.objects.folder import FolderStore
from storage.objects.s3 import S3Place, S3Store


def open_store(url: str) -> ObjectStore:
    """Return the store that the URL names; PermanentFault when it names none."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        return S3Store(s3_place(url))
    raise PermanentFault("OBJECTS_URL is neither file:///folder nor s3://KEY:SECRET@host:port/bucket/prefix")


def s3_place(url: str) -> S3Place:
    """Return the parts of an s3:// URL."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if not (parts.hostname and parts.username and parts.password and bucket):
        raise PermanentFault("OBJECTS_URL lacks a host, a key, a secret or a bucket")
    return S3Place(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password),
        bucket=bucket,
        prefix=prefix.strip("/") or "claimgate",
        secure=options.get("secure", ["1"])[0] not in ("0", "false", "no"),
        region=options.get("region", [None])[0],
    )
