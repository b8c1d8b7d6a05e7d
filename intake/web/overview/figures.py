"""The head's figures of a period: migration, days, first pass, flags, duties, objections, what waits.

Here: asking the counts and putting them together; medians and shares. Not here: statements (storage.records.tallies),
drawing (charts.py), words (words.py). Only counts: no name and no number of a person, firm or claim ever stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake.access.binding import BY_OFFICE
from intake.access.opening import office_side
from intake.access.who import Who
from intake.web.overview.period import Period, begin_of
from intake.wiring import Service
from storage.records import tallies
from storage.records.tallies import FlagTally, Span
from validators.model.codes import Payee

AGES = (1, 3, 7, 15)  # whole days: younger than the first, … , 15 working days are the usual limit of a case
OVERDUE = ("PASS_ON_OVERDUE", "PROOF_OVERDUE", "RECOVERY")
PAYEES = (Payee.PERSON, Payee.EMPLOYER, Payee.JOINT)


@dataclass(frozen=True, slots=True)
class Month:
    """One part of the period: what came in, through which channel, and to whom money went."""

    label: str
    claims: int
    with_papers: int
    papers: int
    by_counter: int
    paid: Mapping[str, int]
    objections: int
    objections_open: int

    @property
    def paid_total(self) -> int:
        """Payments to anybody."""
        return sum(self.paid.values())


@dataclass(frozen=True, slots=True)
class Days:
    """How long something took: how many, the middle one, and the day within which nine of ten were done."""

    count: int
    median: float | None
    nine_of_ten: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share in percent; of nothing there is none."""
        return None if not self.whole else 100 * self.part / self.whole


@dataclass(frozen=True, slots=True)
class Flags:
    """Flags of one check; false alarms are those that a person closed as nothing, of all that people closed."""

    tally: FlagTally

    @property
    def false_alarms(self) -> Share:
        """Of what people closed; a flag that went with its paper was judged by nobody."""
        one = self.tally
        return Share(one.ok, one.ok + one.corrected + one.upheld)


@dataclass(frozen=True, slots=True)
class Age:
    """Papers that have waited so long: not read yet, for a person to key, for a person to judge."""

    at_least: int
    below: int | None
    unread: int
    to_key: int
    in_review: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.unread + self.to_key + self.in_review


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page and the file show."""

    period: Period
    months: tuple[Month, ...]
    to_decision: Days
    to_payment: Days
    cases: Share
    papers: Share
    flags: tuple[Flags, ...]
    duties: Mapping[str, int]
    waiting: tuple[Age, ...]

    @property
    def overdue(self) -> int:
        """Duties past their final day."""
        return sum(self.duties.get(state, 0) for state in OVERDUE)

    @property
    def all_flags(self) -> FlagTally:
        """The flags of all checks together."""
        parts = [one.tally for one in self.flags]
        return FlagTally(
            "",
            *(
                sum(getattr(one, name) for one in parts)
                for name in ("raised", "ok", "corrected", "upheld", "moot", "open")
            ),
        )


def span_of(who: Who, period: Period) -> Span:
    """Say what the caller may count: reviewers their office, others all, unless their token names one."""
    one_office = who.role in BY_OFFICE or who.bound.office is not None
    return Span(period.since, period.until, period.first, period.last, not one_office, who.bound.office)


def count_all(service: Service, session: Session, who: Who, period: Period, now: datetime) -> Overview:
    """Count everything for a caller."""
    span = span_of(who, period)
    waiting = tallies.waiting_papers(session, span, [now - timedelta(days=age) for age in reversed(AGES)])
    checked, passed = tallies.first_pass_cases(session, span)
    answered, accepted = tallies.first_pass_papers(session, span)
    return Overview(
        period=period,
        months=_months(service, session, span, period),
        to_decision=days_of(tallies.days_to_decision(session, span)),
        to_payment=days_of(tallies.days_to_payment(session, span)),
        cases=Share(passed, checked),
        papers=Share(accepted, answered),
        flags=tuple(Flags(one) for one in tallies.flags_by_code(session, span)),
        duties=tallies.running_duties(session, span),
        waiting=_ages(waiting),
    )


def days_of(found: Mapping[int, int]) -> Days:
    """Give middle and ninth tenth of a count by days."""
    count = sum(found.values())
    if not count:
        return Days(0, None, None)
    low, high = _nth(found, (count - 1) // 2), _nth(found, count // 2)
    return Days(count, (low + high) / 2, _nth(found, -(-count * 9 // 10) - 1))


def _nth(found: Mapping[int, int], place: int) -> int:
    for days in sorted(found):
        place -= found[days]
        if place < 0:
            return days
    raise IndexError(place)


def _months(service: Service, session: Session, span: Span, period: Period) -> tuple[Month, ...]:
    parts = period.parts
    bounds = [begin_of(one.first) for one in parts[1:]]
    offices = tallies.offices(session) if span.every_office else (span.office,) if span.office else ()
    counters = [office_side(service, one) for one in offices]
    claims = tallies.registered(session, span, bounds)
    papers = tallies.papers(session, span, bounds, counters)
    paid = tallies.payments(session, span, [one.first for one in parts[1:]])
    objected = tallies.objections_made(session, span, bounds)
    none = (0, 0)
    return tuple(
        Month(
            part.label,
            *claims.get(number, none),
            *papers.get(number, none),
            {payee.value: paid.get((number, payee.value), 0) for payee in PAYEES},
            *objected.get(number, none),
        )
        for number, part in enumerate(parts)
    )


def _ages(found: Mapping[tuple[int, str], int]) -> tuple[Age, ...]:
    """Parts are counted from the oldest; the page begins with the youngest."""
    ages = []
    for number, (low, high) in enumerate(zip((0, *AGES), (*AGES, None), strict=True)):
        part = len(AGES) - number
        states = {state: count for (of, state), count in found.items() if of == part}
        to_key, in_review = states.pop("MANUAL", 0), states.pop("IN_REVIEW", 0)
        ages.append(Age(low, high, sum(states.values()), to_key, in_review))
    return tuple(ages)
