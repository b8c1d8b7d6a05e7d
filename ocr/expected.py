"""Whose names may stand on a paper: the claim's people, as a prior for scoring handwriting.

Here: the names, nothing else of the claim; light to import. Not here: scoring (ocr.marks.names).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ExpectedNames:
    """Names by role; what is not known is left out. `others` are people who should not be signing."""

    worker: str | None = None
    relatives: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    employer: str | None = None

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
