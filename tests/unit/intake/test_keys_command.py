"""`claimgate keys rotate` as an operator calls it."""

import json
from pathlib import Path

import pytest

from intake.cli import Exit, main
from storage.signing_keys import load_signing_keys, open_signing_keys, signing_file_of
from storage.vault import key_file_of, load_ring, open_vault

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which a service has been started before."""
    monkeypatch.setenv("CLAIMGATE_HOME", str(tmp_path))
    open_vault(key_file_of(tmp_path))
    return tmp_path


def test_both_rings_get_a_new_key(home: Path, capsys: Captured) -> None:
    """One call changes the sealing and the signing key, keeps the old ones, and says which followed which."""
    sealed = open_vault(key_file_of(home)).seal(b"x", "p")
    old_seal, old_sign = load_ring(key_file_of(home)), open_signing_keys(signing_file_of(home)).active.kid

    assert main(["keys", "rotate", "--json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    ring, signing = load_ring(key_file_of(home)), load_signing_keys(signing_file_of(home))
    assert told["sealing"] == {"from": old_seal.active, "to": ring.active}
    assert (told["signing"]["from"], told["signing"]["to"]) == (old_sign, signing.active.kid)
    assert told["signing"]["published_until"] == signing.earlier[0].until.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ring.active != old_seal.active
    assert ring.digest == old_seal.digest
    assert open_vault(key_file_of(home)).unseal(sealed, "p") == b"x"


def test_the_text_names_ids_and_no_key(home: Path, capsys: Captured) -> None:
    """What a person reads names both new keys by id, asks for a restart, and shows nothing secret."""
    assert main(["keys", "rotate"]) == Exit.DONE
    out = capsys.readouterr().out
    stored = json.loads(signing_file_of(home).read_text())["active"]

    assert load_ring(key_file_of(home)).active in out
    assert stored["kid"] in out
    assert "重启" in out
    assert stored["d"] not in out


def test_a_home_without_keys_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """A mistyped home is told, and no keys are made in it."""
    monkeypatch.setenv("CLAIMGATE_HOME", str(tmp_path / "mistyped"))

    assert main(["keys", "rotate"]) == Exit.USAGE
    assert "CLAIMGATE_HOME" in capsys.readouterr().err
    assert not (tmp_path / "mistyped").exists()


def test_open_key_files_are_a_failure(home: Path, capsys: Captured) -> None:
    """A key file that everybody can read is not rotated; the exit code says that we failed."""
    before = key_file_of(home).read_bytes()
    key_file_of(home).chmod(0o644)

    assert main(["keys", "rotate"]) == Exit.FAILED
    assert "chmod 600" in capsys.readouterr().err
    assert key_file_of(home).read_bytes() == before
