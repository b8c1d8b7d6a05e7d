"""Dates on one paper (DAT-001…DAT-003). Not here: dates against the injury, the death or each other (across)."""

from collections.abc import Iterator

from validators.model.findings import Finding
from validators.requirements import FieldType
from validators.rules.view import Paper, found, places, sure_day


def check_dates_exist(paper: Paper) -> Iterator[Finding]:
    """DAT-001: what stands there is no calendar day."""
    for place in places(paper.reading):
        leaf = place.leaf
        unreadable = leaf.value is None and bool(leaf.raw.strip())
        if place.type is FieldType.DATE and leaf.sure and (unreadable or "NOT_A_DATE" in leaf.flags):
            yield found("DAT-001", paper.index, path=place.path, at=leaf)


def check_years_full(paper: Paper) -> Iterator[Finding]:
    """DAT-002: a year of two digits; it is read as 20xx and a person confirms."""
    for place in places(paper.reading):
        if place.type is FieldType.DATE and place.leaf.sure and "TWO_DIGIT_YEAR" in place.leaf.flags:
            yield found("DAT-002", paper.index, path=place.path, at=place.leaf)


def check_dates_past(paper: Paper) -> Iterator[Finding]:
    """DAT-003: a day after the day of upload in Shanghai."""
    for place in places(paper.reading):
        day = sure_day(place.leaf) if place.type is FieldType.DATE else None
        if day is not None and day > paper.today:
            yield found("DAT-003", paper.index, path=place.path, at=place.leaf)
