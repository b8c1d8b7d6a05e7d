"""What a case is before it is drawn: papers with their values, signers and seals; and after: files and truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.factory import money


@dataclass(slots=True)
class Val:
    """A value as it stands on paper and as a reader should understand it."""

    text: str
    truth: Any
    hand: bool = False


@dataclass(slots=True)
class Signer:
    """Who must sign, and how the signature looks: hand, typed, pasted, none."""

    name: str
    role: str
    relation: str = ""
    day: dt.date | None = None
    day_text: str = ""
    style: str = "hand"
    writes: str | None = None
    note: str = ""
    proxy: str = ""
    print_finger: bool = False


@dataclass(slots=True)
class Doc:
    """One paper to draw; fault planters change it before it is drawn."""

    kind: str
    stem: str
    v: dict[str, Val] = field(default_factory=dict)
    rows: list[dict[str, Val]] = field(default_factory=list)
    rows_name: str = ""
    signers: list[Signer] = field(default_factory=list)
    seal: str | None = None
    seal_inner: str = ""
    omit: set[str] = field(default_factory=set)
    say: dict[str, str] = field(default_factory=dict)
    flags: dict[str, Any] = field(default_factory=dict)
    day_style: str = "han"
    seal_day: dt.date | None = None

    def day(self, name: str, day: dt.date) -> None:
        """Set a date in this paper's way of writing dates."""
        self.v[name] = Val(money.date_text(day, self.day_style), day.isoformat())

    def money(self, name: str, fen: int, style: str = "comma") -> None:
        """Set an amount in figures."""
        self.v[name] = Val(money.figures(fen, style), fen)

    def words(self, name: str, fen: int) -> None:
        """Set an amount in capitals."""
        self.v[name] = Val("人民币" + money.words(fen), fen)

    def put(self, name: str, text: str) -> None:
        """Set a text that is its own truth."""
        self.v[name] = Val(text, text)


@dataclass(slots=True)
class Plan:
    """A whole case before drawing: claim record, papers, and the day on which it is judged clean."""

    story: str
    claim: dict[str, Any]
    docs: list[Doc]
    today: dt.date
    allowed: list[str] = field(default_factory=list)
    fault: dict[str, Any] | None = None
    expected: list[str] = field(default_factory=list)

    def doc(self, kind: str) -> Doc | None:
        """Give the first paper of a kind."""
        return next((d for d in self.docs if d.kind == kind), None)


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A drawn case: claim record, file bytes by name, truth."""

    name: str
    claim: dict[str, Any]
    files: dict[str, bytes]
    truth: dict[str, Any]
