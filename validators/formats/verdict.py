"""The one result type of every format judge; no rule codes and no messages live here."""

from dataclasses import dataclass

OK = "OK"


@dataclass(frozen=True, slots=True)
class FormatVerdict:
    """What a format judge says about one written value: a word, the folded value, remarks on style."""

    verdict: str
    normal: str | None
    flags: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the value may be used as written (OK, OK_… and WARN_… words)."""
        return self.verdict.startswith(("OK", "WARN_"))
