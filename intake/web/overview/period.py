"""The time that the head asks about: the last days, or from a day to a day, in legal days.

Here: words of the form to days, and days cut into months. Not here: what is counted in them (figures.py).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from intake.legal_day import LEGAL_ZONE

LAST_DAYS = {"30": 30, "90": 90, "365": 365}
DEFAULT = "30"
LONGEST = 1_096  # days: three years, of which one may be a leap year
_DAILY = 14  # up to so many days are shown day by day
_WEEKLY = 92


class BadPeriod(ValueError):
    """Days that make no period, with a sentence in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a period: a day, a week of days, or what lies of a month in it."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class Period:
    """From the first legal day to the last, both counted; `choice` is the form's word for it."""

    first: date
    last: date
    choice: str

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return begin_of(self.first)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return begin_of(self.last + timedelta(days=1))

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pieces in which figures over time are shown: days, weeks or months by its length."""
        days = (self.last - self.first).days + 1
        if days <= _DAILY:
            return _pieces(self, 1)
        return _pieces(self, 7) if days <= _WEEKLY else _months(self)


def begin_of(day: date) -> datetime:
    """Give the moment at which a legal day begins."""
    return datetime.combine(day, time(), LEGAL_ZONE).astimezone(UTC)


def read_period(choice: str | None, first: str | None, last: str | None, today: date) -> Period:
    """Read the form: a number of days until today, or two days; BadPeriod says what is wrong with them."""
    if choice in LAST_DAYS or (choice is None and not first and not last):
        word = choice or DEFAULT
        return Period(today - timedelta(days=LAST_DAYS[word] - 1), today, word)
    begin, end = _day(first), _day(last) if last else today
    if begin is None or end is None:
        raise BadPeriod("请填写开始日期，格式如 2026-01-31。", "Give the first day, written like 2026-01-31.")
    if begin > end:
        raise BadPeriod("开始日期在结束日期之后，请对调。", "The first day lies after the last one.")
    if (end - begin).days >= LONGEST:
        raise BadPeriod("一次最多看三年，请缩短时间。", "At most three years at once.")
    return Period(begin, end, "range")


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None


def _pieces(period: Period, days: int) -> tuple[Part, ...]:
    parts, first = [], period.first
    while first <= period.last:
        last = min(first + timedelta(days=days - 1), period.last)
        parts.append(Part(first, last, f"{first:%m-%d}"))
        first = last + timedelta(days=1)
    return tuple(parts)


def _months(period: Period) -> tuple[Part, ...]:
    parts, first = [], period.first
    while first <= period.last:
        next_month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(next_month - timedelta(days=1), period.last)
        parts.append(Part(first, last, f"{first:%Y-%m}"))
        first = next_month
    return tuple(parts)
