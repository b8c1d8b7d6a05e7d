"""Numbers by which claims are found again in each other, as keyed digests: the province's one memory (INV-16).

Here: rows of keys and of counted receipts. Not here: which numbers a case holds (validators.rules.fraud), what sharing
one means (checks K-001, K-005, K-006, K-012).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from storage.records.gate_tables import claim_keys, counted_numbers, payouts
from storage.records.rows import insert_unless_there
from storage.records.tables import claims
from validators.model.codes import Payee


class KeyKind(StrEnum):
    """What a key is the digest of."""

    NUMBER = "number"  # of a receipt or a bank slip
    ACCOUNT = "account"
    PHONE = "phone"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Key:
    """One number of one claim, as keyed digest."""

    kind: KeyKind
    digest: str


def load(session: Session, claim_no: str) -> frozenset[Key]:
    """Return the keys that are kept of a claim."""
    rows = session.execute(select(claim_keys.c.kind, claim_keys.c.digest).where(claim_keys.c.claim_no == claim_no))
    return frozenset(Key(KeyKind(row.kind), row.digest) for row in rows)


def replace(session: Session, claim_no: str, keys: frozenset[Key], *, stranger: str, death: bool) -> frozenset[Key]:
    """Keep a claim's keys in place of its earlier ones; return those that came or went.

    A receipt is counted for the claim that brought it first; when that claim lets it go, the next to ask gets it. One
    for which a third party has been paid is never let go, whatever becomes of the paper (INV-16).
    """
    before = load(session, claim_no)
    gone, come = before - keys, keys - before
    if gone:
        session.execute(
            delete(claim_keys).where(
                claim_keys.c.claim_no == claim_no,
                tuple_(claim_keys.c.kind, claim_keys.c.digest).in_([(one.kind, one.digest) for one in gone]),
            )
        )
        numbers = [one.digest for one in gone if one.kind is KeyKind.NUMBER and not _was_paid(session, claim_no)]
        session.execute(
            delete(counted_numbers).where(counted_numbers.c.claim_no == claim_no, counted_numbers.c.digest.in_(numbers))
        )
    for one in sorted(come, key=lambda key: (key.kind, key.digest)):  # one order for all: no two writers in a knot
        values = {"claim_no": claim_no, "kind": one.kind, "digest": one.digest, "stranger": stranger, "death": death}
        session.execute(insert(claim_keys).values(**values))
    session.execute(update(claim_keys).where(claim_keys.c.claim_no == claim_no).values(stranger=stranger, death=death))
    return gone | come


def _was_paid(session: Session, claim_no: str) -> bool:
    paid = (payouts.c.claim_no == claim_no) & (payouts.c.state == "CONSUMED") & (payouts.c.payee != Payee.PERSON)
    return session.execute(select(payouts.c.id).where(paid).limit(1)).first() is not None


def count_numbers(session: Session, claim_no: str, digests: Iterable[str], now: datetime) -> frozenset[str]:
    """Take each receipt for this claim unless another has it; return those that another claim has."""
    taken = set()
    for digest in sorted(set(digests)):
        if insert_unless_there(session, counted_numbers, {"digest": digest, "claim_no": claim_no, "at": now}):
            continue
        query = select(counted_numbers.c.claim_no).where(counted_numbers.c.digest == digest)
        if session.execute(query).scalar_one_or_none() != claim_no:
            taken.add(digest)
    return frozenset(taken)


def counted_elsewhere(session: Session, claim_no: str, digests: Iterable[str]) -> frozenset[str]:
    """Return the receipts that another claim has taken."""
    query = select(counted_numbers.c.digest).where(
        counted_numbers.c.digest.in_(set(digests)), counted_numbers.c.claim_no != claim_no
    )
    return frozenset(session.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Use:
    """Another claim that holds one of the numbers; `counted`: it brought it first, at that moment."""

    digest: str
    claim_no: str
    office: str | None
    counted: bool
    at: datetime | None


def uses(session: Session, claim_no: str, digests: Iterable[str]) -> tuple[Use, ...]:
    """Return which other claims hold these receipts and slips, those first for which a number is counted."""
    wanted = list(digests)
    if not wanted:
        return ()
    keys, counted = claim_keys, counted_numbers
    first = select(counted.c.digest, counted.c.claim_no, counted.c.at).where(counted.c.digest.in_(wanted))
    at = {(row.digest, row.claim_no): row.at for row in session.execute(first)}
    query = (
        select(keys.c.digest, keys.c.claim_no, claims.c.office)
        .select_from(keys.join(claims, claims.c.claim_no == keys.c.claim_no))
        .where(keys.c.kind == KeyKind.NUMBER, keys.c.digest.in_(wanted), keys.c.claim_no != claim_no)
    )
    found = [
        Use(row.digest, row.claim_no, row.office, (row.digest, row.claim_no) in at, at.get((row.digest, row.claim_no)))
        for row in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (not one.counted, one.digest, one.claim_no)))


def strangers(
    session: Session, claim_no: str, stranger: str, kind: KeyKind, digests: Iterable[str], *, death: bool = False
) -> Mapping[str, int]:
    """Return in how many claims of other workers each digest stands; with `death`, in death claims only."""
    table = claim_keys
    query = (
        select(table.c.digest, func.count())
        .where(
            table.c.kind == kind,
            table.c.digest.in_(set(digests)),
            table.c.claim_no != claim_no,
            table.c.stranger != stranger,
        )
        .group_by(table.c.digest)
    )
    if death:
        query = query.where(table.c.death.is_(True))
    return {row[0]: row[1] for row in session.execute(query)}


def sharing(session: Session, claim_no: str, keys: Iterable[Key]) -> tuple[str, ...]:
    """Return the other claims that hold one of these keys, in order."""
    pairs = [(one.kind, one.digest) for one in keys]
    if not pairs:
        return ()
    query = select(claim_keys.c.claim_no).where(
        tuple_(claim_keys.c.kind, claim_keys.c.digest).in_(pairs), claim_keys.c.claim_no != claim_no
    )
    return tuple(session.execute(query.distinct().order_by(claim_keys.c.claim_no)).scalars())


def touch_all(session: Session, claim_nos: Iterable[str]) -> None:
    """Count a change for each of these claims, so that they are judged again."""
    numbers = sorted(set(claim_nos))
    if numbers:
        session.execute(update(claims).where(claims.c.claim_no.in_(numbers)).values(version=claims.c.version + 1))
