"""Sealed fields, digests and the key file."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.faults import PermanentFault, SealBroken
from storage.vault import Keyring, Vault, key_file_of, key_of, load_ring, open_vault, replace_ring

VAULT = Vault(Keyring.fresh())


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_seal_and_unseal(plain: bytes, purpose: str) -> None:
    """What is sealed opens for the same purpose, and its bytes do not show in the blob."""
    blob = VAULT.seal(plain, purpose)

    assert VAULT.unseal(blob, purpose) == plain
    assert len(plain) < 8 or plain not in blob


def test_another_purpose_does_not_open() -> None:
    """A blob moved to another row or column is refused."""
    blob = VAULT.seal(b"secret", "reading:d-1:1")

    with pytest.raises(SealBroken):
        VAULT.unseal(blob, "reading:d-2:1")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_every_changed_byte_is_noticed(position: int, change: int) -> None:
    """No single byte of a blob can change unnoticed, its head included."""
    blob = bytearray(VAULT.seal(b"secret", "p"))
    blob[position % len(blob)] ^= change

    with pytest.raises(SealBroken):
        VAULT.unseal(bytes(blob), "p")


@given(st.binary(max_size=60))
def test_rubbish_is_refused(blob: bytes) -> None:
    """Bytes that are no blob are refused as such."""
    with pytest.raises(SealBroken):
        VAULT.unseal(blob, "p")


def test_same_value_never_looks_the_same() -> None:
    """Two seals of one value differ, so equal fields do not show."""
    assert VAULT.seal(b"x", "p") != VAULT.seal(b"x", "p")


def test_digest_needs_the_key_and_the_purpose() -> None:
    """A digest is stable with one key and purpose, and another with any other."""
    again = VAULT.digest("91449900MA000FK13J", "uscc")

    assert again == VAULT.digest("91449900MA000FK13J", "uscc")
    assert again != VAULT.digest("91449900MA000FK13J", "account")
    assert again != Vault(Keyring.fresh()).digest("91449900MA000FK13J", "uscc")
    assert VAULT.digest("b", "a") != VAULT.digest("", "ab")


def test_rotation_opens_old_and_seals_new() -> None:
    """After a rotation old fields open, new ones use the new key, and look-ups find both."""
    ring = Keyring.fresh()
    before, after = Vault(ring), Vault(ring.rotated())
    old = before.seal(b"x", "p")

    assert after.unseal(old, "p") == b"x"
    moved = after.reseal(old, "p")
    assert key_of(moved) == after.active_key != key_of(old)
    assert after.reseal(moved, "p") == moved
    assert before.digest("x", "p") == after.digest("x", "p")
    with pytest.raises(SealBroken, match="no key"):
        before.unseal(moved, "p")


def test_key_file_is_for_its_owner(tmp_path: Path) -> None:
    """The key file is made 0600 in a 0700 folder, found again, and never shown by a repr."""
    file = key_file_of(tmp_path / "home")
    vault = open_vault(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert open_vault(file).unseal(vault.seal(b"x", "p"), "p") == b"x"
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    assert load_ring(file).digest.hex() not in repr(load_ring(file))
    assert str(load_ring(file).digest) not in repr(load_ring(file))


def test_open_key_file_is_refused(tmp_path: Path) -> None:
    """A key file that everybody can read is refused with what to type."""
    file = key_file_of(tmp_path)
    open_vault(file)
    file.chmod(0o644)

    with pytest.raises(PermanentFault, match="chmod 600"):
        open_vault(file)


@pytest.mark.parametrize(
    "change",
    [{"active": "other"}, {"digest": "AAAA"}, {"sealing": {}}, {"digest": 5}, {"sealing": []}, {"digest": "é"}],
)
def test_broken_key_file_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    """A key file with a missing or short key stops the service at start."""
    file = key_file_of(tmp_path)
    open_vault(file)
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))

    with pytest.raises(PermanentFault):
        open_vault(file)


def test_replaced_ring(tmp_path: Path) -> None:
    """A new ring takes the old one's place, still 0600."""
    file = key_file_of(tmp_path)
    open_vault(file)
    ring = load_ring(file).rotated()

    replace_ring(file, ring)

    assert load_ring(file) == ring
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


def test_two_first_starters_agree(tmp_path: Path) -> None:
    """Processes that start at once on an empty home use the same keys."""
    code = "import sys, pathlib; from storage.vault import *; print(open_vault(pathlib.Path(sys.argv[1])).active_key)"
    file = str(key_file_of(tmp_path))
    started = [
        subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]

    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


def test_keys_rotated_by_another_process_open_here(tmp_path: Path) -> None:
    """A process older than a rotation opens what another sealed after it, and seals with the new key then."""
    key_file = tmp_path / "vault.json"
    running = open_vault(key_file)
    old = running.active_key
    replace_ring(key_file, load_ring(key_file).rotated())
    sealed = open_vault(key_file).seal(b"x", "p")

    assert running.unseal(sealed, "p") == b"x"
    assert running.active_key != old
