"""What an employer must pass on, to whom and until when, as of a day (notice 三, DOMAIN §1.3).

Here: shares of a duty and the events that time brings. Not here: states (lifecycle), counting days (calendar).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from validators.calendar import PROOF_DAYS, SHORTEST_MONTH, Deadlines, is_overdue, reminder_days
from validators.model.claim import ClaimRecord

AHEAD = timedelta(days=731)  # no bank announces a credit for later: such a day is a slip of the key


@dataclass(frozen=True, slots=True)
class Share:
    """What one beneficiary must get, in fen; `beneficiary` None is the worker, or not known in a death."""

    beneficiary: int | None
    fen: int


def shares_of(record: ClaimRecord, item: str, due_fen: int) -> tuple[Share, ...]:
    """Split what must be passed on: all to a living worker, in a death by the core system's allocation (AMB-26).

    An allocation that does not come to the amount is not known: one duty without a name, and a person looks.
    """
    if not record.death:
        return (Share(None, due_fen),)
    rows = [row for row in record.allocation or () if row.item == item and row.fen > 0]
    known = all(0 <= row.relative < len(record.relatives or ()) for row in rows)
    if not rows or not known or sum(row.fen for row in rows) != due_fen:
        return (Share(None, due_fen),)
    shares: dict[int, int] = {}
    for row in rows:
        shares[row.relative] = shares.get(row.relative, 0) + row.fen
    return tuple(Share(beneficiary, fen) for beneficiary, fen in sorted(shares.items()))


def last_credit_day(today: date) -> date:
    """Give the last day that is believed as a bank's credit day: with a later one no month would ever be over."""
    return today + AHEAD


def overdue_event(state: str, days: Deadlines, today: date) -> str | None:
    """Give the event that the passing of time brings to a duty, or None; an unknown calendar blames nobody."""
    if state == "PASS_ON_DUE" and is_overdue(days.pass_on_final, today):
        return "month_over"
    if state == "PROOF_DUE" and is_overdue(days.proof_final, today):
        return "ten_days_over"
    return None


def last_starts(today: date) -> tuple[date, date]:
    """Give the last credit day and the last payment day that can be overdue on a day; later ones need no look.

    No month is shorter than February, and a final day never lies before its nominal one.
    """
    return today - timedelta(days=SHORTEST_MONTH + 1), today - timedelta(days=PROOF_DAYS + 1)


def reminders_due(state: str, days: Deadlines, today: date) -> tuple[str, ...]:
    """Name the reminders of this very day: pass_on or proof with the days that are left (T-7, T-3, T-0)."""
    nominal = {"PASS_ON_DUE": days.pass_on_nominal, "PROOF_DUE": days.proof_nominal}.get(state)
    if nominal is None or today not in reminder_days(nominal):
        return ()
    kind = "pass_on" if state == "PASS_ON_DUE" else "proof"
    return (f"{kind}:T-{(nominal - today).days}",)
