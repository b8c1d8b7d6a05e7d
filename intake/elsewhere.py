"""What our own records hold of other claims: receipt numbers, accounts, phones, relatives and overdue duties.

Here: the look across all claims for K-001, K-005, K-006, K-008 and K-012, by keyed digest and index. Not here: the
checks (validators.rules.fraud), the rows (storage.records.claim_keys). A receipt is counted for the claim that brought
it first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.records import claim_keys, claims, obligations
from storage.records.claim_keys import Key, KeyKind
from storage.vault import Vault
from validators.model.claim import ClaimRecord
from validators.model.evidence import DocumentReading
from validators.model.others import CaseKeys, OtherClaims
from validators.rules.fraud import case_keys

PURPOSE = "across-claims"
PHONE_LIMIT = 2  # of other unrelated workers (K-006: three or more with this one)


@dataclass(frozen=True, slots=True)
class Traces:
    """The numbers of one claim and, for each, its keyed digest; the numbers never leave memory."""

    keys: CaseKeys
    digests: dict[str, str]
    worker: str
    death: bool

    def of(self, numbers: Iterable[str]) -> frozenset[str]:
        """Give the digests of some of the numbers."""
        return frozenset(self.digests[one] for one in numbers)

    def kept(self) -> frozenset[Key]:
        """Give all keys as they are kept."""
        parts = (
            (KeyKind.NUMBER, self.keys.numbers),
            (KeyKind.ACCOUNT, self.keys.accounts),
            (KeyKind.PHONE, self.keys.phones),
            (KeyKind.RELATIVE, self.keys.relatives),
        )
        return frozenset(Key(kind, self.digests[one]) for kind, numbers in parts for one in numbers)


def trace(vault: Vault, record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> Traces:
    """Give the numbers of a claim's live papers and record by which other claims may know it."""
    keys = case_keys(record, documents)
    everything = keys.numbers | keys.accounts | keys.phones | keys.relatives
    digests = {one: vault.digest(one, PURPOSE) for one in everything}
    return Traces(keys, digests, vault.digest(record.worker.id_no.strip().upper(), PURPOSE), record.death)


def look(session: Session, vault: Vault, claim_no: str, record: ClaimRecord, mine: Traces) -> OtherClaims:
    """Say which of a claim's numbers stand in other claims as well, and whether its employer is in arrears."""

    def shared(kind: KeyKind, numbers: frozenset[str], least: int = 1, *, death: bool = False) -> frozenset[str]:
        if not numbers:
            return frozenset()
        found = claim_keys.strangers(session, claim_no, mine.worker, kind, mine.of(numbers), death=death)
        return frozenset(one for one in numbers if found.get(mine.digests[one], 0) >= least)

    used = claim_keys.counted_elsewhere(session, claim_no, mine.of(mine.keys.numbers)) if mine.keys.numbers else ()
    uscc = record.employer.uscc
    arrears = bool(uscc) and obligations.in_arrears(session, claims.employer_digest(vault, uscc or ""))
    return OtherClaims(
        used_numbers=frozenset(one for one in mine.keys.numbers if mine.digests[one] in used),
        shared_accounts=shared(KeyKind.ACCOUNT, mine.keys.accounts),
        busy_phones=shared(KeyKind.PHONE, mine.keys.phones, PHONE_LIMIT),
        repeated_relatives=shared(KeyKind.RELATIVE, mine.keys.relatives, death=True) if record.death else frozenset(),
        overdue_obligations=arrears,
    )


def partners(session: Session, vault: Vault, claim_no: str, record: ClaimRecord, mine: Traces) -> tuple[str, ...]:
    """Name the claims that share a number with this one, and its employer's overdue duties, for telling cases apart."""
    uscc = record.employer.uscc
    overdue = obligations.overdue_ids(session, claims.employer_digest(vault, uscc)) if uscc else ()
    return (*claim_keys.sharing(session, claim_no, mine.kept()), *overdue)


def remember(session: Session, claim_no: str, mine: Traces, now: datetime) -> frozenset[str]:
    """Keep a claim's numbers, count its receipts for it, and have claims that share what changed judged again.

    Gives the numbers that another claim had first: of two that come at once, one waits here for the other's commit.
    """
    changed = claim_keys.replace(session, claim_no, mine.kept(), stranger=mine.worker, death=mine.death)
    taken = claim_keys.count_numbers(session, claim_no, mine.of(mine.keys.numbers), now)
    claim_keys.touch_all(session, claim_keys.sharing(session, claim_no, changed))
    return frozenset(one for one in mine.keys.numbers if mine.digests[one] in taken)
