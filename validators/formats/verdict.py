"""The one result type of every format judge; no rule codes and no messages live here."""

from dataclasses import dataclass

OK = "OK"

# An account field that holds the ID number: the shape may pass by chance, the value is still no account.
IS_CITIZEN_ID = "IS_CITIZEN_ID"


@dataclass(frozen=True, slots=True)
class FormatVerdict:
    """What a format judge says about one written value: a word, the folded value, remarks on style."""

    verdict: str
    normal: str | None
    flags: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the value may be used as written: an OK… or WARN_… word, and no ID number for an account."""
        return self.verdict.startswith(("OK", "WARN_")) and IS_CITIZEN_ID not in self.flags
