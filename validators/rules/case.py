"""The case as checks see it: record, papers, the day, and the two amounts worked out beforehand.

Here: the one argument of every case check and what several of them ask. Not here: any check.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from validators.advance import Claimed, Verified
from validators.calendar import HolidayTable
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding
from validators.model.others import NOTHING_CONNECTED, OtherClaims, Outside
from validators.model.policy import Policy
from validators.rules.view import Missing, effective_kind, was_read

Numbered = tuple[int, DocumentReading]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that may be compared with everything."""

    record: ClaimRecord
    documents: tuple[DocumentReading, ...]
    today: date
    policy: Policy
    table: HolidayTable
    inside_service: bool
    claimed: Claimed
    verified: Verified
    believed: Verified  # what would be proven if every doubted reading held
    others: OtherClaims | None = None
    outside: Outside = NOTHING_CONNECTED

    def of_kind(self, *kinds: DocumentKind) -> tuple[Numbered, ...]:
        """Give the read papers of some kinds with their places in the case."""
        return tuple(
            (index, reading)
            for index, reading in enumerate(self.documents)
            if effective_kind(reading) in kinds and was_read(reading)
        )


CaseCheck = Callable[[Case], Iterator[Finding | Missing]]
