"""Whose names, which numbers and days may stand on a paper, as a prior for choosing between readings of its ink.

Here: the claim's people, its employer, their numbers, its days, nothing else of it; light to import. Not
here: scoring (ocr.marks.names), choosing (ocr.known_values, ocr.day_look).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class ExpectedNames:
    """Names by role, and numbers; what is not known is left out. `others` are people who should not be signing.

    `numbers` are citizens' numbers, the employer's credit code and its account; `holders` tells whose a citizen's
    number is. `since` is the day of the injury, `filed_on` that of the claim.
    """

    worker: str | None = None
    relatives: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    employer: str | None = None
    numbers: tuple[str, ...] = ()
    holders: tuple[tuple[str, str], ...] = ()  # number, name
    since: date | None = None
    filed_on: date | None = None

    @property
    def everybody(self) -> tuple[str, ...]:
        """The people and the employer."""
        return (*self.people, *((self.employer,) if self.employer else ()))

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whom the claim names, each once."""
        named = ((self.worker,) if self.worker else ()) + self.relatives + self.beneficiaries + self.guardians
        return tuple(dict.fromkeys(named))


NOBODY: Final = ExpectedNames()
