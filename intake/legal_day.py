"""The calendar day on which something is judged: Asia/Shanghai, whatever zone the machine is in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def legal_day(moment: datetime) -> date:
    """Give the legal day of a moment that carries its zone."""
    return moment.astimezone(LEGAL_ZONE).date()


def legal_today() -> date:
    """Give today's legal day."""
    return datetime.now(LEGAL_ZONE).date()
