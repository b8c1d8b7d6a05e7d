"""Whom reviewers deal with beside the papers: people who may come in by link, what was objected to, what is frozen.

Here: putting that page together. Not here: making links (links.service), freezing and lifting (gate.freezing), HTTP.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Role, Who
from intake.circumstances import ties_of
from intake.legal_day import legal_day
from intake.links.service import may_be_asked, names_of, people_of
from intake.wiring import Service
from storage.records import entry_links, freezes
from storage.records.entry_links import Link
from storage.records.freezes import Freeze


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may get a link: the form's word for him, and whether the record has his ID number."""

    value: str
    name: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that was made: for whom, how it stands; without what opens it."""

    id: str
    name: str | None  # None: the record has that person no more
    state: str  # WAITING, USED, REVOKED, TRIED_OUT, OVER
    until: date


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """A freeze that holds the claim now; who set it may not lift it."""

    id: str
    scope: str
    item: str | None
    objection: bool
    since: date
    may_lift: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everything that the page shows."""

    claim_no: str
    worker: str
    employer: str
    items: tuple[str, ...]
    people: tuple[Person, ...]
    links: tuple[LinkLine, ...]
    freezes: tuple[FreezeLine, ...]


def show_people(service: Service, session: Session, who: Who, claim_no: str) -> PeoplePage:
    """Give the page of a claim of the caller's office."""
    claim = open_claim(service, session, who, claim_no)
    record, now = claim.record, service.clock()
    names = names_of(service.vault, record)
    by = subject_digest(service, who)
    holding = freezes.in_force(session, service.vault, ties_of(service, claim))
    return PeoplePage(
        claim.claim_no,
        record.worker.name,
        record.employer.name,
        tuple(dict.fromkeys(one.code for one in record.items)),
        tuple(
            Person("" if place is None else str(place), name, may_be_asked(number))
            for place, name, number in people_of(record)
        ),
        tuple(
            LinkLine(one.id, names.get(one.person_digest), _state(one, now), legal_day(one.expires_at))
            for one in entry_links.of_claim(session, claim.claim_no)
        ),
        tuple(_freeze(one, who, by) for one in holding),
    )


def _state(link: Link, now: datetime) -> str:
    if link.revoked:
        return "REVOKED"
    if link.used:
        return "USED" if link.expires_at > now else "OVER"
    if not link.tries_left:
        return "TRIED_OUT"
    return "WAITING" if link.expires_at > now else "OVER"


def _freeze(one: Freeze, who: Who, by: str) -> FreezeLine:
    may = who.role is Role.SECOND_REVIEWER and one.created_by != by
    return FreezeLine(one.id, one.scope.value, one.item, one.objection_id is not None, legal_day(one.created_at), may)
