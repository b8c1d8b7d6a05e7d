"""Sealing of personal fields, and keyed digests to look them up by.

Here: AES-256-GCM with the key's id in every blob and the purpose as associated data; HMAC-SHA256 digests; the key
file. Not here: which column is sealed (storage.records), what is erased when (storage.retention).

A blob is `version (1 byte) · length of key id (1) · key id · nonce (12) · ciphertext and tag`. The nonce is random,
which is safe for 2**32 blobs a key: rotate before. Digest keys do not rotate, or no look-up would find old rows.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.faults import PermanentFault, SealBroken

BLOB_VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_FILE_NAME = "vault.json"
OTHERS = 0o007  # a mounted secret may belong to a group, never to everybody


@dataclass(frozen=True, slots=True)
class Keyring:
    """Sealing keys by id, the one that seals now, and the key of all look-up digests."""

    active: str
    sealing: Mapping[str, bytes]
    digest: bytes

    def __repr__(self) -> str:
        return f"Keyring(active={self.active!r}, keys={len(self.sealing)})"  # never the keys themselves

    @classmethod
    def fresh(cls) -> "Keyring":
        """Return a ring with one new random sealing key."""
        name = _new_key_id()
        return cls(name, MappingProxyType({name: secrets.token_bytes(KEY_BYTES)}), secrets.token_bytes(KEY_BYTES))

    def rotated(self) -> "Keyring":
        """Return the ring with a new active key; the old ones still open what they sealed."""
        name = _new_key_id()
        keys = {**self.sealing, name: secrets.token_bytes(KEY_BYTES)}
        return Keyring(name, MappingProxyType(keys), self.digest)


class Vault:
    """Seals, opens and digests personal data with one keyring."""

    def __init__(self, ring: Keyring, key_file: Path | None = None) -> None:
        _check_ring(ring)
        self._ring = ring
        self._key_file = key_file

    @property
    def active_key(self) -> str:
        """Return the id of the key that seals now."""
        return self._ring.active

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Return the sealed blob; it opens only for the same purpose: name the row in it, and none can be swapped."""
        head = _head(self._ring.active)
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = AESGCM(self._ring.sealing[self._ring.active])
        return head + nonce + box.encrypt(nonce, plain, head + purpose.encode())

    def unseal(self, blob: bytes, purpose: str) -> bytes:
        """Return the bytes that were sealed for this purpose, or raise SealBroken."""
        name = key_of(blob)
        key = self._ring.sealing.get(name) or self._read_again().sealing.get(name)
        if key is None:
            raise SealBroken(f"no key {name!r} in the ring")
        head = _head(name)
        body = blob[len(head) :]
        if len(body) < NONCE_BYTES + TAG_BYTES:
            raise SealBroken("a sealed field is too short")
        try:
            return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], head + purpose.encode())
        except InvalidTag as error:
            raise SealBroken("a sealed field does not open for its purpose") from error

    def _read_again(self) -> Keyring:
        """Another process may have rotated the keys since we started: what it seals must open here too."""
        if self._key_file is not None:
            newest = load_ring(self._key_file)
            if newest.digest == self._ring.digest:
                self._ring = newest
        return self._ring

    def seal_json(self, value: Any, purpose: str) -> bytes:
        """Return the sealed blob of a JSON value."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return self.seal(text.encode(), purpose)

    def unseal_json(self, blob: bytes, purpose: str) -> Any:
        """Return the JSON value that was sealed for this purpose."""
        return json.loads(self.unseal(blob, purpose))

    def digest(self, value: str, purpose: str) -> str:
        """Return the keyed digest (64 hex digits) by which a value can be found again without being kept."""
        head = len(purpose).to_bytes(2, "big") + purpose.encode()
        return hmac.new(self._ring.digest, head + value.encode(), hashlib.sha256).hexdigest()

    def reseal(self, blob: bytes, purpose: str) -> bytes:
        """Return the blob sealed with the active key, unchanged when it already is."""
        if key_of(blob) == self._ring.active:
            return blob
        return self.seal(self.unseal(blob, purpose), purpose)


def key_of(blob: bytes) -> str:
    """Return the id of the key that sealed the blob."""
    if len(blob) < 2 or blob[0] != BLOB_VERSION or len(blob) < 2 + blob[1]:
        raise SealBroken("not a sealed field")
    return blob[2 : 2 + blob[1]].decode("ascii", "replace")


def open_vault(key_file: Path) -> Vault:
    """Return the vault of that key file, made (0600) when there is none; two processes may start at once."""
    if not key_file.exists():
        _create(key_file, Keyring.fresh())
    return Vault(load_ring(key_file), key_file)


def key_file_of(home: Path) -> Path:
    """Return where the embedded default keeps its keys."""
    return home / "keys" / KEY_FILE_NAME


def load_ring(key_file: Path) -> Keyring:
    """Return the ring of a key file; refuse one that everybody on the machine can read."""
    if key_file.stat().st_mode & OTHERS:
        raise PermanentFault(f"key file {key_file} is open to everybody: chmod 600")
    try:
        stored = json.loads(key_file.read_text("ascii"))
        keys = {name: base64.b64decode(text, validate=True) for name, text in stored["sealing"].items()}
        return Keyring(stored["active"], MappingProxyType(keys), base64.b64decode(stored["digest"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PermanentFault(f"key file {key_file} cannot be read") from error


def replace_ring(key_file: Path, ring: Keyring) -> None:
    """Write the ring in place of the old one, durably, so that a crash leaves either."""
    _check_ring(ring)
    temporary = _write_beside(key_file, ring)
    os.replace(temporary, key_file)
    _sync_folder(key_file.parent)


def _create(key_file: Path, ring: Keyring) -> None:
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = _write_beside(key_file, ring)
    try:
        os.link(temporary, key_file)  # fails when another process was first: its keys win
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
    _sync_folder(key_file.parent)
    _sync_folder(key_file.parent.parent)


def _write_beside(key_file: Path, ring: Keyring) -> Path:
    temporary = key_file.parent / f".{key_file.name}.{secrets.token_hex(8)}"
    stored = {
        "active": ring.active,
        "sealing": {name: base64.b64encode(key).decode() for name, key in ring.sealing.items()},
        "digest": base64.b64encode(ring.digest).decode(),
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


def _check_ring(ring: Keyring) -> None:
    if ring.active not in ring.sealing:
        raise PermanentFault("the active key is not in the ring")
    if any(len(key) != KEY_BYTES for key in (*ring.sealing.values(), ring.digest)):
        raise PermanentFault(f"every key must have {KEY_BYTES} bytes")


def _head(name: str) -> bytes:
    text = name.encode("ascii")
    return bytes((BLOB_VERSION, len(text))) + text


def _new_key_id() -> str:
    return f"k-{secrets.token_hex(4)}"
