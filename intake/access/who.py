"""Who asks: a subject, one role, and what the role is bound to.

Here: the words. Not here: how a token proves them (tokens.py), what each role may do (table.py).
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of callers, as other systems spell them."""

    SUBMITTER = "submitter"
    HANDLER = "handler"
    SECOND_REVIEWER = "second_reviewer"
    RISK_OFFICER = "risk_officer"
    PAYOUT_SYSTEM = "payout_system"
    CORE_SYSTEM = "core_system"
    AGENCY_FINANCE = "agency_finance"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a token is bound to: a claim (worker, relative), a credit code (employer), an office (counter, reviewer).

    `person` says which of the claim's relatives somebody is, as the keyed digest of `intake.people`.
    """

    claim: str | None = None
    uscc: str | None = None
    office: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """One authenticated caller."""

    subject: str
    role: Role
    bound: Bound = Bound()

    @property
    def side(self) -> str | None:
        """The side whose papers a submitter sees: one credit code, or one person bound to the claim."""
        if self.role is not Role.SUBMITTER:
            return None
        if self.bound.uscc:
            return f"uscc:{self.bound.uscc.strip().upper()}"
        if self.bound.claim:
            return f"person:{self.subject}"
        return f"office:{self.bound.office}" if self.bound.office else None
