"""Signing keys: their file, their ids, rotation and overlap, the port."""

import base64
import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake.gate.signed import compact_jws
from storage.faults import PermanentFault
from storage.signing_keys import (
    OVERLAP,
    Ed25519Signer,
    Jwk,
    Signer,
    SigningRing,
    load_signing_keys,
    open_signing_keys,
    rotate,
    signing_file_of,
)
from storage.vault import key_file_of

NOW = datetime(2026, 12, 1, 3, 4, 5, 678, UTC)
# RFC 8037, appendix A: a published key, its public part, its thumbprint
RFC_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
RFC_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_published_key_and_its_id_are_the_standards() -> None:
    """The key of RFC 8037 gives the public key and the thumbprint printed there, and nothing private."""
    signer = Ed25519Signer.from_seed(RFC_SEED)

    assert signer.public_jwk() == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": RFC_X,
        "kid": RFC_KID,
        "use": "sig",
        "alg": "EdDSA",
    }
    assert signer.kid == RFC_KID


def test_a_signature_verifies_with_the_public_key_only_as_it_is() -> None:
    """The public key verifies the signed bytes and no others."""
    signer = Ed25519Signer.fresh()
    public = Ed25519PublicKey.from_public_bytes(_decode(signer.public_jwk()["x"]))
    signature = signer.sign(b"verdict")

    public.verify(signature, b"verdict")
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"Verdict")


def _decode(text: object) -> bytes:
    return base64.urlsafe_b64decode(f"{text}{'=' * (-len(str(text)) % 4)}")


def test_the_key_never_shows() -> None:
    """Neither a signer's nor a ring's text, nor anything published, holds the private part."""
    ring = SigningRing.fresh().rotated(NOW)
    shown = f"{ring!r} {ring.active!r} {ring.active} {json.dumps(ring.published(NOW))}"

    assert ring.active.kid in shown
    assert repr(ring.active.seed()) not in shown
    assert '"d"' not in shown


def test_key_file_is_for_its_owner(tmp_path: Path) -> None:
    """The file is made 0600 beside the vault's, and found again with the same key."""
    file = signing_file_of(tmp_path / "home")
    made = open_signing_keys(file)

    assert file.parent == key_file_of(tmp_path / "home").parent
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert open_signing_keys(file).active.seed() == made.active.seed()
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_open_key_file_is_refused(tmp_path: Path) -> None:
    """A key file that everybody can read is refused with what to type, by a rotation too."""
    file = signing_file_of(tmp_path)
    open_signing_keys(file)
    file.chmod(0o604)

    for use in (open_signing_keys, load_signing_keys, lambda path: rotate(path, NOW)):
        with pytest.raises(PermanentFault, match="chmod 600"):
            use(file)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("active", {"d": "AAAA"}),
        ("active", {"d": "A" * 43}),
        ("active", {"d": "é"}),
        ("active", {"d": 5}),
        ("active", {"kid": RFC_KID}),
        ("earlier", {"x": "AAAA"}),
        ("earlier", {"x": RFC_X}),
        ("earlier", {"kid": RFC_KID}),
        ("earlier", {"until": None}),
        ("earlier", {"until": "2026-12-01"}),
        ("earlier", {"until": 10**30}),
    ],
)
def test_broken_key_file_is_refused(tmp_path: Path, place: str, change: dict[str, object]) -> None:
    """A short or foreign key, or a key without an end, is refused and never signed or published with."""
    file = signing_file_of(tmp_path)
    open_signing_keys(file)
    rotate(file, NOW)
    stored = json.loads(file.read_text())
    (stored["active"] if place == "active" else stored["earlier"][0]).update(change)
    file.write_text(json.dumps(stored))

    with pytest.raises(PermanentFault, match="cannot be read"):
        open_signing_keys(file)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"active": {}, "earlier": []}', '{"active": [], "earlier": 1}']
)
def test_rubbish_is_refused(tmp_path: Path, text: str) -> None:
    """A file that is no key file is refused as such, and not replaced."""
    file = signing_file_of(tmp_path)
    open_signing_keys(file)
    file.write_text(text)

    with pytest.raises(PermanentFault):
        open_signing_keys(file)
    assert file.read_text() == text


def test_rotation_publishes_the_old_key_for_the_overlap(tmp_path: Path) -> None:
    """The new key comes first; the old one's public part stays with its end, and not a second longer."""
    file = signing_file_of(tmp_path)
    old = open_signing_keys(file).active
    ring = rotate(file, NOW)
    until = NOW.replace(microsecond=0) + OVERLAP

    assert load_signing_keys(file).published(NOW) == ring.published(NOW)
    assert ring.published(NOW) == [
        ring.active.public_jwk(),
        {**old.public_jwk(), "exp": int(until.timestamp())},
    ]
    assert len(ring.published(until - timedelta(seconds=1))) == 2
    assert ring.published(until) == [ring.active.public_jwk()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_rotation_throws_the_old_private_part_away(tmp_path: Path) -> None:
    """After a rotation the file holds one private key, the new one."""
    file = signing_file_of(tmp_path)
    open_signing_keys(file)
    before = json.loads(file.read_text())["active"]["d"]
    rotate(file, NOW)

    assert before not in file.read_text()
    assert file.read_text().count('"d"') == 1


def test_keys_past_their_overlap_are_dropped(tmp_path: Path) -> None:
    """Rotations within the overlap keep every earlier key; one after it forgets those that are over."""
    file = signing_file_of(tmp_path)
    first = open_signing_keys(file).active.kid
    second = rotate(file, NOW).active.kid
    third = rotate(file, NOW + timedelta(days=1)).active.kid
    assert [one.jwk["kid"] for one in load_signing_keys(file).earlier] == [second, first]

    fourth = rotate(file, NOW + OVERLAP)
    assert [one.jwk["kid"] for one in fourth.earlier] == [third, second]


def test_rotations_at_once_lose_no_key(tmp_path: Path) -> None:
    """Eight rotations at the same moment leave eight earlier keys: none took another's place."""
    file = signing_file_of(tmp_path)
    first = open_signing_keys(file).active.kid
    with ThreadPoolExecutor(8) as pool:
        kids = {ring.active.kid for ring in pool.map(lambda _: rotate(file, NOW), range(8))}
    ring = load_signing_keys(file)

    assert {ring.active.kid, *(str(one.jwk["kid"]) for one in ring.earlier)} == kids | {first}


def test_two_first_starters_agree(tmp_path: Path) -> None:
    """Processes that start at once on an empty home use the same key."""
    code = (
        "import sys, pathlib; from storage.signing_keys import *; "
        "print(open_signing_keys(pathlib.Path(sys.argv[1])).active.kid)"
    )
    file = str(signing_file_of(tmp_path))
    started = [
        subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]

    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


class _Elsewhere:
    """A signer whose key lies in somebody else's box, as one for SM2 would."""

    algorithm = "X-BOX"
    kid = "box-1"

    def sign(self, message: bytes) -> bytes:
        """Digest instead of signing: only the way matters here."""
        digest = hashes.Hash(hashes.SM3())
        digest.update(message)
        return digest.finalize()

    def public_jwk(self) -> Jwk:
        """Nothing to publish."""
        return {"kid": self.kid}


def test_another_signer_fits_behind_the_port() -> None:
    """A token is made by whatever signs: its algorithm and key id stand in the header, its bytes in the signature."""
    signer: Signer = _Elsewhere()
    head, _, signature = compact_jws(signer, b"{}").split(".")

    assert json.loads(_decode(head)) == {
        "alg": "X-BOX",
        "kid": "box-1",
        "typ": "verdict+jws",
    }
    assert len(signature) == 43


def test_sm3_is_at_hand_and_is_the_standards() -> None:
    """SM3 of `abc` is the digest printed in GB/T 32905."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")

    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
