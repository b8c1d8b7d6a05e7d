"""Notices that were sent: how many, when, and what each of them told (一次性告知).

Here: what a notice told, kept sealed as the reason of the case's own step. Not here: which faults a side can cure
(faults.py), the words of a notice (notice.py).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake.wiring import Service
from storage.records import steps

ANSWER_TIME = timedelta(days=30)  # DOMAIN §6, case machine: no answer for 30 days, then a person decides
SENT = frozenset({"gaps", "gap_found"})
Gap = tuple[str, str | None]  # code and document, or no document where a paper is missing


@dataclass(frozen=True, slots=True)
class Round:
    """One notice: when it was sent and what it told."""

    at: datetime
    told: frozenset[Gap]


def write_told(told: Iterable[Gap], reason: str | None = None) -> str:
    """Give what a notice told as the text that its step keeps, with a person's own words where there are any."""
    rows = [[code, document] for code, document in told]
    return json.dumps(rows if reason is None else {"reason": reason, "told": rows}, ensure_ascii=False)


def rounds_of(service: Service, session: Session, claim_no: str) -> tuple[Round, ...]:
    """Give the notices of a case, oldest first."""
    kept = steps.of_thing(session, service.vault, "case", claim_no)
    return tuple(Round(one.at, _read_told(one.step.reason)) for one in kept if one.step.event in SENT)


def told_before(rounds: Sequence[Round]) -> frozenset[Gap]:
    """Give everything that a notice before the newest one has told already."""
    return frozenset(gap for one in rounds[:-1] for gap in one.told)


def _read_told(text: str | None) -> frozenset[Gap]:
    said = json.loads(text) if text else []
    rows = said["told"] if isinstance(said, dict) else said
    return frozenset((code, document) for code, document in rows)
