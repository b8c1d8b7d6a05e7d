"""What our own records hold of other claims: receipt numbers, accounts, phones and relatives used there as well.

Here: the look across all claims for K-001, K-005, K-006 and K-012, with keyed digests only in memory. Not here: the
checks (validators.rules.fraud). A claim is opened again only when it changed; the receipt that came first keeps its
number, the later one is the reuse.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.records import claims, documents, tables
from storage.vault import Vault
from validators.model.claim import ClaimRecord
from validators.model.evidence import DocumentReading
from validators.model.others import CaseKeys, OtherClaims
from validators.rules.fraud import case_keys

PURPOSE = "across-claims"
PHONE_LIMIT = 2  # of other unrelated workers (K-006: three or more with this one)

Stamp = tuple[int, int, datetime | None]


@dataclass(frozen=True, slots=True)
class Trace:
    """One claim's numbers as keyed digests; receipt and slip numbers with the time at which they first came."""

    worker: str
    death: bool
    numbers: Mapping[str, datetime]
    accounts: frozenset[str]
    phones: frozenset[str]
    relatives: frozenset[str]


Dated = tuple[tuple[datetime, DocumentReading], ...]


class Elsewhere:
    """Remembers a trace of every claim and answers what one claim shares with others."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._traces: dict[str, tuple[Stamp, Trace]] = {}
        self._lock = threading.Lock()

    def look(self, session: Session, claim_no: str, record: ClaimRecord, papers: Dated) -> OtherClaims:
        """Say which numbers of a claim's papers stand in other claims as well."""
        with self._lock:
            self._catch_up(session, skip=claim_no)
            others = tuple(trace for number, (_, trace) in self._traces.items() if number != claim_no)
        return self._compare(record, papers, others)

    def _compare(self, record: ClaimRecord, papers: Dated, others: tuple[Trace, ...]) -> OtherClaims:
        mine = self._trace(record, papers)
        keys = case_keys(record, tuple(reading for _, reading in papers))
        strangers = tuple(one for one in others if one.worker != mine.worker)

        def used(number: str) -> bool:
            digest = self._digest(number)
            return any(digest in one.numbers and one.numbers[digest] <= mine.numbers[digest] for one in others)

        def shared(number: str, holders: Iterable[frozenset[str]], least: int = 1) -> bool:
            digest = self._digest(number)
            return sum(digest in holder for holder in holders) >= least

        dead = [one.relatives for one in strangers if one.death] if record.death else []
        return OtherClaims(
            used_numbers=frozenset(one for one in keys.numbers if used(one)),
            shared_accounts=frozenset(one for one in keys.accounts if shared(one, [s.accounts for s in strangers])),
            busy_phones=frozenset(
                one for one in keys.phones if shared(one, [s.phones for s in strangers], PHONE_LIMIT)
            ),
            repeated_relatives=frozenset(one for one in keys.relatives if shared(one, dead)),
        )

    def _catch_up(self, session: Session, skip: str) -> None:
        for claim_no, stamp in _stamps(session).items():
            known = self._traces.get(claim_no)
            if claim_no == skip or (known is not None and known[0] == stamp):
                continue
            claim = claims.find(session, self._vault, claim_no)
            if claim is not None:
                papers = dated_papers(session, self._vault, claim_no)
                self._traces[claim_no] = (stamp, self._trace(claim.record, papers))

    def _trace(self, record: ClaimRecord, papers: Dated) -> Trace:
        numbers: dict[str, datetime] = {}
        whole = CaseKeys()
        for came, reading in papers:
            keys = case_keys(record, (reading,))
            for number in keys.numbers:
                digest = self._digest(number)
                numbers[digest] = min(came, numbers.get(digest, came))
            whole = CaseKeys(accounts=whole.accounts | keys.accounts, phones=whole.phones | keys.phones)
        return Trace(
            worker=self._digest(record.worker.id_no.strip().upper()),
            death=record.death,
            numbers=numbers,
            accounts=frozenset(map(self._digest, whole.accounts)),
            phones=frozenset(map(self._digest, whole.phones)),
            relatives=frozenset(map(self._digest, case_keys(record, ()).relatives)),
        )

    def _digest(self, number: str) -> str:
        return self._vault.digest(number, PURPOSE)


def dated_papers(session: Session, vault: Vault, claim_no: str) -> Dated:
    """Give the live, read papers of a claim with the times at which they came."""
    found = []
    for document in documents.of_claim(session, claim_no):
        reading = documents.load_reading(session, vault, document.id) if document.live else None
        if reading is not None:
            found.append((document.created_at, reading))
    return tuple(found)


def _stamps(session: Session) -> Mapping[str, Stamp]:
    """What tells that a claim changed: its revision, how many papers it has, when one of them last moved."""
    claim, paper = tables.claims, tables.documents
    rows = session.execute(
        select(claim.c.claim_no, claim.c.revision, func.count(paper.c.id), func.max(paper.c.updated_at))
        .select_from(claim.outerjoin(paper, paper.c.claim_no == claim.c.claim_no))
        .group_by(claim.c.claim_no, claim.c.revision)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}
