"""A firm's own claims as its first page lists them.

Here: which claims are whose, and what of each may be listed. Not here: rows (storage.records.own_claims), the page
(intake.web.home). Only a caller bound to a credit code has a list: a worker or relative has one claim.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from intake.access.opening import side_digest
from intake.access.who import Role, Who
from intake.gate.rounds import ANSWER_TIME
from intake.legal_day import legal_day
from intake.problems import Refusal
from intake.wiring import Service
from storage.records import claims, own_claims
from storage.records.own_claims import Firm, OwnClaim

PAGE = 20
_ANSWER_DAYS = timedelta(days=ANSWER_TIME.days)


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """One line of the list: the row, whom it is about, and until when a notice asks for an answer."""

    row: OwnClaim
    worker: str
    items: tuple[str, ...]
    registered_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ListedClaims:
    """One page of the list; `next` is the `after` of the following page."""

    claims: tuple[ListedClaim, ...]
    next: str | None


def list_own_claims(
    service: Service, session: Session, who: Who, *, waiting: bool, after: str | None = None
) -> ListedClaims:
    """Give one page of the claims of the caller's firm, newest first."""
    if who.role is not Role.SUBMITTER or not who.bound.uscc or who.side is None:
        raise Refusal("FORBIDDEN")
    digest = claims.employer_digest(service.vault, who.bound.uscc)
    firm = Firm(digest, side_digest(service, who.side), who.bound.office)
    found = own_claims.page(session, firm, waiting=waiting, after=after, limit=PAGE + 1)
    listed = tuple(_listed(service, session, one) for one in found[:PAGE])
    return ListedClaims(listed, found[PAGE - 1].claim_no if len(found) > PAGE else None)


def _listed(service: Service, session: Session, row: OwnClaim) -> ListedClaim:
    claim = claims.find(session, service.vault, row.claim_no)
    assert claim is not None
    told = row.told_at if row.state == "NOTICE_SENT" else None
    return ListedClaim(
        row,
        claim.record.worker.name,
        tuple(item.code for item in claim.record.items),
        legal_day(row.registered_at),
        None if told is None else legal_day(told) + _ANSWER_DAYS,
    )
