"""Whose names and which numbers may stand on a paper, as a prior for choosing between readings of its ink.

Here: the claim's people, its employer and their numbers, nothing else of it; light to import. Not
here: scoring (ocr.marks.names), choosing (ocr.known_values).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ExpectedNames:
    """Names by role, and numbers; what is not known is left out. `others` are people who should not be signing.

    `numbers` are citizens' numbers, the employer's credit code and its account.
    """

    worker: str | None = None
    relatives: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    employer: str | None = None
    numbers: tuple[str, ...] = ()

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
