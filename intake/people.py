"""The record's relatives by keyed digest: a place in the record may be another person's tomorrow, a digest never is.

Here: digests of people and the way back to today's place. Not here: who may see whom (presenting).
"""

from storage.vault import Vault
from validators.model.claim import ClaimRecord, Relative

PURPOSE = "relative"


def digest_person(vault: Vault, relative: Relative) -> str:
    """Give the keyed digest of a relative: by the ID number, else by the name."""
    return digest_named(vault, relative.id_no or relative.name)


def digest_named(vault: Vault, word: str) -> str:
    """Give the keyed digest of whoever has this ID number, or this name where no number is known."""
    return vault.digest(word.strip().upper(), PURPOSE)


def digests_of(vault: Vault, record: ClaimRecord) -> tuple[str, ...]:
    """Give the keyed digests of the record's relatives, in its order."""
    return tuple(digest_person(vault, one) for one in record.relatives or ())


def at_index(vault: Vault, record: ClaimRecord, index: int | None) -> str | None:
    """Give the keyed digest of the relative at a place of the record."""
    relatives = record.relatives or ()
    return digest_person(vault, relatives[index]) if index is not None and 0 <= index < len(relatives) else None


def place_of(vault: Vault, record: ClaimRecord, index: int | None, digest: str | None) -> int | None:
    """Give today's place of a person; None where nobody was named or the record has the person no more."""
    if digest is None:
        return index
    known = digests_of(vault, record)
    return known.index(digest) if digest in known else None
