"""The queue page: what waits for whom, in the order that somebody asks for.

Here: the page's rows and links. Not here: taking and closing (review.flags), the statement (storage.flag_queue).
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from intake.access.opening import subject_digest
from intake.access.who import Role, Who
from intake.problems import Refusal
from intake.web.reviewing.wording import clock_time, days_left, lapsed, short_sentence
from intake.wiring import Service
from storage.records import decisions, flag_queue, keyings
from storage.records.decisions import Waiting
from storage.records.flag_queue import Asked, Order, Place
from storage.records.flags import Flag
from storage.records.rows import can_be_key
from validators.catalogue import BY_CODE
from validators.model.codes import DocumentKind
from validators.texts import display_kind

PAGE = 40
MOST_PROPOSALS = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody chose to see."""

    order: str = "risk"
    code: str = ""
    claim: str = ""
    kind: str = ""
    after: str = ""
    whose: str = ""  # "second": a handler looks at what was escalated

    def link(self, **changes: str) -> str:
        """Give the address of the same queue with something changed; the page starts anew."""
        values = {"order": self.order, "code": self.code, "claim": self.claim, "kind": self.kind, "whose": self.whose}
        return "/queue?" + urlencode({name: value for name, value in {**values, **changes}.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One flag as the queue shows it."""

    flag: Flag
    sentence: str
    kind: str
    left: int | None
    mine: bool
    others_until: str  # another's lease ends then
    lapsed: bool
    second_keying: bool

    @property
    def href(self) -> str:
        """Where the flag is looked at."""
        return place_of_flag(self.flag)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, what a second reviewer is asked to confirm, and how many wait in all."""

    rows: tuple[Row, ...]
    proposals: tuple[Waiting, ...]
    total: int
    next: str | None
    codes: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]


def place_of_flag(flag: Flag) -> str:
    """Give the page on which a flag is looked at: its paper, or its case where it is about no single one."""
    if flag.document_id is None:
        return f"/cases/{flag.claim_no}/review?flag={flag.id}#{flag.id}"
    return f"/documents/{flag.document_id}/review?flag={flag.id}#{flag.id}"


def show_queue(service: Service, session: Session, who: Who, chosen: Filter, *, english: bool) -> QueuePage:
    """Give one page of the queue of the caller's office."""
    now, by = service.clock(), subject_digest(service, who)
    asked = _asked(who, chosen)
    found = flag_queue.page(session, asked, PAGE + 1)
    shown = found[:PAGE]
    keyed = _half_keyed(service, session, shown, by)
    rows = tuple(_row(flag, by, now, keyed, english=english) for flag in shown)
    proposals: tuple[Waiting, ...] = ()
    if who.role is Role.SECOND_REVIEWER:
        proposals = decisions.waiting(session, who.bound.office, MOST_PROPOSALS)
    more = len(found) > PAGE
    after = _written(flag_queue.place_of(shown[-1], asked.order)) if more else None
    return QueuePage(
        rows,
        proposals,
        flag_queue.count(session, asked),
        None if after is None else chosen.link(after=after),
        tuple(sorted(BY_CODE)),
        tuple((kind.value, display_kind(kind)) for kind in DocumentKind),
    )


def _asked(who: Who, chosen: Filter) -> Asked:
    second = who.role is Role.SECOND_REVIEWER or chosen.whose == "second"
    order = Order(chosen.order) if chosen.order in set(Order) else Order.RISK
    kind = chosen.kind if chosen.kind in set(DocumentKind) else None
    claim = chosen.claim.strip()
    if claim and not can_be_key(claim):
        raise Refusal("BAD_REQUEST", "案号写得不对，请检查后再查。")
    return Asked(
        "second_reviewer" if second else "handler",
        who.bound.office,
        order,
        chosen.code if chosen.code in BY_CODE else None,
        kind,
        claim or None,
        _place(chosen.after, order),
    )


def _row(flag: Flag, by: str, now: datetime, keyed: frozenset[tuple[str, str]], *, english: bool) -> Row:
    gone = lapsed(flag, now)
    taken = flag.state == "TAKEN" and not gone and flag.lease_until is not None
    mine = taken and flag.taken_by == by
    until = clock_time(flag.lease_until) if taken and not mine and flag.lease_until is not None else ""
    kind = "" if flag.kind is None else (flag.kind if english else display_kind(DocumentKind(flag.kind)))
    half = (flag.document_id or "", flag.field or "") in keyed
    return Row(flag, short_sentence(flag, english=english), kind, days_left(flag.due_on, now), mine, until, gone, half)


def _half_keyed(service: Service, session: Session, shown: tuple[Flag, ...], by: str) -> frozenset[tuple[str, str]]:
    """Give the fields that one other person has keyed, so that this one may be the second."""
    papers = {flag.document_id for flag in shown if flag.document_id is not None and flag.field is not None}
    found = set()
    for (document_id, field), people in keyings.keyers(session, papers).items():
        if len(people) == 1 and by not in people:
            found.add((document_id, field))
    return frozenset(found)


def _written(place: Place) -> str:
    value = place.value.isoformat() if isinstance(place.value, date) else place.value
    return f"{place.seq}" if value is None else f"{value}_{place.seq}"


def _place(text: str, order: Order) -> Place | None:
    """Read the address of a page's end; whatever cannot be one starts at the beginning."""
    value, _, seq = text.rpartition("_")
    try:
        number = int(seq)
        if not 0 <= number < 2**62:
            return None
        if order is Order.AGE:
            return Place(None, number)
        if order is Order.DUE:
            return Place(date.fromisoformat(value), number)
        risk = int(value)
        return Place(risk, number) if abs(risk) < 2**62 else None
    except ValueError:
        return None
