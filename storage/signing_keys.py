"""Keys that sign verdicts: one that signs now, earlier ones whose public part still verifies, and their file.

Here: the port `Signer` and Ed25519 behind it, the ring, its key file beside the vault's, rotation. Not here: what is
signed and how it is published (intake.gate.signed), sealing and digests (vault.py).

A rotation throws the old private part away: what was signed before still verifies for the overlap, and nobody can sign
with it again. The file is read at every use, so that a rotation needs no restart.
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.jwk import OKPKey

from storage.faults import PermanentFault
from storage.vault import OTHERS

KEY_FILE_NAME = "signing.json"
OVERLAP = timedelta(days=7)
Jwk = dict[str, object]


class Signer(Protocol):
    """What signs: an algorithm's JOSE name, the key's id, a signature over bytes, and the public key to publish."""

    @property
    def algorithm(self) -> str:
        """Return the name for the header's `alg`."""

    @property
    def kid(self) -> str:
        """Return the id by which consumers find the public key."""

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature over these bytes."""

    def public_jwk(self) -> Jwk:
        """Return the public key as it is published; never a private member."""


class Ed25519Signer:
    """A signer with one Ed25519 key (RFC 8037); its id is the RFC 7638 thumbprint of the public key."""

    algorithm = "EdDSA"

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._jwk = _publish(private.public_key())

    def __repr__(self) -> str:
        return f"Ed25519Signer(kid={self.kid!r})"  # never the key itself

    @classmethod
    def fresh(cls) -> "Ed25519Signer":
        """Return a signer with a new random key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> "Ed25519Signer":
        """Return the signer of a 32-byte seed."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def kid(self) -> str:
        """Return the thumbprint of the public key."""
        return str(self._jwk["kid"])

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self._private.sign(message)

    def public_jwk(self) -> Jwk:
        """Return the public key with its id, use and algorithm."""
        return dict(self._jwk)

    def seed(self) -> bytes:
        """Return the private part, for the key file alone."""
        return self._private.private_bytes_raw()


@dataclass(frozen=True, slots=True)
class EarlierKey:
    """A key that signs no more: its public part, and the moment from which it verifies nothing."""

    jwk: Mapping[str, object]
    until: datetime


@dataclass(frozen=True, slots=True)
class SigningRing:
    """The signer of now and the keys before it."""

    active: Ed25519Signer
    earlier: tuple[EarlierKey, ...] = ()

    @classmethod
    def fresh(cls) -> "SigningRing":
        """Return a ring with one new key."""
        return cls(Ed25519Signer.fresh())

    def rotated(self, now: datetime) -> "SigningRing":
        """Return the ring with a new signer; the old key verifies for the overlap, those past theirs are dropped."""
        retired = EarlierKey(self.active.public_jwk(), now.replace(microsecond=0) + OVERLAP)
        return SigningRing(Ed25519Signer.fresh(), (retired, *self._overlapping(now)))

    def published(self, now: datetime) -> list[Jwk]:
        """Return the public keys that verify now; an earlier one says until when (`exp`)."""
        earlier = [{**one.jwk, "exp": int(one.until.timestamp())} for one in self._overlapping(now)]
        return [self.active.public_jwk(), *earlier]

    def _overlapping(self, now: datetime) -> tuple[EarlierKey, ...]:
        return tuple(one for one in self.earlier if now < one.until)


def signing_file_of(home: Path) -> Path:
    """Return where the embedded default keeps its signing keys: beside the vault's."""
    return home / "keys" / KEY_FILE_NAME


def open_signing_keys(key_file: Path) -> SigningRing:
    """Return the ring of that file, made (0600) when there is none; two processes may start at once."""
    if not key_file.exists():
        _create(key_file)
    return load_signing_keys(key_file)


def load_signing_keys(key_file: Path) -> SigningRing:
    """Return the ring of a key file; refuse one that everybody on the machine can read."""
    if key_file.stat().st_mode & OTHERS:
        raise PermanentFault(f"key file {key_file} is open to everybody: chmod 600")
    try:
        stored = json.loads(key_file.read_text("ascii"))
        return SigningRing(_read_active(stored["active"]), tuple(_read_earlier(one) for one in stored["earlier"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise PermanentFault(f"key file {key_file} cannot be read") from error


def rotate(key_file: Path, now: datetime) -> SigningRing:
    """Put a new signer in the old one's place, durably; a crash leaves either ring. Returns the new one."""
    with alone(key_file.parent):
        ring = load_signing_keys(key_file).rotated(now)
        os.replace(_write_beside(key_file, ring), key_file)
        _sync_folder(key_file.parent)
    return ring


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder of key files: two rotations one after the other, or the keys of one of them would be lost."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _publish(public: Ed25519PublicKey) -> Jwk:
    bare: dict[str, str] = {"kty": "OKP", "crv": "Ed25519", "x": _to_text(public.public_bytes_raw())}
    kid = OKPKey.import_key({**bare}).thumbprint()
    return {**bare, "kid": kid, "use": "sig", "alg": Ed25519Signer.algorithm}


def _read_active(stored: Mapping[str, str]) -> Ed25519Signer:
    signer = Ed25519Signer.from_seed(_from_text(stored["d"]))
    if stored["kid"] != signer.kid:
        raise ValueError("the key is not the one of its id")
    return signer


def _read_earlier(stored: Mapping[str, object]) -> EarlierKey:
    public = Ed25519PublicKey.from_public_bytes(_from_text(str(stored["x"])))
    jwk, until = _publish(public), stored["until"]
    if stored["kid"] != jwk["kid"] or not isinstance(until, int):
        raise ValueError("the key is not the one of its id, or has no end")
    return EarlierKey(jwk, datetime.fromtimestamp(until, UTC))


def _create(key_file: Path) -> None:
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = _write_beside(key_file, SigningRing.fresh())
    try:
        os.link(temporary, key_file)  # fails when another process was first: its keys win
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
    _sync_folder(key_file.parent)
    _sync_folder(key_file.parent.parent)


def _write_beside(key_file: Path, ring: SigningRing) -> Path:
    temporary = key_file.parent / f".{key_file.name}.{secrets.token_hex(8)}"
    stored = {
        "active": {"kid": ring.active.kid, "d": _to_text(ring.active.seed())},
        "earlier": [
            {"kid": one.jwk["kid"], "x": one.jwk["x"], "until": int(one.until.timestamp())} for one in ring.earlier
        ],
    }
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        json.dump(stored, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return temporary


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
