"""Claims and their revisions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.faults import ClaimExists, UnknownClaim, WrongState
from storage.records import claims, documents
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CLAIM_NO, NOW, USCC, make_record, put_claim


def test_registered_claim(database: Database, vault: Vault) -> None:
    """A new claim has revision 1 in DRAFT and comes back with its whole record and its times in UTC."""
    with database.write() as session:
        head = claims.register(session, vault, make_record(), NOW)

    assert (head.claim_no, head.revision, head.state) == (CLAIM_NO, 1, "DRAFT")
    with database.read() as session:
        claim = claims.find(session, vault, CLAIM_NO)
        assert claims.find_head(session, CLAIM_NO) == head
    assert claim is not None
    assert claim.record == make_record()
    assert (claim.created_at, claim.updated_at) == (NOW, NOW)
    assert (claim.office, claim.city) == ("示例经办", "示例市")


def test_number_is_taken_once(database: Database, vault: Vault) -> None:
    """Registering a number again is refused and changes nothing."""
    with database.write() as session:
        put_claim(session, vault)
    with pytest.raises(ClaimExists), database.write() as session:
        claims.register(session, vault, make_record(approved_fen=1), NOW)

    with database.read() as session:
        claim = claims.find(session, vault, CLAIM_NO)
    assert claim is not None
    assert claim.record == make_record()


def test_replaced_record(database: Database, vault: Vault) -> None:
    """A replacement is a new revision; the earlier one stays readable and the state stays."""
    later = NOW + timedelta(hours=1)
    with database.write() as session:
        put_claim(session, vault)
        claims.move(session, CLAIM_NO, "DRAFT", "SUBMITTED", NOW)
        head = claims.replace(session, vault, make_record(approved_fen=1), later)

    assert (head.revision, head.state) == (2, "SUBMITTED")
    with database.read() as session:
        new, old = claims.find(session, vault, CLAIM_NO), claims.find(session, vault, CLAIM_NO, revision=1)
        assert claims.find(session, vault, CLAIM_NO, revision=3) is None
    assert new is not None
    assert old is not None
    assert (new.record, old.record) == (make_record(approved_fen=1), make_record())
    assert (new.revision, old.revision, new.created_at, new.updated_at) == (2, 1, NOW, later)


def test_unknown_claim(database: Database, vault: Vault) -> None:
    """A number that nobody registered is no claim, and cannot be replaced or moved."""
    with database.read() as session:
        assert claims.find(session, vault, "NO") is None
        assert claims.find_head(session, "NO") is None
    with pytest.raises(UnknownClaim), database.write() as session:
        claims.replace(session, vault, make_record("NO"), NOW)
    with pytest.raises(UnknownClaim), database.write() as session:
        claims.move(session, "NO", "DRAFT", "SUBMITTED", NOW)


@pytest.mark.parametrize("key", ["", "a\x00b", "\ud800", "x" * 65, "a\nb"])
def test_no_key_at_all(database: Database, vault: Vault, key: str) -> None:
    """Text that no claim can be kept under is not found, on both databases alike, and is refused as a number."""
    with database.read() as session:
        assert claims.find_head(session, key) is None
        assert claims.find(session, vault, key) is None
        assert documents.find(session, key) is None
    with pytest.raises(ValueError, match="printable"), database.write() as session:
        claims.register(session, vault, make_record(key), NOW)


def test_longest_number(database: Database, vault: Vault) -> None:
    """64 characters, Chinese ones too, are a claim number."""
    with database.write() as session:
        put_claim(session, vault, "粤" * 64)
        assert claims.find(session, vault, "粤" * 64) is not None


@pytest.mark.parametrize("place", ["示" * 201, "a\x00b"])
def test_office_and_city_have_limits(database: Database, vault: Vault, place: str) -> None:
    """An office or city that a database could not hold is refused on both alike; 200 characters are kept."""
    for changed in (replace(make_record(), office=place), replace(make_record(), city=place)):
        with pytest.raises(ValueError, match="office and city"), database.write() as session:
            claims.register(session, vault, changed, NOW)
    with database.write() as session:
        claims.register(session, vault, replace(make_record(), office="示" * 200, city=""), NOW)


def test_claims_of_an_employer(database: Database, vault: Vault) -> None:
    """An employer's claims are found by the digest of its credit code, however the code is written."""
    other = make_record("TEST-0003")
    with database.write() as session:
        put_claim(session, vault, "TEST-0002")
        put_claim(session, vault, "TEST-0001")
        claims.register(session, vault, replace(other, employer=replace(other.employer, uscc=None)), NOW)

    with database.read() as session:
        digest = claims.employer_digest(vault, f" {USCC.lower()}")
        assert claims.of_employer(session, digest) == ("TEST-0001", "TEST-0002")
        assert claims.of_employer(session, claims.employer_digest(vault, "other")) == ()


def test_state_changes_from_what_was_seen(database: Database, vault: Vault) -> None:
    """Two events on one state: the second finds that the claim has moved on."""
    with database.write() as session:
        put_claim(session, vault)
        claims.move(session, CLAIM_NO, "DRAFT", "SUBMITTED", NOW)
    with pytest.raises(WrongState), database.write() as session:
        claims.move(session, CLAIM_NO, "DRAFT", "ABANDONED", NOW)


def test_one_claim_never_touches_another(database: Database, vault: Vault) -> None:
    """Whatever is done with one of two claims, the other stays as it was."""
    with database.write() as session:
        put_claim(session, vault)
        put_claim(session, vault, "TEST-0002")
        before = claims.find(session, vault, "TEST-0002")
    with database.write() as session:
        claims.move(session, CLAIM_NO, "DRAFT", "SUBMITTED", NOW + timedelta(seconds=1))
        claims.replace(session, vault, make_record(approved_fen=1), NOW + timedelta(seconds=2))

    with database.read() as session:
        assert claims.find(session, vault, "TEST-0002") == before
        claim = claims.find(session, vault, CLAIM_NO)
    assert claim is not None
    assert (claim.state, claim.revision, claim.record.items[0].approved_fen) == ("SUBMITTED", 2, 1)


def test_claim_without_number(database: Database, vault: Vault) -> None:
    """A record without a number is no claim to keep."""
    with pytest.raises(ValueError, match="number"), database.write() as session:
        claims.register(session, vault, replace(make_record(), claim_no=None), NOW)
